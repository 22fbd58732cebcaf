"""How much 「stored before the 200」 costs: `python -m benchmarks.inbox`.

Compared in the same run, in interleaved rounds: our endpoint; one that stores nothing but checks
the same signature and reads the same ids; ours with one commit for each request. Aims: at least
0.7 of the second, at least 3 times the third.
"""

import argparse
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.disks import durable_postgres, own_folder, show_disk
from benchmarks.inbox_load import HOST, Measured, measure
from benchmarks.inbox_server import FORGETFUL, GROUPED, SINGLE
from benchmarks.table import Row, judged

AIM_OF_FORGETFUL = 0.7
AIM_OF_SINGLE = 3.0
START_LIMIT = 30.0  # seconds until a server must listen
SINGLE_SHARE = 4  # the slow server gets a quarter of the requests


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(kind: str, url: str) -> Generator[int]:
    """Run one server in a process of its own; yield its port."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.inbox_server", kind, str(port), url]
    process = subprocess.Popen(command)  # noqa: S603
    try:
        _wait_until_listening(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_listening(port: int, process: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + START_LIMIT
    while time.monotonic() < give_up_at and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    message = "a server of the benchmark did not start"
    raise RuntimeError(message)


def _rounds(ports: Mapping[str, int], *, requests: int, rounds: int) -> dict[str, list[Measured]]:
    """Measure every server in every round, so that a busy machine is busy for all of them."""
    found: dict[str, list[Measured]] = {name: [] for name in ports}
    first = 0
    for _ in range(rounds):
        for name, port in ports.items():
            count = requests // SINGLE_SHARE if name.startswith(SINGLE) else requests
            found[name].append(measure(port, first=first, count=count))
            first += count
    return found


def _rate(found: Mapping[str, list[Measured]], name: str) -> float:
    return median(one.rate for one in found[name])


def _print(found: Mapping[str, list[Measured]]) -> None:
    print(f"{'endpoint':<22}{'requests/s':>12}{'p99 ms':>9}{'not 200':>9}")
    for name, measured in found.items():
        p99 = median(one.p99_ms for one in measured)
        bad = sum(one.bad_count for one in measured)
        print(f"{name:<22}{_rate(found, name):>12,.0f}{p99:>9.1f}{bad:>9}")
    for engine in ("sqlite", "postgresql"):
        ours = f"{GROUPED} {engine}"
        if ours in found:
            of_forgetful = _rate(found, ours) / _rate(found, FORGETFUL)
            of_single = _rate(found, ours) / _rate(found, f"{SINGLE} {engine}")
            print(
                f"{engine}: {of_forgetful:.2f} of {FORGETFUL} (aim {AIM_OF_FORGETFUL}),"
                f" {of_single:.1f} times {SINGLE} (aim {AIM_OF_SINGLE:.0f})"
            )


def _rows_of(found: Mapping[str, list[Measured]], engine: str) -> list[Row]:
    ours = f"{GROUPED} {engine}"
    rate, p99 = _rate(found, ours), median(one.p99_ms for one in found[ours])
    bare, single = _rate(found, FORGETFUL), _rate(found, f"{SINGLE} {engine}")
    bare_p99 = median(one.p99_ms for one in found[FORGETFUL])
    return [
        Row(
            what=f"durable webhooks a second, p99, {engine}",
            aim=f"≥ {AIM_OF_FORGETFUL} of an endpoint that stores nothing",
            measured=f"{rate:,.0f}, {p99:.0f} ms ({rate / bare:.2f})",
            peer=f"stores nothing: {bare:,.0f}, {bare_p99:.0f} ms",
            met=judged(rate >= AIM_OF_FORGETFUL * bare),
        ),
        Row(
            what=f"the same: group commit, {engine}",
            aim=f"≥ {AIM_OF_SINGLE:.0f} times one commit for each request",
            measured=f"{rate / single:.1f} times",
            peer=f"one commit each: {single:,.0f}",
            met=judged(rate >= AIM_OF_SINGLE * single),
        ),
    ]


def rows(*, requests: int = 12_000, rounds: int = 3) -> list[Row]:
    """Measure, print everything, and return what belongs in the one table."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder())))
        show_disk(folder)
        urls = {"sqlite": (f"sqlite:///{folder}/a.db", f"sqlite:///{folder}/b.db")}
        server = opened.enter_context(durable_postgres())
        if server is not None:
            pg_url = opened.enter_context(server.database())
            urls["postgresql"] = (pg_url, pg_url)
        ports = {FORGETFUL: opened.enter_context(_server(FORGETFUL, "-"))}
        for engine, (grouped, single) in urls.items():
            ports[f"{GROUPED} {engine}"] = opened.enter_context(_server(GROUPED, grouped))
            ports[f"{SINGLE} {engine}"] = opened.enter_context(_server(SINGLE, single))
        found = _rounds(ports, requests=requests, rounds=rounds)
    _print(found)
    return [row for engine in urls for row in _rows_of(found, engine)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="requests/s and p99 of the LINE webhook")
    parser.add_argument("--requests", type=int, default=12_000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    rows(requests=wanted.requests, rounds=wanted.rounds)


if __name__ == "__main__":
    main()

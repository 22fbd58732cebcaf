"""Start-up and memory of `pobot serve`: `python -m benchmarks.start`.

From the start of the process until /readyz answers 200, and what it has in memory then; the
database is there already, as after every start but the first. Then somebody mistypes a command and
looks a counterpart up: that loads LINE's SDK (for the answer) and the sounds of words. Aims: ready
within 4 s, under 200 MB. Beside it, in the same round, a Python that only imports SQLAlchemy and
Starlette, which a program of this kind cannot do without.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median

import orjson

from benchmarks.disks import durable_postgres, own_folder
from benchmarks.inbox_load import measure_all, signed
from benchmarks.serving import Served, serving
from benchmarks.table import Row, judged, show
from bot.clock import SystemClock
from storage.migrate import migrate
from tests.chaos.plan import Scale
from tests.chaos.platforms import Platforms, running_platforms

AIM_SECONDS, AIM_MB = 4.0, 200.0
SLACK = {"SLACK_BOT_TOKEN": "xoxb-no", "SLACK_SIGNING_SECRET": "no secret"}
LEAST = "import sqlalchemy, starlette.applications, starlette.routing, uvicorn"
SAID = ("登寄", "找 衛福部")  # loads what is loaded when needed
PATIENCE = 30.0
QUIET = Scale(
    seed=0, replicas=1, officers=0, reminders=0, talkers=0, lines_each=0, kills=0, stops=0,
    outages=0, fault_rate=0.0,
)  # fmt: skip


def said(user: int, token: str, text: str) -> bytes:
    """Return a webhook request: a person types to the bot; each token is said once."""
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": int(SystemClock().now().timestamp() * 1000),
        "source": {"type": "user", "userId": f"U{user:032x}"},
        "webhookEventId": f"01J{token:0>23}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": token,
        "message": {"type": "text", "id": token, "text": text},
    }
    return signed(orjson.dumps({"destination": "U" + "d" * 32, "events": [event]}))


def _after_talk(served: Served, line: Platforms, first: int) -> float:
    """Let somebody talk until all is answered; return the memory then, in MB."""
    before = len(line.taken())
    measure_all([served.port], [said(n, f"start{first + n}", text) for n, text in enumerate(SAID)])
    give_up_at = time.monotonic() + PATIENCE
    while len(line.taken()) < before + len(SAID):
        if time.monotonic() > give_up_at:
            message = "what was said is not answered"
            raise RuntimeError(message)
        time.sleep(0.05)
    return served.memory_mb()


def _least_seconds() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", LEAST], check=True)  # noqa: S603
    return time.perf_counter() - begun


def _row(name: str, found: Sequence[tuple[float, ...]], least: float) -> Row:
    ready, own, first, talked = (median(one[place] for one in found) for place in range(4))
    return Row(
        what=f"start of pobot serve, {name}: ready; memory, and after talk",
        aim=f"≤ {AIM_SECONDS:.0f} s; < {AIM_MB:.0f} MB",
        measured=f"{ready:.1f} s (own {own:.1f}); {first:.0f} MB, {talked:.0f} MB",
        peer=f"importing SQLAlchemy and Starlette alone {least:.1f} s",
        met=judged(ready <= AIM_SECONDS and first < AIM_MB),
    )


def rows(*, rounds: int = 3) -> list[Row]:
    """Start each kind once in every round."""
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder()))
        urls = {"SQLite": f"sqlite:///{folder}/start.db"}
        server = opened.enter_context(durable_postgres())
        if server is not None:
            urls["PostgreSQL"] = opened.enter_context(server.database())
        for url in urls.values():
            migrate(url)
        line = opened.enter_context(running_platforms(QUIET))
        slack = {**SLACK, "SLACK_API_BASE": f"{line.base}/api/"}
        kinds: dict[str, tuple[str, dict[str, str]]] = {}
        for engine, url in urls.items():
            kinds[f"LINE, {engine}"] = (url, {})
            kinds[f"LINE and Slack, {engine}"] = (url, slack)
        found: dict[str, list[tuple[float, ...]]] = {name: [] for name in kinds}
        least: list[float] = []
        number = 0
        for _ in range(rounds):
            least.append(_least_seconds())
            for name, (url, more) in kinds.items():
                with serving(url, line.base, **more) as served:
                    own, first = served.cpu_seconds(), served.memory_mb()
                    talked = _after_talk(served, line, number)
                    found[name].append((served.ready_seconds, own, first, talked))
                number += len(SAID)
    return [_row(name, measured, median(least)) for name, measured in found.items()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="start-up and memory")
    parser.add_argument("--rounds", type=int, default=3)
    show(rows(rounds=parser.parse_args().rounds))


if __name__ == "__main__":
    main()

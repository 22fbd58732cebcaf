"""Storms of faults, in full: `python -m benchmarks.chaos --seeds 5 --minutes 1.5`.

For each seed 10,000 reminders come due while thirty people type, processes are killed and stand
still for longer than a lease, and the platforms refuse, hang and lie; once with three replicas on
a PostgreSQL that is cut off and started again, once with one process on SQLite. Last a control: a
naive courier. What each column means: docs/benchmarks.md.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.table import Row, judged
from tests.chaos.plan import Scale
from tests.chaos.run import Report, run
from tests.support.postgres import own_server

LONG = Scale(
    seed=0,
    replicas=3,
    officers=5_000,
    reminders=10_000,
    talkers=30,
    lines_each=10,
    kills=50,
    stops=4,
    outages=4,
    lease_seconds=10,
    patience_seconds=600.0,
)
NO_FSYNC = "-c fsync=off -c full_page_writes=off"  # a server that dies loses nothing by it
HEADINGS = (
    "run | seed | seconds | kills | stops | outages | refused or hung | 409 | looked for"
    " | webhooks (again) | acknowledged | lost LINE | lost Slack | doubled LINE | doubled Slack"
    " | missing | done twice | out of order | answers not arrived, of | answers swapped | calm"
)


def rows(*, reminders: int = 300, seconds: float = 20.0) -> list[Row]:
    """Live through one short storm on each engine."""
    short = replace(LONG, seed=1, officers=reminders // 2, reminders=reminders)
    short = replace(short, talkers=10, kills=8, stops=2, outages=1, storm_seconds=seconds)
    alone = replace(short, replicas=1, outages=0, storm_seconds=2 * seconds)
    return [
        _row("3 replicas, PostgreSQL", _on_postgres(short)),
        _row("1 process, SQLite", _on_sqlite(alone)),
    ]


def _row(name: str, report: Report) -> Row:
    verdict = report.verdict
    lost, doubled = (sum(map(len, some.values())) for some in (verdict.lost, verdict.doubled))
    bad = (lost, doubled, len(verdict.missing), len(verdict.twice), len(verdict.swapped))
    return Row(
        what=f"a short storm, {name}: lost, doubled, missing, done twice, out of order",
        aim="0, 0, 0, 0, 0",
        measured=f"{', '.join(map(str, bad))}; {report.kills} kills",
        met=judged(not any(bad)),
    )


def main() -> None:
    """Print one table."""
    asked = _asked()
    print(f"| {HEADINGS} |")
    print("|" + "---|" * len(HEADINGS.split("|")), flush=True)
    for seed in asked.seeds:
        scale = replace(
            LONG,
            seed=seed,
            officers=asked.officers,
            reminders=asked.reminders,
            storm_seconds=asked.minutes * 60,
        )
        if asked.on != "sqlite":
            _show("3 replicas, PostgreSQL", _on_postgres(scale))
        if asked.on != "postgresql":
            # Where there is one process, it needs the time to come up again between two kills.
            alone = replace(scale, replicas=1, outages=0, storm_seconds=2 * scale.storm_seconds)
            _show("1 process, SQLite", _on_sqlite(alone))
    control = replace(LONG, seed=asked.seeds[0], officers=400, reminders=800, naive=True)
    control = replace(control, kills=5, stops=1, storm_seconds=20.0)
    _show("naive courier, SQLite", _on_sqlite(replace(control, replicas=1, outages=0)))


class _Asked(argparse.Namespace):
    seeds: Sequence[int]
    minutes: float
    officers: int
    reminders: int
    on: str


def _asked() -> _Asked:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=_seeds, default=_seeds("5"), help="5: from 1 to 5; or 2,4")
    parser.add_argument("--minutes", type=float, default=1.5, help="of storm, a run")
    parser.add_argument("--officers", type=int, default=LONG.officers)
    parser.add_argument("--reminders", type=int, default=LONG.reminders)
    parser.add_argument("--on", choices=("both", "postgresql", "sqlite"), default="both")
    return parser.parse_args(namespace=_Asked())


def _seeds(text: str) -> Sequence[int]:
    several = [int(one) for one in text.split(",")]
    return several if "," in text else range(1, several[0] + 1)


def _on_postgres(scale: Scale) -> Report:
    with own_server(NO_FSYNC) as server, tempfile.TemporaryDirectory() as folder:
        url = server.url.render_as_string(hide_password=False)
        return run(scale, url, Path(folder), server)


def _on_sqlite(scale: Scale) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return run(scale, f"sqlite:///{folder}/pobot.db", Path(folder))


def _show(name: str, report: Report) -> None:
    verdict, storm, platforms = report.verdict, report.storm, report.platforms
    typed = report.scale.talkers // 2 * report.scale.lines_each
    lost, doubled = verdict.lost, verdict.doubled
    cells: list[object] = [name, report.scale.seed, f"{report.seconds:.0f}", report.kills]
    cells += [report.stops, report.outages, sum(platforms.troubles.values())]
    cells += [platforms.conflicts, platforms.searches, f"{storm.sent} ({storm.repeats})"]
    cells += [len(storm.acknowledged), len(lost["line"]), len(lost["slack"])]
    cells += [len(doubled["line"]), len(doubled["slack"]), len(verdict.missing)]
    cells += [len(verdict.twice), len(verdict.swapped), f"{len(verdict.unanswered)}, {typed}"]
    cells += [verdict.answers_swapped, "yes" if report.calm else "**no**"]
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)
    if verdict.apologies or report.kept.given_up:
        words = f"{verdict.apologies} apologies, given up: {list(report.kept.given_up)}"
        print(f"  {name}, seed {report.scale.seed}: {words}", flush=True)
    for broken in verdict.broken:
        print(f"  {name}, seed {report.scale.seed}: {broken}", flush=True)
    if report.unstepped:
        print(f"  not stepped on: {', '.join(report.unstepped)}", flush=True)


if __name__ == "__main__":
    main()

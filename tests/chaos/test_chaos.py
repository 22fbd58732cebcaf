"""A minute of storm, in short: three replicas, one process, and a courier that knows no better.

The long form, with 10,000 reminders and fifty kills a run: `python -m benchmarks.chaos`.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.chaos.plan import Scale
from tests.chaos.run import Report, run
from tests.support.postgres import own_server

SEED = 115
SHORT = Scale(
    seed=SEED,
    replicas=3,
    officers=24,
    reminders=40,
    talkers=4,
    lines_each=3,
    kills=2,
    stops=1,
    outages=1,
    lease_seconds=6,
    storm_seconds=8.0,
    fault_rate=0.2,
    faults_of_one_chat=1,
    patience_seconds=90.0,
)
ALONE = replace(SHORT, replicas=1, outages=0)
NAIVE = replace(
    ALONE,
    reminders=24,
    kills=0,
    stops=0,
    lines_each=1,
    storm_seconds=4.0,
    fault_rate=0.5,
    naive=True,
)
NO_SYNC = "-c fsync=off -c full_page_writes=off"  # what is committed outlives its server, not us


Storms = Mapping[str, Future[Report]]

pytestmark = [pytest.mark.early, pytest.mark.postgresql]


@pytest.fixture(scope="module")
def storms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storms]:
    """Let all three blow at once, most of a storm is waiting; each test waits for its own."""
    folder = tmp_path_factory.mktemp("chaos")
    with ThreadPoolExecutor(3) as blowing:
        yield {
            "naive": blowing.submit(_on_sqlite, NAIVE, folder / "naive"),
            "alone": blowing.submit(_on_sqlite, ALONE, folder / "alone"),
            "replicas": blowing.submit(_on_postgres, folder),
        }


def _on_postgres(folder: Path) -> Report:
    with own_server(NO_SYNC) as server:
        url = server.url.render_as_string(hide_password=False)
        return run(SHORT, url, folder, server)


def _on_sqlite(scale: Scale, folder: Path) -> Report:
    folder.mkdir()
    return run(scale, f"sqlite:///{folder / 'pobot.db'}", folder)


def test_the_harness_sees_what_a_naive_courier_doubles(storms: Storms) -> None:
    doubled = storms["naive"].result().verdict.doubled
    assert doubled["line"], f"seed {SEED}"
    assert doubled["slack"], f"seed {SEED}"


@pytest.mark.parametrize("name", ["alone", "replicas"])
def test_in_a_storm_nothing_is_lost_and_nothing_comes_twice(storms: Storms, name: str) -> None:
    report = storms[name].result()
    assert report.calm, f"seed {SEED}: something waits after {report.seconds:.0f} s: {report.kept}"
    assert report.verdict.broken == [], f"seed {SEED}"
    # It was a storm: processes were killed and stood still
    assert report.kills >= 3
    assert report.stops == 1
    assert report.outages == report.scale.outages
    assert len(report.storm.acknowledged) == report.scale.talkers * report.scale.lines_each
    assert report.stepped  # which of the steps, the storm decides; tests/test_process.py takes each
    # And an answer that did not come is known to the ledger: a reply token is good once
    assert len(report.verdict.unanswered) <= report.not_arrived_count

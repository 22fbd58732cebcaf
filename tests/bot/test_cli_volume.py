"""`pobot replay-volume`: a file of counts in, a file of alarms out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app


def replay(folder: Path, counts: list[int], *options: str) -> Result:
    rows = (f"甲,2027-03-{1 + n // 24:02d}T{n % 24:02d}:00:00,{c}" for n, c in enumerate(counts))
    (folder / "series.csv").write_text("\n".join(("series,timestamp,count", *rows)), "utf-8")
    files = [str(folder / "series.csv"), "--out", str(folder / "alarms.csv")]
    return CliRunner().invoke(app, ["replay-volume", *files, *options])


LOUD = [2] * 24 * 10 + [60, 60] + [2] * 20


@pytest.mark.parametrize("options", [(), ("--bin", "60m"), ("--bin", "1h", "--holidays", "tw")])
def test_each_alarm_is_written_with_its_kind(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = replay(tmp_path, LOUD, *options)
    assert (done.exit_code, done.stdout) == (0, "異常升溫 1 次、14 天新高 1 次、降溫 0 次\n")
    written = (tmp_path / "alarms.csv").read_text("utf-8").splitlines()
    assert written == [
        "series,timestamp,kind",
        "甲,2027-03-11T00:00:00,burst",
        "甲,2027-03-11T00:00:00,high",
    ]


@pytest.mark.parametrize(("options", "status"), [(("--bin", "soon"), 1), (("--holidays", "us"), 2)])
def test_what_is_not_understood_is_refused(
    tmp_path: Path, options: tuple[str, ...], status: int
) -> None:
    done = replay(tmp_path, LOUD, *options)
    assert done.exit_code == status
    assert "Traceback" not in done.output
    assert not (tmp_path / "alarms.csv").exists()

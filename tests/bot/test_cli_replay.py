"""`pobot replay-endorsements`: a file of looks in, a file of warnings out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

HEADER = "idea_id,observed_at,count,approved_at,endorse_due"
OPEN = "2017-03-01T09:00:00,2017-05-01T00:00:00"
LOOKS = (
    f"甲,2017-03-01T15:00:00,300,{OPEN}",
    f"乙,2017-03-01T15:00:00,3,{OPEN}",
    f"甲,2017-03-02T09:00:00,1500,{OPEN}",
    f'甲,2017-03-03T09:00:00,"3,000",{OPEN}',
    f"乙,2017-03-03T09:00:00,4,{OPEN}",
)


def replay(folder: Path, *lines: str, raw: bytes | None = None) -> Result:
    path = folder / "looks.csv"
    path.write_bytes(raw if raw is not None else "\n".join((*lines, "")).encode())
    return CliRunner().invoke(
        app, ["replay-endorsements", str(path), "--out", str(folder / "warnings.csv")]
    )


def written(folder: Path) -> list[str]:
    return (folder / "warnings.csv").read_text(encoding="utf-8").splitlines()


def test_each_level_is_written_once_when_it_was_reached(tmp_path: Path) -> None:
    done = replay(tmp_path, HEADER, *LOOKS)
    assert (done.exit_code, done.stdout) == (0, "留意 1 件，其中 1 件請準備\n")
    assert written(tmp_path) == [
        "idea_id,warned_at,level",
        "甲,2017-03-01T15:00:00,watch",
        "甲,2017-03-02T09:00:00,act",
    ]


def test_a_mark_of_byte_order_and_a_zone_are_understood(tmp_path: Path) -> None:
    rows = [line.replace("T09:00:00,1500", "T01:00:00+00:00,1500") for line in LOOKS]
    replay(tmp_path, raw="\r\n".join(("\ufeff" + HEADER, *rows)).encode())
    assert written(tmp_path)[2] == "甲,2017-03-02T09:00:00,act"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), "沒有資料"),
        ((HEADER,), "沒有資料"),
        (("idea_id,count", "甲,3"), "少了欄位 observed_at"),
        ((HEADER, f"甲,昨天,3,{OPEN}"), "第 2 列的時間看不懂：昨天"),
        ((HEADER, LOOKS[0], f"甲,2017-03-02T09:00:00,很多,{OPEN}"), "第 3 列的附議數看不懂"),
        ((HEADER, f"甲,2017-03-02T09:00:00,-3,{OPEN}"), "第 2 列的附議數看不懂"),
        ((HEADER, f"甲,2017-03-02T09:00:00,{'9' * 5000},{OPEN}"), "第 2 列的附議數看不懂"),
        ((HEADER, f"甲,2017-03-02T09:00:00,,{OPEN}"), "第 2 列的 count 是空的"),
        ((HEADER, "甲,2017-03-02T09:00:00,5"), "第 2 列的 approved_at 是空的"),
        ((HEADER, LOOKS[2], LOOKS[0]), "第 3 列比前一列早"),
        ((HEADER, '甲,"2017'), "讀不懂"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    done = replay(tmp_path, *lines)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "warnings.csv").exists()


def test_what_is_no_text_and_what_is_not_there(tmp_path: Path) -> None:
    done = replay(tmp_path, raw=HEADER.encode() + b"\n\xff\xfe\x00,")
    assert (done.exit_code, "UTF-8" in done.stderr) == (1, True)
    gone = CliRunner().invoke(
        app, ["replay-endorsements", str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv")]
    )
    assert gone.exit_code == 1
    assert "none.csv" in gone.stderr

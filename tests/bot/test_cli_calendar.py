"""`pobot explain`, `import-calendar`, `import-rules`, and what `doctor` says of the calendar."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.doctor import judge_calendar

HEADER = "西元日期,星期,是否放假,備註"
RULES = (
    "規則,案件種類,起算,長度,單位,由誰,性質,依據,起日\n"
    "正式回應,提點子,成案,3,個月,各主辦,應辦,樣本要點,2018-01-01\n"
)


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "POBOT_SECRET_KEY": ""}


@pytest.fixture
def no_database(tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{tmp_path / 'deep' / 'pobot.db'}"}


def pobot(*words: str, env: dict[str, str]) -> Result:
    return CliRunner().invoke(app, list(words), env=env)


def official(folder: Path, *, off: tuple[date, ...] = (), encoding: str = "utf-8-sig") -> str:
    """A calendar file of 2026 in which only weekends and `off` are days off."""
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]
    rows = (
        f"{day:%Y%m%d},{'一二三四五六日'[day.weekday()]},"
        f"{2 if day.weekday() >= 5 or day in off else 0},{'測試假' if day in off else ''}"
        for day in days
    )
    path = folder / "行事曆.csv"
    path.write_bytes("\r\n".join((HEADER, *rows, "")).encode(encoding))
    return str(path)


def file(folder: Path, text: str) -> str:
    path = folder / "檔案.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_explaining_needs_no_database_and_makes_none(no_database: dict[str, str]) -> None:
    done = pobot("explain", "正式回應", "107/08/28", env=no_database)
    assert done.exit_code == 0
    assert done.stdout.startswith("2018-10-28T23:59:59+08:00\n")
    assert "公共政策網路參與實施要點" in done.stdout
    assert not Path(no_database["DATABASE_URL"].removeprefix("sqlite:///")).exists()


def test_explaining_before_the_database_is_migrated(env: dict[str, str]) -> None:
    there = env["DATABASE_URL"].startswith("postgresql")
    done = pobot("explain", "附議", "107/07/02", env=env)
    assert done.stdout.startswith("2018-09-01T00:00:00+08:00\n")
    assert ("隨附的規則" in done.stdout) == there


def test_explaining_while_the_database_is_away_says_so() -> None:
    env = {"DATABASE_URL": "postgresql://127.0.0.1:1/none"}
    done = pobot("explain", "附議", "107/07/02", env=env)
    assert done.stdout.startswith("2018-09-01T00:00:00+08:00\n")
    assert "資料庫連不上" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("正式回覆", "107/08/28"), "沒有「正式回覆」"),
        (("正式回應", "某一天"), "看不懂日期"),
        (("正式回應", "107/02/30"), "沒有「107/02/30」"),
    ],
)
def test_what_cannot_be_explained_names_the_rules(
    words: tuple[str, str], said: str, no_database: dict[str, str]
) -> None:
    done = pobot("explain", *words, env=no_database)
    assert (done.exit_code, done.stdout) == (1, "")
    assert said in done.stderr
    assert "檢核、附議、公告期程、聯繫提案人、正式回應、展延" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5"])
def test_an_imported_calendar_counts(env: dict[str, str], tmp_path: Path, encoding: str) -> None:
    before = pobot("explain", "公告期程", "115/12/07", env=env).stdout
    assert before.startswith("2026-12-16T23:59:59+08:00\n")
    path = official(tmp_path, off=(date(2026, 12, 9),), encoding=encoding)
    done = pobot("import-calendar", path, env=env)
    assert done.exit_code == 0, done.stderr
    assert "已匯入 2026 年行事曆" in done.stdout
    after = pobot("explain", "公告期程", "115/12/07", env=env).stdout
    assert after.startswith("2026-12-17T23:59:59+08:00\n")
    assert "115/12/09（三）測試假" in after


@pytest.mark.parametrize("command", ["import-calendar", "import-rules"])
def test_a_file_that_is_not_there_is_told_in_chinese(
    command: str, tmp_path: Path, env: dict[str, str]
) -> None:
    done = pobot(command, str(tmp_path / "nofile.csv"), env=env)
    assert done.exit_code == 1
    assert done.stderr.strip() == f"找不到檔案 {tmp_path / 'nofile.csv'}"


def test_a_part_of_a_year_is_refused_and_changes_nothing(
    env: dict[str, str], tmp_path: Path
) -> None:
    pobot("import-calendar", official(tmp_path, off=(date(2026, 12, 9),)), env=env)
    part = file(tmp_path, f"{HEADER}\n20261209,三,0,\n")
    done = pobot("import-calendar", part, env=env)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "365 天，檔案裡有 1 天" in done.stderr
    after = pobot("explain", "公告期程", "115/12/07", env=env).stdout
    assert after.startswith("2026-12-17")


@pytest.mark.parametrize("text", ["", "Subject,Start Date\n", "\x00", "西元日期\n"])
def test_what_is_no_calendar_is_one_sentence(
    text: str, env: dict[str, str], tmp_path: Path
) -> None:
    done = pobot("import-calendar", file(tmp_path, text), env=env)
    assert done.exit_code == 1
    assert "沒有匯入" in done.stderr
    assert "Traceback" not in done.stderr


def test_imported_rules_count_from_their_day(env: dict[str, str], tmp_path: Path) -> None:
    done = pobot("import-rules", file(tmp_path, RULES), env=env)
    assert done.exit_code == 0, done.stderr
    old = pobot("explain", "正式回應", "106/12/31", env=env).stdout
    new = pobot("explain", "正式回應", "107/01/01", env=env).stdout
    assert old.startswith("2018-02-28T23:59:59+08:00\n")
    assert new.startswith("2018-04-01T23:59:59+08:00\n")
    assert "樣本要點" in new


def test_wrong_rules_are_named_and_not_taken_over(env: dict[str, str], tmp_path: Path) -> None:
    wrong = RULES + "展延,提點子,成案,兩,個月,各主辦,應辦,樣本,\n"
    done = pobot("import-rules", file(tmp_path, wrong), env=env)
    assert done.exit_code == 1
    assert "第 3 列" in done.stderr
    after = pobot("explain", "正式回應", "107/08/28", env=env).stdout
    assert after.startswith("2018-10-28")


def test_the_doctor_looks_at_the_calendar(env: dict[str, str]) -> None:
    pobot("migrate", env=env)
    assert "行事曆：" in pobot("doctor", env=env).stdout


def test_a_missing_year_is_found_and_how_to_mend_it() -> None:
    assert judge_calendar(frozenset({2026, 2027}), date(2026, 12, 7)).well
    missing = judge_calendar(frozenset({2026, 2027}), date(2027, 1, 4))
    assert "2028" in missing.state
    assert "pobot import-calendar" in missing.remedy

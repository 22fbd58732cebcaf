"""`pobot` as an operator types it: exit status, what is on stdout, what is on stderr."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

KEY = "a key for tests only and as long as it must be"
ROSTER = "機關,姓名,類型,電子郵件,公務電話\n衛福部,林若晴,PO,ruoqing@mohw.example,(02)8590-0000\n"


@pytest.fixture
def env(database_url: str) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "POBOT_SECRET_KEY": KEY}


def pobot(*words: str, env: dict[str, str], typed: str = "") -> Result:
    return CliRunner().invoke(app, list(words), env=env, input=typed)


def roster(folder: Path, text: str = ROSTER, encoding: str = "utf-8") -> str:
    path = folder / "名冊.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_migrating_again_changes_nothing(env: dict[str, str]) -> None:
    assert [pobot("migrate", env=env).exit_code for _ in range(2)] == [0, 0]


def test_a_roster_comes_in_and_an_officer_is_invited(env: dict[str, str], tmp_path: Path) -> None:
    # Given a roster, imported twice
    first = pobot("import-roster", roster(tmp_path), env=env)
    again = pobot("import-roster", roster(tmp_path), env=env)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "新增 1" in first.stdout
    assert "未變 1" in again.stdout
    # When the operator invites her
    invited = pobot("invite", "ruoqing@mohw.example", env=env)
    # Then the code stands alone on stdout
    assert invited.exit_code == 0
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}\n", invited.stdout)


def test_opinions_for_a_case_that_is_not_there_are_refused(
    env: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "意見.csv"
    path.write_text("暱稱,內容\n小花,太吵\n", encoding="utf-8")
    done = pobot("import-opinions", "115-0099", str(path), env=env)
    assert done.exit_code == 1
    assert "沒有 115-0099 這一件" in done.stderr


def test_a_big5_roster_is_accepted_and_said_so(env: dict[str, str], tmp_path: Path) -> None:
    done = pobot("import-roster", roster(tmp_path, encoding="big5"), env=env)
    assert done.exit_code == 0
    assert "Big5" in done.stdout


def test_a_bad_roster_names_its_line_and_imports_nothing(
    env: dict[str, str], tmp_path: Path
) -> None:
    bad = ROSTER + "沒有這個部,王小明,PO,a@b.example,\n"
    done = pobot("import-roster", roster(tmp_path, bad), env=env)
    assert done.exit_code == 1
    assert "第 3 列" in done.stderr
    assert done.stdout == ""
    assert pobot("invite", "ruoqing@mohw.example", env=env).exit_code == 1


def test_who_is_not_in_the_roster_is_not_invited(env: dict[str, str]) -> None:
    done = pobot("invite", "nobody@example.gov.tw", env=env)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) <= 2


def test_a_missing_file_is_one_sentence(env: dict[str, str]) -> None:
    done = pobot("import-roster", "nowhere.csv", env=env)
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("words", [["no-such-command"], ["invite"], ["serve", "--no-such"]])
def test_wrong_usage_is_two(words: list[str], env: dict[str, str]) -> None:
    assert pobot(*words, env=env).exit_code == 2


def test_without_the_key_no_personal_data_is_touched(database_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": database_url, "POBOT_SECRET_KEY": ""}
    done = pobot("import-roster", roster(tmp_path), env=env)
    assert done.exit_code == 1
    assert "POBOT_SECRET_KEY" in done.stderr


def test_a_database_that_is_away_is_one_sentence() -> None:
    env = {"DATABASE_URL": "postgresql://127.0.0.1:1/none", "POBOT_SECRET_KEY": KEY}
    done = pobot("migrate", env=env)
    assert done.exit_code == 1
    assert "the database cannot be reached" in done.stderr


def test_the_doctor_says_how_to_mend_what_is_wrong(env: dict[str, str]) -> None:
    before = pobot("doctor", env=env)
    assert before.exit_code == 1
    assert "pobot migrate" in before.stdout
    assert "LINE_CHANNEL_SECRET" in before.stdout
    pobot("migrate", env=env)
    well = {
        "LINE_CHANNEL_SECRET": "secret",
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "PUBLIC_BASE_URL": "https://po.example.gov.tw",
        "POBOT_ADMINS": "boss@example.gov.tw",
    }
    after = pobot("doctor", env={**env, **well})
    assert after.exit_code == 0, after.stdout
    assert "https://po.example.gov.tw/line/webhook" in after.stdout


def test_render_shows_what_would_be_sent(env: dict[str, str]) -> None:
    done = pobot("render", env=env, typed="找 內政部\n")
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert shown["line"][0]["type"] == "flex"
    assert "內政部" in shown["text"]
    assert shown["slack"]["text"].startswith("內政部")
    assert "header" in [block["type"] for block in shown["slack"]["blocks"]]


def test_render_in_a_group_keeps_the_groups_manners(env: dict[str, str]) -> None:
    silent = json.loads(pobot("render", "--group", env=env, typed="找 內政部").stdout)
    assert silent == {"line": [], "slack": {}, "text": ""}
    spoken = json.loads(pobot("render", "--group", env=env, typed="#找 內政部").stdout)
    for platform in ("line", "slack"):
        assert "私訊處理" in json.dumps(spoken[platform], ensure_ascii=False)


def test_render_speaks_as_the_officer_that_is_named(env: dict[str, str]) -> None:
    assert pobot("render", "--as", "nobody@x.example", env=env, typed="說明").exit_code == 1


def test_a_new_key_takes_over_what_the_old_one_sealed(env: dict[str, str], tmp_path: Path) -> None:
    pobot("import-roster", roster(tmp_path), env=env)
    new = {**env, "POBOT_SECRET_KEY": KEY[::-1], "POBOT_OLD_SECRET_KEYS": KEY}
    assert pobot("rotate-key", env=new).exit_code == 0
    alone = {**new, "POBOT_OLD_SECRET_KEYS": ""}
    assert pobot("invite", "ruoqing@mohw.example", env=alone).exit_code == 0


def test_the_wrong_key_is_one_sentence(env: dict[str, str], tmp_path: Path) -> None:
    pobot("import-roster", roster(tmp_path), env=env)
    done = pobot("rotate-key", env={**env, "POBOT_SECRET_KEY": KEY[::-1]})
    assert done.exit_code == 1
    assert "POBOT_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_vendors_file_of_posts_comes_in(env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "日報.csv"
    path.write_text("標題,時間\n健保卡換發,剛才\n第二則,\n", encoding="utf-8")
    done = pobot("import-posts", str(path), "--source", "意藍", env=env)
    assert done.exit_code == 0
    assert done.stdout.startswith("意藍：新的 1 則")
    assert "第 2 列：時間「剛才」看不懂" in done.stdout
    assert pobot("import-posts", str(path), env=env).exit_code == 2

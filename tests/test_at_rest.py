"""What lies in the database and in the logs after a story: nothing that a thief could use."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, text
from typer.testing import CliRunner

from bot.cli import app
from bot.outbound import Outcome
from storage.engine import Database
from storage.records.officers import Officer
from tests.support.line_server import LineServer, running_line
from tests.support.world import SECRET_KEY, Chat, World
from tests.test_process import ACCOUNT, KEY, SECRET, environment, free_port, officer, post, typed

PHONE, MOBILE, MAIL = "02-8590-4321", "0912-345-678", "ruoqing.lin@mohw.gov.tw"
ASKED = "找 誰也不會登記的問句"  # typed, answered, and stored nowhere
SUBJECT = "後悔登記的案由"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, admins=frozenset({MAIL}))
    yield world
    world.stop()


def dump(database: Database) -> bytes:
    """Return all that the database holds: every row, and on SQLite the files' raw bytes."""
    found: list[bytes] = []
    with database.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
                found.extend(
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
    path = make_url(str(database.engine.url)).database or ""
    if database.engine.dialect.name == "sqlite":
        found.extend(Path(f"{path}{end}").read_bytes() for end in ("", "-wal", "-shm"))
    return b"\n".join(found)


def keep_numbers(world: World, person: Officer) -> None:
    with world.database.unit_of_work() as uow:
        uow.officers.save(replace(person, office_phone=PHONE, mobile=MOBILE, email=MAIL))
        uow.commit()


def tell_a_story(world: World) -> Chat:
    """Let people bind, register, ask, fail and wait, in a group and one to one."""
    keep_numbers(world, world.officer("林若晴", "衛福部"))
    world.officer("洪知遠", "內政部")
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    group.says(f"#登記 {SUBJECT}", by="林若晴", message_id="m-regret")
    group.says(f"#{ASKED}", by="林若晴")
    group.says("#登記 陌生人的話", by="路人")
    world.direct("路人").says("綁定 AB3D-7KMN")
    world.line.outcomes = [Outcome.UNKNOWN]
    world.direct("洪知遠").says(ASKED)
    world.direct("洪知遠").says("找 衛福部")
    world.deliver(world.direct("洪知遠").typed(ASKED), drain=False)  # and waits in the inbox
    return group


def test_the_database_shows_no_number_no_account_and_no_message(world: World) -> None:
    tell_a_story(world)
    accounts = [world.account(name) for name in ("林若晴", "洪知遠", "路人")]
    kept = dump(world.database)
    assert SUBJECT.encode() in kept  # what was registered is what the bot is for
    words = (PHONE, MOBILE, MAIL, ASKED, "誰也不會", "陌生人的話", "AB3D7KMN")
    for secret in (*words, *accounts):
        assert secret.encode() not in kept, secret


def test_what_was_taken_back_is_gone_from_the_rows(world: World) -> None:
    group = tell_a_story(world)
    group.happens("unsend", unsend={"messageId": "m-regret"})
    with world.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        said = f"{case}{uow.history.of_case(case.id)}{uow.cases.open_subjects()}"
    assert SUBJECT not in said


def test_an_answer_that_may_have_arrived_keeps_no_card(world: World) -> None:
    tell_a_story(world)
    query = text("SELECT count(*) FROM deliveries WHERE state = 'unknown' AND card IS NOT NULL")
    with world.database.engine.connect() as connection:
        assert connection.execute(query).scalar_one() == 0


def test_handled_events_keep_neither_words_nor_place(world: World) -> None:
    tell_a_story(world)
    query = text(
        "SELECT count(*) FROM inbox_events WHERE finished_at IS NOT NULL"
        " AND (payload IS NOT NULL OR conversation IS NOT NULL)"
    )
    with world.database.engine.connect() as connection:
        assert connection.execute(query).scalar_one() == 0


def test_the_audit_log_is_whole_after_a_story_and_the_doctor_sees_a_change(
    world: World, migrated_url: str
) -> None:
    tell_a_story(world)
    env = {"DATABASE_URL": migrated_url, "POBOT_SECRET_KEY": SECRET_KEY}
    with world.looking() as uow:
        assert uow.audit.verify() is None
    assert "稽核紀錄：完整" in CliRunner().invoke(app, ["doctor"], env=env).stdout
    # When somebody with all rights over the database removes who looked at a number
    with world.database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER audit_entries_append_only ON audit_entries"))
        else:
            connection.execute(text("DROP TRIGGER audit_entries_no_delete"))
        connection.execute(text("DELETE FROM audit_entries WHERE action = 'look-phone'"))
    # Then the doctor says so
    assert "起被改過或缺漏" in CliRunner().invoke(app, ["doctor"], env=env).stdout


@contextmanager
def served_with_logs(env: dict[str, str], log: Path) -> Generator[None]:
    command = [str(Path(sys.executable).with_name("pobot")), "serve"]
    with (
        log.open("wb") as stream,
        subprocess.Popen(command, env=env, stderr=stream, stdout=stream) as process,  # noqa: S603
    ):
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture
def line() -> Iterator[LineServer]:
    with running_line() as line:
        yield line


def test_the_logs_of_a_real_process_tell_of_nobody(
    migrated_url: str, line: LineServer, tmp_path: Path
) -> None:
    # Given a story in which much goes wrong
    officer(migrated_url)
    port, log = free_port(), tmp_path / "stderr.log"
    lines = [
        f"登記 {SUBJECT}",
        f"備註 1 電話 {MOBILE}",
        f"備註 1 信箱 {MAIL} 不是公務",
        f"公務電話 {PHONE}",
        ASKED,
        "綁定 AB3D-7KMN",
        "長" * 5001,
    ]
    with served_with_logs(environment(migrated_url, line, port), log):
        events = [typed(number, said) for number, said in enumerate(lines)]
        assert post(port, *events, {"type": "message", "source": {"userId": ACCOUNT}}) == 200
        line.wait_for_messages(len(lines))
    # Then the log speaks of events, not of people or of what they said
    said = log.read_text(encoding="utf-8")
    assert "delivery" in said
    secrets = (
        PHONE,
        "8590",
        MOBILE,
        "345678",
        MAIL,
        "ruoqing",
        ACCOUNT,
        "AB3D",
        "長長",
        "誰也不會",
    )
    for secret in (*secrets, SUBJECT, KEY, SECRET, "token-1", "林若晴", "postgres:", "Traceback"):
        assert secret not in said, secret

"""The wiring: the only file of the bot that knows handlers and storage."""

import gc
import os
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_urlsafe

from prometheus_client import CollectorRegistry
from starlette.applications import Starlette

from bot.clock import Clock, SystemClock
from bot.config import LineSettings, Settings, check_for_serving, load_settings
from bot.doctor import Finding, judge_audit, judge_calendar, judge_database, judge_settings
from bot.errors import ConfigError, UnavailableError
from bot.failpoint import Failpoint
from bot.line.check_up import examine_line
from bot.line.client import LineClient
from bot.line.receive import read_stored
from bot.line.send import LineMessenger
from bot.line.webhook import line_webhook_route
from bot.logs import configure_logs
from bot.message import Platform
from bot.metrics import FiguresCollector
from bot.outbound import Messenger
from bot.sources.join.check_up import examine_join, open_join
from bot.sources.tables import UnreadableTableError, read_table
from bot.web.answers import answers_route
from bot.web.app import WebParts, build_app
from bot.web.calendar import calendar_route
from handlers.assistant import Assistant, Parts, open_dispatcher
from handlers.bindings.jobs import invite
from handlers.people.jobs import import_roster
from handlers.petitions.rules.replay import replay
from handlers.shared.official_calendar import CalendarRefusedError, read_official_year
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.rulebook_file import read_rules
from handlers.shared.why import explain
from handlers.shared.work_calendar import BASE, work_calendar
from storage.cipher import Cipher
from storage.connections import is_missing_file
from storage.engine import Database, open_database
from storage.errors import DatabaseUnavailableError, TamperedDataError
from storage.migrate import migrate
from storage.records.calendar import CalendarEntries
from storage.records.rules import Rule
from storage.rotation import rotate
from storage.rules import shipped_rules
from storage.unit_of_work import UnitOfWork

NO_DATABASE = "注意：資料庫連不上或結構不是最新，以上是隨附的規則與行事曆"


def create_app() -> Starlette:
    """Make the web app for serving for real; the factory that uvicorn and App Engine call.

    Raises ConfigError that names everything missing or wrong.
    """
    settings = load_settings(os.environ)
    check_for_serving(settings)
    configure_logs(secrets=settings.secrets)
    return make_app(settings, clock=SystemClock())


def make_app(settings: Settings, *, clock: Clock) -> Starlette:
    """Make the web app with its webhooks and its scheduler; brings the database up to date."""
    migrate(settings.database_url)
    dispatcher = open_dispatcher()
    line = line_messenger(settings)
    messengers: Mapping[Platform, Messenger] = {Platform.LINE: line} if line else {}
    assistant = Assistant(
        Parts(
            database=open_named_database(settings),
            clock=clock,
            messengers=messengers,
            reaches={Platform.LINE: line} if line else {},
            readers={Platform.LINE: partial(read_stored, verbs=dispatcher.verbs)},
            admins=settings.admins,
            public_base_url=settings.public_base_url,
            failpoint=Failpoint(settings.failpoint),
            join=open_join(settings.join_base) if settings.join_base else None,
        ),
        dispatcher,
    )
    secret = settings.line.channel_secret if settings.line else ""
    route = line_webhook_route(secret=secret, gate=assistant.gate, verbs=dispatcher.verbs)
    return build_app(
        WebParts(
            checks=assistant.checks(),
            registry=registry_of(assistant),
            metrics_token=settings.metrics_token,
            routes=(
                *((route,) if line else ()),
                calendar_route(assistant.calendar),
                answers_route(assistant.answers),
            ),
            lifespan=lifespan_of(assistant),
        )
    )


@contextmanager
def storage_told() -> Generator[None]:
    """Turn storage's own errors into the bot's. Raises UnavailableError, ConfigError."""
    try:
        yield
    except DatabaseUnavailableError as error:
        message = f"the database cannot be reached: {error}"
        raise UnavailableError(message) from error
    except TamperedDataError as error:
        message = f"{error}; is POBOT_SECRET_KEY the one the data was sealed with?"
        raise ConfigError(message) from error


def migrate_database(settings: Settings) -> None:
    """Bring the database that the environment names to the newest schema."""
    migrate(settings.database_url)


def import_roster_file(settings: Settings, file: Path, *, now: datetime) -> str:
    """Take over a roster; returns what the operator reads. Raises UserError, OSError."""
    data = file.read_bytes()
    migrate(settings.database_url)
    with named_database(settings) as database:
        return import_roster(database, data, file.name, now=now).text


def import_calendar_file(settings: Settings, file: Path, *, now: datetime) -> str:
    """Take over one official year; returns what the operator reads. Raises UserError, OSError."""
    try:
        table = read_table(file.read_bytes(), file.name)
    except UnreadableTableError as error:
        raise CalendarRefusedError(error.message) from error
    year = read_official_year(table.rows)
    migrate(settings.database_url)
    with unsealed_database(settings) as database, database.unit_of_work() as uow:
        uow.calendar.replace_year(year.year, year.days, now=now)
        _note(uow, "import-calendar", f"calendar:{year.year}", now=now)
        uow.commit()
    return year.text


def import_rules_file(settings: Settings, file: Path, *, now: datetime) -> str:
    """Add and end rules: all of the file or nothing. Raises UserError, OSError."""
    table = read_table(file.read_bytes(), file.name)
    migrate(settings.database_url)
    with unsealed_database(settings) as database, database.unit_of_work() as uow:
        changed = read_rules(table.rows, Rulebook(uow.rules.all()))
        uow.rules.save_all(changed.rules, now=now)
        _note(uow, "import-rules", "rulebook", now=now)
        uow.commit()
    return changed.text


def replay_endorsements(observations: Path, out: Path) -> str:
    """Write what the early warning would have said. Raises UserError, OSError."""
    with observations.open(encoding="utf-8-sig", newline="") as lines:
        warnings, told = replay(lines)
    out.write_text(warnings, encoding="utf-8", newline="")
    return told


def _note(uow: UnitOfWork, action: str, target: str, *, now: datetime) -> None:
    uow.audit.append(at=now, actor="operator", agency_id=None, action=action, target=target)


def explain_rule(settings: Settings, name: str, day: str, *, now: datetime) -> str:
    """Explain the deadline of a rule: the moment first, then why. Raises UserError."""
    known = _known_rules(settings)
    rules, entries = known or (shipped_rules(), CalendarEntries())
    text = explain(
        name,
        day,
        book=Rulebook(rules),
        calendar=work_calendar(entries),
        pauses=entries.pauses,
        today=taipei_date(now),
    )
    if known is None and not is_missing_file(settings.database_url):
        return f"{text}\n{NO_DATABASE}"
    return text


def _known_rules(settings: Settings) -> tuple[tuple[Rule, ...], CalendarEntries] | None:
    """Return the database's rules and calendar; None without a database of today's schema."""
    if is_missing_file(settings.database_url):
        return None
    with unsealed_database(settings) as database:
        if not database.schema_current():
            return None
        with database.unit_of_work() as uow:
            return uow.rules.all(), uow.calendar.entries()


def invite_officer(settings: Settings, email: str, *, now: datetime) -> str:
    """Return a one-time code for the officer with that e-mail. Raises UserError."""
    migrate(settings.database_url)
    with named_database(settings) as database, database.unit_of_work() as uow:
        code = invite(uow, email, now=now)
        uow.commit()
        return code


def seal_again(settings: Settings) -> int:
    """Seal with the present key what old keys sealed; returns the number of values."""
    with named_database(settings) as database:
        return rotate(database)


def _first_broken_entry(database: Database) -> int | None:
    with database.unit_of_work() as uow:
        return uow.audit.verify()


def examine(settings: Settings, *, live: bool, now: datetime) -> list[Finding]:
    """Look at the set-up; with `live` also ask LINE, and set its menu up."""
    findings = list(judge_settings(settings))
    with unsealed_database(settings) as database:
        reachable = database.reachable()
        current = reachable and database.schema_current()
        years = _known_years(database) if current else BASE.years
        audit = [judge_audit(_first_broken_entry(database))] if current else []
    findings.append(judge_database(reachable=reachable, schema_current=current))
    findings.extend(audit)
    findings.append(judge_calendar(years, taipei_date(now)))
    if live and settings.line:
        findings.extend(examine_line(line_client(settings.line), settings.public_base_url))
    if live:
        findings.append(examine_join(settings.join_base))
    return findings


def _known_years(database: Database) -> frozenset[int]:
    with database.unit_of_work() as uow:
        return work_calendar(uow.calendar.entries()).years


def open_named_database(settings: Settings) -> Database:
    """Open the database that the environment names."""
    cipher = Cipher(settings.secret_key, settings.old_secret_keys)
    return open_database(settings.database_url, cipher)


@contextmanager
def named_database(settings: Settings) -> Generator[Database]:
    """Open the database that the environment names, for as long as the block lasts."""
    database = open_named_database(settings)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def unsealed_database(settings: Settings) -> Generator[Database]:
    """Open the database for what holds nothing personal: POBOT_SECRET_KEY may be missing."""
    key = settings.secret_key or token_urlsafe()
    with named_database(replace(settings, secret_key=key)) as database:
        yield database


def line_messenger(settings: Settings) -> LineMessenger | None:
    """Make LINE's messenger, when LINE is switched on."""
    if settings.line is None:
        return None
    return LineMessenger(line_client(settings.line))


def line_client(line: LineSettings) -> LineClient:
    """Make the client for LINE's API."""
    return LineClient(access_token=line.access_token, api_base=line.api_base)


def registry_of(assistant: Assistant) -> CollectorRegistry:
    """Make the registry that /metrics reads."""
    registry = CollectorRegistry()
    registry.register(FiguresCollector(assistant.figures))
    return registry


def lifespan_of(
    assistant: Assistant,
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Make the web app start the assistant when it starts, and stop it when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        assistant.start()
        # What is loaded by now stays: without this, full collections hold requests up for 30 ms.
        gc.collect()
        gc.freeze()
        yield
        assistant.stop()

    return lifespan

"""What the operator starts from the command line; like the wiring it knows handlers and storage."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from shutil import disk_usage

from bot.clock import SystemClock
from bot.config import Settings
from bot.doctor import (
    Finding,
    judge_audit,
    judge_calendar,
    judge_clock,
    judge_database,
    judge_disk,
    judge_key,
    judge_leases,
    judge_settings,
    judge_work,
)
from bot.errors import ConfigError, UnavailableError
from bot.live import examine_live
from bot.main import open_named_database
from bot.sources.tables import UnreadableTableError, read_table
from handlers.bindings.jobs import invite
from handlers.opinions.jobs import import_opinions
from handlers.people.jobs import import_roster
from handlers.petitions.rules.replay import replay
from handlers.shared.official_calendar import CalendarRefusedError, read_official_year
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.rulebook_file import read_rules
from handlers.shared.why import explain
from handlers.shared.work_calendar import BASE, work_calendar
from handlers.sources.jobs import import_posts
from handlers.vitals import backlogs_of, leases_of
from handlers.watch.jobs import import_counts
from handlers.watch.rules.replay import read_bin_length, replay_volume
from storage.connections import is_missing_file, sqlite_file
from storage.engine import Database
from storage.errors import DatabaseUnavailableError, TamperedDataError
from storage.migrate import migrate
from storage.moments import skew
from storage.records.calendar import CalendarEntries
from storage.records.rules import Rule
from storage.rotation import rotate
from storage.rules import shipped_rules
from storage.unit_of_work import UnitOfWork

NO_DATABASE = "注意：資料庫連不上或結構不是最新，以上是隨附的規則與行事曆"


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


def import_opinions_file(settings: Settings, case: str, file: Path, *, now: datetime) -> str:
    """Keep a file of comments on a case; returns what is read. Raises UserError, OSError."""
    data = file.read_bytes()
    migrate(settings.database_url)
    with named_database(settings) as database:
        return import_opinions(database, case, data, file.name, now=now)


def import_posts_file(settings: Settings, vendor: str, file: Path, *, now: datetime) -> str:
    """Keep a vendor's file of posts; returns what is read. Raises UserError, OSError."""
    data = file.read_bytes()
    migrate(settings.database_url)
    with named_database(settings) as database:
        return import_posts(database, vendor, data, file.name, now=now)


def import_counts_file(
    settings: Settings,
    file: Path,
    whose: tuple[str, str],
    *,
    replace: bool,
    dry_run: bool,
    now: datetime,
) -> str:
    """Keep a file of counts of an agency and a channel; returns what is read.

    Raises UserError, OSError.
    """
    data = file.read_bytes()
    migrate(settings.database_url)
    with named_database(settings) as database:
        return import_counts(
            database,
            whose,
            (data, file.name),
            replace=replace,
            dry_run=dry_run,
            now=now,
        )


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


def examine(
    settings: Settings, *, live: bool, now: datetime, slack_trial: str = ""
) -> list[Finding]:
    """Look at the set-up; with `live` also ask the platforms, and set LINE's menu up.

    `slack_trial` is the e-mail address of somebody in Slack who agreed to a test message.
    """
    findings = list(judge_settings(settings))
    years, found = BASE.years, list[Finding]()
    with unsealed_database(settings) as database:
        reachable = database.reachable()
        current = reachable and database.schema_current()
        if current:
            found.append(judge_clock(skew(database, SystemClock().now)))
            with database.unit_of_work() as uow:
                years = work_calendar(uow.calendar.entries()).years
                found.append(judge_audit(uow.audit.verify()))
                found.append(judge_work(backlogs_of(uow, now=now)))
                found.append(judge_leases(leases_of(uow, now=now)))
                if settings.secret_key:
                    found.append(judge_key(opens=_key_opens(uow)))
    findings.append(judge_database(reachable=reachable, schema_current=current))
    findings.extend(found)
    if (file := sqlite_file(settings.database_url)) is not None and file.parent.exists():
        findings.append(judge_disk(disk_usage(file.parent).free))
    findings.append(judge_calendar(years, taipei_date(now)))
    if live:
        findings.extend(examine_live(settings, now=now, slack_trial=slack_trial))
    return findings


def _key_opens(uow: UnitOfWork) -> bool:
    try:
        uow.officers.all()
    except TamperedDataError:
        return False
    return True


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


def replay_volumes(series: Path, out: Path, *, bin_text: str, tw_holidays: bool) -> str:
    """Write what the opinion detectors would have said. Raises UserError, OSError."""
    bin_length = read_bin_length(bin_text)
    calendar = BASE if tw_holidays else None
    with series.open(encoding="utf-8-sig", newline="") as lines:
        alarms, told = replay_volume(lines, bin_length, calendar)
    out.write_text(alarms, encoding="utf-8", newline="")
    return told

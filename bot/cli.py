"""`pobot`, what an operator types. Exit status 0 done, 1 input or outside at fault, 2 usage."""

import logging
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import orjson
import typer
from starlette.applications import Starlette

from bot import chores
from bot import main as wiring
from bot import sandbox as sandbox_wiring
from bot.clock import SystemClock
from bot.config import Settings, check_for_serving, check_secret_key, load_settings
from bot.errors import PoBotError, UserError
from bot.logs import configure_logs
from bot.web.leaving import LeavingServer

LOOPBACK = "127.0.0.1"
SANDBOX_PORT = 8080

app = typer.Typer(
    name="pobot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _begin() -> None:
    """PO 小幫手."""  # typer shows it as the help text
    configure_logs(level=logging.WARNING)  # what an operator reads is not a log


@contextmanager
def _told() -> Generator[None]:
    """Turn what went wrong into one clear sentence on stderr, and exit status 1."""
    try:
        yield
    except UserError as error:
        typer.echo(f"{error.message}\n{error.hint}", err=True)
        raise typer.Exit(1) from None
    except FileNotFoundError as error:
        typer.echo(f"找不到檔案 {error.filename}", err=True)
        raise typer.Exit(1) from None
    except (PoBotError, OSError, ValueError) as error:
        typer.echo(f"pobot: {error}", err=True)
        raise typer.Exit(1) from None


def _settings_with_key() -> Settings:
    settings = load_settings(os.environ)
    check_secret_key(settings)
    return settings


@app.command()
def serve() -> None:
    """Run the web app and the scheduler in one process."""
    with _told():
        settings = load_settings(os.environ)
        check_for_serving(settings)
        with chores.storage_told():
            web = wiring.create_app()
    _run(web, host=settings.host, port=settings.port, notice_seconds=settings.notice_seconds)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(envvar="PORT", help="port on 127.0.0.1")] = SANDBOX_PORT,
) -> None:
    """Run the sandbox: invented people, a movable clock, the web chat at /."""
    with _told(), chores.storage_told():
        web = sandbox_wiring.create_sandbox(base_url=f"http://{LOOPBACK}:{port}")
    configure_logs()
    typer.echo(f"PO 小幫手沙盒：http://{LOOPBACK}:{port}  （Ctrl+C 結束）")
    _run(web, host=LOOPBACK, port=port)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with _told(), chores.storage_told():
        chores.migrate_database(load_settings(os.environ))


@app.command("import-roster")
def import_roster(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or ODS", dir_okay=False)],
) -> None:
    """Take over a roster of officers: all of it or nothing."""
    with _told(), chores.storage_told():
        settings = _settings_with_key()
        typer.echo(chores.import_roster_file(settings, file, now=SystemClock().now()))


@app.command("import-opinions")
def import_opinions(
    case: Annotated[str, typer.Argument(help="number of the case, 115-0037")],
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS or Join's JSON", dir_okay=False)],
) -> None:
    """Keep a file of comments on a case; names are not kept."""
    with _told(), chores.storage_told():
        settings = _settings_with_key()
        typer.echo(chores.import_opinions_file(settings, case, file, now=SystemClock().now()))


@app.command("import-posts")
def import_posts(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or ODS", dir_okay=False)],
    source: Annotated[str, typer.Option("--source", help="who hands it over, 意藍日報")],
) -> None:
    """Keep a vendor's file of posts; what was kept before is passed over."""
    with _told(), chores.storage_told():
        settings = _settings_with_key()
        typer.echo(chores.import_posts_file(settings, source, file, now=SystemClock().now()))


@app.command("import-counts")
def import_counts(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or ODS", dir_okay=False)],
    agency: Annotated[str, typer.Option("--agency", help="whose counts, 衛福部")],
    channel: Annotated[str, typer.Option("--channel", help="of what, 首長信箱")] = "",
    *,
    replace: Annotated[bool, typer.Option("--replace", help="also where they differ")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what is in it")] = False,
) -> None:
    """Keep counts of 首長信箱, 1999 and the like; the same file again changes nothing."""
    with _told(), chores.storage_told():
        settings, now = _settings_with_key(), SystemClock().now()
        told = chores.import_counts_file(
            settings, file, (agency, channel), replace=replace, dry_run=dry_run, now=now
        )
        typer.echo(told)


@app.command("import-calendar")
def import_calendar(
    file: Annotated[Path, typer.Argument(help="official CSV of one year", dir_okay=False)],
) -> None:
    """Take over one year of the official calendar of working days."""
    with _told(), chores.storage_told():
        settings = load_settings(os.environ)
        typer.echo(chores.import_calendar_file(settings, file, now=SystemClock().now()))


@app.command("import-rules")
def import_rules(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or ODS", dir_okay=False)],
) -> None:
    """Add and end rules of the rulebook: all of the file or nothing."""
    with _told(), chores.storage_told():
        settings = load_settings(os.environ)
        typer.echo(chores.import_rules_file(settings, file, now=SystemClock().now()))


@app.command("replay-endorsements")
def replay_endorsements(
    observations: Annotated[Path, typer.Argument(help="looks, a CSV by time", dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", help="where warnings go, a CSV", dir_okay=False)],
) -> None:
    """Say what the early warning would have said of petitions that were looked at."""
    with _told():
        typer.echo(chores.replay_endorsements(observations, out))


@app.command("replay-volume")
def replay_volume(
    series: Annotated[Path, typer.Argument(help="counts, a CSV by time", dir_okay=False)],
    out: Annotated[Path, typer.Option("--out", help="where alarms go, a CSV", dir_okay=False)],
    bin_length: Annotated[str, typer.Option("--bin", help="length of a bin: 5m, 60m, 1d")] = "60m",
    holidays: Annotated[str, typer.Option(help="tw: days off count as Sundays")] = "",
) -> None:
    """Say what the opinion detectors would have said of counts of posts."""
    if holidays not in {"", "tw"}:
        raise typer.BadParameter(holidays, param_hint="--holidays")
    with _told():
        told = chores.replay_volumes(series, out, bin_text=bin_length, tw_holidays=bool(holidays))
        typer.echo(told)


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(help="name of the rule, 正式回應")],
    day: Annotated[str, typer.Argument(metavar="DATE", help="day of the event, 107/08/28")],
) -> None:
    """Say when a rule's time ends for an event on a day, and why."""
    with _told(), chores.storage_told():
        settings = load_settings(os.environ)
        typer.echo(chores.explain_rule(settings, rule, day, now=SystemClock().now()))


@app.command()
def invite(email: Annotated[str, typer.Argument(help="e-mail address in the roster")]) -> None:
    """Print a one-time code that binds a chat account to an officer."""
    with _told(), chores.storage_told():
        settings = _settings_with_key()
        typer.echo(chores.invite_officer(settings, email, now=SystemClock().now()))


@app.command("rotate-key")
def rotate_key() -> None:
    """Seal with POBOT_SECRET_KEY what POBOT_OLD_SECRET_KEYS sealed; then those may go."""
    with _told(), chores.storage_told():
        count = chores.seal_again(_settings_with_key())
    typer.echo(f"已用新金鑰重新加密 {count} 筆；舊金鑰可以移除了")


@app.command()
def doctor(
    *,
    live: Annotated[bool, typer.Option("--live", help="also call the platforms")] = False,
    slack_trial: Annotated[
        str, typer.Option("--slack-trial", help="e-mail of who agreed to a test message in Slack")
    ] = "",
) -> None:
    """Check the set-up and say how to mend what is wrong."""
    with _told():
        settings = load_settings(os.environ)
        now = SystemClock().now()
        findings = chores.examine(
            settings, live=live or bool(slack_trial), now=now, slack_trial=slack_trial
        )
    for finding in findings:
        typer.echo(finding.text)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@app.command()
def render(
    speaker: Annotated[str, typer.Option("--as", help="e-mail of a sample officer")] = "",
    *,
    group: Annotated[bool, typer.Option("--group", help="as if typed in a group")] = False,
) -> None:
    """Read one text from stdin; print as JSON what would be sent. Nothing is sent or kept."""
    with _told(), chores.storage_told():
        text = sys.stdin.buffer.read().decode("utf-8", "replace").rstrip("\n")
        rendered = sandbox_wiring.render_text(text, email=speaker, in_group=group)
    typer.echo(orjson.dumps(rendered, option=orjson.OPT_INDENT_2).decode())


def _run(web: Starlette, *, host: str, port: int, notice_seconds: float = 0) -> None:
    server = LeavingServer(web, host=host, port=port, notice_seconds=notice_seconds)
    server.run()
    if not server.started:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()

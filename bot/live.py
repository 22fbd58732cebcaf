"""What `pobot doctor --live` asks outside: the platforms, Join, the gazette."""

from datetime import datetime

from bot.config import Settings
from bot.doctor import Finding
from bot.line.check_up import examine_line
from bot.platforms import ask_slack, line_client
from bot.sources.gazette.check_up import examine_gazette
from bot.sources.join.check_up import examine_join


def examine_live(settings: Settings, *, now: datetime, slack_trial: str) -> list[Finding]:
    """Ask everybody who is switched on, and set LINE's menu up."""
    findings: list[Finding] = []
    if settings.line:
        findings.extend(examine_line(line_client(settings.line), settings.public_base_url))
    if settings.slack:
        findings.extend(ask_slack(settings.slack, now=now, try_with=slack_trial))
    findings.append(examine_join(settings.join_base))
    findings.append(examine_gazette(settings.gazette_base))
    return findings

"""What `pobot doctor` looks at: each finding says how to mend what is wrong. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from bot.config import Settings, SlackSettings

SLACK_MARKS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}  # how they begin


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty when all is well."""

    name: str
    state: str
    remedy: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing needs mending."""
        return not self.remedy

    @property
    def text(self) -> str:
        """One line for the operator."""
        mark = "好　" if self.well else "要修"
        return f"{mark}　{self.name}：{self.state}" + (f"。{self.remedy}" if self.remedy else "")


def judge_settings(settings: Settings) -> Iterator[Finding]:
    """Look at what the environment says."""
    if settings.secret_key:
        yield Finding("POBOT_SECRET_KEY", "已設定")
    else:
        remedy = "請設定至少 32 個字的隨機字串，並另外備份"
        yield Finding("POBOT_SECRET_KEY", "沒有設定", remedy)
    yield from _judge_platforms(settings)
    if not settings.admins:
        yield Finding("管理者", "沒有人", "請把管理者的電子郵件放進 POBOT_ADMINS")
    yield _judge_address(settings)
    if settings.on_app_engine and settings.database_url.startswith("sqlite"):
        yield Finding("資料庫位址", "SQLite", "App Engine 的磁碟不會留著，請改用 PostgreSQL")


def _judge_platforms(settings: Settings) -> Iterator[Finding]:
    """One platform is enough; of Slack also whether the tokens are what they should be."""
    if settings.line:
        yield Finding("LINE 憑證", "已設定")
    if settings.slack:
        way = "Socket Mode" if settings.slack.app_token else "HTTP"
        yield _judge_tokens(settings.slack) or Finding("Slack 憑證", f"已設定（{way}）")
    if not settings.has_platform:
        remedy = "請設定 LINE_CHANNEL_SECRET 與 LINE_CHANNEL_ACCESS_TOKEN"
        yield Finding("LINE 憑證", "沒有設定", remedy)
        remedy = "或設定 SLACK_BOT_TOKEN 與 SLACK_SIGNING_SECRET"
        yield Finding("Slack 憑證", "沒有設定", remedy)


def _judge_tokens(slack: SlackSettings) -> Finding | None:
    given = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token}
    for name, mark in SLACK_MARKS.items():
        if given[name] and not given[name].startswith(mark):
            remedy = f"{name} 應該以 {mark} 開頭，請重新複製"
            return Finding("Slack 憑證", f"{name} 不像是這一種", remedy)
    return None


def _judge_address(settings: Settings) -> Finding:
    address = settings.public_base_url
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.netloc:
        doors = [f"{address}/line/webhook"] if settings.line or not settings.slack else []
        if settings.slack and not settings.slack.app_token:
            doors.append(f"{address}/slack/events")
        return Finding("對外位址", f"webhook 是 {'、'.join(doors)}" if doors else address)
    whose = "對外的" if settings.slack and not settings.line else " LINE 連得到的"
    remedy = f"請把{whose} https:// 位址放進 PUBLIC_BASE_URL；沒有它，也給不出行事曆網址"
    return Finding("對外位址", address or "沒有設定", remedy)


def judge_database(*, reachable: bool, schema_current: bool) -> Finding:
    """Say whether the database can be used."""
    if not reachable:
        return Finding("資料庫", "連不上", "請檢查 DATABASE_URL、網路與帳號")
    if not schema_current:
        return Finding("資料庫", "結構不是最新", "請執行 pobot migrate")
    return Finding("資料庫", "連得上，結構最新")


def judge_audit(first_broken: int | None) -> Finding:
    """Say whether the audit log is whole; `first_broken` is the first entry that is not."""
    if first_broken is None:
        return Finding("稽核紀錄", "完整，沒有人動過")
    remedy = "請留下資料庫原樣，通報資安窗口，並和最近的備份比對"
    return Finding("稽核紀錄", f"從第 {first_broken} 筆起被改過或缺漏", remedy)


def judge_calendar(years: frozenset[int], today: date) -> Finding:
    """Say whether this year's and next year's days off are known; `years` are those that are."""
    missing = [year for year in (today.year, today.year + 1) if year not in years]
    if not missing:
        return Finding("行事曆", f"有 {today.year} 與 {today.year + 1} 年")
    named = "、".join(str(year) for year in missing)
    remedy = "請下載人事行政總處的辦公日曆表，執行 pobot import-calendar"
    return Finding("行事曆", f"沒有 {named} 年的官方行事曆", remedy)


def judge_quota(limit: int | None, used: int) -> Finding:
    """Say how many pushes are left this month."""
    if limit is None:
        return Finding("LINE 推播額度", f"不限，本月已用 {used}")
    if used < limit:
        return Finding("LINE 推播額度", f"{limit}，本月已用 {used}")
    return Finding("LINE 推播額度", f"{limit} 已用完", "回覆仍免費；推播要等下個月或升級方案")

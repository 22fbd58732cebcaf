"""What `pobot doctor` looks at: each finding says how to mend what is wrong. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from bot.config import Settings, SlackSettings
from bot.metrics import Backlog, Leases

SLACK_MARKS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}  # how they begin
SKEW_LIMIT = timedelta(seconds=30)  # between this machine's clock and the database's
AGE_LIMITS = {"event": 60.0, "delivery": 900.0, "reminder": 900.0}  # seconds; then nobody works
WORK = {"event": "收到的訊息", "delivery": "等著送的", "reminder": "到期的提醒"}
LEAST_FREE = 1 << 30  # bytes of disk
GIB = 1 << 30


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


def judge_clock(ahead: timedelta | None) -> Finding:
    """Say whether this machine's clock is the database's; None: the database has none of its own.

    Replicas go by the database's clock; logs and certificates go by the machine's.
    """
    if ahead is None:
        return Finding("時鐘", "用這台機器的")
    seconds = ahead.total_seconds()
    if abs(ahead) <= SKEW_LIMIT:
        return Finding("時鐘", f"和資料庫差 {abs(seconds):.1f} 秒")
    way = "快" if seconds > 0 else "慢"
    remedy = "期限與租約照資料庫的時鐘，不受影響；但記錄的時間會錯，請校時（NTP）"
    return Finding("時鐘", f"這台比資料庫{way} {abs(seconds):.0f} 秒", remedy)


def judge_work(backlogs: Mapping[str, Backlog]) -> Finding:
    """Say whether what is due is done."""
    late = [
        f"{WORK[kind]} {one.count} 件，最久的等了 {one.age_seconds / 60:.0f} 分鐘"
        for kind, one in backlogs.items()
        if one.age_seconds > AGE_LIMITS[kind]
    ]
    if not late:
        return Finding("待辦", "沒有積壓")
    remedy = "請看 pobot serve 有沒有在跑、「狀態」有沒有暫停發送、記錄裡的 job failed"
    return Finding("待辦", "；".join(late), remedy)


def judge_leases(leases: Mapping[str, Leases]) -> Finding:
    """Say whether anything is left in the hands of a process that died."""
    held = sum(one.held_count for one in leases.values())
    ended = sum(one.ended_count for one in leases.values())
    if not ended:
        return Finding("租約", f"{held} 件在處理中，沒有過期的")
    remedy = "在跑的行程會自己接手；一分鐘後還在，表示沒有行程在跑"
    return Finding("租約", f"{ended} 件的租約過期，處理它的行程停了", remedy)


def judge_disk(free: int) -> Finding:
    """Say whether the disk with the SQLite file has room."""
    state = f"還有 {free / GIB:.1f} GB"
    if free >= LEAST_FREE:
        return Finding("磁碟", state)
    return Finding("磁碟", state, "請清出空間：滿了就收不下新訊息（webhook 回 503）")


def judge_key(*, opens: bool) -> Finding:
    """Say whether the key opens what is kept."""
    if opens:
        return Finding("金鑰", "打得開現有的資料")
    remedy = "請換回原來的 POBOT_SECRET_KEY，或把它放進 POBOT_OLD_SECRET_KEYS"
    return Finding("金鑰", "打不開資料庫裡的個資", remedy)

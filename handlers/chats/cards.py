"""What a group sees of its own settings."""

from datetime import date, datetime

from bot.message import Card, Fact, Platform
from handlers.chats.rules import UNTIL_TOLD, is_all_day
from handlers.shared.roc_date import show_moment
from storage.records.chats import ChatScope, LinkedChat

KIND = "群組"
CALLED_BY_HASH = "# 開頭，或「小幫手 …」；其他時候不插話"
HOW_TO_CALL = {Platform.SLACK: "@PO 小幫手，或 /po；別的話我聽不到"}
WHO_SEES = {
    ChatScope.AGENCY: "在這裡登記的案件只給本機關。",
    ChatScope.CROSS: "各部會都看得到這裡；僅本機關的案件不會在這裡顯示。",
    ChatScope.CASE: "這裡只談這一案，別的案件請私訊。",
}


def introduction(platform: Platform) -> Card:
    """What the bot says when it is added to a group, once."""
    return Card(
        alt="PO 小幫手：#啟用 開始，#離開 請我走",
        kind="PO 小幫手",
        title="幫忙登記案件、找各機關聯絡人",
        facts=(
            Fact("叫我", HOW_TO_CALL.get(platform, CALLED_BY_HASH)),
            Fact("開始用", "已綁定的聯絡人說「#啟用」", strong=True),
            Fact("要安靜", "「#靜音」；夜間和假日本來就不吵"),
            Fact("我記什麼", "只存叫我的話（加密，處理完就刪）和登記的案件"),
            Fact("請我走", "「#離開」"),
        ),
    )


def opened(chat: LinkedChat, *, agency: str, case_number: str, changed: bool) -> Card:
    """The group was opened, or is now for something else."""
    scope = _scope(chat)
    return Card(
        alt=f"群組已啟用：{scope}",
        kind=KIND,
        flag=scope,
        title=f"{'改為' if changed else '已啟用：'}{scope}",
        facts=_facts(agency=agency, case_number=case_number, hours=_hours(chat)),
        note=WHO_SEES[chat.scope] if chat.scope else "",
    )


def closed() -> Card:
    """The group was closed."""
    return Card.sentence("已停用。案件都還在，私訊我就看得到。「#啟用」可再開，「#離開」我就走。")


def not_open() -> Card:
    """There was nothing to close."""
    return Card.sentence("這個群組還沒啟用。")


def state(chat: LinkedChat, *, agency: str, case_number: str, now: datetime, today: date) -> Card:
    """What this group is."""
    scope = _scope(chat)
    silence = _silence(chat.muted_until, now=now, today=today)
    return Card(
        alt=f"群組：{scope}",
        kind=KIND,
        flag=scope,
        title=f"這個群組：{scope}",
        facts=(
            *_facts(agency=agency, case_number=case_number, hours=_hours(chat)),
            *((Fact("靜音", silence, strong=True),) if silence else ()),
        ),
        note=WHO_SEES[chat.scope] if chat.scope else "已綁定的聯絡人說「#啟用」就能開始。",
    )


def silenced(until: datetime, *, today: date) -> Card:
    """The bot says nothing of its own accord from now on; asked, it still answers."""
    if until >= UNTIL_TOLD:
        return Card.sentence("好，我先安靜，直到「#取消靜音」。不主動說話，叫我還是會回。")
    shown = show_moment(until, today=today)
    return Card.sentence(
        f"好，安靜到 {shown}。不主動說話，叫我還是會回；要早點恢復，說「#取消靜音」。"
    )


def unsilenced(chat: LinkedChat) -> Card:
    """The bot may speak again."""
    if is_all_day(chat):
        return Card.sentence("好，恢復了。全天都可以主動說話。")
    return Card.sentence(f"好，恢復了。平常只在 {_hours(chat)} 主動說話。")


def was_not_silenced() -> Card:
    """There was no silence to end."""
    return Card.sentence("目前沒有靜音。")


def hours(chat: LinkedChat) -> Card:
    """The hours in which the bot speaks without being asked."""
    if is_all_day(chat):
        return Card.sentence("好，全天都可以主動說話。")
    return Card.sentence(f"好，只在 {_hours(chat)} 主動說話。叫我還是隨時會回。")


def present_hours(chat: LinkedChat) -> Card:
    """The hours as they are."""
    return Card.sentence(f"現在是 {_hours(chat)}。要改：「#群組時間 9-18」。")


def goodbye() -> Card:
    """The last word in a group."""
    return Card.sentence("好，我先離開。案件都還在，私訊我就看得到。")


def _scope(chat: LinkedChat) -> str:
    return chat.scope.value if chat.scope else "未啟用"


def _hours(chat: LinkedChat) -> str:
    return "全天" if is_all_day(chat) else f"{chat.opens_at}–{chat.closes_at}"


def _facts(*, agency: str, case_number: str, hours: str) -> tuple[Fact, ...]:
    return (
        *((Fact("案件", case_number, strong=True),) if case_number else ()),
        *((Fact("啟用機關", agency),) if agency else ()),
        Fact("主動說話", hours),
    )


def _silence(until: datetime | None, *, now: datetime, today: date) -> str:
    if until is None or until <= now:
        return ""
    return "直到取消" if until >= UNTIL_TOLD else f"到 {show_moment(until, today=today)}"

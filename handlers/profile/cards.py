"""What a chat shows about one's own entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import Button, Card, Fact, Item
from handlers.shared.roc_date import show_date, taipei_date
from storage.records.agencies import Agency
from storage.records.officers import Appointment, Officer

IN_NO_LIST = "無"
PLATFORM_NAMES = {"line": "LINE", "slack": "Slack", "web": "網頁"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is stored about a person."""

    officer: Officer
    places: Sequence[tuple[Appointment, Agency]]
    platforms: Sequence[str]  # of the bound accounts, the one to be told on first
    confirmed: tuple[datetime, str] | None
    handover_note: str = ""
    reads_audit: bool = False


def profile_card(profile: Profile, *, today: date) -> Card:
    """Show a person what is stored about them; one to one only."""
    officer = profile.officer
    groups = "群組看得到" if officer.phone_in_groups else "群組看不到"
    phone = f"{officer.office_phone}（{groups}）" if officer.office_phone else "未填"
    facts = (
        Fact("公務電話", phone, strong=True),
        Fact("手機", officer.mobile or "未填"),
        Fact("電子郵件", officer.email or "未填"),
        Fact("帳號", _accounts(profile.platforms)),
        Fact("資料確認", _confirmed(profile.confirmed, today)),
    )
    nickname = f"（{officer.nickname}）" if officer.nickname else ""
    return Card(
        alt="我的資料",
        kind="我的資料",
        title=f"{officer.name}{nickname}",
        facts=facts,
        items=tuple(
            Item(f"{agency.short} {a.role}", _place(a, today)) for a, agency in profile.places[:5]
        ),
        body=f"交接備註：{profile.handover_note}" if profile.handover_note else "",
        note="手機只有您同意聯絡後對方才看得到。",
        buttons=(
            Button("資料無誤", "資料無誤", primary=True),
            Button("改電話開放", f"公務電話 {'不開放' if officer.phone_in_groups else '開放群組'}"),
            *((Button("看稽核", "稽核"),) if profile.reads_audit else ()),
        ),
    )


def _accounts(platforms: Sequence[str]) -> str:
    """「LINE（通知）、Slack」."""
    names = [PLATFORM_NAMES.get(one, one) for one in dict.fromkeys(platforms)]
    if len(names) > 1:
        names[0] += "（收通知）"
    return "、".join(names)


def told_on(platforms: Sequence[str], *, changed: bool = False) -> Card:
    """Say on which account the speaker is told, and offer the others; the one in use is first."""
    names = [PLATFORM_NAMES.get(one, one) for one in dict.fromkeys(platforms)]
    text = f"好，提醒和通知都傳到您的 {names[0]}" if changed else f"提醒和通知都傳到您的 {names[0]}"
    if len(names) == 1:
        return Card.sentence(f"{text}。")
    others = "、".join(names[1:])
    return Card.sentence(
        f"{text}；那邊收不到才改傳 {others}。",
        *(Button(f"改用 {name}", f"通知帳號 {name}") for name in names[1:]),
    )


def _place(a: Appointment, today: date) -> str:
    parts = [" ".join(word for word in (a.unit, a.title) if word)]
    if a.handles:
        parts.append(f"負責 {'、'.join(a.handles)}")
    if a.deputy:
        parts.append(f"代理人 {a.deputy}")
    if a.ends_on is not None:
        parts.append(f"任期到 {show_date(a.ends_on, today=today)}")
    if a.paused:
        parts.append("停用中")
    return "；".join(part for part in parts if part)


def _confirmed(confirmed: tuple[datetime, str] | None, today: date) -> str:
    if confirmed is None:
        return "尚未確認"
    moment, by = confirmed
    return f"{show_date(taipei_date(moment), today=today)} {by}".strip()


def phone_choice(officer: Officer) -> Card:
    """Confirm who sees the office phone."""
    if officer.phone_in_groups:
        return Card.sentence("好，在群組裡「找」到您時會列出公務電話。")
    return Card.sentence("好，公務電話只在一對一列出，群組裡不顯示。")


def phone_kept() -> Card:
    """Confirm a new number, without repeating it."""
    return Card.sentence("公務電話更新了。輸入「我的資料」可以核對。")


def topics_kept(topics: Sequence[str]) -> Card:
    """Confirm what an officer handles."""
    if not topics:
        return Card.sentence("負責事項清空了。")
    return Card.sentence(f"好，有人找「{topics[0]}」時會想到您。共 {len(topics)} 項。")


def deputy_kept(name: str, *, where: str) -> Card:
    """Confirm a deputy; `where` is the agency of who is no colleague, or IN_NO_LIST."""
    if not name:
        return Card.sentence("代理人清空了。")
    hint = ""
    if where == IN_NO_LIST:
        hint = "名冊裡還沒有這一位，只列姓名。"
    elif where:
        hint = f"名冊裡{where}有這一位，貴機關沒有；先只列姓名。"
    return Card.sentence(f"好，代理人是{name}。{hint}")


def note_kept(note: str) -> Card:
    """Confirm what is left to the successor."""
    if not note:
        return Card.sentence("交接備註清空了。")
    return Card.sentence("交接備註存好了，接任的 PO 綁定時會看到。")


def confirmed() -> Card:
    """Thank for a confirmation."""
    return Card.sentence("謝謝，記下今天由您本人確認。")

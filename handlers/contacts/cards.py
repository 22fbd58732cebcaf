"""What a chat shows about counterparts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.manners import MOST_BUTTONS
from bot.message import Button, Card, Fact, Item
from handlers.contacts.rules.finding_answers import Contact, Hit, Reason
from handlers.shared.freshness import is_stale
from handlers.shared.roc_date import show_date, taipei_date

MOST_CHOICES = 5  # lines that a one-to-one card may have; of buttons it has room for fewer
MOST_OTHERS = 3  # further people of an agency that are named
ECHO = 30  # characters of the question that are repeated


NOBODY_AWAY: Mapping[int, str] = {}


def sure_card(hit: Hit, phone: str, *, today: date, away: Mapping[int, str] = NOBODY_AWAY) -> Card:
    """Show the one counterpart; `phone` is "" where it may not be shown.

    `away` says of those on leave until when, and who stands in: 「今明請假，代理 小陳」.
    """
    first, *others = hit.contacts
    agency = first.agency.short
    place = _place(first)
    leave = away.get(first.officer.id, "")
    facts = [Fact("公務電話", phone, strong=True)] if phone else []
    if first.appointment.title:
        facts.append(Fact("職稱", first.appointment.title))
    deputy = first.appointment.deputy
    if deputy and deputy not in leave and not _is_named(deputy, others):
        facts.append(Fact("代理人", deputy))
    further = [c for c in others if not leave.endswith(f"代理 {c.officer.shown_name}")]
    if further:
        facts.append(Fact("另有", _names(further)))
    if first.appointment.handles:
        facts.append(Fact("負責", "、".join(first.appointment.handles[:5])))
    return Card(
        alt=f"{agency}窗口：{first.officer.shown_name}",
        kind="聯絡",
        flag=first.appointment.role,
        title=f"{agency} {first.officer.shown_name}{place}{f'；{leave}' if leave else ''}",
        facts=tuple(facts[:5]),
        note="。".join([*_how(hit), f"名冊 {freshness(first, today=today)}"]),
        buttons=tuple(
            Button(f"找{c.officer.shown_name}", command_for(c)) for c in others[:MOST_OTHERS]
        ),
        in_private=f"找 {hit.agency.name}" if hit.person is None else command_for(first),
    )


def _is_named(deputy: str, others: Sequence[Contact]) -> bool:
    shown = others[:MOST_OTHERS]
    return any(deputy in {c.officer.name, c.officer.nickname} for c in shown)


def _place(contact: Contact) -> str:
    return f"（{contact.appointment.unit}）" if contact.appointment.unit else ""


def _names(contacts: Sequence[Contact]) -> str:
    named = [f"{c.officer.shown_name}（{c.appointment.role}）" for c in contacts[:MOST_OTHERS]]
    more = f" 等 {len(contacts)} 位" if len(contacts) > MOST_OTHERS else ""
    return "、".join(named) + more


def _how(hit: Hit) -> list[str]:
    """Say by which way the question led here, where that is not plain."""
    asked, short = hit.via, hit.agency.short
    if asked is not None and hit.led_to_parent:
        return [f"{asked.short}沒有自己的窗口，由{short}協助"]
    if hit.reason is Reason.FORMER:
        return [f"「{hit.matched}」現在是{short}"]
    if asked is not None and asked.id != hit.agency.id:
        return [f"{asked.short}屬於{short}"]
    if hit.reason is Reason.TOPIC:
        return [f"依「{hit.matched}」推測，不是正式分案"]
    return []


def freshness(contact: Contact, *, today: date) -> str:
    """Say when the entry was last confirmed and by whom: 「11/30 本人確認」."""
    a = contact.appointment
    if a.confirmed_at is None:
        return "尚未確認"
    if is_stale(a, today=today):
        return "未確認（超過一年）"
    day = show_date(taipei_date(a.confirmed_at), today=today).partition("（")[0]
    said = a.confirmed_by or "匯入"
    return f"{day} {said}" if said.endswith("匯入") else f"{day} {said}確認"


def command_for(contact: Contact) -> str:
    """Write the line that finds exactly this person."""
    return f"找 {contact.agency.name} {contact.officer.name}"


def nobody_there(hit: Hit) -> Card:
    """Say that an agency has no counterpart today."""
    name = (hit.via or hit.agency).short
    if hit.gone:
        return Card.sentence(f"{name}已經裁撤，名冊裡沒有承接的機關。可以問國發會。", _ask_hub())
    return Card.sentence(f"{name}目前沒有登錄的窗口。可以問國發會。", _ask_hub())


def paused_card(hit: Hit, paused: Contact) -> Card:
    """Say that an agency's officer is away for a while, and who may help instead."""
    name = hit.agency.short
    others = hit.contacts[:2]
    deputy = paused.appointment.deputy
    acting = f"代理人是{deputy}；" if deputy else ""
    further = f"，或{_names(others)}" if others else ""
    return replace(
        Card.sentence(
            f"{name}的 {paused.appointment.role} 暫停中；{acting}可以問國發會{further}。",
            _ask_hub(),
            *(Button(f"找{c.officer.shown_name}", command_for(c)) for c in others),
        ),
        in_private=f"找 {hit.agency.name}",
    )


def _ask_hub() -> Button:
    return Button("找國發會", "找 國家發展委員會")


def choices_card(
    query: str, hits: Sequence[Hit], *, today: date, away: Mapping[int, str] = NOBODY_AWAY
) -> Card:
    """Offer what was perhaps meant; one to one."""
    shown = hits[:MOST_CHOICES]
    question = "是哪一個？" if len(shown) > 1 else "可能是這裡："
    return Card(
        alt=f"有 {len(shown)} 個可能",
        kind="聯絡",
        title=f"「{echo(query)}」{question}",
        items=tuple(Item(_label(hit), _why(hit, away, today)) for hit in shown),
        buttons=tuple(
            Button(_label(hit)[:20], _command(hit), primary=number == 0)
            for number, hit in enumerate(shown[:MOST_BUTTONS])
        ),
        note=f"最後一個請直接打：{_command(shown[-1])}" if len(shown) > MOST_BUTTONS else "",
    )


def choices_in_group(query: str, hits: Sequence[Hit]) -> Card:
    """Say in one line that there are several; the choice is made one to one."""
    names = "、".join(_label(hit) for hit in hits)
    return Card(
        alt=f"有 {len(hits)} 個可能",
        body=f"有 {len(hits)} 個可能（{names}），請私訊我確認。",
        in_private=f"找 {echo(query)}",
    )


def _label(hit: Hit) -> str:
    if hit.person is not None:
        return f"{hit.agency.short} {hit.person.shown_name}"
    return (hit.via or hit.agency).short


def _command(hit: Hit) -> str:
    if hit.person is not None:
        return f"找 {hit.agency.name} {hit.person.name}"
    return f"找 {(hit.via or hit.agency).name}"


def _why(hit: Hit, away: Mapping[int, str], today: date) -> str:
    if hit.gone:
        return "已裁撤"
    if not hit.contacts:
        return "目前沒有登錄的窗口"
    first = hit.contacts[0]
    because = f"因為「{hit.matched}」，" if hit.reason is Reason.TOPIC else ""
    words = (first.officer.shown_name + _place(first), away.get(first.officer.id, ""))
    return because + "，".join([*filter(None, words), freshness(first, today=today)])


def echo(query: str) -> str:
    """Repeat a question, cut to what a button can hold."""
    return " ".join(query.split())[:ECHO]

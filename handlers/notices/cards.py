"""What is shown about notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.message import Button, Card, Fact, Item, Tone
from handlers.notices.rules.checking import Known
from handlers.shared.due_words import day_words, safe_words
from handlers.shared.roc_date import show_date
from storage.records.cases import CaseKind
from storage.records.duties import Duty
from storage.records.notices import TYPED, Notice

KIND = "預告"
SHOWN = 5
TITLE_SHOWN = 60
REASONS = ("情況急迫", "配合母法施行", "僅修正文字")  # the likeliest; any other is typed
OFF_LINE, OFF_LINE_IN_GROUP = "不要了：關閉預告週報", "不要了：#關閉預告週報"


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice of a list."""

    known: Known
    agencies: str  # 「國健署」
    case_number: str = ""  # 「37」
    to_consult: bool = False


def number_of(notice: Notice) -> str:
    """「預3」."""
    return f"預{notice.id}"


def end_words(notice: Notice, today: date) -> str:
    """「到 1/30（六），還有 54 天」."""
    if notice.ends_on is None:
        return "截止日看公告"
    left = (notice.ends_on - today).days
    ahead = "今天截止" if left == 0 else f"還有 {left} 天" if left > 0 else "已期滿"
    return f"到 {show_date(notice.ends_on, today=today)}，{ahead}"


def list_card(
    entries: Sequence[Entry],
    *,
    heading: str,
    today: date,
    note: str = "",
    buttons: tuple[Button, ...] = (),
    in_private: str = "預告",
) -> Card:
    """A list of notices, each with its end and whose it is."""
    return Card(
        alt=heading,
        kind=KIND,
        title=heading,
        items=tuple(_item(one, today) for one in entries[:SHOWN]),
        note=note,
        buttons=buttons,
        in_private=in_private,
    )


def _item(entry: Entry, today: date) -> Item:
    notice, check = entry.known.notice, entry.known.check
    title = notice.title if len(notice.title) <= TITLE_SHOWN else f"{notice.title[:TITLE_SHOWN]}…"
    parts = [end_words(notice, today), entry.agencies]
    if check is not None and check.is_short:
        parts.append(check.words)
    if entry.case_number:
        parts.append(f"已登記 {entry.case_number}")
    if entry.to_consult:
        parts.append("待會辦")
    return Item(f"{number_of(notice)}　{title}", "；".join(part for part in parts if part))


def notice_card(known: Known, agencies: str, *, today: date, to_consult: bool) -> Card:
    """One notice that is no case yet."""
    notice, number = known.notice, number_of(known.notice)
    buttons = [Button("登記", f"登記預告 {number}", primary=True)]
    if to_consult:
        buttons.append(Button("已會辦", f"已會辦 {number}"))
    return Card(
        alt=f"預告 {number}",
        kind=KIND,
        number=number,
        title=notice.title,
        facts=tuple(one for one in _facts(known, agencies, today) if one.value),
        body=notice.link,
        buttons=tuple(buttons),
        in_private=f"預告 {number}",
    )


def case_card(
    known: Known,
    number: str,
    duties: Sequence[Duty],
    *,
    today: date,
    said: str = "",
    in_group: bool = False,
) -> Card:
    """A notice that is a case: its own days and what follows; one to one also why it is short."""
    notice, case = known.notice, known.case
    full = case.number if case is not None else ""
    answer = next((d for d in duties if d.name == "綜整回應"), None)
    facts = [*_facts(known, "", today)]
    if answer is not None:
        safe = safe_words(answer, today=today)
        due = f"{day_words(answer, today=today)}{f'，{safe}' if safe else ''}"
        facts.append(Fact("綜整回應", due, strong=True))
    ask = known.wants_reason and known.check is not None and not in_group
    question = f"預告 {known.check.words}。理由？" if ask and known.check is not None else ""
    asked = tuple(Button(one, f"預告理由 {full} {one}") for one in REASONS) if ask else ()
    note = f"或輸入：預告理由 {number} …（記在案件上）" if ask else ""
    return Card(
        alt=f"{number} {said or '預告'}",
        kind=CaseKind.CONSULTATION.value,
        number=full,
        flag=said,
        tone=Tone.NOTICE if ask else Tone.CALM,
        title=notice.title,
        facts=tuple(one for one in facts if one.value),
        body="\n".join(part for part in (question, notice.link) if part),
        note=note,
        buttons=(*asked, Button(f"看 {number}", f"案件 {full}")),
        in_private=f"預告 {full}",
    )


def _facts(known: Known, agencies: str, today: date) -> tuple[Fact, ...]:
    notice = known.notice
    since = show_date(notice.published_on, today=today) if notice.published_on else ""
    length = f"（共 {known.check.words}）" if known.check is not None else ""
    by = f"{notice.source} {notice.document_number}".rstrip() if notice.source != TYPED else ""
    return (
        Fact("公告", "，".join(part for part in (since, by) if part)),
        Fact("截止", f"{end_words(notice, today)}{length}", strong=True),
        Fact("機關", agencies),
    )

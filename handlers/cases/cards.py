"""Cards of cases, in Chinese."""

from collections.abc import Sequence
from datetime import date

from bot.message import Button, Card, Fact, Item, Tone
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.official import Draft, draft_text
from handlers.cases.rules.reading import Look, agencies_named, due_text, flag
from handlers.cases.rules.stages import closing_stage
from handlers.shared.audience import is_public
from handlers.shared.due_words import day_words, force_word, next_duty, safe_words
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.roc_date import (
    next_year_of,
    roc_number,
    show_date,
    show_moment,
    taipei_date,
)
from handlers.shared.workdays import workdays_between
from storage.records.cases import (
    Case,
    CaseKind,
    HistoryEntry,
    Part,
    Secrecy,
    Standing,
)

NEAR_WORKDAYS = 2  # a deadline so near gives the card its amber strip
FACTS_LIMIT = 5
NOTES_LIMIT = 2  # the newest ones
NOTE_SHOWN = 200  # characters of a note on a card
BUTTONS_LIMIT = 4
COMMAND_LIMIT = 280  # characters; LINE takes 300 in a button
GONE = "（內容已收回）"


def case_card(
    file: CaseFile, look: Look, *, action: str = "", body: str = "", note: str = ""
) -> Card:
    """A case; `action` says what was just done to it: 「已登記」, `body` how."""
    case = file.case
    number = look.number(case)
    title = case.subject or GONE
    return Card(
        alt=f"{number} {action}".strip() if action else f"案件 {number}",
        kind=case.kind.value,
        number=case.number,
        flag=flag(file),
        tone=_tone(case, look),
        title=title,
        facts=_facts(file, look),
        items=() if look.in_group else _notes(file, look),
        body=body or _state(file, look),
        note=note or _standing_note(file),
        buttons=() if look.in_group else _buttons(file, look),
        in_private=number,
    )


def stub_card(file: CaseFile, look: Look) -> Card:
    """密件: nothing but whom to ask."""
    unit = file.case.ask_unit or file.owner.short
    text = f"有一件，請洽{unit}。"
    return Card(
        alt=f"{look.number(file.case)} {text}",
        number=file.case.number,
        flag=Secrecy.SECRET.value,
        body=text,
        in_private=look.number(file.case),
    )


def hidden_card(file: CaseFile, look: Look, *, action: str) -> Card:
    """A case that was just changed in a group that may not see it: number and action only."""
    number = look.number(file.case)
    text = f"{number} {action}，{flag(file)}；內容請私訊看。"
    return Card(alt=f"{number} {action}", body=text, in_private=number)


def alike_card(files: Sequence[CaseFile], look: Look, *, command: str) -> Card:
    """Similar cases, before a second one opens. `command` is the line that was typed."""
    first = look.number(files[0].case)
    anyway = f"{command} 仍要登記"
    fits = len(anyway) <= COMMAND_LIMIT
    buttons = [Button(f"看 {first}", f"案件 {files[0].case.number}", primary=True)]
    if fits:
        buttons.append(Button("仍要登記", anyway))
    return Card(
        alt=f"和 {first} 很像，還沒有登記",
        title=f"和 {first} 很像",
        items=tuple(_entry(f.case, look) for f in files),
        note="還沒有登記。" if fits else "還沒有登記；要另立一件，整句後面加「仍要登記」再送一次。",
        buttons=() if look.in_group else tuple(buttons),
        in_private=command if len(command) <= COMMAND_LIMIT else first,
    )


def list_card(
    cases: Sequence[Case],
    look: Look,
    *,
    total: int,
    body: str = "",
    more: str = "",
    again: str = "",
) -> Card:
    """A page of cases; `more` is the command of the next page, `again` that of this list."""
    buttons = [Button("更多", more)] if more else []
    room = BUTTONS_LIMIT - len(buttons)
    numbered = [Button(f"看 {look.number(c)}", f"案件 {c.number}") for c in cases[:room]]
    return Card(
        alt=f"{total} 件案件",
        title=f"{total} 件",
        items=tuple(_entry(case, look) for case in cases),
        body=body,
        buttons=() if look.in_group else (*buttons, *numbered),
        in_private=again,
    )


def history_card(
    file: CaseFile, entries: Sequence[HistoryEntry], who: Sequence[str], look: Look
) -> Card:
    """What happened to a case, newest first; `who` is the name beside each entry."""
    items = tuple(
        Item(
            f"{show_date(taipei_date(e.at), today=look.today)}　{e.action}",
            f"{name}：{e.summary}{'（已復原）' if e.undone_at else ''}",
        )
        for e, name in zip(entries, who, strict=True)
    )
    number = look.number(file.case)
    return Card(
        alt=f"{number} 的歷程",
        kind=file.case.kind.value,
        number=file.case.number,
        flag=flag(file),
        title=file.case.subject or GONE,
        items=items,
        buttons=(Button(f"看 {number}", f"案件 {file.case.number}"),),
    )


def choice_card(case: Case, look: Look, text: str, choices: Sequence[tuple[str, str]]) -> Card:
    """A question with up to four answers, each (label, command)."""
    buttons = tuple(Button(label, command) for label, command in choices[:BUTTONS_LIMIT])
    number = look.number(case)
    return Card(
        alt=text,
        number=case.number,
        body=text,
        buttons=() if look.in_group else buttons,
        in_private=number,
    )


def due_question(case: Case, on: date, look: Look) -> Card:
    """Ask which year is meant by a day that just passed."""
    years = [on, *filter(None, [next_year_of(on)])]
    choices = [(roc_number(day), f"更新 {case.number} 期限 {roc_number(day)}") for day in years]
    return choice_card(
        case, look, f"{show_date(on, today=look.today)}剛過，期限是哪一天？", choices
    )


def draft_card(draft: Draft, look: Look) -> Card:
    """簽稿: the text lies beside the card, to be copied."""
    number = look.number(draft.file.case)
    return Card(
        alt=f"{number} 的{draft.form}",
        kind=draft.form.value,
        number=draft.file.case.number,
        flag=flag(draft.file),
        body=f"{draft.form}擬好了，複製後請自行核對。",
        copy_text=draft_text(draft),
    )


def _facts(file: CaseFile, look: Look) -> tuple[Fact, ...]:
    case, agencies = file.case, file.agencies
    leads = file.parts_as(Part.LEAD)
    lead_label = "共同主辦" if len(leads) > 1 else "主辦"
    unassigned = "尚未分案" if case.kind is CaseKind.PETITION else ""
    others = [
        f"{agencies_named(file.parts_as(part), agencies)}{mark}"
        for part, mark in ((Part.CO_ORGANISER, ""), (Part.CONCERNED, "（有關機關）"))
        if file.parts_as(part)
    ]
    ours = case.agency_id in look.agency_ids
    holder = file.holder.shown_name if file.holder is not None and ours else ""
    facts = (
        Fact(lead_label, f"{agencies_named(leads, agencies)}{_contact(file)}" or unassigned),
        Fact("協辦", "；".join(others)),
        Fact("先擬", case.drafter),
        Fact(
            "長官期限" if case.kind is CaseKind.SUPERIOR else "期限",
            due_text(case, look),
            strong=True,
        ),
        Fact("結果" if case.result else "階段", case.result or case.stage.value),
        Fact("承辦", holder),
        Fact("下一個期限", _next_date(file, look)),
    )
    return tuple(fact for fact in facts if fact.value)[:FACTS_LIMIT]


def _contact(file: CaseFile) -> str:
    """Say which of several 主辦 contacts the proposer: 「；衛福部聯繫提案人」."""
    if file.contact is None:
        return ""
    short = file.agencies[file.contact.agency_id].short
    return f"；{short}聯繫提案人{file.contact.standing_words}"


def _next_date(file: CaseFile, look: Look) -> str:
    """Name the date of the readers' agencies that comes next, beside the typed deadline."""
    duty = next_duty(file.duties, look.agency_ids, today=look.today)
    if duty is None:
        return ""
    parts = (
        day_words(duty, today=look.today),
        force_word(duty),
        safe_words(duty, today=look.today),
    )
    return f"{duty.name} {'，'.join(part for part in parts if part)}"


def _tone(case: Case, look: Look) -> Tone:
    if case.due_at is None or case.closed_at is not None or case.cancelled_at is not None:
        return Tone.CALM
    left = workdays_between(look.today, taipei_date(case.due_at))
    return Tone.NOTICE if left <= NEAR_WORKDAYS else Tone.CALM


def _state(file: CaseFile, look: Look) -> str:
    case = file.case
    if case.cancelled_at is not None:
        return f"{show_date(taipei_date(case.cancelled_at), today=look.today)}已註銷，案號保留。"
    if case.closed_at is not None:
        return f"{show_date(taipei_date(case.closed_at), today=look.today)}已結案。"
    return f"輿情：{file.talk}。" if file.talk else ""


def _standing_note(file: CaseFile) -> str:
    """The fixed sentence wherever a lead agency might be frightened by the word."""
    leads = file.parts_as(Part.LEAD)
    others = any(part.agency_id != file.case.agency_id for part in leads)
    return f"{LEAD_SENTENCE}。" if leads and (others or is_public(file.case)) else ""


def _notes(file: CaseFile, look: Look) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"備註　{show_date(taipei_date(note.written_at), today=look.today)}　"
            f"{file.agencies[note.agency_id].short}{'（共用）' if note.shared else ''}",
            note.text if len(note.text) <= NOTE_SHOWN else f"{note.text[:NOTE_SHOWN]}…",
        )
        for note in file.notes[-NOTES_LIMIT:]
    )


def _entry(case: Case, look: Look) -> Item:
    parts = [case.kind.value, case.stage.value]
    if case.due_at is not None and case.closed_at is None:
        parts.append(show_moment(case.due_at, today=look.today))
    return Item(f"{look.number(case)} {case.subject or GONE}", "・".join(parts))


def _buttons(file: CaseFile, look: Look) -> tuple[Button, ...]:
    """What the reader may do next, the likeliest first."""
    case, number = file.case, file.case.number
    history = Button("歷程", f"歷程 {number}")
    if case.agency_id not in look.agency_ids:
        return (*_part_buttons(file, look), Button("備註", f"備註 {number}"), history)
    if case.closed_at is not None or case.cancelled_at is not None:
        return (Button("重啟", f"重啟 {number}"), history)
    close = Button("結案", f"結案 {number}")
    return (
        Button("更新", f"更新 {number}", primary=True),
        Button("備註", f"備註 {number}"),
        Button("指派", f"指派 {number}"),
        Button("簽稿", f"簽稿 {number}") if closing_stage(case) is None else close,
    )


def _part_buttons(file: CaseFile, look: Look) -> tuple[Button, ...]:
    waiting = any(
        part.agency_id in look.agency_ids and part.standing is Standing.SUGGESTED
        for part in file.parts
    )
    if not waiting:
        return ()
    number = file.case.number
    return (
        Button("確認", f"確認 {number}", primary=True),
        Button("非本機關", f"確認 {number} 非本機關"),
    )

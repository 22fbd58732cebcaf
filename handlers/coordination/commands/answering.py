"""答點名: one line or one tap; may be changed, and comes late only as 補."""

from dataclasses import replace

from bot.message import Button, Card
from bot.room import Access, Place, Result
from handlers.coordination.cards import question_card
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import (
    Matter,
    find_matter,
    note_look,
    require_open,
    text_to_keep,
)
from handlers.coordination.commands.reaching import bound_ids
from handlers.coordination.commands.sheets import look_of
from handlers.coordination.commands.standing import find_roll_call
from handlers.coordination.errors import (
    NoAnswerError,
    NoRollCallError,
    TextTooLongError,
    WithdrawnError,
)
from handlers.coordination.rules.questions import LONGEST_ANSWER, take_serial
from handlers.coordination.rules.views import answer_line
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from storage.records.coordination import RollCall, RollEntry
from storage.unit_of_work import UnitOfWork


@commands.add(
    "答點名",
    usage="答點名 <案號> [第N題] <回答>",
    summary="一句話回答別的機關問的題目，可以改",
    aliases=("回點名", "回答點名", "點名回答"),
    telling=("會出席", "不出席", "不克出席", "不會出席"),
    examples=("答點名 42 會出席", "答點名 42 第1題 12/14 交幕僚意見"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def answer(request: Asked, services: Services) -> Result:
    """Keep the own agency's answer, in place of the one before."""
    text = text_to_keep(request)
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="答點名 42 會出席")
        require_open(matter)
        uow.coordination.take_turn(matter.case.id)
        serial, said = take_serial(matter.rest)
        if len(said) > LONGEST_ANSWER:
            raise TextTooLongError("回答", LONGEST_ANSWER)
        asked = _asked(uow, request, matter, serial)
        if serial is None and len(asked) > 1:
            return _which(request, matter, asked, said)
        roll, entry = asked[0]
        if roll.withdrawn_at is not None:
            raise WithdrawnError(matter.number)
        if not said:
            raise NoAnswerError(answer_line(look_of(request, matter), roll))
        late = request.now > roll.due_at or roll.closed_at is not None
        kept = replace(
            entry,
            answer=said,
            answered_at=request.now,
            answered_by=officer.id,
            is_late=late,
            next_at=None,
        )
        uow.roll_calls.save_entry(kept)
        _report(uow, request, matter, roll, late=late)
        uow.commit()
    changed = "改好了" if entry.is_answered else "記下了，謝謝"
    owner = matter.owner.short
    return Card.sentence(
        f"{changed}：{said}{'（補）' if late else ''}。只有{owner}看得到，要改再答一次就好。",
        Button("看這一件", f"案件 {matter.case.number}"),
    )


@commands.add(
    "點名題目",
    usage="點名題目 <案號> [第N題]",
    summary="看別的機關問什麼",
    examples=("點名題目 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    hidden=True,
)
def show_question(request: Asked, services: Services) -> Result:
    """Show a question to an agency that was asked."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="點名題目 42")
        roll = find_roll_call(uow, matter)
        ids = {entry.agency_id for entry in uow.roll_calls.entries(roll.id)}
        if not (ids | {roll.agency_id}) & request.speaker.office_ids:
            raise NoRollCallError(matter.number)
        note_look(uow, request, matter)
        uow.commit()
    return question_card(replace(look_of(request, matter), is_hidden=False), roll)


def _asked(
    uow: UnitOfWork, request: Asked, matter: Matter, serial: int | None
) -> list[tuple[RollCall, RollEntry]]:
    """Return the questions a line may answer: the named one, else the open ones, else the last.

    Raises NoRollCallError.
    """
    office_ids = request.speaker.office_ids
    mine = [
        (roll, entry)
        for roll in uow.roll_calls.of_case(matter.case.id)
        for entry in uow.roll_calls.entries(roll.id)
        if entry.agency_id in office_ids
    ]
    if serial is not None:
        mine = [(roll, entry) for roll, entry in mine if roll.serial == serial]
    if not mine:
        raise NoRollCallError(matter.number)
    still = [(roll, entry) for roll, entry in mine if roll.is_open]
    waiting = [(roll, entry) for roll, entry in still if not entry.is_answered]
    return waiting or still[:1] or mine[:1]


def _which(
    request: Asked, matter: Matter, asked: list[tuple[RollCall, RollEntry]], said: str
) -> Card:
    look = look_of(request, matter)
    buttons = tuple(
        Button(f"第{roll.serial}題", f"{answer_line(look, roll)} {said}".strip())
        for roll, _ in asked
    )
    told = "；".join(f"第{roll.serial}題 {roll.question}" for roll, _ in asked)
    return Card.sentence(f"答哪一題？{told}", *buttons)


def _report(uow: UnitOfWork, request: Asked, matter: Matter, roll: RollCall, *, late: bool) -> None:
    """Let who asked hear when nobody is waited for any more, or of an answer that came late."""
    ids = [e.agency_id for e in uow.roll_calls.entries(roll.id) if not e.is_answered]
    if late or not bound_ids(uow, ids, matter.case, now=request.now):
        uow.roll_calls.save(replace(roll, report_at=request.now))

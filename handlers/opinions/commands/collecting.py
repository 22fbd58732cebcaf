"""意見: what people said is pasted, and kept without their names."""

from bot.message import Card
from bot.room import Access, Place, Result, Shape
from handlers.opinions.cards import ask_card, list_card, one_card, taken_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import (
    Matter,
    find_matter,
    head_of,
    keep_comments,
    note_audit,
    note_look,
    opinion_of,
    require_open,
)
from handlers.opinions.errors import NoOpinionsError, NothingNewError, NothingPastedError
from handlers.opinions.rules.counting import Taken, alike, rows_of, tally
from handlers.opinions.rules.intake_words import left_out
from handlers.opinions.rules.paging import read_page
from handlers.opinions.rules.pasting import looks_pasted, read_paste
from handlers.opinions.rules.references import read_reference
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from storage.unit_of_work import UnitOfWork

EXAMPLE = "意見 42"


@commands.add(
    "意見",
    usage="意見 <案號> [貼上留言，或第幾則]",
    summary="收意見、看意見：一則一段，或「名字：內容」",
    aliases=("看意見", "意見清單", "意見列表", "貼意見", "民眾意見", "網友意見"),
    shapes=(
        Shape("看|查|查看|列出 # 意見|留言", "#"),
        Shape("# 有? 哪些|什麼|多少|幾則 意見|留言", "#"),
        Shape("# 意見|留言 有? 幾則|多少|哪些", "#"),
        Shape("# 還? 有? 幾則|多少|哪些 意見? 還? 沒|沒有|未 回|回覆|回應", "# 未回"),
    ),
    examples=(EXAMPLE, "意見 42-1"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def opinions(request: Asked, services: Services) -> Result:
    """Show what was said; what is surely a paste is kept, one plain line only after a question."""
    text = _verbatim(request)
    reference = read_reference(text)
    with services.unit_of_work() as uow:
        if reference is not None and not reference.rest:
            return _one(uow, request, reference.case, reference.serials[0])
        matter = find_matter(uow, request, text, example=EXAMPLE)
        page = read_page(matter.rest)
        if page is None and looks_pasted(matter.rest):
            return _keep(uow, request, matter)
        if page is None:
            require_open(matter)
            return ask_card(matter.case, matter.rest)
        everything = uow.opinions.of_case(matter.case.id)
        if not everything:
            raise NoOpinionsError(matter.number)
        note_look(uow, request, matter)
        uow.commit()
    return list_card(matter.case, rows_of(everything), tally(everything), page)


@commands.add(
    "收意見",
    usage="收意見 <案號> <貼上留言>",
    summary="把留言收進這一件；名字不留，同一人重複的只算一次",
    aliases=("加意見", "新增意見", "匯入意見"),
    examples=("收意見 42 網友甲：預告期間太短",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def collect(request: Asked, services: Services) -> Result:
    """Keep what was pasted, however short."""
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, _verbatim(request), example="收意見 42")
        return _keep(uow, request, matter)


def _keep(uow: UnitOfWork, request: Asked, matter: Matter) -> Card:
    require_open(matter)
    comments = read_paste(matter.rest)
    if not comments:
        raise NothingPastedError(matter.number)
    message = request.message
    source = f"{message.chat.platform.value}:{message.message_id}" if message.message_id else ""
    taken = Taken(
        case_id=matter.case.id,
        at=request.now,
        officer_id=speaking_officer(request.speaker).id,
        source_message=source,
    )
    intake = keep_comments(uow, comments, taken)
    told = left_out(intake)
    if not intake.new:
        raise NothingNewError(told)
    note_audit(uow, request, matter, action="collect-opinions")
    everything = uow.opinions.of_case(matter.case.id)
    uow.commit()
    return taken_card(matter.case, len(intake.new), told, tally(everything))


def _one(uow: UnitOfWork, request: Asked, case: str, serial: int) -> Card:
    matter = find_matter(uow, request, case, example=EXAMPLE)
    everything = uow.opinions.of_case(matter.case.id)
    head = head_of(everything, opinion_of(everything, serial, matter))
    rows = rows_of(everything)
    row = next(row for row in rows if row.head.id == head.id)
    note_look(uow, request, matter)
    uow.commit()
    return one_card(matter.case, row, tally(everything), alike(rows, head))


def _verbatim(request: Asked) -> str:
    """Return the argument with its last words: 「謝謝」 at the end is the citizen's, too."""
    typed, argument = request.message.text, request.argument
    start = typed.find(argument) if "\n" in argument else -1
    return typed[start:] if start >= 0 else argument

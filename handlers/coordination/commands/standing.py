"""點名進度: counts for a group and the others; for who asked, who answered what."""

from bot.message import Card
from bot.room import Access, Result
from handlers.coordination.cards import answers_card, counts_card
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import Matter, find_matter, note_look, text_to_keep
from handlers.coordination.commands.reaching import bound_ids, with_phone
from handlers.coordination.commands.sheets import look_of
from handlers.coordination.errors import NoSuchQuestionError, NothingAskedError
from handlers.coordination.rules.progress import FORGOTTEN, Mark, count, mark_of, table, table_text
from handlers.coordination.rules.questions import take_serial
from handlers.coordination.rules.views import AnswersView
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import show_moment, taipei_date
from storage.records.coordination import RollCall, RollEntry
from storage.unit_of_work import UnitOfWork


@commands.add(
    "點名進度",
    usage="點名進度 <案號> [第N題]",
    summary="幾個機關答了；自己問的看得到答案",
    aliases=("點名結果", "點名答案", "看點名", "點名狀況", "問大家的結果"),
    examples=("點名進度 42",),
    access=Access.OFFICER,
)
def show_standing(request: Asked, services: Services) -> Result:
    """Show counts; to the asking agency, one to one, who answered what."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="點名進度 42")
        roll = find_roll_call(uow, matter)
        note_look(uow, request, matter)
        asks = roll.agency_id in request.speaker.office_ids
        if asks and not request.in_group:
            card = answers_of(uow, request, matter, roll)
        else:
            card = _counts(uow, request, matter, roll)
        uow.commit()
    return card


def find_roll_call(uow: UnitOfWork, matter: Matter) -> RollCall:
    """Return the question that the line names, else the newest.

    Raises NothingAskedError, NoSuchQuestionError.
    """
    serial, _ = take_serial(matter.rest)
    rolls = uow.roll_calls.of_case(matter.case.id)
    if not rolls:
        raise NothingAskedError(matter.number)
    if serial is None:
        return rolls[0]
    found = next((r for r in rolls if r.serial == serial), None)
    if found is None:
        raise NoSuchQuestionError(matter.number, serial)
    return found


def answers_of(uow: UnitOfWork, request: Asked, matter: Matter, roll: RollCall) -> Card:
    """Draw who answered what, for who asked."""
    entries = uow.roll_calls.entries(roll.id)
    bound = bound_ids(uow, (e.agency_id for e in entries), matter.case, now=request.now)
    today = taipei_date(request.now)
    rows = table(entries, matter.agencies, bound, today=today)
    ordered = sorted(entries, key=lambda e: (not e.is_answered, e.agency_id))
    view = AnswersView(
        look=look_of(request, matter),
        roll=roll,
        counts=count(entries, bound),
        lines=tuple(
            (matter.agencies[e.agency_id].short, _line(uow, request, matter, e, bound))
            for e in ordered
        ),
        text=table_text(roll, matter.number, rows),
    )
    return answers_card(view)


def phone_shown(uow: UnitOfWork, request: Asked, agency_id: int) -> str:
    """「阿宏 02-2356-5000#1234」, written into the audit log; "" where the roster has none."""
    officer = with_phone(uow, agency_id, now=request.now)
    if officer is None:
        return ""
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=agency_id,
        action="look-phone",
        target=f"officer:{officer.id}",
        detail=request.message.read_by.value,
    )
    return f"{officer.shown_name} {officer.office_phone}"


def _line(
    uow: UnitOfWork, request: Asked, matter: Matter, entry: RollEntry, bound: frozenset[int]
) -> str:
    mark = mark_of(entry, bound)
    if mark is Mark.NOT_REACHED and matter.is_hidden:
        return f"{mark.value}，敏感案件要先加人"
    if mark is Mark.NOT_REACHED:
        phone = phone_shown(uow, request, entry.agency_id)
        return f"{mark.value}，可以打電話：{phone}" if phone else f"{mark.value}，名冊沒有電話"
    if entry.answered_at is None:
        return mark.value
    when = show_moment(entry.answered_at, today=taipei_date(request.now))
    late = f"（{mark.value}）" if mark is Mark.LATE else ""
    return f"{entry.answer or FORGOTTEN}{late}　{when}"


def _counts(uow: UnitOfWork, request: Asked, matter: Matter, roll: RollCall) -> Card:
    entries = uow.roll_calls.entries(roll.id)
    bound = bound_ids(uow, (e.agency_id for e in entries), matter.case, now=request.now)
    mine = [e.answer for e in entries if e.agency_id in request.speaker.office_ids]
    own = "" if request.in_group else "、".join(answer for answer in mine if answer)
    return counts_card(look_of(request, matter), roll, count(entries, bound), own_answer=own)

"""綜整回應: the draft of the collected response, to be copied."""

from bot.room import Access, Place, Result, Shape
from handlers.opinions.cards import draft_card
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import Matter, asked_case, find_matter, note_look
from handlers.opinions.errors import NoOpinionsError
from handlers.opinions.rules.counting import tally
from handlers.opinions.rules.response import Draft, draft_text
from handlers.services import Asked, Services
from handlers.shared.due_words import left_words
from handlers.shared.roc_date import taipei_date
from handlers.telling import calendar_of
from storage.records.duties import Duty
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork


@commands.add(
    "綜整回應",
    usage="綜整回應 <案號>",
    summary="擬好簽和上網的回應，可複製",
    aliases=("意見綜整", "綜整意見", "綜整簽稿", "意見綜整回應"),
    shapes=(Shape("擬|寫|草擬|產生|做 綜整回應 #", "#"),),
    examples=("綜整回應 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def respond(request: Asked, services: Services) -> Result:
    """Draft the collected response from what was decided, and say until when it is due."""
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, asked_case(request), example="綜整回應 42")
        everything = uow.opinions.of_case(matter.case.id)
        if not everything:
            raise NoOpinionsError(matter.number)
        writer = _writer_id(uow, request, matter)
        duty = _duty(uow, matter, writer)
        left = left_words(duty, calendar_of(uow, writer), now=request.now) if duty else ""
        ends = {e.event: e.on for e in uow.duties.events(matter.case.id)}
        made = Draft(
            subject=matter.case.subject,
            number=matter.case.number,
            opinions=everything,
            writer=uow.agencies.get(writer).name,
            today=taipei_date(request.now),
            ended_on=ends.get(Event.NOTICE_ENDED),
            duty=duty,
        )
        note_look(uow, request, matter)
        uow.commit()
    return draft_card(matter.case, made, draft_text(made), tally(everything), left)


def _writer_id(uow: UnitOfWork, request: Asked, matter: Matter) -> int:
    """Return which of the speaker's agencies answers here: its owner before others."""
    offices = request.speaker.office_ids
    parts = (part.agency_id for part in uow.cases.agencies(matter.case.id))
    candidates = (matter.case.agency_id, *parts, *sorted(offices))
    return next(i for i in candidates if i in offices)


def _duty(uow: UnitOfWork, matter: Matter, writer_id: int) -> Duty | None:
    """Return the open duty that counts from the end of the notice, the writer's own first."""
    counted = [
        duty
        for duty in uow.duties.of_case(matter.case.id)
        if duty.event is Event.NOTICE_ENDED and duty.is_open
    ]
    own = [duty for duty in counted if duty.agency_id == writer_id]
    return min(own or counted, key=lambda duty: duty.due_at, default=None)

"""簽稿: plain text in official form, to be copied."""

from bot.room import Access, Place, Result
from handlers.cases.cards import draft_card
from handlers.cases.commands.board import commands
from handlers.cases.commands.desk import acting, find_case, look_of, note_look, shown, text_to_keep
from handlers.cases.rules.official import Draft, DraftForm
from handlers.services import Asked, Services
from handlers.shared.audience import Sight, sight_of
from handlers.sight import viewer_of
from storage.records.agencies import Agency

ENTRIES = 50  # of the history that a draft chooses from
FORMS = {
    "會辦": DraftForm.COUNTER_SIGN,
    "會簽": DraftForm.COUNTER_SIGN,
    "電話": DraftForm.PHONE_RECORD,
}


@commands.add(
    "簽稿",
    usage="簽稿 <案號> [簽|會辦意見|公務電話紀錄]",
    summary="擬好主旨、說明、擬辦，可複製",
    aliases=("擬簽", "寫簽", "簽呈", "擬稿", "簽"),
    telling=("會辦意見", "會辦", "公務電話紀錄", "電話紀錄"),
    examples=("簽稿 42", "簽稿 42 會辦意見", "簽稿 42 公務電話紀錄"),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def draft(request: Asked, services: Services) -> Result:
    """Draft a 簽, 會辦意見 or 公務電話紀錄 from what is known of the case."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example="簽稿 42")
        file = found.file
        if sight_of(file.circle, viewer_of(request)) is Sight.STUB:
            return shown(request, file)
        note_look(uow, request, file)
        _, agency = acting(request, file)
        made = Draft(
            form=next((form for word, form in FORMS.items() if word in text), DraftForm.MEMO),
            file=file,
            history=tuple(reversed(uow.history.of_case(file.case.id, limit=ENTRIES))),
            notes=file.notes,
            agency=agency,
            unit=_unit(request, agency),
            now=request.now,
        )
        uow.commit()
    return draft_card(made, look_of(request))


def _unit(request: Asked, agency: Agency) -> str:
    """「綜合規劃司」; "" when the roster has none."""
    units = [a.unit for a in request.speaker.appointments if a.unit and a.agency_id == agency.id]
    return next(iter(units), "")

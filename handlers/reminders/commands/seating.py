"""機關縣市: where an agency's offices are, so that the right closures count."""

from dataclasses import replace

from bot.message import Button, Card
from bot.room import Access, Place, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.entering import effect_words, is_hub, keep_audit, split_sure
from handlers.reminders.commands.replanning import plan_all
from handlers.reminders.rules.closures import read_county
from handlers.reminders.rules.entry_errors import NoCountyError, NotYourAgencyError
from handlers.services import Asked, Services
from handlers.shared.colleagues import keeps_people_of, speaking_agency
from storage.records.agencies import Agency, Level
from storage.unit_of_work import UnitOfWork


@commands.add(
    "機關縣市",
    usage="機關縣市 [縣市]",
    summary="本機關在哪個縣市，停班看那裡的；沒設是臺北市",
    aliases=("機關所在地", "所在縣市", "機關地點", "辦公縣市"),
    examples=("機關縣市", "機關縣市 新竹市"),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def set_county(request: Asked, services: Services) -> Result:
    """Show or set the county of the own agency; 國發會 may name another one."""
    text, _ = split_sure(request)
    with services.unit_of_work() as uow:
        agency = _meant(uow, request, services, text)
        before = uow.agencies.county(agency.id)
        rest = text.replace(agency.name, " ").replace(agency.short, " ").strip()
        county = read_county(rest)
        if not county:
            if rest:
                raise NoCountyError
            return Card.sentence(
                f"{agency.short}在{before}，停班看{before}的。要改：機關縣市 新竹市",
                Button("停班紀錄", "停班紀錄"),
            )
        if county == before:
            return Card.sentence(f"{agency.short}本來就是{county}。")
        uow.reminders.wait_turn()
        uow.agencies.save(replace(agency, county=county))
        moves = plan_all(uow, request.now)
        effect = effect_words(uow, moves)
        keep_audit(uow, request, "set-county", f"agency:{agency.id}", county)
        uow.commit()
    return Card.sentence(f"好，{agency.short}改為{county}（原來{before}）。{effect}")


def _meant(uow: UnitOfWork, request: Asked, services: Services, text: str) -> Agency:
    """Return the agency that is named, else the speaker's own; 「新竹市」 is where, and not whose.

    Raises NotYourAgencyError.
    """
    found = (mention.agency for mention in services.agencies_in(uow, text))
    named = next((agency for agency in found if agency.level is not Level.LOCAL), None)
    if named is None:
        return speaking_agency(request.speaker)
    if not (is_hub(request) or keeps_people_of(request.speaker, named.id)):
        raise NotYourAgencyError(named.short)
    return named

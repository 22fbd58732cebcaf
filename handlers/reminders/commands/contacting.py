"""聯繫主辦: which of several 主辦 publishes the timetable and contacts the proposer."""

from bot.room import Access, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import dates_card, find_case, note_line
from handlers.reminders.commands.entering import keep_audit
from handlers.reminders.errors import NoLeadError, NotLeadsWordError
from handlers.services import Asked, Services
from handlers.shared.leads import SETTING, Contact, contact_among, contact_of, leads, read_contact
from storage.records.cases import Case
from storage.records.duties import Reminder
from storage.records.officers import Role
from storage.unit_of_work import UnitOfWork

WHAT = "聯繫提案人、公告期程"


@commands.add(
    "聯繫主辦",
    usage="聯繫主辦 <案號> <機關>",
    summary="好幾個主辦時，由哪一個聯繫提案人、公告期程",
    aliases=("聯絡主辦", "聯繫提案人的主辦"),
    shapes=(
        Shape("# 由|改由|請 % 聯繫|聯絡 提案人", "# %"),
        Shape("# 提案人 由|改由|請 % 聯繫|聯絡", "# %"),
    ),
    examples=("聯繫主辦 42 衛福部", "42 由衛福部聯繫提案人"),
    access=Access.OFFICER,
    changes=True,
)
def set_contact(request: Asked, services: Services) -> Result:
    """Keep which 主辦 contacts the proposer: for sure by 國發會's word, else until it confirms."""
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="聯繫主辦 42 衛福部")
        lead_ids, _ = leads(found.case, uow.cases.agencies(found.case.id))
        is_hub = Role.HUB in request.speaker.roles
        names = _names(uow, lead_ids)
        if not is_hub and not request.speaker.office_ids & set(lead_ids):
            raise NotLeadsWordError(found.number, names)
        named = [m.agency.id for m in services.agencies_in(uow, found.rest)]
        chosen = next((i for i in named if i in lead_ids), None)
        if chosen is None:
            raise NoLeadError(found.number, names)
        said = read_contact(uow.settings.get(f"{SETTING}{found.case.id}"))
        before = contact_of(lead_ids, said)
        contact = Contact(chosen, sure=is_hub)
        if said is not None and said.sure and not is_hub and before.agency_id == chosen:
            contact = said  # 國發會 said the same
        uow.settings.set(f"{SETTING}{found.case.id}", contact.text, now=request.now)
        services.case_changed(uow, found.case, request.now)
        short = uow.agencies.get(chosen).short
        if before.agency_id != chosen:
            _tell(uow, request, found.case, before.agency_id, contact)
        keep_audit(uow, request, "set-contact", f"case:{found.case.id}", f"agency:{chosen}")
        note_line(uow, request, found.case, f"由{short}{WHAT}{contact.standing_words}")
        uow.commit()
    return dates_card(found, f"{found.number} 由{short}{WHAT}{contact.standing_words}。")


def contact_words(uow: UnitOfWork, case: Case) -> str:
    """Say which of several 主辦 contacts the proposer; nothing where there is only one."""
    said = uow.settings.get(f"{SETTING}{case.id}")
    contact = contact_among(case, uow.cases.agencies(case.id), said)
    if contact is None:
        return ""
    return f"由{uow.agencies.get(contact.agency_id).short}{WHAT}{contact.standing_words}"


def _names(uow: UnitOfWork, agency_ids: tuple[int, ...]) -> str:
    return "、".join(uow.agencies.get(i).short for i in agency_ids)


def _tell(uow: UnitOfWork, request: Asked, case: Case, before_id: int, contact: Contact) -> None:
    """Let both agencies hear of it once; the one that speaks knows."""
    short = uow.agencies.get(contact.agency_id).short
    texts = {
        contact.agency_id: f"由貴機關{WHAT}{contact.standing_words}",
        before_id: f"改由{short}{WHAT}{contact.standing_words}",
    }
    for agency_id, text in texts.items():
        if agency_id not in request.speaker.office_ids:
            uow.reminders.add(
                Reminder(
                    id=0, agency_id=agency_id, case_id=case.id, remind_at=request.now, text=text
                )
            )

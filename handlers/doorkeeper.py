"""Who stands at the door: who speaks, what they may do, and what strangers are told."""

from datetime import datetime

from bot.doorkeeper import Refusal
from bot.message import Button, Card, IncomingMessage
from bot.room import Access, Command
from handlers.services import Services
from handlers.shared.access import NEEDED_ROLES, OFFICER_ROLES, Speaker, may
from handlers.shared.colleagues import in_term
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency, Level
from storage.records.chats import LinkedChat
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

# What a group that nobody enabled may ask for. A silenced group is still answered when it asks:
# silence stops what the bot says of its own accord.
BEFORE_ENABLING = frozenset({"啟用", "群組", "離開", "說明", "綁定"})
# Whose agency counts when somebody holds several appointments.
RANK = (Role.PO, Role.HUB, Role.DEPUTY, Role.TEAM, Role.PROMOTER)
HOW_TO_BIND = "我是 PO 小幫手。請向貴機關的 PO 或國發會要一組綁定碼，再私訊我：綁定 AB3D-7KMN"
BIND_FIRST = "請先私訊我綁定，之後就能在這裡用。"
NOT_IN_OFFICE = "您目前不在名冊的任期內；請貴機關的 PO 或國發會更新名冊。"
NOT_ENABLED = "那個群組還沒啟用；請在群組輸入「#啟用」。"


class Doorkeeper:
    """Implements the dispatcher's port with the bindings, the roster and the linked groups."""

    def identify(self, message: IncomingMessage, services: Services) -> Speaker:
        """Return who is speaking, as of today in Taipei; a stranger has no officer."""
        now = services.clock.now()
        chat = message.chat
        with services.unit_of_work() as uow:
            linked = uow.chats.find(chat.platform.value, chat.id) if chat.is_group else None
            binding = (
                uow.bindings.find(chat.platform.value, message.sender_id)
                if message.sender_id
                else None
            )
            if binding is None:
                return Speaker(chat=linked)
            return _speaker(uow, binding.officer_id, linked, services.admins, now=now)

    def allows(self, speaker: Speaker, command: Command[Services, Speaker]) -> bool:
        """Whether the speaker has the standing for the command."""
        return may(speaker, command.access)

    def converses(self, speaker: Speaker, message: IncomingMessage) -> bool:
        """Answer everybody one to one; in a group only its users, once it is enabled."""
        if not message.others_read:
            return True
        enabled = speaker.chat is not None and speaker.chat.enabled
        return enabled and may(speaker, Access.BOUND)

    def welcome(self, speaker: Speaker) -> Card | None:
        """Tell a stranger where a code comes from."""
        if speaker.officer is not None:
            return None
        return Card.sentence(HOW_TO_BIND, Button("看說明", "說明"))

    def refusal(
        self,
        speaker: Speaker,
        command: Command[Services, Speaker],
        message: IncomingMessage,
        services: Services,
    ) -> Refusal | None:
        """Return why the command is not carried out now, or None to admit it."""
        if message.others_read:
            return _refusal_in_group(speaker, command, message, services)
        if self.allows(speaker, command):
            return None
        return Refusal(card=_why_not(speaker, command, services))


def _speaker(
    uow: UnitOfWork,
    officer_id: int,
    chat: LinkedChat | None,
    admins: frozenset[str],
    *,
    now: datetime,
) -> Speaker:
    officer = uow.officers.get(officer_id)
    if officer.erased_at is not None:
        return Speaker(chat=chat)
    today = taipei_date(now)
    held = uow.officers.appointments(officer_id=officer.id)
    places = tuple(sorted((a for a in held if in_term(a, today)), key=_rank))
    agencies = [acting_for(uow, a) for a in places]
    is_admin = officer.email.lower() in admins
    offices = [
        agency
        for a, agency in zip(places, agencies, strict=True)
        if is_admin or a.role in OFFICER_ROLES
    ]
    return Speaker(
        officer=officer,
        agency=agencies[0] if agencies else None,
        appointments=places,
        chat=chat,
        is_admin=is_admin,
        agency_ids=frozenset(agency.id for agency in agencies),
        office_ids=frozenset(agency.id for agency in offices),
    )


def _rank(a: Appointment) -> tuple[int, int]:
    return (RANK.index(a.role) if a.role in RANK else len(RANK), a.id)


def acting_for(uow: UnitOfWork, a: Appointment) -> Agency:
    """Return the agency of an appointment; a unit such as 戶政司 acts for its ministry."""
    agency = uow.agencies.get(a.agency_id)
    if agency.level is Level.UNIT and agency.parent_id is not None:
        return uow.agencies.get(agency.parent_id)
    return agency


def _refusal_in_group(
    speaker: Speaker,
    command: Command[Services, Speaker],
    message: IncomingMessage,
    services: Services,
) -> Refusal | None:
    chat = speaker.chat
    if command.access is not Access.ANYONE and speaker.officer is None:
        return _hint(message, services, now=services.clock.now())
    if (chat is None or not chat.enabled) and command.name not in BEFORE_ENABLING:
        return Refusal(card=Card.sentence(NOT_ENABLED))
    if may(speaker, command.access):
        return None
    return Refusal(card=_why_not(speaker, command, services))


def _hint(message: IncomingMessage, services: Services, *, now: datetime) -> Refusal:
    """Tell an unbound member once in each group how to bind; after that say nothing."""
    if message.sender_id is None:
        return Refusal()
    platform = message.chat.platform.value
    with services.unit_of_work() as uow:
        chat = uow.chats.find(platform, message.chat.id)
        if chat is None:
            chat = uow.chats.add(platform, message.chat.id, now=now)
        first = uow.chats.hint_once(chat.id, message.sender_id)
        uow.commit()
    return Refusal(card=Card.sentence(BIND_FIRST), aloud=True) if first else Refusal()


def _why_not(speaker: Speaker, command: Command[Services, Speaker], services: Services) -> Card:
    """Say who can do it, by name where somebody of the speaker's own agency can."""
    if speaker.officer is None:
        return Card.sentence(HOW_TO_BIND, Button("看說明", "說明"))
    if not speaker.appointments:
        return Card.sentence(NOT_IN_OFFICE)
    if Role.PO not in NEEDED_ROLES[command.access]:
        who = "國發會" if Role.HUB in NEEDED_ROLES[command.access] else "系統管理者"
        return Card.sentence(f"「{command.name}」由{who}處理，可以請他們協助。")
    found = _po_above(speaker, services)
    if found is None:
        return Card.sentence(f"「{command.name}」由貴機關的 PO 處理；也可以問國發會。")
    agency, officer = found
    text = f"「{command.name}」請找{agency.short}的 PO {officer.shown_name}。"
    return Card.sentence(text, Button(f"找 {agency.short}", f"找 {agency.short}"))


def _po_above(speaker: Speaker, services: Services) -> tuple[Agency, Officer] | None:
    """Return the nearest PO: of the speaker's agency, else of the ones above it."""
    today = taipei_date(services.clock.now())
    with services.unit_of_work() as uow:
        agency = speaker.agency
        while agency is not None:
            for a in uow.officers.appointments(agency_id=agency.id):
                if a.role is Role.PO and a.holds_on(today):
                    return agency, uow.officers.get(a.officer_id)
            agency = uow.agencies.get(agency.parent_id) if agency.parent_id else None
    return None

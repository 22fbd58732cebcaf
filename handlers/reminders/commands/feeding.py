"""行事曆: a secret address under which a calendar program reads an officer's dates."""

from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe

from bot.message import Card
from bot.room import Access, Place, Shape
from handlers.reminders.cards import address_card, new_address_card
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.planning import calendar_of
from handlers.reminders.commands.today import FAR, duties_of
from handlers.reminders.errors import NoAddressError, TooManyAddressesError
from handlers.reminders.pages import calendar_file
from handlers.reminders.rules.feed import (
    LONGEST_PAST,
    MOST_ADDRESSES,
    CalendarDate,
    calendar_date,
    compare,
    hash_token,
    wish_dates,
)
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.audience import Viewer
from handlers.shared.colleagues import in_term, speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Level
from storage.records.officers import Appointment
from storage.unit_of_work import UnitOfWork

TOKEN_BYTES = 32  # 256 bits: nobody guesses an address
RESET_WORDS = ("重設", "作廢", "換新", "撤銷")


@commands.add(
    "行事曆",
    usage="行事曆 [重設]",
    summary="在手機或電腦的行事曆看自己的期限和提醒",
    aliases=("行事曆網址", "訂閱行事曆", "我的行事曆"),
    shapes=(
        Shape("重設|作廢|撤銷|更換 我的? 行事曆 網址? 連結?", means="重設"),
        Shape("行事曆 網址? 連結? 作廢|撤銷|換新|外流", means="重設"),
    ),
    examples=("行事曆", "行事曆 重設"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_address(request: Asked, services: Services) -> Card:
    """Make a calendar address, one for each device; with 重設 revoke all that there were."""
    if not services.public_base_url:
        raise NoAddressError
    me = speaking_officer(request.speaker)
    resets = request.argument.strip() in RESET_WORDS
    token = token_urlsafe(TOKEN_BYTES)
    with services.unit_of_work() as uow:
        uow.feeds.take_turn(me.id)
        revoked = uow.feeds.revoke(me.id) if resets else 0
        if uow.feeds.count_of(me.id) >= MOST_ADDRESSES:
            raise TooManyAddressesError(MOST_ADDRESSES)
        uow.feeds.add(me.id, hash_token(token), now=request.now)
        uow.audit.append(
            at=request.now,
            actor=f"officer:{me.id}",
            agency_id=request.speaker.agency.id if request.speaker.agency else None,
            action="calendar-reset" if resets else "calendar-address",
            target=f"officer:{me.id}",
        )
        uow.commit()
    address = f"{services.public_base_url}/calendar/{token}.ics"
    return new_address_card(address, revoked) if resets else address_card(address)


def read_feed(unit_of_work: Callable[[], UnitOfWork], token: str, *, now: datetime) -> bytes | None:
    """Return the calendar behind an address; None when it shows nothing, or nothing any more.

    Keeps what was shown, so that the next time says what moved or is off.
    """
    with unit_of_work() as uow:
        officer_id = uow.feeds.officer_of(hash_token(token))
        if officer_id is None:
            return None
        uow.feeds.take_turn(officer_id)
        today = taipei_date(now)
        held = [a for a in uow.officers.appointments(officer_id=officer_id) if in_term(a, today)]
        if not held:
            return None
        dates = _dates(uow, officer_id, held, now=now)
        feed = compare(uow.feeds.entries(officer_id), dates, now=now)
        uow.feeds.save(officer_id, feed.changed)
        uow.feeds.forget(officer_id, feed.gone)
        uow.commit()
    return calendar_file(feed.shown)


def _dates(
    uow: UnitOfWork, officer_id: int, held: list[Appointment], *, now: datetime
) -> list[CalendarDate]:
    viewer = Viewer(officer_id=officer_id, agency_ids=frozenset(_acting_for(uow, a) for a in held))
    offices = frozenset(_acting_for(uow, a) for a in held if a.role in OFFICER_ROLES)
    owed = [
        calendar_date(one.duty, one.case, one.case.number, calendar_of(uow, one.duty.agency_id))
        for one in duties_of(uow, viewer, offices, until=now + FAR, now=now)
    ]
    wishes = uow.reminders.wishes(officer_id, now - LONGEST_PAST)
    cases = uow.cases.by_ids({wish.case_id for wish in wishes if wish.case_id is not None})
    return [*owed, *wish_dates(wishes, cases)]


def _acting_for(uow: UnitOfWork, a: Appointment) -> int:
    """Return the agency that an appointment acts for: a unit's ministry."""
    agency = uow.agencies.get(a.agency_id)
    if agency.level is Level.UNIT and agency.parent_id is not None:
        return agency.parent_id
    return agency.id

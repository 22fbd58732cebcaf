"""Invented people and cases. Agencies are the shipped ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.records.agencies import Agency
from storage.records.cases import Case, CaseKind, Stage
from storage.records.messages import DeliveryClass, NewDelivery, NewEvent
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

SECRET_KEY = "a secret key for tests only, 40 characters"  # noqa: S105
OLD_SECRET_KEY = "the secret key that was used before that"  # noqa: S105
NOON = datetime(2026, 12, 8, 4, 0, tzinfo=UTC)  # 12:00 in Taipei
MINUTE = timedelta(minutes=1)


def agency(uow: UnitOfWork, name: str) -> Agency:
    """Return a shipped agency by any of its names."""
    found = uow.agencies.by_name(name)
    assert found is not None, name
    return found


def officer(uow: UnitOfWork, name: str, at: str = "衛福部", role: Role = Role.PO) -> Officer:
    """Add a person with an appointment."""
    added = uow.officers.add(
        Officer(
            id=0,
            name=name,
            email=f"{name}@example.gov.tw",
            office_phone="(02)8590-0000 分機 1234",
            mobile="0900-000-000",
        )
    )
    place = Appointment(id=0, officer_id=added.id, agency_id=agency(uow, at).id, role=role)
    uow.officers.add_appointment(place)
    return added


def case(uow: UnitOfWork, by: Officer, subject: str = "菸捐", **changes: object) -> Case:
    """Register a case of 長官交辦 in 衛福部; `changes` are fields of the case."""
    plain = Case(
        id=0,
        number=uow.cases.next_number(115),
        kind=CaseKind.SUPERIOR,
        stage=Stage.WORKING,
        subject=subject,
        agency_id=agency(uow, "衛福部").id,
        holder_id=by.id,
        created_at=NOON,
        created_by=by.id,
    )
    return uow.cases.add(replace(plain, **changes))  # type: ignore[arg-type]  # any field


def event(event_id: str, conversation: str = "line:C1", text: str = "#登記 菸捐") -> NewEvent:
    """Make an event of a conversation; its message id is the event's."""
    return NewEvent(
        platform="line",
        event_id=event_id,
        conversation=conversation,
        occurred_at=NOON,
        received_at=NOON,
        payload=text.encode(),
        chat_id="C1",
        message_id=event_id,
    )


def delivery(
    delivery_class: DeliveryClass = DeliveryClass.BINDING, due_at: datetime = NOON
) -> NewDelivery:
    """Make a message to one person."""
    return NewDelivery(
        platform="line",
        chat_kind="direct",
        chat_id="U-aboard",
        card="「42 菸捐」已登記".encode(),
        delivery_class=delivery_class,
        due_at=due_at,
        reply_ticket="ticket" if delivery_class is DeliveryClass.REPLY else "",
        reply_by=due_at + MINUTE if delivery_class is DeliveryClass.REPLY else None,
    )

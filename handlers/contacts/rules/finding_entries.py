"""What goes into the indexes: every name and every topic of the directory."""

from collections.abc import Iterable, Iterator, Mapping

from handlers.contacts.rules.finding_answers import Reason
from handlers.contacts.rules.finding_contacts import ContactBook
from handlers.contacts.rules.finding_index import Entry
from handlers.contacts.rules.names import fold, spellings_of
from handlers.contacts.rules.topics import TopicSource
from storage.records.agencies import Agency
from storage.records.officers import Role


def entries_of(agencies: Iterable[Agency], book: ContactBook) -> Iterator[Entry]:
    """Give every name: of agencies and units, of people, of units written in appointments."""
    listed: set[tuple[int, str]] = set()
    for agency in agencies:
        for spelling in spellings_of(agency, book.ancestors(agency)):
            key = fold(spelling.text)
            if agency.parent_id is not None:
                listed.add((agency.parent_id, key))
            yield Entry(key, spelling.text, spelling.reason, agency.id, explicit=spelling.explicit)
    named: set[tuple[int, str]] = set()
    for contact in book.offered():
        officer = contact.officer
        names = ((officer.name, Reason.PERSON), (officer.nickname, Reason.NICKNAME))
        for name, reason in names:
            key = fold(name)
            if (officer.id, key) not in named:
                named.add((officer.id, key))
                yield Entry(key, name, reason, officer_id=officer.id)
        unit = contact.appointment.unit
        place = (contact.agency.id, fold(unit))
        if len(place[1]) > 1 and place not in listed:
            listed.add(place)
            yield Entry(place[1], unit, Reason.UNIT, contact.agency.id, unit=unit)


def topic_sources(
    agencies: Iterable[Agency], book: ContactBook, topics: Mapping[str, tuple[int, ...]]
) -> Iterator[TopicSource]:
    """Give every topic: agencies' duties, officers' 負責事項, and words of cases."""
    for agency in agencies:
        for duty in agency.duties:
            yield TopicSource(duty, agency.id)
    for contact in book.offered():
        if contact.appointment.role is not Role.OBSERVER:
            for phrase in contact.appointment.handles:
                yield TopicSource(phrase, contact.agency.id, contact.appointment.id)
    for phrase, agency_ids in topics.items():
        for agency_id in agency_ids:
            yield TopicSource(phrase, agency_id)

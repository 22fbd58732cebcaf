"""成案包: of a case that passed, the dates and who acts, whom to call, similar cases."""

from datetime import date, datetime

from bot.message import Button, Card, Fact, Item, Tone
from handlers.petitions.cards import title_of
from handlers.petitions.commands.hearing import partners
from handlers.petitions.commands.knowing import Known, guesses_of
from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.due_words import RESPONSE, day_words, force_word, safe_words, standing_words
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.roc_date import show_date, taipei_date
from handlers.shared.why import warning
from storage.records.cases import Case, CaseQuery
from storage.records.duties import Duty
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

DATES, ALIKE, CALLED = 5, 3, 3


def package_card(
    uow: UnitOfWork, known: Known, case: Case, agency_id: int, *, now: datetime
) -> Card:
    """Make one agency's card of a case that passed."""
    today = taipei_date(now)
    number = short_number(case, today.year - ROC_EPOCH)
    owed = [d for d in uow.duties.of_case(case.id) if d.is_open and d.agency_id == agency_id]
    dates = sorted(owed, key=lambda d: d.due_at)[:DATES]
    event = {e.event: e for e in uow.duties.events(case.id)}.get(Event.PASSED)
    passed = ""
    if event is not None:
        standing = standing_words(event, own=agency_id == case.agency_id)
        passed = f"{show_date(event.on, today=today)}成案（{standing}），{known.count:,} 份。"
    called = partners(uow, case, but=agency_id, now=now)[:CALLED]
    names = "；".join(f"{one.agency.short} {name}".strip() for one, name in called)
    alike = _alike(uow, known, case, agency_id, today=today)
    stated_at = known.petition.stated_response_due_at
    doubts = [warning(d, stated_at, by="Join") for d in owed if d.name == RESPONSE]
    facts = (
        Fact("可找", names),
        Fact("類似", alike),
        Fact("請核對", "；".join(filter(None, doubts))),
    )
    finding = tuple(
        Button(f"找 {one.agency.short}", f"找 {one.agency.name}") for one, _ in called[:1]
    )
    return Card(
        alt=f"{number} 成案了",
        kind="成案",
        number=case.number,
        tone=Tone.NOTICE,
        title=case.subject or title_of(known.petition),
        body=passed,
        items=tuple(_item(one, today=today) for one in dates),
        facts=tuple(fact for fact in facts if fact.value),
        note=LEAD_SENTENCE,
        buttons=(Button("看期限", f"期限表 {case.number}", primary=True), *finding),
    )


def _item(duty: Duty, *, today: date) -> Item:
    words = [day_words(duty, today=today), safe_words(duty, today=today), force_word(duty)]
    return Item(duty.name, "，".join(word for word in words if word))


def _alike(uow: UnitOfWork, known: Known, case: Case, agency_id: int, *, today: date) -> str:
    """Name cases in which a word of the title stands, that the agency may see in a list."""
    words = [word for one in guesses_of(uow, known.petition) for word in one.words]
    found: dict[int, str] = {}
    for word in dict.fromkeys(words):
        query = CaseQuery(words=(word,), viewer_agency_ids=frozenset({agency_id}))
        for other in uow.cases.find(query).cases:
            if other.id != case.id:
                serial = short_number(other, today.year - ROC_EPOCH)
                found[other.id] = f"{serial} {other.subject}"
    return "；".join(list(found.values())[:ALIKE])

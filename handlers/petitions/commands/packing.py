"""成案包: of a case that passed, the dates and who acts, whom to call, similar cases."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.message import Button, Card, Fact, Item, Tone
from handlers.petitions.commands.hearing import partners
from handlers.petitions.commands.knowing import Known, guesses_of
from handlers.petitions.rules.likeness import alike, outcome_words
from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.due_words import RESPONSE, day_words, force_word, safe_words, standing_words
from handlers.shared.official_text import LEAD_SENTENCE
from handlers.shared.roc_date import show_date, taipei_date
from handlers.shared.why import warning
from storage.records.cases import Case, CaseQuery
from storage.records.duties import SUPERIOR, Duty
from storage.records.rules import Event, Force
from storage.unit_of_work import UnitOfWork

DATES, ALIKE, CALLED = 5, 3, 3
LOOKED_THROUGH = 200  # the newest cases of the agency, and of each word


def package_card(
    uow: UnitOfWork, known: Known | None, case: Case, agency_id: int, *, now: datetime
) -> Card:
    """Make one agency's card of a case that passed; `known` is None where Join is not."""
    today = taipei_date(now)
    number = short_number(case, today.year - ROC_EPOCH)
    owed = [d for d in uow.duties.of_case(case.id) if d.is_open and _concerns(d, agency_id)]
    dates = _together(owed)[:DATES]
    shorts = {i: uow.agencies.get(i).short for i in {d.agency_id for d in owed}}
    event = {e.event: e for e in uow.duties.events(case.id)}.get(Event.PASSED)
    passed = ""
    if event is not None:
        standing = standing_words(event, own=agency_id == case.agency_id)
        count = f"，{known.count:,} 份" if known is not None and known.count else ""
        passed = f"{show_date(event.on, today=today)}成案（{standing}）{count}。"
    called = partners(uow, case, but=agency_id, now=now)[:CALLED]
    names = "；".join(f"{one.agency.short} {name}".strip() for one, name in called)
    alike = _alike(uow, known, case, agency_id, today=today)
    stated_at = known.petition.stated_response_due_at if known is not None else None
    own = [d for d in owed if d.agency_id == agency_id]
    doubts = [warning(d, stated_at, by="Join") for d in own if d.name == RESPONSE]
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
        title=case.subject or _title(known),
        body=passed,
        items=tuple(_item(several, shorts, today=today) for several in dates),
        facts=tuple(fact for fact in facts if fact.value),
        note=LEAD_SENTENCE,
        buttons=(Button("看期限", f"期限表 {case.number}", primary=True), *finding),
    )


def _concerns(duty: Duty, agency_id: int) -> bool:
    """Whether an agency is shown a date: its own, and what another one owes to the public."""
    inner = duty.name == SUPERIOR or duty.force is Force.INTERNAL
    return duty.agency_id == agency_id or not inner


def _together(owed: Iterable[Duty]) -> list[list[Duty]]:
    """Gather what several agencies owe on one day, the nearest first."""
    found: dict[tuple[datetime, str], list[Duty]] = {}
    for duty in owed:
        found.setdefault((duty.due_at, duty.name), []).append(duty)
    return [found[key] for key in sorted(found)]


def _item(several: list[Duty], shorts: Mapping[int, str], *, today: date) -> Item:
    """Say one date and who acts."""
    one, who = several[0], "、".join(dict.fromkeys(shorts[d.agency_id] for d in several))
    words = [day_words(one, today=today), safe_words(one, today=today), force_word(one), who]
    return Item(one.name, "，".join(word for word in words if word))


def _alike(uow: UnitOfWork, known: Known | None, case: Case, agency_id: int, *, today: date) -> str:
    """Name cases like this one that the agency may see in a list: its own, and public ones."""
    mine = frozenset({agency_id})
    guessed = guesses_of(uow, known.petition) if known is not None else ()
    words = dict.fromkeys(word for one in guessed for word in one.words)
    usual = CaseQuery(viewer_agency_ids=mine, limit=LOOKED_THROUGH)
    queries = (replace(usual, agency_ids=mine), *(replace(usual, words=(w,)) for w in words))
    found = {one.id: one for query in queries for one in uow.cases.find(query).cases}
    found.pop(case.id, None)
    said = (
        f"{short_number(one, today.year - ROC_EPOCH)} {one.subject}"
        f"{outcome_words(one, own=one.agency_id == agency_id)}"
        for one in alike(case.subject or _title(known), found.values())[:ALIKE]
    )
    return "；".join(said)


def _title(known: Known | None) -> str:
    return known.petition.title if known is not None else ""

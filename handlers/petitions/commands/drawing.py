"""The chart of a petition: which one goes on a card, and how it is drawn when it is wanted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.message import Picture
from bot.pictures import PictureKey
from handlers.petitions.commands.knowing import Known, known_terms
from handlers.petitions.rules.chart import Chart, chart_text, draw
from handlers.petitions.rules.course import Look, Terms
from handlers.petitions.rules.scores import LEVEL_NAMES
from storage.records.petitions import CountSpan, Petition
from storage.unit_of_work import UnitOfWork

KIND = "petition"
HIGH_ENOUGH = 0.04  # of the goal; below, it is a flat line
FINENESS = 800  # spans; a chart has about so many pixels, and more are not seen
LONG_ENOUGH = timedelta(days=1)  # between the first look and the last; less is a dot


def picture_of(uow: UnitOfWork, known: Known) -> Picture | None:
    """Return the picture of what is known now; None while that is too little to draw.

    It is as of the last look: until the next one the same picture, afterwards still that one.
    """
    if not known.spans:
        return None
    at = max(span.last_at for span in known.spans)
    chart = _chart(uow, known.petition, known.terms, known.spans, at=at)
    if chart is None or chart.looks[-1].at - chart.looks[0].at < LONG_ENOUGH:
        return None
    if chart.looks[-1].count < HIGH_ENOUGH * chart.terms.goal:
        return None
    return Picture(PictureKey(KIND, known.petition.join_id, at).text, chart_text(chart))


def draw_petition(uow: UnitOfWork, key: PictureKey) -> str | None:
    """Draw a petition as it was known at the key's moment; None when there was nothing."""
    petition = uow.petitions.find(key.subject)
    if petition is None:
        return None
    spans = uow.petitions.spans([petition.join_id]).get(petition.join_id, ())
    chart = _chart(uow, petition, known_terms(uow, petition), spans, at=key.at)
    return None if chart is None else draw(chart)


def _chart(
    uow: UnitOfWork,
    petition: Petition,
    terms: Terms | None,
    spans: Sequence[CountSpan],
    *,
    at: datetime,
) -> Chart | None:
    """Gather what was known `at` a moment; None while nothing was."""
    seen = [span for span in spans if span.first_at <= at]
    if terms is None or not seen:
        return None
    fine = (terms.due - terms.start) / FINENESS
    kept = seen[:1]
    for span in seen[1:]:
        if span is seen[-1] or span.last_at - kept[-1].last_at >= fine:
            kept.append(span)
    looks = [Look(when, s.count) for s in kept for when in (s.first_at, min(s.last_at, at))]
    marks = uow.watches.marks_of(petition.join_id)
    told = [(level, marks[name].reached_at) for level, name in LEVEL_NAMES.items() if name in marks]
    return Chart(
        looks=tuple(sorted(looks, key=lambda look: look.at)),
        terms=terms,
        told=tuple((level, when) for level, when in told if when <= at),
    )

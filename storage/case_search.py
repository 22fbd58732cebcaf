"""Lists of cases: what is asked for and what may be seen, as one condition, so paging is right."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from storage.names import contains_pattern
from storage.records.cases import CaseKind, CaseQuery, Part, Secrecy
from storage.tables.cases import (
    case_agencies,
    case_invited_agencies,
    case_named_officers,
    cases,
    notes,
)

OPEN_KINDS = (CaseKind.PETITION.value, CaseKind.CONSULTATION.value)  # public: all officers see them
HELPING = (Part.LEAD.value, Part.CO_ORGANISER.value)

Condition = ColumnElement[bool]


def _visible(query: CaseQuery) -> Condition:
    """Express who sees what; the reasons are in handlers/shared/audience."""
    agency_ids = query.viewer_agency_ids
    seen: Condition = cases.c.kind.in_(OPEN_KINDS)
    if agency_ids:
        seen = or_(
            seen,
            cases.c.agency_id.in_(agency_ids),
            exists().where(
                case_agencies.c.case_id == cases.c.id, case_agencies.c.agency_id.in_(agency_ids)
            ),
            exists().where(
                case_invited_agencies.c.case_id == cases.c.id,
                case_invited_agencies.c.agency_id.in_(agency_ids),
            ),
        )
    normal = and_(cases.c.secrecy == Secrecy.NORMAL.value, seen)
    if not query.include_sensitive or query.viewer_officer_id is None:
        return normal
    return or_(normal, and_(cases.c.secrecy == Secrecy.SENSITIVE.value, _names_viewer(query)))


def _names_viewer(query: CaseQuery) -> Condition:
    """Match 敏感 cases that the viewer holds, or that somebody let the viewer see."""
    named = exists().where(
        case_named_officers.c.case_id == cases.c.id,
        case_named_officers.c.officer_id == query.viewer_officer_id,
    )
    holds = and_(
        cases.c.holder_id == query.viewer_officer_id,
        cases.c.agency_id.in_(query.viewer_agency_ids),
    )
    return or_(named, holds)


def _says(word: str, query: CaseQuery) -> Condition:
    """Match a word in number and subject, or in a note that the viewer may read."""
    pattern = contains_pattern(word)
    readable = or_(notes.c.shared.is_(true()), notes.c.agency_id.in_(query.viewer_agency_ids))
    in_notes = exists().where(
        notes.c.case_id == cases.c.id, readable, notes.c.search_text.like(pattern, escape="\\")
    )
    return or_(cases.c.search_text.like(pattern, escape="\\"), in_notes)


def _takes_part(agency_ids: frozenset[int]) -> Condition:
    """Match cases that one of the agencies owns or takes part in."""
    part = select(case_agencies.c.case_id).where(case_agencies.c.agency_id.in_(agency_ids))
    return or_(cases.c.agency_id.in_(agency_ids), cases.c.id.in_(part))


def _helps(agency_ids: frozenset[int]) -> Condition:
    """Match others' cases where one of the agencies is 主辦 or 協辦, confirmed or suggested."""
    part = select(case_agencies.c.case_id).where(
        case_agencies.c.agency_id.in_(agency_ids), case_agencies.c.part.in_(HELPING)
    )
    return and_(cases.c.agency_id.not_in(agency_ids), cases.c.id.in_(part))


def _of_agencies(query: CaseQuery) -> Iterator[Condition]:
    if query.agency_ids:
        yield _takes_part(query.agency_ids)
    if query.helper_ids:
        yield _helps(query.helper_ids)


def condition_of(query: CaseQuery) -> Condition:
    """Return everything that a case must fulfil to be on the list."""
    if query.limit < 0 or query.offset < 0:
        return false()
    parts: list[Condition] = [_visible(query), cases.c.cancelled_at.is_(None)]
    parts.extend(_says(word, query) for word in query.words)
    parts.extend(_of_agencies(query))
    if query.secrecy is not None:
        parts.append(cases.c.secrecy == query.secrecy.value)
    if query.stages:
        parts.append(cases.c.stage.in_([stage.value for stage in query.stages]))
    if query.kinds:
        parts.append(cases.c.kind.in_([kind.value for kind in query.kinds]))
    if query.holder_id is not None:
        parts.append(cases.c.holder_id == query.holder_id)
    if query.open_only:
        parts.append(cases.c.closed_at.is_(None))
    return and_(*parts)

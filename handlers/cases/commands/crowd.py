"""The people of the agency that owns a case, to whom it can be given."""

from collections.abc import Callable
from contextlib import suppress

from handlers.cases.errors import ElsewhereError
from handlers.cases.rules.files import CaseFile
from handlers.services import Asked
from handlers.shared.colleagues import (
    Colleague,
    NoColleagueError,
    SeveralColleaguesError,
    colleagues,
    in_term,
    pick_colleague,
)
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork


def present(uow: UnitOfWork, agency_id: int, request: Asked) -> tuple[Colleague, ...]:
    """Return who holds an appointment in the agency today."""
    today = taipei_date(request.now)
    places = [a for a in uow.officers.appointments(agency_id=agency_id) if in_term(a, today)]
    people = [uow.officers.get(i) for i in dict.fromkeys(a.officer_id for a in places)]
    return colleagues(people, places, today=today)


def pick(
    uow: UnitOfWork,
    request: Asked,
    file: CaseFile,
    name: str,
    *,
    hint: Callable[[Officer, Agency], str],
) -> Officer:
    """Find whom a name means among the owner's people.

    Raises NoColleagueError or SeveralColleaguesError; ElsewhereError, with the `hint` for person
    and agency, when the person works above, below or beside.
    """
    try:
        return pick_colleague(name, present(uow, file.case.agency_id, request)).officer
    except NoColleagueError:
        for agency in _relatives(file):
            with suppress(NoColleagueError, SeveralColleaguesError):
                person = pick_colleague(name, present(uow, agency.id, request)).officer
                raise ElsewhereError(
                    person.shown_name,
                    agency.short,
                    file.owner.short,
                    hint=hint(person, agency),
                ) from None
        raise


def _relatives(file: CaseFile) -> tuple[Agency, ...]:
    """Return the agencies above, below and beside the owner, the nearest first."""
    owner = file.owner
    others = [a for a in file.agencies.values() if a.id != owner.id]
    above = [a for a in others if a.id == owner.parent_id]
    below = [a for a in others if a.parent_id == owner.id]
    beside = [a for a in others if owner.parent_id is not None and a.parent_id == owner.parent_id]
    return (*below, *above, *beside)

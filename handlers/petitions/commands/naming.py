"""The petition that a line names: by Join's address, or by the number of its case."""

import re
from dataclasses import dataclass

from handlers.petitions.errors import NoJoinLinkError, NoPetitionError
from handlers.services import Asked
from handlers.shared.audience import Sight
from handlers.shared.case_numbers import clean_text, read_number
from handlers.sight import find_named
from storage.records.cases import CaseKind
from storage.records.petitions import Petition
from storage.unit_of_work import UnitOfWork

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
LINK = re.compile(rf"(?:https?://)?join\.gov\.tw/idea/detail/(?P<id>{_UUID})[^\s，。；」）]*")


@dataclass(frozen=True, slots=True)
class NamedPetition:
    """A petition, and what else the line says."""

    petition: Petition
    rest: str
    number: str = ""  # of its case, when it was named by that


def find_petition(uow: UnitOfWork, request: Asked, *, example: str) -> NamedPetition:
    """Find the petition that a line names; one that nobody looked at is looked at from now on.

    Raises NoPetitionError, NoJoinLinkError, CaseNotFoundError, NotInGroupError.
    """
    text = clean_text(request.argument)
    link = LINK.search(text)
    if link is not None:
        rest = f"{text[: link.start()]} {text[link.end() :]}".strip()
        return NamedPetition(_kept(uow, request, link["id"].lower()), rest)
    if read_number(text)[0] is None:
        raise NoPetitionError(example)
    named = find_named(uow, request, text, example=example)
    case = named.case
    if case.kind is not CaseKind.PETITION or not case.join_id or named.sight is not Sight.FULL:
        raise NoJoinLinkError(named.number)
    return NamedPetition(_kept(uow, request, case.join_id), named.rest, named.number)


def _kept(uow: UnitOfWork, request: Asked, join_id: str) -> Petition:
    fresh = Petition(join_id=join_id, added_at=request.now, next_look_at=request.now)
    uow.petitions.add(fresh)
    return uow.petitions.find(join_id) or fresh

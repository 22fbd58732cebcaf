"""What several commands of this room do: find a source, see who may change it, note it."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.sources.fetching import PORTS, is_outside
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.sources.errors import (
    InsideAddressError,
    MayNotPassOnError,
    NoSuchSourceError,
    NotYourSourceError,
)
from storage.records.officers import Role
from storage.records.posts import Post, Source, SourceKind
from storage.unit_of_work import UnitOfWork

LOOKED_AT = (SourceKind.FEED, SourceKind.VENDOR, SourceKind.FILE, SourceKind.JOIN)
PASSERS = OFFICER_ROLES | {Role.PRESS, Role.PARLIAMENT}
OF_PARLIAMENT = "國會"  # a matter, as 索資 and 質詢 are
INSIDE = (".local", ".internal", ".localhost", ".lan", ".home", ".corp")


def listed(uow: UnitOfWork) -> tuple[Source, ...]:
    """Return the sources that people see, the oldest first."""
    return tuple(source for source in uow.posts.sources() if source.kind in LOOKED_AT)


def find_source(uow: UnitOfWork, number: int | None, name: str) -> Source:
    """Find a source by number, or by its whole name. Raises NoSuchSourceError."""
    for source in listed(uow):
        if source.id == number or (number is None and name and source.name == name):
            return source
    raise NoSuchSourceError(name if number is None else str(number))


def may_change(request: Asked, source: Source) -> None:
    """Raise NotYourSourceError unless it is the speaker's agency's, or everybody's to the hub."""
    if not (is_keeper(request) or source.agency_id in request.speaker.office_ids):
        raise NotYourSourceError(source.name)


def is_keeper(request: Asked) -> bool:
    """Whether the speaker keeps what is everybody's: an administrator, or 國發會."""
    return request.speaker.is_admin or Role.HUB in request.speaker.roles


def judge_address(url: str, request: Asked, services: Services) -> None:
    """Raise InsideAddressError for what is surely no public server; each look judges again.

    Only who keeps what is everybody's may add a feed of the operator's own hosts.
    """
    if is_keeper(request) and services.is_own_feed(url):
        return
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    try:
        ip_address(host)
    except ValueError:
        public = "." in host and not host.endswith(INSIDE)
    else:
        public = is_outside(host)
    if not public or parts.port not in {None, *PORTS.values()}:
        raise InsideAddressError


def note(uow: UnitOfWork, request: Asked, action: str, target: str) -> None:
    """Write into the audit log who did it."""
    officer = speaking_officer(request.speaker)
    uow.audit.append(
        at=request.now,
        actor=f"officer:{officer.id}",
        agency_id=speaking_agency(request.speaker).id,
        action=action,
        target=target,
    )


def may_pass(request: Asked) -> None:
    """Raise MayNotPassOnError unless the speaker hears from press or parliament, or is a PO."""
    if not (request.speaker.roles & PASSERS or request.speaker.is_admin):
        raise MayNotPassOnError


def brought(request: Asked) -> Post:
    """Make an empty post that the speaker brings, for their agency alone."""
    return Post(
        source_id=0,
        external_id="",
        posted_at=request.now,
        received_at=request.now,
        agency_id=speaking_agency(request.speaker).id,
        brought_by=speaking_officer(request.speaker).id,
    )


def matter_for(request: Asked, matter: str) -> str:
    """Return what must stay about words: what they speak of, or whom the speaker hears from."""
    return matter or (OF_PARLIAMENT if _is_of_parliament(request) else "")


def _is_of_parliament(request: Asked) -> bool:
    """Whether the speaker passes on only what the parliament says: it stays, whatever it is."""
    return Role.PARLIAMENT in request.speaker.roles and Role.PRESS not in request.speaker.roles

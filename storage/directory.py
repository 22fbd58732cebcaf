"""The versions of the directory, and the agencies as they were at one version."""

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from storage.names import level_text
from storage.records.agencies import Agency
from storage.tables.directory import agency_versions, directory_versions

VERSION_BITS = 62  # fits a signed 64-bit column


def read_version(connection: Connection) -> int:
    """Return the number that differs whenever agencies, officers or appointments differ."""
    return int(connection.execute(select(directory_versions.c.version)).scalar_one())


def renew_version(connection: Connection) -> None:
    """Note that the directory changed.

    Random, not counted up: a number that was rolled back must never come again with other content.
    """
    fresh = secrets.randbits(VERSION_BITS)
    connection.execute(update(directory_versions).values(version=fresh))


def read_agencies_version(connection: Connection) -> int:
    """Return the number that differs whenever agencies differ."""
    return int(connection.execute(select(agency_versions.c.version)).scalar_one())


def renew_agencies_version(connection: Connection) -> None:
    """Note that the agencies changed, and with them the directory."""
    fresh = secrets.randbits(VERSION_BITS)
    connection.execute(update(agency_versions).values(version=fresh))
    renew_version(connection)


def _names(agency: Agency) -> Iterable[tuple[int, str]]:
    """Give the names that mean the agency, each with its rank; 0 is the surest."""
    yield 0, agency.name
    for name in agency.short_names:
        yield 1, name
    for name in (agency.acronym, agency.code, agency.english):
        yield 2, name
    for name in (*agency.former_names, *agency.former_codes):
        yield 3, name


class AgencyList:
    """All agencies at one version; never changes."""

    def __init__(self, version: int, agencies: Iterable[Agency]) -> None:
        self.version = version
        self.all = tuple(agencies)
        self.by_id = {agency.id: agency for agency in self.all}
        # (ended, rank): a body that exists and a name in use come first.
        found: dict[str, dict[tuple[bool, int], set[int]]] = {}
        for agency in self.all:
            for rank, name in _names(agency):
                if key := level_text(name):
                    ranks = found.setdefault(key, {})
                    ranks.setdefault((agency.valid_to is not None, rank), set()).add(agency.id)
        self._found = found

    def by_name(self, name: str) -> Agency | None:
        """Return the one agency that `name` means; None when it is unknown or means several."""
        ranks = self._found.get(level_text(name))
        if ranks is None:
            return None
        ids = ranks[min(ranks)]
        return self.by_id[next(iter(ids))] if len(ids) == 1 else None

"""The agencies and their internal units."""

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.directory import AgencyList, read_agencies_version, renew_agencies_version
from storage.errors import RecordNotFoundError
from storage.memory import Latest
from storage.records.agencies import Agency, Level
from storage.records.calendar import DEFAULT_COUNTY
from storage.tables.directory import agencies


def _agency(row: RowMapping) -> Agency:
    return Agency(
        id=row["id"],
        name=row["name"],
        level=Level(row["level"]),
        code=row["code"],
        short_names=row["short_names"],
        english=row["english"],
        acronym=row["acronym"],
        former_names=row["former_names"],
        former_codes=row["former_codes"],
        parent_id=row["parent_id"],
        duties=row["duties"],
        valid_to=row["valid_until_on"],
        county=row["county"] or "",
    )


def agency_values(agency: Agency) -> dict[str, object]:
    """Return the columns of an agency, without its id."""
    return {
        "name": agency.name,
        "level": agency.level.value,
        "code": agency.code,
        "short_names": agency.short_names,
        "english": agency.english,
        "acronym": agency.acronym,
        "former_names": agency.former_names,
        "former_codes": agency.former_codes,
        "parent_id": agency.parent_id,
        "duties": agency.duties,
        "valid_until_on": agency.valid_to,
        "county": agency.county or None,
    }


def _known(agencies: AgencyList, agency_id: int) -> Agency:
    agency = agencies.by_id.get(agency_id)
    if agency is None:
        kind = "agency"
        raise RecordNotFoundError(kind, agency_id)
    return agency


class AgencyStore:
    """Finds and keeps agencies. Few and read often, so a list of all is kept in memory."""

    def __init__(self, connection: Connection, memory: Latest[AgencyList]) -> None:
        self._connection = connection
        self._memory = memory

    def _list(self) -> AgencyList:
        # The version first: a list read later is at least as new as its number says.
        version = read_agencies_version(self._connection)
        known = self._memory.recall(version)
        if known is None:
            rows = self._connection.execute(select(agencies).order_by(agencies.c.id)).mappings()
            known = AgencyList(version, (_agency(row) for row in rows))
            self._memory.keep(known)
        return known

    def all(self) -> tuple[Agency, ...]:
        """Return all agencies, ended ones too, oldest entry first."""
        return self._list().all

    def get(self, agency_id: int) -> Agency:
        """Return the agency with that id.

        Raises RecordNotFoundError.
        """
        return _known(self._list(), agency_id)

    def by_name(self, name: str) -> Agency | None:
        """Return the agency with exactly that full, short or former name, acronym or code.

        臺/台, width and letter case do not matter. A body that exists is preferred to one that
        ended, a present name to a former one. None when unknown, or when several are meant.
        """
        return self._list().by_name(name)

    def county(self, agency_id: int) -> str:
        """Return the county whose closures concern the agency: its own, else its parent's.

        Raises RecordNotFoundError.
        """
        known = self._list()
        agency = _known(known, agency_id)
        while not agency.county and agency.parent_id is not None:
            agency = _known(known, agency.parent_id)
        return agency.county or DEFAULT_COUNTY

    def add(self, agency: Agency) -> Agency:
        """Keep a new agency; its id is given here."""
        values = agency_values(agency)
        added = insert(agencies).values(values).returning(*agencies.c)
        row = self._connection.execute(added).mappings().one()
        renew_agencies_version(self._connection)
        return _agency(row)

    def save(self, agency: Agency) -> None:
        """Keep what changed.

        Raises RecordNotFoundError.
        """
        changed = update(agencies).where(agencies.c.id == agency.id).values(agency_values(agency))
        if self._connection.execute(changed).rowcount == 0:
            kind = "agency"
            raise RecordNotFoundError(kind, agency.id)
        renew_agencies_version(self._connection)

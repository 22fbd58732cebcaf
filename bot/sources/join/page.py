"""A petition's page: the object `idea` in its script, in every shape since 2016.

`approvalOrganization.master` was an object (2016), is a list (2018) and "" while nobody leads;
empty is "" everywhere, keys come and go. See `read_idea` for what the keys mean.
"""

import hashlib
import json
from collections.abc import Mapping

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.embedded import decoded, kept, variable
from bot.sources.join.plain_page import read_plain_page
from bot.sources.join.records import JoinAgency, JoinPetition, JoinResponse, Origin
from bot.sources.join.values import (
    TITLE_LIMIT,
    fields_of,
    items_of,
    moment,
    number,
    text,
    uuid,
)

VARIABLE = "idea"
RESPONSE_WORDS = ("analysis", "suggest", "plan", "reference")
AGENCY_LIMIT = 60  # agencies of one petition; the most seen were nine
RESPONSE_LIMIT = 100
CODE_LIMIT = 20  # characters


def read_page(data: bytes, join_id: str) -> JoinPetition:
    """Read the page of one petition; its words are the last resort. Raises SourceError."""
    page = decoded(data)
    found = [read_idea(fields, Origin.PAGE) for fields in variable(page, VARIABLE)]
    several = [petition for petition in found if petition is not None]
    for petition in several:
        if petition.join_id == join_id:
            return petition
    if several:
        raise SourceError(Trouble.UNREADABLE, "the page is another petition's")
    return read_plain_page(page, join_id)


def read_idea(fields: Mapping[str, object], origin: Origin) -> JoinPetition | None:
    """Read the object `idea`; None without an id, for then nobody knows what it tells of."""
    join_id = uuid(fields.get("id"))
    if not join_id:
        return None
    parts = fields_of(fields.get("approvalOrganization"))
    responses = (_response(fields_of(one)) for one in items_of(fields.get("govResponses")))
    return JoinPetition(
        join_id=join_id,
        origin=origin,
        title=text(fields.get("title"), TITLE_LIMIT),
        summary=text(fields.get("outline")),
        case_number=text(fields.get("caseNumber"), TITLE_LIMIT),
        status=text(fields.get("status"), TITLE_LIMIT),
        count=number(fields.get("endorseCount")),
        goal=number(fields.get("endorseGoal")) or None,
        comment_count=number(fields.get("commentCount")) or None,
        submitted_at=moment(fields.get("readyTime")) or moment(fields.get("publishDate")),
        review_due_at=moment(fields.get("approvedDueDate")),
        opened_at=moment(fields.get("approvedTime")),
        closes_at=moment(fields.get("endorseDueDate")),
        passed_at=moment(fields.get("secondSignedTime")),
        stated_response_due_at=moment(fields.get("advisedTime")),
        leads=_agencies(parts.get("master")),
        helpers=_agencies(parts.get("slave")),
        responses=tuple(one for one in responses if one is not None)[:RESPONSE_LIMIT],
        raw=kept(fields),
    )


def _agencies(value: object) -> tuple[JoinAgency, ...]:
    found = (_agency(fields_of(one)) for one in items_of(value)[:AGENCY_LIMIT])
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _agency(fields: Mapping[str, object]) -> JoinAgency | None:
    code = text(fields.get("organizationId"), CODE_LIMIT)
    name = text(fields.get("organizationName"), TITLE_LIMIT)
    return JoinAgency(code, name) if code or name else None


def _response(fields: Mapping[str, object]) -> JoinResponse | None:
    agency = _agency(fields_of(fields.get("organization")))
    if agency is None:
        return None
    words = [fields.get(name) for name in RESPONSE_WORDS]
    written = json.dumps([one if isinstance(one, str) else "" for one in words])
    return JoinResponse(
        agency=agency,
        first_at=moment(fields.get("firstResponseTime")),
        responded_at=moment(fields.get("responseTime")),
        decided=bool(text(fields.get("suggest"))),
        fingerprint=hashlib.sha256(written.encode()).hexdigest(),
    )

"""How storage/data/samples.json looks: the sandbox's invented people, groups and cases."""

import json
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast

DATA = Path(__file__).parent / "data" / "samples.json"


class PersonText(TypedDict):
    """Somebody to speak as; one who is bound to nobody has only the first three."""

    id: str
    label: str
    name: str
    officer: NotRequired["OfficerText"]


class OfficerText(TypedDict):
    """The officer behind a person."""

    nickname: str
    email: str
    office_phone: str
    mobile: str
    phone_in_groups: bool
    agency: str
    role: str
    title: str
    unit: str
    deputy: str
    supervisor: str
    handles: list[str]
    declines: list[str]


class GroupText(TypedDict):
    """A group; one without a scope is not opened, and the bot is not in it yet."""

    id: str
    name: str
    members: list[str]
    scope: NotRequired[str]
    opened_by: NotRequired[str]


class PartText(TypedDict):
    """An agency's part in a case."""

    agency: str
    part: str
    standing: str
    source: str


class CaseText(TypedDict):
    """A case; days count from when the samples are put in."""

    kind: str
    stage: str
    subject: str
    holder: str
    opened_days_ago: int
    agencies: list[PartText]
    due_in_days: NotRequired[int]
    closed_days_ago: NotRequired[int]
    passed_days_ago: NotRequired[int]
    result: NotRequired[str]
    secrecy: NotRequired[str]
    drafter: NotRequired[str]
    note: NotRequired[str]


class SampleTexts(TypedDict):
    """The whole file."""

    people: list[PersonText]
    groups: list[GroupText]
    cases: list[CaseText]
    group_examples: list[str]
    direct_examples: list[str]


@cache
def read_sample_texts() -> SampleTexts:
    """Read the file once."""
    return cast("SampleTexts", json.loads(DATA.read_text(encoding="utf-8")))

"""The table of phrasings, read once: how officers type, and what should happen."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from bot.addressing import what_is_asked
from bot.clock import StandingClock
from bot.slack.requests import RawRequest, RequestKind
from bot.understand import Understander
from bot.understanding import Certainty, Understanding
from tests.support.edges import SlackEdge, Spot

TABLE = Path(__file__).resolve().parents[1] / "phrasings.csv"


NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)


class Expected(StrEnum):
    """What should happen."""

    DO = "do"  # carried out
    ELSEWHERE = "elsewhere"  # understood; a group gets a card that points to the 1:1 chat
    REFUSED = "refused"  # understood, but the speaker may not
    OFFER = "offer"  # the command that was probably meant comes as a button
    NOTHING = "nothing"  # silence in a group, a few examples one to one


UNDERSTOOD = frozenset({Expected.DO, Expected.ELSEWHERE, Expected.REFUSED})


@dataclass(frozen=True)
class Phrasing:
    """One row of the table."""

    says: str
    in_group: bool
    is_officer: bool
    expected: Expected
    command: str
    parts: tuple[str, ...]  # what the argument must hold; none: the argument must be empty


def read_phrasings() -> tuple[Phrasing, ...]:
    """Read all rows."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Phrasing(
                says=row["says"],
                in_group=row["where"] == "group",
                is_officer=row["who"] == "officer",
                expected=Expected(row["expect"]),
                command=row["command"],
                parts=tuple(part for part in row["argument"].split("|") if part),
            )
            for row in csv.DictReader(file)
        )


def is_right(phrasing: Phrasing, heard: Understanding) -> bool:
    """Decide whether a text was understood as the table says."""
    if phrasing.expected in UNDERSTOOD:
        named = heard.certainty is Certainty.SURE and heard.command == phrasing.command
        held = all(part in heard.argument for part in phrasing.parts)
        wanted_empty = phrasing.expected is Expected.DO and not phrasing.parts
        return named and held and (heard.argument == "" or not wanted_empty)
    if phrasing.expected is Expected.OFFER:
        offered = heard.certainty is Certainty.CLOSE
        return offered and heard.guesses[0].command == phrasing.command
    # A guess that a stranger may not use is never shown: test_dispatch holds that.
    return heard.certainty is Certainty.NOTHING or not phrasing.is_officer


def hear(understander: Understander, phrasing: Phrasing) -> Understanding:
    """Understand a text as it comes out of its chat."""
    asked = what_is_asked(
        phrasing.says,
        mentioned=phrasing.in_group,
        direct=not phrasing.in_group,
        verbs=understander.verbs,
    )
    return understander.understand(asked or "")


def hear_on_slack(understander: Understander, phrasing: Phrasing) -> Understanding:
    """Understand a text as Slack sends it: as a mention in a channel, or one to one."""
    edge = SlackEdge(StandingClock(NOW), understander.verbs)
    spot = Spot("C0GROUP" if phrasing.in_group else "U0OFFICER", is_group=phrasing.in_group)
    said = f"#{phrasing.says}" if phrasing.in_group else phrasing.says
    event = edge.typed(spot, said, "U0OFFICER", "")
    stored = RawRequest(kind=RequestKind.EVENT, fields=event).payload
    message = edge.reader()(stored, received_at=NOW)
    return understander.understand(message.text if message is not None else "")


PHRASINGS = read_phrasings()

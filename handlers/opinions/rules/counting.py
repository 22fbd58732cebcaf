"""People, not comments: who is whom, what is a repeat, and how far the answers are. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz import fuzz

from handlers.opinions.rules.pasting import Comment, source_of
from handlers.shared.personal_data import PersonalData, find_personal_data
from storage.records.opinions import Opinion, Side, Source, Verdict

NEAR = 90.0  # rapidfuzz's score, 0 to 100: one person's texts so near are one comment
LIKE = 70.0  # texts of different people so near are worth being answered together
MOST_ALIKE = 5
SHORT = 12  # characters; shorter texts are the same only when they are equal
LONGEST = 2000  # characters of one comment
MOST = 999  # comments of one case: their numbers have three digits


@dataclass(frozen=True, slots=True)
class Said:
    """A comment and under which keys who said it may be known, today's first; () without a name."""

    comment: Comment
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """By whom, when and with which message comments came in."""

    case_id: int
    at: datetime
    officer_id: int | None = None
    source_message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What of a paste is new, and what was left out and why."""

    new: tuple[Opinion, ...] = ()
    repeat_count: int = 0
    personal: tuple[tuple[int, PersonalData], ...] = ()  # place in the paste, from 1
    too_long: tuple[int, ...] = ()
    over_count: int = 0  # beyond what one case holds


@dataclass(slots=True)
class _Crowd:
    """Who spoke so far, and what."""

    known: dict[str, tuple[Source, int]] = field(default_factory=dict[str, tuple[Source, int]])
    highest: Counter[Source] = field(default_factory=Counter[Source])
    texts: dict[tuple[Source, int], list[str]] = field(
        default_factory=dict[tuple[Source, int], list[str]]
    )
    nameless: set[str] = field(default_factory=set[str])

    def keep(self, keys: Iterable[str], who: tuple[Source, int], level: str) -> None:
        """Note what somebody said."""
        keys = tuple(keys)
        self.known.update(dict.fromkeys(keys, who))
        self.highest[who[0]] = max(self.highest[who[0]], who[1])
        self.texts.setdefault(who, []).append(level)
        if not keys:
            self.nameless.add(level)


def take_in(known: Sequence[Opinion], said: Sequence[Said], taken: Taken) -> Intake:
    """Decide what of a paste is kept: each person's text once, also when it is pasted again.

    Who gave no name is a person of their own, unless the same text was there without a name.
    """
    crowd = _Crowd()
    for before in known:
        keys = (before.author_key,) if before.author_key else ()
        crowd.keep(keys, (before.source, before.person), levelled(before.text))
    new: list[Opinion] = []
    personal: list[tuple[int, PersonalData]] = []
    too_long: list[int] = []
    repeats = over = 0
    serial = max((one.serial for one in known), default=0)
    for place, one in enumerate(said, start=1):
        found = find_personal_data(one.comment.text)
        who, level = _who(crowd, one), levelled(one.comment.text)
        if found is not None:
            personal.append((place, found))
        elif len(one.comment.text) > LONGEST:
            too_long.append(place)
        elif _is_repeat(crowd, one, who, level):
            repeats += 1
        elif serial + len(new) >= MOST:
            over += 1
        else:
            crowd.keep(one.keys, who, level)
            new.append(_opinion(one, who, serial + len(new) + 1, taken))
    return Intake(
        new=tuple(new),
        repeat_count=repeats,
        personal=tuple(personal),
        too_long=tuple(too_long),
        over_count=over,
    )


def _who(crowd: _Crowd, one: Said) -> tuple[Source, int]:
    found = next((crowd.known[key] for key in one.keys if key in crowd.known), None)
    source = source_of(one.comment.name)
    return found or (source, crowd.highest[source] + 1)


def _is_repeat(crowd: _Crowd, one: Said, who: tuple[Source, int], level: str) -> bool:
    if not one.keys:
        return level in crowd.nameless
    return any(is_same(level, before) for before in crowd.texts.get(who, ()))


def _opinion(one: Said, who: tuple[Source, int], serial: int, taken: Taken) -> Opinion:
    source, person = who
    return Opinion(
        id=0,
        case_id=taken.case_id,
        serial=serial,
        source=source,
        person=person,
        text=one.comment.text,
        kept_at=taken.at,
        kept_by=taken.officer_id,
        author_key=one.keys[0] if one.keys else "",
        side=one.comment.side,
        said_on=one.comment.said_on,
        source_message=taken.source_message,
    )


def levelled(text: str) -> str:
    """Return a text without what does not tell two comments apart."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("臺", "台")
    return "".join(c for c in folded if c.isalnum()) or "".join(folded.split())


def is_same(one: str, other: str) -> bool:
    """Whether two levelled texts say the same, but for a few characters."""
    if one == other:
        return True
    return min(len(one), len(other)) >= SHORT and fuzz.ratio(one, other) >= NEAR


def alike(rows: Sequence["Row"], head: Opinion) -> tuple[Opinion, ...]:
    """Return other heads that say nearly the same: worth being merged, by who judges."""
    level = levelled(head.text)
    others = ((row.head, levelled(row.head.text)) for row in rows if row.head.id != head.id)
    near = (one for one, text in others if text and fuzz.ratio(level, text) >= LIKE)
    return tuple(near)[:MOST_ALIKE] if level else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many people and comments there are, and how far the answers are."""

    people: int
    comments: int
    answered: int
    for_count: int  # people
    against_count: int
    sources: dict[Source, int]  # people
    verdicts: dict[Verdict, int]  # comments

    @property
    def is_complete(self) -> bool:
        """Whether every comment has its answer."""
        return self.comments > 0 and self.answered == self.comments

    @property
    def words(self) -> str:
        """「7 人、19 則」."""
        return f"{self.people} 人、{self.comments} 則"

    @property
    def progress(self) -> str:
        """「12 則已回 9」."""
        return f"{self.comments} 則已回 {self.answered}"


def tally(opinions: Sequence[Opinion]) -> Tally:
    """Count; of one person's sides the last one said counts."""
    people = {(one.source, one.person) for one in opinions}
    sides = {(one.source, one.person): one.side for one in opinions if one.side is not Side.UNSAID}
    made = [one.verdict for one in decided(opinions) if one.verdict is not None]
    return Tally(
        people=len(people),
        comments=len(opinions),
        answered=len(made),
        for_count=sum(side is Side.FOR for side in sides.values()),
        against_count=sum(side is Side.AGAINST for side in sides.values()),
        sources=dict(Counter(source for source, _ in people)),
        verdicts=dict(Counter(made)),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: an opinion and those that were merged into it."""

    head: Opinion
    merged: tuple[Opinion, ...] = ()

    @property
    def all(self) -> tuple[Opinion, ...]:
        """The head first."""
        return (self.head, *self.merged)

    @property
    def people(self) -> int:
        """How many people said so."""
        return len({(one.source, one.person) for one in self.all})


def rows_of(opinions: Iterable[Opinion]) -> tuple[Row, ...]:
    """Gather merged opinions under their heads, by serial."""
    merged: dict[int, list[Opinion]] = {}
    heads: list[Opinion] = []
    for one in opinions:
        if one.head_id is None:
            heads.append(one)
        else:
            merged.setdefault(one.head_id, []).append(one)
    return tuple(Row(head, tuple(merged.get(head.id, ()))) for head in heads)


def decided(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Return for each comment the opinion whose answer counts, one for each comment."""
    return tuple(row.head for row in rows_of(opinions) for _ in row.all)

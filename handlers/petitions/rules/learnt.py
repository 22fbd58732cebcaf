"""What officers' 〔是〕 and 〔非本機關業務〕 taught the guess: counts, no titles. Pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

MOST_PAIRS = 2000  # of one agency; the least seen go first
MOST_COUNT = 50  # of one pair: nothing is ever beyond doubt
HALF = 3.0  # answers after which a pair of characters says half of what it ever can
LEARNT_WEIGHT = 0.8


@dataclass(frozen=True, slots=True)
class Answered:
    """How often a pair of characters was in a title that was theirs, and that was not."""

    yes: int = 0
    no: int = 0


Pairs = Mapping[str, Answered]


@dataclass(frozen=True, slots=True)
class Learnt:
    """By agency: the pairs of characters of the titles it answered about; never changes."""

    by_agency: Mapping[int, Pairs] = field(default_factory=dict[int, Pairs])

    def answered(self, agency_id: int, title: str, *, theirs: bool) -> "Learnt":
        """Return what is known after one more answer. The title is levelled."""
        known = dict(self.by_agency.get(agency_id, {}))
        for pair in grams(title):
            known[pair] = _counted(known.get(pair, Answered()), theirs=theirs)
        if len(known) > MOST_PAIRS:
            kept = sorted(known, key=lambda pair: (-_seen(known[pair]), pair))[:MOST_PAIRS]
            known = {pair: known[pair] for pair in kept}
        return Learnt({**self.by_agency, agency_id: known})

    def speaks_for(self, title: str) -> dict[int, float]:
        """Return by agency how much the answers speak for it, or against. The title is levelled."""
        wanted = grams(title)
        found: dict[int, float] = {}
        for agency_id, known in self.by_agency.items():
            value = sum(self._value(pair, known[pair]) for pair in wanted if pair in known)
            if value:
                found[agency_id] = value
        return found

    def _value(self, pair: str, answered: Answered) -> float:
        users = sum(pair in known for known in self.by_agency.values())
        rarity = math.log(1 + len(self.by_agency) / users)
        balance = (answered.yes - answered.no) / (_seen(answered) + HALF)
        return LEARNT_WEIGHT * rarity * balance


NOTHING_LEARNT = Learnt()


def grams(levelled: str) -> frozenset[str]:
    """Cut a text into pairs of neighbouring letters or characters."""
    pairs = (levelled[i : i + 2] for i in range(len(levelled) - 1))
    return frozenset(pair for pair in pairs if pair.isalnum())


def _counted(answered: Answered, *, theirs: bool) -> Answered:
    if theirs:
        return replace(answered, yes=min(answered.yes + 1, MOST_COUNT))
    return replace(answered, no=min(answered.no + 1, MOST_COUNT))


def _seen(answered: Answered) -> int:
    return answered.yes + answered.no

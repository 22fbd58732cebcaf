"""Which posts tell the same story: copies, edited copies and quotes within three days. Pure.

A post is known by some of its runs of characters, chosen by what they are and not by where they
stand (winnowing, Schleimer 2003): whatever two posts share for a while is chosen in both. What two
posts only begin or end with is boilerplate: it makes them no copies.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, pairwise

from handlers.watch.rules.boilerplate import letters_of, shared_edges

RUN = 4  # characters, of two bytes each in UTF-16
WINDOW = 6  # runs, of which one is chosen
SHARED = 0.25  # of the shorter post's runs
LEAST_SHARED = 6  # runs; less is a common phrase
SHORT = 24  # characters; what is shorter is a remark, and the same remark of two is two
LONGEST = 5_000  # characters of a post that are looked at
SPAN = timedelta(hours=72)
LOOKED_UP = 20  # runs, the rarest of a post: they lead to the posts that are compared
LEAST_LOOKED_UP = 2  # of these; who shares fewer is not compared
LIKELIEST = 5  # posts that are compared
COMMON = 120  # stories with the same run: it is boilerplate, and leads nowhere
MARGIN = 8  # letters that two posts begin and end alike with; fewer are chance
MIDDLE = 0.35  # of the runs between; less, and only the margins are alike
NEARLY_ALL = 0.8  # of the shorter post; what begins and ends alike for so long is a copy


@dataclass(slots=True)
class _Known:
    at: datetime
    story_id: int
    letters: str
    runs: frozenset[int]
    post_id: int


@dataclass(slots=True)
class Stories:
    """The posts of the last three days. One for each process."""

    _known: dict[int, _Known] = field(default_factory=dict[int, _Known])
    _queue: deque[int] = field(default_factory=deque[int])
    _by_letters: dict[str, int] = field(default_factory=dict[str, int])
    _by_run: dict[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])

    def knows(self, post_id: int) -> bool:
        """Whether a post was taken in."""
        return post_id in self._known

    def tell(self, post_id: int, text: str, at: datetime, story_id: int | None = None) -> int:
        """Take in a post; return the story it belongs to: its own id when it is the first.

        A known story is kept as it is.
        """
        self._forget(at - SPAN)
        known = self._known.get(post_id)
        if known is not None:
            return known.story_id
        letters = letters_of(text[:LONGEST])
        if len(letters) < SHORT:
            return post_id if story_id is None else story_id
        told = self._by_letters.get(letters)
        runs = runs_of(letters) if told is None else self._known[told].runs
        if story_id is None:
            same = self._known[told].story_id if told is not None else self._story(letters, runs)
            story_id = post_id if same is None else same
        self._keep(_Known(at, story_id, letters, runs, post_id))
        return story_id

    def take_back(self, post_ids: Iterable[int]) -> None:
        """Forget posts whose telling was not kept: no story may be theirs."""
        for post_id in post_ids:
            self._drop(post_id)

    def _story(self, letters: str, runs: frozenset[int]) -> int | None:
        by_run = self._by_run
        found = [ids for ids in map(by_run.get, runs) if ids is not None and len(ids) < COMMON]
        if len(found) < LEAST_SHARED:
            return None
        found.sort(key=len)
        shared = Counter(chain.from_iterable(found[:LOOKED_UP]))
        likely = [post_id for post_id, count in shared.items() if count >= LEAST_LOOKED_UP]
        likely.sort(key=shared.__getitem__, reverse=True)
        for post_id in likely[:LIKELIEST]:
            other = self._known[post_id]
            if self._is_same(letters, runs, other):
                return other.story_id
        return None

    def _is_same(self, letters: str, runs: frozenset[int], other: _Known) -> bool:
        both = runs & other.runs
        least = max(LEAST_SHARED, SHARED * min(len(runs), len(other.runs)))
        if len(both) < least:
            return False
        begin, end = shared_edges(letters, other.letters)
        shorter = min(len(letters), len(other.letters))
        if not MARGIN <= begin + end < NEARLY_ALL * shorter:
            return True
        own = runs_of(letters[begin : len(letters) - end])
        others = runs_of(other.letters[begin : len(other.letters) - end])
        return len(own & others) >= max(2, MIDDLE * min(len(own), len(others)))

    def _keep(self, known: _Known) -> None:
        self._known[known.post_id] = known
        self._queue.append(known.post_id)
        if known.letters in self._by_letters:
            return  # its runs are there already
        self._by_letters[known.letters] = known.post_id
        by_run, post_id = self._by_run, known.post_id
        only = (post_id,)  # tuples of numbers are nothing to the garbage collector
        is_copy = known.story_id != post_id
        for run in known.runs:
            ids = by_run.get(run)
            if ids is None:
                by_run[run] = only
            elif not is_copy and len(ids) < COMMON:  # of a copy the first leads to the story
                by_run[run] = (*ids, post_id)

    def _forget(self, before: datetime) -> None:
        while self._queue:
            oldest = self._known.get(self._queue[0])
            if oldest is not None and oldest.at >= before:
                return
            self._drop(self._queue.popleft())

    def _drop(self, post_id: int) -> None:
        gone = self._known.pop(post_id, None)
        if gone is None:  # too short, or taken back
            return
        if self._by_letters.get(gone.letters) == post_id:
            del self._by_letters[gone.letters]
        for run in gone.runs:
            ids = self._by_run.get(run)
            if ids is not None and post_id in ids:
                left = tuple(one for one in ids if one != post_id)
                if left:
                    self._by_run[run] = left
                else:
                    del self._by_run[run]


def runs_of(letters: str) -> frozenset[int]:
    """Return the runs a post is known by: of `WINDOW` beside one another, the least."""
    # A run of four characters is one number of eight bytes: four times as fast as hashing each.
    # Characters beyond the first 65,536 count as two.
    coded = memoryview(letters.encode("utf-16-le"))
    count = len(coded) // 2 - RUN + 1
    runs = [0] * max(0, count)
    for first in range(min(RUN, count)):
        some = (count - first + RUN - 1) // RUN
        runs[first::RUN] = coded[2 * first : 2 * first + 8 * some].cast("Q").tolist()
    # Thrice as fast as `map(min, …)`.
    two = [one if one < other else other for one, other in pairwise(runs)]
    three = [one if one < other else other for one, other in zip(two, runs[2:], strict=False)]
    half = WINDOW // 2
    return frozenset(
        [one if one < other else other for one, other in zip(three, three[half:], strict=False)]
    )

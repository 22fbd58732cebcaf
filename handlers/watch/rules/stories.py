"""Which posts tell the same story: copies, edited copies and quotes within three days. Pure.

A post is known by some of its runs of characters, chosen by what they are and not by where they
stand (winnowing, Schleimer 2003): whatever two posts share for a while is chosen in both.
"""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, pairwise

from handlers.watch.rules.folding import fold

SIGNS = re.compile(r"[\W_]+")
RUN = 5  # characters
WINDOW = 6  # runs, of which one is chosen
SHARED = 0.3  # of the shorter post's runs
LEAST_SHARED = 5  # runs; less is a common phrase
SHORT = 24  # characters; what is shorter is a remark, and the same remark of two is two
LONGEST = 5_000  # characters of a post that are looked at
SPAN = timedelta(hours=72)
LOOKED_UP = 20  # runs, the rarest of a post: they lead to the posts that are compared
LIKELIEST = 5  # posts that are compared
COMMON = 120  # posts with the same run: it is boilerplate, and tells nothing


@dataclass(slots=True)
class _Known:
    at: datetime
    story_id: int
    runs: frozenset[int]
    text_hash: int
    post_id: int


@dataclass(slots=True)
class Stories:
    """The posts of the last three days. One for each process; runs are numbers of this process."""

    _known: dict[int, _Known] = field(default_factory=dict[int, _Known])
    _queue: deque[int] = field(default_factory=deque[int])
    _by_hash: dict[int, int] = field(default_factory=dict[int, int])
    _by_run: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def knows(self, post_id: int) -> bool:
        """Whether a post was taken in."""
        return post_id in self._known

    def tell(self, post_id: int, text: str, at: datetime, story_id: int | None = None) -> int:
        """Take in a post; return the story it belongs to: its own id when it is the first.

        A known story is kept as it is.
        """
        self._forget(at - SPAN)
        known = self._known.get(post_id)
        if known is not None:  # the transaction in which it was told was rolled back
            return known.story_id
        letters = SIGNS.sub("", fold(text[:LONGEST]))
        if len(letters) < SHORT:
            return post_id if story_id is None else story_id
        runs = runs_of(letters)
        text_hash = hash(letters)
        if story_id is None:
            same = self._story(runs, text_hash)
            story_id = post_id if same is None else same
        self._keep(_Known(at, story_id, runs, text_hash, post_id))
        return story_id

    def _story(self, runs: frozenset[int], text_hash: int) -> int | None:
        same = self._by_hash.get(text_hash)
        if same is not None:
            return self._known[same].story_id
        by_run = self._by_run
        found = [by_run[run] for run in runs if run in by_run]
        rarest = sorted((ids for ids in found if len(ids) < COMMON), key=len)[:LOOKED_UP]
        shared = Counter(chain.from_iterable(rarest))
        for post_id, _ in shared.most_common(LIKELIEST):
            other = self._known[post_id]
            least = max(LEAST_SHARED, SHARED * min(len(runs), len(other.runs)))
            if len(runs & other.runs) >= least:
                return other.story_id
        return None

    def _keep(self, known: _Known) -> None:
        self._known[known.post_id] = known
        self._queue.append(known.post_id)
        if known.text_hash in self._by_hash:
            return  # its runs are there already
        self._by_hash[known.text_hash] = known.post_id
        for run in known.runs:
            ids = self._by_run.get(run)
            if ids is None:
                self._by_run[run] = [known.post_id]
            elif len(ids) < COMMON:
                ids.append(known.post_id)

    def _forget(self, before: datetime) -> None:
        while self._queue and self._known[self._queue[0]].at < before:
            gone = self._known.pop(self._queue.popleft())
            if self._by_hash.get(gone.text_hash) == gone.post_id:
                del self._by_hash[gone.text_hash]
            for run in gone.runs:
                ids = self._by_run.get(run)
                if ids is not None and gone.post_id in ids:
                    ids.remove(gone.post_id)
                    if not ids:
                        del self._by_run[run]


def runs_of(letters: str) -> frozenset[int]:
    """Return the runs a post is known by; `letters` are at least `RUN` long."""
    hashes = [hash(letters[place : place + RUN]) for place in range(len(letters) - RUN + 1)]
    # Thrice as fast as `map(min, …)`, and most of what a post costs.
    two = [one if one < other else other for one, other in pairwise(hashes)]
    three = [one if one < other else other for one, other in zip(two, hashes[2:], strict=False)]
    half = WINDOW // 2
    return frozenset(
        [one if one < other else other for one, other in zip(three, three[half:], strict=False)]
    )

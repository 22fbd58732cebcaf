"""How fast and how right posts are put together to stories: `python -m benchmarks.stories`.

The aims: recall >= .99 up to 10 % edits, for syndicated copies and half quotes; false merges
<= 2 %; >= 7,000 posts a second. Beside the live code (winnowing): MinHash of character pairs with
rensa (128 permutations, Jaccard .5) behind the same cleaning and the same look for equal letters,
and both, winnowing first. Posts are invented (`benchmarks.opinion_corpus`), 200 characters on
average; short ones are 25 to 50 characters between openings and endings that many share.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Protocol, cast

from benchmarks.opinion_corpus import Maker, Writer
from benchmarks.table import Row, judged
from handlers.watch.rules.boilerplate import letters_of
from handlers.watch.rules.stories import Stories

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
SEED = 115
POSTS, COPIES, SHORT_POSTS = 10_000, 1_000, 2_000
AIMED = ("10 % edited", "syndicated", "half quoted")
AIM_RECALL, AIM_FALSE, AIM_RATE = 0.99, 0.02, 7_000
PERMUTATIONS, BANDS, ALIKE = 128, 32, 0.5
OPENINGS = (
    "【公告】衛生福利部中央健康保險署提醒您，",
    "（中央社記者王小明台北七日電）",
    "各位市民朋友大家好，這裡是市政府小編，",
    "本部重申相關立場如下，請各界參考：",
)
ENDINGS = (
    "",
    "更多新聞請見本報網站，歡迎訂閱按讚分享",
    "如有疑問請撥打1922防疫專線洽詢",
    "以上是小編今天的分享，我們下次再見囉",
)


class Telling(Protocol):
    """What puts posts together."""

    def tell(self, post_id: int, text: str, at: datetime, story_id: int | None = None) -> int:
        """Take in a post; return its story."""
        ...


class _Hash(Protocol):
    def update(self, items: list[str]) -> None: ...

    def jaccard(self, other: "_Hash") -> float: ...


class _Index(Protocol):
    def insert(self, key: int, minhash: _Hash) -> None: ...

    def query(self, minhash: _Hash) -> Iterable[int]: ...


class MinHashes:
    """Near copies by MinHash."""

    def __init__(self) -> None:
        self._rensa = import_module("rensa")
        self._index = cast("_Index", self._rensa.RMinHashLSH(ALIKE, PERMUTATIONS, BANDS))
        self._hashes: dict[int, _Hash] = {}
        self._stories: dict[int, int] = {}
        self._same: dict[str, int] = {}

    def tell(self, post_id: int, text: str, at: datetime, story_id: int | None = None) -> int:
        """Take in a post; return its story. Nothing is forgotten."""
        del at
        letters = letters_of(text)
        if story_id is None and letters in self._same:
            return self._stories[self._same[letters]]
        made = cast("_Hash", self._rensa.RMinHash(PERMUTATIONS, SEED))
        made.update([letters[place : place + 2] for place in range(len(letters) - 1)])
        if story_id is None:
            alike = (i for i in self._index.query(made) if self._hashes[i].jaccard(made) >= ALIKE)
            story_id = next((self._stories[one] for one in alike), post_id)
        self._index.insert(post_id, made)
        self._hashes[post_id], self._stories[post_id] = made, story_id
        self._same.setdefault(letters, post_id)
        return story_id


class Both:
    """Winnowing first; what it takes for new is asked of MinHash."""

    def __init__(self) -> None:
        self._winnowing, self._hashes = Stories(), MinHashes()

    def tell(self, post_id: int, text: str, at: datetime, story_id: int | None = None) -> int:
        """Take in a post; return its story."""
        told = self._winnowing.tell(post_id, text, at, story_id)
        return self._hashes.tell(post_id, text, at, None if told == post_id else told)


ENGINES: dict[str, Callable[[], Telling]] = {
    "winnowing (live)": Stories,
    "MinHash": MinHashes,
    "both": Both,
}


def _kinds(writer: Writer) -> dict[str, Maker]:
    return {
        "identical": str,
        "3 % edited": writer.edited(0.03),
        "10 % edited": writer.edited(0.10),
        "20 % edited": writer.edited(0.20),
        "syndicated": writer.syndicated,
        "half quoted": writer.quoted,
    }


def _short(writer: Writer, chance: random.Random) -> str:
    said = writer.post(chance.randint(25, 50))
    return f"{chance.choice(OPENINGS)}{said}{chance.choice(ENDINGS)}"


def _merged(engine: Telling, posts: Iterable[str]) -> tuple[list[int], float]:
    """Return the story of each post, and the seconds it took."""
    begun = time.process_time()
    told = [
        engine.tell(n, text, NOW + timedelta(seconds=n)) for n, text in enumerate(posts, start=1)
    ]
    return told, time.process_time() - begun


def _part(told: Iterable[int]) -> float:
    stories = list(told)
    return sum(story != n for n, story in enumerate(stories, start=1)) / len(stories)


def _recall(engine: Telling, posts: list[str], told: list[int], copies: list[str]) -> float:
    for n, text in enumerate(posts, start=1):
        engine.tell(n, text, NOW, told[n - 1])
    found = (engine.tell(POSTS + 1 + n, copy, LATER) == told[n] for n, copy in enumerate(copies))
    return sum(found) / len(copies)


def rows() -> list[Row]:
    """Measure, print everything, and return what belongs in the one table."""
    measured: list[str] = []
    met: list[bool] = []
    writer, chance = Writer(SEED), random.Random(SEED)
    posts = [writer.post() for _ in range(POSTS)]
    copies = {kind: list(map(make, posts[:COPIES])) for kind, make in _kinds(writer).items()}
    short = [_short(writer, chance) for _ in range(SHORT_POSTS)]
    print("recall of 1,000 copies each, among 10,000 others; time is the process's own")
    for name, make in ENGINES.items():
        try:
            engine = make()
        except ModuleNotFoundError:
            print(f"{name}: rensa is not installed (make bench installs it)")
            continue
        told, seconds = _merged(engine, posts)
        print(f"{name:<18}posts a second {POSTS / seconds:,.0f}, false merges {_part(told):.4f},")
        recalls = {kind: _recall(make(), posts, told, some) for kind, some in copies.items()}
        print(f"{'':<18}{', '.join(f'{kind} {part:.3f}' for kind, part in recalls.items())}")
        measured.append(_cell(recalls, _part(told), POSTS / seconds))
        met.append(_reaches(recalls, _part(told), POSTS / seconds))
        print(f"{'':<18}false merges of short posts {_part(_merged(make(), short)[0]):.4f}")
    ours, *peers = measured
    what = "copies to stories: recall at 10 % edits, syndicated, half quotes; false; posts a second"
    peer = f"{list(ENGINES)[1]}: {peers[0]}" if peers else "–"
    aim = "≥ .99; ≤ .02; ≥ 7,000"
    return [Row(what=what, aim=aim, measured=ours, peer=peer, met=judged(met[0]))]


def _reaches(recalls: Mapping[str, float], false: float, rate: float) -> bool:
    found = all(recalls[kind] >= AIM_RECALL for kind in AIMED)
    return found and false <= AIM_FALSE and rate >= AIM_RATE


def _cell(recalls: Mapping[str, float], false: float, rate: float) -> str:
    parts = [recalls[kind] for kind in AIMED]
    return f"{', '.join(f'{part:.3f}' for part in parts)}; {false:.3f}; {rate:,.0f}"


def main() -> None:
    """Print the table."""
    rows()


if __name__ == "__main__":
    main()

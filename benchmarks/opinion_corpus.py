"""Invented posts of public opinion, and invented subscriptions, for the benchmarks of watching.

Posts are chains of character pairs (each two characters decide the next) of this repository's own
Chinese text: documents, remits, agencies, what people type. So they share many phrases without
telling the same. Nothing of it was written by anybody about anything.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

LENGTHS = (2, 3, 4, 5, 6)  # of keywords
PAIR = 2  # characters that decide the next
SHORTEST, LONGEST = 80, 320  # of a post: about 200 on average
SOURCES = (
    ("docs", "*.md"),
    ("docs/decisions", "*.md"),
    ("storage/data", "*.csv"),
    ("storage/data", "*.json"),
    ("tests", "phrasings.csv"),
    ("handlers", "**/*.py"),
)
CHINESE = re.compile("[\u4e00-\u9fff，。、？！；：「」（）]{8,}")
HAN = re.compile("[\u4e00-\u9fff]+")
SIGNS = re.compile("或者?|不要|不含|排除")  # what a topic is written with
LATIN = ("eID", "App", "PO", "AI", "LINE", "open data", "ETF", "5G", "CPTPP", "ｅＩＤ", "OK")
EMOJI = ("😡", "🙏🏻", "👍", "…", "https://example.org/a/1b2c", "２０２６", "\u200b", "▶️")
WITH_EMOJI, SHORT_FORM = 0.2, 0.5  # parts of the posts: with an emoji or a link, with 台 for 臺
Maker = Callable[[str], str]


def chinese_of_this_repository() -> str:
    """Return what is written in Chinese here, about 70,000 characters."""
    paths = [path for folder, which in SOURCES for path in sorted(Path(folder).glob(which))]
    return "，".join("，".join(CHINESE.findall(path.read_text())) for path in paths)


class Writer:
    """Writes posts, and copies of them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._text = chinese_of_this_repository()
        self._next: dict[str, list[str]] = defaultdict(list)
        for place in range(len(self._text) - PAIR):
            pair = self._text[place : place + PAIR]
            self._next[pair].append(self._text[place + PAIR])
        self._pairs = [pair for pair in self._next if HAN.fullmatch(pair)]

    def post(self, length: int | None = None) -> str:
        """A new post in Chinese alone."""
        wanted = length or self._random.randint(SHORTEST, LONGEST)
        text = self._random.choice(self._pairs)
        while len(text) < wanted:
            options = self._next.get(text[-PAIR:])
            text += self._random.choice(options) if options else self._random.choice(self._pairs)
        return text

    def mixed(self, length: int | None = None) -> str:
        """A new post as people write: with Latin words, emoji, links, both ways to write 臺."""
        text = self.post(length)
        for _ in range(self._random.choice((0, 0, 1, 1, 2, 3))):
            place = self._random.randrange(len(text))
            text = f"{text[:place]}{self._random.choice(LATIN)}{text[place:]}"
        if self._random.random() < WITH_EMOJI:
            place = self._random.randrange(len(text))
            text = f"{text[:place]}{self._random.choice(EMOJI)}{text[place:]}"
        return text.replace("臺", "台") if self._random.random() < SHORT_FORM else text

    def words(self, count: int, *, spoken: float) -> list[str]:
        """Different keywords of two to six characters; a part `spoken` of them is in the text."""
        runs = [one for run in HAN.findall(self._text) for one in SIGNS.split(run) if one[1:]]
        known = sorted(
            {run[at : at + n] for run in runs for n in LENGTHS for at in range(len(run) - n + 1)}
        )
        found = dict.fromkeys(self._random.sample(known, int(spoken * count)))
        while len(found) < count:  # names nobody talks about now
            length = self._random.choice(LENGTHS)
            word = "".join(self._random.choice(self._pairs)[0] for _ in range(length))
            found |= {} if SIGNS.search(word) else {word: None}
        return list(found)

    def subscriptions(self, count: int, words: list[str]) -> list[str]:
        """Topics as people subscribe to them."""
        shapes = (
            ("{} {}",) * 4
            + ("{} ({} 或 {})",) * 3
            + ("{} {} -{}", "{} {} -({} 或 {})", "{} 或 {}", "{}", "({} {}) 或 ({} -{})")
        )

        def one() -> str:
            shape = self._random.choice(shapes)
            return shape.format(*self._random.sample(words, shape.count("{}")))

        topics = [one() for _ in range(count - len(LATIN))]
        return topics + [f"{word} {self._random.choice(words)}" for word in LATIN]

    def edited(self, part: float) -> Maker:
        """Copies of which a part of the characters was left out, changed or added to."""

        def copy(text: str) -> str:
            return "".join(
                one if self._random.random() >= part else self._changed(one) for one in text
            )

        return copy

    def syndicated(self, text: str) -> str:
        """The same article in another paper, perhaps cut."""
        if self._random.random() < 1 / 3:
            text = text[: int(len(text) * self._random.uniform(0.5, 0.9))]
        return f"（記者王小明臺北報導）{text}更多新聞請見本報網站"

    def quoted(self, text: str) -> str:
        """Half of it between one's own words."""
        half = len(text) // 2
        start = self._random.randint(0, len(text) - half)
        before, after = self._random.randint(20, half), self._random.randint(5, 40)
        return f"{self.post(before)}{text[start : start + half]}{self.post(after)}"

    def _changed(self, character: str) -> str:
        other = self._random.choice(self._text)
        return self._random.choice(("", other, character + other))

"""How fast and how right posts are put together to stories: `python -m benchmarks.stories`.

The aims: recall >= .99 up to 10 % edits, for syndicated copies and half quotes; false merges
<= 2 %; >= 7,000 posts a second. Posts are invented: chains of character pairs of this project's
documents, about 200 characters each, so that they share many phrases without telling the same.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.watch.rules.stories import Stories

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
SEED = 115
POSTS, COPIES = 10_000, 1_000
PAIR = 2  # characters that decide the next
Maker = Callable[[str], str]


class Writer:
    """Writes posts, and copies of them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # invented posts
        text = "".join(path.read_text() for path in sorted(Path("docs").glob("*.md")))
        self._text = "".join(one for one in text if "\u4e00" <= one <= "\u9fff" or one in "，。")
        self._next: dict[str, list[str]] = defaultdict(list)
        for place in range(len(self._text) - PAIR):
            pair = self._text[place : place + PAIR]
            self._next[pair].append(self._text[place + PAIR])
        self._pairs = list(self._next)

    def post(self, length: int | None = None) -> str:
        """A new post."""
        wanted = length or self._random.randint(80, 320)
        text = self._random.choice(self._pairs)
        while len(text) < wanted:
            options = self._next.get(text[-PAIR:])
            text += self._random.choice(options) if options else self._random.choice(self._pairs)
        return text

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


def main() -> None:
    """Print the table."""
    writer = Writer(SEED)
    posts = [writer.post() for _ in range(POSTS)]
    stories = Stories()
    begun = time.process_time()
    told = [
        stories.tell(n, text, NOW + timedelta(seconds=n)) for n, text in enumerate(posts, start=1)
    ]
    took = time.process_time() - begun
    merged = sum(story != n for n, story in enumerate(told, start=1))
    print(f"posts a second (own time): {POSTS / took:,.0f}")  # a table for people
    print(f"false merges: {merged / POSTS:.4f}")
    kinds: dict[str, Maker] = {
        "identical": str,
        "3 % edited": writer.edited(0.03),
        "10 % edited": writer.edited(0.10),
        "20 % edited": writer.edited(0.20),
        "syndicated": writer.syndicated,
        "half quoted": writer.quoted,
    }
    for name, make in kinds.items():
        stories = Stories()
        for n, text in enumerate(posts, start=1):
            stories.tell(n, text, NOW, told[n - 1])
        later = NOW + timedelta(hours=2)
        found = sum(
            stories.tell(POSTS + 1 + n, make(posts[n]), later) == told[n] for n in range(COPIES)
        )
        print(f"recall, {name}: {found / COPIES:.3f}")


if __name__ == "__main__":
    main()

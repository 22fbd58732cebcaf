"""A line being taken apart: what was understood is cut out, what remains is the 案由."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Stands where something was cut out; a cleaned line holds no NUL. Long blanks would be slow.
FILLER = "\0"
EDGES = r"\s\0，,。；;：:、（）()【】\[\]！!？?"  # what stands between words
START = rf"(?:(?<=[{EDGES}])|^)"
END = rf"(?=[{EDGES}]|$)"
_BRACKETS = re.compile(r"[（(【\[]\s*[）)】\]]")
_TRIM = " ，,。；;：:、"


@dataclass(slots=True)
class Sheet:
    """A cleaned line; what is cut out is blanked, so that positions stay true."""

    text: str

    def cut(self, start: int, end: int) -> str:
        """Blank out a stretch and return what stood there, "" if it was cut before."""
        taken = self.text[start:end]
        blank = f" {FILLER * (end - start - 2)} "[: end - start]
        self.text = f"{self.text[:start]}{blank}{self.text[end:]}"
        return taken.replace(FILLER, " ").strip()

    def holds(self, start: int, end: int) -> bool:
        """Whether anything is left of a stretch."""
        return bool(self.text[start:end].replace(FILLER, " ").strip())

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Cut out the first match."""
        match = pattern.search(self.text)
        if match is not None:
            self.cut(*match.span())
        return match

    def take_all(self, pattern: re.Pattern[str]) -> tuple[re.Match[str], ...]:
        """Cut out every match."""
        found = tuple(pattern.finditer(self.text))
        for match in found:
            self.cut(*match.span())
        return found

    @property
    def rest(self) -> str:
        """What was not understood, tidied."""
        return _BRACKETS.sub(" ", " ".join(self.text.replace(FILLER, " ").split())).strip(_TRIM)


def words_pattern(words: Sequence[str], *, glued: str = "") -> re.Pattern[str]:
    """Match one of the words where it stands by itself, or right before `glued`; longer ones win.

    `glued` is what may stand in a character class: digits, for 「成案了12/8」.
    """
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in longest_first)
    return re.compile(rf"{START}({either})(?=[{EDGES}{glued}]|$)", re.IGNORECASE)

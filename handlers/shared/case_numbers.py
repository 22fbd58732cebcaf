"""Case numbers as they are spoken: 42, #42, 第42案, 115-0042; and lines freed of hidden marks."""

import re
import unicodedata
from dataclasses import dataclass

from storage.records.cases import Case

KEPT_CONTROLS = "\n"
KEPT_INVISIBLE = "\u200d"  # joins emoji
_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_FULL_NUMBER = r"(?P<year>\d{2,3})\s*[-－]\s*(?P<serial>\d{1,6})"
_NUMBER = re.compile(
    rf"(?:案號|案件|案|第)?\s*#?\s*(?:第\s*)?(?:{_FULL_NUMBER}|(?P<short>\d{{1,6}}))"
    r"(?:號案?|案(?!由)|件)?(?![\d/月年.點-]|:\d)"
)
_SEPARATORS = " \t\n,，、:：;；"
_BLANKS = " \t\n,，、"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number as it was said: 「42」 has no year."""

    serial: int
    year: int | None = None


def clean_text(text: str, *, lines: bool = False) -> str:
    """Drop what nobody sees: control characters, marks that turn the writing direction.

    Blanks are folded to one; line breaks stay only with `lines`.
    """
    kept = "".join(c for c in text.replace("\r\n", "\n") if _is_kept(c))
    if not lines:
        return " ".join(kept.split())
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def _is_kept(character: str) -> bool:
    if character in KEPT_CONTROLS or character in KEPT_INVISIBLE or character == "\t":
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def read_number(text: str) -> tuple[CaseNumber | None, str]:
    """Take a case number out of a text: 42, #42, 第42案, 115-0042; return it and the rest.

    First at the beginning; else a number that stands by itself between blanks.
    """
    plain = text.translate(_WIDTH)
    match = _NUMBER.match(plain)
    if match is None:
        alone = (m for m in _NUMBER.finditer(plain) if _stands_alone(plain, m))
        match = next(alone, None)
    if match is None:
        return None, text.strip(_SEPARATORS)
    rest = f"{text[: match.start()].strip()} {text[match.end() :].strip(_SEPARATORS)}"
    year = int(match["year"]) if match["year"] else None
    return CaseNumber(int(match["serial"] or match["short"]), year), rest.strip()


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    begins = match.start() + len(match[0]) - len(match[0].lstrip())
    before, after = text[:begins], text[match.end() :]
    return (not before or before[-1] in _BLANKS) and (not after or after[0] in _SEPARATORS)


def short_number(case: Case, this_year: int) -> str:
    """「42」 for a case of this year (of the Republic), the full number for an older one."""
    year, _, serial = case.number.partition("-")
    return str(int(serial)) if int(year) == this_year else case.number

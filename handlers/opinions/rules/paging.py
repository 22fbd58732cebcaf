"""Which part of the list a line asks for: 「第6則起」, 「未回」. Pure."""

import re
from dataclasses import dataclass

_GAP = r"\s{0,3}"  # bounded, so that a long run of blanks is not tried in every way there is
_FROM = re.compile(
    rf"(?:從|自)?{_GAP}第?{_GAP}(\d{{1,3}}){_GAP}[則號筆]?{_GAP}(?:起|開始|之後|以後)"
)
_WAITING = re.compile(r"(?:還?[沒未]|尚未|待)(?:有|回覆?|處理|答|研議|決定)*(?:的|過)?(?:意見)?")
_WHOLE = re.compile(r"(?:的|意見|清單|列表|有哪些|全部|看看|一下|\s|[?？])*")


@dataclass(frozen=True, slots=True)
class Page:
    """What of the list is shown."""

    first: int = 1  # serial
    waiting_only: bool = False


def read_page(text: str) -> Page | None:
    """Read which part is asked for; None for a text that says something else."""
    plain = text.strip()
    if _WHOLE.fullmatch(plain):
        return Page()
    found = _FROM.fullmatch(plain)
    if found is not None:
        return Page(first=int(found[1]))
    matched = _WAITING.match(plain)
    if matched is None:
        return None
    rest = plain[matched.end() :].strip()
    further = _FROM.fullmatch(rest) if rest else None
    if rest and further is None:
        return None
    return Page(first=int(further[1]) if further else 1, waiting_only=True)

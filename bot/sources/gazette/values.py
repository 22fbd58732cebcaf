"""Single values as the gazette writes them: days of the Republic, above all."""

import re
import unicodedata
from datetime import date

ROC_EPOCH = 1911
YEARS = range(2005, 2101)  # the gazette began in 94 (2005)
LONGEST = 40  # characters of a written day
MOST_DAYS = 3660
_ROC = (
    re.compile(r"(?:中華民國|民國)?(\d{2,3})年(\d{1,2})月(\d{1,2})日?", re.ASCII),
    re.compile(r"(\d{2,3})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{3})(\d{2})(\d{2})", re.ASCII),
)
_AD = (
    re.compile(r"(?:西元)?(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:T?\d{1,2}:.*)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
_WEEKDAY = re.compile(r"[(（](?:星期|週)?[一二三四五六日][)）]|(?:星期|週)[一二三四五六日]")
_COUNT = re.compile(r"(\d{1,4})(?:天|日)?", re.ASCII)


def roc_day(written: str) -> date | None:
    """Read 「中華民國115年3月20日」, 「115/03/20」, 「1150320」, 「2026-03-20」; None otherwise."""
    plain = "".join(unicodedata.normalize("NFKC", written[:LONGEST]).split())
    plain = _WEEKDAY.sub("", plain)
    for patterns, epoch in ((_ROC, ROC_EPOCH), (_AD, 0)):
        for pattern in patterns:
            if found := pattern.fullmatch(plain):
                year, month, day = (int(part) for part in found.groups())
                return _day(year + epoch, month, day)
    return None


def day_count(written: str) -> int | None:
    """Read 「60」, 「60日」; None for "", 0 and what no period can be."""
    found = _COUNT.fullmatch("".join(unicodedata.normalize("NFKC", written[:LONGEST]).split()))
    count = int(found[1]) if found else 0
    return count if 0 < count <= MOST_DAYS else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None

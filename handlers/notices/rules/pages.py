"""「第2頁」 at the end of a line. Pure."""

import re

_PAGE = re.compile(r"\s*第\s?(\d{1,3})\s?頁\s*$")


def read_page(text: str) -> tuple[int, str]:
    """Return which page is asked for, and what else the line says."""
    found = _PAGE.search(text)
    if found is None:
        return 1, text.strip()
    return max(1, int(found[1])), text[: found.start()].strip()

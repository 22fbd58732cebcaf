"""What is read out of lines about sources and 轉知. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sources.posts import TITLE_LIMIT, web_link
from storage.records.posts import KnownSource

NAME_LIMIT = 30  # characters of a source's name
SECRET = re.compile(r"密件|機密|密等|列密")
# What a parliament asks for stays in the agency until somebody confirms that it may leave.
_MATTERS = (
    (
        "索資",
        re.compile(
            r"索資|索取資料|調閱資料|調閱函"
            r"|(?:委員|立委|議員|國會)[^。\n]{0,12}(?:要|請|索|給|提供)[^。\n]{0,30}"
            r"(?:資料|數據|統計|報表|清冊|名冊)"
        ),
    ),
    ("質詢", re.compile(r"質詢|施政總質|備詢|口頭詢問|書面詢答")),
)
_LINK = re.compile(r"https?://[^\s<>「」『』（）]{4,1000}", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:第|#|＃|轉知)?\s*([0-9０-９]{1,9})\s*(?:號|則|個)?(?=\s|$|\D)")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted after 轉知."""

    title: str
    text: str
    link: str
    matter: str  # 「索資」「質詢」, or ""


def read_pasted(text: str) -> Pasted:
    """Read a pasted text: its first line is the title, its first address the link."""
    plain = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
    found = _LINK.search(plain)
    # What is only the address stands beside the text.
    lines = [line for line in plain.split("\n") if line and (line != (found and found[0]))]
    lines = lines or [line for line in plain.split("\n") if line]
    title = lines[0][:TITLE_LIMIT] if lines else ""
    return Pasted(
        title=title if len(lines) > 1 or len(lines[0]) <= TITLE_LIMIT else "",
        text="\n".join(lines[1:]) if len(lines) > 1 else ("" if title == plain else plain),
        link=web_link(found[0].rstrip("。，、；：.,;:)）")) if found else "",
        matter=matter_of(plain),
    )


def matter_of(text: str) -> str:
    """Return what a parliament asks for in a text: 「索資」「質詢」, or ""."""
    return next((name for name, pattern in _MATTERS if pattern.search(text)), "")


def split_number(text: str) -> tuple[int | None, str]:
    """Read 「12 財政部」: the number, and what follows it."""
    found = _NUMBER.match(text)
    if found is None:
        return None, text.strip()
    return int(found[1]), text[found.end() :].strip()


def split_address(text: str) -> tuple[str, str]:
    """Read 「健保署新聞 https://…」: name and address; "" for what is missing."""
    found = _LINK.search(text)
    if found is None:
        return "", ""
    name = " ".join((text[: found.start()] + " " + text[found.end() :]).split())
    return name[:NAME_LIMIT], web_link(found[0])


def find_known(text: str, known: Sequence[KnownSource]) -> tuple[KnownSource, ...]:
    """Return what a name means: the one that is called so, else all in which its words stand."""
    words = text.lower().split()
    same = [one for one in known if one.name.lower().split() == words]
    if same or not words:
        return tuple(same)
    return tuple(one for one in known if all(word in one.name.lower() for word in words))

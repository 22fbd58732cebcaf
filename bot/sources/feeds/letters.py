"""From the bytes of a feed to a text that an XML reader takes. Pure.

What the declaration says is believed last: Taiwanese feeds are often called UTF-8 and written in
Big5, and the other way round.
"""

import re
from html.entities import html5

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
BIG5 = "cp950"  # Big5 as Windows writes it
PAGE_HEAD = 2_000  # characters in which a web page says that it is one
HEAD = 200  # bytes in which the declaration stands
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ROOT = re.compile(r"<(?:\w{1,10}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_ANSI = re.compile(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")  # colours of a BBS
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:(#\d{1,7};|#x[0-9A-Fa-f]{1,6};)|([A-Za-z][A-Za-z0-9]{1,31};))?")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_MARKUP = frozenset("<>&\"'")
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def decode(data: bytes) -> str:
    """Turn bytes into text: UTF-8 if they are, else what is declared, else Big5."""
    for bom, name in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    for name in ("utf-8", _declared(data), BIG5):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    readings = [data.decode(name, "replace") for name in ("utf-8", BIG5)]
    return min(readings, key=lambda text: text.count("\ufffd"))


def is_page(text: str) -> bool:
    """Whether a text that holds no feed is a web page."""
    return _PAGE.search(text[:PAGE_HEAD]) is not None


def readable_xml(text: str) -> str:
    """Take out what an XML reader stumbles over; "" when no feed begins anywhere.

    What stands before the feed goes: the declaration, and entities that name files or grow.
    """
    plain = _ILLEGAL.sub("", _ANSI.sub("", text))
    root = _ROOT.search(plain)
    return _AMPERSAND.sub(_character, plain[root.start() :]) if root else ""


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:HEAD])
    name = found[1].decode("ascii").lower() if found else BIG5
    # UTF-8 was tried; UTF-16 without its mark would turn anything into Chinese.
    return BIG5 if name.startswith(("big5", "utf", "ucs", "cp950", "unicode")) else name


def _character(found: re.Match[str]) -> str:
    """Turn HTML's names into characters; numbers and XML's own five names stay."""
    number, name = found[1], found[2]
    if number or name in _OF_XML:
        return found[0]
    character = html5.get(name or "", "")
    return character if character and not set(character) & _MARKUP else f"&amp;{found[0][1:]}"

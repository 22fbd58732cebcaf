"""Personal data (個資) that must not be stored: 身分證字號, 09xx numbers, private mail.

Office lines, extensions and addresses under gov.tw pass: they belong to the office.
"""

import re
import unicodedata
from enum import StrEnum


class PersonalData(StrEnum):
    """What was found, in the words of the answer."""

    IDENTITY = "身分證字號"
    MOBILE = "手機號碼"
    PRIVATE_MAIL = "私人電子郵件"


# Join's uuids are hexadecimal: ten of their digits may look like a mobile number.
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# National id A1/A2, resident certificate A8/A9 (since 2021) or two letters (before).
_GAP = r"[\s.()\-]{0,3}"  # as people set off groups of digits; a slash is a date's
_IDENTITY = re.compile(rf"(?<![A-Z0-9])[A-Z]{_GAP}[1289A-D](?:{_GAP}\d){{8}}(?!\d)", re.IGNORECASE)
_MOBILE = re.compile(rf"(?<!\d)(?:0|\+?886{_GAP}0?){_GAP}9(?:{_GAP}\d){{8}}(?!\d)")
_MAIL = re.compile(r"\S\s?@\s?((?:[A-Z0-9-]+\s?\.\s?)+[A-Z]{2,})", re.IGNORECASE)
_OFFICE_DOMAIN = "gov.tw"
_UNSEEN = frozenset({"Cf", "Mn"})  # invisible signs, marks on top of a digit
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−─－", "-"))
# 內政部's table of letters: A is 10 … the order is not the alphabet's for I, O, W, X, Y, Z.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_FIRST_LETTER_VALUE = 10
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)


def find_personal_data(text: str) -> PersonalData | None:
    """Return the first kind of personal data in `text`, or None.

    Full-width characters, blanks and dashes between the digits, and invisible characters do not
    hide it.
    """
    plain = _UUID.sub(" ", _visible(text))
    if any(_is_identity(match[0]) for match in _IDENTITY.finditer(plain)):
        return PersonalData.IDENTITY
    if _MOBILE.search(plain):
        return PersonalData.MOBILE
    if any(not _is_office(match[1]) for match in _MAIL.finditer(plain)):
        return PersonalData.PRIVATE_MAIL
    return None


def objection_to(text: str) -> str:
    """Say what of a text may not be kept, where it can still be taken out; "" for nothing."""
    found = find_personal_data(text)
    return f"裡面有{found.value}，拿掉再送；公務分機和 gov.tw 信箱可以留" if found else ""


def _visible(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in folded if unicodedata.category(c) not in _UNSEEN)


def _is_office(domain: str) -> bool:
    domain = "".join(domain.lower().split())
    return domain == _OFFICE_DOMAIN or domain.endswith(f".{_OFFICE_DOMAIN}")


def _is_identity(text: str) -> bool:
    """Check the sum of 內政部's rule, for national ids and both forms of resident certificates."""
    number = re.sub(r"[^A-Z0-9]", "", text.upper())
    first = _LETTERS.index(number[0]) + _FIRST_LETTER_VALUE
    second = number[1] if number[1].isdigit() else str(_LETTERS.index(number[1]) % 10)
    digits = [first // 10, first % 10, int(second), *map(int, number[2:])]
    return sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 10 == 0

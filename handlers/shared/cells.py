"""What a cell of a list may hold: telephone, e-mail, day, 類型, several things at once."""

import re
import unicodedata
from datetime import date

from handlers.shared.colleagues import read_role
from storage.records.officers import Role

MAX_CELL = 200  # characters; longer is a slip of the mouse
ROC_OFFSET = 1911  # 民國 1 is 1912
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)  # days an appointment can have
DAY = re.compile(r"(?P<year>\d{2,4})[/.\-年](?P<month>\d{1,2})[/.\-月](?P<day>\d{1,2})日?")
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[a-z0-9\-]{2,}", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9()\-#*~,./\s轉分機extEXT]+")
MIN_DIGITS = 3  # an internal number
LOST_ZERO = re.compile(r"[2-9]\d{8}")  # nine digits: area code or 09 without its 0
SEPARATORS = re.compile(r"[、;；\n]")


class CellError(ValueError):
    """A cell cannot be taken over; the message ends a sentence that begins with the column."""


def plain(cell: str) -> str:
    """Return a cell's text with white space tidied.

    Raises CellError on invisible characters, on formulas and on far too much text.
    """
    text = " ".join(cell.split(" ")).strip().replace("\t", " ").replace("\r\n", "\n")
    if any(
        unicodedata.category(mark) in {"Cc", "Cf", "Co", "Cs"} and mark != "\n" for mark in text
    ):
        raise CellError("有看不見的控制字元，請重新輸入")
    if text.startswith("="):
        raise CellError("是公式，請改成值")
    if len(text) > MAX_CELL:
        raise CellError(f"太長（上限 {MAX_CELL} 字）")
    return text


def split_list(text: str) -> tuple[str, ...]:
    """Split 負責事項 and 不負責 at 、 and ; , each thing once."""
    return tuple(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def to_role(text: str) -> Role:
    """Read 類型.

    Raises CellError that lists what is possible.
    """
    role = read_role(text)
    if role is None:
        raise CellError(f"類型「{text}」不在：{'、'.join(role.value for role in Role)}")
    return role


def to_phone(text: str) -> str:
    """Read a telephone number as typed, half-width; "" stays "".

    Raises CellError.
    """
    number = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"\D", "", number)
    if not number:
        return ""
    if LOST_ZERO.fullmatch(number):
        raise CellError("少了開頭的 0（試算表當成數字了），請把該欄設成文字再填")
    if not PHONE.fullmatch(number) or len(digits) < MIN_DIGITS:
        raise CellError("不像電話，例如 02-2316-5300#6800")
    return number


def to_email(text: str) -> str:
    """Read an e-mail address, lower case; "" stays "".

    Raises CellError.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if address and not EMAIL.fullmatch(address):
        raise CellError("格式不對，例如 name@moi.gov.tw")
    return address


def to_day(text: str) -> date | None:
    """Read 115/03/18 (year of the Republic) or 2026-03-18; "" is None.

    Raises CellError.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("民國")
    if not typed:
        return None
    match = DAY.fullmatch(typed)
    if match is None:
        raise CellError(f"「{text}」看不懂，例如 115/03/18 或 2026-03-18")
    year = int(match["year"])
    if year < 1000:  # noqa: PLR2004  # a year of the Republic has at most three digits
        year += ROC_OFFSET
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise CellError(f"「{text}」沒有這一天") from error
    if not EARLIEST <= day <= LATEST:
        raise CellError(f"「{text}」年份不合理")
    return day

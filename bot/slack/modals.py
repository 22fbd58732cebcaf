"""The two forms of the bot, 登記 and 找: drawn, and read back as a typed line. Pure.

A form saves nobody from anything that a line could not say: it only asks for the parts by name.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from bot.slack.blocks import Json
from bot.slack.blocks_forms import date_input, modal, select, text_input
from bot.slack.gestures import BARE_LINES, FIND, REGISTER, Filled, Place

SUBJECT, DUE, LEAD, KIND, SECRECY, NOTE, WHO = (
    *("subject", "due", "lead", "kind", "secrecy", "note"),
    "who",
)
SUBJECT_LIMIT = 120  # characters that are kept of a 案由
NOTE_LIMIT = 1000  # and of a 備註
LEAD_LIMIT = 40
WHO_LIMIT = 60
ROC_EPOCH = 1911
KINDS = ("長官交辦", "本機關自辦", "提點子", "眾開講", "PO 自提", "諮詢")
SENSITIVE = "敏感"
BLANKS = re.compile(r"\s+")

# Says what is wrong with a text that would be kept, in one sentence; "" for nothing.
Objection: TypeAlias = Callable[[str], str]


def _one_line(text: str) -> str:
    return BLANKS.sub(" ", text).strip()


def register_form(place: Place, said: str = "") -> Json:
    """Draw 登記; `said` is the message that becomes the case, if one does."""
    about_message = bool(place.message)
    first = next((line for line in map(_one_line, said.splitlines()) if line), "")
    fields = [
        text_input(
            SUBJECT,
            "案由",
            initial=first,
            placeholder="例如：公園夜間噪音",
            longest=SUBJECT_LIMIT,
        ),
        date_input(DUE, "期限", optional=True),
        text_input(LEAD, "主辦機關", placeholder="例如：內政部", longest=LEAD_LIMIT, optional=True),
        select(KIND, "類型", [(kind, kind) for kind in KINDS], optional=True),
        select(
            SECRECY,
            "機敏",
            [("敏感：只有承辦和指定的人看得到", SENSITIVE)],
            optional=True,
        ),
    ]
    if about_message:
        note = text_input(
            NOTE,
            "第一則備註：原訊息",
            initial=said.strip(),
            hint="只有貴機關看得到。有個資請先刪掉。",
            longest=NOTE_LIMIT,
            multiline=True,
            optional=True,
        )
        fields.append(note)
    return modal(
        "登記成案件" if about_message else "登記案件",
        fields,
        callback_id=REGISTER,
        submit="登記",
        private_metadata=place.packed(),
    )


def find_form(place: Place, _said: str = "") -> Json:
    """Draw 找."""
    field = text_input(
        WHO, "找誰", placeholder="機關、姓名或題目，例如：衛福部、健保卡", longest=WHO_LIMIT
    )
    return modal("找窗口", [field], callback_id=FIND, submit="找", private_metadata=place.packed())


# A command that is typed without anything else opens its form.
FORMS: Mapping[str, Callable[[Place, str], Json]] = MappingProxyType(
    {BARE_LINES[REGISTER]: register_form, BARE_LINES[FIND]: find_form}
)


def form_for(line: str, place: Place, said: str = "") -> Json | None:
    """Return the form that a bare command opens; None for any other line.

    `said` is the message that it is about, if it is.
    """
    draw = FORMS.get(line.strip())
    return None if draw is None else draw(place, said)


def wrong_fields(callback_id: str, given: Mapping[str, str], objection: Objection) -> Json:
    """Say of each field what is wrong with it, before anything is stored; {} for nothing."""
    if callback_id == FIND:
        return {} if _one_line(given.get(WHO, "")) else {WHO: "要找誰？寫機關、姓名或題目都可以"}
    wrong: Json = {}
    if not _one_line(given.get(SUBJECT, "")):
        wrong[SUBJECT] = "請寫一句案由"
    for name in (SUBJECT, LEAD, NOTE):
        told = objection(given.get(name, ""))
        if told:
            wrong[name] = told
    if given.get(DUE) and _day(given[DUE]) is None:
        wrong[DUE] = "看不懂這個日期，請重選"
    return wrong


def read_form(callback_id: str, given: Mapping[str, str], place: Place) -> Filled | None:
    """Write what was entered as a line; None for a form that is not ours."""
    if callback_id == FIND:
        return Filled(line=f"找 {_one_line(given.get(WHO, ''))}".strip())
    if callback_id != REGISTER:
        return None
    due, lead = _day(given.get(DUE, "")), _one_line(given.get(LEAD, ""))
    parts = (
        "登記",
        _one_line(given.get(SUBJECT, "")),
        f"主辦 {lead}" if lead else "",
        f"期限 {due.year - ROC_EPOCH}/{due.month}/{due.day}" if due else "",
        given.get(KIND, "") if given.get(KIND) in KINDS else "",
        SENSITIVE if given.get(SECRECY) == SENSITIVE else "",
        place.link,
    )
    return Filled(line=" ".join(part for part in parts if part), quoted=given.get(NOTE, "").strip())


def _day(text: str) -> date | None:
    """Read the day of a date picker."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

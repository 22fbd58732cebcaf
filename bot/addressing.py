"""When a text is meant for the bot, and what remains of it. Pure; all platforms share it.

In a group the bot listens to a mention, to `#` or `＃` in front, and to 「小幫手」 followed by a
space, punctuation or a verb it knows: 「小幫手們辛苦了」 stays unanswered. One to one it always
listens.
"""

import unicodedata
from collections.abc import Collection

NAME = "小幫手"
HASHES = "#＃"
KEPT_CONTROLS = "\n\t"
JOINERS = "\u200c\u200d"  # they hold emoji and some scripts together
TAG_BLOCK = range(0xE0020, 0xE0080)  # flags of England, Scotland and Wales are spelt with these
TILDES = "~～"  # symbols to Unicode, punctuation to whoever types 「小幫手～」
SEPARATORS = "，,、:：;；。.！!？?…—-" + TILDES  # may stand between the call and the command
TABLES = (".xlsx", ".xls", ".csv", ".ods")
HANDED = "收到檔案"  # the line that a file handed over one to one stands for
LONGEST_NAME = 80  # characters of a file's name
COURTESIES = ("請問", "麻煩", "幫忙", "幫我", "請", "我要", "我想", "你")


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cc":
        return character not in KEPT_CONTROLS
    if category == "Cf":
        return character not in JOINERS and ord(character) not in TAG_BLOCK
    return category in {"Cs", "Zl", "Zp"}


def without_hidden_marks(text: str) -> str:
    """Remove control characters, writing-direction marks, invisible signs and half surrogates.

    Line breaks and tabs stay, as do the joiners inside emoji; Windows line ends become plain.
    """
    if text.isprintable():  # what is hidden never is
        return text
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in joined if not _is_hidden(character))


def _begins_with_verb(text: str, verbs: Collection[str]) -> bool:
    rest = text
    while True:
        if any(rest.startswith(verb) for verb in verbs):
            return True
        courtesy = next((word for word in COURTESIES if rest.startswith(word)), None)
        if courtesy is None:
            return False
        rest = rest[len(courtesy) :].lstrip()


def _is_called_by_name(text: str, verbs: Collection[str]) -> bool:
    after = text[len(NAME) :]
    if not text.startswith(NAME) or not after:
        return False
    first = after[0]
    if first.isspace() or first in TILDES or unicodedata.category(first).startswith("P"):
        return True
    return _begins_with_verb(after, verbs)


def _after_separators(text: str) -> str:
    return text.lstrip(SEPARATORS + " \u3000\t\n").strip()


def what_is_asked(
    text: str, *, mentioned: bool, direct: bool, verbs: Collection[str] = ()
) -> str | None:
    """Return what was said to the bot, or None when it was not spoken to.

    `text` no longer holds the mention itself. `verbs` are the words that may follow 「小幫手」
    without a space. An empty answer means that it was called without being asked anything.
    """
    rest = without_hidden_marks(text).strip()
    called = mentioned or direct
    if mentioned:
        rest = _after_separators(rest)
    while rest:
        if rest[0] in HASHES:
            rest = rest.lstrip(HASHES).strip()
        elif _is_called_by_name(rest, verbs):
            rest = _after_separators(rest[len(NAME) :])
        else:
            break
        called = True
    return rest if called else None


def name_of_file(name: str) -> str:
    """Return a file's name as it can be shown: one line, its end when it is long."""
    return " ".join(without_hidden_marks(name).split())[-LONGEST_NAME:]


def is_table(name: str) -> bool:
    """Whether a file's name says that it is a table."""
    return name.strip().lower().endswith(TABLES)

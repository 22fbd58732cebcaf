"""The cards that dispatch itself says: advice, guesses, apologies. Pure."""

from collections.abc import Sequence

from bot.errors import UserError
from bot.message import Button, Card, Item, Tone

LONGEST_COMMAND = 300  # characters; LINE's limit for the text a button types
LONGEST_ECHO = 60  # characters of a guess that are shown
LONGEST_LABEL = 20  # characters; LINE's limit for a button's label
LONGEST_TEXT = 2500  # UTF-16 units; no command keeps more than 2,000, and more costs time to read
DOTS = "…"
ASIDE = "剛才在群組那一句，請看這裡"  # on a lock screen; the advice may repeat what was typed


def shown(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, marked by 「…」."""
    return text if len(text) <= limit else text[: limit - 1] + DOTS


def advice(error: UserError, *, pushed: bool = False) -> Card:
    """Say what the officer can do about an error; `pushed` shows on a lock screen."""
    alt = ASIDE if pushed else error.message
    buttons = tuple(Button(label, command) for label, command in error.offers)
    return Card(alt=alt, body=error.message, note=error.hint, tone=Tone.NOTICE, buttons=buttons)


def apology(reference: str) -> Card:
    """Say that something broke on our side; one neutral sentence."""
    return Card.sentence(
        f"這次沒有做成，資料沒有變動。請稍後再試；要回報的話，編號是 {reference}。"
    )


def too_long(length: int) -> UserError:
    """Refuse a text that is longer than a chat message can be."""
    return UserError(
        f"這則訊息有 {length:,} 字，太長了，我沒有收下。",
        hint=f"請分成幾則，每則 {LONGEST_TEXT:,} 字以內。",
    )


def _quoted(line: str) -> str:
    """Set a line apart; one that holds quotation marks stands apart by itself."""
    return line if "「" in line else f"「{line}」"


def guesses(suggestions: Sequence[str], helps: Sequence[str] = ()) -> Card:
    """Offer what was probably meant; each guess is a button that types it.

    `helps` says of each what it is for, where the officer named a matter rather than a command.
    """
    lines = [line for line in suggestions if len(line) <= LONGEST_COMMAND]
    if not lines:
        word = suggestions[0].split()[0]
        return Card.sentence(f"如果是要「{word}」，請用「{word}」開頭再傳一次。")
    buttons = tuple(
        Button(shown(line, LONGEST_LABEL), line, primary=index == 0)
        for index, line in enumerate(lines)
    )
    if any(helps) and len(lines) > 1:
        items = tuple(Item(line, told) for line, told in zip(suggestions, helps, strict=True))
        title, note = "可以用這些", "還沒有動任何資料。"
        return Card(alt=title, title=title, items=items, note=note, buttons=buttons)
    echo = "、".join(_quoted(shown(line, LONGEST_ECHO)) for line in lines)
    words = list(dict.fromkeys(line.split()[0].split("「")[0] for line in lines))
    return Card(
        alt=f"是要{'或'.join(words)}嗎？", body=f"是要{echo}嗎？還沒有動任何資料。", buttons=buttons
    )


def privately(line: str, name: str) -> Card:
    """Point from the group to the 1:1 chat, where `line` is already filled in."""
    return Card(alt=f"{name}：請私訊處理", body=f"「{name}」請私訊我處理。", in_private=line)


def in_group_only(name: str) -> Card:
    """Point from the 1:1 chat to the group that a command is about."""
    return Card.sentence(f"「{name}」請在要設定的群組裡說，例如「#{name}」。")

"""How texts are levelled before they are compared."""

import unicodedata


def level_text(text: str) -> str:
    """Level width, letter case and 台/臺, and drop white space, so that any spelling is found.

    NUL goes too: PostgreSQL has no text that holds it.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("台", "臺")
    return "".join(plain.replace("\0", "").split())


def contains_pattern(word: str) -> str:
    r"""Return the LIKE pattern (escape `\`) for texts that contain `word`."""
    levelled = level_text(word)
    for special in ("\\", "%", "_"):
        levelled = levelled.replace(special, f"\\{special}")
    return f"%{levelled}%"

"""What 程序評估 was told: the answers so far, and whether to keep them. Pure."""

import re

from handlers.shared.procedure import CONDITIONS, NO, YES, read_answers

KEEP = re.compile(r"記[錄下到]?$")
COMPACT = re.compile(rf"[{YES}{NO}]{{1,{len(CONDITIONS)}}}")


def read_weighing(text: str) -> tuple[tuple[bool, ...] | None, bool]:
    """Read 「是否是 記錄」: each letter is an answer; typed apart, 「有 沒有 有」, each word is.

    None for the answers when something else was typed.
    """
    is_to_keep = KEEP.search(text.strip()) is not None
    words = KEEP.sub(" ", text.strip()).replace("、", " ").split()
    if len(words) == 1 and COMPACT.fullmatch(words[0]):
        return tuple(letter == YES for letter in words[0]), is_to_keep
    answers = tuple(answer for word in words for answer in read_answers(word)[:1])
    is_read = len(answers) == len(words) <= len(CONDITIONS)
    return (answers if is_read else None), is_to_keep

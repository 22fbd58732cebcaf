"""What stands at the edges of posts and tells nothing: who reported, where to read more. Pure."""

import re

from handlers.watch.rules.folding import bare

SIGNS = re.compile(r"[\W_]+")
OPENING = re.compile(
    r"\s*(?:"
    r"【[^】]{1,12}】\s*"
    r"|[（(〔\[〈](?:[^）)〕\]〉]{0,12}(?:記者|報導|電|外電)[^）)〕\]〉]{0,16})[）)〕\]〉]\s*"
    r"|記者[^，。\s]{2,10}[／/][^，。\s]{1,8}報導\s*"
    r")+"
)
CLOSING = re.compile(
    r"(?:[（(〔\[]\s*(?:責任)?編輯\s*[:：]|更多(?:新聞|內容|報導)|延伸閱讀|原文(?:網址|連結)"
    r"|(?:新聞|資料|圖片)來源\s*[:：]|責任編輯|本文(?:轉載|出處)|Sent from|傳送自|發自我的).*",
    re.DOTALL | re.IGNORECASE,
)
LINK = re.compile(r"https?://[!-~]+")
END = 80  # characters, in which a closing may begin


def letters_of(text: str) -> str:
    """Return what a post says, levelled and without signs, links and what is around it."""
    told = OPENING.sub("", text, count=1) if text[:1] in "【（(〔[〈記 \n" else text
    if "http" in told:
        told = LINK.sub("", told)
    closing = CLOSING.search(told, max(0, len(told) - END))
    if closing is not None:
        told = told[: closing.start()]
    return SIGNS.sub("", bare(told))


def shared_edges(one: str, other: str) -> tuple[int, int]:
    """Return how many letters two posts begin with alike, and end with alike."""
    shorter = min(len(one), len(other))
    begin = _alike(one, other, shorter)
    return begin, _alike(one[::-1], other[::-1], shorter - begin)


def _alike(one: str, other: str, most: int) -> int:
    pairs = enumerate(zip(one[:most], other[:most], strict=True))
    return next((place for place, (mine, yours) in pairs if mine != yours), most)

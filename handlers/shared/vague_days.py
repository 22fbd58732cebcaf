"""Words of time that name no one day: whoever types them is asked which."""

import re

from handlers.shared.day_words import GAP, NUMBER, WEEK, WORKDAYS

_VAGUE = re.compile(
    rf"農曆\S{{0,6}}|(?:過年|新年|春節|連假|寒假|暑假|選舉|會(?!前會)|年)[前後]"
    rf"(?:{NUMBER}{GAP}個?{GAP}(?:{WORKDAYS}|[天日週周月]))?|"
    rf"[上下這本]?{GAP}個?{GAP}月[初中]|[上中下]旬|(?:[下這本上]{GAP})?週末|"
    rf"[下這本上]{GAP}個?{GAP}{WEEK}(?![一二三四五六日天])|[下這本]{GAP}個?{GAP}月$|"
    rf"過{GAP}(?:幾|兩|三){GAP}天|半個月|近期|近日|這幾天|[儘盡]快|"
    rf"{NUMBER}{GAP}月$|[今明後]年$|{NUMBER}{GAP}[天日週周月]{GAP}前"
)


def vague_day(text: str) -> str:
    """Return the first word that says when without saying which day; "" when there is none."""
    found = _VAGUE.search(text)
    return found[0].strip() if found else ""

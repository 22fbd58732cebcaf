"""What is not repeated word for word, whoever said it. Pure."""

import re
import unicodedata

ABUSE = re.compile(
    r"王八蛋?|混[蛋帳]|白[癡痴]|智障|低能|腦殘|弱智|去死|該死|人渣|敗類|畜[生牲]|賤[人貨]|婊子?"
    r"|狗官|狗屁|放屁|屁話|垃圾(?=政府|官員?|部長|政客|政策|[!！]|$)|廢物|他媽的?|[你妳他]媽的?"
    r"|媽的|幹[你妳他]|[操肏][你妳他]|靠[北杯腰]|機掰|雞掰|三小|滾[蛋開]|下地獄|不得好死|死全家"
    r"|共匪|蟑螂黨|f+u+c+k+\w*|shit|wtf|sb(?![a-z])",
    re.IGNORECASE,
)
MASK = "○○"


def guarded(text: str) -> str:
    """Return a text with its words of abuse hidden."""
    return ABUSE.sub(MASK, text)


def is_abusive(text: str) -> bool:
    """Whether a text should not be shown as an example."""
    return ABUSE.search(unicodedata.normalize("NFKC", text)) is not None

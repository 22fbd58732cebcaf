"""What is not repeated word for word, whoever said it. Pure."""

import re
import unicodedata

# Beside each what it must not take for abuse: 三小時, 我媽的卡, 低能量, 智障者家長總會, USB.
ABUSE = re.compile(
    r"王八蛋?|混[蛋帳]|白[癡痴]|智障(?!者|人士|協會)|低能(?![量耗見源])|腦殘|弱智|去死|該死|人渣|敗類"
    r"|畜[生牲]|賤[人貨]|婊子?|狗官|狗屁|放屁|屁話|垃圾(?=政府|官員?|部長|政客|政策|[!！])"
    r"|(?<=[群種些們])垃圾$|廢物(?!利用|處理|回收|清)|他媽的|[你妳]媽的|(?<![我你妳他她媽阿爸婆嬤])媽的"
    r"|[你妳他]媽(?=[逼屄!！])|幹[你妳他]|[操肏][你妳他]|靠北(?![側邊方部岸面])|靠[杯腰]|機掰|雞掰"
    r"|(?<=[衝看供公講說在搞是啥沙])三小(?![時型組題隊朋學步段塊])|滾蛋|滾開(?!的?水)|下地獄"
    r"|不得好死|死全家|共匪|蟑螂黨|f+u+c+k+\w*|(?<![a-z])(?:shit|wtf|sb)(?![a-z])",
    re.IGNORECASE,
)
MASK = "○○"


def guarded(text: str) -> str:
    """Return a text with its words of abuse hidden."""
    return ABUSE.sub(MASK, text)


def is_abusive(text: str) -> bool:
    """Whether a text should not be shown as an example."""
    return ABUSE.search(unicodedata.normalize("NFKC", text)) is not None

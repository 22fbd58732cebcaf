"""Cards of every shape: the three of the design, the longest and the emptiest of each part."""

from bot.message import Button, Card, ChatKind, ChatRef, Fact, Item, Platform, Tone

BASIC_ID = "@example"
GROUP = ChatRef(Platform.LINE, ChatKind.GROUP, "C" + "1" * 32)
ROOM = ChatRef(Platform.LINE, ChatKind.GROUP, "R" + "2" * 32)
DIRECT = ChatRef(Platform.LINE, ChatKind.DIRECT, "U" + "3" * 32)

CASE = Card(
    alt="42 已登記",
    kind="長官交辦",
    number="115-0042",
    flag="僅本機關",
    title="菸捐調整後的分配說明",
    facts=(
        Fact("主辦", "衛福部"),
        Fact("先擬", "國健署"),
        Fact("長官期限", "12/16（三）還有 6 個工作天", strong=True),
    ),
    note="會在 12/15（二）早上提醒您本人。",
    in_private="42",
)
MORNING = Card(
    alt="今天要做 2 件",
    kind="今天",
    number="12/10（四）",
    flag="要做 2 件",
    tone=Tone.NOTICE,
    items=(
        Item("37　聯繫提案人", "參考期程到 12/22（二）。先打電話，再約說明。"),
        Item("29　綜整回應", "法定期限 12/11（五）23:59，還有 1 個工作天。", strong=True),
    ),
    note="僅供參考：健保卡討論已回落，昨天 6 則。",
    buttons=(
        Button("29 已辦", "已辦 29", primary=True),
        Button("稍後提醒", "稍後提醒 29"),
        Button("為什麼是這天", "為什麼 29"),
    ),
)
ALERT = Card(
    alt="輿情升溫 1 件",
    kind="輿情",
    number="健保卡換發",
    flag="異常升溫",
    tone=Tone.URGENT,
    title="2 小時 38 則，平常約 3 則",
    facts=(
        Fact("故事", "4 則，其中 1 則 12 家轉載"),
        Fact("人數", "31 位作者，4 個來源"),
        Fact("最早", "06:40 PTT 「換卡要錢嗎」"),
        Fact("代表", "中央社：健保卡換發規劃說明"),
    ),
    body="▁▁▂▁▂▃▅█　近 24 小時",
    note="為什麼響：累積偏離 7.2，門檻 5.8。只列數字，不代表原因。",
    buttons=(
        Button("登記", "登記 健保卡換發輿情"),
        Button("靜音至明早", "靜音 健保卡換發 至明早"),
        Button("看原文", "看 健保卡換發"),
        Button("誤報", "誤報 健保卡換發"),
    ),
)

LONG = "𠮷" * 3000  # a rare Han character: two UTF-16 units, four bytes
QUOTES = '"\\' * 3000  # twice as long once it is JSON


def longest(filling: str) -> Card:
    """A card whose every part is longer than anybody would make it."""
    return Card(
        alt=filling,
        kind=filling,
        number=filling,
        flag=filling,
        tone=Tone.URGENT,
        title=filling,
        facts=tuple(Fact(filling, filling, strong=True) for _ in range(9)),
        items=tuple(Item(filling, filling, strong=True) for _ in range(9)),
        body=filling,
        note=filling,
        buttons=tuple(Button(filling[:90], filling[:140], primary=True) for _ in range(9)),
        in_private=filling,
        copy_text=filling * 10,
    )


FAMILY = "👩\u200d👩\u200d👧\u200d👦"
NASTY = f"\x00\x07\u202e<b>粗</b>\ud800'; DROP TABLE cases; --\u200b{FAMILY}🇹🇼\r\n第二行"

CARDS = {
    "case": CASE,
    "morning": MORNING,
    "alert": ALERT,
    "sentence": Card.sentence("好，記下了。"),
    "sentence with buttons": Card.sentence(
        "您是說「登記」嗎？", Button("登記", "登記 公園夜間噪音"), Button("說明", "說明")
    ),
    "long sentence": Card.sentence(LONG),
    "long sentence with buttons": Card.sentence(LONG, Button("說明", "說明")),
    "copy": Card(alt="簽稿", title="簽稿", copy_text="主旨：……\n說明：\n一、……\n" * 700),
    "copy alone": Card(alt="", copy_text="主旨：……"),
    "only alt": Card(alt="42 已結案"),
    "only strip": Card(alt="", flag="僅本機關"),
    "only note": Card(alt="", note="不用做什麼。"),
    "only buttons": Card(alt="", buttons=(Button("說明", "說明"),)),
    "only items": Card(alt="", items=(Item("37　聯繫提案人"), Item("", "只有說明"))),
    "blank parts": Card(
        alt=" ",
        kind="\u200b",
        title="　",
        facts=(Fact("主辦", ""), Fact("", "沒有標題的值")),
        items=(Item(""), Item("\u2066", "\u200e")),
        body="\n",
        buttons=(Button("", "說明"), Button("說明", " ")),
    ),
    "long labels": Card(
        alt="三個長標籤",
        facts=(Fact("綜整回應期限", "12/11（五）23:59"), Fact("主辦", "內政部、衛生福利部")),
        buttons=(
            Button("看全部十二件案件", "查詢 我的 全部"),
            Button("收到", "收到 42"),
            Button("改", "更新 42"),
        ),
    ),
    "nasty": longest(NASTY),
    "longest, rare Han": longest(LONG),
    "longest, quotes": longest(QUOTES),
    "longest, words": longest("案由 " * 2000),
    "too long to type": Card(
        alt="", title="長指令", buttons=(Button("送出", "登記 " + "案" * 400),)
    ),
}

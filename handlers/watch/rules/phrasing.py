"""Wordings of the room, besides its commands' own words. Pure."""

import re

from bot.room import Shape

TELL = "跟我說|通知我|告訴我|叫我|讓我知道"
SUBSCRIBE_SHAPES = (
    Shape("追蹤|關注 * 這個? 話題|議題|輿情", "*"),
    Shape(f"以後? 有人|有人在 罵|吵|講|提到|討論 * 就|要|請 {TELL}", "*"),
    Shape(f"* 有人在吵|有人在罵|有人在講|升溫|爆量 就|要|請 {TELL}", "*"),
    Shape("這個群組|本群組|群組 也? 要聽|要訂|訂閱 …", "… 這個群組"),
    Shape("關注 …", "…", sure=False),
)
LIST_SHAPES = (
    Shape("現在? 網路上|外面|網友|民眾 在? 吵什麼|討論什麼|講什麼|罵什麼", "", sure=False),
)
UNSUBSCRIBE_SHAPES = (
    Shape("訂閱 # 取消|刪掉|刪除|退掉|停掉|不要了", "#"),
    Shape("把 # 訂閱 刪掉|取消|刪除|退掉|停掉", "#"),
    Shape("不要再|不用再|別再 通知我|跟我說 * 了?", "*", sure=False),
    Shape("* 不要再|不用再|別再 通知了?|報了?|講了?|說了?", "*", sure=False),
)
MUTE_SHAPES = (
    Shape("靜音 # 四小時|4小時|4個小時|四個小時", "# 4小時"),
    Shape("靜音 # 至明早|到明早|至明天早上|到明天早上", "# 至明早"),
    Shape("靜音 # 此事件|這件事|這個事件|這次", "# 此事件"),
    Shape("訂閱 # 靜音|安靜 四小時|4小時|4個小時|四個小時", "# 4小時"),
    Shape("訂閱? # 先? 安靜|靜音|別吵 到明天早上|到明早|至明早", "# 至明早"),
    Shape("訂閱 # 恢復|恢復通知|取消靜音", "# 取消"),
    Shape("# 恢復通知", "# 取消", sure=False),
    Shape("# 這件事|這次|這個事件 不要再|別再|先別|不要 說了?|報了?|講了?", "# 此事件", sure=False),
    Shape("這個話題 先? 不要|別 吵我|說|報|叫", "多久"),
    Shape("先別再?|暫時別|先不要 通知我|跟我說|報 *", "* 多久", sure=False),
)
FALSE_SHAPES = (
    Shape("訂閱? # 是 誤報|亂報", "#"),
    Shape("剛剛|剛才|這次|上次 那個|那則|這個|的? 是 誤報|亂報", ""),
    Shape("剛剛|剛才|這次|上次 那個|那則|這個|的? 沒用|不準", "", sure=False),
    Shape("這則|那則|這個|這次 沒用|不準|是誤報", "", sure=False),
)
USEFUL_SHAPES = (
    Shape("這次|這則|剛剛 報得|響得 很? 準|好 #", "#"),
    Shape("這次|這則|剛剛 報得|響得 很? 準|好", ""),
)
ASK_SHAPES = (
    Shape("* 還在吵嗎|還在吵嘛|還吵嗎|還在炎上嗎|還在燒嗎|退燒了嗎|平息了嗎", "*"),
    Shape("* 聲量如何|輿情如何|輿情怎樣|討論度如何|聲量怎樣|聲量多少|聲量多高|聲量高不高", "*"),
    Shape("* 還有人在?|還有人 罵嗎|吵嗎|講嗎|討論嗎", "*"),
    Shape("* 冷掉了沒|冷了沒|退燒了沒|平息了沒|降溫了沒|冷掉了嗎|降溫了嗎", "*"),
)
REGISTER_SHAPES = (Shape("訂閱? # 登記成|開成|立成 案件|案子|一案", "#"),)
WEIGH_SHAPES = (Shape("訂閱 # 要不要開|該不該開|需不需要開 協作會議|會", "#", sure=False),)
AROUND = re.compile(r"^(?:那個|這個|那件|這件)|(?:的(?:新聞|話題|議題|事情|事)|那件|那個)$")


def asked_topic(text: str) -> str:
    """Return the topic in 「那個電子煙的新聞」."""
    plain = text.strip("？?嗎 了")
    return AROUND.sub("", plain).strip() or plain

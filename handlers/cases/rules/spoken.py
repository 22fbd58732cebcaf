"""How officers say it in a whole sentence: shapes of the commands (bot/shapes.py)."""

from bot.room import Shape

_TO = (
    "改到|改成|改為|改至|延到|延至|延後到|延後至|展延到|展延至|展期到|改期到"
    "|調到|調整到|調整為|提前到|提前至|提早到"
)
_LATER = "延到|延至|延後到|延後至|展延到|展延至|展期到|改期到"
_THIS = "這件|這案|這一件|本案|本件|這個案子"
_HANDLES = "處理|辦|承辦|負責|接|接手|辦理|弄"
_ASKED = "期限|截止日|到期日|何時到期|什麼時候到期|哪天到期|階段|狀態|主辦|協辦|先擬|結果"
_ANY = "我|查|看? 有沒有|有什麼|有哪些|還有哪些|哪些|有? 案件|案子?"  # a question for a list
_SOME = "案件|案子? 有哪些|有嗎|嗎?"  # how it ends
_LATE = "逾期|過期|已逾期|已過期|超過期限|過了期限|遲了"
_WEEK = "這週|本週|這禮拜|本禮拜|這星期|本星期|這個禮拜|這個星期"
_DUE = "有什麼|有啥|要交什麼|要做什麼|要做啥|要幹嘛|到期|到期的|要交的|案件|案子|要辦什麼"

CASE_SHAPES = (Shape(f"# {_ASKED} 是? 什麼|什麼時候|哪天|幾號|哪個|到哪? 了|呢|嗎?", "#"),)
SEARCH_SHAPES = (
    Shape("看|查|列|列出|給我看? 全部|所有 案件|案子?", "全部"),
    Shape(f"{_ANY} 還? 沒|未|還沒|尚未 結|結案 {_SOME}", "未結案"),
    Shape(f"{_ANY} {_LATE} 了? {_SOME}", "逾期"),
    Shape(f"{_WEEK} {_DUE} {_SOME}", "這週"),
    Shape(f"{_ANY} {_WEEK}? 快到期|快要到期|要到期 了? {_SOME}", "快到期"),
)
UPDATE_SHAPES = (
    Shape(f"# 期限|截止日? 往後? {_TO}|改 @", "# 期限 @"),
    Shape(f"# {_TO}|改 期限|截止日? @", "# 期限 @"),
    Shape(f"# {_TO} @ 因為|因|由於|原因是 *", "# 期限 @ *"),
    Shape("# 期限|截止日 @", "# 期限 @"),
    Shape(f"{_THIS}? 期限? 要|先? {_LATER} @", "期限 @"),  # in a thread or group about one case
    Shape("延期|展延|展期|延後|改期 # 到|至|改到|成? @", "# 期限 @"),
    Shape("# 期限? 再|往後|要? 延|延期|延後|展延|延長 ~", "# 期限 延~"),
    Shape("# 期限 取消|拿掉|刪掉|不用了", "# 期限 無"),
    Shape("# 昨天|昨日 就? 成案 了?", "# 成案 昨天"),
    Shape("# 今天|今日|剛剛|剛? 成案 了", "# 成案 今天"),
    Shape("# @ 成案 了?", "# 成案 @"),
    Shape("# 再|多? 給我? ~", "# 期限 延~", sure=False),
    Shape("# 要? 延期|展延|展期|延後|改期|改期限", "#", sure=False),
)
ASSIGN_SHAPES = (
    Shape(f"# 先? 給|請|讓|換|改給 * 來|去|接手? {_HANDLES}", "# *"),
    Shape(f"請|讓|換 * 來|去? {_HANDLES} #", "# *"),
)
CLOSE_SHAPES = (Shape("# 不辦|不辦了|不用辦了", "#", sure=False),)
CANCEL_SHAPES = (
    Shape("取消 #", "#", sure=False),
    Shape("# 取消|取消掉|不辦|不辦了|不用辦了", "#", sure=False),
)
UNDO_SHAPES = (
    Shape("剛剛的|剛才的|剛剛那個|剛才那個|剛剛那件|剛才那件 收回|撤回|取消|復原|還原"),
    Shape("我? 剛剛|剛才? 又? 打錯|按錯|點錯|寫錯|弄錯|選錯|打錯字|手滑 了? 怎麼辦?", sure=False),
)

"""A small table of commands like the real one, so that understanding is tested without the rooms.

Handlers answer with the command's name and argument, and remember that they were asked.
"""

from dataclasses import dataclass, field

from bot.errors import UserError
from bot.manual import Manual
from bot.message import Answer, Card, EventKind
from bot.room import Access, Bare, Commands, Place, Request, Room


@dataclass
class Desk:
    """Services of the tests: what handlers were asked to do."""

    done: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(frozen=True)
class Guest:
    """Speaker of the tests."""

    name: str
    access: Access = Access.OFFICER


cases = Commands[Desk, Guest]()
contacts = Commands[Desk, Guest]()
chats = Commands[Desk, Guest]()


def _answer(name: str, request: Request[Guest], desk: Desk) -> Card:
    desk.done.append((name, request.argument))
    return Card.sentence(f"{name}：{request.argument}")


@cases.add(
    "登記",
    usage="登記 <案由> [主辦 <機關>] [期限 <日期>]",
    summary="開一件新案",
    aliases=(
        "新增",
        "建案",
        "登錄",
        "開案",
        "新案",
        "立案",
        "建檔",
        "開個案",
        "開一個案",
        "開個案子",
        "開一個案子",
        "新增案件",
        "登記案件",
    ),
    examples=("登記 公園夜間噪音",),
    access=Access.OFFICER,
    changes=True,
)
def register(request: Request[Guest], desk: Desk) -> Card:
    return _answer("登記", request, desk)


@cases.add(
    "查詢",
    usage="查詢 [案號或關鍵字]",
    summary="找案件；不加字就是自己的案件",
    aliases=(
        "查",
        "看",
        "查案",
        "看案",
        "找案",
        "查案件",
        "看案件",
        "找案件",
        "查詢案件",
        "搜尋",
        "搜尋案件",
        "案件清單",
        "清單",
        "列表",
        "我的案件",
        "我的案子",
        "待辦",
        "待辦事項",
        "案子",
    ),
    phrases=(
        "的有哪些",
        "有什麼案子",
        "有什麼案件",
        "有哪些案子",
        "有哪些案件",
        "有哪些案",
        "哪些案子",
        "哪些案件",
        "有啥案子",
        "手上有什麼",
        "手上有啥",
        "今天有啥",
        "今天有什麼",
        "今天要做什麼",
        "今天要做啥",
        "今天要幹嘛",
        "這週有什麼",
        "這禮拜有什麼",
        "本週有什麼",
        "辦到哪了",
        "辦到哪",
        "進度如何",
        "進度怎樣",
        "進度怎麼樣",
        "什麼進度",
        "目前進度",
        "現在進度",
        "會過嗎",
        "是我們的嗎",
        "是我們的案子嗎",
    ),
    bare=(Bare.LINK,),
    examples=("查詢", "查詢 健保卡"),
)
def search(request: Request[Guest], desk: Desk) -> Card:
    return _answer("查詢", request, desk)


@cases.add(
    "案件",
    usage="案件 <案號>",
    summary="看一件案子",
    aliases=("案號", "打開", "顯示案件"),
    bare=(Bare.NUMBER,),
    examples=("案件 42",),
)
def show(request: Request[Guest], desk: Desk) -> Card:
    return _answer("案件", request, desk)


@cases.add(
    "更新",
    usage="更新 <案號> <欄位> <內容>",
    summary="改案件的內容或階段",
    aliases=("修改", "改", "更改", "更正", "變更", "異動", "改成", "改為"),
    telling=(
        "成案了",
        "已成案",
        "成案",
        "未成案",
        "沒成案",
        "不受理",
        "檢核中",
        "附議中",
        "研商中",
        "已回應",
        "後續進度",
        "解除列管",
        "預告中",
        "期滿待綜整",
        "處理中",
        "已回覆",
    ),
    examples=("更新 42 期限 12/20",),
    access=Access.OFFICER,
    changes=True,
)
def update(request: Request[Guest], desk: Desk) -> Card:
    return _answer("更新", request, desk)


@cases.add(
    "指派",
    usage="指派 <案號> <同仁>",
    summary="換本機關的承辦人",
    aliases=("交給", "分給", "派給", "改派", "分派", "交辦給", "指派給"),
    access=Access.OFFICER,
    changes=True,
)
def assign(request: Request[Guest], desk: Desk) -> Card:
    return _answer("指派", request, desk)


@cases.add(
    "備註",
    usage="備註 <案號> <內容>",
    summary="記一筆，只有本機關看得到",
    aliases=("註記", "加註", "附註", "記一筆", "筆記"),
    access=Access.OFFICER,
    changes=True,
)
def note(request: Request[Guest], desk: Desk) -> Card:
    return _answer("備註", request, desk)


@cases.add(
    "連結",
    usage="連結 <案號> <網址>",
    summary="附上網址",
    aliases=("加連結", "附連結", "掛連結"),
    access=Access.OFFICER,
    changes=True,
)
def link(request: Request[Guest], desk: Desk) -> Card:
    return _answer("連結", request, desk)


@cases.add(
    "結案",
    usage="結案 <案號> <結果>",
    summary="案件辦完了",
    aliases=("結掉", "辦結", "結束案件"),
    telling=("已辦", "已辦理", "辦完了", "辦好了", "免辦", "結案了", "處理完了"),
    examples=("結案 42 已函復提案人",),
    access=Access.OFFICER,
    changes=True,
)
def close(request: Request[Guest], desk: Desk) -> Card:
    return _answer("結案", request, desk)


@cases.add(
    "重啟",
    usage="重啟 <案號>",
    summary="結了的案再打開",
    aliases=("重開", "重新開案", "重啟案件", "恢復辦理"),
    access=Access.OFFICER,
    changes=True,
)
def reopen(request: Request[Guest], desk: Desk) -> Card:
    return _answer("重啟", request, desk)


@cases.add(
    "註銷",
    usage="註銷 <案號>",
    summary="開錯的案；案號保留",
    aliases=("撤銷", "作廢", "銷案", "取消登記", "刪除", "刪掉", "開錯了", "誤開", "登記錯了"),
    access=Access.OFFICER,
    changes=True,
)
def cancel(request: Request[Guest], desk: Desk) -> Card:
    return _answer("註銷", request, desk)


@cases.add(
    "復原",
    usage="復原",
    summary="收回自己十分鐘內的上一步",
    aliases=("取消剛剛那個", "取消剛剛的", "取消剛才那個", "取消上一步", "還原", "回復", "undo"),
    access=Access.OFFICER,
    changes=True,
)
def undo(request: Request[Guest], desk: Desk) -> Card:
    return _answer("復原", request, desk)


@cases.add(
    "確認",
    usage="確認 <案號>",
    summary="確認本機關的角色",
    aliases=("確認主辦", "確認協辦", "認領", "確認分案"),
    access=Access.OFFICER,
    changes=True,
)
def confirm(request: Request[Guest], desk: Desk) -> Card:
    return _answer("確認", request, desk)


@cases.add(
    "標記",
    usage="標記 <案號> 敏感",
    summary="敏感或密件",
    aliases=("標為", "標成", "設為", "列為"),
    telling=("敏感", "密件"),
    access=Access.OFFICER,
    changes=True,
)
def mark(request: Request[Guest], desk: Desk) -> Card:
    return _answer("標記", request, desk)


@cases.add(
    "簽稿",
    usage="簽稿 <案號> [會辦意見]",
    summary="公文用的文字",
    aliases=("擬簽", "寫簽", "簽呈", "簽", "擬稿"),
    telling=("會辦意見", "會辦", "公務電話紀錄", "電話紀錄"),
    access=Access.OFFICER,
)
def draft(request: Request[Guest], desk: Desk) -> Card:
    return _answer("簽稿", request, desk)


@contacts.add(
    "找",
    usage="找 <機關、人或主題>",
    summary="今天的窗口是誰",
    aliases=(
        "窗口",
        "聯絡人",
        "聯絡窗口",
        "聯繫窗口",
        "對口",
        "對口單位",
        "承辦",
        "承辦人",
        "找人",
        "電話",
        "分機",
    ),
    phrases=(
        "po 是誰",
        "是哪位",
        "哪位負責",
        "哪位在負責",
        "誰在管",
        "誰在辦",
        "誰在弄",
        "誰在處理",
        "誰管",
        "誰負責",
        "誰在負責",
        "是誰負責",
        "誰承辦",
        "誰主辦",
        "誰的業務",
        "承辦是誰",
        "承辦人是誰",
        "窗口是誰",
        "聯絡人是誰",
        "負責人是誰",
        "po是誰",
        "哪個部會",
        "哪個機關",
        "哪個單位",
        "要找誰",
        "該找誰",
        "找誰",
        "要問誰",
        "該問誰",
        "可以問誰",
        "問誰",
        "怎麼聯絡",
        "如何聯絡",
        "電話幾號",
        "電話多少",
        "分機幾號",
        "分機多少",
        "的窗口",
        "的聯絡人",
        "的承辦",
        "的po",
    ),
    examples=("找 衛福部", "健保卡 找誰"),
)
def find(request: Request[Guest], desk: Desk) -> Card:
    return _answer("找", request, desk)


@contacts.add(
    "綁定",
    usage="綁定 <代碼>",
    summary="用邀請碼認出您",
    aliases=("綁", "綁定帳號", "驗證碼", "bind"),
    access=Access.ANYONE,
    place=Place.DIRECT,
    changes=True,
)
def bind(request: Request[Guest], desk: Desk) -> Card:
    if not request.argument:
        message = "請附上邀請碼。"
        raise UserError(message, hint="像這樣：綁定 ABCD-1234")
    return _answer("綁定", request, desk)


@contacts.add(
    "解除綁定",
    usage="解除綁定 [同仁]",
    summary="換手機或遺失時",
    aliases=("解綁", "取消綁定", "手機掉了", "手機遺失"),
    place=Place.DIRECT,
    changes=True,
)
def unbind(request: Request[Guest], desk: Desk) -> Card:
    return _answer("解除綁定", request, desk)


@contacts.add(
    "邀請同仁",
    usage="邀請同仁 <姓名> <電子郵件>",
    summary="給本機關同仁邀請碼",
    aliases=("邀請", "邀同事", "邀請同事", "新增同仁"),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def invite(request: Request[Guest], desk: Desk) -> Card:
    return _answer("邀請同仁", request, desk)


@contacts.add(
    "同仁",
    usage="同仁 [機關]",
    summary="本機關的名單",
    aliases=("同仁名單", "名冊", "人員名單"),
)
def colleagues(request: Request[Guest], desk: Desk) -> Card:
    return _answer("同仁", request, desk)


@contacts.add(
    "我的資料",
    usage="我的資料",
    summary="我存了您什麼",
    aliases=("個人資料", "我的名片", "我是誰", "我的帳號"),
    place=Place.DIRECT,
)
def my_data(request: Request[Guest], desk: Desk) -> Card:
    return _answer("我的資料", request, desk)


@contacts.add(
    "公務電話",
    usage="公務電話 開放/不開放 <是否>",
    summary="群組裡可不可以顯示",
    aliases=("電話設定",),
    place=Place.DIRECT,
    changes=True,
)
def phone(request: Request[Guest], desk: Desk) -> Card:
    return _answer("公務電話", request, desk)


@contacts.add(
    "稽核",
    usage="稽核",
    summary="誰看過本機關的資料",
    aliases=("稽核紀錄", "查閱紀錄", "誰看過", "誰看過我的資料"),
    place=Place.DIRECT,
)
def audit(request: Request[Guest], desk: Desk) -> Card:
    return _answer("稽核", request, desk)


@contacts.add(
    "清除個資",
    usage="清除個資 <姓名>",
    summary="刪除一個人的資料",
    aliases=("刪除個資", "刪除我的資料", "清除資料"),
    place=Place.DIRECT,
    changes=True,
)
def erase(request: Request[Guest], desk: Desk) -> Card:
    return _answer("清除個資", request, desk)


@chats.add(
    "啟用",
    usage="啟用 [本機關/單一案件/跨部會]",
    summary="開通這個群組",
    aliases=("開通", "啟動", "啟用群組"),
    access=Access.OFFICER,
    place=Place.GROUP,
    changes=True,
)
def activate(request: Request[Guest], desk: Desk) -> Card:
    return _answer("啟用", request, desk)


@chats.add(
    "靜音",
    usage="靜音 [多久]",
    summary="先別主動說話",
    aliases=("安靜", "閉嘴", "別吵", "不要吵", "勿擾", "mute"),
    place=Place.GROUP,
    changes=True,
)
def mute(request: Request[Guest], desk: Desk) -> Card:
    return _answer("靜音", request, desk)


@chats.add(
    "取消靜音",
    usage="取消靜音",
    summary="恢復說話",
    aliases=("解除靜音", "恢復說話", "unmute"),
    place=Place.GROUP,
    changes=True,
)
def unmute(request: Request[Guest], desk: Desk) -> Card:
    return _answer("取消靜音", request, desk)


@chats.add(
    "離開",
    usage="離開",
    summary="請我離開群組",
    aliases=("退出群組", "離開群組", "退群"),
    place=Place.GROUP,
    changes=True,
)
def leave(request: Request[Guest], desk: Desk) -> Answer:
    return Answer(here=_answer("離開", request, desk), leave_chat=True)


@chats.on(EventKind.BOT_JOINED)
def introduce(request: Request[Guest], desk: Desk) -> Card:
    return _answer("自我介紹", request, desk)


ROOMS = (Room("案件", cases), Room("聯絡", contacts), Room("群組", chats))
HELP = Manual(ROOMS).as_command(lambda request, desk: _answer("說明", request, desk))
COMMANDS = (*cases, *contacts, *chats, HELP)

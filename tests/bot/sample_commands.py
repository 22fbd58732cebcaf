"""A few of the real commands, worded as the rooms word them, with handlers that only remember.

Handlers answer with the command's name and argument, and remember that they were asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import UserError
from bot.manual import Manual
from bot.message import Answer, Card, EventKind
from bot.room import Access, Commands, Place, Request, Room
from handlers.rooms import ROOMS as REAL_ROOMS

REAL = {command.name: command for room in REAL_ROOMS for command in room.commands}


@dataclass
class Desk:
    """Services of the tests: what handlers were asked to do."""

    done: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(frozen=True)
class Guest:
    """Speaker of the tests."""

    name: str
    access: Access = Access.OFFICER


@dataclass(frozen=True)
class Row:
    """How one command is shown here, and who may use it where."""

    usage: str
    examples: tuple[str, ...] = ()
    access: Access = Access.OFFICER
    place: Place = Place.ANYWHERE


READS = Access.BOUND
DIRECT, GROUP = Place.DIRECT, Place.GROUP

CASES = {
    "登記": Row("登記 <案由> [主辦 <機關>] [期限 <日期>]", examples=("登記 公園夜間噪音",)),
    "查詢": Row(
        "查詢 [案號或關鍵字]",
        examples=(
            "查詢",
            "查詢 健保卡",
        ),
        access=READS,
    ),
    "案件": Row("案件 <案號>", examples=("案件 42",), access=READS),
    "更新": Row("更新 <案號> <欄位> <內容>", examples=("更新 42 期限 12/20",)),
    "指派": Row("指派 <案號> <同仁>"),
    "備註": Row("備註 <案號> <內容>"),
    "連結": Row("連結 <案號> <網址>"),
    "結案": Row("結案 <案號> <結果>", examples=("結案 42 已函復提案人",)),
    "已辦": Row("已辦 <案號> [哪個期限]"),
    "免辦": Row("免辦 <案號> <理由>"),
    "今天有啥": Row("今天有啥", access=READS),
    "重啟": Row("重啟 <案號>"),
    "註銷": Row("註銷 <案號>"),
    "復原": Row("復原"),
    "確認": Row("確認 <案號>"),
    "標記": Row("標記 <案號> 敏感"),
    "簽稿": Row("簽稿 <案號> [會辦意見]"),
}
CONTACTS = {
    "找": Row(
        "找 <機關、人或主題>",
        examples=(
            "找 衛福部",
            "健保卡 找誰",
        ),
        access=READS,
    ),
    "綁定": Row("綁定 <代碼>", access=Access.ANYONE, place=DIRECT),
    "解除綁定": Row("解除綁定 [同仁]", place=DIRECT),
    "邀請同仁": Row("邀請同仁 <姓名> <電子郵件>", access=Access.MANAGER, place=DIRECT),
    "同仁": Row("同仁 [機關]", access=READS),
    "我的資料": Row("我的資料", access=READS, place=DIRECT),
    "結束任期": Row("結束任期 <姓名> [迄日]", access=Access.MANAGER, place=DIRECT),
    "停用": Row("停用 [姓名]", place=DIRECT),
    "請假": Row("請假 <日期> [代理 <姓名>]"),
    "我的請假": Row("我的請假", access=READS, place=DIRECT),
    "取消請假": Row("取消請假 [第幾筆或日期]"),
    "名冊新鮮度": Row("名冊新鮮度", access=READS, place=DIRECT),
    "求救": Row("求救 [情境或一句話]"),
    "接求救": Row("接求救 [第幾號]", place=DIRECT),
    "交接備註": Row("交接備註 <要告訴接任者的話>", place=DIRECT),
    "公務電話": Row("公務電話 <開放或不開放>", place=DIRECT),
    "稽核": Row("稽核", access=READS, place=DIRECT),
    "清除個資": Row("清除個資 <姓名>", place=DIRECT),
}
CHATS = {
    "啟用": Row("啟用 [範圍]", place=GROUP),
    "靜音": Row("靜音 [多久]", place=GROUP),
    "取消靜音": Row("取消靜音", place=GROUP),
    "離開": Row("離開", place=GROUP),
}


def _handler(name: str) -> Callable[[Request[Guest], Desk], Card | Answer]:
    def handle(request: Request[Guest], desk: Desk) -> Card | Answer:
        if name == "綁定" and not request.argument:
            message = "請附上邀請碼。"
            raise UserError(message, hint="像這樣：綁定 ABCD-1234")
        desk.done.append((name, request.argument))
        card = Card.sentence(f"{name}：{request.argument}")
        return Answer(here=card, leave_chat=True) if name == "離開" else card

    return handle


def _room(title: str, rows: dict[str, Row]) -> Room[Desk, Guest]:
    commands = Commands[Desk, Guest]()
    for name, row in rows.items():
        real = REAL[name]
        declare = commands.add(
            name,
            usage=row.usage,
            summary=f"{name}的用處",
            aliases=real.aliases,
            phrases=real.phrases,
            telling=real.telling,
            bare=real.bare,
            shapes=real.shapes,
            examples=row.examples,
            access=row.access,
            place=row.place,
            changes=real.changes,
        )
        declare(_handler(name))
    if title == "群組":
        commands.on(EventKind.BOT_JOINED)(_handler("自我介紹"))
    return Room(title, commands)


FRONT = ("登記", "找", "查詢", "案件", "更新")
ROOMS = (_room("案件", CASES), _room("聯絡", CONTACTS), _room("群組", CHATS))
HELP = Manual(ROOMS).as_command(_handler("說明"))
COMMANDS = (*(command for room in ROOMS for command in room.commands), HELP)

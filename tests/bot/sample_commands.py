"""A small table of commands like the real one, so that understanding is tested without the rooms.

Handlers answer with the command's name and argument, and remember that they were asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import UserError
from bot.manual import Manual
from bot.message import Answer, Card, EventKind
from bot.room import Access, Bare, Commands, Place, Request, Room, Shape
from handlers.cases.rules.spoken import (
    ASSIGN_SHAPES,
    CANCEL_SHAPES,
    CASE_SHAPES,
    CLOSE_SHAPES,
    SEARCH_SHAPES,
    UNDO_SHAPES,
    UPDATE_SHAPES,
)
from handlers.shared.leave_words import AWAY, LEAVING


@dataclass
class Desk:
    """Services of the tests: what handlers were asked to do."""

    done: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


@dataclass(frozen=True)
class Guest:
    """Speaker of the tests."""

    name: str
    access: Access = Access.OFFICER


@dataclass(frozen=True, kw_only=True)
class Row:
    """One command; wordings are set apart by spaces."""

    usage: str
    aliases: str = ""
    phrases: str = ""
    telling: str = ""
    bare: tuple[Bare, ...] = ()
    shapes: tuple[Shape, ...] = ()
    examples: tuple[str, ...] = ()
    access: Access = Access.OFFICER
    place: Place = Place.ANYWHERE
    changes: bool = True


READS = Access.BOUND
DIRECT, GROUP = Place.DIRECT, Place.GROUP

CASES = {
    "登記": Row(
        usage="登記 <案由> [主辦 <機關>] [期限 <日期>]",
        aliases="""
            新增 建案 登錄 開案 新案 立案 建檔 新增案件 登記案件 開個案 開一個案 開個案子
            開一個案子
            """,
        examples=("登記 公園夜間噪音",),
    ),
    "查詢": Row(
        usage="查詢 [案號或關鍵字]",
        aliases="""
            查 看 查案 看案 找案 查案件 看案件 找案件 查詢案件 搜尋 搜尋案件 案件清單 清單 列表
            我的案件 我的案子
            待辦 待辦事項 案子
            """,
        phrases="""
            的有哪些 有什麼案子 有什麼案件 有哪些案子 有哪些案件 有哪些案 哪些案子 哪些案件 有啥案子
            手上有什麼 手上有啥
            這週有什麼 這禮拜有什麼
            本週有什麼 辦到哪了 辦到哪 進度如何 進度怎樣 進度怎麼樣 什麼進度 目前進度 現在進度
            會過嗎 是我們的嗎
            """,
        bare=(Bare.LINK,),
        shapes=SEARCH_SHAPES,
        examples=("查詢", "查詢 健保卡"),
        access=READS,
        changes=False,
    ),
    "案件": Row(
        usage="案件 <案號>",
        aliases="案號 打開 顯示案件",
        bare=(Bare.NUMBER,),
        shapes=CASE_SHAPES,
        examples=("案件 42",),
        access=READS,
        changes=False,
    ),
    "更新": Row(
        usage="更新 <案號> <欄位> <內容>",
        aliases="修改 改 更改 更正 變更 異動 改成 改為",
        telling="""
            成案了 已成案 成案 未成案 沒成案 不受理 檢核中 附議中 研商中 已回應 後續進度
            解除列管 預告中
            期滿待綜整 處理中 已回覆
            """,
        shapes=UPDATE_SHAPES,
        examples=("更新 42 期限 12/20",),
    ),
    "指派": Row(
        usage="指派 <案號> <同仁>",
        aliases="交給 分給 派給 改派 分派 交辦給 指派給",
        shapes=ASSIGN_SHAPES,
    ),
    "備註": Row(usage="備註 <案號> <內容>", aliases="註記 加註 附註 記一筆 筆記"),
    "連結": Row(usage="連結 <案號> <網址>", aliases="加連結 附連結 掛連結"),
    "結案": Row(
        usage="結案 <案號> <結果>",
        aliases="結掉 辦結 結束案件",
        telling="結案了",
        shapes=CLOSE_SHAPES,
        examples=("結案 42 已函復提案人",),
    ),
    "已辦": Row(usage="已辦 <案號> [哪個期限]", telling="已辦 已辦理 辦完了 辦好了 處理完了"),
    "免辦": Row(usage="免辦 <案號> <理由>", telling="免辦"),
    "今天有啥": Row(
        usage="今天有啥",
        phrases="今天有什麼 今天要做什麼 今天要做啥 今天要幹嘛 今天有什麼要做的",
        access=READS,
    ),
    "重啟": Row(usage="重啟 <案號>", aliases="重開 重新開案 重啟案件 恢復辦理"),
    "註銷": Row(
        usage="註銷 <案號>",
        aliases="撤銷 作廢 銷案 取消登記 刪除 刪掉 開錯了 誤開 登記錯了",
        shapes=CANCEL_SHAPES,
    ),
    "復原": Row(
        usage="復原",
        aliases="""
            取消剛剛那個 取消剛剛的 取消剛才那個 取消上一步 還原 回復 undo 收回
            收回剛剛的 撤回剛剛的 還原上一步
            """,
        shapes=UNDO_SHAPES,
    ),
    "確認": Row(usage="確認 <案號>", aliases="確認主辦 確認協辦 認領 確認分案"),
    "標記": Row(usage="標記 <案號> 敏感", aliases="標為 標成 設為 列為", telling="敏感 密件"),
    "簽稿": Row(
        usage="簽稿 <案號> [會辦意見]",
        aliases="擬簽 寫簽 簽呈 簽 擬稿",
        telling="會辦意見 會辦 公務電話紀錄 電話紀錄",
        changes=False,
    ),
}
CONTACTS = {
    "找": Row(
        usage="找 <機關、人或主題>",
        aliases="窗口 聯絡人 聯絡窗口 聯繫窗口 對口 對口單位 承辦 承辦人 找人 電話 分機",
        phrases="""
            是哪位 哪位負責 哪位在負責 誰在管 誰在辦 誰在弄 誰在處理 誰管 誰負責 誰在負責
            是誰負責 誰承辦 誰主辦
            誰的業務 承辦是誰 承辦人是誰 窗口是誰 聯絡人是誰 負責人是誰 po是誰 是哪一位 哪個部會
            哪個機關 哪個單位 要找誰
            該找誰 找誰 要問誰 該問誰 可以問誰 問誰 怎麼聯絡 如何聯絡 電話幾號 電話多少 分機幾號
            分機多少 的窗口
            的聯絡人 的承辦 的po
            """,
        shapes=(Shape("% po", "%"),),
        examples=("找 衛福部", "健保卡 找誰"),
        access=READS,
        changes=False,
    ),
    "綁定": Row(
        usage="綁定 <代碼>",
        aliases="綁 綁定帳號 驗證碼 綁定碼 邀請碼 bind",
        bare=(Bare.CODE,),
        access=Access.ANYONE,
        place=DIRECT,
    ),
    "解除綁定": Row(
        usage="解除綁定 [同仁]", aliases="解綁 取消綁定 手機掉了 手機遺失", place=DIRECT
    ),
    "邀請同仁": Row(
        usage="邀請同仁 <姓名> <電子郵件>",
        aliases="邀請 邀同事 邀請同事 新增同仁",
        access=Access.MANAGER,
        place=DIRECT,
    ),
    "同仁": Row(usage="同仁 [機關]", aliases="同仁名單 名冊 人員名單", access=READS, changes=False),
    "我的資料": Row(
        usage="我的資料",
        aliases="個人資料 我的名片 我是誰 我的帳號",
        access=READS,
        place=DIRECT,
        changes=False,
    ),
    "結束任期": Row(
        usage="結束任期 <姓名> [迄日]",
        aliases="離任 離職 卸任",
        access=Access.MANAGER,
        place=DIRECT,
        shapes=(LEAVING,),
    ),
    "停用": Row(usage="停用 [姓名]", place=DIRECT, shapes=(AWAY,)),
    "交接備註": Row(usage="交接備註 <要告訴接任者的話>", place=DIRECT, shapes=(LEAVING,)),
    "公務電話": Row(usage="公務電話 <開放或不開放>", aliases="電話設定", place=DIRECT),
    "稽核": Row(
        usage="稽核",
        aliases="稽核紀錄 查閱紀錄 誰看過 誰看過我的資料",
        access=READS,
        place=DIRECT,
        changes=False,
    ),
    "清除個資": Row(
        usage="清除個資 <姓名>", aliases="刪除個資 刪除我的資料 清除資料", place=DIRECT
    ),
}
CHATS = {
    "啟用": Row(usage="啟用 [範圍]", aliases="開通 啟動 啟用群組", place=GROUP),
    "靜音": Row(usage="靜音 [多久]", aliases="安靜 閉嘴 別吵 不要吵 勿擾 mute", place=GROUP),
    "取消靜音": Row(usage="取消靜音", aliases="解除靜音 恢復說話 unmute", place=GROUP),
    "離開": Row(usage="離開", aliases="退出群組 離開群組 退群", place=GROUP),
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
        declare = commands.add(
            name,
            usage=row.usage,
            summary=f"{name}的用處",
            aliases=tuple(row.aliases.split()),
            phrases=tuple(row.phrases.split()),
            telling=tuple(row.telling.split()),
            bare=row.bare,
            shapes=row.shapes,
            examples=row.examples,
            access=row.access,
            place=row.place,
            changes=row.changes,
        )
        declare(_handler(name))
    if title == "群組":
        commands.on(EventKind.BOT_JOINED)(_handler("自我介紹"))
    return Room(title, commands)


FRONT = ("登記", "找", "查詢", "案件", "更新")
ROOMS = (_room("案件", CASES), _room("聯絡", CONTACTS), _room("群組", CHATS))
HELP = Manual(ROOMS).as_command(_handler("說明"))
COMMANDS = (*(command for room in ROOMS for command in room.commands), HELP)

"""Every line that docs/officer-guide.md tells an officer to type is typed in the sandbox.

A row of a table holds what to type as `code`, and between 「」 what the answers show, verbatim.
Somebody other than 澄雨 is named in the row: （內政部）.
"""

import re
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.addressing import what_is_asked
from bot.clock import StandingClock
from bot.message import ChatKind, ChatRef, EventKind, Platform
from bot.plain import plain_text
from bot.sandbox import SandboxKit, open_sandbox
from bot.web.receive import make_event, to_arrival
from tests.support.messenger import RecordingMessenger
from tests.support.tree import read

TODAY = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)  # 115/12/08（二）10:30 in Taipei
SAMPLE_CODE = "AB3D-7KMN"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
PO, HUB, STRANGER = "web-chengyu", "web-yanchuan", "web-stranger"
GROUP = "web-mohw"
SPEAKERS = {
    "（國健署）": "web-xiaohe",
    "（內政部）": "web-ahong",
    "（環境部）": "web-ruoxi",
    "（國發會）": HUB,
}
NOT_UNDERSTOOD = ("還不會", "查無", "還差", "看不出", "看不懂")
INVITATION = "邀請同仁 王小明 業務單位 綜合規劃司"
CONCLUDED = ((PO, "協調結論 38 確定 衛福部 聯絡提案人 12/20；內政部 提供資料 12/15"),)
ASKED = ((PO, "點名 38 確定 12/20 會前會誰出席 12/15前"),)
REQUEST_SENT = ((PO, "幫我問內政部 eID跟健保卡重疊"), (PO, "單1 送出"))
OF_A_REQUEST = (
    "單1 我處理",
    "我先請示 12/10 分機1234",
    "單1 約時間 12/9 14:00 或 12/10 10:00",
    "單1 回覆 資料在官網下載專區",
    "單1 轉 小陳",
    "單1 非本機關業務 建議另洽 環境部",
    "單1 婉拒",
    "單1 補充 週四也可以",
    "單1 結果 已說明分工",
    "收回單1",
    "單1 打電話",
    "我的聯絡單",
    "單1",
)
OPINIONS_IN = ((PO, "意見 42\n小花：預告期間太短，請延長\n阿明：預告期間太短\n小花：請公開評估"),)
LETTERS_IN = ((PO, "首長信箱 健保卡 12 件"),)
MEETING_HELD = ((PO, "38 協作會議 11/24"),)
OF_OPINIONS = (
    "意見 42",
    "意見 42 未回",
    "意見 42-1",
    "意見摘要 42",
    "先回 42-1 現行補助不變",
    "採納 42-1",
    "42-1 採納 修正第三條文字",
    "部分採納 42-1 期間延長，其餘涉及母法",
    "不採納 42-2、3 涉及母法",
    "併入 42-2 到 42-1",
    "參採表 42",
    "綜整回應 42",
)
OF_A_TOPIC = (
    "程序評估 1",
    "程序評估 1 有 沒有 有",
    "我的訂閱",
    "靜音訂閱 1 4小時",
    "靜音 1 至明早",
    "靜音訂閱 1 此事件",
    "取消訂閱 1",
)
BEFORE = {  # what must have happened for the line to make sense
    f"綁定 {SAMPLE_CODE}": ((HUB, "邀請同仁 林采薇 PO 衛福部"),),
    "免辦 38 聯繫提案人 已於附議期間聯繫": ((PO, "38 成案了 12/8"),),
    "成案包 38": ((PO, "38 成案了 12/8"),),
    "38 成案了要做什麼": ((PO, "38 成案了 12/8"),),
    "已公告展延 38 需跨部會會商": ((PO, "38 成案了 12/8"),),
    "已公告展延 38 到 116/3/8 需跨部會會商": ((PO, "38 成案了 12/8"),),
    "42 會前會 改 116/1/20": ((PO, "事件 42 協作會議 116/1/29"),),
    "42 沙推 取消": ((PO, "事件 42 協作會議 116/1/29"),),
    "38 期程貼好了": ((PO, "38 成案了 12/8"),),
    "取消停班 12/9": ((PO, "停班 12/9 確定"),),
    "停班紀錄": ((PO, "停班 12/9 確定"),),
    "選舉暫停期間": ((HUB, "選舉暫停 115/9/29到115/11/28 確定"),),
    "取消提醒 1": ((PO, "提醒 下週三下午三點 開會前會"),),
    "還沒辦 42": ((PO, "42 已辦"),),
    "42 不急了": ((PO, "42 急"),),
    "38 由內政部聯繫提案人": ((HUB, "分案 38 主辦 內政部 主辦 衛福部 12/8"),),
    "重啟 42": ((PO, "結案 42 已回覆"),),
    "復原": ((PO, "備註 42 已電洽"),),
    "移人 40 小陳": (("web-ahong", "加人 40 小陳"),),
    "調動 王小明 單位 國會組": ((PO, INVITATION),),
    "解除綁定 王小明": ((PO, INVITATION), (STRANGER, f"綁定 {SAMPLE_CODE}")),
    "我的請假": (("web-ahong", "請假 12/18-12/22 代理 小陳"),),
    "取消請假 1": ((PO, "請假 12/18"),),
    "銷假": ((PO, "請假 12/18"),),
    "預告理由 43 配合母法施行日，須如期發布": ((PO, "登記預告 預2"),),
    "預告 43 到 116/1/20": ((PO, "登記預告 預2"),),
    **dict.fromkeys(OF_OPINIONS, OPINIONS_IN),
    **dict.fromkeys(OF_A_TOPIC, ((PO, "訂閱 健保卡"),)),
    "首長信箱 健保卡 15 件": LETTERS_IN,
    "件數紀錄": LETTERS_IN,
    "件數紀錄 首長信箱": LETTERS_IN,
    "刪件數 1999 健保卡 12/7": ((PO, "1999 健保卡 昨天 8 通"),),
    "38 開會前後輿情": MEETING_HELD,
    "會議前後表 38": MEETING_HELD,
    "拆開 42-2": (*OPINIONS_IN, (PO, "併入 42-2 到 42-1")),
    "接求救 1": (("web-xiaohe", "求救 被罵"),),
    "#取消靜音": ((PO, "#靜音"),),
    "單1 送出": REQUEST_SENT[:1],
    **dict.fromkeys(OF_A_REQUEST, REQUEST_SENT),
    "協調確認 38": CONCLUDED,
    "協調異議 38 12/15 來不及，12/20 可以": CONCLUDED,
    "協調簽稿 38": CONCLUDED,
    "38 會出席": ASKED,
    "點名進度 38": ASKED,
    "點名檔案 38": ASKED,
    "結束點名 38": ASKED,
    "收回點名 38": ASKED,
}


@dataclass(frozen=True)
class Row:
    """A row of the guide: who types which lines, and what the answers show."""

    speaker: str
    typed: tuple[str, ...]
    shown: tuple[str, ...]


def rows() -> Iterator[Row]:
    for line in read(Path("docs/officer-guide.md")).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        typed = re.findall(r"`([^`]+)`", cells[1]) if line.startswith("| ") else []
        if typed:
            speaker = next((who for mark, who in SPEAKERS.items() if mark in cells[1]), PO)
            yield Row(speaker, tuple(typed), tuple(quoted(cells[2])))


def quoted(text: str) -> Iterator[str]:
    """Find the outermost 「…」."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character == "「":
            start = place + 1 if depth == 0 else start
            depth += 1
        elif character == "」":
            depth -= 1
            if depth == 0:
                yield text[start:place]


ROWS = list(rows())


class Desk:
    """The sandbox, and what it answered."""

    def __init__(self, kit: SandboxKit, messenger: RecordingMessenger) -> None:
        self._kit = kit
        self._messenger = messenger
        self._code = SAMPLE_CODE

    def say(self, person: str, text: str) -> str:
        """Type a line where it belongs; returns all that came back."""
        in_group = text.startswith(("#", "小幫手"))
        asked = what_is_asked(text, mentioned=False, direct=not in_group, verbs=self._kit.verbs)
        if asked is None:
            return ""
        place = (ChatKind.GROUP, GROUP) if in_group else (ChatKind.DIRECT, person)
        event = make_event(
            EventKind.TEXT,
            ChatRef(Platform.WEB, *place),
            sender_id=person,
            now=self._kit.clock.now(),
            text=asked.replace(SAMPLE_CODE, self._code),
        )
        before = len(self._messenger.sent)
        stored = self._kit.assistant.gate.admit([to_arrival(event)])
        assert stored is not None
        stored.result()
        self._kit.assistant.drain()
        cards = [outgoing.card for outgoing in self._messenger.sent[before:]]
        answer = "\n".join(plain_text(card) for card in cards)
        found = CODE.search(answer)
        self._code = found[0] if found else self._code
        return answer


@contextmanager
def opened(folder: Path) -> Generator[Desk]:
    messenger = RecordingMessenger()
    kit = open_sandbox(
        folder, StandingClock(TODAY), lambda _samples, _clock: messenger, wakes=False
    )
    try:
        yield Desk(kit, messenger)
    finally:
        kit.assistant.stop()


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sandbox's database as it is on the first day; copied for each row."""
    folder = tmp_path_factory.mktemp("first-day")
    with opened(folder):
        pass
    return folder


def test_the_guide_has_its_tables() -> None:
    assert len(ROWS) > 60
    assert sum(len(row.shown) for row in ROWS) > 70


@pytest.mark.parametrize("row", ROWS, ids=[row.typed[0] for row in ROWS])
def test_what_the_guide_says_is_so(row: Row, first_day: Path, tmp_path: Path) -> None:
    answers = list[str]()
    for line in row.typed:
        folder = tmp_path / str(len(answers))
        shutil.copytree(first_day, folder)
        with opened(folder) as desk:
            for person, text in BEFORE.get(line, ()):
                desk.say(person, text)
            answers.append(desk.say(STRANGER if SAMPLE_CODE in line else row.speaker, line))
    everything = "\n".join(answers)
    assert [words for words in row.shown if words not in everything] == [], everything
    assert [words for words in NOT_UNDERSTOOD if words in everything] == [], everything

"""What a chat shows about codes and accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import Button, Card, Fact, Item
from handlers.bindings.rules import welcome_lines
from handlers.shared.roc_date import show_date, show_moment
from storage.records.agencies import Agency
from storage.records.cases import Case
from storage.records.officers import Appointment, Officer

PLATFORM_NAMES = {"line": "LINE", "slack": "Slack", "web": "網頁"}
HOW_TO_BIND = "請向貴機關的 PO 或國發會要一組綁定碼，再私訊我：綁定 AB3D-7KMN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """What a new officer takes over."""

    cases: Sequence[Case] = ()  # at most three, the nearest first
    case_count: int = 0
    predecessor: str = ""
    note: str = ""  # 交接備註


def greeting() -> Card:
    """Greet somebody who became a friend."""
    return Card.sentence(
        f"我是 PO 小幫手，幫政府各機關的開放政府聯絡人記案子、找窗口。{HOW_TO_BIND}"
    )


def welcome_back(officer: Officer) -> Card:
    """Greet somebody who is bound already."""
    return Card.sentence(f"{officer.shown_name}，歡迎回來。輸入「說明」看我會做的事。")


def code_card(code: str, officer: Officer, *, expires_at: datetime, today: date) -> Card:
    """Hand the code to the inviter; the alternative text does not hold it."""
    return Card(
        alt="綁定碼準備好了",
        kind="邀請同仁",
        flag="請勿貼到群組",
        title=f"綁定碼 {code}",
        facts=(
            Fact("給", officer.name, strong=True),
            Fact("有效到", show_moment(expires_at, today=today)),
        ),
        body=f"請私下轉給對方，請對方加我好友後私訊：綁定 {code}",
        note="只能用一次；貼到群組就作廢。",
    )


def burnt() -> Card:
    """Tell somebody, one to one, that a code shown to a group is void."""
    return Card.sentence("綁定碼請私訊我；剛才貼在群組的這組已作廢，請邀請您的人再給一組。")


def bound_again(officer: Officer, platform: str) -> Card:
    """Confirm a further account, or the same once more."""
    where = PLATFORM_NAMES.get(platform, platform)
    return Card.sentence(
        f"{officer.shown_name}，這個 {where} 帳號綁定好了。輸入「說明」看我會做的事。"
    )


def welcome_colleague(officer: Officer, agency: Agency) -> Card:
    """Welcome somebody who is not an officer: a business unit, an observer."""
    return Card(
        alt="綁定好了",
        kind="綁定",
        title=f"{officer.shown_name}，歡迎（{agency.short}）",
        body="收到提案或要找窗口時，直接問我就好。",
        note="資料有誤請輸入「我的資料」。",
        buttons=(Button("看說明", "說明", primary=True), Button("我的資料", "我的資料")),
    )


def welcome_officer(
    officer: Officer, agency: Agency, place: Appointment, left: Inheritance, *, today: date
) -> Card:
    """Welcome a new officer with what the agency has open."""
    facts = [Fact("未結案件", f"{left.case_count} 件", strong=True)]
    dated = [case for case in left.cases if case.due_at is not None]
    if dated and dated[0].due_at is not None:
        due = show_moment(dated[0].due_at, today=today)
        facts.append(Fact("最近期限", f"{due}　{dated[0].number}"))
    if left.predecessor:
        facts.append(Fact("前任", left.predecessor))
    if left.note:
        facts.append(Fact("交接備註", left.note))
    return Card(
        alt=f"綁定好了；{agency.short}未結案件 {left.case_count} 件",
        kind="綁定",
        flag=place.role,
        title=f"{officer.shown_name}，歡迎（{agency.short}）",
        facts=tuple(facts),
        items=tuple(Item(f"{c.number} {c.subject}", _case_line(c, today)) for c in left.cases),
        body="\n".join(welcome_lines()),
        note="資料有誤請輸入「我的資料」。",
        buttons=(
            Button("看案件", "查詢", primary=True),
            Button("看說明", "說明"),
            Button("我的資料", "我的資料"),
        ),
    )


def _case_line(case: Case, today: date) -> str:
    if case.due_at is None:
        return case.stage
    return f"{case.stage}，{show_moment(case.due_at, today=today)}"


def choose_account(platforms: Sequence[str]) -> Card:
    """Ask which account is meant; only one to one."""
    names = [PLATFORM_NAMES.get(platform, platform) for platform in platforms]
    buttons = [Button(name, f"解除綁定 {name}") for name in dict.fromkeys(names)]
    return Card.sentence("要解除哪一個？", *buttons[:3], Button("全部", "解除綁定 全部"))


def unbound(officer: Officer, platforms: Sequence[str]) -> Card:
    """Confirm that accounts belong to nobody any more."""
    names = "、".join(dict.fromkeys(PLATFORM_NAMES.get(p, p) for p in platforms))
    return Card.sentence(f"{officer.shown_name}的 {names} 已解除綁定。要再使用，請重新索取綁定碼。")


def term(place: Appointment, *, today: date) -> str:
    """Say until when somebody serves."""
    return "" if place.ends_on is None else f"到 {show_date(place.ends_on, today=today)}"

"""What a chat shows about codes and accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.message import Button, Card, Fact, Item, Tone
from handlers.bindings.rules import SOMEBODY_ELSE, SURE, welcome_lines
from handlers.shared.case_numbers import short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import show_date, show_moment
from storage.records.agencies import Agency
from storage.records.cases import Case
from storage.records.duties import Duty
from storage.records.officers import Appointment, Officer

PLATFORM_NAMES = {"line": "LINE", "slack": "Slack", "web": "網頁"}
NOT_YET = Button("先不要", "我的資料", primary=True)
HOW_TO_BIND = "請向貴機關的 PO 或國發會要一組綁定碼，再私訊我：綁定 AB3D-7KMN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """What a new officer takes over."""

    cases: Sequence[Case] = ()  # at most two, the nearest first
    next_duties: Mapping[int, Duty] = field(default_factory=dict[int, Duty])  # by case id
    case_count: int = 0  # of the agency, all that a list shows
    own_count: int = 0  # those that the new officer holds already
    predecessor: str = ""
    predecessor_place: Appointment | None = None
    note: str = ""  # 交接備註
    waiting: str = ""  # what others wait for: 「聯絡單 2 件、求救 1 件」

    def ends_at(self, case: Case) -> datetime | None:
        """Return when the next thing of a case is due."""
        duty = self.next_duties.get(case.id)
        return duty.due_at if duty is not None else case.due_at


def greeting() -> Card:
    """Greet somebody who became a friend."""
    return Card.sentence(
        f"我是 PO 小幫手，幫政府各機關的開放政府聯絡人記案子、找窗口。{HOW_TO_BIND}"
    )


def welcome_back(officer: Officer) -> Card:
    """Greet somebody who is bound already."""
    return Card.sentence(f"{officer.shown_name}，歡迎回來。輸入「說明」看我會做的事。")


def code_card(
    code: str, officer: Officer, platform: str, *, expires_at: datetime, today: date
) -> Card:
    """Hand the code to the inviter; the alternative text does not hold it."""
    how = "加我好友後私訊" if platform == "line" else "私訊我"
    return Card(
        alt="綁定碼準備好了",
        kind="邀請同仁",
        flag="請勿貼到群組",
        title=f"綁定碼 {code}",
        facts=(
            Fact("給", officer.name, strong=True),
            Fact("有效到", show_moment(expires_at, today=today)),
        ),
        body=f"請私下轉給對方，請對方{how}：綁定 {code}",
        note="只能用一次；貼到群組就作廢。",
    )


def namesake_elsewhere(name: str, where: Agency, command: str) -> Card:
    """Ask whether somebody of that name in another agency is the one who is invited."""
    return Card(
        alt="邀請前先確認是不是同一位",
        kind="邀請同仁",
        title=f"{where.short}已有{name}，是同一位嗎？",
        body=f"是同一位，請{where.short}的 PO 給綁定碼；不是同一位，我再另外登錄。",
        buttons=(
            Button(f"找{name}"[:20], f"找 {where.name} {name}", primary=True),
            Button("是另一位", f"{command} {SOMEBODY_ELSE}"),
        ),
    )


def burnt() -> Card:
    """Tell somebody, one to one, that a code shown to a group is void."""
    return Card.sentence("綁定碼請私訊我；剛才貼在群組的這組已作廢，請邀請您的人再給一組。")


def bound_beside(officer: Officer, platform: str, *, told_on: str) -> Card:
    """Confirm an account on a further platform; what the bot says by itself goes on as it did."""
    here, there = PLATFORM_NAMES.get(platform, platform), PLATFORM_NAMES.get(told_on, told_on)
    return Card.sentence(
        f"{officer.shown_name}，這個 {here} 帳號綁定好了。提醒照舊傳到 {there}。",
        Button(f"改用 {here} 通知", f"通知帳號 {here}"),
        Button("看說明", "說明"),
    )


def bound_again(officer: Officer, platform: str, *, starts_on: date | None, today: date) -> Card:
    """Confirm a further account, the same once more, or one whose owner's term is yet to begin."""
    where = PLATFORM_NAMES.get(platform, platform)
    done = f"{officer.shown_name}，這個 {where} 帳號綁定好了。"
    if starts_on is not None:
        begins = show_date(starts_on, today=today)
        return Card.sentence(f"{done}任期從 {begins} 開始；那天起輸入「交接資料」看前任留下的事。")
    return Card.sentence(f"{done}輸入「說明」看我會做的事。")


def connected(officer: Officer, platform: str, *, told_on: str) -> Card:
    """Tell somebody who is bound elsewhere that this account may be used as well."""
    here, there = PLATFORM_NAMES.get(platform, platform), PLATFORM_NAMES.get(told_on, told_on)
    return Card.sentence(
        f"{officer.shown_name}，我用名冊的電子郵件認出您，{here} 也可以用小幫手了。"
        f"提醒照舊傳到 {there}。",
        Button(f"改用 {here} 通知", f"通知帳號 {here}"),
        Button("看說明", "說明"),
        Button(f"不要用 {here}", f"解除綁定 {here}"),
    )


def by_email(welcome: Card, platform: str) -> Card:
    """The welcome of somebody who gave no code: says why they are known, and the way back."""
    here = PLATFORM_NAMES.get(platform, platform)
    known = f"我用名冊的電子郵件認出您；不想用就按「不要用 {here}」。"
    return replace(
        welcome,
        alt=f"{here} 可以用小幫手了",
        note=known,
        buttons=(*welcome.buttons[:3], Button(f"不要用 {here}", f"解除綁定 {here}")),
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
    mine = f"，您承辦 {left.own_count} 件" if left.own_count else ""
    facts = [Fact("未結案件", f"{left.case_count} 件{mine}", strong=True)]
    nearest = left.cases[0] if left.cases else None
    moment = left.ends_at(nearest) if nearest is not None else None
    if nearest is not None and moment is not None:
        duty = left.next_duties.get(nearest.id)
        what = f" {duty.name}" if duty is not None else ""
        due = show_moment(moment, today=today)
        facts.append(Fact("最近期限", f"{due}　{_short(nearest, today)}{what}"))
    if left.waiting:
        facts.append(Fact("等貴機關回", left.waiting))
    if left.predecessor:
        facts.append(Fact("前任", left.predecessor + _still(left.predecessor_place, today)))
    if left.note:
        facts.append(Fact("交接備註", left.note))
    return Card(
        alt=f"綁定好了；{agency.short}未結案件 {left.case_count} 件",
        kind="綁定",
        flag=place.role,
        title=f"{officer.shown_name}，歡迎（{agency.short}）",
        facts=tuple(facts),
        items=tuple(
            Item(f"{_short(c, today)} {c.subject}", _case_line(c, left, today)) for c in left.cases
        ),
        body="\n".join(welcome_lines()),
        note="資料有誤請輸入「我的資料」。",
        buttons=(
            Button("看案件", f"查詢 {agency.name}", primary=True),
            Button("看說明", "說明"),
            Button("我的資料", "我的資料"),
        ),
    )


def _short(case: Case, today: date) -> str:
    return short_number(case, today.year - ROC_EPOCH)


def _case_line(case: Case, left: Inheritance, today: date) -> str:
    moment, duty = left.ends_at(case), left.next_duties.get(case.id)
    if moment is None:
        return case.stage
    what = f"{duty.name} " if duty is not None else ""
    return f"{case.stage}，{what}{show_moment(moment, today=today)}"


def _still(place: Appointment | None, today: date) -> str:
    """Say that somebody still serves, and until when."""
    if place is None or (place.ends_on is not None and place.ends_on < today):
        return ""
    if place.ends_on is None:
        return "，仍在任"
    return f"，任期到 {show_date(place.ends_on, today=today)}"


def choose_account(platforms: Sequence[str]) -> Card:
    """Ask which account is meant; a tap is the second time, so that it is carried out."""
    names = list(dict.fromkeys(PLATFORM_NAMES.get(platform, platform) for platform in platforms))
    buttons = [Button(name, f"解除綁定 {name} {SURE}") for name in names]
    return Card.sentence(
        "要解除哪一個？解除後那個帳號就不能再用小幫手。",
        *buttons[:3],
        Button("全部", f"解除綁定 全部 {SURE}"),
        NOT_YET,
    )


def ask_unbind(whose: str, platforms: Sequence[str], command: str, *, alone: bool) -> Card:
    """Ask once more before accounts are unbound; `alone`: nobody in the agency gives new codes."""
    names = _platform_names(platforms)
    again = "貴機關沒有別的 PO，得請國發會給綁定碼" if alone else "請貴機關的 PO 或國發會給綁定碼"
    return Card(
        alt="解除綁定前再確認一次",
        kind="解除綁定",
        tone=Tone.NOTICE,
        title=f"解除{whose}的 {names} 帳號？",
        body=f"解除後那個帳號就不能再用小幫手；案件和資料都留著。要再用，{again}。",
        buttons=(Button("確定解除", command), NOT_YET),
    )


def unbound(whose: str, platforms: Sequence[str]) -> Card:
    """Confirm that accounts belong to nobody any more."""
    return Card.sentence(
        f"{whose}的 {_platform_names(platforms)} 帳號已解除綁定。要再使用，請重新索取綁定碼。"
    )


def _platform_names(platforms: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(PLATFORM_NAMES.get(p, p) for p in platforms))

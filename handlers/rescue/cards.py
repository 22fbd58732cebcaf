"""What a call for help shows: to who asks, and to the officer who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.message import Button, Card, Fact, Item
from handlers.rescue.rules import Call, line_of
from handlers.shared.roc_date import show_moment
from storage.records.agencies import Agency
from storage.records.officers import Officer
from storage.records.rescues import Advice, Rescue

SHOWN = 5
BUTTON_WORDS = 120  # characters of what was said that a button's line carries
PRIVATE = "只有貴機關的 PO 看得到，不會告訴長官。請勿寫密件內容。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who was told of a call, and when."""

    agency: Agency
    told: Officer | None = None  # None: nobody has an account
    role: str = ""  # 「PO」, 「代理」
    away: str = ""  # the officer who is on leave, in whose place somebody is told
    on_leave: bool = False  # who is told is on leave, and reads it afterwards
    named: Officer | None = None  # the officer of the roster, where nobody has an account
    opens_at: datetime | None = None  # when it is told, if not at once
    before: bool = False  # told already, some time ago


def ask_situation(call: Call, advices: Sequence[Advice]) -> Card:
    """Ask which situation it is, with one tap."""
    words = call.words[:BUTTON_WORDS]
    return Card(
        alt="遇到哪一種？",
        body="別急，遇到哪一種？",
        note=PRIVATE,
        buttons=tuple(Button(a.situation, line_of(a, words)) for a in advices[:4]),
    )


def first_aid(advice: Advice, told: Told, *, is_cut: bool, today: date) -> Card:
    """Say what to prepare, and who was told."""
    one, two, three = advice.things
    find = (Button(f"找 {told.agency.short}", f"找 {told.agency.name}"),)
    hub = (Button("找國發會", "找 國家發展委員會"),)
    nobody = told.told is None and told.named is None
    return Card(
        alt="先備三樣，已轉給 PO" if told.told else "先備三樣",
        kind="求救",
        flag=advice.situation,
        title=f"{advice.opening}備三樣：",
        facts=(Fact("一", one), Fact("二", two), Fact("三", three)),
        body=_who(told, today=today) + ("只轉了前 200 字。" if is_cut else ""),
        note=advice.reminder,
        buttons=hub if nobody else find,
    )


def _who(told: Told, *, today: date) -> str:
    short = told.agency.short
    if told.told is None:
        if told.named is None:
            return f"名冊裡還沒有{short}的 PO，可以問國發會。"
        return f"{short}的 PO {told.named.shown_name}還沒用小幫手，請直接打電話給他。"
    name = f"{told.role} {told.told.shown_name}".strip()
    if told.before:
        return f"剛才已私下告訴{short} {name}，他會和您聯絡。"
    if told.on_leave and told.opens_at is not None:
        day = show_moment(told.opens_at, today=today)
        return f"{short} {name}請假，也沒有人代理；已留話，{day} 送到。急的話請打電話。"
    away = f"{told.away}請假，" if told.away else ""
    when = f"，{show_moment(told.opens_at, today=today)} 送到" if told.opens_at else ""
    return f"{away}已私下轉給{short} {name}{when}。"


def own_call(agency: Agency) -> Card:
    """Tell an officer that there is nobody else to be told."""
    return Card.sentence(
        f"{agency.short}的窗口就是您，可以問國發會。", Button("找國發會", "找 國家發展委員會")
    )


def for_officer(asker: Officer, unit: str, call: Call, situation: str, line: str) -> Card:
    """Tell the officer, one to one, who needs help with what."""
    facts = [Fact("情境", situation)]
    if asker.office_phone:
        facts.append(Fact("公務電話", asker.office_phone, strong=True))
    return Card(
        alt="有同仁求救",
        kind="求救",
        flag="請勿轉傳",
        title=f"{asker.shown_name}{f'（{unit}）' if unit else ''}需要您",
        facts=tuple(facts),
        body=f"「{call.words}」" if call.words else "",
        note="我先請他備三樣東西了。按「我來聯絡」，他就知道您看到了。",
        buttons=(Button("我來聯絡", line, primary=True),),
    )


def taken(asker: Officer, unit: str) -> Card:
    """Confirm to the officer that the colleague knows, and where to find them."""
    phone = f"公務電話 {asker.office_phone}" if asker.office_phone else ""
    where = "，".join(filter(None, (unit, phone)))
    return Card.sentence(f"好，已告訴{asker.shown_name}您會聯絡。{where}{'。' if where else ''}")


def taken_by_other(name: str) -> Card:
    """Say that a colleague was first."""
    return Card.sentence(f"{name}已經說會聯絡了，謝謝您。")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that nobody took, and who asks."""

    rescue: Rescue
    asker: Officer
    unit: str

    @property
    def title(self) -> str:
        """「小林（戶政司）」."""
        return f"{self.asker.shown_name}（{self.unit}）" if self.unit else self.asker.shown_name

    def text(self, today: date) -> str:
        """「要開會，12/7（一）10:00，02-2356-5000#777」."""
        at = show_moment(self.rescue.asked_at, today=today)
        return "，".join(filter(None, (self.rescue.situation, at, self.asker.office_phone)))


def waiting(rows: Sequence[Waiting], *, today: date) -> Card:
    """List the calls that nobody took, each with who asks, from where."""
    if not rows:
        return Card.sentence("沒有待聯絡的求救。")
    shown = rows[:SHOWN]
    return Card(
        alt=f"{len(rows)} 位同仁在等",
        kind="求救",
        flag="請勿轉傳",
        items=tuple(Item(row.title, row.text(today)) for row in shown),
        note=f"還有 {len(rows) - SHOWN} 件" if len(rows) > SHOWN else "",
        buttons=tuple(
            Button(f"聯絡{row.asker.shown_name}"[:20], f"接求救 {row.rescue.id}")
            for row in shown[:4]
        ),
    )


def somebody_comes(officer: Officer) -> Card:
    """Tell the colleague that the officer has read it."""
    phone = f"公務電話 {officer.office_phone}。" if officer.office_phone else ""
    return Card.sentence(f"{officer.shown_name}看到了，會和您聯絡。{phone}")

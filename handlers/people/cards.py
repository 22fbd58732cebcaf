"""What a chat shows about an agency's people."""

from collections.abc import Sequence
from datetime import date

from bot.message import Button, Card, Fact, Item
from handlers.shared.colleagues import Colleague
from handlers.shared.roc_date import show_date
from storage.records.agencies import Agency
from storage.records.officers import Appointment

PAGE = 5  # people on one card


def colleague_list(agency: Agency, people: Sequence[Colleague], *, page: int, today: date) -> Card:
    """List one page of an agency's people; `page` counts from 1."""
    shown = people[(page - 1) * PAGE : page * PAGE]
    more = len(people) > page * PAGE
    buttons = (Button("更多", f"同仁 第{page + 1}頁", primary=True),) if more else ()
    return Card(
        alt=f"{agency.short}同仁 {len(people)} 位",
        kind="同仁",
        title=f"{agency.short} {len(people)} 位",
        items=tuple(
            Item(f"{c.officer.shown_name}（{c.present.role}）", place_of(c.present, today=today))
            for c in shown
        ),
        body="" if shown else "這一頁沒有人了。",
        note="更新：新增同仁、調動、結束任期。",
        buttons=buttons,
    )


def place_of(a: Appointment, *, today: date) -> str:
    """Say unit, title, and what is unusual about the term."""
    words = [a.unit, a.title]
    if a.paused:
        words.append("停用中")
    if a.starts_on is not None and a.starts_on > today:
        words.append(f"{show_date(a.starts_on, today=today)}起")
    if a.ends_on is not None:
        words.append(f"到 {show_date(a.ends_on, today=today)}")
    return " ".join(word for word in words if word)


def changed(what: str, person: Colleague, agency: Agency, *, today: date, note: str = "") -> Card:
    """Confirm a change of one person's entry."""
    a = person.present
    unit = " ".join(word for word in (a.unit, a.title) if word)
    facts = [
        Fact("姓名", person.officer.name, strong=True),
        Fact("身分", f"{a.role}，停用中" if a.paused else a.role),
        *([Fact("單位", unit)] if unit else []),
    ]
    if a.starts_on is not None and a.starts_on > today:
        facts.append(Fact("起日", show_date(a.starts_on, today=today)))
    if a.ends_on is not None:
        facts.append(Fact("迄日", show_date(a.ends_on, today=today)))
    return Card(
        alt=f"{what}：{agency.short}",
        kind="同仁",
        flag=agency.short,
        title=what,
        facts=tuple(facts),
        note=note,
    )

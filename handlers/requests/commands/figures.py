"""聯絡成效, 誰還沒加入: the own agency's figures, the network's medians, and who is missing."""

from datetime import datetime, timedelta
from functools import partial

from bot.message import Card, Fact, Item
from bot.room import Access, Place, Result
from handlers.requests.cards import KIND
from handlers.requests.commands.board import commands
from handlers.requests.rules.figures import FEWEST, Figures, figures, may_be_shown
from handlers.requests.rules.office_hours import show_office_time
from handlers.services import Asked, Services
from handlers.telling import calendar_of
from storage.on_duty import on_duty
from storage.records.duties import Step
from storage.records.officers import Role
from storage.records.requests import ContactRequest
from storage.unit_of_work import UnitOfWork

SPAN = timedelta(days=365)
MOST_NAMED = 5
STEPS = (Step.HOLDER, Step.DEPUTY, Step.TEAM)


@commands.add(
    "聯絡成效",
    usage="聯絡成效",
    summary="聯絡單多久有回音、多久有結果（上班時數）",
    aliases=("聯絡單成效", "聯絡單統計"),
    examples=("聯絡成效",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_figures(request: Asked, services: Services) -> Result:
    """Show the own agency's; the hub sees the network's medians and no agency's."""
    ids = request.speaker.office_ids
    is_hub = Role.HUB in request.speaker.roles or request.speaker.is_admin
    with services.unit_of_work() as uow:
        sent = uow.requests.sent_since(request.now - SPAN)
        got = _figures(uow, [r for r in sent if r.agency_id in ids])
        asked = _figures(uow, [r for r in sent if r.asker_agency_id in ids])
        facts = [
            Fact("收到", _line(got)),
            Fact("送出", _line(asked)),
        ]
        if is_hub:
            network = (
                _line(_figures(uow, sent)) if may_be_shown(sent) else f"未滿 {FEWEST} 個機關，不列"
            )
            facts.append(Fact("全體中位數", network))
    return Card(
        alt="聯絡成效",
        kind=KIND,
        flag="近一年",
        title="多久有回音、多久有結果",
        facts=tuple(facts),
        note="中位數，只算上班時間。各機關只看得到自己的。",
    )


def _figures(
    uow: UnitOfWork, requests: "list[ContactRequest] | tuple[ContactRequest, ...]"
) -> Figures:
    return figures(requests, partial(calendar_of, uow))


def _line(found: Figures) -> str:
    if not found.sent_count:
        return "還沒有"
    first = show_office_time(found.first_answer) if found.first_answer is not None else "還沒有"
    end = show_office_time(found.outcome) if found.outcome is not None else "還沒有"
    return f"{found.sent_count} 張；回音 {first}；結果 {end}"


@commands.add(
    "誰還沒加入",
    usage="誰還沒加入",
    summary="有人想聯絡、但還沒加入的機關",
    aliases=("哪些機關還沒加入", "還沒加入的機關"),
    examples=("誰還沒加入",),
    access=Access.HUB,
    place=Place.DIRECT,
)
def show_absent(request: Asked, services: Services) -> Result:
    """List the agencies that were asked for and reached nobody; not by whom."""
    with services.unit_of_work() as uow:
        counts = uow.requests.count_unreached(request.now - SPAN)
        absent = {i: why for i in counts if (why := _absence(uow, i, request.now))}
        wanted = sorted(absent, key=lambda i: (-counts[i], i))
        items = [
            Item(uow.agencies.get(i).short, f"想聯絡 {counts[i]} 次，{absent[i]}")
            for i in wanted[:MOST_NAMED]
        ]
    if not items:
        return Card.sentence("目前想聯絡的機關都找得到人。")
    more = f"還有 {len(wanted) - MOST_NAMED} 個機關。" if len(wanted) > MOST_NAMED else ""
    return Card(
        alt=f"{len(wanted)} 個機關還沒加入",
        kind=KIND,
        title="有人想聯絡、但還沒加入",
        items=tuple(items),
        note=f"{more}可以給他們綁定碼：邀請同仁 姓名 PO 機關",
    )


def _absence(uow: UnitOfWork, agency_id: int, now: datetime) -> str:
    """Say why an agency cannot be reached; "" once it can."""
    staff = on_duty(uow, agency_id, now=now)
    people = [i for step in STEPS for i in staff.of_step(step)]
    if not people:
        return "名冊沒有窗口"
    return "" if staff.reachable_ids & set(people) else "窗口還沒綁定"

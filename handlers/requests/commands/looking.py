"""我的聯絡單, and one of them: who was turned to when, and how it stands."""

from bot.message import Button, Card, Fact, Item
from bot.room import Access, Place, Result
from handlers.requests.cards import KIND, contact_facts, settled_words, stuck_buttons
from handlers.requests.commands.board import commands
from handlers.requests.commands.desk import Found, slip_of
from handlers.requests.commands.exchanging import show_contacts
from handlers.requests.commands.redirecting import may_ask_suggested
from handlers.requests.commands.sending import asker_of
from handlers.requests.rules.moves import Action, Side, Verdict, judge
from handlers.requests.rules.slips import Slip
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from storage.records.duties import Step
from storage.records.messages import DeliveryState
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

PAGE = 5
LINE_LIMIT = 40  # characters of a request's words in a list
OFFERED = {  # the likeliest first
    Side.ASKER: (
        *(Action.SEND, Action.EDIT, Action.KIND, Action.DISCARD, Action.CONTACTED),
        *(Action.GOT_ANSWER, Action.ASK_OTHER, Action.OUTCOME, Action.SUPPLEMENT, Action.CALL),
        Action.WITHDRAW,
    ),
    Side.RECEIVER: (
        *(Action.ACCEPT, Action.CONSULT, Action.SEE, Action.MORE, Action.OUTCOME, Action.OFFER),
        Action.PASS,
    ),
    Side.HUB: (Action.HELP,),
}
LABELS = {Action.MORE: "其他回應", Action.ASK_OTHER: "改問建議的機關", Action.OUTCOME: "記結果"}
DELIVERY = {
    DeliveryState.CREATED: "還在送",
    DeliveryState.SENDING: "還在送",
    DeliveryState.HELD: "還在送",
    DeliveryState.DELIVERED: "已送達",
    DeliveryState.PASSED_ON: "本人收不到，改送代理",
    DeliveryState.FAILED: "沒有送到",
    DeliveryState.EXPIRED: "沒有送到",
    DeliveryState.UNKNOWN: "不確定有沒有送到",
}


def show(uow: UnitOfWork, asked: Asked, found: Found, *, strange: str = "") -> Card:
    """Show a request to somebody whose business it is."""
    request = found.request
    receives = Side.RECEIVER in found.sides and Side.ASKER not in found.sides
    slip = slip_of(
        uow, request, now=asked.now, for_agency_id=request.agency_id if receives else None
    )
    facts = [Fact("狀態", _state(slip), strong=True)]
    facts += [Fact("案件", slip.case_line)] if slip.case_number else []
    facts += [Fact("最近", line)] if (line := _last_step(uow, slip)) else []
    facts += [Fact("送達", line)] if (line := _delivery(uow, request)) else []
    facts += _contacts(uow, asked, found) if request.accepted_at else []
    words = "\n".join(w for w in (request.text, settled_words(slip)) if w)
    note = f"看不懂「{strange[:20]}」；可以按下面的，或打「說明 聯絡單」" if strange else ""
    return Card(
        alt=f"{slip.number} {slip.state}",
        kind=KIND,
        number=slip.number,
        flag=request.kind.value,
        title=f"{slip.asker_agency.short} {slip.asker.shown_name} → {slip.agency.short}",
        facts=tuple(facts[:5]),
        body="敏感案件：內容不在這裡。" if slip.hidden else words,
        note=note,
        buttons=_buttons(
            slip,
            found,
            helped=_is_helped(uow, request),
            may_ask=may_ask_suggested(uow, request),
        ),
    )


def _state(slip: Slip) -> str:
    request = slip.request
    if request.state is RequestState.CONSULTING and request.reply_on is not None:
        return f"{slip.state}，{show_date(request.reply_on, today=slip.today)}回"
    if request.meet_at is not None and request.state is RequestState.ACCEPTED:
        return f"約好 {show_moment(request.meet_at, today=slip.today)}"
    if request.is_open and request.step is Step.NOBODY:
        return f"{slip.state}，請決定怎麼做"
    return slip.state


def _last_step(uow: UnitOfWork, slip: Slip) -> str:
    steps = uow.requests.steps(slip.request.id)
    if not steps:
        return ""
    last = steps[-1]
    who = last.officer_id or last.target_id
    name = uow.officers.get(who).shown_name if who is not None else ""
    at = show_moment(last.at, today=slip.today)
    return f"{at} {last.action} {name}".strip()


def _delivery(uow: UnitOfWork, request: ContactRequest) -> str:
    """Say what is known of the last card; never that it arrived where nobody got it."""
    if request.state is RequestState.BY_HAND:
        return "對方尚未使用小幫手"
    if request.state is not RequestState.ASKED:
        return ""
    if request.delivery_id is None:
        return "上班時間才送"
    state = uow.requests.delivery_state(request.delivery_id)
    return DELIVERY.get(state, "") if state is not None else ""


def _contacts(uow: UnitOfWork, asked: Asked, found: Found) -> list[Fact]:
    """Show 手機 and mail of the other side again; the log says so."""
    request = found.request
    me = speaking_officer(asked.speaker)
    if Side.ASKER in found.sides and request.holder_id is not None:
        other_id: int | None = request.holder_id
        agency_id = request.agency_id
    else:
        other_id, agency_id = asker_of(uow, request, now=asked.now), request.asker_agency_id
    if other_id is None or not found.sides & {Side.ASKER, Side.RECEIVER}:
        return []
    other = uow.officers.get(other_id)
    show_contacts(uow, asked, reader=me, shown=other, agency_id=agency_id)
    return list(contact_facts(other, uow.agencies.get(agency_id).short))[1:]


def _is_helped(uow: UnitOfWork, request: ContactRequest) -> bool:
    steps = uow.requests.steps(request.id) if request.hub_asked_at is not None else ()
    return any(step.action == Action.HELP.value for step in steps)


def _buttons(slip: Slip, found: Found, *, helped: bool, may_ask: bool) -> tuple[Button, ...]:
    request = found.request
    if Side.ASKER in found.sides and request.is_open and request.step is Step.NOBODY:
        return (*stuck_buttons(slip), Button("收回", f"{slip.number} 收回"))
    offered = [
        action
        for side in Side
        if side in found.sides
        for action in OFFERED[side]
        if judge(request, action, found.sides) is Verdict.GO
        and not _used(request, action, may_ask=may_ask)
        if action is not Action.HELP or not helped
    ]
    return tuple(
        Button(
            LABELS.get(action, action.value), f"{slip.number} {action.value}", primary=place == 0
        )
        for place, action in enumerate(offered[:4])
    )


def _used(request: ContactRequest, action: Action, *, may_ask: bool) -> bool:
    return (
        (action is Action.SUPPLEMENT and bool(request.supplement))
        or (action is Action.ASK_OTHER and not may_ask)
        or (action is Action.OUTCOME and request.state is RequestState.BY_HAND)
    )


@commands.add(
    "我的聯絡單",
    usage="我的聯絡單 [第2頁]",
    summary="送出和收到的聯絡單，還開著的在前",
    aliases=("聯絡單列表", "所有聯絡單", "收到的聯絡單", "送出的聯絡單"),
    examples=("我的聯絡單",),
    access=Access.BOUND,
    place=Place.DIRECT,
)
def my_requests(request: Asked, services: Services) -> Result:
    """List what is open for the speaker's agencies, then what ended lately."""
    ids = request.speaker.office_ids
    me = speaking_officer(request.speaker)
    digits = "".join(c for c in request.argument if c.isdecimal())
    page = max(1, int(digits[:3])) if digits else 1
    with services.unit_of_work() as uow:
        asked_of = {r.id: r for r in (*uow.requests.asked_of(ids), *uow.requests.held_by(me.id))}
        opened = [*asked_of.values(), *uow.requests.sent_by(ids)]
        shown = list({r.id: r for r in opened}.values())
        shown += uow.requests.closed_lately(ids, limit=PAGE)
        items = [_item(uow, request, r) for r in shown[(page - 1) * PAGE : page * PAGE]]
    if not items:
        return Card.sentence("沒有聯絡單。要找人：聯絡 機關 一句話")
    more = len(shown) > page * PAGE
    numbers = [r.number for r in shown[(page - 1) * PAGE : page * PAGE]]
    return Card(
        alt=f"聯絡單 {len(opened)} 張還開著",
        kind=KIND,
        title=f"還開著 {len(opened)} 張" if opened else "都結束了",
        items=tuple(items),
        buttons=(
            *(Button(number, number) for number in numbers[: 3 if more else 4]),
            *((Button("更多", f"我的聯絡單 第{page + 1}頁"),) if more else ()),
        ),
    )


def _item(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> Item:
    mine = request.asker_agency_id in asked.speaker.office_ids
    slip = slip_of(uow, request, now=asked.now)
    where = f"給{slip.agency.short}" if mine else f"{slip.asker_agency.short}來的"
    words = "（敏感）" if slip.hidden else request.text.replace("\n", " ")[:LINE_LIMIT]
    on = show_date(taipei_date(request.sent_at or request.created_at), today=slip.today)
    return Item(f"{slip.number} {where}　{slip.state}", f"{on} {words}", strong=request.is_open)

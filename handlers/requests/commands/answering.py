"""What the receiver says to a request. 收到 is no acceptance; one word each way; no chat."""

from dataclasses import replace
from datetime import timedelta

from bot.message import Button, Card
from handlers.requests.cards import hub_button, more_card, slots_card, told_card
from handlers.requests.commands.desk import Found, check_move, keep
from handlers.requests.commands.exchanging import (
    answered,
    checked_words,
    facts_of_asker,
    slip_for,
    tell_accepted,
    who,
)
from handlers.requests.commands.sending import CHANGE, COURTESY, patience_of, tell_asker
from handlers.requests.errors import (
    NoWordsError,
    SaidOnceError,
)
from handlers.requests.rules.moves import Action
from handlers.requests.rules.office_hours import add_office_time, opening_of
from handlers.requests.rules.slots import read_promise, read_slots
from handlers.services import Asked
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import show_date
from handlers.shared.topics import Topic, topic
from handlers.telling import calendar_of
from storage.records.requests import RequestState
from storage.unit_of_work import UnitOfWork

PROMISED_WITHOUT_DAY = timedelta(hours=18)  # of office time: two working days


def see(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """收到: somebody has read it; if nothing follows they are asked once, then who asks."""
    del words
    check_move(uow, asked, found, Action.SEE)
    calendar = calendar_of(uow, found.request.agency_id)
    seen = replace(
        answered(asked, found.request),
        state=RequestState.RECEIVED,
        delivery_id=None,
        next_at=add_office_time(asked.now, patience_of(uow), calendar),
    )
    slip = slip_for(uow, asked, keep(uow, asked, seen, Action.SEE.value))
    card = told_card(slip, f"{who(asked, slip)}看到{slip.number}了，還沒決定怎麼處理")
    tell_asker(uow, seen, card, now=asked.now, manner=COURTESY)
    return Card.sentence(
        f"好，會告訴{slip.asker_agency.short}您看到了。",
        Button("我處理", f"{slip.number} 我處理", primary=True),
        Button("我先請示", f"{slip.number} 我先請示"),
        Button("其他回應", f"{slip.number} 其他"),
    )


def consult(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """我先請示: an answer is promised; on its day whoever promised is reminded."""
    check_move(uow, asked, found, Action.CONSULT)
    calendar = calendar_of(uow, found.request.agency_id)
    promise = read_promise(words, now=asked.now, calendar=calendar)
    remind_at = (
        opening_of(promise.on, calendar)
        if promise.on is not None
        else add_office_time(asked.now, PROMISED_WITHOUT_DAY, calendar)
    )
    promised = replace(
        answered(asked, found.request),
        state=RequestState.CONSULTING,
        delivery_id=None,
        reply_on=promise.on,
        reason=promise.extension,
        next_at=max(remind_at, asked.now),
    )
    slip = slip_for(uow, asked, keep(uow, asked, promised, Action.CONSULT.value))
    day = show_date(promise.on, today=slip.today) if promise.on is not None else ""
    said = [f"{who(asked, slip)}：收到，我先請示"]
    said += [f"{day}回您"] if day else []
    said += [f"分機 {promise.extension}"] if promise.extension else []
    tell_asker(uow, promised, told_card(slip, "，".join(said)), now=asked.now)
    if day:
        return Card.sentence(f"好，會告訴{slip.asker_agency.short}。{day} 提醒您。")
    return Card.sentence(
        f"好，會告訴{slip.asker_agency.short}。哪天回？可以打：{slip.number} 我先請示 日期 分機",
        *(Button(d, f"{slip.number} 我先請示 {d}") for d in ("明天", "後天", "下週一")),
    )


def accept(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """我處理: from now on both sides see 手機 and mail."""
    del words
    check_move(uow, asked, found, Action.ACCEPT)
    accepted = replace(
        answered(asked, found.request), state=RequestState.ACCEPTED, accepted_at=asked.now
    )
    accepted = keep(uow, asked, accepted, Action.ACCEPT.value)
    slip = slip_for(uow, asked, accepted)
    text = f"{who(asked, slip)}接手{slip.number}，謝謝您的聯絡"
    tell_accepted(uow, asked, accepted, text)
    return told_card(
        slip,
        f"好，{slip.number} 由您處理",
        Button("約時間", f"{slip.number} 約時間"),
        Button("記結果", f"{slip.number} 結果"),
        facts=facts_of_asker(uow, asked, accepted),
    )


def offer(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """約時間: who asks chooses one with a tap."""
    check_move(uow, asked, found, Action.OFFER)
    calendar = calendar_of(uow, found.request.agency_id)
    slots = read_slots(words, now=asked.now, calendar=calendar)
    offered = replace(
        answered(asked, found.request),
        state=RequestState.MEETING,
        slots=slots,
        next_at=add_office_time(asked.now, patience_of(uow), calendar),
    )
    slip = slip_for(uow, asked, keep(uow, asked, offered, Action.OFFER.value))
    name = speaking_officer(asked.speaker).shown_name
    choice = replace(CHANGE, topics=(topic(Topic.CHOICE, offered.id),))
    tell_asker(uow, offered, slots_card(slip, name), now=asked.now, manner=choice)
    return Card.sentence(f"好，{len(slots)} 個時間給{slip.asker_agency.short}選，選好告訴您。")


def decline(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """婉拒, with a reason or without one."""
    check_move(uow, asked, found, Action.DECLINE)
    hidden = slip_for(uow, asked, found.request).hidden
    declined = replace(
        answered(asked, found.request),
        state=RequestState.DECLINED,
        reason="" if hidden else checked_words(words.removeprefix("理由").strip(" ：:")),
        closed_at=asked.now,
    )
    slip = slip_for(uow, asked, keep(uow, asked, declined, Action.DECLINE.value))
    text = f"{slip.agency.short}這次不便協助{slip.number}，謝謝您先來問"
    call = Button("打電話", f"{slip.number} 打電話")
    card = told_card(slip, text, call, *hub_button(slip), body=declined.reason)
    tell_asker(uow, declined, card, now=asked.now)
    return Card.sentence(f"好，會婉轉回覆{slip.asker_agency.short}，這張結束了。")


def reply(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """回覆: the one word of who is asked."""
    check_move(uow, asked, found, Action.REPLY)
    if found.request.answer:
        raise SaidOnceError(found.request.number, Action.REPLY.value)
    if not words:
        raise NoWordsError(found.request.number, Action.REPLY.value, "一句話")
    slip = slip_for(uow, asked, found.request)
    said = "" if slip.hidden else checked_words(words)
    replied = replace(
        answered(asked, found.request), state=RequestState.ANSWERED, answer=said or "（電洽）"
    )
    slip = slip_for(uow, asked, keep(uow, asked, replied, Action.REPLY.value))
    done = Button("解決了", f"{slip.number} 結果 已解決", primary=True)
    again = Button("補充", f"{slip.number} 補充")
    buttons = (done, again) if not replied.supplement else (done,)
    text = f"{who(asked, slip)}回覆{slip.number}"
    tell_asker(uow, replied, told_card(slip, text, *buttons, body=replied.answer), now=asked.now)
    return Card.sentence(f"好，會轉給{slip.asker_agency.short}。")


def more(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Show the less likely answers."""
    del words
    check_move(uow, asked, found, Action.MORE)
    return more_card(slip_for(uow, asked, found.request))

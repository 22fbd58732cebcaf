"""What the side that asks does afterwards: 補充, 結果, 收回, 再提醒, 打電話, choosing a time."""

from dataclasses import replace
from datetime import timedelta

from bot.message import Button, Card
from handlers.requests.cards import contact_facts, phone_card, told_card
from handlers.requests.commands.asking import hand_over, look_at_phone, start_draft
from handlers.requests.commands.desk import Found, check_move, keep, note, slip_of
from handlers.requests.commands.exchanging import checked_words, show_contacts
from handlers.requests.commands.redirecting import may_ask_suggested
from handlers.requests.commands.sending import (
    ASKED_AS,
    COURTESY,
    ROLES,
    ask,
    back_on,
    place,
    tell,
    tell_asker,
    tell_receiver,
)
from handlers.requests.errors import (
    AskedThemError,
    MovedOnError,
    NoWordsError,
    RemindedTodayError,
    SaidOnceError,
)
from handlers.requests.rules.asking import Ask
from handlers.requests.rules.moves import Action, Side
from handlers.requests.rules.office_hours import WORKDAY, office_time_between
from handlers.services import Asked
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import show_moment
from handlers.telling import calendar_of
from storage.on_duty import on_duty
from storage.records.cases import HistoryEntry
from storage.records.duties import Step
from storage.records.requests import ContactRequest, RequestState
from storage.unit_of_work import UnitOfWork

NOT_TAKEN_UP = frozenset({RequestState.ASKED, RequestState.BY_HAND})
REMIND_GAP = WORKDAY - timedelta(minutes=30)  # of office time: the same hour of the next day


def supplement(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """補充: the one word more of who asks."""
    check_move(uow, asked, found, Action.SUPPLEMENT)
    request = found.request
    if request.supplement:
        raise SaidOnceError(request.number, Action.SUPPLEMENT.value)
    if not words:
        raise NoWordsError(request.number, Action.SUPPLEMENT.value, "一句話")
    hidden = slip_of(uow, request, now=asked.now).hidden
    said = "（請電洽）" if hidden else checked_words(words)
    added = keep(uow, asked, replace(request, supplement=said), Action.SUPPLEMENT.value)
    slip = slip_of(uow, added, now=asked.now, for_agency_id=added.agency_id)
    text = f"{slip.asker_agency.short}補充{slip.number}"
    reply = Button("我處理", f"{slip.number} 我處理")
    buttons = (reply,) if added.accepted_at is None and added.answer == "" else ()
    tell_receiver(uow, added, told_card(slip, text, *buttons, body=said), now=asked.now)
    return Card.sentence(f"好，會轉給{slip.agency.short}。")


def finish(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """結果: one line of what became of it; it goes into the history of the case."""
    check_move(uow, asked, found, Action.OUTCOME)
    if not words:
        raise NoWordsError(found.request.number, Action.OUTCOME.value, "一句話")
    hidden = slip_of(uow, found.request, now=asked.now).hidden
    said = "已結束" if hidden else checked_words(words)
    done = replace(
        found.request,
        state=RequestState.DONE,
        outcome=said,
        answered_at=found.request.answered_at
        or (asked.now if Side.RECEIVER in found.sides else None),
        closed_at=asked.now,
        next_at=None,
    )
    done = keep(uow, asked, done, Action.OUTCOME.value)
    slip = slip_of(uow, done, now=asked.now)
    write_history(uow, asked, done, said)
    card = told_card(slip, f"{slip.number} 有結果了，謝謝", body=said)
    if Side.ASKER in found.sides:
        tell_receiver(uow, done, card, now=asked.now, manner=COURTESY)
    else:
        tell_asker(uow, done, card, now=asked.now)
    where = f"，記進案件 {slip.case_number} 的歷程" if slip.case_number else ""
    return Card.sentence(f"{slip.number} 結束{where}。")


def write_history(uow: UnitOfWork, asked: Asked, done: ContactRequest, said: str) -> None:
    """Write the outcome into the case's history, without persons."""
    if done.case_id is None:
        return
    agency = uow.agencies.get(done.agency_id)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=done.case_id,
            at=asked.now,
            officer_id=None,
            agency_id=done.asker_agency_id,
            action="聯絡",
            summary=f"聯絡{agency.short}：{said}",
        )
    )


def withdraw(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """收回: what nobody has got yet never goes out; else who got it is told."""
    del words
    check_move(uow, asked, found, Action.WITHDRAW)
    request = found.request
    if request.state is RequestState.DRAFT:
        gone = replace(request, state=RequestState.DISCARDED, text="", closed_at=asked.now)
        keep(uow, asked, gone, Action.WITHDRAW.value)
        return Card.sentence(f"好，{request.number} 不送，內容刪掉了。")
    unseen = request.delivery_id is not None and uow.requests.call_off(request.delivery_id)
    taken = replace(request, state=RequestState.WITHDRAWN, closed_at=asked.now, next_at=None)
    taken = keep(uow, asked, taken, Action.WITHDRAW.value)
    slip = slip_of(uow, taken, now=asked.now, for_agency_id=taken.agency_id)
    card = told_card(slip, f"{slip.asker_agency.short}收回{slip.number}，不用處理了，謝謝")
    before = _asked_before(uow, taken) if unseen else None
    told = before is not None or (request.holder_id is not None and not unseen)
    if before is not None:
        tell(uow, taken, before, card, now=asked.now, manner=COURTESY)
    elif told:
        tell_receiver(uow, taken, card, now=asked.now, manner=COURTESY)
    also = f"，也會告訴{slip.agency.short}不用處理了" if told else "，對方還沒看到"
    return Card.sentence(f"好，{slip.number} 收回了{also}。")


def _asked_before(uow: UnitOfWork, request: ContactRequest) -> int | None:
    """Return who was asked before the one whose card never left; None when nobody was."""
    asking = {*ASKED_AS.values(), Action.PASS.value}
    asked = [s.target_id for s in uow.requests.steps(request.id) if s.action in asking]
    return next((i for i in reversed(asked) if i != request.holder_id), None)


def remind(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """再提醒: the ladder begins again, at most once in a working day."""
    del words
    check_move(uow, asked, found, Action.REMIND)
    request = found.request
    _refuse_hurry(uow, asked, request)
    placed = place(uow, request.agency_id, now=asked.now)
    if placed.turn is None and back_on(uow, placed, now=asked.now) is None:
        note(
            uow,
            request,
            Action.REMIND.value,
            now=asked.now,
            officer_id=speaking_officer(asked.speaker).id,
        )
        return hand_over(uow, asked, request, placed)
    if request.step is not Step.NOBODY and request.state not in NOT_TAKEN_UP:
        return _ask_how_far(uow, asked, request)
    again = replace(request, state=RequestState.ASKED, delivery_id=None)
    again = keep(uow, asked, again, Action.REMIND.value)
    again = ask(uow, again, Step.HOLDER, now=asked.now)
    agency = uow.agencies.get(again.agency_id)
    if again.delivery_id is None and again.next_at is not None:
        at = show_moment(again.next_at, today=slip_of(uow, again, now=asked.now).today)
        return Card.sentence(f"好，{at} 再提醒{agency.short}。")
    return Card.sentence(f"好，再問一次{agency.short}。")


def _ask_how_far(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> Card:
    """Ask who deals with it; what they said before still holds."""
    kept = keep(uow, asked, request, Action.REMIND.value)
    slip = slip_of(uow, kept, now=asked.now, for_agency_id=kept.agency_id)
    text = f"{slip.asker_agency.short}想知道{slip.number}的進度，方便時回一句"
    tell_receiver(uow, kept, told_card(slip, text), now=asked.now)
    return Card.sentence(f"好，會問{slip.agency.short}進度。")


def _refuse_hurry(uow: UnitOfWork, asked: Asked, request: ContactRequest) -> None:
    """Raise RemindedTodayError."""
    calendar = calendar_of(uow, request.agency_id)
    said = {Action.REMIND.value, Action.SEND.value}
    last = max((s.at for s in uow.requests.steps(request.id) if s.action in said), default=None)
    if last is not None and office_time_between(last, asked.now, calendar) < REMIND_GAP:
        raise RemindedTodayError(request.number)


def call(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """打電話: the office numbers of those who act for the agency; the log says who looked."""
    del words
    check_move(uow, asked, found, Action.CALL)
    request = found.request
    staff = on_duty(uow, request.agency_id, now=asked.now)
    people = [
        (staff.officers[i], ROLES.get(step, "窗口"))
        for step in (Step.HOLDER, Step.DEPUTY, Step.TEAM)
        for i in staff.of_step(step)
        if not staff.is_away(i)
    ][:4]
    for person, _ in people:
        look_at_phone(uow, asked, person, request.agency_id)
    return phone_card(slip_of(uow, request, now=asked.now), people)


def pick(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Agree to one of the times offered: an acceptance by both."""
    check_move(uow, asked, found, Action.PICK)
    request = found.request
    shown = slip_of(uow, request, now=asked.now)
    number, _, named = words.partition(" ")
    slots = request.slots
    chosen = (
        slots[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(slots) else None
    )
    at = show_moment(chosen, today=shown.today) if chosen is not None else ""
    if chosen is None or (named and named.strip() != at):
        raise MovedOnError(request.number, "換過時間了")
    if chosen <= asked.now:
        raise MovedOnError(request.number, f"的 {at} 已經過了")
    agreed = replace(
        request,
        state=RequestState.ACCEPTED,
        meet_at=chosen,
        slots=(),
        accepted_at=request.accepted_at or asked.now,
    )
    agreed = keep(uow, asked, agreed, Action.PICK.value)
    slip = slip_of(uow, agreed, now=asked.now, for_agency_id=agreed.agency_id)
    me = speaking_officer(asked.speaker)
    holder = uow.officers.get(request.holder_id or 0)
    show_contacts(uow, asked, reader=holder, shown=me, agency_id=agreed.asker_agency_id)
    show_contacts(uow, asked, reader=me, shown=holder, agency_id=agreed.agency_id)
    text = f"{slip.asker_agency.short}選好了：{at}"
    facts = contact_facts(me, slip.asker_agency.short)
    tell_receiver(uow, agreed, told_card(slip, text, facts=facts), now=asked.now)
    return told_card(
        slip_of(uow, agreed, now=asked.now),
        f"約好 {at}",
        Button("記結果", f"{slip.number} 結果"),
        facts=contact_facts(holder, slip.agency.short),
    )


def none_fits(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """Say that no time fits; the receiver may offer others."""
    del words
    check_move(uow, asked, found, Action.NONE_FITS)
    back = replace(found.request, state=RequestState.RECEIVED, slots=())
    back = keep(uow, asked, back, Action.NONE_FITS.value)
    slip = slip_of(uow, back, now=asked.now, for_agency_id=back.agency_id)
    text = f"{slip.number} 這幾個時間對方都不行，方便再給幾個嗎"
    again = Button("再給時間", f"{slip.number} 約時間", primary=True)
    tell_receiver(uow, back, told_card(slip, text, again), now=asked.now)
    return Card.sentence(f"好，請{slip.agency.short}再給別的時間。")


def ask_other(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """改洽: a new draft to the agency that was named; it is not told by whom."""
    del words
    check_move(uow, asked, found, Action.ASK_OTHER)
    request = found.request
    if request.suggested_agency_id is None:
        raise MovedOnError(request.number, "沒有建議的機關")
    agency = uow.agencies.get(request.suggested_agency_id)
    if not may_ask_suggested(uow, request):
        raise AskedThemError(agency.short)
    case = uow.cases.get(request.case_id) if request.case_id is not None else None
    return start_draft(uow, asked, Ask(agency=agency, text=request.text), case, origin=request)


def contacted(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """已聯絡: said by hand, for a counterpart who does not use the bot."""
    del words
    check_move(uow, asked, found, Action.CONTACTED)
    keep(uow, asked, found.request, Action.CONTACTED.value)
    number = found.request.number
    return Card.sentence(
        f"好，{number} 記為已聯絡。",
        Button("已答覆", f"{number} 已答覆", primary=True),
        Button("記結果", f"{number} 結果"),
    )


def got_answer(uow: UnitOfWork, asked: Asked, found: Found, words: str) -> Card:
    """已答覆: said by hand."""
    del words
    check_move(uow, asked, found, Action.GOT_ANSWER)
    answered = replace(
        found.request, state=RequestState.ANSWERED, answered_at=asked.now, answer="（自行聯絡）"
    )
    number = keep(uow, asked, answered, Action.GOT_ANSWER.value).number
    return Card.sentence(
        f"好，{number} 記為已答覆。結果是什麼？",
        Button("解決了", f"{number} 結果 已解決", primary=True),
        Button("自己寫", f"{number} 結果"),
    )

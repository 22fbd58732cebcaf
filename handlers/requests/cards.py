"""What a chat shows about contact requests. Nobody is blamed, and nobody's silence is counted."""

from collections.abc import Sequence
from dataclasses import replace

from bot.message import Button, Card, Fact, Tone
from handlers.requests.rules.slips import Addressee, Slip
from handlers.shared.roc_date import show_date, show_moment
from storage.records.officers import Officer
from storage.records.requests import RequestKind, RequestState

KIND = "聯絡單"
HIDDEN = "敏感案件：內容不在這裡，請當面或電話說。"
LABEL_LIMIT = 20  # characters; LINE's limit for a button's label


def _button(slip: Slip, verb: str, label: str = "", *, primary: bool = False) -> Button:
    return Button((label or verb)[:LABEL_LIMIT], f"{slip.number} {verb}", primary=primary)


def _base(slip: Slip, alt: str, title: str) -> Card:
    """Make the part that all cards of a request share."""
    facts = [Fact("案件", slip.case_line)] if slip.case_number else []
    return Card(
        alt=f"{slip.number} {alt}",
        kind=KIND,
        number=slip.number,
        flag=slip.request.kind.value,
        title=title,
        facts=tuple(facts),
        body=HIDDEN if slip.hidden else slip.request.text,
    )


def preview_card(slip: Slip, to: Addressee) -> Card:
    """Ask once more before anything goes out: to whom, and what."""
    role = f"{to.role}窗口 " if to.role else " "
    notes = [f"{to.away_name}請假中"] if to.away_name else []
    if to.back_on is not None:
        notes = [f"{to.name}請假，{show_date(to.back_on, today=slip.today)} 上班後才會看到"]
    if not to.name:
        notes = ["對方尚未使用小幫手，送出後給您單位、分機和一封現成的信"]
    if not to.takes_kind:
        notes.append(f"對方平常不接「{slip.request.kind.value}」，仍可送出")
    title = f"送給{slip.agency.short}{role}{to.name}？" if to.name else f"送給{slip.agency.short}？"
    return replace(
        _base(slip, "送出前請看一下", title),
        note="。".join(notes),
        buttons=(
            _button(slip, "送出", primary=True),
            _button(slip, "改"),
            _button(slip, "類型", "換類型"),
            _button(slip, "不送"),
        ),
    )


def kinds_card(slip: Slip) -> Card:
    """Offer the other kinds."""
    others = [kind for kind in RequestKind if kind is not slip.request.kind]
    return Card(
        alt=f"{slip.number} 換類型",
        body=f"{slip.number} 現在是「{slip.request.kind.value}」，換成：",
        buttons=tuple(_button(slip, f"類型 {kind.value}", kind.value) for kind in others),
    )


def sent_card(slip: Slip, to: Addressee, *, later: str) -> Card:
    """Confirm that it is on its way; nobody says that it arrived."""
    role = f"（{to.role}）" if to.role else ""
    when = f"，{later}送到" if later else ""
    return Card(
        alt=f"{slip.number} 送出了",
        body=f"{slip.number} 送出了，給{slip.agency.short} {to.name}{role}{when}。",
        note=_who_is_next(to),
        buttons=(_button(slip, "收回"), Button(f"看{slip.number}", slip.number)),
    )


def _who_is_next(to: Addressee) -> str:
    further = f"會再問{'、'.join(to.then)}，最後" if to.then else "會"
    return f"沒人回時{further}回來問您。"


def by_hand_card(slip: Slip, person: Officer, unit: str, mail: str) -> Card:
    """Say how to reach somebody who does not use the bot; nothing was delivered."""
    facts = [Fact("窗口", person.shown_name), *([Fact("單位", unit)] if unit else [])]
    if person.office_phone:
        facts.append(Fact("公務電話", person.office_phone, strong=True))
    return Card(
        alt=f"{slip.number} 對方尚未使用小幫手",
        kind=KIND,
        number=slip.number,
        flag="請自行聯絡",
        tone=Tone.NOTICE,
        title=f"{slip.agency.short}尚未使用小幫手，沒有送出",
        facts=tuple(facts),
        note="下面是現成的信。聯絡後按一下，這張會留著。",
        buttons=(
            _button(slip, "已聯絡", primary=True),
            _button(slip, "已答覆"),
            _button(slip, "收回"),
        ),
        copy_text=mail,
    )


def nobody_card(name: str, *, hub_name: str, text: str) -> Card:
    """Say that an agency has no officer at all, and who can find one."""
    line = f"聯絡 {hub_name} 請協助找{name}的窗口：{text}"[:300]
    return Card.sentence(
        f"{name}目前沒有登錄的窗口，沒有送出。可以請國發會幫忙找。",
        Button("問國發會", line, primary=True),
    )


def asked_card(slip: Slip, *, reason: str = "") -> Card:
    """What the receiver reads; `reason` says why it comes to them and not to the officer."""
    title = f"{slip.asker_agency.short} {slip.asker.shown_name} 想請您幫忙"
    card = _base(slip, f"{slip.asker_agency.short}想聯絡您", title)
    facts = [*card.facts]
    if slip.request.supplement and not slip.hidden:
        facts.append(Fact("補充", slip.request.supplement))
    return replace(
        card,
        facts=tuple(facts),
        note=reason or "按「收到」只表示看到；「我處理」後，雙方才看得到手機和信箱。",
        buttons=(
            _button(slip, "我處理", primary=True),
            _button(slip, "我先請示"),
            _button(slip, "收到"),
            _button(slip, "其他", "其他回應"),
        ),
    )


def more_card(slip: Slip) -> Card:
    """The less likely answers."""
    return Card(
        alt=f"{slip.number} 其他回應",
        body=f"{slip.number} 要怎麼回？也可以打一句：{slip.number} 回覆 …",
        buttons=(
            _button(slip, "約時間"),
            _button(slip, "轉本機關同仁"),
            _button(slip, "非本機關業務"),
            _button(slip, "婉拒"),
        ),
    )


def told_card(
    slip: Slip, text: str, *buttons: Button, facts: Sequence[Fact] = (), body: str = ""
) -> Card:
    """Tell one side what the other did; what people wrote never stands on a lock screen."""
    return Card(
        alt=f"{slip.number} 有新的消息",
        kind=KIND,
        number=slip.number,
        flag=slip.request.kind.value,
        title=text,
        facts=tuple(facts),
        body=HIDDEN if slip.hidden and body else body,
        buttons=(*buttons, Button(f"看{slip.number}", slip.number)),
    )


def hub_button(slip: Slip) -> tuple[Button, ...]:
    """請國發會協助, where it can help."""
    return (_button(slip, "請國發會協助"),) if slip.hub_may_help else ()


def stuck_buttons(slip: Slip) -> tuple[Button, ...]:
    """What the asker may do when nobody answers."""
    return (
        _button(slip, "再提醒", primary=True),
        _button(slip, "打電話"),
        *hub_button(slip),
    )


def stuck_card(slip: Slip) -> Card:
    """Give it back to who asked; how it goes on is a person's choice."""
    text = f"{slip.agency.short}還沒回{slip.number}，可能正忙。要怎麼做？"
    return told_card(slip, text, *stuck_buttons(slip))


def slots_card(slip: Slip, name: str) -> Card:
    """Let who asks choose a time with one tap."""
    shown = [show_moment(slot, today=slip.today) for slot in slip.request.slots]
    return Card(
        alt=f"{slip.number} 請選一個時間",
        kind=KIND,
        number=slip.number,
        flag=slip.request.kind.value,
        title=f"{slip.agency.short} {name}可以的時間，請選一個",
        buttons=(
            *(
                _button(slip, f"選 {show_slot(n, text)}", text, primary=n == 1)
                for n, text in enumerate(shown, start=1)
            ),
            _button(slip, "都不行"),
        ),
    )


def show_slot(number: int, shown: str) -> str:
    """「1（12/9（三）14:00）」: the time is part of the button, so an old one is not mistaken."""
    return f"{number} {shown}"


def contact_facts(person: Officer, agency_name: str) -> tuple[Fact, ...]:
    """手機 and mail of somebody, after the acceptance only."""
    facts = [Fact("窗口", f"{agency_name} {person.shown_name}")]
    for label, value in (
        ("公務電話", person.office_phone),
        ("手機", person.mobile),
        ("信箱", person.email),
    ):
        if value:
            facts.append(Fact(label, value))
    return tuple(facts)


def phone_card(slip: Slip, people: Sequence[tuple[Officer, str]]) -> Card:
    """Office numbers of those who act for the agency."""
    return Card(
        alt=f"{slip.number} 打電話",
        kind=KIND,
        number=slip.number,
        title=f"{slip.agency.short}的公務電話",
        facts=tuple(
            Fact(f"{person.shown_name}（{role}）", person.office_phone or "沒有登錄")
            for person, role in people
        ),
        note="通完電話可以記一句：" + f"{slip.number} 結果 …",
    )


def settled_words(slip: Slip) -> str:
    """The words that were left on a request, for its detail."""
    r = slip.request
    words = (
        ("補充", r.supplement),
        ("回覆", r.answer),
        ("說明", r.reason if r.state is RequestState.DECLINED else ""),
        ("結果", r.outcome),
    )
    return "\n".join(f"{label}：{text}" for label, text in words if text)

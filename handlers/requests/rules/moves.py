"""What may be done with a request, by which side, and in which state. Pure."""

from enum import StrEnum

from storage.records.requests import ContactRequest, RequestState

S = RequestState


class Side(StrEnum):
    """How somebody stands to a request."""

    ASKER = "asker"
    RECEIVER = "receiver"
    HUB = "hub"  # 國發會, once somebody asked for its help


class Action(StrEnum):
    """What is done; the value is the verb that is typed."""

    SEND = "送出"
    EDIT = "改"
    KIND = "類型"
    DISCARD = "不送"
    SEE = "收到"
    CONSULT = "我先請示"
    ACCEPT = "我處理"
    NOT_OURS = "非本機關業務"
    SUGGEST = "建議另洽"
    PASS = "轉本機關同仁"  # noqa: S105  # no password
    OFFER = "約時間"
    DECLINE = "婉拒"
    REPLY = "回覆"
    MORE = "其他"
    SUPPLEMENT = "補充"
    OUTCOME = "結果"
    WITHDRAW = "收回"
    REMIND = "再提醒"
    CALL = "打電話"
    ASK_HUB = "請國發會協助"
    PICK = "選"
    NONE_FITS = "都不行"
    ASK_OTHER = "改洽"
    CONTACTED = "已聯絡"
    GOT_ANSWER = "已答覆"
    HELP = "我來協調"


_WAITING = frozenset({S.ASKED, S.RECEIVED, S.CONSULTING, S.MEETING})
_WORKING = _WAITING | {S.ACCEPTED}
_OPEN = _WORKING | {S.ANSWERED}
_HUB = _OPEN | {S.BY_HAND, S.NOT_OURS, S.DECLINED}
_ALLOWED: dict[Action, tuple[Side, frozenset[RequestState]]] = {
    Action.SEND: (Side.ASKER, frozenset({S.DRAFT})),
    Action.EDIT: (Side.ASKER, frozenset({S.DRAFT})),
    Action.KIND: (Side.ASKER, frozenset({S.DRAFT})),
    Action.DISCARD: (Side.ASKER, frozenset({S.DRAFT})),
    Action.SEE: (Side.RECEIVER, frozenset({S.ASKED})),
    Action.CONSULT: (Side.RECEIVER, _WAITING),
    Action.ACCEPT: (Side.RECEIVER, _WAITING),
    Action.NOT_OURS: (Side.RECEIVER, _WAITING),
    Action.SUGGEST: (Side.RECEIVER, frozenset({S.NOT_OURS})),
    Action.PASS: (Side.RECEIVER, _WORKING),
    Action.OFFER: (Side.RECEIVER, _WORKING),
    Action.DECLINE: (Side.RECEIVER, _WAITING),
    Action.REPLY: (Side.RECEIVER, _OPEN),
    Action.MORE: (Side.RECEIVER, _OPEN),
    Action.SUPPLEMENT: (Side.ASKER, _OPEN),
    Action.WITHDRAW: (Side.ASKER, _OPEN | {S.BY_HAND, S.DRAFT}),
    Action.REMIND: (Side.ASKER, _OPEN - {S.ANSWERED} | {S.BY_HAND}),
    Action.CALL: (Side.ASKER, _HUB),
    Action.ASK_HUB: (Side.ASKER, _HUB),
    Action.PICK: (Side.ASKER, frozenset({S.MEETING})),
    Action.NONE_FITS: (Side.ASKER, frozenset({S.MEETING})),
    Action.ASK_OTHER: (Side.ASKER, frozenset({S.NOT_OURS})),
    Action.CONTACTED: (Side.ASKER, frozenset({S.BY_HAND})),
    Action.GOT_ANSWER: (Side.ASKER, frozenset({S.BY_HAND})),
    Action.HELP: (Side.HUB, _HUB),
}
_BOTH = frozenset({Action.OUTCOME})  # whoever comes first says what became of it
_ENDS = frozenset({S.NOT_OURS, S.DECLINED, S.DONE, S.WITHDRAWN, S.DISCARDED})


class Verdict(StrEnum):
    """Whether something may be done now; the log and the tests read the same word."""

    GO = "go"
    OTHER_SIDE = "other side"
    TOO_LATE = "too late"  # the state is past it: an old button, or somebody was first


def judge(request: ContactRequest, action: Action, sides: frozenset[Side]) -> Verdict:
    """Decide whether somebody who stands on `sides` may do it now."""
    if action in _BOTH:
        if not sides & {Side.ASKER, Side.RECEIVER}:
            return Verdict.OTHER_SIDE
        return Verdict.GO if request.state in _OPEN | {S.BY_HAND} else Verdict.TOO_LATE
    side, states = _ALLOWED[action]
    if side not in sides:
        return Verdict.OTHER_SIDE
    return Verdict.GO if request.state in states else Verdict.TOO_LATE


def side_that_does(action: Action) -> Side:
    """Return whose button it is."""
    return _ALLOWED[action][0]


def ends(state: RequestState) -> bool:
    """Whether nothing more happens to it."""
    return state in _ENDS

"""What a chat shows about the sending itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.message import Button, Card, ChatKind, Fact, Item, Tone
from handlers.delivery.rules.budget import Reading, reserved_count
from handlers.shared.roc_date import show_moment, taipei_date
from storage.records.messages import (
    DeliveryClass,
    DeliveryState,
    LedgerCount,
    LedgerRow,
    PlatformSigns,
    WaitingLine,
)

KIND = "送達"
NAMES = {"line": "LINE", "slack": "Slack", "web": "網頁"}
UNCOUNTED = frozenset({"slack"})  # platforms that send for nothing
REASONS = {
    "reply": "回答",
    "private-answer": "私下回答",
    "reminder": "提醒",
    "escalation": "代為提醒",
    "change": "異動通知",
    "undelivered-count": "送不到的通知",
    "news": "通知",
}
CLASSES = {
    DeliveryClass.REPLY: "回覆",
    DeliveryClass.BINDING: "一定要送到",
    DeliveryClass.COURTESY: "好知道就好",
}
OUTCOMES = {
    DeliveryState.CREATED: "等候",
    DeliveryState.HELD: "暫緩",
    DeliveryState.SENDING: "傳送中",
    DeliveryState.DELIVERED: "送達",
    DeliveryState.UNKNOWN: "結果不明",
    DeliveryState.FAILED: "送不到",
    DeliveryState.EXPIRED: "不必再送",
    DeliveryState.PASSED_ON: "改送",
}
REASON_LENGTH = 60  # characters of a platform's own words


def undelivered(count: int, platform: str) -> Card:
    """Tell an agency's group that messages did not reach their person: a count, no content."""
    what = "加小幫手好友，再" if platform == "line" else ""
    return Card.sentence(
        f"有 {count} 則給貴機關聯絡人的提醒送不到本人，請聯絡人{what}私訊我「我的案件」。"
    )


def for_deputy(card: Card, name: str) -> Card:
    """The same card, for who stands in."""
    note = f"{name}目前收不到訊息，所以轉給您。"
    return replace(card, note=f"{card.note}　{note}" if card.note else note)


def late(card: Card, platform: str, meant_at: datetime, *, now: datetime, held: bool) -> Card:
    """The same card, saying that it comes late, and when it was meant to come."""
    cause = "推播額度不足" if held else f"系統或 {NAMES.get(platform, platform)} 中斷"
    note = f"這則因{cause}晚到，原訂 {_when(meant_at, now)}。"
    return replace(card, note=f"{card.note}　{note}" if card.note else note)


def number_only(number: str) -> Card:
    """What may be said of a case that is 敏感 or 密件: its number."""
    text = f"{number} 有一則通知；內容請看案件。"
    return Card.sentence(text, Button("看案件", f"查詢 {number}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformState:
    """What is known of one platform."""

    platform: str
    reading: Reading | None
    signs: PlatformSigns
    trouble: str = ""  # what keeps it from us, in the platform's word


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingState:
    """What is known of the sending."""

    paused: bool
    reserve: int  # percent
    line: WaitingLine
    platforms: Sequence[PlatformState]
    unreachable_count: int  # accounts
    not_arrived_count: int  # deliveries that failed, or went to somebody else
    beat_at: datetime | None
    join: str = ""  # how the looking at Join goes; "": it is not looked at
    gazette: str = ""  # how the reading of the gazette goes; "": it is not read
    sources: str = ""  # how the sources of posts do; "": none is on


def state(known: SendingState, *, now: datetime) -> Card:
    """How the sending stands."""
    waits = known.line
    oldest = f"，最早 {_when(waits.oldest_at, now)}" if waits.oldest_at else ""
    facts = (
        *(_fact(one, known.reserve, now) for one in known.platforms),
        Fact("等著送", f"{waits.waiting_count} 則（暫緩 {waits.held_count} 則）{oldest}"),
        Fact("送不到", f"{known.not_arrived_count} 則；收不到的帳號 {known.unreachable_count} 個"),
        Fact("排程", f"上次動作 {_when(known.beat_at, now)}" if known.beat_at else "還沒動作"),
        *((Fact("Join", known.join),) if known.join else ()),
    )
    return Card(
        alt="送達狀態",
        kind=KIND,
        flag="暫停中" if known.paused else "",
        tone=Tone.NOTICE if known.paused else Tone.CALM,
        title="推播暫停中，回覆照常" if known.paused else "推播照常",
        facts=facts,
        note="\n".join(filter(None, (known.gazette and f"公報：{known.gazette}", known.sources))),
        buttons=(
            Button("恢復發送", "恢復發送") if known.paused else Button("暫停發送", "暫停發送"),
        ),
    )


def paused() -> Card:
    """Nothing goes out by itself from now on."""
    return Card.sentence(
        "好，推播都先停；有人問我還是會回。要送的都留著，「恢復發送」就接著送。",
        Button("恢復發送", "恢復發送"),
    )


def was_paused() -> Card:
    """It was paused already."""
    return Card.sentence("已經是暫停中。", Button("恢復發送", "恢復發送"))


def resumed(waiting_count: int) -> Card:
    """What waited goes out now."""
    return Card.sentence(f"好，恢復了。等著的 {waiting_count} 則接著送。")


def was_not_paused() -> Card:
    """Nothing was paused."""
    return Card.sentence("沒有暫停，推播照常。")


def reserve(percent: int) -> Card:
    """How much is kept."""
    return Card.sentence(
        f"每月額度保留 {percent} % 給一定要送到的。只剩保留時，其他推播先等。"
        "要改：「推播保留 20」。"
    )


def reserve_set(percent: int) -> Card:
    """How much is kept from now on."""
    return Card.sentence(f"好，每月額度保留 {percent} % 給一定要送到的。")


def record(
    counted: Sequence[LedgerCount],
    failures: Sequence[LedgerRow],
    names: Mapping[int, str],
    *,
    days: int,
    today: date,
) -> Card:
    """What was sent, by why and outcome, and what did not arrive last; nobody is named in full."""
    total = sum(one.count for one in counted)
    facts = tuple(
        Fact(REASONS.get(why, why), _outcomes([one for one in counted if one.why == why]))
        for why in sorted({one.why for one in counted}, key=_order)
    )
    items = tuple(Item(_recipient(one, names), _failure(one, today=today)) for one in failures)
    return Card(
        alt="送達紀錄",
        kind=KIND,
        flag=f"最近 {days} 天",
        title=f"共 {total} 則" if total else "這段時間沒有送出訊息",
        facts=facts,
        items=items,
        note="只記為什麼、送幾次、結果，不留內容。" if total else "",
    )


def _outcomes(rows: Sequence[LedgerCount]) -> str:
    """「一定要送到：送達 12、等候 1（最多送 3 次）」."""
    parts: list[str] = []
    for kind in dict.fromkeys(row.delivery_class for row in rows):
        of_kind = [row for row in rows if row.delivery_class is kind]
        by_state: dict[str, int] = {}
        for row in of_kind:
            name = OUTCOMES[row.state]
            by_state[name] = by_state.get(name, 0) + row.count
        said = "、".join(f"{name} {count}" for name, count in by_state.items())
        tries = max(row.most_attempts for row in of_kind)
        more = f"（最多送 {tries} 次）" if tries > 1 else ""
        parts.append(f"{CLASSES[kind]}：{said}{more}")
    return "；".join(parts)


def _recipient(one: LedgerRow, names: Mapping[int, str]) -> str:
    if one.chat_kind == ChatKind.GROUP:
        whom = "群組"
    else:
        name = names.get(one.officer_id or 0, "")
        whom = f"{name[0]}○○" if name else "未綁定的帳號"
    return f"{whom}（{NAMES.get(one.platform, one.platform)}）"


def _failure(one: LedgerRow, *, today: date) -> str:
    when = f"{show_moment(one.tried_at, today=today)}　" if one.tried_at else ""
    why = REASONS.get(one.why, one.why)
    reason = f"　{one.reason[:REASON_LENGTH]}" if one.reason else ""
    return f"{when}{why}　{OUTCOMES[one.state]}，試 {one.attempts} 次{reason}"


def _fact(one: PlatformState, reserve_percent: int, now: datetime) -> Fact:
    parts = [
        "推播不計則數" if one.platform in UNCOUNTED else _quota(one.reading, reserve_percent, now)
    ]
    if one.trouble:
        parts.insert(0, f"連線有問題（{one.trouble}）")
    if one.signs.taken_at:
        parts.append(f"上次送達 {_when(one.signs.taken_at, now)}")
    if one.signs.not_taken_at:
        parts.append(f"上次沒收下 {_when(one.signs.not_taken_at, now)}")
    return Fact(NAMES.get(one.platform, one.platform), "；".join(parts))


def _quota(reading: Reading | None, reserve_percent: int, now: datetime) -> str:
    if reading is None:
        return "額度未知"
    allowance = reading.allowance
    if allowance.limit is None:
        return f"額度無上限，本月已用 {allowance.used}"
    left = max(0, allowance.limit - allowance.used)
    kept = reserved_count(allowance, reserve_percent)
    return f"額度剩 {left}／{allowance.limit}（保留 {kept}），{_when(reading.at, now)} 讀到"


def _when(moment: datetime, now: datetime) -> str:
    return show_moment(moment, today=taipei_date(now))


def _order(why: str) -> int:
    known = list(REASONS)
    return known.index(why) if why in known else len(known)

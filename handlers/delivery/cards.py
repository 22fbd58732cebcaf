"""What a chat shows about the sending itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.message import Button, Card, Fact, Tone
from handlers.delivery.rules.budget import Reading, reserved_count
from handlers.shared.roc_date import show_moment, taipei_date
from storage.records.messages import PlatformSigns, WaitingLine

KIND = "送達"
NAMES = {"line": "LINE", "slack": "Slack", "web": "網頁"}


def undelivered(count: int) -> Card:
    """Tell an agency's group that messages did not reach their person: a count, no content."""
    return Card.sentence(
        f"有 {count} 則給貴機關聯絡人的提醒送不到本人，請聯絡人加小幫手好友，再私訊我「我的案件」。"
    )


def for_deputy(card: Card, name: str) -> Card:
    """The same card, for who stands in."""
    note = f"{name}目前收不到訊息，所以轉給您。"
    return replace(card, note=f"{card.note}　{note}" if card.note else note)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformState:
    """What is known of one platform."""

    platform: str
    reading: Reading | None
    signs: PlatformSigns


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


def state(known: SendingState, *, now: datetime) -> Card:
    """How the sending stands."""
    waits = known.line
    oldest = f"，最早 {_when(waits.oldest_at, now)}" if waits.oldest_at else ""
    facts = (
        *(_fact(one, known.reserve, now) for one in known.platforms),
        Fact("等著送", f"{waits.waiting_count} 則（暫緩 {waits.held_count} 則）{oldest}"),
        Fact("送不到", f"{known.not_arrived_count} 則；收不到的帳號 {known.unreachable_count} 個"),
        Fact("排程", f"上次動作 {_when(known.beat_at, now)}" if known.beat_at else "還沒動作"),
    )
    return Card(
        alt="送達狀態",
        kind=KIND,
        flag="暫停中" if known.paused else "",
        tone=Tone.NOTICE if known.paused else Tone.CALM,
        title="推播暫停中，回覆照常" if known.paused else "推播照常",
        facts=facts,
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


def _fact(one: PlatformState, reserve_percent: int, now: datetime) -> Fact:
    parts = [_quota(one.reading, reserve_percent, now)]
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

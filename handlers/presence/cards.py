"""What a chat shows about leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.message import Button, Card, Item
from handlers.shared.leave_days import leave_words
from storage.records.presence import Absence

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Who is told meanwhile."""

    name: str = ""  # "" when nobody can be
    is_named: bool = False  # the deputy who was named for these days
    unbound: str = ""  # the named deputy who has no account
    away: str = ""  # the named deputy who is away too
    replaces: tuple[str, ...] = ()  # those for whom the speaker stands in on these days


def kept(absences: Sequence[Absence], stand_in: StandIn, *, today: date) -> Card:
    """Confirm leave: when, who stands in, and what that means."""
    days = "、".join(leave_words(a, today=today) for a in absences)
    parts = [f"好，{days}請假{_deputy(stand_in)}。", *_meaning(stand_in)]
    if stand_in.replaces:
        parts.append(f"那幾天您原本代理{'、'.join(stand_in.replaces)}，請跟他說一聲。")
    return Card.sentence(
        "".join(parts),
        Button("我的請假", "我的請假"),
    )


def _deputy(stand_in: StandIn) -> str:
    named = stand_in.unbound or stand_in.away or (stand_in.name if stand_in.is_named else "")
    return f"，代理 {named}" if named else ""


def _meaning(stand_in: StandIn) -> list[str]:
    if stand_in.unbound:
        why = f"{stand_in.unbound}還沒綁定小幫手，"
    elif stand_in.away:
        why = f"{stand_in.away}那幾天也請假，"
    else:
        why = "" if stand_in.is_named else "沒寫代理，"
    if not stand_in.name:
        return [f"{why}貴機關也沒有別人能代收，提醒還是傳給您。"]
    return [f"{why}提醒先給{stand_in.name}，沒辦的等您回來再說。"]


def kept_before() -> Card:
    """Say that nothing changed."""
    return Card.sentence("這幾天記過了。", Button("我的請假", "我的請假"))


def kept_in_group() -> Card:
    """Confirm where others read along: no day, no name."""
    return replace(Card.sentence("已記下。"), in_private="我的請假")


def asked_to_stand_in(name: str, absences: Sequence[Absence], *, today: date) -> Card:
    """Tell somebody, one to one, that they stand in."""
    days = "、".join(leave_words(a, today=today) for a in absences)
    return Card.sentence(f"{name} {days}請假，請您代理；期間他的提醒會先給您。")


def another_stands_in(name: str, absence: Absence, *, today: date) -> Card:
    """Tell somebody, one to one, that another stands in on these days."""
    return Card.sentence(f"{name} {leave_words(absence, today=today)}改由別位代理，您不用代理了。")


def no_longer_asked(name: str, absence: Absence, *, today: date) -> Card:
    """Tell somebody, one to one, that they need not stand in."""
    return Card.sentence(f"{name} {leave_words(absence, today=today)}不請假了，不用代理。")


def leave_list(
    own: Sequence[tuple[Absence, str]],
    for_others: Sequence[tuple[Absence, str]],
    *,
    today: date,
) -> Card:
    """List the speaker's leave with each deputy, and whom the speaker stands in for."""
    if not own and not for_others:
        return Card.sentence("沒有登錄的請假。要請假：請假 12/18-12/20 代理 王小明")
    items = [
        Item(f"{number}　{leave_words(a, today=today)}", f"代理 {name}" if name else "沒寫代理")
        for number, (a, name) in enumerate(own, start=1)
    ]
    items += [Item(f"代理{name}", leave_words(a, today=today)) for a, name in for_others]
    buttons = [Button(f"取消 {n}", f"取消請假 {n}") for n in range(1, min(len(own), 3) + 1)]
    return Card(
        alt="我的請假",
        kind="我的請假",
        items=tuple(items[:SHOWN]),
        note=f"還有 {len(items) - SHOWN} 筆" if len(items) > SHOWN else "",
        buttons=tuple(buttons),
    )


def cancelled(absence: Absence, *, began: bool, today: date) -> Card:
    """Confirm that leave is taken back."""
    if began:
        return Card.sentence("好，今天起您在，提醒照常給您。")
    return Card.sentence(f"好，{leave_words(absence, today=today)}不請假了，提醒照常給您。")


def which(own: Sequence[Absence], *, today: date) -> Card:
    """Ask which leave is meant."""
    buttons = tuple(
        Button(leave_words(a, today=today)[:20], f"取消請假 {n}")
        for n, a in enumerate(own[:4], start=1)
    )
    return replace(Card.sentence("取消哪一筆？", *buttons), in_private="取消請假")


@dataclass(frozen=True, slots=True)
class Freshness:
    """How much of an agency's roster is confirmed; counts only."""

    agency: str
    count: int
    stale_count: int  # nobody confirmed them within a year


def freshness_list(rows: Sequence[Freshness]) -> Card:
    """Show the hub how fresh the roster is: agencies with the most unconfirmed first, no names."""
    total = sum(row.count for row in rows)
    stale = sum(row.stale_count for row in rows)
    worst = [row for row in rows if row.stale_count]
    shown = worst[:SHOWN]
    return Card(
        alt=f"名冊 {total} 位，{stale} 位未確認",
        kind="名冊新鮮度",
        title=f"{total} 位，{stale} 位一年內沒有人確認",
        items=tuple(
            Item(row.agency, f"{row.count} 位，{row.stale_count} 位未確認") for row in shown
        ),
        note=f"還有 {len(worst) - SHOWN} 個機關" if len(worst) > SHOWN else "",
    )

"""A file of counts that the operator hands in, and who is told of it. No command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.message import Card
from handlers.shared.outbox import Why
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.telling import Manner, tell
from handlers.watch.commands.noting import is_recent
from handlers.watch.commands.tally_cards import named, risen_card, shown_days
from handlers.watch.commands.tallying import Met, meet, note_kept, played_of
from handlers.watch.commands.telling import MOST_A_DAY
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.tally_words import Counted
from storage.on_duty import gather
from storage.records.agencies import Agency
from storage.unit_of_work import UnitOfWork

NAMED = 20  # rows that are named one by one


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's counts."""

    new: Sequence[Met]
    changed: Sequence[Met]  # another number was kept
    same_count: int


def take_counts(
    uow: UnitOfWork, agency: Agency, counts: Sequence[Counted], *, replace: bool, now: datetime
) -> Taken:
    """Keep what is new, and with `replace` what differs; tell the agency. The caller commits."""
    last = {(c.channel, c.topic, c.first_on, c.last_on): c for c in counts}
    ordered = sorted(last.values(), key=lambda c: (c.channel, c.topic, c.first_on))
    new: list[Met] = []
    changed: list[Met] = []
    for one in ordered:
        met = meet(uow, agency.id, one, None, now=now)
        if met.is_same:
            continue
        (new if met.is_new else changed).append(met)
        if met.is_new or replace:
            uow.tallies.keep(met.tally)
    kept = [*new, *(changed if replace else ())]
    note_kept(uow, agency.id, "operator", (met.tally.series_id for met in kept), now=now)
    _tell_risen(uow, agency, kept, now=now)
    return Taken(new, changed, len(ordered) - len(new) - len(changed))


def _tell_risen(uow: UnitOfWork, agency: Agency, kept: Sequence[Met], *, now: datetime) -> None:
    """Tell whoever is on duty of a day just brought that is 異常升溫: nobody saw it come in.

    Who types a count reads it in the answer and needs no push. It counts among the day's three.
    """
    today = taipei_date(now)
    lately = [met for met in kept if is_recent(met.tally, today)]
    if not lately:
        return
    played = played_of(uow, agency.id, now=now)
    risen = [
        met
        for met in lately
        if AlarmKind.BURST in played[met.tally.series_id].rang.get(met.tally.first_on, ())
    ]
    turn = gather(uow, [agency.id], now=now)[agency.id].turn_to() if risen else None
    if turn is None:
        return
    hearer = f"officer/{turn.officer_id}"
    midnight = datetime.combine(today, time(), TAIPEI)
    is_full = uow.watching.push_count(hearer, midnight) >= MOST_A_DAY
    manner = Manner(
        why=Why.NEWS, courtesy=True, not_before=midnight + timedelta(days=1) if is_full else None
    )
    first = risen[0]
    usual = played[first.tally.series_id].usual(first.tally.first_on)
    card: Card = risen_card([met.counted for met in risen], usual, today=today)
    if tell(uow, turn.officer_id, card, agency.id, now=now, manner=manner) is not None:
        uow.watching.note_push(hearer, now=now)


def taken_words(
    agency: Agency, taken: Taken, refused: Sequence[str], *, replace: bool, now: datetime
) -> str:
    """Say what an operator reads."""
    today = taipei_date(now)
    lines = [f"{agency.short}：新的 {len(taken.new)} 筆，已經有的 {taken.same_count} 筆"]
    if taken.changed:
        how = "改掉了" if replace else "沒有改，要改請加 --replace"
        lines.append(f"數字不同 {len(taken.changed)} 筆，{how}：")
        lines += [
            f"{named(met.counted)}{shown_days(met.counted, today)}："
            f"{'、'.join(f'{one.count:,}' for one in met.known[:5])} → {met.counted.count:,}"
            for met in taken.changed[:NAMED]
        ]
    if refused:
        lines.append(f"沒收 {len(refused)} 列：")
        lines += refused[:NAMED]
    return "\n".join(lines)

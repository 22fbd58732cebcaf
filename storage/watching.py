"""Subscriptions (訂閱), what they found, hour by hour, and what was told."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from storage.directory import VERSION_BITS
from storage.records.watching import Alarm, Hearer, Subscription, Wanted, WatchHour
from storage.tables.watching import (
    subscriptions,
    watch_alarms,
    watch_hits,
    watch_hours,
    watch_pushes,
    watch_season,
)
from storage.upserts import insert_or_update
from storage.watch_hits import HitStore

# Ends with the transaction, also when its process is killed. Any number that nothing else uses.
TAKE_TURN = text("SELECT pg_try_advisory_xact_lock(7046002)")
AWAIT_TURN = text("SELECT pg_advisory_xact_lock(7046002)")
HOUR = tuple(field.name for field in fields(WatchHour))
OWNED = (watch_alarms, watch_hours, watch_hits)  # tables of what belongs to a subscription


class WatchingStore(HitStore):
    """Finds and keeps them."""

    def take_turn(self) -> bool:
        """Be the only one who watches until the transaction ends; False when another does.

        Copies of one story may come in at once and must be known as such. SQLite has one writer.
        """
        if self._connection.dialect.name != "postgresql":
            return True
        return bool(self._connection.execute(TAKE_TURN).scalar_one())

    def await_turn(self) -> None:
        """Be the only one who watches until the transaction ends, once another's turn is over.

        To be called before the transaction changes anything: who has the turn may wait for that.
        Raises what a lock raises that is not had in time; the event is then tried again.
        """
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(AWAIT_TURN)

    # 訂閱

    def version(self) -> int:
        """Return the number that differs whenever what is subscribed to differs."""
        return int(self._connection.execute(select(watch_season.c.version)).scalar_one())

    def subscribe(self, wish: Subscription) -> int:
        """Keep a new subscription; return its id."""
        made = insert(subscriptions).values(_values(wish)).returning(subscriptions.c.id)
        subscription_id: int = self._connection.execute(made).scalar_one()
        self._renew_version()
        return subscription_id

    def save(self, wish: Subscription) -> None:
        """Keep what changed, except what it is about."""
        changed = update(subscriptions).where(subscriptions.c.id == wish.id)
        self._connection.execute(changed.values(_values(wish)))

    def unsubscribe(self, ids: Collection[int]) -> None:
        """Forget subscriptions, and all that was found for them."""
        if not ids:
            return
        for table in OWNED:
            gone = delete(table).where(table.c.subscription_id.in_(sorted(ids)))
            self._connection.execute(gone)
        self._connection.execute(delete(subscriptions).where(subscriptions.c.id.in_(sorted(ids))))
        self._renew_version()

    def forget_officer(self, officer_id: int) -> None:
        """Forget all that a person subscribed to alone."""
        own = self.of_officer(officer_id)
        self.unsubscribe([one.id for one in own if one.hearer is Hearer.ME])

    def all(self) -> tuple[Subscription, ...]:
        """Return all subscriptions, the oldest first, without what is known of their volume."""
        names = [column for column in subscriptions.c if column.name != "state"]
        rows = self._connection.execute(select(*names).order_by(subscriptions.c.id)).mappings()
        return tuple(map(_subscription, rows))

    def wanted(self) -> frozenset[Wanted]:
        """Return what each subscription means; cheap enough to be asked whenever one comes."""
        c = subscriptions.c
        rows = self._connection.execute(select(c.id, c.text, c.hearer, c.agency_id)).all()
        return frozenset(Wanted(i, text, Hearer(hearer), place) for i, text, hearer, place in rows)

    def find(self, subscription_id: int) -> Subscription | None:
        """Return one."""
        return next(iter(self._chosen(subscriptions.c.id == subscription_id)), None)

    def named(self, ids: Collection[int]) -> tuple[Subscription, ...]:
        """Return several, the oldest first."""
        return self._chosen(subscriptions.c.id.in_(sorted(ids)))

    def of_officer(self, officer_id: int) -> tuple[Subscription, ...]:
        """Return what a person subscribed to, for whomever."""
        return self._chosen(subscriptions.c.officer_id == officer_id)

    def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """Return what a group hears of."""
        return self._chosen(subscriptions.c.chat_id == chat_id)

    def of_agencies(self, agency_ids: Collection[int]) -> tuple[Subscription, ...]:
        """Return what agencies hear of."""
        theirs = subscriptions.c.agency_id.in_(sorted(agency_ids))
        return self._chosen(subscriptions.c.hearer == Hearer.AGENCY.value, theirs)

    def of_cases(self, case_ids: Collection[int]) -> tuple[Subscription, ...]:
        """Return the topics of cases, whoever hears of them."""
        return self._chosen(subscriptions.c.case_id.in_(sorted(case_ids)))

    def hush_case(self, case_id: int, name: str) -> None:
        """Call the topics of a case that became 敏感 by a name without words.

        What others than who subscribed hear of it ends.
        """
        theirs = self.of_cases([case_id])
        self.unsubscribe([one.id for one in theirs if one.hearer is not Hearer.ME])
        hushed = update(subscriptions).where(subscriptions.c.case_id == case_id)
        self._connection.execute(hushed.values(name=name))

    def end_case(self, case_id: int) -> None:
        """Forget the topics of a case that holds no words any more."""
        self.unsubscribe([one.id for one in self.of_cases([case_id])])

    def unobserved(self, before: datetime, limit: int) -> tuple[Subscription, ...]:
        """Return subscriptions for which an hour that ended before a moment was not taken in."""
        chosen = select(subscriptions).where(subscriptions.c.observed_until_at < before)
        chosen = chosen.order_by(subscriptions.c.observed_until_at, subscriptions.c.id)
        rows = self._connection.execute(chosen.limit(limit)).mappings()
        return tuple(map(_subscription, rows))

    # How much was found

    def add_first_hours(self, subscription_id: int, hours: Iterable[WatchHour]) -> None:
        """Keep the hours of a subscription that has none yet."""
        rows = [{"subscription_id": subscription_id, **_hour_values(hour)} for hour in hours]
        if rows:
            self._connection.execute(insert(watch_hours), rows)

    def save_hours(self, subscription_id: int, hours: Iterable[WatchHour]) -> None:
        """Keep how much was said in some hours."""
        for hour in hours:
            row = {"subscription_id": subscription_id, **_hour_values(hour)}
            insert_or_update(self._connection, watch_hours, row)

    def hours(self, subscription_id: int, since: datetime) -> tuple[WatchHour, ...]:
        """Return the hours in which something was said, the earliest first."""
        chosen = select(watch_hours).where(
            watch_hours.c.subscription_id == subscription_id, watch_hours.c.at >= since
        )
        rows = self._connection.execute(chosen.order_by(watch_hours.c.at)).mappings()
        return tuple(
            WatchHour(**{name: value for name, value in row.items() if name != "subscription_id"})
            for row in rows
        )

    def season(self) -> str:
        """Return the season that all topics share, as JSON; "" in the beginning."""
        return str(self._connection.execute(select(watch_season.c.state)).scalar_one())

    def save_season(self, state: str) -> None:
        """Keep it."""
        self._connection.execute(update(watch_season).values(state=state))

    # What was told

    def add_alarm(self, alarm: Alarm) -> int:
        """Keep a new alarm; return its id."""
        values = {name: value for name, value in asdict(alarm).items() if name != "id"}
        made = insert(watch_alarms).values(values).returning(watch_alarms.c.id)
        alarm_id: int = self._connection.execute(made).scalar_one()
        return alarm_id

    def save_alarm(self, alarm: Alarm) -> None:
        """Keep what changed."""
        values = {name: value for name, value in asdict(alarm).items() if name != "id"}
        self._connection.execute(
            update(watch_alarms).where(watch_alarms.c.id == alarm.id).values(values)
        )

    def drop_alarms(self, ids: Collection[int]) -> None:
        """Forget alarms that are not to be told."""
        self._connection.execute(delete(watch_alarms).where(watch_alarms.c.id.in_(sorted(ids))))

    def alarm(self, alarm_id: int) -> Alarm | None:
        """Return one."""
        chosen = select(watch_alarms).where(watch_alarms.c.id == alarm_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else Alarm(**row)

    def alarms_of(self, subscription_id: int, since: datetime) -> tuple[Alarm, ...]:
        """Return what a topic rang for since a moment, the earliest first."""
        chosen = select(watch_alarms).where(
            watch_alarms.c.subscription_id == subscription_id, watch_alarms.c.rang_at >= since
        )
        rows = self._connection.execute(chosen.order_by(watch_alarms.c.id)).mappings()
        return tuple(Alarm(**row) for row in rows)

    def due_alarms(self, *, now: datetime) -> tuple[Alarm, ...]:
        """Return what is to be told now, the earliest first."""
        chosen = select(watch_alarms).where(
            watch_alarms.c.told_at.is_(None), watch_alarms.c.due_at <= now
        )
        rows = self._connection.execute(chosen.order_by(watch_alarms.c.id)).mappings()
        return tuple(Alarm(**row) for row in rows)

    def note_push(self, hearer: str, *, now: datetime) -> None:
        """Note that somebody was told."""
        self._connection.execute(insert(watch_pushes).values({"hearer": hearer, "at": now}))

    def push_count(self, hearer: str, since: datetime) -> int:
        """Count how often somebody was told since a moment."""
        counted = select(func.count()).where(
            watch_pushes.c.hearer == hearer, watch_pushes.c.at >= since
        )
        return self._connection.execute(counted).scalar_one()

    def forget(self, *, before: datetime) -> None:
        """Forget what posts left behind that came before a moment."""
        told = or_(watch_alarms.c.told_at < before, watch_alarms.c.rang_at < before)
        for gone in (
            delete(watch_hits).where(watch_hits.c.at < before),
            delete(watch_alarms).where(told),
            delete(watch_pushes).where(watch_pushes.c.at < before),
        ):
            self._connection.execute(gone)

    def _chosen(self, *which: ColumnElement[bool]) -> tuple[Subscription, ...]:
        chosen = select(subscriptions).where(*which).order_by(subscriptions.c.id)
        return tuple(map(_subscription, self._connection.execute(chosen).mappings()))

    def _renew_version(self) -> None:
        fresh = secrets.randbits(VERSION_BITS)
        self._connection.execute(update(watch_season).values(version=fresh))


def _hour_values(hour: WatchHour) -> dict[str, object]:
    return {name: getattr(hour, name) for name in HOUR}  # `asdict` copies each moment


def _values(wish: Subscription) -> Mapping[str, object]:
    values = {name: value for name, value in asdict(wish).items() if name != "id"}
    return values | {"hearer": wish.hearer.value}


def _subscription(row: RowMapping) -> Subscription:
    plain = {name: value for name, value in row.items() if name != "hearer"}
    return Subscription(**plain, hearer=Hearer(row["hearer"]))

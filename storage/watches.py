"""Who follows a petition, what it came to, and what agencies said whose it is."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from storage.records.watches import Follow, FollowKind, Mark
from storage.tables.watches import learnt_pairs, petition_follows, petition_marks, petition_verdicts
from storage.upserts import insert_or_update, insert_unless_there

follows, marks, verdicts = petition_follows, petition_marks, petition_verdicts
Pairs = Mapping[str, tuple[int, int]]  # pair of characters: (yes, no)


class WatchStore:
    """Finds and keeps them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # 追蹤

    def follow(self, wish: Follow) -> None:
        """Keep a wish; one that was told before is told once more."""
        same = (
            follows.c.officer_id == wish.officer_id,
            follows.c.join_id == wish.join_id,
            follows.c.kind == wish.kind.value,
            follows.c.threshold == wish.threshold,
        )
        again = update(follows).where(*same).values(added_at=wish.added_at, told_at=None)
        if self._connection.execute(again).rowcount:
            return
        values = {name: value for name, value in asdict(wish).items() if name != "id"}
        self._connection.execute(insert(follows).values(values | {"kind": wish.kind.value}))

    def follows_of(self, officer_id: int) -> tuple[Follow, ...]:
        """Return what somebody still waits for, the oldest first."""
        chosen = select(follows).where(
            follows.c.officer_id == officer_id, follows.c.told_at.is_(None)
        )
        rows = self._connection.execute(chosen.order_by(follows.c.id)).mappings()
        return tuple(map(_follow, rows))

    def followers(self, join_id: str) -> tuple[Follow, ...]:
        """Return the wishes about a petition, told or not, the oldest first."""
        chosen = select(follows).where(follows.c.join_id == join_id).order_by(follows.c.id)
        return tuple(map(_follow, self._connection.execute(chosen).mappings()))

    def awaited_counts(self) -> tuple[int, ...]:
        """Return the counts that somebody still waits for, of any petition."""
        chosen = (
            select(follows.c.threshold)
            .where(follows.c.kind == FollowKind.COUNT.value, follows.c.told_at.is_(None))
            .distinct()
        )
        return tuple(sorted(self._connection.execute(chosen).scalars()))

    def note_told(self, follow_ids: Collection[int], *, now: datetime) -> None:
        """Note that what was wished for was told."""
        told = update(follows).where(follows.c.id.in_(sorted(follow_ids)))
        self._connection.execute(told.values(told_at=now))

    def unfollow(self, follow_ids: Collection[int]) -> None:
        """Forget wishes."""
        self._connection.execute(delete(follows).where(follows.c.id.in_(sorted(follow_ids))))

    def forget_officer(self, officer_id: int) -> None:
        """Forget all that a person wished for."""
        self._connection.execute(delete(follows).where(follows.c.officer_id == officer_id))

    # What a petition came to

    def mark(self, reached: Mark) -> bool:
        """Keep that it came to something; False when that is known already."""
        return insert_unless_there(self._connection, marks, asdict(reached))

    def marks_of(self, join_id: str) -> dict[str, Mark]:
        """Return what a petition came to, by name."""
        chosen = select(marks).where(marks.c.join_id == join_id)
        return {row["name"]: Mark(**row) for row in self._connection.execute(chosen).mappings()}

    def marks_named(self, names: Collection[str]) -> tuple[Mark, ...]:
        """Return the marks of some names, of all petitions, the oldest first."""
        chosen = select(marks).where(marks.c.name.in_(sorted(names)))
        chosen = chosen.order_by(marks.c.reached_at, marks.c.join_id)
        return tuple(Mark(**row) for row in self._connection.execute(chosen).mappings())

    # Whose it is

    def say(self, join_id: str, agency_id: int, *, theirs: bool) -> bool | None:
        """Keep an agency's answer; return the one before, None when there was none."""
        before = self.verdicts(join_id).get(agency_id)
        row: dict[str, object] = {"join_id": join_id, "agency_id": agency_id, "theirs": theirs}
        insert_or_update(self._connection, verdicts, row)
        return before

    def verdicts(self, join_id: str) -> dict[int, bool]:
        """Return what agencies said of a petition, by agency id."""
        return self.verdicts_of([join_id]).get(join_id, {})

    def verdicts_of(self, join_ids: Collection[str]) -> dict[str, dict[int, bool]]:
        """Return what agencies said of several, by Join's id."""
        chosen = select(verdicts).where(verdicts.c.join_id.in_(sorted(join_ids)))
        found: dict[str, dict[int, bool]] = {}
        for row in self._connection.execute(chosen.order_by(verdicts.c.agency_id)).mappings():
            found.setdefault(row["join_id"], {})[row["agency_id"]] = row["theirs"]
        return found

    def learnt(self) -> dict[int, dict[str, tuple[int, int]]]:
        """Return what answers taught, by agency id and pair of characters."""
        found: dict[int, dict[str, tuple[int, int]]] = {}
        for row in self._connection.execute(select(learnt_pairs)).mappings():
            found.setdefault(row["agency_id"], {})[row["pair"]] = (
                row["yes_count"],
                row["no_count"],
            )
        return found

    def learn(self, agency_id: int, pairs: Pairs) -> None:
        """Keep all that answers of an agency taught, in place of what was there."""
        mine = delete(learnt_pairs).where(learnt_pairs.c.agency_id == agency_id)
        self._connection.execute(mine)
        rows: list[dict[str, object]] = [
            {"agency_id": agency_id, "pair": pair, "yes_count": yes, "no_count": no}
            for pair, (yes, no) in pairs.items()
        ]
        if rows:
            self._connection.execute(insert(learnt_pairs), rows)


def _follow(row: RowMapping) -> Follow:
    return Follow(
        id=row["id"],
        officer_id=row["officer_id"],
        agency_id=row["agency_id"],
        join_id=row["join_id"],
        kind=FollowKind(row["kind"]),
        threshold=row["threshold"],
        added_at=row["added_at"],
        told_at=row["told_at"],
    )

"""Opinions (意見): kept without names, found, and forgotten when their time is over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    delete,
    insert,
    or_,
    select,
    update,
)

from storage.cipher import Cipher
from storage.records.opinions import Opinion, Side, Source, Verdict
from storage.tables.cases import cases
from storage.tables.opinions import SEALED, opinions

PLACES = tuple(f"opinions|{name}" for name in SEALED)
AUTHOR = "opinions|author"


class OpinionStore:
    """Finds and keeps opinions."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def author_keys(self, case_id: int, name: str) -> tuple[str, ...]:
        """Return under what somebody may be known in a case, today's key first.

        The same name has another key in another case: nobody is followed from case to case.
        """
        return self._cipher.blinds(f"{case_id}|{name}", AUTHOR)

    def take_turn(self, case_id: int) -> None:
        """Let nobody else keep opinions of the case until the transaction ends."""
        self._connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())

    def add_all(self, new: Sequence[Opinion]) -> None:
        """Keep new opinions with the serials they carry; the caller has taken the turn."""
        if new:
            self._connection.execute(insert(opinions), [self._values(one) for one in new])

    def of_case(self, case_id: int) -> tuple[Opinion, ...]:
        """Return the opinions of a case, by serial."""
        chosen = select(opinions).where(opinions.c.case_id == case_id).order_by(opinions.c.serial)
        return tuple(self._read(row) for row in self._connection.execute(chosen).mappings())

    def save(self, opinion: Opinion) -> None:
        """Keep what changed."""
        changed = update(opinions).where(opinions.c.id == opinion.id)
        self._connection.execute(changed.values(self._values(opinion)))

    def take_back(self, source_message: str) -> int:
        """Remove what a message that was taken back brought; return how many that were."""
        return self._remove(opinions.c.source_message == source_message)

    def wipe_of_case(self, case_id: int) -> None:
        """Remove all opinions of a case: it became a 密件."""
        self._remove(opinions.c.case_id == case_id)

    def forget_words(self, *, before: datetime) -> int:
        """Remove words and hashes of cases that ended before a moment; return how many.

        How many there were and what was made of each stays.
        """
        ended = or_(cases.c.closed_at < before, cases.c.cancelled_at < before)
        ids = select(cases.c.id).where(ended)
        wordy = or_(opinions.c.author_key != "", *(opinions.c[name] != b"" for name in SEALED))
        blank = update(opinions).where(opinions.c.case_id.in_(ids), wordy)
        nothing: dict[str, object] = {**dict.fromkeys(SEALED, b""), "author_key": ""}
        return self._connection.execute(blank.values(nothing)).rowcount

    def _remove(self, which: ColumnElement[bool]) -> int:
        gone = select(opinions.c.id).where(which)
        ids = self._connection.execute(gone).scalars().all()
        # What was merged into one of them stands by itself again.
        alone = update(opinions).where(opinions.c.head_id.in_(gone)).values(head_id=None)
        self._connection.execute(alone)
        self._connection.execute(delete(opinions).where(which))
        return len(ids)

    def _values(self, opinion: Opinion) -> dict[str, object]:
        names = (column.name for column in opinions.c if column.name not in {"id", *SEALED})
        words = (opinion.text, opinion.first_reply, opinion.reason)
        sealed = {
            name: self._cipher.seal_text(word, place)
            for name, place, word in zip(SEALED, PLACES, words, strict=True)
        }
        plain: dict[str, object] = {name: getattr(opinion, name) for name in names}
        return {
            **plain,
            **sealed,
            "source": opinion.source.value,
            "side": opinion.side.value,
            "verdict": opinion.verdict.value if opinion.verdict else None,
        }

    def _read(self, row: RowMapping) -> Opinion:
        text, first_reply, reason = (
            self._cipher.open_text(row[name], place)
            for name, place in zip(SEALED, PLACES, strict=True)
        )
        plain = {
            name: value
            for name, value in row.items()
            if name not in {*SEALED, "source", "side", "verdict"}
        }
        return Opinion(
            **plain,
            source=Source(row["source"]),
            side=Side(row["side"]),
            verdict=Verdict(row["verdict"]) if row["verdict"] else None,
            text=text,
            first_reply=first_reply,
            reason=reason,
        )

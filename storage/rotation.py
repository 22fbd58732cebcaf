"""A new secret key: seals again what old keys sealed; then the old keys can be thrown away.

Blind indexes of what was never kept (failed tries, hints) cannot be made anew: they fade out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Table, select, update

from storage.bindings import USER_ID
from storage.case_rows import SOURCE_CHAT
from storage.cipher import Cipher
from storage.engine import Database, connect
from storage.inbox import CONVERSATION, PAYLOAD
from storage.officers import EMAIL, MOBILE, OFFICE_PHONE
from storage.opinions import PLACES as OPINION_PLACES
from storage.outbox_rows import CARD, CHAT_ID, ONLY_FOR
from storage.posts import PLACE as POST_WORDS
from storage.request_rows import PLACES
from storage.tables.cases import cases
from storage.tables.directory import bindings, officers
from storage.tables.messages import deliveries, inbox_events
from storage.tables.opinions import opinions
from storage.tables.posts import posts
from storage.tables.requests import contact_requests

BATCH = 200  # rows locked at a time


def _as_it_is(text: str) -> str:
    return text


def _lower(text: str) -> str:
    return text.strip().lower()


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An encrypted column, and the blind index made of it, if any."""

    place: str
    index: str = ""
    prepare: Callable[[str], str] = _as_it_is

    @property
    def column(self) -> str:
        return self.place.partition("|")[2]


TABLES: tuple[tuple[Table, str, tuple[_Sealed, ...]], ...] = (
    (
        officers,
        "id",
        (_Sealed(EMAIL, "email_key", _lower), _Sealed(OFFICE_PHONE), _Sealed(MOBILE)),
    ),
    (bindings, "id", (_Sealed(USER_ID, "user_key"),)),
    (cases, "id", (_Sealed(SOURCE_CHAT),)),
    (contact_requests, "id", tuple(map(_Sealed, PLACES))),
    (opinions, "id", tuple(map(_Sealed, OPINION_PLACES))),
    (posts, "id", (_Sealed(POST_WORDS),)),
    (inbox_events, "id", (_Sealed(CONVERSATION, "conversation_key"), _Sealed(PAYLOAD))),
    (deliveries, "position_id", (_Sealed(CHAT_ID, "chat_key"), _Sealed(CARD), _Sealed(ONLY_FOR))),
)


def rotate(database: Database) -> int:
    """Seal with the present key whatever older keys sealed; return how many rows that were.

    May run beside a serving process that has the same keys, and again after an interruption.
    Raises TamperedDataError when a ciphertext was made with a key that was not given.
    """
    return sum(_rotate_table(database, *entry) for entry in TABLES)


def _rotate_table(database: Database, table: Table, id_name: str, sealed: Sequence[_Sealed]) -> int:
    id_column: Column[int] = table.c[id_name]
    last_id, row_count = 0, 0
    while True:
        chosen = (
            select(id_column, *(table.c[one.column] for one in sealed))
            .where(id_column > last_id)
            .order_by(id_column)
            .limit(BATCH)
            .with_for_update()
        )
        with database.turns.turn(), connect(database.engine) as connection, connection.begin():
            rows = connection.execute(chosen).mappings().all()
            for row in rows:
                fresh = _fresh_values({**row}, sealed, database.cipher)
                if fresh:
                    changed = update(table).where(id_column == row[id_name])
                    connection.execute(changed.values(fresh))
                    row_count += 1
        if len(rows) < BATCH:
            return row_count
        last_id = rows[-1][id_name]


def _fresh_values(
    row: dict[str, object], sealed: Sequence[_Sealed], cipher: Cipher
) -> dict[str, object]:
    fresh: dict[str, object] = {}
    for one in sealed:
        value = row[one.column]
        if not isinstance(value, bytes) or not value or cipher.is_current(value):
            continue
        plain = cipher.open(value, one.place)
        fresh[one.column] = cipher.seal(plain, one.place)
        if one.index:
            fresh[one.index] = cipher.blind(one.prepare(plain.decode()), one.place)
    return fresh

"""Whose account a message goes to when it is enqueued: it may be somebody else's when it leaves."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from storage.bindings import USER_ID
from storage.cipher import Cipher
from storage.records.messages import DeliveryClass, NewDelivery
from storage.tables.directory import bindings


def find_owners(
    connection: Connection, cipher: Cipher, several: Iterable[NewDelivery]
) -> dict[tuple[str, str], int]:
    """Return the officer ids by (platform, chat id); who is bound to nobody is left out.

    Answers are not looked up: they leave within the minute.
    """
    chats = {
        (one.platform, key): one.chat_id
        for one in several
        if one.delivery_class is not DeliveryClass.REPLY and one.chat_kind == "direct"
        for key in cipher.blinds(one.chat_id, USER_ID)
    }
    if not chats:
        return {}
    chosen = select(bindings.c.platform, bindings.c.user_key, bindings.c.officer_id).where(
        bindings.c.user_key.in_(sorted(key for _, key in chats))
    )
    return {
        (row.platform, chats[row.platform, row.user_key]): row.officer_id
        for row in connection.execute(chosen)
        if (row.platform, row.user_key) in chats
    }

"""What people wrote under a 眾開講 topic: Join's older open data, `toOpenData/ey/policy`.

An object with `url` and `messages`, an object by message id of `{createDate, authorName, content}`;
newer files hold only how many there are. Names are handed on to be made into keys, and not kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.embedded import whole_json
from bot.sources.join.values import fields_of, items_of, moment, text, uuid_in

NAME_LIMIT = 100  # characters


@dataclass(frozen=True, slots=True)
class JoinMessage:
    """One message; `author` is "" and `said_at` None where Join does not say."""

    author: str
    text: str
    said_at: datetime | None


def read_messages(data: bytes, join_id: str = "") -> tuple[JoinMessage, ...]:
    """Read the messages of one topic; among several topics `join_id` says which.

    Raises SourceError when there is no such topic, or several and none is named.
    """
    topics = [fields_of(item) for item in items_of(whole_json(data))]
    with_messages = [topic for topic in topics if "messages" in topic]
    named = [one for one in with_messages if join_id and uuid_in(one.get("url")) == join_id]
    chosen = named or with_messages
    if len(chosen) != 1:
        raise SourceError(Trouble.UNREADABLE, "not one topic with messages")
    return tuple(_messages(chosen[0].get("messages")))


def _messages(value: object) -> Iterator[JoinMessage]:
    by_id = fields_of(value)
    for item in by_id.values() if by_id else items_of(value):
        fields = fields_of(item)
        said = text(fields.get("content"))
        if said:
            author = text(fields.get("authorName"), NAME_LIMIT)
            yield JoinMessage(author, said, moment(fields.get("createDate")))

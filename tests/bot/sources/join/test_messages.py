"""Join's older data of 眾開講: messages by id, texts for numbers, nothing sure to be there."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.errors import SourceError
from bot.sources.join.messages import JoinMessage, read_messages

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_messages_are_read_by_id_with_taipeis_time() -> None:
    topic = {
        "messages": {
            "b": {
                "createDate": "2018-01-02 07:08:09",
                "authorName": " 花\n",
                "content": "太\n吵",
            },
            "a": {"createDate": "無", "authorName": None, "content": "還好"},
            "c": {"authorName": "空", "content": " "},
        }
    }
    assert read_messages(orjson.dumps(topic)) == (
        JoinMessage("花", "太 吵", datetime(2018, 1, 1, 23, 8, 9, tzinfo=UTC)),
        JoinMessage("", "還好", None),
    )


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"[]", b'{"url": "x"}', b'[{"messages":{}},{"messages":{}}]']
)
def test_what_is_not_one_topic_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_messages(data)


@given(st.dictionaries(st.sampled_from(["a", "b"]), JSON) | JSON)
def test_no_messages_break_the_reading(messages: object) -> None:
    found = read_messages(orjson.dumps({"messages": messages}))
    assert all(one.text for one in found)

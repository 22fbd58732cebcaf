"""Slack's marks become what a person typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.mrkdwn import plain_typed, without_mentions


@pytest.mark.parametrize(
    ("marked", "typed"),
    [
        ("登記 公園 &amp; 步道 &lt;急&gt;", "登記 公園 & 步道 <急>"),
        ("&amp;lt;", "&lt;"),
        (
            "看 <https://join.gov.tw/idea/detail/1|join.gov.tw>",
            "看 https://join.gov.tw/idea/detail/1",
        ),
        ("看 <https://a.tw/?a=1&amp;b=2>", "看 https://a.tw/?a=1&b=2"),
        ("寄給 <mailto:lin@example.gov.tw|lin@example.gov.tw>", "寄給 lin@example.gov.tw"),
        ("打 <tel:0223565000|02-2356-5000>", "打 02-2356-5000"),
        ("指派 115-0001 <@U0WANG|王小明>", "指派 115-0001 @王小明"),
        ("問 <@U0WANG>", "問 @U0WANG"),
        ("在 <#C0PO|po-群>", "在 #po-群"),
        ("<!here> 早", "@here 早"),
        ("<!subteam^S01|@衛福部>", "@衛福部"),
        ("<!date^1796270400^{date}|12月3日>", "12月3日"),
        ("3 < 5 <怪>", "3 < 5 <怪>"),
    ],
)
def test_marks_are_undone(marked: str, typed: str) -> None:
    assert plain_typed(marked) == typed


def test_only_the_named_are_taken_out() -> None:
    assert without_mentions("<@U0BOT> 問 <@U0WANG>", {"U0BOT"}) == " 問 <@U0WANG>"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(plain_typed(text), str)


@given(st.text())
def test_what_was_escaped_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain_typed(escaped) == text

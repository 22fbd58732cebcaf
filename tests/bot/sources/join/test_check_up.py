"""`pobot doctor --live` asks Join once, and says how to mend what is wrong."""

import pytest

from bot.sources.join.check_up import examine_join
from tests.support.join_server import running_join
from tests.support.source_server import Answer


def test_join_is_well() -> None:
    with running_join() as join:
        join.shows("00000000-0000-4000-8000-000000000001", 10)
        finding = examine_join(join.base)
        assert finding.well
        assert finding.state == "讀得到，附議中 1 件"
        assert len(join.asked) == 1


@pytest.mark.parametrize(
    ("answer", "remedy"),
    [
        (Answer(status=503), "稍後再試"),
        (Answer(status=403), "擋下"),
        (Answer(body=b"<html></html>"), "改版"),
        (Answer(status=302, headers={"location": "http://127.0.0.2/"}), "JOIN_BASE"),
    ],
)
def test_what_is_wrong_has_a_remedy(answer: Answer, remedy: str) -> None:
    with running_join() as join:
        join.answers("/", answer)
        assert remedy in examine_join(join.base).remedy


def test_nobody_there_and_switched_off() -> None:
    assert "連外網路" in examine_join("http://127.0.0.1:1").remedy
    assert examine_join("").well

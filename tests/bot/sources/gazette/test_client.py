from datetime import date

import pytest

from bot.sources.errors import SourceError, Trouble
from bot.sources.fetching import Fetcher
from bot.sources.gazette.check_up import examine_gazette, open_gazette
from bot.sources.gazette.client import OFFICIAL_BASE, GazetteClient
from bot.sources.join.records import Mark
from tests.support.gazette_server import LATEST, MOVED, record, running_gazette
from tests.support.source_server import Answer

DAY = date(2026, 12, 4)


def test_the_latest_issue_is_got_through_the_redirect_and_only_if_it_changed() -> None:
    with running_gazette() as gazette:
        gazette.issue(record("1", "某法草案", DAY))
        client = open_gazette(gazette.base)
        first = client.latest(Mark())
        again = client.latest(first.mark)
    assert first.issue is not None
    assert [draft.title for draft in first.issue.drafts] == ["某法草案"]
    assert again.issue is None
    assert [one.path for one in gazette.asked] == [LATEST, MOVED] * 2


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(status=404), Trouble.GONE),
        (Answer(status=403), Trouble.REFUSED),
        (Answer(status=503, headers={"retry-after": "60"}), Trouble.BUSY),
        (Answer(body=b"<html>hello</html>"), Trouble.UNREADABLE),
        (Answer(status=302, headers={"location": "http://169.254.169.254/"}), Trouble.FORBIDDEN),
    ],
)
def test_every_other_answer_is_a_source_error(answer: Answer, trouble: Trouble) -> None:
    with running_gazette() as gazette:
        gazette.instead = [answer]
        with pytest.raises(SourceError) as caught:
            open_gazette(gazette.base).latest(Mark())
    assert caught.value.trouble is trouble


def test_the_official_gazette_may_not_lead_inside() -> None:
    def inside(_host: str, _port: int) -> tuple[str, ...]:
        return ("10.0.0.1",)

    with pytest.raises(SourceError) as caught:
        GazetteClient(OFFICIAL_BASE, Fetcher(resolve=inside, plain_chain=True)).latest(Mark())
    assert caught.value.trouble is Trouble.FORBIDDEN


def test_the_doctor_says_what_it_found() -> None:
    with running_gazette() as gazette:
        gazette.issue(record("1", "某法草案", DAY))
        assert examine_gazette(gazette.base).state == "讀得到，最新一期有草案預告 1 件"
        gazette.instead = [Answer(body=b"<html></html>")]
        assert "改版" in examine_gazette(gazette.base).remedy
    assert "連外網路" in examine_gazette("http://127.0.0.1:1").remedy
    assert examine_gazette("").well

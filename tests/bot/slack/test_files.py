"""Files in a one-to-one talk: which is handed over, and from where the bot fetches it."""

from collections.abc import Callable, Iterator

import pytest

from bot.handed import LARGEST_FILE, FileError, FileTrouble
from bot.message import FileRef
from bot.slack.client import SlackClient
from bot.slack.files import SlackFiles
from tests.bot.slack.events import whisper
from tests.bot.slack.test_receive import heard
from tests.support.slack_server import running_slack

URL = "https://files.slack.com/files-pri/T0-F1/download/x.xlsx"
TABLE = {"id": "F1", "name": "日報.XLSX", "url_private_download": URL, "size": 9}
PICTURE, LETTER = {"id": "F0", "name": "a.png"}, {"id": "F2", "name": "函.pdf"}


def test_a_table_is_handed_over_and_a_picture_is_not() -> None:
    message = heard(whisper("", subtype="file_share", files=[PICTURE, LETTER, TABLE]))
    assert message is not None
    assert message.text == "收到檔案"
    assert message.file == FileRef(name="日報.XLSX", key=URL, size=9, others=1)
    assert heard(whisper("", subtype="file_share", files=[PICTURE])) is None


def test_words_beside_a_table_are_heard_with_it() -> None:
    message = heard(whisper("今天的日報", subtype="file_share", files=[TABLE]))
    assert message is not None
    assert message.text == "今天的日報"
    assert message.file == FileRef(name="日報.XLSX", key=URL, size=9)


@pytest.fixture
def holds_files() -> Iterator[Callable[[str], bool]]:
    client = SlackClient(token="xoxb-test")  # noqa: S106
    yield client.holds_files
    client.close()


@pytest.mark.parametrize(
    ("url", "is_asked"),
    [
        (URL, True),
        ("https://team.slack.com/files/a.csv", True),
        ("http://files.slack.com/a.csv", False),
        ("https://files.slack.com@10.0.0.1/a.csv", False),
        ("https://10.0.0.1/a.slack.com", False),
        ("https://evilslack.com/a.csv", False),
        ("https://files.slack.com.evil.example/a.csv", False),
        ("http://169.254.169.254/latest", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_the_token_is_shown_to_slacks_own_servers_only(
    holds_files: Callable[[str], bool], url: str, *, is_asked: bool
) -> None:
    assert holds_files(url) is is_asked


def test_what_slack_does_not_give_out_is_told_apart() -> None:
    with running_slack() as slack:
        slack.contents.update(small=b"a,b", large=b"x" * (LARGEST_FILE + 1))
        ours = SlackClient(token="xoxb-test", api_base=slack.base)  # noqa: S106
        without_scope = SlackClient(token="xoxp-test", api_base=slack.base)  # noqa: S106

        def fetched(client: SlackClient, url: str) -> bytes | FileTrouble:
            try:
                return SlackFiles(client)(FileRef(name="a.csv", key=url))
            except FileError as error:
                return error.trouble

        small = f"{slack.root}/files/small"
        assert fetched(ours, small) == b"a,b"
        assert fetched(ours, f"{slack.root}/files/large") is FileTrouble.TOO_LARGE
        assert fetched(ours, f"{slack.root}/files/none") is FileTrouble.GONE
        assert fetched(without_scope, small) is FileTrouble.REFUSED  # a page to sign in on
        assert fetched(ours, "https://evil.example/a.csv") is FileTrouble.REFUSED
        for client in (ours, without_scope):
            client.close()

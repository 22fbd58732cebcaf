"""Against a Slack of our own: what arrives, and what each refusal means."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.errors import DeliveryError
from bot.message import Card, ChatKind, ChatRef, Outgoing, Picture, Platform
from bot.outbound import Outcome
from bot.slack.send import SlackMessenger
from tests.bot.slack.sending import CHANNEL, KEY, NOW, PERSON, PNG, again, outgoing, sender
from tests.support.slack_server import Fault, SlackServer, running_slack


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        yield slack


@pytest.fixture
def messenger(slack: SlackServer) -> Iterator[SlackMessenger]:
    with sender(slack) as messenger:
        yield messenger


# --- what arrives ---


def test_a_person_hears_it_one_to_one(slack: SlackServer, messenger: SlackMessenger) -> None:
    assert messenger.send(outgoing()).outcome is Outcome.DELIVERED
    assert messenger.send(outgoing("第二則")).outcome is Outcome.DELIVERED
    assert slack.texts("DU0LIN") == ["已登記 115-0001", "第二則"]
    assert len(slack.asked("conversations.open")) == 1  # asked for once
    (first, _) = slack.channels["DU0LIN"]
    assert first["metadata"] == {"event_type": "pobot_delivery", "event_payload": {"key": KEY}}
    assert first["client_msg_id"] == KEY
    assert "thread_ts" not in first


def test_a_channel_hears_it_in_the_thread(slack: SlackServer, messenger: SlackMessenger) -> None:
    messenger.send(outgoing(chat=CHANNEL, thread="1.7"))
    (message,) = slack.channels["C0PO"]
    assert message["thread_ts"] == "1.7"


def test_where_the_thread_is_gone_the_channel_hears_it(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.lost_threads.add("1.7")
    assert messenger.send(outgoing(chat=CHANNEL, thread="1.7")).outcome is Outcome.DELIVERED
    (message,) = slack.channels["C0PO"]
    assert "thread_ts" not in message


def test_several_cards_are_one_message(slack: SlackServer, messenger: SlackMessenger) -> None:
    messenger.send(outgoing("一", more=(Card.sentence("二"), Card.sentence("三"))))
    (text,) = slack.texts("DU0LIN")
    assert text == "一\n二\n三"


def test_in_a_channel_one_person_alone_sees_it(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    messenger.send(outgoing(chat=CHANNEL, thread="1.7", only_for="U0LIN"))
    (asked,) = slack.asked("chat.postEphemeral")
    assert (asked["channel"], asked["user"], asked["thread_ts"]) == ("C0PO", "U0LIN", "1.7")
    assert slack.channels == {}


@pytest.mark.parametrize("word", ["not_in_channel", "user_not_in_channel"])
def test_where_the_bot_or_the_person_is_not_it_is_told_one_to_one(
    slack: SlackServer, messenger: SlackMessenger, word: str
) -> None:
    slack.refused["chat.postEphemeral"] = word
    one = outgoing(chat=CHANNEL, thread="1.7", only_for="U0LIN")
    assert messenger.send(one).outcome is Outcome.DELIVERED
    (message,) = slack.channels["DU0LIN"]
    assert "thread_ts" not in message
    assert messenger.send(again(one)).outcome is Outcome.DELIVERED
    assert len(slack.channels["DU0LIN"]) == 1


def test_what_another_process_may_be_sending_is_not_posted(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    # Given a process that stood still until its lease was over, on its way to the posting
    late = replace(outgoing(), send_by=NOW)
    result = messenger.send(late)
    # Then it lets the message go: whoever took it over looks for it, and posts it
    assert result.outcome is Outcome.RETRY
    assert slack.channels == {}
    in_time = replace(late, send_by=NOW + timedelta(seconds=1))
    assert messenger.send(in_time).outcome is Outcome.DELIVERED


def test_the_front_page_is_published(slack: SlackServer, messenger: SlackMessenger) -> None:
    home = ChatRef(Platform.SLACK, ChatKind.HOME, "U0LIN")
    assert messenger.send(outgoing(chat=home)).outcome is Outcome.DELIVERED
    (asked,) = slack.asked("views.publish")
    assert asked["user_id"] == "U0LIN"


def test_a_command_is_answered_where_it_was_typed(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    ticket = f"{slack.root}/commands/1"
    for chat, only_for, kind in [
        (CHANNEL, "", "in_channel"),
        (CHANNEL, "U0LIN", "ephemeral"),
        (PERSON, "", "ephemeral"),  # it may have been typed to somebody else
    ]:
        one = outgoing(chat=chat, reply_ticket=ticket, only_for=only_for)
        assert messenger.send(one).outcome is Outcome.DELIVERED
        assert slack.asked("respond")[-1]["response_type"] == kind
    assert slack.asked("chat.postMessage") == []


@pytest.mark.parametrize(
    "ticket",
    [
        "https://evil.example/commands/1",
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "http://[",
        "nonsense",
    ],
)
def test_nothing_is_sent_to_an_address_that_is_not_slacks(
    slack: SlackServer, messenger: SlackMessenger, ticket: str
) -> None:
    result = messenger.send(outgoing(chat=CHANNEL, reply_ticket=ticket))
    assert result.outcome is Outcome.LATE
    assert slack.heard == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("404", Outcome.LATE),
        ("410", Outcome.LATE),
        ("500", Outcome.UNKNOWN),
        ("429", Outcome.RETRY),
        ("403", Outcome.REFUSED),
    ],
)
def test_a_command_that_cannot_be_answered(
    slack: SlackServer, messenger: SlackMessenger, status: str, outcome: Outcome
) -> None:
    slack.refused["commands"] = status
    one = outgoing(chat=CHANNEL, reply_ticket=f"{slack.root}/commands/1")
    assert messenger.send(one).outcome is outcome


# --- what Slack wants, and what it refuses ---


def test_slacks_own_wait_is_kept_to(slack: SlackServer, messenger: SlackMessenger) -> None:
    slack.faults.append(Fault(status=429, word="ratelimited", retry_after=30))
    assert messenger.send(outgoing()).retry_after == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("word", "chat", "outcome"),
    [
        ("channel_not_found", CHANNEL, Outcome.REFUSED),
        ("is_archived", CHANNEL, Outcome.REFUSED),
        ("not_in_channel", CHANNEL, Outcome.REFUSED),
        ("invalid_blocks", PERSON, Outcome.REFUSED),
        ("user_disabled", PERSON, Outcome.UNREACHABLE),
        ("channel_not_found", PERSON, Outcome.UNREACHABLE),
        ("token_revoked", PERSON, Outcome.REFUSED),
        ("account_inactive", PERSON, Outcome.REFUSED),
        ("invalid_auth", PERSON, Outcome.RETRY),
    ],
)
def test_what_a_word_of_slacks_means(
    slack: SlackServer, messenger: SlackMessenger, word: str, chat: ChatRef, outcome: Outcome
) -> None:
    slack.refused["chat.postMessage"] = word
    result = messenger.send(outgoing(chat=chat))
    assert result.outcome is outcome
    assert word in result.reason


def test_a_dead_token_is_told_once_until_it_works_again(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    def told_while_dead() -> int:
        slack.refused["*"] = "token_revoked"
        with capture_logs() as logs:
            people = [replace(PERSON, id=f"U{number}") for number in range(3)]
            outcomes = [messenger.send(outgoing(chat=one)).outcome for one in people]
        slack.refused.clear()
        assert outcomes == [Outcome.REFUSED] * 3
        return [line["event"] for line in logs].count("slack_refuses_the_bot")

    assert told_while_dead() == 1
    assert messenger.send(outgoing()).outcome is Outcome.DELIVERED
    assert told_while_dead() == 1


def test_an_empty_card_is_refused_by_ourselves(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    assert messenger.send(outgoing("")).outcome is Outcome.REFUSED
    assert slack.heard == []


def test_a_third_message_of_the_same_second_comes_back(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    each = [replace(outgoing(chat=CHANNEL), delivery_id=f"{number}") for number in range(3)]
    results = [messenger.send(one) for one in each]
    assert [one.outcome for one in results[:2]] == [Outcome.DELIVERED] * 2
    assert results[2].outcome is Outcome.RETRY
    assert results[2].retry_after is not None
    assert len(slack.channels["C0PO"]) == 2
    messenger.send(again(each[2]))  # it never got as far as Slack: nobody looks for it
    assert slack.asked("conversations.history") == []


# --- pictures, names, leaving ---


def with_picture(key: str) -> Outgoing:
    card = replace(Card.sentence("附議 4,800"), picture=Picture(key, "附議 4,800，門檻 5,000"))
    return replace(outgoing(), card=card)


def test_a_picture_follows_its_words(slack: SlackServer, messenger: SlackMessenger) -> None:
    messenger.send(with_picture("known"))
    assert slack.asked("upload") == [{"length": len(PNG)}]
    (shared,) = slack.asked("files.completeUploadExternal")
    assert shared["channel_id"] == "DU0LIN"
    methods = [one.method for one in slack.heard]
    assert methods.index("chat.postMessage") < methods.index("upload")


@pytest.mark.parametrize("broken", ["upload", "files.getUploadURLExternal", "unknown"])
def test_a_picture_that_fails_holds_no_words_back(
    slack: SlackServer, messenger: SlackMessenger, broken: str
) -> None:
    slack.refused[broken] = "500"
    key = "unknown" if broken == "unknown" else "known"
    assert messenger.send(with_picture(key)).outcome is Outcome.DELIVERED
    assert len(slack.channels["DU0LIN"]) == 1
    assert slack.asked("files.completeUploadExternal") == []


def test_what_only_one_person_sees_of_a_channel_brings_no_picture_into_it(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    aside = replace(with_picture("known"), chat=CHANNEL, only_for="U0LIN")
    assert messenger.send(aside).outcome is Outcome.DELIVERED
    assert len(slack.asked("chat.postEphemeral")) == 1
    assert slack.asked("files.completeUploadExternal") == []


def test_names_and_leaving(slack: SlackServer, messenger: SlackMessenger) -> None:
    assert messenger.display_name(CHANNEL, "U0LIN") == "某人"
    messenger.leave(CHANNEL)
    assert slack.asked("conversations.leave") == [{"channel": "C0PO"}]
    slack.refused["*"] = "channel_not_found"
    assert messenger.display_name(CHANNEL, "U0LIN") is None
    with pytest.raises(DeliveryError) as refused:
        messenger.leave(CHANNEL)
    assert refused.value.permanent

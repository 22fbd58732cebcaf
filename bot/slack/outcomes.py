"""What a refusal of Slack's means for the message. Pure.

The words: https://docs.slack.dev/reference/methods/chat.postMessage/#errors
"""

from datetime import timedelta

from bot.message import ChatRef
from bot.outbound import Outcome
from bot.slack.wire import TOKEN_GONE, TOKEN_WRONG, SlackRefusalError

HTTP_NOT_FOUND = 404
HTTP_GONE = 410
HTTP_TOO_MANY = 429
HTTP_SERVER_ERROR = 500

# What the operator must do, by the word; without it nothing can be sent at all.
REINSTALL = "請在 Slack 重新安裝 App，把新的 Bot Token 放進 SLACK_BOT_TOKEN"
CHECK_TOKEN = "請檢查 SLACK_BOT_TOKEN"  # noqa: S105  # a sentence
SPEAKS_OF_TOKEN = {
    **dict.fromkeys(TOKEN_GONE, REINSTALL),
    **dict.fromkeys(TOKEN_WRONG, CHECK_TOKEN),
}
# Slack itself is in trouble: it may have accepted the message all the same.
UNSURE = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
    | {"accesslimited", "team_added_to_org"}
)
BUSY = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# The person is not there, or cannot be written to.
NOBODY_THERE = frozenset(
    {"channel_not_found", "user_not_found", "users_not_found", "user_disabled", "user_deactivated"}
    | {
        "cannot_dm_bot",
        "user_not_visible",
        "messages_tab_disabled",
        "is_archived",
        "not_in_channel",
    }
)
# One of the two is not in the channel: what was for one person's eyes is told one to one.
NOT_SHOWN_THERE = frozenset({"not_in_channel", "user_not_in_channel", "channel_not_found"})
NO_SUCH_THREAD = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message"})
STALE_TICKET = frozenset({HTTP_NOT_FOUND, HTTP_GONE})

BUSY_PAUSE = timedelta(seconds=30)  # after a 429 that names no time
WRONG_TOKEN_PAUSE = timedelta(minutes=10)  # until the operator has mended the token
LONGEST_PAUSE = timedelta(hours=1)  # whatever the answer says: reminders are for the same day
# What timed out here may still be on its way inside Slack: it is not looked for before.
SETTLING = timedelta(seconds=10)


def is_busy(refusal: SlackRefusalError) -> bool:
    """Whether Slack wants to be left alone for a while."""
    return refusal.status == HTTP_TOO_MANY or refusal.word in BUSY


def is_unknown(refusal: SlackRefusalError) -> bool:
    """Whether the call may have been accepted, or may be later."""
    if refusal.never_sent:
        return True
    strange = not refusal.word and refusal.status != HTTP_TOO_MANY
    return strange or refusal.status >= HTTP_SERVER_ERROR or refusal.word in UNSURE


def judge_message(refusal: SlackRefusalError, chat: ChatRef) -> Outcome:
    """Decide what became of a message; it is looked for before it is sent again."""
    if is_busy(refusal) or is_unknown(refusal):
        return Outcome.RETRY
    if refusal.word in SPEAKS_OF_TOKEN:
        return Outcome.REFUSED if refusal.word in TOKEN_GONE else Outcome.RETRY
    gone = refusal.word in NOBODY_THERE
    return Outcome.UNREACHABLE if gone and not chat.is_group else Outcome.REFUSED


def judge_answer(refusal: SlackRefusalError) -> Outcome:
    """Decide what became of an answer to a command, which is never looked for."""
    if refusal.never_sent or refusal.status == HTTP_TOO_MANY:
        return Outcome.RETRY
    if refusal.status == 0 or refusal.status >= HTTP_SERVER_ERROR:
        return Outcome.UNKNOWN
    return Outcome.LATE if refusal.status in STALE_TICKET else Outcome.REFUSED


def judge_search(refusal: SlackRefusalError) -> bool:
    """Whether looking for a message again later may help."""
    return is_busy(refusal) or is_unknown(refusal) or refusal.word in SPEAKS_OF_TOKEN


def pause_after(refusal: SlackRefusalError) -> timedelta | None:
    """Return how long Slack is left alone; None: as long as we always wait."""
    if refusal.wait_seconds is not None:
        return min(timedelta(seconds=refusal.wait_seconds), LONGEST_PAUSE)
    if is_busy(refusal):
        return BUSY_PAUSE
    if refusal.word in SPEAKS_OF_TOKEN:
        return WRONG_TOKEN_PAUSE
    return SETTLING if is_unknown(refusal) and not refusal.never_sent else None

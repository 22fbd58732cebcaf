"""Sending to Slack: messages, answers to commands, the front page; and what each refusal means.

Slack has no retry key. So every message carries its key as metadata, and before a second try the
chat is searched for it: https://docs.slack.dev/messaging/message-metadata/
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.errors import DeliveryError
from bot.logs import get_logger
from bot.message import Card, ChatKind, ChatRef, Outgoing
from bot.outbound import DrawPicture, Outcome, SendResult, no_picture
from bot.slack.client import Json, SlackClient, mark
from bot.slack.home import home_view
from bot.slack.outcomes import (
    NO_SUCH_THREAD,
    NOT_SHOWN_THERE,
    SPEAKS_OF_TOKEN,
    is_unknown,
    judge_answer,
    judge_message,
    judge_search,
    pause_after,
)
from bot.slack.pace import Pace
from bot.slack.render import render_all
from bot.slack.wire import SlackRefusalError
from bot.slack.wording import in_slacks_words

CLOCK_MARGIN = timedelta(minutes=5)  # our clock against Slack's
SECOND = 2  # attempt
TAKEN_OVER = "its lease ended before it was sent"
SEARCHED = timedelta(hours=24)  # when nobody says when it was tried first

_log = get_logger(__name__)


class SlackMessenger:
    """Slack's Messenger."""

    def __init__(
        self,
        client: SlackClient,
        clock: Clock,
        *,
        draw: DrawPicture = no_picture,
        verbs: Collection[str] = (),
        pace: Pace | None = None,
    ) -> None:
        self._client = client
        self._clock = clock
        self._draw = draw
        self._verbs = verbs
        self._pace = pace or Pace()
        self._told = ""  # the trouble that the operator was told of

    def send(self, outgoing: Outgoing) -> SendResult:
        """Answer, post or publish; never raises. What may have arrived is looked for first."""
        first, *more = (in_slacks_words(card, self._verbs) for card in outgoing.cards)
        outgoing = replace(outgoing, card=first, more=tuple(more))
        if outgoing.chat.kind is ChatKind.HOME:
            return self._publish(outgoing)
        kind = ChatKind.DIRECT if outgoing.only_for else outgoing.chat.kind  # nobody reads along
        message = render_all(outgoing.cards, chat=replace(outgoing.chat, kind=kind))
        if not message:
            return SendResult(outcome=Outcome.REFUSED, reason="the card is empty")
        if outgoing.reply_ticket:
            return self._answer(outgoing, message)
        if outgoing.only_for and not outgoing.chat.is_group:  # the thread was a channel's
            outgoing = replace(outgoing, thread="")
        return self._post(outgoing, message)

    def _answer(self, outgoing: Outgoing, message: Json) -> SendResult:
        """Answer a slash command; it has no key, so what is unknown is never sent again."""
        ticket = outgoing.reply_ticket or ""
        if not self._client.is_slacks(ticket):
            return SendResult(outcome=Outcome.LATE, reason="not an address of Slack's")
        alone = outgoing.only_for or outgoing.chat.kind is ChatKind.DIRECT
        body = {
            **message,
            **({"thread_ts": outgoing.thread} if outgoing.thread else {}),
            "response_type": "ephemeral" if alone else "in_channel",
            "replace_original": False,
        }
        try:
            self._client.respond(ticket, body)
        except SlackRefusalError as refusal:
            outcome = judge_answer(refusal)
            wait = pause_after(refusal) if outcome is Outcome.RETRY else None
            return SendResult(outcome=outcome, reason=refusal.reason, retry_after=wait)
        return SendResult(outcome=Outcome.DELIVERED)

    def _post(self, outgoing: Outgoing, message: Json) -> SendResult:
        chat = outgoing.chat
        try:
            channel = chat.id if chat.is_group else self._client.open_direct(chat.id)
            if self._may_be_there(outgoing) and self._is_there(channel, outgoing):
                return SendResult(outcome=Outcome.DELIVERED, reason="found")
            wait = self._pace.wait(channel, outgoing.delivery_id)
            if wait is not None:
                return SendResult(
                    outcome=Outcome.RETRY, reason="one message a second", retry_after=wait
                )
            if self._is_anothers(outgoing):
                return SendResult(outcome=Outcome.RETRY, reason=TAKEN_OVER)
            ts = self._hand_over(channel, outgoing, message)
        except SlackRefusalError as refusal:
            instead = _other_way(outgoing, refusal)
            if instead is not None:
                return self._post(instead, message)
            return self._refused(refusal, chat)
        self._told = ""
        self._share_pictures(channel, outgoing)
        return SendResult(outcome=Outcome.DELIVERED, request_id=ts)

    def _hand_over(self, channel: str, outgoing: Outgoing, message: Json) -> str:
        thread: Json = {"thread_ts": outgoing.thread} if outgoing.thread else {}
        if outgoing.only_for and outgoing.chat.is_group:
            self._client.post_ephemeral(channel, outgoing.only_for, {**message, **thread})
            return ""
        body = {
            **message,
            **thread,
            "metadata": mark(outgoing.delivery_id),
            "client_msg_id": outgoing.delivery_id,
        }
        return self._client.post_message(channel, body)

    def _is_anothers(self, outgoing: Outgoing) -> bool:
        """Whether this process slept for so long that another may be sending it."""
        return outgoing.send_by is not None and self._clock.now() >= outgoing.send_by

    def _may_be_there(self, outgoing: Outgoing) -> bool:
        """Whether an earlier try got as far as Slack."""
        only_waited = outgoing.attempt == SECOND and self._pace.sent_away(outgoing.delivery_id)
        return outgoing.attempt > 1 and not only_waited

    def _is_there(self, channel: str, outgoing: Outgoing) -> bool:
        """Whether an earlier try arrived. Raises SlackRefusalError when that may be known later."""
        if outgoing.only_for and outgoing.chat.is_group:
            return False  # what one person sees is in no history
        first = outgoing.first_tried_at or self._clock.now() - SEARCHED
        try:
            found = self._client.find_posted(
                channel,
                outgoing.delivery_id,
                since=first - CLOCK_MARGIN,
                thread=outgoing.thread,
            )
        except SlackRefusalError as refusal:
            if judge_search(refusal):
                raise
            _log.warning("slack_history_refused", reason=refusal.reason)
            return False  # rather twice than never
        return bool(found)

    def _publish(self, outgoing: Outgoing) -> SendResult:
        """Show the front page; showing the same twice changes nothing."""
        try:
            self._client.publish_home(outgoing.chat.id, home_view(outgoing.cards))
        except SlackRefusalError as refusal:
            return self._refused(refusal, outgoing.chat)
        return SendResult(outcome=Outcome.DELIVERED)

    def _refused(self, refusal: SlackRefusalError, chat: ChatRef) -> SendResult:
        outcome = judge_message(refusal, chat)
        if refusal.word in SPEAKS_OF_TOKEN and refusal.word != self._told:
            self._told = refusal.word  # once, not for each message that waits
            remedy = SPEAKS_OF_TOKEN[refusal.word]
            _log.error("slack_refuses_the_bot", word=refusal.word, remedy=remedy)
        elif outcome is Outcome.REFUSED:
            _log.warning("slack_refuses_a_message", reason=refusal.reason, kind=chat.kind.value)
        return SendResult(
            outcome=outcome,
            reason=refusal.reason,
            retry_after=pause_after(refusal) if outcome is Outcome.RETRY else None,
            request_id=refusal.request_id,
        )

    def _share_pictures(self, channel: str, outgoing: Outgoing) -> None:
        """Send the pictures after the words: at most once, and what fails holds nothing back.

        A file is seen by the whole channel: what one person sees of it stays in words.
        """
        if outgoing.only_for and outgoing.chat.is_group:
            return
        for card in outgoing.cards:
            self._share_picture(channel, card, outgoing.thread)

    def _share_picture(self, channel: str, card: Card, thread: str) -> None:
        if card.picture is None or (png := self._draw(card.picture.key)) is None:
            return
        try:
            self._client.share_picture(
                channel, png, name="chart.png", alt=card.picture.alt, thread=thread
            )
        except SlackRefusalError as refusal:
            _log.warning("slack_picture_not_shown", reason=refusal.reason)

    def leave(self, chat: ChatRef) -> None:
        """Leave a channel. Raises DeliveryError."""
        try:
            self._client.leave(chat.id)
        except SlackRefusalError as refusal:
            final = not is_unknown(refusal)
            raise DeliveryError(refusal.reason, permanent=final) from None

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        """Return a person's name in the workspace; None when Slack does not tell."""
        del chat
        try:
            return self._client.person(user_id).name or None
        except SlackRefusalError:
            return None

    def close(self) -> None:
        """End the connection to Slack."""
        self._client.close()


def _other_way(outgoing: Outgoing, refusal: SlackRefusalError) -> Outgoing | None:
    """Where else a message may go that was surely not accepted; None: nowhere."""
    if outgoing.only_for and outgoing.chat.is_group and refusal.word in NOT_SHOWN_THERE:
        person = replace(outgoing.chat, kind=ChatKind.DIRECT, id=outgoing.only_for)
        return replace(outgoing, chat=person, only_for="", thread="")
    if outgoing.thread and refusal.word in NO_SUCH_THREAD:
        return replace(outgoing, thread="")
    return None

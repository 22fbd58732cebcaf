"""Sending to LINE: free replies, paid pushes, and the rest of what a Messenger does.

Which answer of LINE means what:
https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
"""

from datetime import timedelta
from threading import Lock

from bot.errors import DeliveryError
from bot.line.client import LineClient
from bot.line.refusal import HTTP_BAD_REQUEST, LineRefusalError
from bot.line.render import render
from bot.message import Card, ChatRef, Outgoing
from bot.outbound import Allowance, Outcome, SendResult
from bot.pictures import PictureAddress, no_address

MONTHLY_LIMIT = "monthly limit"  # LINE's words when the paid messages are used up, lower case
STALE_TICKET = "invalid reply token"  # LINE's words, lower case
WRONG_TOKEN_PAUSE = timedelta(minutes=10)  # until the operator has mended the access token
BUSY_PAUSE = timedelta(minutes=1)  # after 「too many requests」 that names no time
LONGEST_PAUSE = timedelta(hours=1)  # whatever the answer says: reminders are for the same day

HTTP_UNAUTHORIZED = 401
HTTP_NOT_FOUND = 404
HTTP_CONFLICT = 409
HTTP_TOO_MANY = 429
HTTP_SERVER_ERROR = 500


def judge_reply(refusal: LineRefusalError) -> Outcome:
    """Decide what became of a reply: it has no retry key, so the unknown is never sent again."""
    if refusal.never_sent or refusal.status == HTTP_TOO_MANY:
        return Outcome.RETRY
    if refusal.status == 0 or refusal.status >= HTTP_SERVER_ERROR:
        return Outcome.UNKNOWN
    if refusal.status == HTTP_BAD_REQUEST and STALE_TICKET in refusal.reason.lower():
        return Outcome.LATE
    return Outcome.REFUSED


def judge_push(refusal: LineRefusalError) -> Outcome:
    """Decide what became of a push: its retry key makes repeating it safe for 24 hours."""
    if refusal.status == HTTP_CONFLICT:  # accepted at an earlier attempt
        return Outcome.DELIVERED
    if refusal.status == HTTP_TOO_MANY and MONTHLY_LIMIT in refusal.reason.lower():
        return Outcome.OVER_QUOTA
    if refusal.status in {0, HTTP_UNAUTHORIZED, HTTP_TOO_MANY}:
        return Outcome.RETRY
    return Outcome.RETRY if refusal.status >= HTTP_SERVER_ERROR else Outcome.REFUSED


def _pause(refusal: LineRefusalError) -> timedelta | None:
    if refusal.wait_seconds is not None:
        return min(timedelta(seconds=refusal.wait_seconds), LONGEST_PAUSE)
    if refusal.status == HTTP_TOO_MANY:
        return BUSY_PAUSE
    return WRONG_TOKEN_PAUSE if refusal.status == HTTP_UNAUTHORIZED else None


class LineMessenger:
    """LINE's Messenger."""

    def __init__(self, client: LineClient, picture_address: PictureAddress = no_address) -> None:
        self._client = client
        self._picture_address = picture_address
        self._basic_id = ""
        self._lock = Lock()

    def send(self, outgoing: Outgoing) -> SendResult:
        """Reply on the ticket, or push with the delivery's id as retry key; never raises."""
        basic_id = self.basic_id() if outgoing.chat.is_group else ""  # only groups need the link
        messages = [
            message
            for card in outgoing.cards
            for message in render(
                card, chat=outgoing.chat, basic_id=basic_id, picture_url=self._picture_url(card)
            )
        ]
        if not messages:
            return SendResult(outcome=Outcome.REFUSED, reason="the card is empty")
        ticket = outgoing.reply_ticket
        try:
            if ticket:
                request_id = self._client.reply(ticket, messages)
            else:
                request_id = self._client.push(
                    outgoing.chat.id, messages, retry_key=outgoing.delivery_id
                )
        except LineRefusalError as refusal:
            outcome = judge_reply(refusal) if ticket else judge_push(refusal)
            return SendResult(
                outcome=outcome,
                reason=f"{refusal.status} {refusal.reason}",
                retry_after=_pause(refusal) if outcome is Outcome.RETRY and not ticket else None,
                request_id=refusal.request_id,
            )
        return SendResult(outcome=Outcome.DELIVERED, request_id=request_id)

    def _picture_url(self, card: Card) -> str:
        return self._picture_address(card.picture.key) if card.picture else ""

    def leave(self, chat: ChatRef) -> None:
        """Leave a group or room. Raises DeliveryError."""
        try:
            self._client.leave(chat.id)
        except LineRefusalError as refusal:
            final = HTTP_BAD_REQUEST <= refusal.status < HTTP_TOO_MANY
            raise DeliveryError(str(refusal), permanent=final) from None

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        """Return a person's name as shown in `chat`; None when LINE does not tell."""
        try:
            if chat.is_group:
                return self._client.member_name(chat.id, user_id)
            return self._client.friend_name(user_id)
        except LineRefusalError:
            return None

    def allowance(self) -> Allowance | None:
        """Return what may still be paid for this month; None when LINE does not tell."""
        try:
            quota = self._client.quota()
        except LineRefusalError:
            return None
        return Allowance(limit=quota.limit, used=quota.used)

    def member_count(self, chat: ChatRef) -> int | None:
        """Return how many people are in a group, the bot not counted; None when not told."""
        try:
            return self._client.member_count(chat.id)
        except LineRefusalError:
            return None

    def reaches(self, chat: ChatRef) -> bool | None:
        """Tell whether a person is a friend or wrote lately; None when LINE does not tell."""
        try:
            self._client.friend_name(chat.id)
        except LineRefusalError as refusal:
            return False if refusal.status == HTTP_NOT_FOUND else None
        return True

    def basic_id(self) -> str:
        """Return the bot's basic id, asked for until known; "" as long as LINE does not tell it."""
        with self._lock:
            if not self._basic_id:
                try:
                    self._basic_id = self._client.bot_info().basic_id
                except LineRefusalError:
                    return ""
            return self._basic_id

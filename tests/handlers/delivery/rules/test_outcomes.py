"""What becomes of a delivery after an attempt, as a table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbound import Outcome, SendResult
from handlers.delivery.rules.outcomes import (
    LAST_ATTEMPT,
    LAST_COURTESY_ATTEMPT,
    LONGEST_WAIT,
    Next,
    is_late,
    judge_outcome,
    judge_rider,
    wait_after,
)
from storage.records.messages import Delivery, DeliveryClass

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
REPLY, BINDING, COURTESY = DeliveryClass.REPLY, DeliveryClass.BINDING, DeliveryClass.COURTESY


def delivery(kind: DeliveryClass, *, attempts: int = 1, worth_a_push: bool = False) -> Delivery:
    return Delivery(
        id="d",
        platform="line",
        chat_kind="direct",
        chat_id="U1",
        card=b"",
        delivery_class=kind,
        due_at=NOW,
        attempts=attempts,
        reply_by=NOW + timedelta(seconds=50) if kind is REPLY else None,
        push_when_late=worth_a_push,
    )


@pytest.mark.parametrize(
    ("kind", "outcome", "wanted"),
    [
        (REPLY, Outcome.DELIVERED, Next.DELIVERED),
        (REPLY, Outcome.UNKNOWN, Next.UNKNOWN),
        (REPLY, Outcome.LATE, Next.EXPIRED),
        (REPLY, Outcome.RETRY, Next.RETRY),
        (REPLY, Outcome.REFUSED, Next.FAILED),
        (BINDING, Outcome.DELIVERED, Next.DELIVERED),
        (BINDING, Outcome.RETRY, Next.RETRY),
        (BINDING, Outcome.UNKNOWN, Next.RETRY),
        (BINDING, Outcome.OVER_QUOTA, Next.HELD),
        (BINDING, Outcome.REFUSED, Next.DETOUR),
        (BINDING, Outcome.UNREACHABLE, Next.DETOUR),
        (COURTESY, Outcome.DELIVERED, Next.DELIVERED),
        (COURTESY, Outcome.RETRY, Next.RETRY),
        (COURTESY, Outcome.UNKNOWN, Next.UNKNOWN),
        (COURTESY, Outcome.OVER_QUOTA, Next.FAILED),
        (COURTESY, Outcome.REFUSED, Next.FAILED),
        (COURTESY, Outcome.UNREACHABLE, Next.FAILED),
    ],
)
def test_each_outcome_has_one_next_state(
    kind: DeliveryClass, outcome: Outcome, wanted: Next
) -> None:
    verdict = judge_outcome(delivery(kind), SendResult(outcome=outcome), now=NOW)
    assert verdict.next is wanted


def test_what_must_not_be_missed_is_pushed_when_the_free_answer_is_late() -> None:
    late = SendResult(outcome=Outcome.LATE)
    assert judge_outcome(delivery(REPLY, worth_a_push=True), late, now=NOW).next is Next.PUSH


@pytest.mark.parametrize(
    ("kind", "last", "wanted"),
    [
        (REPLY, LAST_ATTEMPT, Next.FAILED),
        (BINDING, LAST_ATTEMPT, Next.DETOUR),
        (COURTESY, LAST_COURTESY_ATTEMPT, Next.UNKNOWN),
    ],
)
def test_the_last_attempt_is_the_last(kind: DeliveryClass, last: int, wanted: Next) -> None:
    again = SendResult(outcome=Outcome.RETRY)
    assert judge_outcome(delivery(kind, attempts=last - 1), again, now=NOW).next is Next.RETRY
    assert judge_outcome(delivery(kind, attempts=last), again, now=NOW).next is wanted


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_binding_rider_is_never_given_up_and_a_courtesy_never_doubled(outcome: Outcome) -> None:
    result = SendResult(outcome=outcome)
    binding = judge_rider(delivery(BINDING), result, now=NOW).next
    assert binding is (Next.DELIVERED if outcome is Outcome.DELIVERED else Next.ANEW)
    courtesy = judge_rider(delivery(COURTESY), result, now=NOW).next
    assert (courtesy is Next.ANEW) == (outcome not in {Outcome.DELIVERED, Outcome.UNKNOWN})


def test_the_platforms_own_wish_counts_before_ours() -> None:
    asked = SendResult(outcome=Outcome.RETRY, retry_after=timedelta(minutes=7))
    assert judge_outcome(delivery(BINDING), asked, now=NOW).due_at == NOW + timedelta(minutes=7)


def test_a_reply_is_late_from_its_last_second_on() -> None:
    reply = delivery(REPLY)
    assert reply.reply_by is not None
    assert not is_late(reply, now=reply.reply_by - timedelta(seconds=1))
    assert is_late(reply, now=reply.reply_by)
    assert not is_late(delivery(BINDING), now=NOW + timedelta(days=9))


@given(st.integers(min_value=1, max_value=10_000))
def test_waits_grow_and_stay_within_half_an_hour(attempts: int) -> None:
    assert timedelta(0) < wait_after(attempts) <= wait_after(attempts + 1) <= LONGEST_WAIT


def test_all_waits_together_stay_within_the_life_of_a_retry_key() -> None:
    waits = sum((wait_after(n) for n in range(1, LAST_ATTEMPT)), timedelta(0))
    assert timedelta(hours=12) < waits < timedelta(hours=24)

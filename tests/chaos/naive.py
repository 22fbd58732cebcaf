"""The control: a courier that sends as most bots do, to show that the harness sees doubles.

It claims under a lease like ours. But each try has a key of its own, nothing is looked for before
it is sent again, and how much of the lease is left interests nobody.
"""

from dataclasses import replace
from uuid import uuid4

from typing_extensions import override

import handlers.assistant
from bot.outbound import SendResult
from handlers.delivery.jobs import Courier
from handlers.delivery.rules.requests import Bundle


class NaiveCourier(Courier):
    """Sends every try as if it were the first."""

    @override
    def _attempt(self, one: Bundle) -> SendResult:
        items = tuple(
            replace(item, delivery=replace(item.delivery, attempts=1, lease_until=None))
            for item in one.items
        )
        return super()._attempt(replace(one, items=items, key=str(uuid4())))


def become_naive() -> None:
    """Let the assistants of this process send so from now on."""
    handlers.assistant.__dict__["Courier"] = NaiveCourier

"""One reminder that breaks must not keep all others back: it is found, and waits."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.logs import get_logger
from storage.errors import DatabaseUnavailableError
from storage.records.duties import Reminder
from storage.unit_of_work import UnitOfWork

SET_ASIDE = timedelta(hours=1)  # until it is tried again: it may have been mended
LOOKED_THROUGH = 10_000  # that are due; far more than ever are at once

Attempt = Callable[[UnitOfWork, tuple[Reminder, ...], datetime], None]

_log = get_logger(__name__)


def send_all(
    unit_of_work: Callable[[], UnitOfWork],
    send: Callable[[], int | None],
    attempt: Attempt,
    *,
    now: datetime,
) -> int:
    """Call `send` until it returns None; return the sum of what it returned.

    When it breaks, what breaks it is set aside; the first failure is raised when all else is sent.
    """
    count, broken = 0, None
    while True:
        try:
            sent = send()
        except DatabaseUnavailableError:
            raise
        except Exception as error:  # a bug, or a row that nobody can read
            if not set_aside(unit_of_work, attempt, now=now):
                raise
            broken = broken or error
            continue
        if sent is None:
            break
        count += sent
    if broken is not None:
        raise broken
    return count


def set_aside(unit_of_work: Callable[[], UnitOfWork], attempt: Attempt, *, now: datetime) -> int:
    """Let the reminders that break `attempt` by themselves wait an hour; return how many.

    Found by halves, in transactions that are rolled back.
    """
    with unit_of_work() as uow:
        waiting = [uow.reminders.due(now=now, limit=LOOKED_THROUGH)]
    broken: list[int] = []
    while waiting:
        some = waiting.pop()
        if not some or not _breaks(unit_of_work, attempt, some, now):
            continue
        if len(some) == 1:
            broken += some
        else:
            half = len(some) // 2
            waiting += [some[:half], some[half:]]
    with unit_of_work() as uow:
        uow.reminders.put_off(broken, now + SET_ASIDE)
        uow.commit()
    if broken:
        _log.error("reminders set aside", ids=broken)
    return len(broken)


def _breaks(
    unit_of_work: Callable[[], UnitOfWork], attempt: Attempt, some: tuple[int, ...], now: datetime
) -> bool:
    try:
        with unit_of_work() as uow:
            attempt(uow, uow.reminders.claim(now=now, limit=len(some), only=some), now)
    except DatabaseUnavailableError:
        raise
    except Exception:  # noqa: BLE001  # that it breaks is what was asked
        return True
    return False

"""What a look outside has in hand: given back when the process ends before the look is over."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from storage.errors import DatabaseUnavailableError
from storage.unit_of_work import UnitOfWork

GiveBack = Callable[[UnitOfWork], object]


class Hands:
    """Holds at most one thing at a time. Whatever gives it back must bear what was kept since."""

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work
        self._give_back: GiveBack | None = None

    @contextmanager
    def holding(self, give_back: GiveBack) -> Generator[None]:
        """Have something in hand while the block lasts; what breaks waits for its lease."""
        self._give_back = give_back
        try:
            yield
        finally:
            self._give_back = None

    def let_go(self) -> None:
        """Give back what is in hand; while the database is away its lease must end first."""
        give_back = self._give_back
        if give_back is None:
            return
        with suppress(DatabaseUnavailableError), self._unit_of_work() as uow:
            give_back(uow)
            uow.commit()

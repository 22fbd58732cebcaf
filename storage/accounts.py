"""On which account somebody is told: the one home of that question for every room.

Who is bound on several platforms is told on the one they chose (「通知帳號」), else on the account
that was bound first: when a second platform comes, nothing changes until they say so. The others
are the way out while that one cannot be reached.
"""

from collections.abc import Sequence

from storage.records.officers import TOLD_ON, Binding
from storage.unit_of_work import UnitOfWork


def accounts_of(
    uow: UnitOfWork, officer_id: int, bound: Sequence[Binding] | None = None
) -> tuple[Binding, ...]:
    """Return an officer's accounts, the one to be told on first.

    What is known to be unreachable comes last. `bound` spares the question who is bound.
    """
    accounts = uow.bindings.of_officer(officer_id) if bound is None else tuple(bound)
    if len(accounts) < 2:  # noqa: PLR2004  # nothing to choose
        return accounts
    chosen = uow.settings.get(f"{TOLD_ON}{officer_id}")
    return tuple(
        sorted(accounts, key=lambda one: (is_deaf(uow, one), one.platform != chosen, one.id))
    )


def reached_accounts(uow: UnitOfWork, officer_id: int) -> tuple[Binding, ...]:
    """Return the accounts that are not known to be unreachable, the one to be told on first."""
    return tuple(one for one in accounts_of(uow, officer_id) if not is_deaf(uow, one))


def is_deaf(uow: UnitOfWork, account: Binding) -> bool:
    """Whether it is known that messages to an account do not arrive."""
    known = uow.reachability.find(account.platform, account.user_id)
    return known is not None and not known.reachable

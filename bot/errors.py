"""The error family, sorted by who must act.

PoBotError
 ├── UserError       the officer can fix it: shown in Chinese, with a hint
 ├── DeliveryError   a platform refused: retried, or given up when permanent
 ├── UnavailableError  the database is away: nothing was lost, try again
 └── ConfigError     the operator must fix it: the process refuses to start
Anything else is a bug: logged in full; the chat sees one neutral sentence.
"""


class PoBotError(Exception):
    """The root of everything the assistant raises on purpose."""


class UserError(PoBotError):
    """The officer can fix it: one Chinese sentence and a hint.

    `offers` are (label, command): what can be tapped to go on.
    """

    def __init__(
        self, message: str, *, hint: str, offers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offers = offers


class DeliveryError(PoBotError):
    """A platform refused a message."""

    def __init__(self, reason: str, *, permanent: bool, outcome_unknown: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.outcome_unknown = outcome_unknown


class UnavailableError(PoBotError):
    """The database cannot be reached: the sender must try again (503)."""


class ConfigError(PoBotError):
    """The operator must fix the set-up; the message lists everything that is wrong."""

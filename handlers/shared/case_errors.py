"""What can go wrong with a case number, in every room that takes one."""

from bot.errors import UserError

ECHO_LIMIT = 20  # characters of what was typed that an answer repeats


def echo(text: str) -> str:
    """Shorten what was typed for an answer."""
    return text if len(text) <= ECHO_LIMIT else f"{text[:ECHO_LIMIT]}…"


class MissingNumberError(UserError):
    """Which case is meant is not said."""

    def __init__(self, example: str) -> None:
        super().__init__("還差案號", hint=f"例如：{example}")


class CaseNotFoundError(UserError):
    """No such case, or none that may be shown to this person in this place: the same answer."""

    def __init__(self, called: str) -> None:
        super().__init__(
            f"查無 {echo(called)}", hint="用案由裡的字找：查詢 關鍵字；看手上的：我的案件"
        )


class NotInGroupError(UserError):
    """A case that the speaker may see, but not the group where it was asked for."""

    def __init__(self, shown_number: str, line: str) -> None:
        super().__init__(
            f"{shown_number} 不能在群組裡看",
            hint="這一件在這裡看、在這裡改",
            offers=((f"看 {shown_number}", line),),
        )

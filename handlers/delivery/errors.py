"""What can go wrong for who looks after the sending."""

from bot.errors import UserError


class ReserveNotUnderstoodError(UserError):
    """No percentage, or one that leaves nothing for courtesies."""

    def __init__(self, most: int) -> None:
        super().__init__(f"要保留幾 % 看不出來，或超過 {most} %", hint="例如：推播保留 20")

"""What can go wrong for who looks after the sending."""

from bot.errors import UserError


class ReserveNotUnderstoodError(UserError):
    """No percentage, or one that leaves nothing for courtesies."""

    def __init__(self, most: int) -> None:
        super().__init__(f"要保留幾 % 看不出來，或超過 {most} %", hint="例如：推播保留 20")


class PeriodNotUnderstoodError(UserError):
    """No number of days, or more than is kept."""

    def __init__(self, most: int) -> None:
        super().__init__(f"要看最近幾天看不出來，或超過 {most} 天", hint="例如：送達紀錄 30")

"""What can go wrong with records about people."""

from bot.errors import UserError


class NotYoursToEraseError(UserError):
    """Only oneself or an administrator erases a person."""

    def __init__(self) -> None:
        super().__init__("清除別人的資料由管理者做", hint="清除自己的，請輸入：清除個資")


class UnknownRetentionError(UserError):
    """That kind of data has no retention."""

    def __init__(self, kinds: str) -> None:
        super().__init__(
            "看不出是哪一種資料、幾天", hint=f"可以設定：{kinds}。例如：保存期限 訊息 30"
        )


class RetentionOutOfRangeError(UserError):
    """The number of days makes no sense for that kind."""

    def __init__(self, kind: str, low: int, high: int) -> None:
        super().__init__(
            f"「{kind}」要在 {low} 到 {high} 天之間", hint=f"例如：保存期限 {kind} {low}"
        )

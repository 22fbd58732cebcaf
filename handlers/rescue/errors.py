"""What can go wrong with a call for help."""

from bot.errors import UserError


class SecretWordsError(UserError):
    """The words may be of something secret: they are neither kept nor passed on."""

    def __init__(self) -> None:
        super().__init__(
            "像是密件，我沒有存也沒有轉",
            hint="密件請直接打電話給貴機關的 PO；或拿掉內容，只傳「求救 要開會」",
        )


class PersonalWordsError(UserError):
    """The words hold somebody's personal data."""

    def __init__(self) -> None:
        super().__init__("裡面有個人資料，我沒有存也沒有轉", hint="請拿掉後再傳一次")


class TooManyRescuesError(UserError):
    """So many calls in a day that a telephone helps more."""

    def __init__(self, count: int) -> None:
        super().__init__(f"今天已經轉了 {count} 次", hint="急的話請直接打電話，輸入「找」加機關名")


class NoSuchRescueError(UserError):
    """There is no such call in the speaker's agency."""

    def __init__(self) -> None:
        super().__init__("沒有待聯絡的求救", hint="輸入「接求救」看還有誰在等")

"""What can go wrong with one's own entry."""

from bot.errors import UserError


class NoOfficePhoneError(UserError):
    """There is no number to show."""

    def __init__(self) -> None:
        super().__init__("還沒有您的公務電話", hint="例如：公務電話 02-2316-5300#6800")


class BadOfficePhoneError(UserError):
    """The text is neither a number nor one of the words."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"公務電話{why}", hint="也可以輸入：公務電話 開放群組，或：公務電話 不開放"
        )


class MobileAsOfficePhoneError(UserError):
    """A mobile number was given as the office's."""

    def __init__(self) -> None:
        super().__init__(
            "這像手機號碼，我沒存", hint="公務電話請填市話和分機，例如 02-2316-5300#6800"
        )


class NothingSaidError(UserError):
    """The argument is missing."""

    def __init__(self, example: str) -> None:
        super().__init__("請把內容一起傳", hint=f"例如：{example}")


class TooMuchError(UserError):
    """The text is too long."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"太長了，上限 {limit}", hint="請濃縮後再傳一次")


class PersonalDataError(UserError):
    """The text holds personal data that may not be stored there."""

    def __init__(self, what: str) -> None:
        super().__init__(f"裡面有{what}，我沒存", hint="請拿掉後再傳一次")


class NotBoundThereError(UserError):
    """The platform that was named is none of the speaker's."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"您還沒綁 {where}，所以先不改", hint=f"請向貴機關的 PO 要綁定碼，在 {where} 私訊我"
        )

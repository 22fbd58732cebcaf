"""What can go wrong with codes and accounts."""

from bot.errors import UserError
from storage.records.officers import Role


class NoCodeError(UserError):
    """綁定 without a code."""

    def __init__(self) -> None:
        super().__init__(
            "請連同綁定碼一起傳",
            hint="例如：綁定 AB3D-7KMN。還沒有碼，請向貴機關的 PO 或國發會索取",
        )


class WrongCodeError(UserError):
    """The code is unknown, used or too old; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(
            "這組綁定碼不對、用過了，或已過期", hint="請再看一次，或請邀請您的人重新給一組"
        )


class TooManyTriesError(UserError):
    """Too many wrong codes from one account."""

    def __init__(self) -> None:
        super().__init__("綁定碼錯了好幾次，先休息一下", hint="一小時後再試，或請對方重新給一組")


class BoundToSomebodyElseError(UserError):
    """The account belongs to another person."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"這個帳號已綁定為{name}，這組碼是給另一位的", hint="要換人，請先輸入「解除綁定」再綁定"
        )


class UnclearInvitationError(UserError):
    """It is not said who is invited as what."""

    def __init__(self) -> None:
        super().__init__(
            "看不出要邀請哪一位、什麼身分", hint="例如：邀請同仁 王小明 業務單位 綜合規劃司"
        )


class InvitationNotYoursError(UserError):
    """Others give codes to that role."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            f"「{role}」的綁定碼由國發會或管理者給",
            hint="您可以邀請本機關的業務單位或工作小組同仁",
        )


class TooManyInvitationsError(UserError):
    """One person made too many codes in a day."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"今天已給出 {limit} 組綁定碼", hint="明天再試，或請管理者協助")


class NoSuchEmailError(UserError):
    """The operator named an address that is not in the roster."""

    def __init__(self, email: str) -> None:
        super().__init__(
            f"名冊裡沒有電子郵件 {email}", hint="請先匯入名冊：pobot import-roster 檔案"
        )


class NothingBoundError(UserError):
    """There is no account to unbind."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}沒有綁定的帳號", hint="要讓對方使用，請「邀請同仁」")


class NotYourColleagueError(UserError):
    """Only the own agency's PO or an administrator unbinds somebody."""

    def __init__(self) -> None:
        super().__init__(
            "同仁的帳號由本機關的 PO 或管理者解除", hint="解除自己的，直接輸入「解除綁定」"
        )

"""What can go wrong with notices, for the officer."""

from datetime import date

from bot.errors import UserError
from handlers.shared.personal_data import PersonalData
from handlers.shared.roc_date import formal_date

EXAMPLE = "預告 菸害防制法施行細則草案 2/1 到 4/2"


class BadPeriodError(UserError):
    """A period that ends before it begins, or lasts for years."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            f"從 {formal_date(first)}到 {formal_date(last)}？好像不對",
            hint=f"請再看一次公告的起迄，例如：{EXAMPLE}",
        )


class NoTitleError(UserError):
    """Which draft is meant is not said."""

    def __init__(self) -> None:
        super().__init__("還差草案名稱", hint=f"例如：{EXAMPLE}")


class NoEndError(UserError):
    """Until when a notice lasts cannot be read."""

    def __init__(self, number: str) -> None:
        super().__init__("看不出預告到哪一天", hint=f"例如：預告 {number} 到 4/10")


class NoSuchNoticeError(UserError):
    """No notice of the speaker's agencies has that number."""

    def __init__(self, called: str) -> None:
        super().__init__(
            f"沒有「{called}」這件預告" if called else "還差哪一件預告", hint="看清單：預告"
        )


class NoNoticeOfCaseError(UserError):
    """The case has no notice."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 沒有預告的資料", hint=f"新的一件：{EXAMPLE}")


class NotOurNoticeError(UserError):
    """The case belongs to another agency."""

    def __init__(self, number: str, owner: str) -> None:
        super().__init__(f"{number} 是{owner}的案件，不能替它改", hint=f"請洽{owner}的 PO")


class NoReasonError(UserError):
    """Why the notice is shorter is not said."""

    def __init__(self, number: str) -> None:
        super().__init__("還差理由", hint=f"例如：預告理由 {number} 配合母法施行日，須如期發布")


class ReasonTooLongError(UserError):
    """The reason does not fit."""

    def __init__(self, most: int) -> None:
        super().__init__(f"理由太長，最多 {most} 字", hint="寫一兩句就好，全文放簽稿")


class PersonalDataInNoticeError(UserError):
    """A text that would be kept holds personal data."""

    def __init__(self, found: PersonalData) -> None:
        super().__init__(f"裡面有{found}，我沒存", hint="拿掉再送一次")


class NotHereError(UserError):
    """The group belongs to no single agency."""

    def __init__(self, line: str) -> None:
        super().__init__(
            "這個群組不是單一機關的，這裡不列",
            hint=f"請私訊我：{line}",
            offers=(("私訊看", line),),
        )

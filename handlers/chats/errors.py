"""What can go wrong for the officer in the groups' room."""

from bot.errors import UserError

SCOPE_HINT = "「#啟用」本機關用；「#啟用 跨部會」；「#啟用 單一案件 42」"
SILENCE_HINT = "例如：#靜音、#靜音 3小時、#靜音 到週五、#靜音 一直"
SHOWN = 20  # characters of what was typed


class UnknownScopeError(UserError):
    """It is not clear what the group is opened for."""

    def __init__(self, text: str) -> None:
        super().__init__(f"不確定「{text[:SHOWN]}」要怎麼啟用", hint=SCOPE_HINT)


class CaseNeededError(UserError):
    """A group for one case needs the case's number."""

    def __init__(self) -> None:
        super().__init__("單一案件的群組，要告訴我是哪一案", hint="例如：#啟用 單一案件 42")


class CaseNotSeenError(UserError):
    """No such case, or not for this officer: the two look the same."""

    def __init__(self, number: str) -> None:
        super().__init__(f"找不到您看得到的案件 {number}", hint="先私訊「查詢」看看案號")


class CaseNotForGroupsError(UserError):
    """敏感 and 密件 never appear in groups."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 不能在群組裡談", hint="這類案件只在一對一處理")


class NoAgencyError(UserError):
    """An administrator without an appointment has no agency to open a group for."""

    def __init__(self) -> None:
        super().__init__("您目前沒有所屬機關，不能以本機關啟用", hint="請該機關的聯絡人來啟用")


class OtherAgencysGroupError(UserError):
    """The group was opened by another agency."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"這個群組是{agency}啟用的", hint=f"請{agency}的聯絡人來改")


class NotHereError(UserError):
    """Asked for by a command in a channel where the bot is not."""

    def __init__(self) -> None:
        super().__init__(
            "我還不在這個頻道，設定不了", hint="先在頻道輸入：/invite @PO 小幫手，再說一次"
        )


class NotOfficerError(UserError):
    """Only an officer may send the bot out of an opened group."""

    def __init__(self) -> None:
        super().__init__("這個群組已啟用，要由聯絡人請我離開", hint="請聯絡人說「#離開」")


class BadSilenceError(UserError):
    """It is not clear until when to be silent."""

    def __init__(self, text: str) -> None:
        super().__init__(f"看不懂要靜音到「{text[:SHOWN]}」", hint=SILENCE_HINT)


class SilenceOverError(UserError):
    """The end of the silence is past already."""

    def __init__(self, text: str) -> None:
        super().__init__(f"「{text[:SHOWN]}」已經過了", hint=SILENCE_HINT)


class BadHoursError(UserError):
    """A group's hours that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"看不懂時間「{text[:SHOWN]}」", hint="例如：#群組時間 9-18、#群組時間 全天"
        )

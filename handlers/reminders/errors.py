"""What an officer can put right by themselves, about dates and reminders."""

from bot.errors import UserError


class NoDutyError(UserError):
    """The speaker's agency owes nothing there."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 沒有貴機關要辦的期限", hint=f"看全部：期限 {number}")


class AnsweredError(UserError):
    """The button is older than what happened since."""

    def __init__(self, what: str, how: str, number: str) -> None:
        super().__init__(f"{what}{how}，這個按鈕過期了", hint=f"看現況：期限 {number}")


class BindingDutyError(UserError):
    """What binds cannot be waived."""

    def __init__(self, what: str, number: str) -> None:
        super().__init__(
            f"{what}是應辦期限，不能免辦", hint=f"來不及時可以先公告，再輸入：已公告展延 {number}"
        )


class NoReasonError(UserError):
    """Why something need not be done, or is done later, is not said."""

    def __init__(self, line: str, reason: str = "已併入前案") -> None:
        super().__init__("還差理由", hint=f"例如：{line} {reason}")


class NotExtendableError(UserError):
    """Only 正式回應 may be extended, once, before it is due."""

    def __init__(self, why: str, number: str) -> None:
        super().__init__(why, hint=f"看現況：期限 {number}")


class SnoozeError(UserError):
    """Until when is not said, or it lies in the past."""

    def __init__(self, line: str) -> None:
        super().__init__("要延到哪一天看不出來", hint=f"例如：{line} 三天、{line} 下週一")


class NoWhenError(UserError):
    """When to remind is not said."""

    def __init__(self) -> None:
        super().__init__(
            "什麼時候提醒看不出來", hint="例如：提醒 下週三下午三點 開會前會、提醒 每月20日 報進度"
        )


class NoWeekdayError(UserError):
    """It comes every so many weeks, but on which day is not said."""

    def __init__(self, said: str) -> None:
        super().__init__(f"{said[:10]}的星期幾？", hint="例如：提醒 每兩週的週五 交報表")


class NoMeetingError(UserError):
    """「會前一週」 without a meeting whose day is known."""

    def __init__(self, said: str, number: str) -> None:
        super().__init__(
            f"「{said[:10]}」是哪一場會議？",
            hint=f"先記日子：{number} 協作會議 12/28；或直接寫日期",
        )


class NoWhatError(UserError):
    """What to remind of is not said."""

    def __init__(self) -> None:
        super().__init__("要提醒什麼還沒寫", hint="例如：提醒 下週三下午三點 開會前會")


class PassedMomentError(UserError):
    """The moment is over already."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"{shown} 已經過了", hint="換一個之後的時間，例如：提醒 明早 打電話")


class WindowError(UserError):
    """The hours cannot be read, or nobody should be reminded then."""

    def __init__(self) -> None:
        super().__init__("看不懂提醒時間", hint="在 6 點到 22 點之間，例如：提醒時間 9-17")


class UnknownDateError(UserError):
    """The case has no date of that name."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"沒有「{name[:20]}」這個期限", hint=f"有的是：{known}")


class NoDatesError(UserError):
    """Nothing is known from which a date would follow."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 還沒有期限",
            hint=f"成案了：{number} 成案 12/8；或：更新 {number} 期限 下週五",
        )


class PersonalWordsError(UserError):
    """A text holds an identity number, a phone number or the like."""

    def __init__(self) -> None:
        super().__init__("裡面有像是個資的內容，沒有記下", hint="拿掉身分證字號、電話後再送一次")


class NoAddressError(UserError):
    """The bot has no public address, so no calendar program can reach it."""

    def __init__(self) -> None:
        super().__init__(
            "小幫手還沒有對外網址，行事曆讀不到", hint="請系統管理者設定 PUBLIC_BASE_URL"
        )


class TooManyAddressesError(UserError):
    """As many calendar addresses as somebody has devices."""

    def __init__(self, count: int) -> None:
        super().__init__(f"您的行事曆已有 {count} 個網址", hint="都作廢並換新：行事曆 重設")


class NotOwnCaseError(UserError):
    """Another agency keeps the case."""

    def __init__(self, number: str, owner: str) -> None:
        super().__init__(f"{number} 由{owner}登記，要請{owner}改", hint=f"聯絡：找 {owner}")


class UnknownEventError(UserError):
    """What happened is not said."""

    def __init__(self, known: tuple[str, ...]) -> None:
        super().__init__("發生什麼事看不出來", hint=f"可以說：{'、'.join(known)}，再加日期")


class StepsError(UserError):
    """The steps cannot be read."""

    def __init__(self) -> None:
        super().__init__("看不懂步驟", hint="例如：部內步驟 業務單位初稿 15 會PO 10 陳核 7")


class NotStepError(UserError):
    """Only the agency's own steps may be moved for one case."""

    def __init__(self, name: str, number: str) -> None:
        super().__init__(
            f"{name}照規則算，不能改；部內步驟才能改", hint=f"怎麼算的：日期依據 {number} {name}"
        )


class StepDayError(UserError):
    """To which day a step moves is not said."""

    def __init__(self, line: str) -> None:
        super().__init__("要改到哪一天看不出來", hint=f"例如：{line} 改 12/18，或：{line} 取消")


class LateStepError(UserError):
    """A step that leads up to something cannot come after it."""

    def __init__(self, name: str, event: str, day: str) -> None:
        super().__init__(f"{name}要在{event} {day}之前", hint="請換一天，或先改那一天")


class OnOrOffError(UserError):
    """Neither on nor off is said."""

    def __init__(self, example: str) -> None:
        super().__init__("要開還是關看不出來", hint=f"例如：{example}")


class NoLeadError(UserError):
    """Which agency contacts the proposer cannot be read, or it does not lead the case."""

    def __init__(self, number: str, names: str) -> None:
        super().__init__(
            f"{number} 的主辦是{names}，聯繫提案人要由主辦來做",
            hint=f"例如：聯繫主辦 {number} {names.split('、', maxsplit=1)[0]}",
        )


class NotLeadsWordError(UserError):
    """Only 國發會 and the agencies that lead a case say who contacts its proposer."""

    def __init__(self, number: str, names: str) -> None:
        super().__init__(
            f"{number} 由誰聯繫提案人，要主辦機關或國發會來說", hint=f"主辦是：{names}"
        )


class NoThanksHereError(UserError):
    """The group is not open."""

    def __init__(self) -> None:
        super().__init__("這個群組還沒啟用", hint="先在群組輸入：#啟用")

"""What an officer can put right by themselves, about contact requests."""

from bot.errors import UserError

ASK_EXAMPLE = "例如：聯絡 內政部 eID 跟健保卡重疊，想講個電話"


class NoAgencyNamedError(UserError):
    """It is not said which agency is asked."""

    def __init__(self) -> None:
        super().__init__("要聯絡哪個機關？", hint=ASK_EXAMPLE)


class NoTextError(UserError):
    """It is not said what is wanted."""

    def __init__(self, agency: str) -> None:
        super().__init__(
            f"要跟{agency}說什麼？一句話就好", hint=f"例如：聯絡 {agency} 想請教一件事"
        )


class LongTextError(UserError):
    """A request is one sentence, not a document."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"聯絡單放 {limit} 字以內，這段有 {length:,} 字",
            hint="先說一句要什麼，細節用電話或公文",
        )


class PersonalTextError(UserError):
    """The words hold personal data."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"裡面有{what}，我沒存", hint="拿掉再說一次；手機、信箱在對方接手後互相看得到"
        )


class OwnAgencyError(UserError):
    """The own agency is asked."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}就是您的機關", hint="看看有誰：同仁")


class SecretCaseError(UserError):
    """密件 never pass through here."""

    def __init__(self) -> None:
        super().__init__("密件不能用小幫手聯絡", hint="請用公文或機密電話")


class NoSuchCaseError(UserError):
    """The case does not exist, or the speaker may not see it."""

    def __init__(self, number: str) -> None:
        super().__init__(f"找不到案件 {number}", hint="不帶案號也能聯絡；看手上的：我的案件")


class TooManyRequestsError(UserError):
    """An officer asked for very much in one day."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"今天已經開了 {limit} 張聯絡單", hint="急的請直接打電話；明天可以再開")


class NoSuchRequestError(UserError):
    """The request does not exist, or is nothing to the speaker; nobody learns which."""

    def __init__(self, number: str) -> None:
        super().__init__(f"找不到{number}", hint="看看有哪些：我的聯絡單")


class NoRequestNumberError(UserError):
    """Which request is meant is not said."""

    def __init__(self, example: str) -> None:
        super().__init__("還差單號", hint=f"例如：{example}；看看有哪些：我的聯絡單")


class WhichRequestError(UserError):
    """The word fits several requests."""

    def __init__(self, numbers: tuple[str, ...], verb: str) -> None:
        offers = tuple((number, f"{number} {verb}"[:300]) for number in numbers[:4])
        super().__init__("是哪一張？", hint="按一張，或在前面加單號", offers=offers)


class MovedOnError(UserError):
    """The button is older than what happened since."""

    def __init__(self, number: str, how: str) -> None:
        super().__init__(f"{number} {how}，這一步不用了", hint=f"看現況：{number}")


class NotYoursToDoError(UserError):
    """The other side does this."""

    def __init__(self, number: str, verb: str, who: str) -> None:
        super().__init__(f"「{verb}」由{who}按", hint=f"看現況：{number}")


class SaidOnceError(UserError):
    """Each side has one word: no chat is bridged."""

    def __init__(self, number: str, verb: str) -> None:
        super().__init__(f"{number} {verb}過一次了", hint="再多的請直接通電話")


class NoWordsError(UserError):
    """The word itself is missing."""

    def __init__(self, number: str, verb: str, example: str) -> None:
        question = "結果是什麼？" if verb == "結果" else f"要{verb}什麼？"
        super().__init__(question, hint=f"請打：{number} {verb} {example}")


class NoSlotError(UserError):
    """No hour was said."""

    def __init__(self) -> None:
        super().__init__("還差日期和幾點", hint="例如：約時間 12/9 14:00 或 12/10 10:00")


class TooManySlotsError(UserError):
    """More times than a card can offer."""

    def __init__(self, most: int) -> None:
        super().__init__(f"最多給 {most} 個時間", hint="例如：約時間 12/9 14:00 或 12/10 10:00")


class PassedSlotError(UserError):
    """The time lies behind."""

    def __init__(self, shown: str) -> None:
        super().__init__(f"{shown} 已經過了", hint="請換一個時間")


class NoKindError(UserError):
    """No kind was named."""

    def __init__(self, kinds: str) -> None:
        super().__init__(f"類型有：{kinds}", hint="例如：我接 諮詢 提點子")


class NoColleagueToPassError(UserError):
    """Nobody else of the agency can be reached."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "貴機關沒有其他已綁定的同仁", hint=f"先邀請：邀請同仁 姓名；或自己處理：{number} 我處理"
        )


class ColleagueUnboundError(UserError):
    """The colleague does not use the bot."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}還沒綁定，收不到", hint=f"先給綁定碼：邀請同仁 {name}")


class ColleagueAwayError(UserError):
    """The colleague is on leave."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}請假中", hint="請轉給別位，或自己處理")


class PassedAroundError(UserError):
    """It went from hand to hand long enough."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 已經轉過好幾手", hint=f"請回一句就好：{number} 婉拒，或 {number} 我處理"
        )


class HadItError(UserError):
    """It would go back to somebody who had it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}已經看過這張了", hint="請轉給別位，或自己處理")


class AskedThemError(UserError):
    """The agency that was named was asked in this matter before, or it went around enough."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}這件問過了", hint="可以請國發會看看：打開單子按「請國發會協助」")


class RemindedTodayError(UserError):
    """Once in a working day is enough."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 這個工作天提醒過了", hint=f"急的話：{number} 打電話")


class ExpiredDraftError(UserError):
    """The draft is old: people may have changed."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 放太久了，還沒送出過", hint="請再說一次：聯絡 機關 一句話")


class BadTuningError(UserError):
    """What is to be set cannot be read."""

    def __init__(self) -> None:
        super().__init__("看不懂要設定什麼", hint="例如：聯絡單設定 等候 1天；聯絡單設定 每天 20張")


class NoSuchAgencyError(UserError):
    """No agency has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"查無機關「{name}」", hint="例如：建議另洽 衛福部")

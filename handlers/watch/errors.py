"""What can go wrong with opinion monitoring."""

from collections.abc import Sequence
from datetime import date

from bot.errors import UserError


class UnreadableSeriesError(UserError):
    """A file of counts cannot be taken."""

    def __init__(self, what: str, *, row: int | None = None) -> None:
        place = f"第 {row} 列" if row else "檔案"
        super().__init__(
            f"{place}{what}",
            hint="欄位：series, timestamp, count，同一 series 依時間排列",
        )


class BadBinError(UserError):
    """The length of a bin cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"每格多長看不出來：{text[:20]}", hint="例如：--bin 5m、--bin 60m、--bin 1d"
        )


class UnreadableTopicError(UserError):
    """What somebody wants to subscribe to cannot be read."""

    def __init__(self, text: str, *, term: str = "") -> None:
        what = f"「{term[:20]}」太短或太長" if term else f"「{text[:40]}」看不懂"
        super().__init__(what, hint="例如：訂閱 健保卡 (換發 或 eID) -廣告；每個詞至少兩個字")


class TooWideError(UserError):
    """A subscription that any post would meet."""

    def __init__(self) -> None:
        super().__init__(
            "這樣什麼貼文都會符合", hint="至少要有一個一定要出現的詞，例如：訂閱 健保卡 -廣告"
        )


class TooManyTopicsError(UserError):
    """One person has subscribed to as much as one may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"已經訂了 {most} 個話題", hint="輸入「我的訂閱」，先取消幾個")


class AlreadyATopicError(UserError):
    """A subscription is named by its number where a topic belongs."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"要改訂閱 {number}，說法不一樣",
            hint=f"不要了：取消訂閱 {number}；先別說：靜音訂閱 {number} 4小時",
        )


class NotThatCaseError(UserError):
    """A case is over, or holds no words."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 結案了，或是不留內容，不能訂", hint="直接訂話題：訂閱 健保卡")


class NoSuchWordsError(UserError):
    """A case's subject gives no words."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 的案由看不出要聽什麼", hint=f"自己寫：訂閱 案件{number} 健保卡 換發"
        )


class SensitiveTopicError(UserError):
    """The topic of a 敏感 case is for one person."""

    def __init__(self) -> None:
        super().__init__("敏感案件的輿情只能訂給自己", hint="私訊我，不要加「本機關」「這個群組」")


class NotForOthersError(UserError):
    """Only officers subscribe for a group or an agency."""

    def __init__(self) -> None:
        super().__init__(
            "替群組或機關訂閱，要由貴機關的 PO 來說", hint="訂給自己：私訊我 訂閱 健保卡"
        )


class NotInThisGroupError(UserError):
    """A group is meant that is none, or not opened."""

    def __init__(self) -> None:
        super().__init__("這裡還沒有啟用的群組", hint="在群組裡先說：#啟用，再說：#訂閱 健保卡")


class WhichTopicError(UserError):
    """No subscription, or several, may be meant."""

    def __init__(self, number: int | None = None) -> None:
        what = "要說是哪一個訂閱" if number is None else f"這裡沒有編號 {number} 的訂閱"
        super().__init__(what, hint="輸入「我的訂閱」看編號，例如：取消訂閱 3")


class NotYourTopicError(UserError):
    """Somebody else subscribed."""

    def __init__(self) -> None:
        super().__init__("這不是您訂的", hint="請訂的人，或那個機關、群組的 PO 來改")


class HowLongError(UserError):
    """It is not said for how long a topic shall be silent."""

    def __init__(self, number: int) -> None:
        super().__init__("要靜音多久？", hint=f"例如：靜音訂閱 {number} 4小時、至明早、此事件")


class UnreadableAnswerError(UserError):
    """It is not clear which of the three conditions are met."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "三題要答「有」或「沒有」", hint=f"按按鈕，或一次打完：程序評估 {number} 有 沒有 有"
        )


class NothingToldError(UserError):
    """Nothing was told of the topic that could be judged."""

    def __init__(self) -> None:
        super().__init__("這個話題最近一週沒有響過", hint="輸入「我的訂閱」看編號，例如：誤報 3")


class UnreadableCountError(UserError):
    """A count of 首長信箱, 1999 and the like cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"看不出「{text[:30]}」是什麼的幾件",
            hint="例如：首長信箱 健保卡 昨天 12 件、1999 健保卡 12/1-12/7 35 通",
        )


class FutureCountError(UserError):
    """A count is of a day that has not come."""

    def __init__(self, on: date) -> None:
        super().__init__(
            f"{on.month}/{on.day} 還沒到", hint="件數記的是過去的日子，例如：昨天 8 通"
        )


class PersonalCountError(UserError):
    """What was typed holds personal data, which counts never need."""

    def __init__(self, found: str) -> None:
        super().__init__(f"裡面有{found}，沒有記", hint="只要話題、日期和幾件就好")


class NoMeetingDayError(UserError):
    """The case has no 協作會議 whose day is known."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 還沒有協作會議的日子", hint=f"先記日子：{number} 協作會議 12/28"
        )


class SecretMatterError(UserError):
    """A 密件 has nothing here that could be counted."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} 是密件，這裡沒有內容", hint="請洽承辦單位")


class MissingColumnsError(UserError):
    """A file of counts lacks columns."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"檔案少了欄位：{'、'.join(names)}", hint="第一列放欄名：日期、話題、件數，管道可有可無"
        )


class NoChannelError(UserError):
    """A file of counts does not say of what they are."""

    def __init__(self) -> None:
        super().__init__(
            "不知道是哪裡的件數", hint="檔案裡加一欄「管道」，或匯入時加 --channel 首長信箱"
        )


class NoSuchAgencyError(UserError):
    """The operator named no agency."""

    def __init__(self, name: str) -> None:
        super().__init__(f"沒有「{name[:20]}」這個機關", hint="寫全名或簡稱，例如：--agency 衛福部")


class SearchWhatError(UserError):
    """A search without words."""

    def __init__(self) -> None:
        super().__init__("要找什麼？", hint="例如：搜尋輿情 健保卡 (換發 或 eID) -廣告")


class TooManyCountsError(UserError):
    """A file with more counts than can be looked over on one card."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"一次最多 60 筆件數，這份有 {count:,} 筆，沒有存",
            hint="請只留最近的；整份請維運用 import-counts 匯入",
        )

"""What can go wrong with opinion monitoring."""

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


class NothingToldError(UserError):
    """Nothing was told of the topic that could be judged."""

    def __init__(self) -> None:
        super().__init__("這個話題最近一週沒有響過", hint="輸入「我的訂閱」看編號，例如：誤報 3")

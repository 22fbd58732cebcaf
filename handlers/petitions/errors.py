"""What can go wrong with petitions."""

from bot.errors import UserError


class UnreadableLooksError(UserError):
    """A file of looks at petitions cannot be taken."""

    def __init__(self, what: str, *, row: int | None = None) -> None:
        place = f"第 {row} 列" if row else "檔案"
        super().__init__(
            f"{place}{what}",
            hint="欄位：idea_id, observed_at, count, approved_at, endorse_due，依時間排列",
        )


class NoJoinLinkError(UserError):
    """The case is no petition, or its address on Join is not known."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 還沒有 Join 的連結，不知道是哪一件提點子",
            hint=f"補上連結：連結 {number} https://join.gov.tw/idea/detail/…",
        )


class NoCountError(UserError):
    """How many endorsements there are cannot be read."""

    def __init__(self, number: str) -> None:
        super().__init__("幾份看不出來", hint=f"例如：{number} 現在 3,180")


class UnlikelyCountError(UserError):
    """The count is many times the known one: perhaps a digit too many."""

    def __init__(self, number: str, typed: int, known: int) -> None:
        line = f"附議數 {number} {typed} 確定"
        super().__init__(
            f"{typed:,} 份？上次是 {known:,} 份",
            hint=f"沒打錯就輸入：{line}",
            offers=(("沒打錯", line),),
        )


class NoPetitionError(UserError):
    """Which petition is meant is not said."""

    def __init__(self, example: str) -> None:
        super().__init__("還差哪一件提點子", hint=f"案號或 Join 網址，例如：{example}")


class NoWishError(UserError):
    """From what on somebody wants to be told cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "看不出到幾份要叫您", hint="例如：追蹤 37 到 4000 叫我；追蹤 37 每天超過 500 叫我"
        )


class TooManyWishesError(UserError):
    """Somebody follows as many petitions as one person may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"您已經追蹤 {most} 件", hint="先取消幾件：我的追蹤")

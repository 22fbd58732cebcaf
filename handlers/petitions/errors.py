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


class NotPassedError(UserError):
    """The case has no day of 成案."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number} 還沒有成案日，成案包要有那一天才排得出來",
            hint=f"成案了就打：{number} 成案了 12/8",
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
    """From what on somebody wants to be told cannot be read; likely counts may be offered."""

    def __init__(self, *offers: tuple[str, str]) -> None:
        super().__init__(
            "到幾份、或一天多幾份時叫您？",
            hint="例如：追蹤 37 到 4000 叫我；追蹤 37 每天超過 500 叫我",
            offers=offers,
        )


class TooManyWishesError(UserError):
    """Somebody follows as many petitions as one person may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"您已經追蹤 {most} 件", hint="先取消幾件：我的追蹤")


class NotInThisGroupError(UserError):
    """The group is not open."""

    def __init__(self) -> None:
        super().__init__("這個群組還沒啟用", hint="先在群組輸入：#啟用")


class NoThresholdNameError(UserError):
    """Which threshold is meant cannot be read."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"要改哪一個門檻看不出來（名稱最多 {limit} 個字）",
            hint="例如：門檻 成案 6000 自 116/1/1；現有的：門檻",
        )


class NoThresholdCountError(UserError):
    """How many endorsements cannot be read."""

    def __init__(self) -> None:
        super().__init__("幾份看不出來", hint="例如：門檻 成案 6000 自 116/1/1")


class NoThresholdDayError(UserError):
    """From when on is not said."""

    def __init__(self) -> None:
        super().__init__("從哪一天起適用？", hint="例如：門檻 成案 6000 自 116/1/1")


class SameThresholdError(UserError):
    """Nothing would change."""

    def __init__(self, name: str, count: int) -> None:
        super().__init__(f"那一天「{name}」已經是 {count:,} 份，沒有改", hint="看現有的：門檻")


class NoThresholdToEndError(UserError):
    """No such threshold holds on that day."""

    def __init__(self, name: str) -> None:
        super().__init__(f"那一天沒有適用中的「{name[:10]}」門檻", hint="看現有的：門檻")


class PassingStaysError(UserError):
    """Without it no petition would ever pass."""

    def __init__(self) -> None:
        super().__init__("「成案」不能終止，只能改份數", hint="例如：門檻 成案 6000 自 116/1/1")

"""What can go wrong with leave."""

from bot.errors import UserError


class NoDayError(UserError):
    """No day was given, or none that can be read."""

    def __init__(self) -> None:
        super().__init__(
            "哪幾天請假？",
            hint="例如：請假 12/18-12/20 代理 王小明",
            offers=(("今天", "請假 今天"), ("明天", "請假 明天")),
        )


class SomebodyElseError(UserError):
    """Before the days stands a name: leave is said by whoever takes it."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"「{words}」是代理嗎？請假只能記自己的", hint="代理請寫在後面：請假 12/9 代理 王小明"
        )


class UntilWhenError(UserError):
    """A number of days was given instead of the last one."""

    def __init__(self) -> None:
        super().__init__("到哪一天？", hint="請寫第一天和最後一天，例如：請假 12/9-12/11")


class WhichHalfError(UserError):
    """Half a day was given, but not which."""

    def __init__(self, day: str) -> None:
        super().__init__(
            "上午還是下午？",
            hint=f"例如：請假 {day} 下午",
            offers=(("上午", f"請假 {day} 上午"), ("下午", f"請假 {day} 下午")),
        )


class PastLeaveError(UserError):
    """The days are over."""

    def __init__(self, day: str) -> None:
        super().__init__(f"{day}已經過了，不用再請", hint="明年的日子請加年：116/01/05")


class LongLeaveError(UserError):
    """So long a leave is a change of officer rather than a deputy's."""

    def __init__(self, weeks: int) -> None:
        super().__init__(
            f"一次最多 {weeks} 週",
            hint="更久的話，輸入「停用」暫不列為窗口，或請貴機關換一位 PO",
        )


class FarLeaveError(UserError):
    """The days lie more than a year ahead: a slip of the finger."""

    def __init__(self, day: str) -> None:
        super().__init__(f"{day}太遠了", hint="請核對年份，一年內的再告訴我")


class DayOffError(UserError):
    """Nobody works on these days anyway."""

    def __init__(self, day: str) -> None:
        super().__init__(f"{day}本來就放假，不用請", hint="日期打錯的話，改好再送一次")


class OwnDeputyError(UserError):
    """Nobody stands in for themselves."""

    def __init__(self) -> None:
        super().__init__("代理人不能是自己", hint="輸入「同仁」看名單，換一位")


class NoOfficerError(UserError):
    """Whoever stands in must be able to answer."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__(
            f"{name}在名冊是「{role}」，不能代理",
            hint=f"先請貴機關的 PO 輸入：調動 {name} 代理，或換一位",
        )


class NoLeaveError(UserError):
    """There is no leave to be taken back."""

    def __init__(self) -> None:
        super().__init__("沒有這一筆請假", hint="輸入「我的請假」看有哪些")

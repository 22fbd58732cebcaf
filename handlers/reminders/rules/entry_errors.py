"""What an officer can put right by themselves, about entries into the calendar and the rulebook."""

from collections.abc import Iterable
from datetime import date

from bot.errors import UserError
from handlers.shared.roc_date import roc_number

RULE_EXAMPLE = "新增規則 綜整回應 預告期滿 14個工作天 主辦 參考 自116/01/01 依據 要點第9點"


class NoClosureDayError(UserError):
    """On which day offices are closed is not said."""

    def __init__(self) -> None:
        super().__init__("哪一天停班？", hint="例如：停班 明天、停班 12/8 臺北市 颱風")


class HalfDayError(UserError):
    """Only whole days off move deadlines."""

    def __init__(self) -> None:
        super().__init__(
            "半天停班不用登記，那天仍算工作天，期限照舊", hint="整天停班才登記：停班 12/8"
        )


class LongClosureError(UserError):
    """More days than any closure has."""

    def __init__(self, most: int) -> None:
        super().__init__(f"一次最多登記 {most} 天", hint="請分次輸入，例如：停班 12/8到12/10")


class ClosureTooFarError(UserError):
    """A day so far away that it is a slip of the finger."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"{roc_number(day)} 離今天太遠，沒有登記",
            hint="前後 60 天內的才登記；例如：停班 明天",
        )


class UnclearCountyError(UserError):
    """「新竹」 is a city and a county."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"「{word}」是{word}市還是{word}縣？", hint=f"請寫完整：{word}市、{word}縣"
        )


class NotYourCountyError(UserError):
    """A PO enters closures of the own agency's county only."""

    def __init__(self, county: str) -> None:
        super().__init__(
            f"您可以登記的是{county}",
            hint=f"其他縣市請國發會登記；貴機關不在{county}：機關縣市 新竹市",
        )


class NothingToCloseError(UserError):
    """Every day named is a day off already."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}，不用登記", hint="看登記過的：停班紀錄")


class NotClosedError(UserError):
    """Nothing was entered that could be taken back."""

    def __init__(self) -> None:
        super().__init__("那一天沒有登記停班", hint="看登記過的：停班紀錄")


class NoCountyError(UserError):
    """The county is not said, or unknown."""

    def __init__(self) -> None:
        super().__init__("哪個縣市？", hint="例如：機關縣市 新竹市")


class NotYourAgencyError(UserError):
    """Another agency's PO sets that."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"{agency}的要請{agency}的 PO 設", hint="看本機關的：機關縣市")


class NoPauseDaysError(UserError):
    """From when until when is not said."""

    def __init__(self) -> None:
        super().__init__(
            "從哪天停到哪天？", hint="例如：選舉暫停 9/29到11/28 地方公職人員選舉，或只寫投票日"
        )


class PauseOrderError(UserError):
    """No election pause is that long."""

    def __init__(self) -> None:
        super().__init__(
            "起迄日看起來不對（超過半年）", hint="請寫上年份：選舉暫停 115/9/29到115/11/28"
        )


class PauseThereError(UserError):
    """A pause of those days was entered already."""

    def __init__(self, shown: str, line: str) -> None:
        super().__init__(f"已有一段：{shown}", hint=f"要改就先取消：{line}")


class NoPauseError(UserError):
    """No pause was entered, or which is not clear."""

    def __init__(self) -> None:
        super().__init__("沒有這一段暫停", hint="看登記過的：選舉暫停期間")


class RuleNameError(UserError):
    """The name of the rule is missing, or cannot be one."""

    def __init__(self) -> None:
        super().__init__("規則要有名稱，最多 20 個字", hint=f"例如：{RULE_EXAMPLE}")


class UnknownRuleEventError(UserError):
    """From what the rule counts cannot be read."""

    def __init__(self, text: str, known: Iterable[str]) -> None:
        super().__init__(
            f"「{text[:20]}」不是起算的事件", hint=f"可以從這些起算：{'、'.join(known)}"
        )


class UnreadRuleError(UserError):
    """Something in the line would be lost."""

    def __init__(self, text: str) -> None:
        super().__init__(f"看不懂「{text[:20]}」，規則沒有動", hint=f"例如：{RULE_EXAMPLE}")


class MissingRulePartsError(UserError):
    """A new rule needs more than that."""

    def __init__(self, missing: Iterable[str]) -> None:
        super().__init__(f"還差：{'、'.join(missing)}", hint=f"例如：{RULE_EXAMPLE}")


class OverlappingRuleError(UserError):
    """Two versions would hold on one day."""

    def __init__(self, why: str, name: str) -> None:
        super().__init__(f"{why}，沒有新增", hint=f"看各版本：規則表 {name}")


class RuleEndedError(UserError):
    """No version holds that could be ended."""

    def __init__(self, name: str) -> None:
        super().__init__(f"那一天沒有適用中的「{name}」可以終止", hint=f"看各版本：規則表 {name}")


class NoRuleDayError(UserError):
    """From which day the rule is over is not said."""

    def __init__(self, name: str) -> None:
        super().__init__("從哪一天起終止？", hint=f"例如：終止規則 {name or '正式回應'} 116/01/01")


class LadderError(UserError):
    """The rungs cannot be read, or lie outside of what makes sense."""

    def __init__(self, why: str) -> None:
        super().__init__(why, hint="例如：提醒梯次 兩個月 14 5 1、提醒梯次 短 3 0")


class PatienceError(UserError):
    """How long to wait for an answer cannot be read."""

    def __init__(self, most: int) -> None:
        super().__init__(f"要等幾個工作天？1 到 {most} 之間", hint="例如：無人回覆 1 個工作天")

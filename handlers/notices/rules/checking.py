"""Whether a notice lasts as long as the rulebook's 預告 says; its own end date stays. Pure."""

from dataclasses import dataclass
from datetime import date

from handlers.shared.deadlines import compute
from handlers.shared.rulebook import NoRuleThatDayError, Rulebook, UnknownRuleError
from handlers.shared.work_calendar import WorkCalendar
from storage.records.cases import Case, CaseKind
from storage.records.notices import Notice
from storage.records.rules import Rule, Span

RULE = "預告"


@dataclass(frozen=True, slots=True)
class Check:
    """What the rulebook says of a notice's length."""

    rule: Rule
    by_rule_on: date  # the last day by the rule
    days: int  # how long the notice lasts, as it counts itself
    is_short: bool

    @property
    def words(self) -> str:
        """「短於 60 天」, 「60 天」."""
        usual = f"{self.rule.length} {self.rule.span.value}"
        return f"{self.days} 天，少於 {usual}" if self.is_short else f"{self.days} 天"


@dataclass(frozen=True, slots=True)
class Known:
    """A notice, the case it is about, and what the rulebook says of its length."""

    notice: Notice
    case: Case | None
    check: Check | None
    has_reason: bool = False  # why it is shorter stands on its case

    @property
    def wants_reason(self) -> bool:
        """Whether it is shorter than usual and nobody said why."""
        return self.check is not None and self.check.is_short and not self.has_reason


def check(notice: Notice, book: Rulebook, calendar: WorkCalendar) -> Check | None:
    """Compare a notice with the rule of its day; None while a day or a rule is not known."""
    first, last = notice.published_on, notice.ends_on
    if first is None or last is None:
        return None
    try:
        rule = book.rule(RULE, on=first, kind=CaseKind.CONSULTATION)
    except (NoRuleThatDayError, UnknownRuleError):
        return None
    by_rule_on = compute(rule, first, calendar).last_on
    # 「自公告當日起60日」 ends a day earlier, and is 60 days all the same.
    stated = notice.stated_days or 0
    enough = rule.span is Span.DAYS and stated >= rule.length
    return Check(
        rule, by_rule_on, max((last - first).days, stated), last < by_rule_on and not enough
    )

"""「為什麼」: a deadline explained in Chinese, the same in chat and in `pobot explain`. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.errors import UserError
from handlers.shared.deadlines import (
    ONE_DAY,
    DayOff,
    Deadline,
    compute,
    differs,
    is_a_year_late,
)
from handlers.shared.due_words import BY_JOIN, DATE_KINDS
from handlers.shared.roc_date import (
    TAIPEI,
    BadDateError,
    parse_date,
    roc_number,
    show_date,
    taipei_date,
)
from handlers.shared.rulebook import LAST_SECOND, WHOLE_DAY, Rulebook, UnknownRuleError
from handlers.shared.work_calendar import WorkCalendar
from handlers.shared.workdays import WEEKDAYS
from storage.records.calendar import Pause
from storage.records.duties import Duty
from storage.records.rules import Force, Rule, Span


class PassedDateError(UserError):
    """A day without a year that passed just now: which year is meant is not certain."""

    def __init__(self, text: str) -> None:
        super().__init__(f"「{text[:20]}」剛過，看不出是哪一年", hint="請寫上年份，例如 115/12/08")


def why(deadline: Deadline) -> tuple[str, ...]:
    """Explain a deadline, one Chinese line for each thing that decided it."""
    return tuple(_lines(deadline))


def safe_day(deadline: Deadline, *, today: date) -> str:
    """「請於 2/5（五）前」 when the last day is a day off; else ""."""
    if deadline.safe_on == deadline.last_on:
        return ""
    return f"請於 {show_date(deadline.safe_on, today=today)}前"


def warning(deadline: Deadline | Duty, told_at: datetime | None, *, by: str) -> str:
    """Say that another source, 「Join」, has another date; "" when it has the same, or none."""
    if told_at is None or not differs(deadline, told_at):
        return ""
    told, ours = _day(taipei_date(told_at)), _day(deadline.last_on)
    if is_a_year_late(deadline, told_at):
        return f"{by} 記的是 {told}，晚了一年；以規則算出的 {ours}為準"
    return f"{by} 記的是 {told}，依規則是 {ours}；請確認"


def explain(
    name: str,
    text: str,
    *,
    book: Rulebook,
    calendar: WorkCalendar,
    pauses: Sequence[Pause],
    today: date,
) -> str:
    """Answer `pobot explain RULE DATE`: the moment in ISO 8601 first, then why.

    Raises UnknownRuleError, NoRuleThatDayError, BadDateError, PassedDateError.
    """
    rule_name = _rule_named(name.strip(), book)
    event_on = _event_day(text, book, calendar, today)
    rule = book.rule(rule_name, on=event_on)
    deadline = compute(rule, event_on, calendar, pauses)
    moment = deadline.due_at.astimezone(TAIPEI).isoformat()
    return "\n".join((moment, *why(deadline)))


def _rule_named(said: str, book: Rulebook) -> str:
    """Return the rule of that name, or the only one that it names in part.

    Raises UnknownRuleError.
    """
    if book.versions(said):
        return said
    like = [name for name in book.names if said and (said in name or name in said)]
    if len(like) != 1:
        raise UnknownRuleError(said, book.names)
    return like[0]


def _event_day(text: str, book: Rulebook, calendar: WorkCalendar, today: date) -> date:
    """Read a day as officers type it, or a moment in ISO 8601."""
    moment = _iso_moment(text)
    written = text if moment is None else taipei_date(moment).isoformat()
    try:
        found = parse_date(written, today=today, overrides=calendar.overrides)
    except BadDateError as error:
        hint = f"{error.hint}；可查的規則：{'、'.join(book.names)}"
        raise BadDateError(error.message, hint=hint) from None
    if found.ask_back:
        raise PassedDateError(text)
    return found.on


def _iso_moment(text: str) -> datetime | None:
    """Read 「2018-08-28T09:30:00+08:00」; without a zone it is Taipei's."""
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)


def _lines(deadline: Deadline) -> Iterator[str]:
    rule, told = deadline.rule, deadline.explanation
    yield f"規則：{rule.name}（{DATE_KINDS[rule.force]}），辦理：{rule.actor}"
    yield f"起算：{_day(deadline.event_on)}{rule.event}"
    yield f"期間：{_span(rule)}，到 {_day(_counted_to(deadline))}{_clamped(deadline)}"
    yield from _passed_over(deadline)
    if told.moved_from is not None:
        moved = told.moved_from
        yield f"遇放假日：{_day(moved.on)}{moved.why}，提前到 {_day(_by_rule(deadline))}"
    if told.by_rule_on is not None:
        yield _chosen(deadline)
    yield f"時刻：{_hour(rule)}"
    if deadline.day_off and rule.force is Force.INFORMATION:
        yield f"這一天是放假日（{deadline.day_off}），不順延"
    elif deadline.day_off:
        yield (
            f"最後一天是放假日（{deadline.day_off}），期限不順延；請於 {_day(deadline.safe_on)}前"
        )
    if not told.certain:
        yield "行事曆：那一年還沒有官方行事曆可以核對，匯入後會重算"
    yield f"依據：{rule.source}{rule.point}"
    yield f"版本：{rule.version or '未載明'}；適用於 {_validity(rule)}的{rule.event}"
    if rule.note:
        yield f"說明：{rule.note}"


def _by_rule(deadline: Deadline) -> date:
    return deadline.explanation.by_rule_on or deadline.last_on


def _counted_to(deadline: Deadline) -> date:
    moved = deadline.explanation.moved_from
    return _by_rule(deadline) if moved is None else moved.on


def _chosen(deadline: Deadline) -> str:
    """Say which day the agency chose, beside the rule's: for what binds, the latest there is."""
    chosen, by_rule = _day(deadline.last_on), _day(_by_rule(deadline))
    if deadline.rule.force is Force.BINDING:
        return f"公告的日子：{chosen}；依規則最晚可到 {by_rule}"
    return f"改定：{chosen}；依規則是 {by_rule}"


def _span(rule: Rule) -> str:
    if rule.span is Span.DAY_OF_LAST_MONTH:
        return f"前一個月的 {rule.length} 日"
    direction = "往前" if rule.length < 0 else "加"
    unit = "個工作天" if rule.span is Span.WORKDAYS else str(rule.span)
    return f"{direction} {abs(rule.length)} {unit}，{rule.event}當天不算"


def _clamped(deadline: Deadline) -> str:
    if not deadline.explanation.clamped:
        return ""
    rule = deadline.rule
    wanted = rule.length if rule.span is Span.DAY_OF_LAST_MONTH else deadline.event_on.day
    return f"（那個月沒有 {wanted} 日，取月底）"


def _passed_over(deadline: Deadline) -> Iterator[str]:
    rule, told = deadline.rule, deadline.explanation
    if rule.span is not Span.WORKDAYS:
        if rule.span is not Span.DAY_OF_LAST_MONTH:
            yield "跳過：無，放假日照算"
    elif told.skipped:
        yield f"跳過 {len(told.skipped)} 天：{'、'.join(_runs(told.skipped))}"
    else:
        yield "跳過：無，期間內沒有放假日"
    if told.made_up:
        yield f"補行上班照算：{'、'.join(_day(day) for day in told.made_up)}"
    if told.paused_count:
        reasons = "、".join(
            f"{_day(pause.starts_on)}到 {_day(pause.ends_on)}{pause.reason}"
            for pause in told.paused
        )
        yield f"選舉期間暫停 {told.paused_count} 天不算：{reasons}（暫定，{BY_JOIN}）"


def _runs(skipped: Iterable[DayOff]) -> Iterator[str]:
    """Join days off that follow one another: 「115/02/14（六）至 02/22（日）春節」."""
    run: list[DayOff] = []
    for day in sorted(skipped, key=lambda each: each.on):
        if run and day.on - run[-1].on > ONE_DAY:
            yield _run(run)
            run = []
        run.append(day)
    if run:
        yield _run(run)


def _run(days: Sequence[DayOff]) -> str:
    reasons = "、".join(
        dict.fromkeys("週末" if _is_plain_weekend(day) else day.why for day in days)
    )
    first, last = days[0].on, days[-1].on
    span = _day(first) if first == last else f"{_day(first)}至 {_day(last)}"
    return f"{span}{reasons}"


def _is_plain_weekend(day: DayOff) -> bool:
    return day.why == f"週{WEEKDAYS[day.on.weekday()]}"


def _hour(rule: Rule) -> str:
    if rule.ends == WHOLE_DAY:
        return "最後一天整天都算，到次日零時為止"
    if rule.ends == LAST_SECOND:
        return "到當天 23:59:59 為止"
    if not rule.ends:
        return "從當天零時起"
    minutes = int(rule.ends.total_seconds()) // 60
    return f"到當天 {minutes // 60:02}:{minutes % 60:02} 為止"


def _validity(rule: Rule) -> str:
    since = roc_number(rule.valid_from) if rule.valid_from else ""
    until = roc_number(rule.valid_to) if rule.valid_to else ""
    if since and until:
        return f"{since} 至 {until} "
    if since or until:
        return f"{since} 以後" if since else f"{until} 以前"
    return "任何一天"


def _day(on: date) -> str:
    """「107/10/28（日）」, always with the year."""
    return f"{roc_number(on)}（{WEEKDAYS[on.weekday()]}）"

"""A rule in Chinese: in a list, as a version of itself, and as the line that makes it. Pure."""

from datetime import date, timedelta

from bot.message import Item
from handlers.shared.roc_date import roc_number
from handlers.shared.rulebook import LAST_SECOND, WHOLE_DAY
from storage.records.rules import Rule, Span

RULE_LINE = "<名稱> <從什麼起算> <多久> <由誰> <應辦|參考|內部> 自<日期> 依據 <出處>"


def short_rule(rule: Rule) -> str:
    """「正式回應（成案後 2 個月）」."""
    return f"{rule.name}（{_span(rule)}）"


def rule_text(rule: Rule) -> str:
    """「成案後 2 個月，到 23:59:59」."""
    return f"{_span(rule)}{_hour(rule.ends)}"


def version_item(rule: Rule, *, today: date) -> Item:
    """One version: from when, how long, who, how much it binds, where it is written."""
    parts = (rule_text(rule), f"{rule.actor}・{rule.force}", f"依據：{rule.source}{rule.point}")
    version = f"（{rule.version}）" if rule.version else ""
    return Item(_validity(rule), "，".join(parts) + version, strong=rule.holds_on(today))


def rule_line(rule: Rule) -> str:
    """Return the line, after 新增規則, that is read as exactly this rule."""
    unit = "個工作天" if rule.span is Span.WORKDAYS else str(rule.span)
    since = f"自{roc_number(rule.valid_from)}" if rule.valid_from else ""
    until = f"到{roc_number(rule.valid_to)}" if rule.valid_to else ""
    kinds = rule.kinds[0] if len(rule.kinds) == 1 else ""
    seconds = int(rule.ends.total_seconds())
    hour = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    back = "前" if rule.length < 0 else ""
    parts = (
        *(rule.name, str(rule.event), f"{abs(rule.length)}{unit}{back}", hour),
        *(str(rule.actor), str(rule.force), str(kinds), since, until),
        f"依據 {rule.source}{rule.point}",
    )
    return " ".join(part for part in parts if part)


def _span(rule: Rule) -> str:
    if rule.span is Span.DAY_OF_LAST_MONTH:
        return f"{rule.event}前一個月的 {rule.length} 日"
    unit = "個工作天" if rule.span is Span.WORKDAYS else str(rule.span)
    return f"{rule.event}{'前' if rule.length < 0 else '後'} {abs(rule.length)} {unit}"


def _hour(ends: timedelta) -> str:
    if ends == WHOLE_DAY:
        return "，整天都算"
    if not ends:
        return "，從零時起"
    seconds = int(ends.total_seconds())
    last = f":{seconds % 60:02}" if ends == LAST_SECOND else ""
    return f"，到 {seconds // 3600:02}:{seconds // 60 % 60:02}{last}"


def _validity(rule: Rule) -> str:
    since = roc_number(rule.valid_from) if rule.valid_from else ""
    until = roc_number(rule.valid_to) if rule.valid_to else ""
    if since and until:
        return f"{since} 到 {until}"
    if until:
        return f"{until} 以前"
    return f"{since} 起" if since else "一直適用"

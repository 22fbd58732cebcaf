"""規則, 新增規則, 終止規則: the rulebook, and what administrators and 國發會 change in it."""

from datetime import timedelta

from bot.message import Button, Card, Fact, Item
from bot.room import Access, Place, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import page_of
from handlers.reminders.commands.entering import (
    effect_words,
    keep_audit,
    own_moves,
    split_sure,
    sure_button,
)
from handlers.reminders.commands.replanning import plan_all
from handlers.reminders.rules.entry_errors import NoRuleDayError, RuleEndedError
from handlers.reminders.rules.rule_words import (
    RULE_LINE,
    rule_line,
    rule_text,
    short_rule,
    version_item,
)
from handlers.reminders.rules.ruling import check_rule, ended, later_versions, read_rule
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import find_one_date, roc_number, taipei_date
from handlers.shared.rulebook import NoRuleThatDayError, Rulebook, UnknownRuleError
from storage.records.rules import Force, Rule
from storage.rules import shipped_rules
from storage.unit_of_work import UnitOfWork

SHOWN = 5
HOW_MUCH = {
    Force.BINDING: "應辦",
    Force.REFERENCE: "參考，過了補辦即可",
    Force.INTERNAL: "內部",
    Force.INFORMATION: "供參",
}


@commands.add(
    "規則表",
    usage="規則表 [名稱]",
    summary="有哪些期限規則；一條的各個版本",
    aliases=("期限規則", "看規則", "查規則", "所有規則"),
    shapes=(
        Shape("規則", ""),
        *(Shape(f"規則 {name}", name) for name in Rulebook(shipped_rules()).names),
        Shape("有哪些|有什麼 期限? 規則", ""),
        Shape("規則 *", "*", sure=False),
    ),
    examples=("規則", "規則 正式回應"),
)
def show_rules(request: Asked, services: Services) -> Card:
    """List the rules of today by how much they bind, or every version of one."""
    text, _ = split_sure(request)
    name = text.split("第")[0].strip() if "頁" in text else text
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        book = Rulebook(uow.rules.all())
    if name:
        return _versions(book, name, request)
    listed = [rule for known in book.names if (rule := _today(book, known, request)) is not None]
    items = tuple(
        Item(how, "、".join(_listed(r) for r in listed if r.force is force))
        for force, how in HOW_MUCH.items()
        if any(r.force is force for r in listed)
    )
    return Card(
        alt="期限規則",
        kind="規則",
        title=f"{roc_number(today)} 適用的 {len(listed)} 條",
        items=items,
        note="看一條的各版本和依據：規則 正式回應",
        buttons=tuple(Button(n, f"規則表 {n}") for n in ("正式回應", "公告期程", "綜整回應")),
    )


def _listed(rule: Rule) -> str:
    """Name a rule in the list; of the many internal ones the name is enough."""
    return rule.name if rule.force is Force.INTERNAL else short_rule(rule)


def _today(book: Rulebook, name: str, request: Asked) -> Rule | None:
    try:
        return book.rule(name, on=taipei_date(request.now))
    except NoRuleThatDayError:
        return None


def _versions(book: Rulebook, name: str, request: Asked) -> Card:
    """Show every version of a rule, the latest first."""
    mine = [r for r in book.versions(name) if r.agency_id is None]
    if not mine:
        raise UnknownRuleError(name, book.names)
    today, page = taipei_date(request.now), page_of(request.argument)
    start = (page - 1) * SHOWN
    shown = list(reversed(mine))[start : start + SHOWN]
    more = (Button("更多", f"規則表 {name} 第{page + 1}頁"),) if len(mine) > start + SHOWN else ()
    return Card(
        alt=f"規則 {name}",
        kind="規則",
        title=name,
        items=tuple(version_item(rule, today=today) for rule in shown),
        note="案件適用事件當天的版本，之後改了也不變。",
        buttons=more,
    )


@commands.add(
    "新增規則",
    usage=f"新增規則 {RULE_LINE}",
    summary="規則修訂了，加一個版本；確認後才算",
    aliases=("增加規則", "加規則", "修訂規則"),
    examples=("新增規則 綜整回應 14個工作天 自116/01/01 依據 要點第9點",),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def add_rule(request: Asked, services: Services) -> Result:
    """Keep a new version of a rule after one more question that says what follows from it."""
    text, sure = split_sure(request)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        book = Rulebook(uow.rules.all())
        new = read_rule(text, book, today=today)
        check_rule(new, book)
        uow.reminders.wait_turn()
        changed = book.superseded_by(new)
        kept = next(rule for rule in changed if rule.key == new.key)
        over = [rule for rule in changed if rule.key != new.key]
        effect, items = _keep(uow, request, changed)
        if sure:
            keep_audit(uow, request, "add-rule", f"rule:{new.name}", new.key)
            uow.commit()
    ending = f"原來的版本用到 {roc_number(over[0].valid_to)}。" if over and over[0].valid_to else ""
    if sure:
        return Card.sentence(
            f"新增好了：{new.name}，{rule_text(kept)}。{ending}{effect}",
            Button("看各版本", f"規則表 {new.name}"),
        )
    return Card(
        alt=f"新增規則 {new.name}，請確認",
        kind="新增規則",
        title=f"{new.name}？",
        facts=_facts(kept),
        items=items,
        body=f"{ending}{effect}",
        note="還沒有新增；按「確認」才算。已起算的案件維持當時的版本。",
        buttons=(
            sure_button(f"新增規則 {rule_line(new)}"),
            Button("看現在的", f"規則表 {new.name}"),
        ),
    )


@commands.add(
    "終止規則",
    usage="終止規則 <名稱> <從哪一天起>",
    summary="從那一天起不再適用；確認後才算",
    aliases=("停用規則", "廢止規則", "結束規則"),
    examples=("終止規則 重提 116/01/01",),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def end_rule(request: Asked, services: Services) -> Result:
    """Let a rule hold no longer from a day on, after one more question."""
    text, sure = split_sure(request)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        book = Rulebook(uow.rules.all())
        name = next(
            (n for n in sorted(book.names, key=len, reverse=True) if text.startswith(n)), ""
        )
        if not name:
            raise UnknownRuleError(text.partition(" ")[0], book.names)
        found = find_one_date(text.removeprefix(name), today=today)
        if found is None:
            raise NoRuleDayError(name)
        over = ended(book, name, found.on)
        if not over:
            raise RuleEndedError(name)
        uow.reminders.wait_turn()
        effect, items = _keep(uow, request, over)
        if sure:
            keep_audit(uow, request, "end-rule", f"rule:{name}", roc_number(found.on))
            uow.commit()
    first, last = roc_number(found.on), roc_number(found.on - timedelta(days=1))
    later = list(later_versions(book, name, found.on))
    rest = f"之後的 {len(later)} 個版本不動。" if later else ""
    if sure:
        return Card.sentence(
            f"好，「{name}」用到 {last}，{first} 起的事件不再適用。{rest}{effect}",
            Button("看各版本", f"規則表 {name}"),
        )
    return Card(
        alt=f"終止規則 {name}，請確認",
        kind="終止規則",
        title=f"「{name}」用到 {last}？",
        facts=_facts(over[0])[:2],
        items=items,
        body=f"{first} 起的事件不再適用。{rest}{effect}",
        note="還沒有終止；按「確認」才算。已起算的案件維持當時的版本。",
        buttons=(sure_button(f"終止規則 {name} {first}"),),
    )


def _keep(
    uow: UnitOfWork, request: Asked, changed: tuple[Rule, ...]
) -> tuple[str, tuple[Item, ...]]:
    """Save versions and plan anew; return what that does to the open cases."""
    officer_id = speaking_officer(request.speaker).id
    before = _owed(uow)
    for rule in changed:
        uow.rules.save(rule, now=request.now, officer_id=officer_id)
    moves = plan_all(uow, request.now)
    after = _owed(uow)
    come, gone = max(0, after - before), max(0, before - after)
    more = f"另外多了 {come} 個期限。" if come else f"有 {gone} 個期限不再需要。" if gone else ""
    effect = effect_words(uow, moves) if moves or not more else ""
    return f"{effect}{more}", own_moves(uow, request, moves)


def _owed(uow: UnitOfWork) -> int:
    """Count the duties of open cases that are still to be done."""
    return sum(duty.is_open for duty in uow.duties.of_cases(uow.duties.open_cases()))


def _facts(rule: Rule) -> tuple[Fact, ...]:
    until = roc_number(rule.valid_to) if rule.valid_to else ""
    since = roc_number(rule.valid_from) if rule.valid_from else "最早"
    return (
        Fact("期間", rule_text(rule)),
        Fact("由誰", f"{rule.actor}（{rule.force}）"),
        Fact("適用", f"{since} {f'到 {until}' if until else '起'}"),
        Fact("依據", f"{rule.source}{rule.point}"),
        Fact("案件", "、".join(rule.kinds) or "各種案件"),
    )

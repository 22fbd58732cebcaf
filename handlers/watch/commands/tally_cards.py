"""What is shown of counts (件數). No command; counts, never causes."""

from collections.abc import Sequence
from datetime import date

from bot.message import Button, Card, Fact, Item, Tone
from handlers.shared.roc_date import show_date
from handlers.watch.commands.tallying import Met, Standing
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.phase import Phase
from handlers.watch.rules.tallies import Played
from handlers.watch.rules.tally_words import Counted, shown_line, unit_of
from storage.records.tallies import Tally

KIND = "件數"
OURS = "僅本機關"
LISTED = 5
FRESH_DAYS = 7  # a state is told of a count that is at most so old


def shown_days(tally: Tally | Counted, today: date) -> str:
    """「12/7（一）」, 「12/1（二）–12/7（一）」."""
    first = show_date(tally.first_on, today=today)
    if tally.first_on == tally.last_on:
        return first
    return f"{first}–{show_date(tally.last_on, today=today)}"


def named(one: Counted) -> str:
    """「首長信箱「健保卡」」."""
    return f"{one.channel}「{one.topic}」"


def kept_card(met: Met, played: Played, *, today: date, changed: bool) -> Card:
    """Say that a count was kept, and how it stands beside the usual."""
    one = met.counted
    told = f"{shown_days(one, today)}{one.count:,} {one.unit}"
    head = "改好了" if changed else "記下了"
    return Card(
        alt=f"{head}：{one.channel} {told}",
        kind=KIND,
        flag=OURS,
        tone=Tone.NOTICE if played.rose_on(one.first_on) else Tone.CALM,
        title=f"{head}：{named(one)}{told}",
        facts=_facts(one, played),
        note=f"打錯了就輸入：更正 {one.channel} {one.topic} {_short(one.first_on)} 為 10",
        buttons=(
            Button("還在吵嗎", f"還在吵嗎 {one.topic}"),
            Button("刪掉這筆", f"刪件數 {shown_line(one)}"),
        ),
    )


def _short(on: date) -> str:
    return f"{on.month}/{on.day}"


def _facts(one: Counted, played: Played) -> tuple[Fact, ...]:
    if one.first_on != one.last_on:
        return (Fact("判斷", "好幾天合記的數字只列出來，不判斷升溫"),)
    usual = played.usual(one.first_on)
    if len(played.counts) == 1:
        return (Fact("話題", "第一次記這個話題；寫錯了就刪掉這筆"),)
    if usual is None:
        return (Fact("平常", "還不到 7 天，看不出來"),)
    return (
        Fact("平常一天", f"約 {usual:,.0f} {one.unit}"),
        *((Fact("這天", _why(played, one.first_on), strong=True),) if _rose(played, one) else ()),
    )


def _rose(played: Played, one: Counted) -> bool:
    return played.rose_on(one.first_on)


def _why(played: Played, on: date) -> str:
    if AlarmKind.BURST in played.rang[on]:
        return "比平常明顯多（異常升溫）"
    return "連幾天是 14 天來最高"


def same_card(met: Met, *, today: date) -> Card:
    """Say that just this was kept before."""
    one = met.counted
    told = f"{named(one)}{shown_days(one, today)}{one.count:,} {one.unit}"
    return Card.sentence(f"{told}，之前記過了，沒有再記。")


def ask_card(met: Met, *, today: date) -> Card:
    """Ask before a count takes the place of another one."""
    one = met.counted
    known = "、".join(f"{shown_days(o, today)}{o.count:,} {one.unit}" for o in met.known[:3])
    more = f"等 {len(met.known)} 筆" if len(met.known) > 3 else ""  # noqa: PLR2004  # as shown
    wanted = f"{shown_days(one, today)}{one.count:,} {one.unit}"
    merged = "每天的數字會併成一筆。" if one.first_on != one.last_on else ""
    return Card(
        alt="已經記過這天，要改嗎？",
        kind=KIND,
        flag=OURS,
        title=f"{named(one)}已經記了 {known}{more}",
        body=f"要改成 {wanted}嗎？{merged}",
        buttons=(
            Button(f"改成 {one.count:,} {one.unit}", f"更正件數 {shown_line(one)} 為 {one.count}"),
        ),
    )


def dropped_card(one: Counted, known: Sequence[Tally], *, today: date) -> Card:
    """Say what was dropped."""
    if not known:
        return Card.sentence(f"{named(one)}{shown_days(one, today)} 沒有記過。")
    told = "、".join(f"{shown_days(o, today)}{o.count:,} {one.unit}" for o in known[:3])
    return Card.sentence(f"刪掉了：{named(one)}{told}。")


def draft_card(mets: Sequence[Met], failed: Sequence[str], mark: str, *, today: date) -> Card:
    """Show what a pasted table says before it is kept."""
    new = [met for met in mets if met.is_new]
    changes = [met for met in mets if not met.is_new and not met.is_same]
    same = len(mets) - len(new) - len(changes)
    facts = [Fact("新的", f"{len(new)} 筆", strong=True)]
    if changes:
        facts.append(Fact("會改掉", f"{len(changes)} 筆：{_changes(changes, today)}"))
    if same:
        facts.append(Fact("記過了", f"{same} 筆，不再記"))
    if failed:
        facts.append(Fact("看不懂", f"{len(failed)} 行，不會記：{'；'.join(failed[:3])}"))
    wanted = len(new) + len(changes)
    more = f"另有 {wanted - LISTED} 筆。" if wanted > LISTED else ""
    return Card(
        alt=f"讀到 {len(mets)} 筆件數，要存嗎？" if wanted else "沒有新的件數",
        kind=KIND,
        flag=OURS,
        title=f"讀到 {len(mets)} 筆，{'還沒存' if wanted else '都記過了'}",
        facts=tuple(facts),
        items=tuple(_item(met, today) for met in [*changes, *new][:LISTED]),
        note=f"{more}不對就改好再貼一次。" if wanted else "",
        buttons=(Button(f"存 {wanted} 筆", f"存件數 {mark}", primary=True),) if wanted else (),
    )


def _changes(changes: Sequence[Met], today: date) -> str:
    first = changes[0]
    return f"{shown_days(first.counted, today)}{first.known[0].count:,} → {first.counted.count:,}"


def _item(met: Met, today: date) -> Item:
    one = met.counted
    return Item(f"{named(one)}", f"{shown_days(one, today)}　{one.count:,} {one.unit}")


def stored_card(count: int, risen: Sequence[str]) -> Card:
    """Say that a pasted table was kept, and what of it is clearly more than usual."""
    told = f"存好了，{count} 筆。"
    more = f"比平常明顯多：{'、'.join(risen)}" if risen else ""
    return Card.sentence(f"{told}{more}", Button("看件數", "件數紀錄"))


def gone_draft_card() -> Card:
    """Say that there is nothing to be kept any more."""
    return Card.sentence("這份件數已經存過或過期了，請再貼一次。")


def fact_of(one: Standing, *, today: date, alone: bool) -> Fact:
    """Say in one line how a series stands, for 還在吵嗎; `alone`: its topic goes without saying."""
    label = one.series.channel if alone else f"{one.series.channel} {one.series.topic}"
    return Fact(label[:12], standing_words(one, today=today))


def standing_words(one: Standing, *, today: date) -> str:
    """「12/6（日）8 通，平常一天約 5 通，升溫」."""
    unit = unit_of(one.series.channel)
    parts = [f"{shown_days(one.last, today)}{one.last.count:,} {unit}"]
    usual = one.played.usual(one.last.first_on)
    if usual is not None and one.last.day_count == 1:
        parts.append(f"平常一天約 {usual:,.0f} {unit}")
        phase, age = one.played.course.phase, (today - one.last.last_on).days
        if phase is not Phase.USUAL and age <= FRESH_DAYS:
            parts.append(phase.value)
    return "，".join(parts)


def list_card(rows: Sequence[Standing], *, today: date) -> Card:
    """List what the agency counts."""
    more = (
        f"另有 {len(rows) - LISTED} 個，看一個：件數紀錄 1999 健保卡。"
        if len(rows) > LISTED
        else ""
    )
    return Card(
        alt=f"件數：{len(rows)} 個",
        kind=KIND,
        flag=OURS,
        title="貴機關記的件數",
        items=tuple(
            Item(f"{one.series.channel}「{one.series.topic}」", standing_words(one, today=today))
            for one in rows[:LISTED]
        ),
        note=f"{more}只有貴機關看得到。",
        buttons=tuple(
            Button(
                f"看{one.series.channel}{one.series.topic}"[:20],
                f"件數紀錄 {one.series.channel} {one.series.topic}",
            )
            for one in rows[:3]
        ),
    )


def days_card(one: Standing, tallies: Sequence[Tally], *, today: date) -> Card:
    """Show the last counts of one series, the latest first."""
    unit = unit_of(one.series.channel)
    lines = [f"{shown_days(t, today)}　{t.count:,} {unit}" for t in reversed(tallies)]
    return Card(
        alt=f"{one.series.channel}「{one.series.topic}」最近的件數",
        kind=KIND,
        flag=OURS,
        title=f"{one.series.channel}「{one.series.topic}」",
        facts=(Fact("最近", standing_words(one, today=today), strong=True),),
        body="\n".join(lines),
        note=f"改一天：更正 {one.series.channel} {one.series.topic} 12/1 為 10",
    )


def risen_card(counted: Sequence[Counted], usual: float | None, *, today: date) -> Card:
    """Tell of counts just brought that are clearly more than usual."""
    first = counted[0]
    told = f"{shown_days(first, today)}{first.count:,} {first.unit}"
    more = f"等 {len(counted)} 筆" if len(counted) > 1 else ""
    return Card(
        alt=f"{named(first)}升溫：{told}",
        kind=KIND,
        flag=OURS,
        tone=Tone.NOTICE,
        title=f"{named(first)}比平常明顯多{more}",
        facts=(
            Fact("這天", told, strong=True),
            *((Fact("平常一天", f"約 {usual:,.0f} {first.unit}"),) if usual is not None else ()),
        ),
        items=tuple(
            Item(named(one), f"{shown_days(one, today)}　{one.count:,} {one.unit}")
            for one in counted[1 : LISTED + 1]
        ),
        note="數字是剛匯入的。只說數量，不代表原因。",
        buttons=(
            Button("還在吵嗎", f"還在吵嗎 {first.topic}"),
            Button("看件數", f"件數紀錄 {first.channel} {first.topic}"),
        ),
    )

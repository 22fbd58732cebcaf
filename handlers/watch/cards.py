"""What is shown of public opinion. Counts and posts; never causes, never whose fault."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.message import Button, Card, Fact, Item, Tone
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.phase import Course, Phase
from handlers.watch.rules.volume import HOUR
from storage.records.watching import Alarm, Hearer, Subscription

WHY = {
    AlarmKind.BURST.value: "比這個話題平常同時段明顯多",
    AlarmKind.HIGH.value: "是 14 天來最高",
}
HEARERS = {Hearer.ME: "", Hearer.GROUP: "（群組）", Hearer.AGENCY: "（本機關）"}
TITLE = 24  # characters of a topic
LEFT_OUT = re.compile(r"(?:\s+(?:[-－−]|(?:不要|排除|不含)\s?|NOT\s+)[^\s()（）]+)+$")
NOT_OURS = "數字只含收得到的來源。"


@dataclass(frozen=True, slots=True)
class Said:
    """How much was said in a span."""

    post_count: int
    story_count: int
    author_count: int
    span: timedelta
    usual: float  # posts in such a span


@dataclass(frozen=True, slots=True)
class Shown:
    """A post that stands for others."""

    source: str
    text: str
    at: datetime
    copies: int  # sources of the same story, its own too


def subject(text: str, most: int = TITLE) -> str:
    """Return a topic as it is named: short."""
    return text if len(text) <= most else f"{text[:most]}…"


def title_of(wish: Subscription) -> str:
    """Return what people call a subscription: its name, or its words less those left out."""
    return wish.name or subject(LEFT_OUT.sub("", wish.text) or wish.text)


def times_usual(said: Said) -> str:
    """「平常的 8 倍」; what is hardly ever talked about has no times."""
    if said.usual < 1:
        return "平常不到 1 則"
    times = said.post_count / said.usual
    return f"平常的 {times:.0f} 倍" if times >= 3 else f"平常約 {said.usual:.0f} 則"  # noqa: PLR2004  # rounded


def alert_card(  # noqa: PLR0913  # all that an alarm says
    wish: Subscription,
    alarm: Alarm,
    said: Said,
    posts: Sequence[Shown],
    *,
    now: datetime,
    case: str = "",
    for_action: bool = False,
) -> Card:
    """Say that a topic heats up, or that it went on; `case` is the number of its case."""
    name = title_of(wish)
    kinds = alarm.kind.split("+")
    why = "，也".join(WHY[kind] for kind in kinds if kind in WHY)
    head = "升溫"
    if not why:
        head = "又多了一倍" if alarm.kind == "update" else "有新的一則在傳"
    hours = max(1, round(said.span / HOUR))
    return Card(
        alt=f"「{name}」{head}：{hours} 小時 {said.post_count} 則",
        kind="輿情",
        number=case and f"案件 {case}",
        flag="需要你做事" if for_action else "僅供參考",
        tone=Tone.NOTICE,
        title=f"「{name}」{head}",
        facts=(
            Fact(f"最近 {hours} 小時", f"{said.post_count} 則，{times_usual(said)}", strong=True),
            Fact("其中", f"{said.story_count} 個說法，{said.author_count} 位發言者"),
            *((Fact("為何說", why),) if why else ()),
        ),
        items=tuple(_item(one, now=now) for one in posts),
        in_private=f"輿情立案 {wish.id}",
        note=f"{NOT_OURS}報得準不準，按「更多」告訴我。",
        buttons=buttons_for(wish, case),
    )


def buttons_for(wish: Subscription, case: str = "") -> tuple[Button, ...]:
    """Return what one may do about a topic that heats up; the rest is behind 「更多」."""
    first = Button(f"看 {case}", f"案件 {case}") if case else Button("登記", f"輿情立案 {wish.id}")
    return (
        replace(first, primary=True),
        Button("聯絡主管機關", f"找 {plain_words(wish)}"),
        Button("靜音", f"靜音訂閱 {wish.id} 多久"),
        Button("更多", f"輿情處理 {wish.id}"),
    )


def hushed_card(wish: Subscription, alarm: Alarm, count: int) -> Card:
    """Say that the topic of a 敏感 case changed: its number and no words."""
    head = f"{title_of(wish)} 的輿情{_word(alarm)}"
    return Card(
        alt=head,
        kind="輿情",
        flag="僅供參考",
        tone=Tone.NOTICE,
        title=head,
        facts=(Fact("則數", f"{count} 則", strong=True),),
        note="敏感案件，內容按「看內容」才顯示。",
        buttons=(
            Button("看內容", f"還在吵嗎 {wish.id}", primary=True),
            Button("靜音", f"靜音訂閱 {wish.id} 多久"),
        ),
    )


def plain_words(wish: Subscription) -> str:
    """Return the first words of a topic, without what is left out; of an agency its name."""
    text = wish.name.removesuffix("和業務") or wish.text
    words = [w for w in text.replace("(", " ").replace(")", " ").split() if w.strip("-－") == w]
    kept: list[str] = []
    for word in words:
        if word.startswith(("不要", "排除", "不含", "NOT")):
            break
        if word not in {"或", "OR", "|", "AND", "且"}:
            kept.append(word)
    return " ".join(kept[:3]) or subject(text)


def _item(shown: Shown, *, now: datetime) -> Item:
    copies = f"・{shown.copies} 家轉載" if shown.copies > 1 else ""
    when = show_moment(shown.at, today=taipei_date(now))
    return Item(shown.text, f"{shown.source}・{when}{copies}")


def decline_card(wish: Subscription, counts: tuple[int, float], course: Course) -> Card:
    """Say that less is said: the posts of 48 hours, and of a day before."""
    two_days, day_before = counts
    name = title_of(wish)
    return Card(
        alt=f"「{name}」討論量回落：48 小時 {two_days} 則",
        kind="輿情",
        flag="僅供參考",
        title=f"「{name}」討論量回落",
        facts=(
            Fact("最近 48 小時", f"{two_days} 則", strong=True),
            Fact("之前", f"平均每天 {day_before:.0f} 則"),
            Fact("現在", course.phase.value),
        ),
        note=f"只說數量，不代表原因。{NOT_OURS}",
        buttons=(Button("還在吵嗎", f"還在吵嗎 {wish.id}"),),
    )


def digest_card(lines: Sequence[tuple[Subscription, Alarm, int]]) -> Card:
    """Say several in one card."""
    items = tuple(
        Item(f"{wish.id}　「{title_of(wish)}」{_word(alarm)}", f"{count} 則")
        for wish, alarm, count in lines[:5]
    )
    more = f"另有 {len(lines) - 5} 個話題。" if len(lines) > 5 else ""  # noqa: PLR2004  # items of a card
    return Card(
        alt=f"輿情彙整：{len(lines)} 個話題有變化",
        kind="輿情",
        flag="僅供參考",
        title=f"{len(lines)} 個話題有變化",
        items=items,
        note=f"{more}看一個：還在吵嗎 編號",
        buttons=tuple(Button(f"看 {wish.id}", f"還在吵嗎 {wish.id}") for wish, _, _ in lines[:3]),
    )


def _word(alarm: Alarm) -> str:
    if alarm.kind == AlarmKind.DECLINE.value:
        return "討論量回落"
    return {"update": "又多了一倍", "story": "有新的一則在傳"}.get(alarm.kind, "升溫")


def state_card(  # all that is said of a topic
    text: str,
    course: Course,
    counts: Mapping[str, int],
    usual_day: float,
    posts: Sequence[Shown],
    *,
    now: datetime,
) -> Card:
    """Answer 「還在吵嗎」 with counts."""
    since = ""
    if course.since_at is not None and course.phase is not Phase.USUAL:
        since = f"（{show_moment(course.since_at, today=taipei_date(now))} 起）"
    name = subject(text)
    return Card(
        alt=f"「{name}」{course.phase.value}：24 小時 {counts['day']} 則",
        kind="輿情",
        title=f"「{name}」現在：{course.phase.value}{since}",
        facts=(
            Fact("24 小時", f"{counts['day']} 則，{counts['authors']} 位發言者", strong=True),
            Fact("前 24 小時", f"{counts['before']} 則"),
            Fact("平常一天", f"約 {usual_day:.0f} 則" if usual_day >= 1 else "不到 1 則"),
        ),
        items=tuple(_item(one, now=now) for one in posts),
        note=f"只說數量，不代表原因。{NOT_OURS}",
    )


def list_card(rows: Sequence[tuple[Subscription, Phase]], *, now: datetime) -> Card:
    """List subscriptions."""
    items = tuple(
        Item(
            f"{wish.id}　{title_of(wish)}{HEARERS[wish.hearer]}",
            f"{phase.value}{_how(wish, now)}",
        )
        for wish, phase in rows[:5]
    )
    more = "；".join(f"{wish.id} {title_of(wish)}" for wish, _ in rows[5:30])
    return Card(
        alt=f"訂閱 {len(rows)} 個話題",
        title="我的訂閱",
        items=items,
        body=f"還有：{more}" if more else "",
        note="不要了：取消訂閱 編號。先別說：靜音訂閱 編號 4小時",
        buttons=tuple(Button(f"看 {wish.id}", f"還在吵嗎 {wish.id}") for wish, _ in rows[:3]),
    )


def _how(wish: Subscription, now: datetime) -> str:
    parts: list[str] = []
    if wish.event_muted:
        parts.append("這次不說")
    elif wish.muted_until_at is not None and wish.muted_until_at > now:
        parts.append(f"靜音到 {show_moment(wish.muted_until_at, today=taipei_date(now))}")
    if wish.morning_only:
        parts.append("早上一次")
    if wish.urgent:
        parts.append("下班、假日也說")
    if wish.strictness > 0:
        parts.append(f"調嚴 {wish.strictness} 格")
    return "".join(f"・{part}" for part in parts)


def there_card(wish: Subscription) -> Card:
    """Say that it was subscribed to before."""
    return Card.sentence(
        f"「{title_of(wish)}」已經訂了（訂閱 {wish.id}）。", Button("我的訂閱", "我的訂閱")
    )


def subscribed_card(
    wish: Subscription, history: str, lines: Sequence[Item], suggested: Sequence[str]
) -> Card:
    """Say what was subscribed to, and what it would have brought."""
    who = {Hearer.ME: "您", Hearer.GROUP: "這個群組", Hearer.AGENCY: "貴機關當日的窗口"}
    when = "早上說一次" if wish.morning_only else "有異常才說，一天最多 3 則"
    hint = ""
    if suggested:
        hint = f"有些可能是廣告，可改成：訂閱 {wish.text} -{' -'.join(suggested)}"
    return Card(
        alt=f"訂閱好了：{title_of(wish)}",
        kind="輿情",
        number=f"訂閱 {wish.id}",
        title=f"好，{who[wish.hearer]}會聽到「{title_of(wish)}」",
        facts=(
            Fact("試算", history, strong=True),
            *((Fact("會聽的字", subject(wish.text, 60)),) if wish.name or wish.case_id else ()),
            Fact("之後", when),
        ),
        items=tuple(lines),
        body=hint,
        note="下面是最近符合的句子；不對就取消，改個說法再訂。" if lines else "",
        buttons=(
            Button("取消這個訂閱", f"取消訂閱 {wish.id}"),
            Button("我的訂閱", "我的訂閱"),
        ),
    )

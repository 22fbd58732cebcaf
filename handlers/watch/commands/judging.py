"""What comes back when somebody answers an alarm: thanks with the bar as it is now, choices."""

from bot.message import Button, Card, Fact
from handlers.watch.cards import title_of
from handlers.watch.rules.state import LEAST_STRICT, MOST_STRICT
from storage.records.watching import Subscription


def how_long(wish: Subscription) -> Card:
    """Ask for how long a topic shall be silent."""
    line = f"靜音訂閱 {wish.id} "
    return Card(
        alt=f"「{title_of(wish)}」要靜音多久？",
        body=f"「{title_of(wish)}」要靜音多久？",
        buttons=(
            Button("4 小時", f"{line}4小時"),
            Button("至明早", f"{line}至明早"),
            Button("此事件", f"{line}此事件"),
            Button("不再訂", f"取消訂閱 {wish.id}"),
        ),
    )


def bar_words(strictness: int) -> str:
    """Say how high a topic's bar is, within its bounds."""
    if strictness == MOST_STRICT:
        return "已經最嚴"
    if strictness == LEAST_STRICT:
        return "已經最靈敏"
    if strictness > 0:
        return f"比原本嚴 {strictness} 格，最多 {MOST_STRICT} 格"
    return "和原本一樣"


def thanks_card(wish: Subscription, *, useful: bool) -> Card:
    """Say what the answer changes, and what may be done next."""
    name = title_of(wish)
    said = f"謝謝，「{name}」照這樣報。" if useful else f"謝謝，「{name}」以後要更明顯才會響。"
    undo = f"誤報 {wish.id}" if useful else f"有用 {wish.id}"
    after = (
        (Button("程序評估", f"程序評估 {wish.id}"),)
        if useful
        else (Button("這次別再說", f"靜音訂閱 {wish.id} 此事件"),)
    )
    return Card(
        alt=said,
        number=f"訂閱 {wish.id}",
        title=said,
        facts=(Fact("門檻", bar_words(wish.strictness)),),
        buttons=(*after, Button("其實是誤報" if useful else "其實有用", undo)),
    )

"""「開」 and 「關」, as people say it. Pure."""

from dataclasses import dataclass

from bot.room import Shape

ON_WORDS = frozenset({"開", "打開", "開啟", "啟用", "要", "on", "ON"})
OFF_WORDS = frozenset({"關", "關掉", "關閉", "取消", "停", "停用", "不要", "off", "OFF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Something that is on or off, for an agency or a chat."""

    setting: str  # + whose
    action: str  # the word of the audit log
    target: str  # 「agency」, 「chat」
    on: str  # as it is typed
    off: str


def read_switch(text: str) -> bool | None:
    """Read what is wanted; None when neither is said."""
    word = text.strip(" ，,。.：:!！")
    if word in ON_WORDS:
        return True
    return False if word in OFF_WORDS else None


def switch_shapes(names: str) -> tuple[Shape, ...]:
    """Return the wordings that switch something on or off; `names` are set apart by 「|」."""
    return (
        Shape(f"{names} 開|打開|開啟", "開"),
        Shape(f"{names} 關|關掉|關閉|取消", "關"),
        Shape(f"打開|開啟 {names}", "開"),
        Shape(f"關掉|關閉|取消 {names}", "關"),
    )

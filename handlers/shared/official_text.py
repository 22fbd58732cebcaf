"""Pieces of official documents (文書處理手冊): points, how an agency calls itself. Pure."""

from collections.abc import Sequence

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
LEAD_SENTENCE = "主辦＝負責聯絡提案人與定期回應，與政策主責無關"
FILL = "（請填寫）"

Point = str | tuple[str, Sequence[str]]


def chinese_number(number: int) -> str:
    """「一」 to 「九十九」, as headings count."""
    tens, ones = divmod(number, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def numbered(points: Sequence[Point]) -> str:
    """Number points with 一、 and what is under them with （一）; a lone point has no number."""
    lines: list[str] = []
    for place, point in enumerate(points, start=1):
        head, below = (point, ()) if isinstance(point, str) else point
        lines.append(f"{chinese_number(place)}、{head}" if len(points) > 1 else head)
        lines.extend(f"　（{chinese_number(i)}）{text}" for i, text in enumerate(below, start=1))
    return "\n".join(lines)


def ourselves(name: str) -> str:
    """「本部」 for 衛生福利部, 「本司」 for 綜合規劃司."""
    for ending in ("總處", "中心", "基金會", "辦公室"):
        if name.endswith(ending):
            return f"本{ending}"
    return f"本{name[-1]}" if name and name[-1] in "院部會署局處司組室科所館行府課" else "本單位"

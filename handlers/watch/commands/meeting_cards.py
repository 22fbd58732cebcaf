"""What is shown of the weeks around a meeting: counts, never causes. No command."""

from datetime import date

from bot.message import Button, Card, Fact, Picture
from handlers.shared.roc_date import formal_date, show_date
from handlers.watch.rules.meeting import (
    Comparison,
    Report,
    Row,
    Window,
    mean_words,
    ratio_words,
)

KIND = "會議前後"
HEADINGS = ("日期", "時段")
MOST_SERIES = 3
NOTHING = "還沒有這段時間的數字。"


def report_card(
    report: Report, number: str, full_number: str, picture: Picture | None, *, today: date
) -> Card:
    """Show what was counted before and after."""
    window = report.window
    return Card(
        alt=f"{number} 會議前後的討論量",
        kind=KIND,
        number=full_number,
        title=f"{number} 協作會議 {show_date(window.on, today=today)}前後",
        facts=tuple(_facts(report)),
        body="\n".join(filter(None, ("" if report.rows else NOTHING, _order(report, picture)))),
        note=f"{_spans(window)}，會議當天不算。只說數量，不代表是會議造成的。",
        buttons=tuple(_buttons(report, full_number)),
        picture=picture,
    )


def _facts(report: Report) -> list[Fact]:
    window = report.window
    facts: list[Fact] = []
    if report.posts is not None:
        facts.append(_fact(report.posts, window, strong=True))
    if report.stories is not None and report.authors is not None:
        told = _change(report.stories.compared(window), report.stories.unit)
        wrote = _change(report.authors.compared(window), report.authors.unit)
        facts.append(Fact("新說法", f"{told}；發言者{wrote}"))
    facts += [_fact(row, window) for row in report.series[:MOST_SERIES]]
    return facts


def _fact(row: Row, window: Window, *, strong: bool = False) -> Fact:
    one = row.compared(window)
    return Fact(row.name[:12], f"{_change(one, row.unit)}，{ratio_words(one)}", strong=strong)


def _change(one: Comparison, unit: str) -> str:
    return f"每天 {mean_words(one.before)} → {mean_words(one.after)} {unit}"


def _order(report: Report, picture: Picture | None) -> str:
    names = [row.name for row in report.drawn]
    if picture is None or not names:
        return ""
    return f"圖由上到下：{'、'.join(names)}；虛線是開會那天。"


def _spans(window: Window) -> str:
    before, after = len(window.before), len(window.after)
    if not after:
        return f"會前 {before} 天，會後還沒有整天"
    return f"會前 {before} 天、會後 {after} 天"


def _buttons(report: Report, number: str) -> list[Button]:
    buttons: list[Button] = []
    if report.rows:
        buttons.append(Button("下載表格", f"會議前後表 {number}"))
    if report.posts is None:
        buttons.append(Button("訂閱這件的討論", f"訂閱 案件 {number}"))
    return [*buttons, Button("看案件", f"案件 {number}")]


def chart_alt(report: Report) -> str:
    """Say the numbers of the chart, for who cannot see it."""
    window = report.window
    told = "；".join(f"{row.name}{_change(row.compared(window), row.unit)}" for row in report.drawn)
    return f"{formal_date(window.on)}會議前後：{told}"


def table_rows(report: Report) -> list[list[str]]:
    """Return the table: one row a day, then the means, the ratio and its interval."""
    window, rows = report.window, report.rows
    lines = [[*HEADINGS, *(f"{row.name}（{row.unit}）" for row in rows)]]
    for day in window.days:
        cells = [_cell(value) for row in rows for value in row.over([day])]
        lines.append([formal_date(day), _side(day, window), *cells])
    compared = [row.compared(window) for row in rows]
    lines.append(["會前每天平均", "", *(_mean(one.before) for one in compared)])
    lines.append(["會後每天平均", "", *(_mean(one.after) for one in compared)])
    lines.append(["會後是會前的幾倍", "", *(_number(one.ratio) for one in compared)])
    lines.append(["95% 區間下限", "", *(_number(one.low) for one in compared)])
    lines.append(["95% 區間上限", "", *(_number(one.high) for one in compared)])
    lines.append(["判讀", "", *(one.finding.value for one in compared)])
    told = f"{_spans(window)}；當天不算。空白是沒有資料。只是數量，不代表原因。"
    lines.append(["說明", "", told])
    return lines


def _side(day: date, window: Window) -> str:
    if day == window.on:
        return "會議當天"
    return "會前" if day < window.on else "會後"


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def _mean(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"

"""綜整回應: the draft of the 簽 and of the reply on Join, to be copied. Pure.

Form of the 簽: 文書處理手冊 (行政院). Nobody's name is in it: 「網友2」 means nothing elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.opinions.rules.counting import Row, Tally, rows_of, tally
from handlers.opinions.rules.summary import quoted
from handlers.shared.official_text import FILL, chinese_number, numbered
from handlers.shared.roc_date import formal_date
from storage.records.duties import Duty
from storage.records.opinions import Opinion, Verdict

QUOTE = 60  # characters of an opinion in the draft; all of it is in the table
ROWS = 30  # in the draft; more are in the table
DONE = {
    Verdict.ADOPTED: "已參採",
    Verdict.PARTLY: "部分參採",
    Verdict.DECLINED: "未予參採",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft is made from."""

    subject: str
    number: str
    opinions: Sequence[Opinion]
    writer: str  # 「衛生福利部」
    today: date
    ended_on: date | None = None  # the last day of the notice
    duty: Duty | None = None  # 綜整回應 of this agency


def draft_text(draft: Draft) -> str:
    """Write the 簽 first, then what may stand on Join."""
    return f"{_memo(draft)}\n\n{_reply(draft)}"


def _memo(draft: Draft) -> str:
    points = [_course(draft), _counts(tally(draft.opinions)), _outcome(draft)]
    if draft.duty is not None:
        points.append(f"綜整回應期限為{formal_date(draft.duty.last_on)}。")
    return "\n".join(
        (
            f"簽　於{draft.writer}　{formal_date(draft.today)}",
            f"主旨：有關「{draft.subject}」徵詢意見綜整回應一案，簽請核示。",
            f"說明：\n{numbered([point for point in points if point])}",
            "擬辦：奉核後，於公共政策網路參與平臺公開綜整回應，意見參採情形表如附件。",
            f"敬陳　{FILL}",
        )
    )


def _course(draft: Draft) -> str:
    ended = f"，於{formal_date(draft.ended_on)}期滿" if draft.ended_on else ""
    return f"本案（案號{draft.number}）徵詢各界意見{ended}。"


def _counts(counted: Tally) -> str:
    sources = "、".join(f"{source.value}{n}" for source, n in sorted(counted.sources.items()))
    return f"共{counted.people}人（{sources}）提出{counted.comments}則意見。"


def _outcome(draft: Draft) -> str:
    counted = tally(draft.opinions)
    made = [f"{verdict.value}{counted.verdicts.get(verdict, 0)}則" for verdict in Verdict]
    waits = counted.comments - counted.answered
    left = f"；尚有{waits}則研議中" if waits else ""
    return f"參採情形：{'、'.join(made)}{left}。"


def _reply(draft: Draft) -> str:
    rows = rows_of(draft.opinions)
    lines = [
        "【公開回應】",
        f"感謝各界對「{draft.subject}」提供意見。{_counts(tally(draft.opinions))}綜整回應如下：",
        *(_point(place, row) for place, row in enumerate(rows[:ROWS], start=1)),
    ]
    if len(rows) > ROWS:
        lines.append(f"其餘 {len(rows) - ROWS} 項，詳附件意見參採情形表。")
    return "\n".join(lines)


def _point(place: int, row: Row) -> str:
    head = row.head
    many = f"（{row.people}人）" if row.people > 1 else ""
    told = FILL if head.verdict is None else f"{DONE[head.verdict]}。{head.reason}".rstrip("。")
    stop = "" if head.verdict is None else "。"
    return f"{chinese_number(place)}、{quoted(head.text, QUOTE)}{many}\n　　回應：{told}{stop}"

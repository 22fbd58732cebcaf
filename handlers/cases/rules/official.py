"""簽稿: plain text in the form of official documents, to be copied (主旨、說明、擬辦).

Form: 文書處理手冊 (行政院). Levels are 一、 and （一）, dates 115年12月8日, agencies in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.cases.rules.files import CaseFile
from handlers.shared.audience import PUBLIC_KINDS
from handlers.shared.roc_date import TAIPEI, formal_date, taipei_date
from storage.records.cases import CaseAgency, HistoryEntry, Note, Part, Standing

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_UNTOLD = frozenset({"備註", "指派", "標記", "連結"})  # notes are told by their own words
_STEPS_LIMIT = 8  # entries of the history that a draft lists
LEAD_SENTENCE = "主辦＝負責聯絡提案人與定期回應，與政策主責無關"


class DraftForm(StrEnum):
    """What is drafted."""

    MEMO = "簽"
    COUNTER_SIGN = "會辦意見"
    PHONE_RECORD = "公務電話紀錄"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft is made from."""

    form: DraftForm
    file: CaseFile
    history: Sequence[HistoryEntry]  # oldest first
    notes: Sequence[Note]  # that the speaker may read
    writer: str  # 「衛生福利部綜合規劃司」
    today: date


def chinese_number(number: int) -> str:
    """「一」 to 「九十九」, as headings count."""
    tens, ones = divmod(number, _TEN)
    if tens == 0:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def numbered(points: Sequence[str | tuple[str, Sequence[str]]]) -> str:
    """Number points with 一、 and what is under them with （一）; a lone point has no number."""
    lines: list[str] = []
    for place, point in enumerate(points, start=1):
        head, below = (point, ()) if isinstance(point, str) else point
        lines.append(f"{chinese_number(place)}、{head}" if len(points) > 1 else head)
        lines.extend(f"　（{chinese_number(i)}）{text}" for i, text in enumerate(below, start=1))
    return "\n".join(lines)


def draft_text(draft: Draft) -> str:
    """Write the whole draft."""
    match draft.form:
        case DraftForm.MEMO:
            return _memo(draft)
        case DraftForm.COUNTER_SIGN:
            return _counter_sign(draft)
        case DraftForm.PHONE_RECORD:
            return _phone_record(draft)


def _memo(draft: Draft) -> str:
    return "\n".join(
        (
            f"簽　於{draft.writer}　{formal_date(draft.today)}",
            f"主旨：有關「{draft.file.case.subject}」一案，簽請核示。",
            f"說明：\n{numbered(_explanation(draft))}",
            f"擬辦：{_proposal(draft)}",
        )
    )


def _counter_sign(draft: Draft) -> str:
    return "\n".join(
        (
            f"會辦意見　{draft.writer}　{formal_date(draft.today)}",
            f"主旨：有關「{draft.file.case.subject}」一案，本單位意見如說明，請查照。",
            f"說明：\n{numbered([*_explanation(draft), '本單位意見：（請填寫）'])}",
            f"擬辦：{_proposal(draft)}",
        )
    )


def _phone_record(draft: Draft) -> str:
    return "\n".join(
        (
            "公務電話紀錄",
            f"通話時間：{formal_date(draft.today)}　時　分",
            f"發話單位：{draft.writer}　發話人：",
            "受話單位：　受話人：",
            f"主旨：有關「{draft.file.case.subject}」一案聯繫情形。",
            f"說明：\n{numbered([*_explanation(draft)[:2], '通話內容：（請填寫）'])}",
            "擬辦：依通話結果續辦，本紀錄附卷備查。",
        )
    )


def _explanation(draft: Draft) -> list[str | tuple[str, Sequence[str]]]:
    case = draft.file.case
    points: list[str | tuple[str, Sequence[str]]] = [
        f"本案為{case.kind}案件（案號{case.number}），目前{case.stage}。"
    ]
    if roles := _roles(draft.file):
        points.append(("分工：", roles))
    if case.due_at is not None:
        local = case.due_at.astimezone(TAIPEI)
        points.append(f"期限：{formal_date(local.date())}。")
    if steps := _steps(draft):
        points.append(("辦理情形：", steps))
    if case.result:
        points.append(f"辦理結果：{case.result}")
    return points


def _roles(file: CaseFile) -> list[str]:
    roles: list[str] = []
    for part in Part:
        named = [_formal_name(file, one) for one in file.parts_as(part)]
        if named:
            roles.append(f"{part}：{'、'.join(named)}。")
    if file.parts_as(Part.LEAD) and file.case.kind in PUBLIC_KINDS:
        roles.append(f"{LEAD_SENTENCE}。")
    if file.case.drafter:
        roles.append(f"先擬：{file.case.drafter}。")
    return roles


def _formal_name(file: CaseFile, part: CaseAgency) -> str:
    name = file.agencies[part.agency_id].name
    if part.standing is Standing.CONFIRMED:
        return name
    return f"{name}（{file.agencies[part.said_by].name}建議，非正式分案）"


def _steps(draft: Draft) -> list[str]:
    told = (e for e in draft.history if e.undone_at is None and e.action not in _UNTOLD)
    steps = [(e.at, e.summary) for e in told]
    steps += [(n.written_at, n.text.replace("\n", " ")) for n in draft.notes]
    recent = sorted(steps, key=lambda step: step[0])[-_STEPS_LIMIT:]
    return [f"{formal_date(taipei_date(at))}：{text.rstrip('。')}。" for at, text in recent]


def _proposal(draft: Draft) -> str:
    case = draft.file.case
    if case.drafter and case.due_at is not None:
        day = formal_date(taipei_date(case.due_at))
        points = [f"請{case.drafter}於{day}前研提說明。", "奉核後據以辦理。"]
        return f"\n{numbered(points)}"
    return "奉核後據以辦理。"

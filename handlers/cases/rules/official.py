"""簽稿: plain text in the form of official documents, to be copied (主旨、說明、擬辦).

Form: 文書處理手冊 (行政院). Levels are 一、 and （一）, dates 115年12月8日, agencies in full, the
own one 本部. A 會辦意見 and a 公務電話紀錄 leave the house: only notes marked 共用 are in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.formal_words import NOW, ORIGINS, PROPOSALS
from handlers.cases.rules.steps import formal_moment, steps_told, stopped, with_formal_dates
from handlers.shared.audience import PUBLIC_KINDS
from handlers.shared.official_text import FILL, Point, numbered, ourselves
from handlers.shared.roc_date import formal_date, taipei_date
from storage.records.agencies import Agency
from storage.records.cases import CaseAgency, CaseKind, HistoryEntry, Note, Part, Standing


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
    agency: Agency  # whose officer drafts
    unit: str  # 「綜合規劃司」, "" when the roster has none
    now: datetime

    @property
    def today(self) -> date:
        """The day in Taipei."""
        return taipei_date(self.now)

    @property
    def writer(self) -> str:
        """「衛生福利部綜合規劃司」."""
        return f"{self.agency.name}{self.unit}"

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.file.case.closed_at is not None or self.file.case.cancelled_at is not None

    @property
    def owns(self) -> bool:
        """Whether the case is the drafting agency's own."""
        return self.agency.id == self.file.case.agency_id

    @property
    def told_notes(self) -> Sequence[Note]:
        """The notes that may stand in this form."""
        if self.form is DraftForm.MEMO:
            return self.notes
        return [note for note in self.notes if note.shared]


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
            f"主旨：{_matter(draft)}，{_request(draft)}。",
            f"說明：\n{numbered(_explanation(draft))}",
            f"擬辦：{_listed(_proposals(draft))}",
            f"敬陳　{FILL}",
        )
    )


def _counter_sign(draft: Draft) -> str:
    us = ourselves(draft.unit or draft.agency.name)
    opinion = (f"{us}意見：", [f"業務權責部分：{FILL}。", f"其他意見：{FILL}。"])
    return "\n".join(
        (
            "會辦意見",
            f"會辦單位：{draft.writer}　日期：{formal_date(draft.today)}",
            f"主旨：{_matter(draft)}，{us}意見如說明，請卓參。",
            f"說明：\n{numbered([*_explanation(draft), opinion])}",
            f"擬辦：請主辦單位彙整{us}意見後續辦。",
        )
    )


def _phone_record(draft: Draft) -> str:
    us = ourselves(draft.agency.name)
    talk = ("通話內容：", [f"{us}說明：{FILL}。", f"對方說明：{FILL}。"])
    points: list[Point] = [_origin(draft), *_progress(draft), talk, f"結論：{FILL}。"]
    kept = "本紀錄陳核後併案存查。" if draft.is_over else "依通話結論續辦，本紀錄陳核後附卷備查。"
    return "\n".join(
        (
            "公務電話紀錄",
            f"通話時間：{formal_date(draft.today)}　　時　　分",
            f"發話單位：{draft.writer}　發話人（職稱、姓名）：",
            "受話單位：　受話人（職稱、姓名）：　電話：",
            f"主旨：{_matter(draft)}電話聯繫情形。",
            f"說明：\n{numbered(points)}",
            f"擬辦：{kept}",
            "紀錄人：",
        )
    )


def _matter(draft: Draft) -> str:
    return f"有關「{draft.file.case.subject}」一案"


def _request(draft: Draft) -> str:
    if draft.file.case.cancelled_at is not None:
        return "業已註銷，簽請鑒核"
    if draft.is_over:
        return "業已辦結，簽請鑒核"
    drafter = _drafter(draft)
    asks = drafter and draft.owns
    return f"擬請{drafter}研提說明，簽請核示" if asks else "簽請核示"


def _explanation(draft: Draft) -> list[Point]:
    case = draft.file.case
    points: list[Point] = [_origin(draft)]
    if roles := _roles(draft):
        points.append(("分工情形：", roles))
    if case.due_at is not None and not draft.is_over:
        whose = "長官交辦" if case.kind is CaseKind.SUPERIOR else "辦理"
        passed = "，業已屆期" if case.due_at < draft.now else ""
        points.append(f"本案{whose}期限為{formal_moment(case.due_at)}{passed}。")
    points.extend(_progress(draft))
    if case.result and draft.is_over:
        told = with_formal_dates(case.result, today=taipei_date(case.closed_at or draft.now))
        points.append(f"辦理結果：{stopped(told)}")
    return points


def _origin(draft: Draft) -> str:
    """「本案係長官交辦事項（案號115-0042），於115年12月7日立案，刻正辦理中。」."""
    case = draft.file.case
    opened = formal_date(taipei_date(case.created_at))
    now = NOW.get(case.stage, "刻正辦理中")
    if case.cancelled_at is not None:
        now = f"業於{formal_date(taipei_date(case.cancelled_at))}註銷"
    elif case.closed_at is not None:
        now = f"業於{formal_date(taipei_date(case.closed_at))}結案"
    return f"本案係{ORIGINS[case.kind]}（案號{case.number}），於{opened}立案，{now}。"


def _progress(draft: Draft) -> list[Point]:
    agencies = draft.file.agencies.values()
    steps = steps_told(draft.file.case, draft.history, draft.told_notes, agencies)
    return [("辦理情形：", steps)] if steps else []


def _roles(draft: Draft) -> list[str]:
    file = draft.file
    roles: list[str] = []
    for part in Part:
        named = [_named(draft, one) for one in file.parts_as(part)]
        if named:
            together = "共同主辦" if part is Part.LEAD and len(named) > 1 else part.value
            roles.append(f"{together}：{'、'.join(named)}。")
    if file.parts_as(Part.LEAD) and file.case.kind in PUBLIC_KINDS:
        roles.append("主辦機關係負責聯絡提案人與定期回應，與政策主責無關。")
    if drafter := _drafter(draft):
        roles.append(f"先行研擬：{drafter}。")
    return roles


def _named(draft: Draft, part: CaseAgency) -> str:
    name = _called(draft, draft.file.agencies[part.agency_id])
    if part.standing is Standing.CONFIRMED:
        notice = part.source.endswith("通知")
        source = with_formal_dates(part.source, today=draft.today).replace(" ", "")
        return f"{name}（{source.replace('國發會', '國家發展委員會', 1)}）" if notice else name
    said_by = _called(draft, draft.file.agencies[part.said_by])
    return f"{name}（{said_by}建議，非正式分案，尚待確認）"


def _drafter(draft: Draft) -> str:
    """Who drafts, with the full name where it is a known agency."""
    typed = draft.file.case.drafter
    known = draft.file.agencies.values()
    agency = next((a for a in known if typed in {a.name, *a.short_names}), None)
    return _called(draft, agency) if agency else typed


def _called(draft: Draft, agency: Agency) -> str:
    """「本部」, 「本部國民健康署」, 「財政部」."""
    own = draft.agency
    if agency.id == own.id:
        return ourselves(own.name)
    below = agency.parent_id == own.id and agency.name.startswith(own.name)
    return f"{ourselves(own.name)}{agency.name.removeprefix(own.name)}" if below else agency.name


def _proposals(draft: Draft) -> list[str]:
    case, drafter = draft.file.case, _drafter(draft)
    if draft.is_over:
        return ["奉核後，全案存查。"]
    if not draft.owns:
        us, owner = ourselves(draft.agency.name), _called(draft, draft.file.owner)
        what = "研提說明" if drafter == us else f"依分工配合辦理，並將{us}意見"
        return [f"擬{what}送{owner}彙辦。", "奉核後，據以續辦。"]
    if drafter:
        coming = case.due_at is not None and case.due_at >= draft.now
        when = f"於{formal_moment(case.due_at)}前" if case.due_at and coming else ""
        soon = "儘速" if case.due_at is not None and not coming else ""
        return [f"擬請{drafter}{when}{soon}研提說明。", "奉核後，據以續辦。"]
    if case.stage in PROPOSALS:
        return [PROPOSALS[case.stage]]
    return ["奉核後，據以辦理。"]


def _listed(points: Sequence[str]) -> str:
    return points[0] if len(points) == 1 else f"\n{numbered(points)}"

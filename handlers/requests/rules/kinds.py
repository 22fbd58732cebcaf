"""What a request is about (類型): guessed, chosen, and which kinds somebody takes. Pure."""

from collections.abc import Iterable

from storage.records.cases import Case, CaseKind
from storage.records.requests import RequestKind

SETTING = "request-kinds/"  # + officer id: 「諮詢、提點子」; not set: all
_OF_CASE = {
    CaseKind.PETITION: RequestKind.PETITION,
    CaseKind.CONSULTATION: RequestKind.CONSULTATION,
    CaseKind.SUPERIOR: RequestKind.SUPERIOR,
    CaseKind.OWN: RequestKind.OWN,
    CaseKind.PO_PROPOSAL: RequestKind.OWN,
    CaseKind.ENQUIRY: RequestKind.ENQUIRY,
}
_WORDS = (
    (RequestKind.PETITION, ("提點子", "提案人", "附議", "成案")),
    (RequestKind.CONSULTATION, ("眾開講", "預告")),
    (RequestKind.SUPERIOR, ("長官", "次長", "部長", "院長", "立委", "主秘", "政委")),
    (RequestKind.OWN, ("本機關自辦", "自辦")),
)


def guess_kind(text: str, case: Case | None) -> RequestKind:
    """Guess from the case, else from the words; an enquiry when nothing tells."""
    if case is not None:
        return _OF_CASE[case.kind]
    return next(
        (kind for kind, words in _WORDS if any(word in text for word in words)),
        RequestKind.ENQUIRY,
    )


def kinds_in(text: str) -> tuple[RequestKind, ...]:
    """Return the kinds that a text names, in their own order; 「都」「全部」 are all."""
    if any(word in text for word in ("全部", "都接", "都可以", "都收")):
        return tuple(RequestKind)
    return tuple(kind for kind in RequestKind if kind.value in text)


def write_kinds(kinds: Iterable[RequestKind]) -> str:
    """Write what the setting holds."""
    return "、".join(kind.value for kind in kinds)


def taken_kinds(setting: str | None) -> tuple[RequestKind, ...]:
    """Read what the setting holds; who never said anything takes all."""
    return kinds_in(setting or "") or tuple(RequestKind)

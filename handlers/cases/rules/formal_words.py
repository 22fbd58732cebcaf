"""What official documents call kinds and stages, and what they propose at each stage."""

from types import MappingProxyType

from storage.records.cases import CaseKind, Stage

ORIGINS = MappingProxyType(
    {
        CaseKind.PETITION: "公共政策網路參與平臺「提點子」提案",
        CaseKind.CONSULTATION: "公共政策網路參與平臺「眾開講」徵詢案",
        CaseKind.SUPERIOR: "長官交辦事項",
        CaseKind.OWN: "自行列管事項",
        CaseKind.PO_PROPOSAL: "開放政府聯絡人（PO）自提議題",
        CaseKind.ENQUIRY: "機關間諮詢事項",
    }
)
NOW = MappingProxyType(
    {
        Stage.REVIEW: "刻由平臺檢核中",
        Stage.ENDORSING: "刻正附議中",
        Stage.PASSED: "業經附議成案，尚待公開回應",
        Stage.DELIBERATING: "刻正研商中，尚待公開回應",
        Stage.RESPONDED: "業已公開回應",
        Stage.FOLLOWED_UP: "業已公開回應，刻正追蹤後續辦理進度",
        Stage.NOTICED: "草案刻正預告中",
        Stage.TO_COLLECT: "預告業已期滿，各界意見尚待綜整回應",
        Stage.ANSWERED: "業已回覆",
    }
)
PROPOSALS = MappingProxyType(
    {
        Stage.REVIEW: "擬俟檢核結果，續行辦理。",
        Stage.ENDORSING: "擬持續關注附議情形，並先行蒐整相關資料。",
        Stage.PASSED: "擬邀集相關機關研商，並依限公開回應。",
        Stage.DELIBERATING: "擬依研商結論研擬回應內容，並依限公開回應。",
        Stage.RESPONDED: "擬依回應內容追蹤後續辦理進度。",
        Stage.FOLLOWED_UP: "擬俟辦理完成，簽請解除列管。",
        Stage.NOTICED: "擬俟預告期滿，綜整各界意見後續辦。",
        Stage.TO_COLLECT: "擬綜整各界意見，公開回應。",
        Stage.ANSWERED: "本案業已回覆，擬予結案。",
    }
)

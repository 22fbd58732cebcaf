"""登記's argument, read without a database."""

import csv
import gzip
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from handlers.cases.rules.registration import Registration, parse_registration
from handlers.shared.mentions import AgencyMention
from storage.records.agencies import Agency, Level
from storage.records.cases import CaseKind, Part, Secrecy, Stage

TUESDAY = date(2026, 12, 8)
NAMES = ("衛福部", "國健署", "內政部", "財政部", "環境部")
AGENCIES = {n: Agency(id=i, name=n, level=Level.SECOND) for i, n in enumerate(NAMES, 1)}
JOIN = "https://join.gov.tw/idea/detail/ef7dfc73-465a-4f32-9835-c2695ad75f7b"


def read(text: str) -> Registration:
    mentions = [
        AgencyMention(agency, start, start + len(name))
        for name, agency in AGENCIES.items()
        for start in range(len(text))
        if text.startswith(name, start)
    ]
    return parse_registration(text, mentions, today=TUESDAY)


def parts(text: str) -> dict[str, str]:
    return {named.agency.name: named.part.value for named in read(text).named.parts}


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("公園夜間噪音", "公園夜間噪音", CaseKind.OWN),
        ("菸捐那件 長官說下週三前要有說法 國健署先擬", "菸捐", CaseKind.SUPERIOR),
        ("菸捐，請國健署先擬，下週三前要回", "菸捐", CaseKind.OWN),
        ("長官交辦 菸捐", "菸捐", CaseKind.SUPERIOR),
        ("長官要看菸捐資料 12/10前", "看菸捐資料", CaseKind.SUPERIOR),
        ("由衛福部主辦的菸捐案", "菸捐案", CaseKind.OWN),
        ("提點子 動物保護法加重罰則", "動物保護法加重罰則", CaseKind.PETITION),
        ("動物保護法加重罰則（提點子）", "動物保護法加重罰則", CaseKind.PETITION),
        ("類型：諮詢 怎麼辦協作會議", "怎麼辦協作會議", CaseKind.ENQUIRY),
        ("PO 自提 開放資料", "開放資料", CaseKind.PO_PROPOSAL),
        (f"{JOIN} 這件", "Join 提案 ef7dfc73（題目待補）", CaseKind.PETITION),
        ("公聽會 12/20 場地", "公聽會 12/20 場地", CaseKind.OWN),
        (
            "建議集會遊行主辦單位自行負責維安費用",
            "建議集會遊行主辦單位自行負責維安費用",
            CaseKind.OWN,
        ),
        ("放寬檢舉的期限為1個月", "放寬檢舉的期限為1個月", CaseKind.OWN),
        ("敏感性教育教材", "敏感性教育教材", CaseKind.OWN),
        ("'; DROP TABLE cases; --", "'; DROP TABLE cases; --", CaseKind.OWN),
    ],
)
def test_what_remains_is_the_subject(text: str, subject: str, kind: CaseKind) -> None:
    said = read(text)
    assert (said.subject, said.kind) == (subject, kind)
    assert said.secrecy is Secrecy.NORMAL


@pytest.mark.parametrize(
    ("text", "named", "drafter"),
    [
        ("健保卡 主辦 衛福部", {"衛福部": "主辦"}, ""),
        ("健保卡 衛福部主辦", {"衛福部": "主辦"}, ""),
        ("健保卡 主辦：衛福部、內政部", {"衛福部": "主辦", "內政部": "主辦"}, ""),
        ("衛福部、內政部主辦 健保卡", {"衛福部": "主辦", "內政部": "主辦"}, ""),
        ("健保卡 主辦衛福部協辦內政部", {"衛福部": "主辦", "內政部": "協辦"}, ""),
        ("健保卡 主辦 衛福部 協辦 內政部", {"衛福部": "主辦", "內政部": "協辦"}, ""),
        ("衛福部 主辦 內政部 協辦 健保卡", {"衛福部": "主辦", "內政部": "協辦"}, ""),
        ("健保卡 主政 衛福部 相關機關 財政部", {"衛福部": "主辦", "財政部": "有關機關"}, ""),
        ("健保卡 國健署先擬", {}, "國健署"),
        ("健保卡 先擬 綜規司", {}, "綜規司"),
        ("健保卡那件綜規司先擬", {}, "綜規司"),
        ("環境部公園噪音", {}, ""),
    ],
)
def test_agencies_in_any_order(text: str, named: dict[str, str], drafter: str) -> None:
    assert parts(text) == named
    assert read(text).named.drafter == drafter


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("菸捐 期限 115/12/16", date(2026, 12, 16)),
        ("菸捐 期限：下週三", date(2026, 12, 16)),
        ("期限12/16 菸捐", date(2026, 12, 16)),
        ("菸捐 due 下週三", date(2026, 12, 16)),
        ("騎樓違停 by 12/16", date(2026, 12, 16)),
        ("Deadline: 12/16 菸捐", date(2026, 12, 16)),
        ("Report by 衛福部", None),
        ("overdue 12/16 的案子", None),
        ("菸捐 12/16前要有說法", date(2026, 12, 16)),
        ("菸捐 12/16截止", date(2026, 12, 16)),
        ("菸捐 7個工作天內回", date(2026, 12, 17)),
        ("提點子 菸捐 下週三前", date(2026, 12, 16)),
        ("提點子 請於12/16前完成修法", None),
        ("連續3個月內發生3起事故應禁駛", None),
        ("12/16 公聽會場地", None),
        ("民國88年次以前出生者", None),
    ],
)
def test_which_date_is_the_deadline(text: str, on: date | None) -> None:
    due = read(text).due
    assert (due.on if due else None) == on


def test_secrecy_needs_its_own_word() -> None:
    assert read("校長遴選 敏感").secrecy is Secrecy.SENSITIVE
    assert read("敏感案件 校長遴選").subject == "校長遴選"
    secret = read("密件 某國訪團 請洽 北美司 主辦 衛福部")
    assert (secret.secrecy, secret.subject, secret.ask_unit) == (Secrecy.SECRET, "", "北美司")


def test_public_cases_may_name_their_stage() -> None:
    assert read("提點子 動保法 附議中").stage is Stage.ENDORSING
    assert read("提點子 動保法 預告中").stage is None
    assert read("動保法 附議中").stage is None


def test_other_links_are_kept_beside_joins() -> None:
    said = read(f"菸捐 {JOIN} https://example.gov.tw/a?b=1")
    assert said.join is not None
    assert (said.join.address, said.links) == (JOIN, ("https://example.gov.tw/a?b=1",))


def test_real_titles_stay_whole(shared_folder: Path) -> None:
    with gzip.open(shared_folder / "domain/join/ideas.csv.gz", "rt", encoding="utf-8") as file:
        titles = [" ".join(row["title"].split()) for row in csv.DictReader(file)]
    changed = [
        title
        for title in titles
        for said in (read(title), read(f"提點子 {title}"))
        if said.subject != title.strip(" ，,。；;：:、") or said.due or said.named.parts
    ]
    assert len(titles) > 1000
    assert changed == []


WORDS = ("主辦", "協辦", "先擬", "期限", "衛福部", "內政部", "下週三前", "敏感", "密件", "請洽")
PIECES = st.lists(
    st.one_of(
        st.sampled_from((*WORDS, "長官說", "那件", "提點子", "、", "，", JOIN)), st.text(max_size=8)
    ),
    max_size=12,
)


@given(pieces=PIECES, glue=st.sampled_from(("", " ")))
def test_any_jumble_is_read_or_refused_with_a_hint(pieces: list[str], glue: str) -> None:
    text = " ".join(glue.join(pieces).replace("\0", "").split())
    with suppress(UserError):
        said = read(text)
        assert said.subject or said.secrecy is Secrecy.SECRET
        assert {named.part for named in said.named.parts} <= set(Part)

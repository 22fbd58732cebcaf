"""What officers type after 找, and who is offered."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.contacts.rules.finding import Directory, Finding, Hit, Kind, Reason
from storage.records.agencies import Agency, Level
from storage.records.officers import Role
from tests.handlers.contacts.directories import FACTS, TODAY, World


@pytest.fixture(scope="module")
def directory() -> Directory:
    """Return an index with three ministries' people."""
    world = World()
    world.appoint(
        "陳宇辰",
        "內政部",
        nickname="阿辰",
        like=replace(FACTS, unit="綜合規劃司", handles=("eID", "數位身分證換發")),
    )
    world.appoint("黃筱妍", "內政部", Role.TEAM)
    world.appoint("羅以晴", "內政部", Role.DEPUTY, nickname="小晴")
    world.appoint("高允中", "衛福部", nickname="Ghost", like=replace(FACTS, unit="綜合規劃司"))
    world.appoint("潘映潔", "衛福部", Role.TEAM, nickname="小晴")
    world.appoint("游彤恩", "衛福部", Role.PARLIAMENT)
    world.appoint("孫離任", "財政部", like=replace(FACTS, ends_on=date(2026, 11, 30)))
    world.appoint("范停用", "財政部", nickname="小范", like=replace(FACTS, paused=True))
    world.appoint("宋未到", "財政部", like=replace(FACTS, starts_on=date(2026, 12, 8)))
    return world.directory()


def _ask(directory: Directory, query: str) -> Finding:
    return directory.find(query, today=TODAY)


def _sure(directory: Directory, query: str) -> Hit:
    hit = _ask(directory, query).sure
    assert hit is not None, _ask(directory, query)
    return hit


def _names(hit: Hit) -> list[str]:
    return [contact.officer.name for contact in hit.contacts]


@pytest.mark.parametrize(
    ("query", "short", "reason"),
    [
        ("衛生福利部", "衛福部", Reason.NAME),
        ("衛福部", "衛福部", Reason.SHORT),
        ("衛福部現在是誰", "衛福部", Reason.SHORT),
        ("請問 衛福部 的窗口是誰?", "衛福部", Reason.SHORT),
        ("ＭＯＨＷ", "衛福部", Reason.ACRONYM),
        ("mohw 窗口", "衛福部", Reason.ACRONYM),
        ("ministry of health and welfare", "衛福部", Reason.ENGLISH),
        ("Public Construction Commission", "工程會", Reason.ENGLISH),
        ("行政院衛生署", "衛福部", Reason.FORMER),
        ("原能會", "核安會", Reason.FORMER),
        ("公共工程委員會", "工程會", Reason.NAME),
        ("台南市政府", "臺南市", Reason.NAME),
        ("A21000000I", "衛福部", Reason.CODE),
        ("ㄨㄟˋㄈㄨˊㄅㄨˋ", "衛福部", Reason.PHONETIC),
        ("ㄨㄟㄈㄨㄅㄨ", "衛福部", Reason.PHONETIC),
        ("ㄨㄟˋ ㄈㄨˊ ㄅㄨˋ", "衛福部", Reason.PHONETIC),
        ("ㄨㄟˋ福部", "衛福部", Reason.PHONETIC),
        ("weifubu", "衛福部", Reason.PHONETIC),
        ("wei4 fu2 bu4", "衛福部", Reason.PHONETIC),
        ("Wèi fú bù", "衛福部", Reason.PHONETIC),
        ("jo4zj61j4", "衛福部", Reason.PHONETIC),
        ("衛服部", "衛福部", Reason.PHONETIC),
        ("卫福部", "衛福部", Reason.PHONETIC),
        ("健保卡要換eID那個 內政部現在誰在管啊", "內政部", Reason.NAME),
        ("健保卡要換eID那個內政部現在誰在管啊", "內政部", Reason.NAME),
        ("幫我問內政部", "內政部", Reason.NAME),
        ("內政部長是誰", "內政部", Reason.NAME),
    ],
)
def test_an_agency_is_found_by_whatever_it_is_called(
    directory: Directory, query: str, short: str, reason: Reason
) -> None:
    hit = _sure(directory, query)
    assert (hit.agency.short, hit.reason) == (short, reason)


def test_contacts_come_as_po_then_deputy_then_team(directory: Directory) -> None:
    assert _names(_sure(directory, "內政部")) == ["陳宇辰", "羅以晴", "黃筱妍"]


def test_the_role_that_is_asked_for_comes_first(directory: Directory) -> None:
    assert _names(_sure(directory, "衛福部的國會聯絡人")) == ["游彤恩", "高允中", "潘映潔"]


@pytest.mark.parametrize("query", ["孫離任", "范停用", "宋未到", "小范"])
def test_nobody_is_offered_who_is_paused_or_not_in_office(directory: Directory, query: str) -> None:
    assert _ask(directory, query).kind is Kind.NOTHING


def test_an_agency_without_anybody_in_office_is_shown_empty(directory: Directory) -> None:
    assert _names(_sure(directory, "財政部")) == []


def test_tomorrow_the_successor_is_there(directory: Directory) -> None:
    finding = directory.find("財政部", today=date(2026, 12, 8))
    assert finding.sure is not None
    assert _names(finding.sure) == ["宋未到"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("陳宇辰", "陳宇辰"),
        ("陳宇辰科長", "陳宇辰"),
        ("阿辰", "陳宇辰"),
        ("阿辰在哪個部會", "陳宇辰"),
        ("ghost", "高允中"),
        ("ＧＨＯＳＴ 電話", "高允中"),
        ("衛福部 小晴", "潘映潔"),
        ("小晴 內政部", "羅以晴"),
    ],
)
def test_a_person_is_found_by_name_or_nickname(directory: Directory, query: str, name: str) -> None:
    hit = _sure(directory, query)
    assert hit.person is not None
    assert (hit.person.name, _names(hit)) == (name, [name])


def test_a_nickname_of_two_is_asked_back(directory: Directory) -> None:
    finding = _ask(directory, "小晴")
    assert finding.kind is Kind.CHOICES
    assert {hit.person.name for hit in finding.hits if hit.person} == {"羅以晴", "潘映潔"}


def test_a_name_that_only_sounds_like_a_persons_is_asked_back(directory: Directory) -> None:
    finding = _ask(directory, "陳與晨")
    assert finding.kind is not Kind.SURE


def test_two_syllables_are_not_taken_for_three_of_the_same_letters() -> None:
    world = World()
    world.appoint("高雨安", "衛福部")  # gaoyu'an, like 高院 gaoyuan
    assert not [h for h in _ask(world.directory(), "高院").hits if h.person]


def test_a_unit_leads_to_its_ministry(directory: Directory) -> None:
    hit = _sure(directory, "戶政司")
    assert (hit.agency.short, hit.led_to_parent) == ("內政部", True)
    assert hit.via is not None
    assert hit.via.short == "戶政司"


@pytest.mark.parametrize("query", ["衛福部綜合規劃司", "綜合規劃司 衛福部", "衛福部的綜合規劃司"])
def test_a_unit_is_the_one_of_the_ministry_named(directory: Directory, query: str) -> None:
    assert _sure(directory, query).agency.short == "衛福部"


def test_a_unit_that_no_list_knows_still_leads_to_the_ministry_named(
    directory: Directory,
) -> None:
    hit = _sure(directory, "外交部極地司")
    assert (hit.agency.short, hit.unit) == ("外交部", "極地司")


def test_a_unit_of_several_ministries_is_asked_back(directory: Directory) -> None:
    finding = _ask(directory, "綜合規劃司")
    assert finding.kind is Kind.CHOICES
    assert {"內政部", "衛福部"} <= {hit.agency.short for hit in finding.hits}


def test_a_third_level_agency_without_officer_leads_to_its_parent(directory: Directory) -> None:
    hit = _sure(directory, "健保署窗口")
    assert (hit.agency.short, hit.led_to_parent) == ("衛福部", True)
    assert hit.via is not None
    assert hit.via.short == "健保署"


def test_a_third_level_agency_with_an_officer_answers_itself() -> None:
    world = World()
    world.appoint("丁承恩", "衛福部")
    world.appoint("卓心妤", "健保署")
    hit = _sure(world.directory(), "健保署")
    assert (hit.agency.short, hit.via, _names(hit)) == ("健保署", None, ["卓心妤"])


def test_a_colleague_of_a_business_unit_is_no_officer() -> None:
    world = World()
    world.appoint("丁承恩", "衛福部")
    world.appoint("卓心妤", "健保署", Role.BUSINESS_UNIT)
    assert _names(_sure(world.directory(), "健保署")) == ["丁承恩"]


def test_an_agency_that_is_gone_leads_to_its_successor(directory: Directory) -> None:
    for query in ("教育部體育署", "體育署"):
        hit = _sure(directory, query)
        assert (hit.agency.short, hit.reason) == ("運動部", Reason.FORMER)


def test_an_agency_that_is_gone_for_good_is_said_to_be_gone(directory: Directory) -> None:
    hit = _sure(directory, "PDIS")
    assert (hit.gone, hit.contacts) == (True, ())


@pytest.mark.parametrize(
    "query",
    [
        "美國國防部",
        "高雄市觀光署",
        "海關檢查局",
        "內政部濕地公園署",
        "法務部偵查局",
        "臺南市政府衛生局",
        "文化部落",
        "教育部門",
        "監察院",
        "衛福部跟內政部",
        "人院",
        "環保",
        "健保",
        "教育局",
        "檢察局",
        "王小明",
        "asdfgh",
        "中央行政機關",
        "行政院漁業處",
    ],
)
def test_nothing_is_certain_that_only_resembles_a_name(directory: Directory, query: str) -> None:
    finding = _ask(directory, query)
    assert finding.kind is not Kind.SURE
    assert len(finding.hits) <= 5


@pytest.mark.parametrize(
    ("query", "short"),
    [
        ("衛部福", "衛福部"),
        ("衛福", "衛福部"),
        ("福部", "衛福部"),
        ("衛福福部", "衛福部"),
        ("weifobu", "衛福部"),
        ("ministy of labor", "勞動部"),
        ("勞委會", "勞動部"),
        ("文建會", "文化部"),
        ("疾管局", "衛福部"),
        ("衛生福利部疾病管制數", "衛福部"),
        ("環保局", "環境部"),
        ("環保", "環境部"),
        ("coast guard", "海委會"),
        ("陳宇晨", "內政部"),
        ("宇辰", "內政部"),
    ],
)
def test_a_near_miss_is_offered_first_as_a_choice(
    directory: Directory, query: str, short: str
) -> None:
    finding = _ask(directory, query)
    assert finding.kind is Kind.CHOICES
    assert finding.hits[0].agency.short == short


def test_two_agencies_with_one_short_name_are_asked_back() -> None:
    world = World()
    for parent in ("內政部", "交通部"):
        world.add_agency(
            Agency(
                id=0,
                name=f"{parent}月球探勘署",
                level=Level.THIRD,
                short_names=("月探署",),
                parent_id=world.agency(parent).id,
            )
        )
    directory = world.directory()
    finding = _ask(directory, "月探署")
    assert finding.kind is Kind.CHOICES
    assert {hit.agency.short for hit in finding.hits} == {"內政部", "交通部"}
    assert _sure(directory, "交通部月探署").agency.short == "交通部"

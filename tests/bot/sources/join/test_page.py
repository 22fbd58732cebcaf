"""A petition's page: every shape Join had, and its words where there is no object."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sources.errors import SourceError, Trouble
from bot.sources.join.page import read_page
from bot.sources.join.records import JoinAgency, JoinPetition, Origin
from tests.support.join_server import PAGE, idea

JOIN_ID = "ef7dfc73-465a-4f32-9835-c2695ad75f7b"
MOI = {"organizationId": "301000000A", "organizationName": "內政部", "newKey": 1}
MOHW = {"organizationId": "A21000000I", "organizationName": "衛生福利部"}


def page(**fields: object) -> bytes:
    shown = json.dumps(idea(JOIN_ID, 3180, **fields), ensure_ascii=False)
    return PAGE.format(title="提案", idea=shown).encode()


def read(**fields: object) -> JoinPetition:
    return read_page(page(**fields), JOIN_ID)


def agencies(master: object, slave: object = "") -> tuple[tuple[JoinAgency, ...], ...]:
    found = read(approvalOrganization={"master": master, "slave": slave})
    return found.leads, found.helpers


def test_every_real_object_is_read_whole(shared_folder: Path) -> None:
    files = sorted((shared_folder / "domain" / "join").glob("idea_*.json"))
    assert len(files) == 6
    for file in files:
        data = file.read_bytes()
        raw = json.loads(data)
        for body in (data, b"<script>\nvar idea = " + data + b";</script>"):
            found = read_page(body, raw["id"])
            assert found.origin is Origin.PAGE
            assert found.count == raw["endorseCount"]
            assert found.goal == 5000
            assert found.title == " ".join(raw["title"].split())
            assert found.closes_at is not None
            assert set(json.loads(found.raw)) == set(raw) - {"proposer"}


def test_leads_were_an_object_are_a_list_and_empty_is_a_text() -> None:
    moi, mohw = JoinAgency("301000000A", "內政部"), JoinAgency("A21000000I", "衛生福利部")
    assert agencies(MOI) == ((moi,), ())
    assert agencies([MOI]) == ((moi,), ())  # a list of one
    assert agencies([MOI, MOHW, MOI], [MOHW]) == ((moi, mohw), (mohw,))
    assert agencies("", "") == ((), ())
    assert agencies(None, None) == ((), ())
    assert read(approvalOrganization="").leads == ()


def test_empty_texts_are_nothing_and_zero_is_no_goal() -> None:
    found = read(secondSignedTime="", endorseDueDate="", endorseGoal=0, endorseCount="1,234")
    assert (found.passed_at, found.closes_at, found.goal, found.count) == (None, None, None, 1234)
    assert read(commentCount=0).comment_count is None
    assert read(commentCount=31).comment_count == 31


def test_unknown_keys_are_kept_and_persons_are_not() -> None:
    strange = {"endorsers": [{"nickname": "a@b.c"}], "debate": [{"nickName": "某乙", "n": 1}]}
    kept = json.loads(read(isIVoting=True, **strange).raw)
    assert kept["isIVoting"] is True
    assert kept["debate"] == [{"n": 1}]
    assert not {"proposer", "endorsers"} & set(kept)


def test_a_deadline_one_year_late_is_told_as_join_tells_it() -> None:
    # 時區案: 成案 2017-10-19; the record says 2018-12-19. Comparing is up to who knows the rule.
    found = read(secondSignedTime=1508404308000, advisedTime=1545235199000)
    assert found.passed_at == datetime(2017, 10, 19, 9, 11, 48, tzinfo=UTC)
    assert found.stated_response_due_at == datetime(2018, 12, 19, 15, 59, 59, tzinfo=UTC)


def test_an_edited_response_leaves_another_fingerprint() -> None:
    def fingerprint(plan: str) -> str:
        said = {"organization": MOI, "responseTime": 1, "analysis": "甲", "plan": plan}
        (response,) = read(govResponses=[said, "", {"organization": ""}]).responses
        assert not response.decided
        return response.fingerprint

    assert fingerprint("乙") == fingerprint("乙") != fingerprint("丙")


def test_the_first_petition_in_the_page_need_not_be_its_own() -> None:
    other = json.dumps({"related": {"idea": {"id": "0" * 8 + JOIN_ID[8:], "endorseCount": 1}}})
    body = b"<script>var x = " + other.encode() + b"</script>" + page()
    assert read_page(body, JOIN_ID).count == 3180


def test_a_page_of_another_petition_is_not_believed() -> None:
    with pytest.raises(SourceError, match="another petition"):
        read_page(page(), JOIN_ID.replace("e", "d"))


def test_the_words_of_a_page_are_the_last_resort() -> None:
    words = """<html><head><title>健保卡換發 - 公共政策網路參與平臺</title>
    <script>var count = "已附議 9,999";</script></head><body><h1>健保卡</h1>
    <b>已附議</b> <span>3,180</span> 份，附議門檻：5,000　附議截止日期：2026-12-26 00:00</body>"""
    found = read_page(words.encode(), JOIN_ID)
    assert (found.origin, found.title) == (Origin.TEXT, "健保卡換發")
    assert (found.count, found.goal) == (3180, 5000)
    assert found.closes_at == datetime(2026, 12, 25, 16, tzinfo=UTC)
    assert found.raw == ""


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("<p>已附議 3,180 份</p><p>已附議 12 份</p>", Trouble.UNREADABLE),
        ("<h1>系統維護中</h1>", Trouble.UNREADABLE),
        ("<script>已附議 3,180</script>", Trouble.UNREADABLE),
        ("<p>查無此提議</p>", Trouble.GONE),
        ("", Trouble.UNREADABLE),
    ],
    ids=["two counts", "maintenance", "only in a script", "withdrawn", "empty"],
)
def test_words_that_say_nothing_sure_say_nothing(words: str, trouble: Trouble) -> None:
    with pytest.raises(SourceError) as told:
        read_page(words.encode(), JOIN_ID)
    assert told.value.trouble is trouble

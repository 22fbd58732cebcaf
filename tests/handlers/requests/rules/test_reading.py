"""Lines about requests, and sentences that become requests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.requests.errors import LongTextError, NoTextError
from handlers.requests.rules.asking import TEXT_LIMIT, read_ask
from handlers.requests.rules.kinds import guess_kind, kinds_in, taken_kinds, write_kinds
from handlers.requests.rules.moves import Action, Side, Verdict, judge
from handlers.requests.rules.reading import Line, number_inside, read_line
from handlers.shared.case_numbers import CaseNumber, clean_text
from handlers.shared.mentions import AgencyMention
from storage.records.agencies import Agency, Level
from storage.records.requests import ContactRequest, RequestKind, RequestState
from tests.support.world import MONDAY_MORNING

MOI = Agency(id=1, name="內政部", level=Level.SECOND)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("12", Line(12, None)),
        ("單12", Line(12, None)),
        ("＃１２　收到", Line(12, Action.SEE)),
        ("12收到了", Line(12, Action.SEE)),
        ("12 收到，我先請示，12/10 回您", Line(12, Action.CONSULT, "12/10 回您")),
        ("12 收到 我處理", Line(12, Action.ACCEPT)),
        ("12 收到 不送", Line(12, None, strange="收到 不送")),
        ("12 收到我處理", Line(12, None, strange="收到我處理")),
        ("12 我處理，謝謝", Line(12, Action.ACCEPT)),
        ("12 我先請示 12/10 分機1234", Line(12, Action.CONSULT, "12/10 分機1234")),
        ("12 先請示長官 12/10", Line(12, Action.CONSULT, "長官 12/10")),
        ("12 轉小陳", Line(12, Action.PASS, "小陳")),
        ("12 轉給 小陳", Line(12, Action.PASS, "小陳")),
        ("12 約 12/9 14:00", Line(12, Action.OFFER, "12/9 14:00")),
        ("12 回覆：可以，我們帶資料", Line(12, Action.REPLY, "可以，我們帶資料")),
        ("12 改成 只要函釋", Line(12, Action.EDIT, "只要函釋")),
        ("12 非本機關業務 建議另洽 環境部", Line(12, Action.NOT_OURS, "建議另洽 環境部")),
        # What is said about it, and not done with it
        ("12 收到了嗎", Line(12, None, strange="收到了嗎")),
        ("12 改天再說", Line(12, None, strange="改天再說")),
        ("12 結果如何", Line(12, None, strange="結果如何")),
        ("12 回覆了嗎", Line(12, None, strange="回覆了嗎")),
        ("12 我處理不來", Line(12, None, strange="我處理不來")),
        ("12 不要送出", Line(12, None, strange="不要送出")),
    ],
)
def test_a_line_about_a_request(text: str, line: Line) -> None:
    assert read_line(text) == line


@pytest.mark.parametrize("text", ["", "收到", "12/10 收到", "12.5", "一二"])
def test_without_a_number_there_is_no_line(text: str) -> None:
    assert read_line(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("單12 12/10", (12, "12/10")),
        ("12/10 分機1234 單3", (3, "12/10 分機1234")),
        ("12/10 分機1234", (None, "12/10 分機1234")),
        ("名單12", (None, "名單12")),
    ],
)
def test_only_a_marked_number_is_a_requests(text: str, found: tuple[int | None, str]) -> None:
    assert number_inside(text) == found


@given(st.text(max_size=80))
def test_any_text_is_read_without_breaking(text: str) -> None:
    line = read_line(f"單7 {text}")
    if line is not None and line.action is None and line.strange:
        assert line.strange in clean_text(f"單7 {text}", lines=True)
    number_inside(text)


def _ask(text: str) -> tuple[str, CaseNumber | None]:
    at = text.index("內政部")
    ask = read_ask(text, [AgencyMention(MOI, at, at + 3)])
    return ask.text, ask.case_number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("內政部 想請教分工", ("想請教分工", None)),
        ("內政部的PO 想請教分工", ("想請教分工", None)),
        ("問內政部健保卡", ("健保卡", None)),
        ("37 內政部 要會簽", ("要會簽", CaseNumber(37))),
        ("內政部 37 要會簽", ("37 要會簽", CaseNumber(37))),
        ("內政部 請看第37案", ("請看第37案", CaseNumber(37))),
        ("內政部 115-0042 的分工", ("115-0042 的分工", CaseNumber(42, 115))),
        ("內政部 參加 12 位", ("參加 12 位", None)),
        ("內政部 第3次會議的資料", ("第3次會議的資料", None)),
        ("內政部 打 02-1234 找我", ("打 02-1234 找我", None)),
        ("菸捐的事要問內政部嗎", ("菸捐的事要問內政部嗎", None)),
    ],
)
def test_a_sentence_becomes_a_wish(text: str, found: tuple[str, CaseNumber | None]) -> None:
    assert _ask(text) == found


def test_without_a_wish_or_with_a_whole_letter_nothing_is_made() -> None:
    for empty in ("內政部", "問內政部", "內政部的窗口"):
        with pytest.raises(NoTextError):
            _ask(empty)
    with pytest.raises(LongTextError):
        _ask("內政部 " + "長" * (TEXT_LIMIT + 1))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("想請教分工", RequestKind.ENQUIRY),
        ("提案人要來", RequestKind.PETITION),
        ("預告期滿的意見", RequestKind.CONSULTATION),
        ("次長要的資料", RequestKind.SUPERIOR),
    ],
)
def test_a_kind_is_guessed(text: str, kind: RequestKind) -> None:
    assert guess_kind(text, None) is kind


def test_kinds_are_written_and_read_back() -> None:
    chosen = kinds_in("我接 諮詢、提點子")
    assert taken_kinds(write_kinds(chosen)) == chosen
    assert taken_kinds(None) == tuple(RequestKind)
    assert kinds_in("全部") == tuple(RequestKind)
    assert kinds_in("看心情") == ()


def _request(state: RequestState) -> ContactRequest:
    return ContactRequest(
        id=1,
        asker_id=1,
        asker_agency_id=1,
        agency_id=2,
        kind=RequestKind.ENQUIRY,
        text="",
        created_at=MONDAY_MORNING,
        state=state,
    )


@given(st.sampled_from(RequestState), st.sampled_from(Action), st.sets(st.sampled_from(Side)))
def test_nobody_moves_what_ended_and_nobody_acts_for_the_other_side(
    state: RequestState, action: Action, sides: set[Side]
) -> None:
    verdict = judge(_request(state), action, frozenset(sides))
    if not sides:
        assert verdict is Verdict.OTHER_SIDE
    gone = {RequestState.WITHDRAWN, RequestState.DONE, RequestState.DISCARDED, RequestState.NOBODY}
    if state in gone:
        assert verdict is not Verdict.GO
    receivers = {Action.SEE, Action.ACCEPT, Action.DECLINE, Action.NOT_OURS, Action.OFFER}
    if action in receivers and Side.RECEIVER not in sides:
        assert verdict is Verdict.OTHER_SIDE

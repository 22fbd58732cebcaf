"""案件, 查詢, 歷程: looking, without changing anything."""

from dataclasses import replace

from bot.message import Button, Card
from bot.room import Bare, Place, Result
from handlers.cases.cards import BUTTONS_LIMIT, history_card, list_card
from handlers.cases.commands.beside import beside_own
from handlers.cases.commands.board import commands
from handlers.cases.commands.desk import file_of, find_case, look_of, note_look, shown, text_of
from handlers.cases.commands.petitioned import petition_card, with_petition
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.links import JoinLink, find_join
from handlers.cases.rules.search import (
    PAGE_SIZE,
    Due,
    Search,
    by_deadline,
    due_by,
    parse_search,
)
from handlers.cases.rules.spoken import CASE_SHAPES, SEARCH_SHAPES
from handlers.cases.rules.wording import read_number
from handlers.services import Asked, Services
from handlers.shared.audience import Sight, list_agency_ids, sight_of
from handlers.sight import viewer_of
from storage.records.cases import Case, CaseKind, CaseQuery, HistoryEntry, Secrecy
from storage.unit_of_work import UnitOfWork

MINE_LIMIT = 200  # own open cases that are sorted by deadline
DUE_SAID = {
    Due.LATE: "逾期 {count} 件。",
    Due.TODAY: "今天以前到期 {count} 件。",
    Due.WEEK: "這週以前到期 {count} 件。",
}
DUE_NONE = {
    Due.LATE: "沒有逾期的。",
    Due.TODAY: "今天沒有到期的。",
    Due.WEEK: "這週沒有到期的。",
}
HISTORY_SHOWN = 5
EXAMPLE = "案件 42"


@commands.add(
    "案件",
    usage="案件 <案號>",
    summary="看一件；只打案號也可以",
    aliases=("案號", "看", "打開", "顯示", "status"),
    bare=(Bare.NUMBER,),
    shapes=CASE_SHAPES,
    examples=("案件 42", "42"),
)
def show(request: Asked, services: Services) -> Result:
    """Show one case."""
    with services.unit_of_work() as uow:
        file = find_case(uow, request, text_of(request), example=EXAMPLE).file
        note_look(uow, request, file)
        uow.commit()
        return _with_petition(uow, request, services, file)


@commands.add(
    "查詢",
    usage="查詢 [案號|字詞|機關|階段|類型|我的|今天|全部] [第2頁]",
    summary="找案件；什麼都不寫就是我手上的",
    aliases=(
        *("查", "查詢案件", "查案", "找案", "找案件", "搜尋", "搜尋案件", "案件清單", "清單"),
        *("列表", "看案", "看案件", "我的案件", "我的案子", "待辦", "待辦事項", "案子"),
        *("list", "my cases"),
    ),
    phrases=(
        *("有什麼案子", "有哪些案", "有哪些案件", "哪些案件", "哪些案子", "有啥案"),
        *("手上有什麼", "手上有啥"),
        *("本週有什麼", "這禮拜有什麼", "這週有什麼", "辦到哪", "進度如何", "進度怎樣"),
        *("的有哪些", "什麼進度", "目前進度", "現在進度", "會過嗎", "是我們的嗎", "是我的嗎"),
    ),
    bare=(Bare.LINK,),
    shapes=SEARCH_SHAPES,
    examples=("查詢 我的", "查詢 菸捐", "查詢 衛福部 附議中", "查詢 今天"),
)
def search(request: Asked, services: Services) -> Result:
    """List cases, or show the one that a number or a Join link means."""
    text = text_of(request)
    join = find_join(text)
    with services.unit_of_work() as uow:
        if join is not None:
            return _joined(uow, request, services, join)
        number, rest = read_number(text)
        if number is not None and not rest:
            file = find_case(uow, request, text, example=EXAMPLE).file
            note_look(uow, request, file)
            uow.commit()
            return _with_petition(uow, request, services, file)
        asked = parse_search(text, services.agencies_in(uow, text))
        if asked.is_mine_alone:
            card = _by_deadline(uow, request, asked, f"我的 {asked.due}".strip())
            return _also(uow, request, asked, card)
        if asked.due is Due.ANY:
            return _page(uow, request, asked, text)
        return _by_deadline(uow, request, asked, text)


@commands.add(
    "歷程",
    usage="歷程 <案號>",
    summary="這一件誰做過什麼",
    aliases=("經過", "異動紀錄", "案件歷程"),
    examples=("歷程 42",),
    place=Place.DIRECT,
)
def history(request: Asked, services: Services) -> Result:
    """Show the newest entries: persons of the own agency, of others the agency."""
    with services.unit_of_work() as uow:
        file = find_case(uow, request, text_of(request), example="歷程 42").file
        if sight_of(file.circle, viewer_of(request)) is Sight.STUB:
            return shown(request, file)
        note_look(uow, request, file)
        entries = uow.history.of_case(file.case.id, limit=HISTORY_SHOWN)
        who = [_who(uow, request, file, entry) for entry in entries]
        uow.commit()
    return history_card(file, entries, who, look_of(request))


def _who(uow: UnitOfWork, request: Asked, file: CaseFile, entry: HistoryEntry) -> str:
    if entry.agency_id is None:
        return "小幫手"
    if entry.officer_id is None or entry.agency_id not in viewer_of(request).agency_ids:
        return file.agencies[entry.agency_id].short
    return uow.officers.get(entry.officer_id).shown_name


def _with_petition(uow: UnitOfWork, request: Asked, services: Services, file: CaseFile) -> Result:
    """Show a case, and beside a petition's what Join shows."""
    card, case = shown(request, file), file.case
    is_whole = sight_of(file.circle, viewer_of(request)) is Sight.FULL
    if case.kind is not CaseKind.PETITION or not case.join_id or not is_whole:
        return card
    said = services.petition_said(uow, request, case.join_id)
    if case.secrecy is not Secrecy.NORMAL:  # a picture has an address
        said = replace(said, picture=None)
    return with_petition(uow, card, case.join_id, said, now=request.now)


def _joined(uow: UnitOfWork, request: Asked, services: Services, join: JoinLink) -> Result:
    case = uow.cases.by_join_id(join.join_id)
    viewer = viewer_of(request)
    file = file_of(uow, case, viewer) if case is not None else None
    sight = sight_of(file.circle, viewer) if file is not None else Sight.NOTHING
    if file is not None and sight is Sight.FULL:
        return _with_petition(uow, request, services, file)
    if file is not None and sight is Sight.STUB:
        return shown(request, file)
    command = f"登記 {join.address}"
    button = Button("登記", command, primary=True)
    card = Card.sentence(f"這件{join.kind.value}還沒有人登記。", button)
    if join.kind is CaseKind.PETITION:
        said = services.petition_said(uow, request, join.join_id)
        card = petition_card(uow, card, join.join_id, said, now=request.now)
    return replace(card, buttons=() if request.in_group else card.buttons, in_private=command)


def _query(request: Asked, asked: Search) -> CaseQuery:
    viewer = viewer_of(request)
    return CaseQuery(
        words=asked.words,
        agency_ids=asked.agency_ids,
        stages=asked.stages,
        kinds=asked.kinds,
        helper_ids=viewer.agency_ids if asked.helping else frozenset(),
        holder_id=viewer.officer_id if asked.mine else None,
        open_only=asked.open_only,
        viewer_agency_ids=list_agency_ids(viewer),
        viewer_officer_id=viewer.officer_id,
        limit=PAGE_SIZE,
        offset=(asked.page - 1) * PAGE_SIZE,
    )


def _page(uow: UnitOfWork, request: Asked, asked: Search, text: str) -> Card:
    found = uow.cases.find(_query(request, asked))
    if asked.helping and not found.cases:
        return Card.sentence("目前沒有別的機關登記、由貴機關主辦或協辦的案件。")
    return _list(request, found.cases, asked, total=found.total_count, text=text)


def _by_deadline(uow: UnitOfWork, request: Asked, asked: Search, text: str) -> Card:
    """List open cases, the speaker's own or those asked for, the nearest deadline first."""
    everything = replace(_query(request, asked), limit=MINE_LIMIT, offset=0)
    cases = by_deadline(uow.cases.find(everything).cases)
    due = due_by(cases, asked.due or Due.TODAY, now=request.now)
    wanted = cases if asked.due is Due.ANY else due
    body = DUE_SAID[asked.due or Due.TODAY].format(count=len(due))
    if not due:
        body = DUE_NONE[asked.due or Due.TODAY]
    start = (asked.page - 1) * PAGE_SIZE
    page = wanted[start : start + PAGE_SIZE]
    return _list(request, page, asked, total=len(wanted), text=text, body=body)


def _also(uow: UnitOfWork, request: Asked, asked: Search, card: Card) -> Card:
    """Add, one to one, what the own list leaves out: the agency's other duties, 敏感 cases."""
    if request.in_group or asked.page > 1 or asked.due not in {Due.ANY, Due.TODAY}:
        return card
    beside = beside_own(uow, request, has_own=asked.due is Due.TODAY or bool(card.items))
    buttons = (*beside.buttons, *card.buttons)[:BUTTONS_LIMIT]
    body = f"{beside.instead or card.body}{beside.text}"
    alt = card.alt if card.items else body
    return replace(card, alt=alt, body=body, buttons=buttons)


def _list(
    request: Asked,
    cases: tuple[Case, ...],
    asked: Search,
    *,
    total: int,
    text: str,
    body: str = "",
) -> Card:
    if not cases:
        words = body or "查無符合的案件。"
        return Card.sentence(f"{words}換個字試試，例如：查詢 全部" if not body else words)
    kept = " ".join(word for word in text.split() if not word.startswith("第"))
    has_more = asked.page * PAGE_SIZE < total
    more = f"查詢 {kept} 第{asked.page + 1}頁" if has_more else ""
    look = look_of(request)
    return list_card(cases, look, total=total, body=body, more=more, again=f"查詢 {kept}")

"""備註 and 連結: what is added to a case."""

import re
from dataclasses import replace

from bot.message import Card
from bot.room import Access, Result
from handlers.cases.cards import choice_card
from handlers.cases.commands.board import commands
from handlers.cases.commands.desk import (
    Change,
    acting,
    file_of,
    find_case,
    find_own_case,
    look_of,
    save,
    shown,
    text_to_keep,
    with_dates,
)
from handlers.cases.errors import (
    BadLinkError,
    LinkTakenError,
    MissingNoteError,
    TextTooLongError,
)
from handlers.cases.rules.links import LINKS_LIMIT, JoinLink, take_links
from handlers.cases.rules.sheet import Sheet
from handlers.cases.rules.undoing import Before
from handlers.cases.rules.wording import NOTE_LIMIT
from handlers.services import Asked, Services
from handlers.shared.audience import Sight, sight_of
from handlers.sight import viewer_of
from storage.records.cases import Case, Note
from storage.unit_of_work import UnitOfWork

SHARED = re.compile(r"^[（(【\[]?\s*共用\s*[）)】\]]?\s*[:：]?\s*")
NOTE_EXAMPLE = "備註 42 已電洽，下週回覆"


@commands.add(
    "備註",
    usage="備註 <案號> [共用] <內容>",
    summary="留一句話；只有本機關看得到，加「共用」才給別的機關看",
    aliases=("註記", "記一筆", "加註", "附註", "記一下", "筆記", "補充"),
    examples=(NOTE_EXAMPLE, "備註 42 共用 資料已上網"),
    access=Access.OFFICER,
    changes=True,
)
def add_note(request: Asked, services: Services) -> Result:
    """Keep a note of the speaker's agency on a case that it sees."""
    text = text_to_keep(request, lines=True)
    with services.unit_of_work() as uow:
        found = find_case(uow, request, text, example=NOTE_EXAMPLE)
        officer, agency = acting(request, found.file)
        if sight_of(found.file.circle, viewer_of(request)) is Sight.STUB:
            return shown(request, found.file)
        words = SHARED.sub("", found.rest, count=1)
        if not words:
            raise MissingNoteError(look_of(request).number(found.file.case))
        if len(words) > NOTE_LIMIT:
            what = "備註"
            raise TextTooLongError(what, NOTE_LIMIT)
        note = uow.cases.add_note(
            Note(
                id=0,
                case_id=found.file.case.id,
                agency_id=agency.id,
                officer_id=officer.id,
                text=words,
                shared=words != found.rest,
                written_at=request.now,
            )
        )
        who = "共用" if note.shared else "僅本機關"
        file = save(
            uow,
            request,
            found.file,
            found.file.case,
            Change("備註", f"留了備註（{who}）", Before(fields={}, note_id=note.id)),
        )
        uow.commit()
    return shown(request, file, action="已備註", body=f"記下了（{who}）。")


@commands.add(
    "連結",
    usage="連結 <案號> <網址>",
    summary="掛上 Join 或其他網址",
    aliases=("加連結", "附連結", "網址", "掛連結"),
    examples=("連結 42 https://join.gov.tw/idea/detail/…",),
    access=Access.OFFICER,
    changes=True,
)
def add_link(request: Asked, services: Services) -> Result:
    """Keep web addresses with a case; one on Join also says which proposal it is."""
    text = text_to_keep(request)
    sheet = Sheet(text)
    join, links = take_links(sheet)
    example = "連結 42 https://join.gov.tw/idea/detail/…"
    with services.unit_of_work() as uow:
        found = find_own_case(uow, request, sheet.rest, example=example)
        case = found.file.case
        if join is None and not links:
            if not sheet.rest.strip() or found.rest:
                raise BadLinkError
            return _links_of(case, request)
        if join is not None:
            _refuse_taken(uow, request, case, join)
            links = (join.address, *links)
        kept = tuple(dict.fromkeys((*case.links, *links)))[-LINKS_LIMIT:]
        changed = replace(case, links=kept, join_id=join.join_id if join else case.join_id)
        file = save(uow, request, found.file, changed, Change("連結", "加了連結"))
        if join is not None:  # of a petition more may be known than of the case
            file = with_dates(uow, request, services, file)
        uow.commit()
    return shown(request, file, action="已加連結", body="\n".join(("已加連結：", *links)))


def _links_of(case: Case, request: Asked) -> Card:
    number = look_of(request).number(case)
    text = "\n".join(case.links) or f"{number} 還沒有連結。加上：連結 {number} 網址"
    return choice_card(case, look_of(request), text, [])


def _refuse_taken(uow: UnitOfWork, request: Asked, case: Case, join: JoinLink) -> None:
    other = uow.cases.by_join_id(join.join_id)
    if other is None or other.id == case.id:
        return
    viewer = viewer_of(request)
    # A case that the speaker may not see must not be betrayed.
    if sight_of(file_of(uow, other, viewer).circle, viewer) is not Sight.NOTHING:
        raise LinkTakenError(other.number)

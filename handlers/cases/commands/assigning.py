"""指派: who of the own agency holds a case."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Result
from handlers.cases.cards import choice_card
from handlers.cases.commands.board import commands
from handlers.cases.commands.crowd import pick, present
from handlers.cases.commands.desk import (
    Change,
    acting,
    find_own_case,
    look_of,
    save,
    shown,
    text_to_keep,
)
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.spoken import ASSIGN_SHAPES
from handlers.services import Asked, Services
from handlers.shared.access import MANAGER_ROLES
from handlers.shared.colleagues import Colleague
from storage.records.agencies import Agency
from storage.records.officers import Officer

ASSIGN_EXAMPLE = "指派 42 小陳"
MYSELF = frozenset({"我", "自己", "我自己", "本人"})
ADD = "新增同仁 姓名 業務單位"


@commands.add(
    "指派",
    usage="指派 <案號> <姓名或暱稱>",
    summary="換承辦，交給本機關的同仁",
    aliases=("交給", "分給", "派給", "轉給", "改派", "分派", "請辦", "交辦給"),
    shapes=ASSIGN_SHAPES,
    examples=("指派 42 小陳", "指派 42 我"),
    access=Access.OFFICER,
    changes=True,
)
def assign(request: Asked, services: Services) -> Result:
    """Hand a case to a colleague of the own agency; ask, in 1:1, to whom."""
    text = text_to_keep(request)
    officer, _ = acting(request)
    with services.unit_of_work() as uow:
        found = find_own_case(uow, request, text, example=ASSIGN_EXAMPLE)
        file, case = found.file, found.file.case
        name = found.rest.removeprefix("給").strip()
        if not name:
            return _to_whom(file, present(uow, case.agency_id, request), request)

        def hint(_: Officer, place: Agency) -> str:
            return f"請{place.short}先擬，可寫：更新 {case.number} 先擬 {place.short}"

        chosen = officer if name in MYSELF else pick(uow, request, file, name, hint=hint)
        called = _called(chosen, officer, file, request)
        if chosen.id == case.holder_id:
            return shown(request, file, body=f"本來就是{called}承辦。")
        changed = replace(case, holder_id=chosen.id)
        file = save(uow, request, file, changed, Change("指派", "換承辦"))
        uow.commit()
    note = f"承辦改為{called}。" if called else "承辦換人了。"
    return shown(request, file, action="已指派", note=note)


def _called(chosen: Officer, speaker: Officer, file: CaseFile, request: Asked) -> str:
    """「您」, or the name; "" where people of other agencies read along."""
    if file.case.agency_id not in look_of(request).agency_ids:
        return ""
    alone = chosen.id == speaker.id and not request.in_group
    return "您" if alone else chosen.shown_name


def _to_whom(file: CaseFile, crowd: tuple[Colleague, ...], request: Asked) -> Card:
    """Offer the colleagues who do not hold the case yet."""
    number, look = file.case.number, look_of(request)
    others = [c.officer for c in crowd if c.officer.id != file.case.holder_id]
    choices = [(o.shown_name, f"指派 {number} {o.name}") for o in others]
    if choices:
        short = look.number(file.case)
        text = f"{short} 交給誰？名單上沒有的，直接打：指派 {short} 姓名"
        return choice_card(file.case, look, text, choices)
    keeper = bool(request.speaker.roles & MANAGER_ROLES)
    whose = "只有您" if crowd and file.case.holder_id == _own_id(request) else "沒有別人"
    how = f"加同仁：{ADD}" if keeper else "請貴機關的 PO 加同仁"
    return choice_card(file.case, look, f"{file.owner.short}的同仁名單{whose}。{how}", [])


def _own_id(request: Asked) -> int | None:
    return request.speaker.officer.id if request.speaker.officer is not None else None

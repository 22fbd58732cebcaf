"""輿情設定: how often feeds are looked at, and how long an alarm gathers before its card leaves."""

import re

from bot.message import Card
from bot.room import Access, Place
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.opinion_pace import (
    LOOK_SETTING,
    WAIT_SETTING,
    Looks,
    may_be_looks,
    may_be_wait,
    read_looks,
    read_span,
    read_wait,
    show_span,
    write_looks,
    write_wait,
)
from handlers.sources.commands.board import commands
from handlers.sources.errors import BadTuningError
from storage.unit_of_work import UnitOfWork

_LOOK = re.compile(r"(?:讀取|多久讀一次)\s*(.{1,12}?)\s*(?:到|至|~|～|-|－)\s*(.{1,12})")
_WAIT = re.compile(r"(?:彙整|等候|等)\s*(.{1,12})")


@commands.add(
    "輿情設定",
    usage="輿情設定 [讀取 2分鐘到30分鐘|彙整 5分鐘]",
    summary="RSS 多久讀一次、異常先彙整多久再說",
    examples=("輿情設定", "輿情設定 彙整 5分鐘"),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def tune(request: Asked, services: Services) -> Card:
    """Show both figures, or change one; the log says who did."""
    text = request.argument.strip()
    with services.unit_of_work() as uow:
        if text:
            _set(uow, request, *_read(text))
        looks = read_looks(uow.settings.get(LOOK_SETTING))
        wait = read_wait(uow.settings.get(WAIT_SETTING))
        uow.commit()
    return Card.sentence(
        f"RSS 越熱鬧讀得越勤：{show_span(looks.shortest)}到 {show_span(looks.longest)}一次"
        f"（外面的網站至少隔 1 分鐘）。發現異常先彙整 {show_span(wait)}再說。"
    )


def _read(text: str) -> tuple[str, str]:
    """Return which setting is meant, and its new value. Raises BadTuningError."""
    look, wait = _LOOK.fullmatch(text), _WAIT.fullmatch(text)
    if look is not None:
        shortest, longest = read_span(look[1]), read_span(look[2])
        if shortest is not None and longest is not None:
            looks = Looks(shortest, longest)
            if may_be_looks(looks):
                return LOOK_SETTING, write_looks(looks)
    span = read_span(wait[1]) if wait is not None else None
    if span is None or not may_be_wait(span):
        raise BadTuningError
    return WAIT_SETTING, write_wait(span)


def _set(uow: UnitOfWork, request: Asked, name: str, value: str) -> None:
    uow.settings.set(name, value, now=request.now)
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=None,
        action="tune-opinion",
        target=name,
        detail=value,
    )

"""新增來源, 啟用來源, 停用來源: terms of use are shown and confirmed before anything is read."""

from dataclasses import replace

from bot.message import Card
from bot.room import Access, Place
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.sources import cards
from handlers.sources.commands.board import commands
from handlers.sources.commands.desk import (
    find_source,
    is_keeper,
    judge_address,
    listed,
    may_change,
    note,
)
from handlers.sources.errors import (
    BadSourceError,
    NoSuchSourceError,
    SourceKnownError,
    TooManySourcesError,
)
from handlers.sources.rules.reading import find_known, split_address, split_number
from storage.records.posts import KnownSource, Source, SourceKind
from storage.source_catalogue import known_sources
from storage.unit_of_work import UnitOfWork

MOST = 30  # sources of one agency


@commands.add(
    "新增來源",
    usage="新增來源 <名稱> <RSS 網址>",
    summary="加一個 RSS，先確認對方的使用條款",
    aliases=("加來源", "增加來源"),
    examples=("新增來源 健保署新聞 https://www.nhi.gov.tw/rss",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def ask_add(request: Asked, services: Services) -> Card:
    """Show what is known of the terms, and ask."""
    name, url = _address(request, services)
    with services.unit_of_work() as uow:
        _refuse_known(uow, url)
    same = next((one for one in known_sources() if one.url == url), None)
    return cards.ask_add(name, url, same.terms if same else "")


@commands.add(
    "確認新增來源",
    usage="確認新增來源 <名稱> <RSS 網址>",
    summary="條款確認過了，新增",
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def add(request: Asked, services: Services) -> Card:
    """Begin to look at a feed."""
    name, url = _address(request, services)
    with services.unit_of_work() as uow:
        _refuse_known(uow, url)
        number = _begin(uow, request, name, url)
        note(uow, request, "add-source", f"source:{number}")
        uow.commit()
    return cards.switched_on(number, name)


@commands.add(
    "啟用來源",
    usage="啟用來源 <編號或名稱>",
    summary="開始讀一個來源；先看使用條款",
    aliases=("打開來源", "開啟來源"),
    examples=("啟用來源 中央社 政治", "啟用來源 3"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def ask_switch_on(request: Asked, services: Services) -> Card:
    """Switch a source on again, or show the terms of a known one and ask."""
    number, name = split_number(request.argument)
    with services.unit_of_work() as uow:
        if number is not None:
            card = _switch_on(uow, request, find_source(uow, number, ""))
            uow.commit()
            return card
    found = find_known(name, known_sources())
    if not found:
        raise NoSuchSourceError(name)
    return cards.ask_switch_on(found[0]) if len(found) == 1 else cards.which(found)


@commands.add(
    "確認啟用來源",
    usage="確認啟用來源 <名稱>",
    summary="條款確認過了，啟用",
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def switch_on(request: Asked, services: Services) -> Card:
    """Begin to look at a known feed whose terms were read."""
    known = _known(request.argument)
    with services.unit_of_work() as uow:
        there = next((one for one in listed(uow) if one.url == known.url), None)
        if there is not None:
            card = _switch_on(uow, request, there)
        else:
            number = _begin(uow, request, known.name, known.url, known.zone)
            note(uow, request, "switch-on-source", f"source:{number}")
            card = cards.switched_on(number, known.name)
        uow.commit()
    return card


@commands.add(
    "停用來源",
    usage="停用來源 <編號>",
    summary="不再讀一個來源；讀到的還在",
    aliases=("關閉來源", "關掉來源"),
    examples=("停用來源 3",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def switch_off(request: Asked, services: Services) -> Card:
    """Stop to look at a source."""
    number, name = split_number(request.argument)
    with services.unit_of_work() as uow:
        source = find_source(uow, number, name)
        may_change(request, source)
        if source.on:
            uow.posts.save_source(replace(source, on=False))
            note(uow, request, "switch-off-source", f"source:{source.id}")
            uow.commit()
    return cards.switched_off(source)


def _address(request: Asked, services: Services) -> tuple[str, str]:
    name, url = split_address(request.argument)
    if not name or not url:
        raise BadSourceError
    judge_address(url, request, services)
    return name, url


def _known(argument: str) -> KnownSource:
    found = find_known(argument, known_sources())
    if len(found) != 1:
        raise NoSuchSourceError(argument)
    return found[0]


def _refuse_known(uow: UnitOfWork, url: str) -> None:
    for source in listed(uow):
        if source.url == url and source.id is not None:
            raise SourceKnownError(source.name, source.id)


def _begin(uow: UnitOfWork, request: Asked, name: str, url: str, zone: str = "Asia/Taipei") -> int:
    """Keep a new feed, to be looked at now: everybody's from the hub, else the agency's own."""
    agency_id = None if is_keeper(request) else speaking_agency(request.speaker).id
    mine = [one for one in listed(uow) if one.agency_id is not None and one.agency_id == agency_id]
    if len(mine) >= MOST:
        raise TooManySourcesError(len(mine))
    return uow.posts.add_source(
        Source(
            kind=SourceKind.FEED,
            name=name,
            url=url,
            agency_id=agency_id,
            zone=zone,
            added_at=request.now,
            added_by=speaking_officer(request.speaker).id,
            next_look_at=request.now,
        )
    )


def _switch_on(uow: UnitOfWork, request: Asked, source: Source) -> Card:
    may_change(request, source)
    if not source.on:
        # How long it was off says nothing of whether it is silent.
        again = replace(
            source,
            on=True,
            added_at=request.now,
            last_ok_at=None,
            judge_at=None,
            silent_since_at=None,
            next_look_at=request.now if source.kind is SourceKind.FEED else None,
            failures=0,
            trouble="",
        )
        uow.posts.save_source(again)
        note(uow, request, "switch-on-source", f"source:{source.id}")
    return cards.switched_on(source.id or 0, source.name)

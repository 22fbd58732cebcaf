"""來源 and 可用來源: what is looked at, and what could be."""

from bot.message import Card
from bot.room import Access, Place, Shape
from handlers.services import Asked, Services
from handlers.sources import cards
from handlers.sources.commands.board import commands
from handlers.sources.commands.desk import listed
from handlers.sources.rules.reading import split_number
from storage.source_catalogue import known_sources


@commands.add(
    "輿情來源",
    usage="來源",
    summary="輿情從哪裡來、有沒有進來",
    aliases=("來源清單", "來源列表"),
    # No alias: 「來源不明的消息不要傳」 is talk.
    shapes=(Shape("來源"), Shape("看|查 來源")),
    examples=("來源",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_sources(request: Asked, services: Services) -> Card:
    """List the sources with their state, one page."""
    page, _ = split_number(request.argument)
    with services.unit_of_work() as uow:
        sources = listed(uow)
    return cards.sources(sources, page or 1, now=request.now)


@commands.add(
    "可用來源",
    usage="可用來源 [名稱或頁]",
    summary="可以啟用哪些新聞和論壇、各自的使用條款",
    aliases=("來源目錄", "有哪些來源可以用"),
    examples=("可用來源", "可用來源 中央社"),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_known(request: Asked, services: Services) -> Card:
    """List the feeds that are known, with their terms."""
    page, name = split_number(request.argument)
    with services.unit_of_work() as uow:
        on = {source.url for source in listed(uow) if source.on}
    known = [one for one in known_sources() if name.lower() in one.name.lower()]
    return cards.known(known, on, page or 1, name)

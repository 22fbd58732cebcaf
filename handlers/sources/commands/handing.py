"""A vendor's file handed over one to one: passed to the own officer as pasted words are."""

from dataclasses import replace

from bot.message import Card
from bot.room import Place
from bot.sources.posts import TEXT_LIMIT
from bot.sources.sheets import Row
from bot.sources.vendors import Handed as ReadRows
from bot.sources.vendors import read_rows
from handlers.services import Asked, Services
from handlers.shared.handed import Handed
from handlers.sources.commands import forward_cards as cards
from handlers.sources.commands.board import commands
from handlers.sources.commands.desk import brought, matter_for, may_pass
from handlers.sources.errors import (
    FileNotHadError,
    NoFileError,
    NoTableError,
    NothingInFileError,
    TooManyRowsError,
    UnreadableFileError,
)
from handlers.sources.rules.handed import how_many, listed, sifted, words_of
from handlers.sources.rules.keeping import to_posts
from handlers.sources.rules.reading import matter_of

MOST_ROWS = 1_000  # of a file in a chat: somebody waits while they are kept


@commands.add(
    "收到檔案",
    usage="收到檔案",
    summary="把傳來的表格轉給貴機關的 PO",
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def take_file(request: Asked, services: Services) -> Card:
    """Keep the posts of a file for the own agency alone, and ask how much they matter."""
    if services.handed is None:
        raise NoFileError
    may_pass(request)
    handed = services.handed
    rows = _rows(handed)
    counts = services.counts_in(request, services, rows)
    if counts is not None:
        return counts
    found = sifted(_read(handed.name, rows), request.now)
    if not found.posts:
        raise NothingInFileError(handed.name, found.left_out)
    shown = how_many(found.posts, now=request.now)
    whole = replace(
        brought(request),
        title=f"{handed.name}：{shown}",
        text=listed(found.posts)[:TEXT_LIMIT],
        matter=matter_for(request, found.matter),
    )
    with services.unit_of_work() as uow:
        posts = to_posts(found.posts, 0, uow.posts.author_key, now=request.now)
        own = [
            replace(row, agency_id=whole.agency_id, matter=matter_for(request, matter_of(said)))
            for row, said in zip(posts, map(words_of, found.posts), strict=True)
        ]
        number = uow.forwards.add_file(whole, own, now=request.now)
        uow.commit()
    return cards.ask_need_of_file(number, whole, shown, handed, found)


def _rows(handed: Handed) -> tuple[Row, ...]:
    """Return the rows of a file that can be read. Raises a UserError that says why it cannot."""
    if handed.trouble is not None:
        raise FileNotHadError(handed.name, handed.trouble)
    if handed.refused is not None:
        raise handed.refused
    if not handed.rows:
        raise NoTableError(handed.name)
    if len(handed.rows) > MOST_ROWS + 1:  # and the names of the columns
        raise TooManyRowsError(handed.name, len(handed.rows) - 1)
    return handed.rows


def _read(name: str, rows: tuple[Row, ...]) -> ReadRows:
    read = read_rows(rows)
    if read.missing:
        raise UnreadableFileError(name, read.missing)
    return read

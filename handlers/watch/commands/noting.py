"""記件數, 更正件數, 刪件數, 存件數, 件數紀錄: counts of 首長信箱, 1999 and the like."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256

from bot.message import Card
from bot.room import Access, Place, Shape
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import COUNTS_DRAFT
from handlers.watch.commands import tally_cards as cards
from handlers.watch.commands.board import commands
from handlers.watch.commands.tallying import (
    Met,
    Standing,
    meet,
    note_kept,
    played_of,
    standings,
)
from handlers.watch.errors import PersonalCountError, UnreadableCountError
from handlers.watch.rules.tally_words import (
    CHANNELS,
    Counted,
    read_count,
    read_lines,
    read_place,
    read_wanted,
    shown_line,
)
from storage.records.tallies import Tally
from storage.unit_of_work import UnitOfWork

SHOWN_DAYS = timedelta(days=45)
SHOWN = 20  # counts of one series
MARK_LENGTH = 8
HOW_MANY = "幾通|幾件|幾封|有幾通|有幾件|有幾封|多少通|多少件|來幾通|來幾件"
RECENT_DAYS = 3  # a count still tells of now
EXAMPLES = ("首長信箱 健保卡 12 件", "1999 健保卡 昨天 8 通", "1999 健保卡 12/1-12/7 35 通")


@commands.add(
    "記件數",
    usage="記件數 <首長信箱｜1999> <話題> [日期] <幾件>",
    summary="記首長信箱、1999 每天或每週幾件，和貼文一起看；也可以一次貼好幾行",
    aliases=("輸入件數", "貼件數"),
    shapes=tuple(
        shape
        for name in CHANNELS
        for shape in (
            Shape(f"{name} ^", f"{name} ^"),
            Shape(f"@ {name} ^", f"{name} @ ^"),
            Shape(f"* {name} ^", f"{name} * ^"),
        )
    ),
    examples=EXAMPLES,
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def note(request: Asked, services: Services) -> Card:
    """Keep one count at once; of several show first what was read."""
    today = taipei_date(request.now)
    if "\n" in request.argument.strip():
        return _draft(request, services, request.argument, today=today)
    counted = read_count(_impersonal(request.argument), today=today)
    with services.unit_of_work() as uow:
        met = _meet(uow, request, [counted])[0]
        if met.is_same:
            return cards.same_card(met, today=today)
        if not met.is_new:
            return cards.ask_card(met, today=today)
        card = _keep(uow, request, met, changed=False)
        uow.commit()
    return card


@commands.add(
    "更正件數",
    usage="更正件數 <首長信箱｜1999> <話題> <日期> 為 <幾件>",
    summary="改掉記過的件數",
    aliases=("改件數", "修正件數"),
    shapes=tuple(Shape(f"更正|修正|改|更改 {name} …", f"{name} …") for name in CHANNELS),
    examples=("更正 首長信箱 健保卡 12/1 為 10",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def correct(request: Asked, services: Services) -> Card:
    """Put a count in place of those that are kept of its days."""
    today = taipei_date(request.now)
    counted = read_count(_impersonal(request.argument), today=today)
    with services.unit_of_work() as uow:
        met = _meet(uow, request, [counted])[0]
        if met.is_same:
            return cards.same_card(met, today=today)
        card = _keep(uow, request, met, changed=True)
        uow.commit()
    return card


@commands.add(
    "刪件數",
    usage="刪件數 <首長信箱｜1999> <話題> <日期>",
    summary="刪掉記錯的件數",
    aliases=("刪除件數", "取消件數"),
    shapes=tuple(Shape(f"刪掉|刪除|刪 {name} …", f"{name} …") for name in CHANNELS),
    examples=("刪件數 首長信箱 健保卡 12/1",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def drop(request: Asked, services: Services) -> Card:
    """Remove what is kept of some days."""
    today = taipei_date(request.now)
    counted = read_place(request.argument, today=today)
    with services.unit_of_work() as uow:
        met = _meet(uow, request, [counted])[0]
        if met.known:
            uow.tallies.drop(met.tally)
            _note(uow, request, [met.tally.series_id])
            uow.commit()
    return cards.dropped_card(counted, met.known, today=today)


@commands.add(
    "存件數",
    usage="存件數 <代號>",
    summary="存下貼上的件數",
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def store(request: Asked, services: Services) -> Card:
    """Keep a pasted table that was shown."""
    today = taipei_date(request.now)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        lines = uow.settings.get(f"{COUNTS_DRAFT}{me.id}") or ""
        if not lines or request.argument.strip() != _mark(lines):
            return cards.gone_draft_card()
        counted, _ = read_lines(lines, today=today)
        wanted = [met for met in _meet(uow, request, counted) if not met.is_same]
        for met in wanted:
            uow.tallies.keep(met.tally)
        _note(uow, request, (met.tally.series_id for met in wanted))
        uow.settings.set(f"{COUNTS_DRAFT}{me.id}", "", now=request.now)
        risen = _risen(uow, request, wanted, today)
        uow.commit()
    return cards.stored_card(len(wanted), risen)


@commands.add(
    "件數紀錄",
    usage="件數紀錄 [首長信箱｜1999] [話題]",
    summary="貴機關記了哪些件數、最近幾天各幾件",
    aliases=("看件數", "件數清單", "查件數"),
    shapes=tuple(
        shape
        for name in CHANNELS
        for shape in (
            Shape(f"{name} {HOW_MANY}", name),
            Shape(f"{name} * {HOW_MANY}", f"{name} *"),
            Shape(f"* {name} {HOW_MANY}", f"{name} *"),
        )
    ),
    examples=("件數紀錄", "件數紀錄 1999 健保卡"),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show(request: Asked, services: Services) -> Card:
    """List the series of the speaker's agencies, or the days of one."""
    today = taipei_date(request.now)
    channel, topic = read_wanted(request.argument)
    with services.unit_of_work() as uow:
        mine = request.speaker.office_ids
        rows = standings(uow, mine, [topic] if topic else (), now=request.now)
        rows = [one for one in rows if channel in {"", one.series.channel}]
        rows = _exact(rows, topic) or rows
        if not rows:
            return Card.sentence(f"還沒有記件數。例如：{EXAMPLES[0]}")
        if len(rows) > 1:
            return cards.list_card(rows, today=today)
        tallies = uow.tallies.counts([rows[0].series.id], today - SHOWN_DAYS)
    return cards.days_card(rows[0], tallies[-SHOWN:], today=today)


def _exact(rows: Sequence[Standing], topic: str) -> list[Standing]:
    return [one for one in rows if one.series.topic == topic]


def _meet(uow: UnitOfWork, request: Asked, counted: Sequence[Counted]) -> list[Met]:
    """Lay counts beside what is kept; series are taken in one order, so that nobody blocks."""
    agency, me = speaking_agency(request.speaker), speaking_officer(request.speaker)
    last = {(c.channel, c.topic, c.first_on, c.last_on): c for c in counted}
    ordered = sorted(last.values(), key=lambda c: (c.channel, c.topic, c.first_on))
    return [meet(uow, agency.id, one, me.id, now=request.now) for one in ordered]


def _keep(uow: UnitOfWork, request: Asked, met: Met, *, changed: bool) -> Card:
    uow.tallies.keep(met.tally)
    _note(uow, request, [met.tally.series_id])
    played = played_of(uow, speaking_agency(request.speaker).id, now=request.now)
    today = taipei_date(request.now)
    return cards.kept_card(met, played[met.tally.series_id], today=today, changed=changed)


def _note(uow: UnitOfWork, request: Asked, series_ids: Iterable[int]) -> None:
    agency, me = speaking_agency(request.speaker), speaking_officer(request.speaker)
    note_kept(uow, agency.id, f"officer:{me.id}", series_ids, now=request.now)


def _draft(request: Asked, services: Services, text: str, *, today: date) -> Card:
    counted, failed = read_lines(_impersonal(text), today=today)
    if not counted:
        raise UnreadableCountError(text.strip().splitlines()[0])
    return draft(request, services, counted, failed, today=today)


def draft(
    request: Asked,
    services: Services,
    counted: Sequence[Counted],
    failed: Sequence[str],
    *,
    today: date,
) -> Card:
    """Show what a table says before it is kept, and what of it was not readable."""
    lines = "\n".join(f"{shown_line(one)} {one.count}" for one in counted)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        uow.settings.set(f"{COUNTS_DRAFT}{me.id}", lines, now=request.now)
        uow.commit()
        mets = _meet(uow, request, counted)
    return cards.draft_card(mets, failed, _mark(lines), today=today)


def _risen(uow: UnitOfWork, request: Asked, kept: Sequence[Met], today: date) -> list[str]:
    played = played_of(uow, speaking_agency(request.speaker).id, now=request.now)
    lately = [met for met in kept if is_recent(met.tally, today)]
    return [
        f"{cards.named(met.counted)}{cards.shown_days(met.counted, today)}"
        for met in lately
        if played[met.tally.series_id].rose_on(met.tally.first_on)
    ][:3]


def is_recent(tally: Tally, today: date) -> bool:
    """Whether a count still tells of now, and not only of the past."""
    return (today - tally.last_on).days <= RECENT_DAYS


def _mark(lines: str) -> str:
    return sha256(lines.encode()).hexdigest()[:MARK_LENGTH]


def _impersonal(text: str) -> str:
    found = find_personal_data(text)
    if found is not None:
        raise PersonalCountError(found)
    return text

"""聯絡: find today's counterpart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock

from bot.message import Card
from bot.room import Shape
from handlers.contacts import cards
from handlers.contacts.errors import NobodyAskedForError, NobodyFoundError
from handlers.contacts.rules.asking import is_mere_wording
from handlers.contacts.rules.finding import Contact, Directory, Hit, Kind
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.leave_days import away_words
from handlers.shared.mentions import AgencyMention
from handlers.shared.roc_date import taipei_date
from storage.records.cases import CaseKind, CaseQuery
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork

REBUILD_AFTER = timedelta(minutes=10)  # cases change without changing the directory's version
MOST_CASES = 200  # public open cases whose subjects lead to agencies
WORDS = "窗口 聯絡人 聯絡窗口 承辦 承辦人 找誰 找人 分機 電話 聯繫窗口 對口"
PHRASES = """
誰在管 誰負責 誰管 誰承辦 誰主辦 承辦是誰 窗口是誰 聯絡人是誰 承辦人是誰 負責人是誰 是誰在負責
是誰負責 是誰的業務 哪個部會 哪一個部會 哪個機關 哪個單位 要找誰 該找誰 找誰 可以問誰 要問誰 該問誰
問誰 的窗口 的聯絡人 的承辦 的PO 的po 哪位 誰可以問 怎麼聯絡 如何聯絡 電話幾號 分機幾號 電話多少
分機多少 誰在辦 誰在弄 誰在處理 PO是誰 是哪一位 是哪位 哪位負責 哪位在負責
"""
PUBLIC_KINDS = frozenset({CaseKind.PETITION, CaseKind.CONSULTATION})


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    built_at: datetime
    directory: Directory


class DirectoryCache:
    """Keeps the index in memory, without numbers and addresses; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: _Kept | None = None

    def get(self, uow: UnitOfWork, *, now: datetime) -> Directory:
        """Return the index of what is stored now; build it when something changed."""
        version = uow.officers.directory_version()
        with self._lock:
            kept = self._kept
        if kept and kept.version == version and abs(now - kept.built_at) < REBUILD_AFTER:
            return kept.directory
        directory = Directory(
            agencies=uow.agencies.all(),
            officers=tuple(_without_data(o) for o in uow.officers.all() if o.erased_at is None),
            appointments=uow.officers.all_appointments(),
            topics=_topics(uow),
        )
        with self._lock:
            self._kept = _Kept(version, now, directory)
        return directory

    def mentions(self, uow: UnitOfWork, text: str, *, now: datetime) -> tuple[AgencyMention, ...]:
        """Find the agencies named in a text; a name that several agencies share is left out."""
        found = self.get(uow, now=now).agencies_in(text, today=taipei_date(now))
        places = Counter((m.start, m.end) for m in found)
        return tuple(
            AgencyMention(m.agency, m.start, m.end) for m in found if places[m.start, m.end] == 1
        )


def _without_data(officer: Officer) -> Officer:
    return replace(officer, email="", office_phone="", mobile="")


def _topics(uow: UnitOfWork) -> dict[str, tuple[int, ...]]:
    """Read which agencies the public open cases belong to, by subject."""
    query = CaseQuery(kinds=PUBLIC_KINDS, open_only=True, limit=MOST_CASES)
    return {
        case.subject: tuple(
            dict.fromkeys((*(a.agency_id for a in uow.cases.agencies(case.id)), case.agency_id))
        )
        for case in uow.cases.find(query).cases
    }


def make_commands(cache: DirectoryCache) -> RoomCommands:
    """List the room's commands; they share the `cache` with whoever else looks for agencies."""
    commands = RoomCommands()

    @commands.add(
        "找",
        usage="找 <機關、姓名或題目>",
        summary="找今天的窗口",
        aliases=tuple(WORDS.split()),
        phrases=tuple(PHRASES.split()),
        shapes=(Shape("% po", "%"),),
        examples=("找 衛福部", "找 健保卡"),
    )
    def find(request: Asked, services: Services) -> Card:
        """Find whom to ask, and show no more than the place allows."""
        return _find(request, services, cache)

    return commands


def _find(request: Asked, services: Services, cache: DirectoryCache) -> Card:
    query = request.argument.strip()
    if not query:
        raise NobodyAskedForError
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        directory = cache.get(uow, now=request.now)
        finding = directory.find(query, today=today, limit=cards.MOST_CHOICES)
        hit = finding.sure
        if hit is None and is_mere_wording(query):
            raise NobodyAskedForError
        if finding.kind is Kind.NOTHING:
            raise NobodyFoundError(cards.echo(query))
        if hit is None and request.in_group:
            return cards.choices_in_group(query, finding.hits)
        if hit is None:
            away = _away(uow, finding.hits, today)
            return cards.choices_card(query, finding.hits, today=today, away=away)
        if hit.paused is not None:
            return cards.paused_card(hit, hit.paused)
        if not hit.contacts:
            return cards.nobody_there(hit)
        phone = _look_at_phone(uow, request, hit.contacts[0])
        away = _away(uow, (hit,), today)
        uow.commit()
    return cards.sure_card(hit, phone, today=today, away=away)


def _away(uow: UnitOfWork, hits: Sequence[Hit], today: date) -> dict[int, str]:
    """Say of those who are on leave today until when, and who stands in."""
    first = {hit.contacts[0].officer.id for hit in hits if hit.contacts}
    absences = uow.absences.on(today, first)
    deputies = uow.officers.by_ids({a.deputy_id for a in absences if a.deputy_id is not None})
    serving = {c.officer.id for hit in hits for c in hit.contacts}
    return {
        a.officer_id: away_words(a, today=today)
        + (f"，代理 {deputies[i].shown_name}" if (i := a.deputy_id or 0) in serving else "")
        for a in absences
    }


def _look_at_phone(uow: UnitOfWork, request: Asked, contact: Contact) -> str:
    """Return the office number if it may be shown here, and note in the log who looked."""
    officer = uow.officers.get(contact.officer.id)
    if not officer.office_phone or (request.in_group and not officer.phone_in_groups):
        return ""
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=contact.agency.id,
        action="look-phone",
        target=f"officer:{officer.id}",
        detail=request.message.read_by.value,
    )
    return officer.office_phone


directory = DirectoryCache()
commands = make_commands(directory)

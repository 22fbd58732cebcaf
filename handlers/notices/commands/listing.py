"""預告: what is open for comments, one notice, a new one that is typed or pasted, a new end."""

from dataclasses import replace
from datetime import date, timedelta

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.notices.cards import SHOWN, Entry, list_card, notice_card, number_of
from handlers.notices.commands.board import commands
from handlers.notices.commands.desk import (
    case_of,
    coverage_of,
    family,
    find_notice,
    keep_days,
    know,
    marked,
    ours,
)
from handlers.notices.commands.gathering import entry_of, matching, whose
from handlers.notices.commands.opening import register_notice, shown
from handlers.notices.errors import (
    EXAMPLE,
    NoEndError,
    NoNoticeOfCaseError,
    NoTitleError,
    NotOurNoticeError,
    PersonalDataInNoticeError,
)
from handlers.notices.rules.pages import read_page
from handlers.notices.rules.period import Period, plain, read_period
from handlers.notices.rules.titles import draft_title, names_a_draft, same_draft
from handlers.services import Asked, Services
from handlers.shared.audience import Sight, is_public
from handlers.shared.case_numbers import clean_text, read_number
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import roc_number, show_date, taipei_date
from handlers.sight import Named, find_named
from storage.names import level_text
from storage.records.cases import HistoryEntry, Stage
from storage.records.notices import TYPED, Notice
from storage.unit_of_work import UnitOfWork

LATELY = timedelta(days=120)  # within which the same draft is not typed anew


@commands.add(
    "預告",
    usage="預告 [<草案名稱> <起> 到 <迄>｜<貼上公告>｜<案號> 到 <新的截止日>]",
    summary="貴機關預告中的草案、還剩幾天；輸入或貼上公告就登記",
    aliases=("預告清單", "看預告", "草案預告", "法規預告", "預告案"),
    shapes=(
        Shape("# 預告 延到|延長到|延至|改到|到|至 @", "# 到 @"),
        Shape("預告 延長 # 到|至 @", "# 到 @"),
        Shape("我們的|本部的|本機關的 預告|草案預告"),
        Shape("有|有沒有 什麼|哪些? 預告中的草案|草案預告|新的草案預告|新草案預告"),
        Shape("我們|本部 要|想 預告 * &", "* &"),
        Shape("# 為什麼|怎麼|為何 只|才? 有? 預告 ~", "#"),
        Shape("預 #", "預#"),
        Shape("預 # 什麼時候|哪天|何時|幾號|到哪天|到幾號 截止|到期|結束?", "預#"),
    ),
    examples=("預告", EXAMPLE, "預告 37 到 4/10"),
    access=Access.OFFICER,
    changes=True,
)
def notices(request: Asked, services: Services) -> Result:
    """List, show, register or prolong; what names no time and no number is looked for."""
    text = plain(clean_text(request.argument, lines=True))
    number, rest = marked(text)
    if number is not None:
        return _one(request, services, text)
    if _is_about_a_case(text):
        return _of_case(request, services, text)
    page, words = read_page(text)
    if words:
        today = taipei_date(request.now)
        said = read_period(rest, today=today)
        title = draft_title(rest, said.spans)
        if said.is_known and (not title or names_a_draft(title)):
            return _typed(request, services, said, title)
    return _list(request, services, words, page)


@commands.add(
    "預告列表",  # changes nothing, so that a question may ask for it
    usage="預告列表",
    summary="貴機關預告中的草案",
    aliases=("眾開講清單", "預告中的草案"),
    shapes=(
        Shape("眾開講"),
        Shape("眾開講|預告 有|有沒有 我們的|本部的|本機關的 嗎?"),
        Shape("最近|現在|目前? 有|有沒有? 什麼|哪些? 我們的|本部的? 草案|法規 在? 預告 中? 嗎?"),
        Shape("預告中 的 草案|法規 有? 什麼|哪些?"),
        Shape("這個月|本月|這週|本週|最近 有? 哪些|什麼 預告|草案 要|快|會? 到期|截止|結束"),
        Shape("預告|草案 什麼時候|哪天|何時|幾號 截止|到期|結束"),
        Shape("昨天|今天|最近|這週? 公報 有|有沒有 我們的|本部的|本機關的 草案? 嗎?"),
        Shape("% 預告中|在預告 的? 草案|法規|有哪些", sure=False),
    ),
    access=Access.OFFICER,
    hidden=True,
)
def list_notices(request: Asked, services: Services) -> Result:
    """List what can still be commented on."""
    return _list(request, services, "", 1)


@commands.add(
    "登記預告",
    usage="登記預告 <預號>",
    summary="把公報上的這件草案登記成眾開講，期限跟著排",
    aliases=("預告登記",),
    shapes=(Shape("登記|新增|建案 預 #", "#"), Shape("預 # 登記", "#")),
    examples=("登記預告 預3",),
    access=Access.OFFICER,
    changes=True,
)
def register(request: Asked, services: Services) -> Result:
    """Register a notice by its own number."""
    mine = ours(request, f"登記預告 {request.argument.strip()}")
    with services.unit_of_work() as uow:
        notice, _ = find_notice(uow, request.argument, mine)
        card = register_notice(uow, request, services, notice)
        uow.commit()
    return card


def _is_about_a_case(text: str) -> bool:
    """Whether a line begins with a case number and goes on with an end, or with nothing."""
    number, rest = read_number(text)
    begins = text.lstrip("第# ").startswith(str(number.serial)) if number is not None else False
    full = number is not None and number.year is not None and text.startswith(str(number.year))
    return (begins or full) and not names_a_draft(rest)


def _one(request: Asked, services: Services, text: str) -> Card:
    mine = ours(request, f"預告 {text}")
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        notice, _ = find_notice(uow, text, mine)
        case = case_of(uow, notice)
        if case is not None:
            return shown(uow, request, notice) if is_public(case) else _hidden()
        waiting = {n.id for n in matching(uow, mine, today, unconsulted=True)}
        named = whose(uow, notice, request)
        return notice_card(know(uow, notice), named, today=today, to_consult=notice.id in waiting)


def _of_case(request: Asked, services: Services, text: str) -> Card:
    with services.unit_of_work() as uow:
        named = find_named(uow, request, text, example="預告 37 到 4/10", verb="預告")
        notice = uow.notices.of_case(named.case.id)
        if notice is None or named.sight is not Sight.FULL:
            raise NoNoticeOfCaseError(named.number)
        if not named.rest.strip():
            return shown(uow, request, notice)
        card = _prolonged(uow, request, services, named, notice)
        uow.commit()
    return card


def _prolonged(
    uow: UnitOfWork, request: Asked, services: Services, named: Named, notice: Notice
) -> Card:
    """Take a new end for a notice; what follows moves along."""
    case = named.case
    if case.agency_id not in request.speaker.office_ids:
        raise NotOurNoticeError(named.number, uow.agencies.get(case.agency_id).short)
    today = taipei_date(request.now)
    said = read_period(named.rest, today=today, published_on=notice.published_on)
    if said.ends_on is None:
        raise NoEndError(named.number)
    officer_id = speaking_officer(request.speaker).id
    # From now on the officer's word counts: the gazette's own entry says the old end.
    moved = replace(notice, source=TYPED, ends_on=said.ends_on, stated_days=said.stated_days)
    uow.notices.save(moved)
    keep_days(uow, moved, case, now=request.now, officer_id=officer_id)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=officer_id,
            agency_id=case.agency_id,
            action="預告改期",
            summary=f"預告截止日 → {roc_number(said.ends_on)}",
        )
    )
    if case.stage is Stage.TO_COLLECT and said.ends_on >= today:
        case = uow.cases.save(replace(case, stage=Stage.NOTICED))
    services.case_changed(uow, case, request.now)
    return shown(uow, request, moved, said="截止日已改")


def _typed(request: Asked, services: Services, said: Period, title: str) -> Card:
    """Keep a notice that was typed or pasted, and register it."""
    if not title:
        raise NoTitleError
    found = find_personal_data(title)
    if found is not None:
        raise PersonalDataInNoticeError(found)
    agency = speaking_agency(request.speaker)
    with services.unit_of_work() as uow:
        mine = family(uow, [agency.id])
        notice = _known_already(uow, request, mine, title)
        if notice is None:
            fresh = Notice(
                id=0,
                title=title,
                source=TYPED,
                seen_at=request.now,
                published_on=said.published_on,
                ends_on=said.ends_on,
                stated_days=said.stated_days,
            )
            notice = uow.notices.add(fresh, mine)
        card = register_notice(uow, request, services, notice)
        uow.commit()
    return card


def _known_already(
    uow: UnitOfWork, request: Asked, mine: frozenset[int], title: str
) -> Notice | None:
    """Find the same draft among what is open: the gazette's own, or typed before."""
    several = matching(uow, mine, taipei_date(request.now), hidden=True)
    lately = (n for n in several if request.now - n.seen_at < LATELY)
    return next((n for n in lately if same_draft(n.title, title)), None)


def _list(request: Asked, services: Services, words: str, page: int) -> Card:
    mine = ours(request, f"預告 {words}".strip())
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        wanted = [level_text(word) for word in words.split()]
        found = [
            one
            for one in matching(uow, mine, today)
            if all(word in level_text(one.title) for word in wanted)
        ]
        coverage = coverage_of(uow, now=request.now)
        lacks = coverage.words(now=request.now)
        start = (page - 1) * SHOWN
        waiting = {n.id for n in matching(uow, mine, today, unconsulted=True)}
        entries = [entry_of(uow, request, n, waiting) for n in found[start : start + SHOWN]]
    if not entries:
        return _nothing(words, lacks, today, coverage.latest)
    more = (Button("更多", f"預告 {words} 第{page + 1}頁"),) if len(found) > start + SHOWN else ()
    return list_card(
        entries,
        heading=f"預告中 {len(found)} 件",
        today=today,
        note=lacks,
        buttons=(*register_buttons(entries, 4 - len(more)), *more),
        in_private=f"預告 {words}".strip(),
    )


def register_buttons(entries: list[Entry], most: int) -> tuple[Button, ...]:
    """Offer to register what is no case yet."""
    numbers = [number_of(e.known.notice) for e in entries if e.known.case is None]
    return tuple(Button(f"登記 {one}", f"登記預告 {one}") for one in numbers[:most])


def _hidden() -> Card:
    return Card.sentence("這件已經登記了，內容不在這裡看。")


def _nothing(words: str, lacks: str, today: date, latest: date | None) -> Card:
    if words:
        return Card.sentence(f"預告中的沒有這幾個字。要登記新的：{EXAMPLE}")
    if lacks:
        return Card.sentence(f"還沒有看到貴機關預告中的草案，但不一定沒有：{lacks}。")
    upto = f"公報讀到 {show_date(latest, today=today)}。" if latest is not None else ""
    return Card.sentence(f"貴機關目前沒有預告中的草案。{upto}")

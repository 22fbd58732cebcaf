"""會議前後: how much was said two weeks before and after a case's 協作會議."""

from bot.message import Card, Picture
from bot.pictures import PictureKey
from bot.room import Access, Place, Shape
from handlers.addresses import Fetching, FileTable, address_card, give_address
from handlers.services import Asked, Services
from handlers.shared.audience import Sight
from handlers.shared.colleagues import speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.sight import Named, find_named
from handlers.watch.commands import meeting_cards as cards
from handlers.watch.commands.board import commands
from handlers.watch.commands.comparing import gather_report, meeting_on
from handlers.watch.errors import NoMeetingDayError, SecretMatterError
from handlers.watch.rules.days_chart import Strip, draw_days
from handlers.watch.rules.meeting import Report
from storage.errors import RecordNotFoundError
from storage.records.cases import Secrecy
from storage.records.files import FileKind
from storage.unit_of_work import UnitOfWork

PICTURE = "meeting"
NAME = "會議前後討論量"  # of the file where it is saved
AROUND = "協作會議前後|開會前後|會議前後|會前會後|會前後"
MEASURES = "輿情|聲量|討論|討論量|件數|比較|差多少|差多少件|變化"


@commands.add(
    "會議前後輿情",
    usage="會議前後輿情 <案號>",
    summary="協作會議前後各兩週，貼文、首長信箱、1999、附議每天多少",
    # No shorter alias: 「開會前後記得拍照」 is talk.
    aliases=("開會前後輿情", "會前會後輿情", "協作會議前後輿情"),
    shapes=(
        Shape(f"# {AROUND} {MEASURES}?", "#"),
        Shape(f"{AROUND} # {MEASURES}?", "#"),
    ),
    examples=("會議前後輿情 38",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_meeting(request: Asked, services: Services) -> Card:
    """Answer with counts, never with causes."""
    with services.unit_of_work() as uow:
        named, report = _report(uow, request, "會議前後輿情 38")
        _note(uow, request, named, "look-sensitive", only_hidden=True)
        uow.commit()
        return cards.report_card(
            report,
            named.number,
            named.case.number,
            _picture(request, named, report),
            today=taipei_date(request.now),
        )


@commands.add(
    "會議前後表",
    usage="會議前後表 <案號>",
    summary="會議前後每天的數字，試算表檔（ODS、CSV）",
    aliases=("會議前後檔案", "會議前後表格", "下載會議前後"),
    examples=("會議前後表 38",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_meeting(request: Asked, services: Services) -> Card:
    """Make an address for the table."""
    with services.unit_of_work() as uow:
        named, _ = _report(uow, request, "會議前後表 38")
        given = give_address(
            uow,
            request,
            services,
            FileKind.MEETING,
            (named.case.id, None),
            otherwise="可以用「會議前後輿情 案號」看數字",
        )
        _note(uow, request, named, "meeting-address")
        uow.commit()
    return address_card(named.case.number, cards.KIND, "會議前後每天的數字", given)


def meeting_table(uow: UnitOfWork, fetching: Fetching) -> FileTable | None:
    """Make the table for an officer of some agency; it holds what their agencies know."""
    case = fetching.case
    on = meeting_on(uow, case)
    if on is None or not fetching.office_ids:
        return None
    report = gather_report(uow, case, on, fetching.office_ids, now=fetching.now)
    return FileTable(
        name=NAME,
        title=f"{case.number} {NAME}",
        rows=cards.table_rows(report),
        agency_id=case.agency_id,
        action="fetch-meeting",
    )


def draw_meeting(uow: UnitOfWork, key: PictureKey) -> str | None:
    """Draw the weeks around a meeting, for agencies; None when there is no such meeting now."""
    case_id, *agencies = key.subject.split("-")
    if not all(part.isdecimal() for part in (case_id, *agencies)):
        return None
    try:
        case = uow.cases.get(int(case_id))
    except RecordNotFoundError:
        return None
    on = meeting_on(uow, case)
    if on is None or case.secrecy is not Secrecy.NORMAL:
        return None
    report = gather_report(uow, case, on, set(map(int, agencies)), now=key.at)
    return _draw(report)


def _draw(report: Report) -> str:
    days = report.window.days
    strips = [Strip(tuple(row.over(days))) for row in report.drawn]
    return draw_days(days, strips, report.window.on)


def _picture(request: Asked, named: Named, report: Report) -> Picture | None:
    """Return the chart; none of a 敏感 case, for a picture's address is a secret of its own."""
    if named.case.secrecy is not Secrecy.NORMAL or not report.drawn:
        return None
    agencies = "-".join(map(str, sorted(request.speaker.office_ids)))
    subject = f"{named.case.id}-{agencies}"
    return Picture(PictureKey(PICTURE, subject, request.now).text, cards.chart_alt(report))


def _report(uow: UnitOfWork, request: Asked, example: str) -> tuple[Named, Report]:
    """Find the case and its meeting. Raises NoMeetingDayError, SecretMatterError and others."""
    verb = example.partition(" ")[0]
    named = find_named(uow, request, request.argument, example=example, verb=verb)
    if named.sight is not Sight.FULL:
        raise SecretMatterError(named.number)
    on = meeting_on(uow, named.case)
    if on is None:
        raise NoMeetingDayError(named.number)
    mine = request.speaker.office_ids
    return named, gather_report(uow, named.case, on, mine, now=request.now)


def _note(
    uow: UnitOfWork, request: Asked, named: Named, action: str, *, only_hidden: bool = False
) -> None:
    if only_hidden and named.case.secrecy is Secrecy.NORMAL:
        return
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=named.case.agency_id,
        action=action,
        target=f"case:{named.case.id}",
    )

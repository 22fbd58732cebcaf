"""參採表: a secret address, for some days, under which the table of opinions is fetched."""

from bot.message import Button
from bot.room import Access, Place, Result
from handlers.addresses import Fetching, FileTable, address_card, give_address
from handlers.opinions.cards import KIND
from handlers.opinions.commands.board import commands
from handlers.opinions.commands.desk import answering_ids, asked_case, find_matter, note_audit
from handlers.opinions.errors import NoOpinionsError
from handlers.opinions.rules.counting import tally
from handlers.opinions.rules.table import HEADINGS, table
from handlers.services import Asked, Services
from handlers.shared.roc_date import taipei_date
from storage.records.files import FileKind
from storage.unit_of_work import UnitOfWork

NAME = "意見參採情形表"


@commands.add(
    "參採表",
    usage="參採表 <案號>",
    summary="意見參採情形表（ODS、CSV），一則一列",
    aliases=("參採情形", "參採情形表", "意見參採情形表", "意見表格", "意見檔案", "下載意見"),
    examples=("參採表 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_opinions(request: Asked, services: Services) -> Result:
    """Make an address for an officer who answers the case's opinions."""
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, asked_case(request), example="參採表 42")
        everything = uow.opinions.of_case(matter.case.id)
        if not everything:
            raise NoOpinionsError(matter.number)
        given = give_address(
            uow,
            request,
            services,
            FileKind.OPINIONS,
            (matter.case.id, None),
            otherwise="可以用「綜整回應 案號」複製文字",
        )
        note_audit(uow, request, matter, action="opinions-address")
        uow.commit()
    number = matter.case.number
    what = f"{NAME}（{tally(everything).progress}）"
    return address_card(number, KIND, what, given, Button("看意見", f"意見 {number}"))


def opinions_table(uow: UnitOfWork, fetching: Fetching) -> FileTable | None:
    """Make the table of a case's opinions for who answers them; None for others."""
    case = fetching.case
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    if not answering_ids(uow, case, agencies) & fetching.office_ids:
        return None
    rows = table(uow.opinions.of_case(case.id), today=taipei_date(fetching.now))
    return FileTable(
        name=NAME,
        title=f"{case.number} {NAME}",
        rows=(HEADINGS, *rows),
        agency_id=case.agency_id,
        action="fetch-opinions",
    )

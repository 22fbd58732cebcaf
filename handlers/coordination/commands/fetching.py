"""點名檔案: a secret address, for some days, under which who asked fetches the answers."""

from bot.message import Button
from bot.room import Access, Place, Result
from handlers.addresses import Fetching, FileTable, address_card, give_address
from handlers.coordination.cards import ROLL
from handlers.coordination.commands.board import commands
from handlers.coordination.commands.desk import find_matter, note_audit, text_to_keep
from handlers.coordination.commands.reaching import bound_ids
from handlers.coordination.commands.sheets import look_of
from handlers.coordination.commands.standing import find_roll_call
from handlers.coordination.errors import NotOurCaseError
from handlers.coordination.rules.progress import HEADINGS, table
from handlers.services import Asked, Services
from handlers.shared.roc_date import taipei_date
from storage.records.files import FileKind
from storage.unit_of_work import UnitOfWork

NAME = "答案表格"  # of the file where it is saved


@commands.add(
    "點名檔案",
    usage="點名檔案 <案號> [第N題]",
    summary="答案的表格檔（ODS、CSV）",
    aliases=("點名表格", "下載點名", "匯出點名"),
    examples=("點名檔案 42",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def give_answers(request: Asked, services: Services) -> Result:
    """Make an address for the asking agency's officer."""
    text = text_to_keep(request)
    with services.unit_of_work() as uow:
        matter = find_matter(uow, request, text, example="點名檔案 42")
        roll = find_roll_call(uow, matter)
        if roll.agency_id not in request.speaker.office_ids:
            raise NotOurCaseError(matter.agencies[roll.agency_id].short)
        given = give_address(
            uow,
            request,
            services,
            FileKind.ANSWERS,
            (matter.case.id, roll.id),
            otherwise="答案可以複製卡片旁的文字",
        )
        note_audit(uow, request, matter, action="answers-address")
        uow.commit()
    look = look_of(request, matter)
    number = look.case.number
    button = Button("看答案", f"點名進度 {number} 第{roll.serial}題")
    return address_card(number, ROLL, f"第 {roll.serial} 題的答案表格", given, button)


def answers_table(uow: UnitOfWork, fetching: Fetching) -> FileTable | None:
    """Make the table of answers for who serves in the agency that asked; None for others."""
    case, now = fetching.case, fetching.now
    roll = uow.roll_calls.get(fetching.file.part_id or 0)
    if roll.agency_id not in fetching.office_ids:
        return None
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    entries = uow.roll_calls.entries(roll.id)
    bound = bound_ids(uow, (e.agency_id for e in entries), case, now=now)
    rows = table(entries, agencies, bound, today=taipei_date(now))
    return FileTable(
        name=NAME,
        title=f"{case.number} {roll.question}",
        rows=(HEADINGS, *rows),
        agency_id=roll.agency_id,
        action="fetch-answers",
    )

"""Cases that are there already when another is to be registered: the same, and similar ones."""

from dataclasses import replace

from bot.message import Answer, Card
from bot.room import Result
from handlers.cases.cards import alike_card, case_card
from handlers.cases.commands.desk import Change, file_of, look_of, save, shown
from handlers.cases.rules.alike import alike, mentioning
from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.registration import Registration, is_missing_title
from handlers.services import Asked
from handlers.shared.audience import Sight, sight_of
from handlers.sight import viewer_of
from storage.records.cases import Case, Secrecy
from storage.unit_of_work import UnitOfWork


def already_there(uow: UnitOfWork, request: Asked, said: Registration) -> CaseFile | None:
    """Return the case that this very message, or this Join link, has opened before.

    A case that the speaker may not see must not be betrayed: the link opens a second one.
    """
    message, viewer = request.message, viewer_of(request)
    if message.message_id is not None:
        case = uow.cases.by_source_message(message.chat.platform.value, message.message_id)
        if case is not None:
            return file_of(uow, case, viewer)
    joined = uow.cases.by_join_id(said.join.join_id) if said.join is not None else None
    if joined is None:
        return None
    file = file_of(uow, joined, viewer)
    alone = replace(viewer, in_group=False)
    return None if sight_of(file.circle, alone) is Sight.NOTHING else file


def known(request: Asked, file: CaseFile, *, filled: bool, more: bool) -> Result:
    """Show the case that is there already; where the group may not see it, to the speaker only."""
    viewer, body = viewer_of(request), "已經登記過了。"
    if filled:
        body = "已經登記過了，題目補上了。"
    if more:
        body += f"其他沒有動；要改用：更新 {look_of(request).number(file.case)}"
    alone = replace(viewer, in_group=False)
    hidden = sight_of(file.circle, viewer) is Sight.NOTHING
    if not hidden or sight_of(file.circle, alone) is not Sight.FULL:
        return shown(request, file, body=body)
    look = replace(look_of(request), in_group=False, agency_ids=viewer.agency_ids)
    return Answer(private=case_card(file, look, body=body))


def similar(uow: UnitOfWork, request: Asked, said: Registration, text: str) -> Card | Answer | None:
    """Point out open cases with a similar title that the speaker may see.

    In a group nothing is registered yet: the choice is made in 1:1.
    """
    if said.secrecy is not Secrecy.NORMAL:
        return None
    viewer, look = viewer_of(request), look_of(request)
    files = [
        file_of(uow, uow.cases.get(case_id), viewer)
        for case_id in alike(said.subject, uow.cases.open_subjects())
    ]
    alone = replace(viewer, in_group=False)
    seen = [file for file in files if sight_of(file.circle, alone) is Sight.FULL]
    if not seen:
        return None
    command = f"登記 {text}"
    if not request.in_group:
        return alike_card(seen, look, command=command)
    here = [file for file in seen if sight_of(file.circle, viewer) is Sight.FULL]
    if here:
        return alike_card(here, look, command=command)
    return Answer(private=alike_card(seen, replace(look, in_group=False), command=command))


def fill_title(uow: UnitOfWork, request: Asked, file: CaseFile, said: Registration) -> CaseFile:
    """Give a case that was registered by its link alone the title that is typed now.

    Returns the file unchanged when it is another agency's, over, or has a title.
    """
    case = file.case
    ours = case.agency_id in request.speaker.office_ids
    wanted = is_missing_title(case.subject) and not is_missing_title(said.subject)
    is_open = case.closed_at is None and case.secrecy is Secrecy.NORMAL
    if not (ours and wanted and is_open and said.subject):
        return file
    return save(uow, request, file, replace(case, subject=said.subject), Change("更新", "案由"))


def mentions_it(uow: UnitOfWork, request: Asked, case: Case) -> str:
    """Say which own open case speaks of a short subject too: 「42 也提到「菸捐」…」; "" for none.

    Only what may be read at this place is named.
    """
    if case.secrecy is not Secrecy.NORMAL:
        return ""
    viewer, look = viewer_of(request), look_of(request)
    ids = mentioning(case.subject, uow.cases.open_subjects())
    others = [file_of(uow, uow.cases.get(i), viewer) for i in ids if i != case.id]
    numbers = [
        look.number(file.case)
        for file in others
        if file.case.agency_id == case.agency_id and sight_of(file.circle, viewer) is Sight.FULL
    ]
    if not numbers:
        return ""
    return f"{'、'.join(numbers)} 也提到「{case.subject}」；是同一件的話：註銷 {look.number(case)}"

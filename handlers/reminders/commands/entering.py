"""What every entry about calendar and rules does: ask once more, tell its effect, keep a proof."""

from collections import Counter
from collections.abc import Sequence

from bot.message import Button, Item
from bot.room import Access
from handlers.reminders.errors import OnOrOffError
from handlers.reminders.rules.moves import Move, day_words_of
from handlers.reminders.rules.switches import Switch, read_switch
from handlers.services import Asked
from handlers.shared.access import may
from handlers.shared.case_numbers import clean_text, short_number
from handlers.shared.colleagues import speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Secrecy
from storage.unit_of_work import UnitOfWork

SURE = "確定"  # typed by the button of the question
SHOWN_MOVES = 5
SHOWN_AGENCIES = 3


def split_sure(request: Asked) -> tuple[str, bool]:
    """Split what was typed from whether it was asked a second time."""
    text = clean_text(request.argument)
    sure = text == SURE or text.endswith((f" {SURE}", f"，{SURE}"))
    return (text.removesuffix(SURE).rstrip(" ，") if sure else text), sure


def sure_button(line: str) -> Button:
    """Make the button that says a line a second time, so that it counts."""
    return Button("確認", f"{line} {SURE}", primary=True)


def turn_switch(uow: UnitOfWork, request: Asked, switch: Switch, about: int) -> bool:
    """Turn something on or off as the speaker says; return how it stands. The caller commits.

    Raises OnOrOffError.
    """
    wanted = read_switch(request.argument)
    if wanted is None and request.argument.strip():
        raise OnOrOffError(switch.on)
    name = f"{switch.setting}{about}"
    if wanted is not None:
        uow.settings.set(name, "1" if wanted else "", now=request.now)
        said = switch.on if wanted else switch.off
        keep_audit(uow, request, switch.action, f"{switch.target}:{about}", said)
    return bool(uow.settings.get(name))


def is_hub(request: Asked) -> bool:
    """Whether 國發會 or an administrator speaks."""
    return may(request.speaker, Access.HUB)


def keep_audit(uow: UnitOfWork, request: Asked, action: str, target: str, detail: str = "") -> None:
    """Keep who entered what; the own agency's officers may read it."""
    agency = request.speaker.agency
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=agency.id if agency is not None else None,
        action=action,
        target=target,
        detail=detail,
    )


def effect_words(uow: UnitOfWork, moves: Sequence[Move]) -> str:
    """「改期 4 個期限（衛福部 3、內政部 1）。」, with what falls on a day off and stays."""
    if not moves:
        return "目前沒有期限要改。"
    counts = Counter(move.after.agency_id for move in moves)
    named = [f"{uow.agencies.get(i).short} {n}" for i, n in counts.most_common(SHOWN_AGENCIES)]
    more = f" 等 {len(counts)} 個機關" if len(counts) > SHOWN_AGENCIES else ""
    stays = sum(move.is_only_safe_day for move in moves)
    text = f"{len(moves)} 個期限跟著改（{'、'.join(named)}{more}）"
    return f"{text}；其中 {stays} 個到期日不動，只改最晚哪天前辦好。" if stays else f"{text}。"


def own_moves(uow: UnitOfWork, request: Asked, moves: Sequence[Move]) -> tuple[Item, ...]:
    """Show the moves of the speaker's own agencies, the earliest first; 敏感 cases only count."""
    today = taipei_date(request.now)
    mine = [m for m in moves if m.after.agency_id in request.speaker.office_ids]
    items: list[Item] = []
    for move in sorted(mine, key=lambda m: m.after.due_at):
        case = uow.cases.get(move.after.case_id)
        if case.secrecy is not Secrecy.NORMAL:
            continue
        number = short_number(case, today.year - ROC_EPOCH)
        items.append(Item(f"{number}　{move.after.name}", day_words_of(move, today=today)))
    return tuple(items[:SHOWN_MOVES])

"""聯絡單設定: how long one person is waited for, and how many one officer may make in a day."""

import re

from bot.message import Card
from bot.room import Access, Place, Result
from handlers.requests.commands.asking import LIMIT, LIMIT_SETTING
from handlers.requests.commands.board import commands
from handlers.requests.errors import BadTuningError
from handlers.requests.rules.office_hours import SETTING, read_patience, show_office_time
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from storage.unit_of_work import UnitOfWork

_WAIT = re.compile(r"等候?\s*(?P<count>\d{1,2}(?:\.5)?)\s*(?P<unit>個?工作天|天|小時|h)")
_LIMIT = re.compile(r"(?:每天|每日|一天)\s*(?P<count>\d{1,3})\s*張?")


@commands.add(
    "聯絡單設定",
    usage="聯絡單設定 [等候 1天|每天 20張]",
    summary="沒人回多久換下一位、一人一天幾張",
    examples=("聯絡單設定", "聯絡單設定 等候 0.5天"),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def tune(request: Asked, services: Services) -> Result:
    """Show both figures, or change one; the log says who did."""
    text = request.argument.strip()
    wait, limit = _WAIT.fullmatch(text), _LIMIT.fullmatch(text)
    if text and wait is None and limit is None:
        raise BadTuningError
    with services.unit_of_work() as uow:
        if wait is not None:
            hours = "h" if wait["unit"] in {"小時", "h"} else ""
            _set(uow, request, SETTING, f"{wait['count']}{hours}")
        if limit is not None:
            _set(uow, request, LIMIT_SETTING, limit["count"])
        patience = show_office_time(read_patience(uow.settings.get(SETTING)))
        most = uow.settings.get(LIMIT_SETTING) or str(LIMIT)
        uow.commit()
    return Card.sentence(f"沒人回時，等 {patience}換下一位；一人一天最多 {most} 張。")


def _set(uow: UnitOfWork, request: Asked, name: str, value: str) -> None:
    uow.settings.set(name, value, now=request.now)
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=None,
        action="tune-requests",
        target=name,
        detail=value,
    )

"""開啟預告週報, 關閉預告週報: for oneself, or in a group for the group."""

from bot.message import Card
from bot.room import Access, Result, Shape
from handlers.notices.commands.board import commands
from handlers.notices.errors import NotHereError
from handlers.notices.rules.weekly import GROUP_ON
from handlers.services import Asked, Services
from handlers.shared.audience import group_agency_ids
from handlers.shared.colleagues import speaking_officer
from handlers.shared.windows import NOTICES_OFF


@commands.add(
    "關閉預告週報",
    usage="關閉預告週報",
    summary="週一不再告訴您新的草案預告；清單照樣看得到",
    aliases=("不要預告週報", "停止預告週報", "取消預告週報", "預告週報關閉", "關掉預告週報"),
    shapes=(
        Shape("預告 週報|周報 不要|別|不用 再? 寄|送|傳|發|收? 了?"),
        Shape("預告 週報|周報 關|關掉|停|停掉|取消 了?"),
        Shape("不要|別|不用|不想 再? 寄|送|傳|發|收 預告 的? 週報|周報 給我? 了?"),
        Shape("週報|周報 不要|別|不用 再? 寄|送|傳|發|給我? 了?", sure=False),  # there are two
    ),
    access=Access.OFFICER,
    changes=True,
)
def silence(request: Asked, services: Services) -> Result:
    """Tell the speaker, or the group, nothing of new notices unasked."""
    return _turn(request, services, is_on=False)


@commands.add(
    "開啟預告週報",
    usage="開啟預告週報",
    summary="週一早上告訴您新的草案預告（一對一原本就開著，群組要打開才有）",
    aliases=("要預告週報", "恢復預告週報", "打開預告週報", "預告週報開啟"),
    access=Access.OFFICER,
    changes=True,
)
def speak(request: Asked, services: Services) -> Result:
    """Tell the speaker again, or the group from now on."""
    return _turn(request, services, is_on=True)


def _turn(request: Asked, services: Services, *, is_on: bool) -> Card:
    chat = request.speaker.chat
    with services.unit_of_work() as uow:
        if not request.in_group:
            name = f"{NOTICES_OFF}{speaking_officer(request.speaker).id}"
            if is_on:
                uow.settings.forget(name)
            else:
                uow.settings.set(name, "1", now=request.now)
        elif chat is None or not group_agency_ids(chat):
            raise NotHereError("開啟預告週報" if is_on else "關閉預告週報")
        else:
            uow.settings.set(f"{GROUP_ON}{chat.id}", "1" if is_on else "", now=request.now)
        uow.commit()
    where = "這個群組" if request.in_group else "您"
    if is_on:
        return Card.sentence(f"好，週一早上告訴{where}新的草案預告；沒有就不說。")
    return Card.sentence(f"好，不再主動告訴{where}。要再收：開啟預告週報")

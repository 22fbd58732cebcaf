"""我接: which kinds of requests an officer takes. Others may still be sent."""

from bot.message import Card
from bot.room import Access, Place, Result
from handlers.requests.commands.board import commands
from handlers.requests.errors import NoKindError
from handlers.requests.rules.kinds import SETTING, kinds_in, taken_kinds, write_kinds
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from storage.records.requests import RequestKind

# Only together with a kind: 「我接到電話」 is talk.
WORDS = tuple(
    f"{word}{gap}{kind}"
    for word in ("我接", "我只接")
    for gap in ("", " ")
    for kind in (*(kind.value for kind in RequestKind), "全部")
)


@commands.add(
    "接案類型",
    usage="接案類型 [諮詢|提點子|眾開講|長官交辦|本機關自辦]",
    summary="說一聲您接哪幾類聯絡單",
    aliases=WORDS,
    examples=("我接 諮詢 提點子", "接案類型"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def take_kinds(request: Asked, services: Services) -> Result:
    """Keep which kinds the speaker takes; without any, show them."""
    me = speaking_officer(request.speaker)
    # The wording that was recognised holds a kind itself, so the whole line is read.
    kinds = kinds_in(request.argument) + kinds_in(request.message.text)
    setting = f"{SETTING}{me.id}"
    with services.unit_of_work() as uow:
        if not kinds:
            taken = taken_kinds(uow.settings.get(setting))
            if request.argument.strip():
                raise NoKindError(write_kinds(RequestKind))
            return Card.sentence(f"您接：{write_kinds(taken)}。要改：我接 諮詢 提點子")
        chosen = tuple(kind for kind in RequestKind if kind in kinds)
        uow.settings.set(setting, write_kinds(chosen), now=request.now)
        uow.commit()
    others = [kind for kind in RequestKind if kind not in chosen]
    note = f"其他類的，別人送出前會看到您不接「{write_kinds(others)}」。" if others else ""
    return Card.sentence(f"好，您接：{write_kinds(chosen)}。{note}")

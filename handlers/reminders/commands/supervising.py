"""督導知會: whether an agency's own supervisor hears when deputy and team did not answer."""

from bot.message import Button, Card
from bot.room import Access, Place, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.entering import turn_switch
from handlers.reminders.commands.reaching import staff_of
from handlers.reminders.rules.supervisors import SETTING, supervisors_in
from handlers.reminders.rules.switches import Switch, switch_shapes
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency

ON, OFF = "督導知會 開", "督導知會 關"
SWITCH = Switch(setting=SETTING, action="tell-supervisors", target="agency", on=ON, off=OFF)


@commands.add(
    "督導知會",
    usage="督導知會 開|關",
    summary="應辦期限沒人回覆時，要不要也告訴本機關督導；平常不告訴",
    aliases=("知會督導",),
    shapes=switch_shapes("督導知會|知會督導"),
    place=Place.DIRECT,
    examples=(ON, OFF),
    access=Access.MANAGER,
    changes=True,
)
def set_supervisor_told(request: Asked, services: Services) -> Result:
    """Switch it on or off for the speaker's agency; say how it stands when neither is said."""
    agency = speaking_agency(request.speaker)
    with services.unit_of_work() as uow:
        is_on = turn_switch(uow, request, SWITCH, agency.id)
        bound = bool(supervisors_in(staff_of(uow, agency.id, now=request.now), None))
        uow.commit()
    if not is_on:
        return Card.sentence(f"{agency.short}不知會督導。", Button("打開", ON))
    text = f"好，{agency.short}的應辦期限，承辦、代理人、工作小組都沒回覆時，會知會督導。"
    if not bound:
        text += "名冊裡還沒有綁定的督導，現在不會知會任何人。"
    return Card.sentence(text, Button("關掉", OFF))

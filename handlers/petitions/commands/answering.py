"""提點子歸屬, 關閉預警: what an officer says to a guess, and whether they want to hear of it."""

from bot.message import Card
from bot.room import Access, Place, Shape
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import learnt_of
from handlers.petitions.commands.naming import find_petition
from handlers.petitions.errors import NoPetitionError
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.windows import WARNINGS_OFF
from storage.names import level_text

NO, YES = ("否", "不是", "非"), ("是",)
EXAMPLE = "提點子歸屬 37 是"


@commands.add(
    "提點子歸屬",
    usage="提點子歸屬 <案號|Join 網址> 是｜否",
    summary="題目是不是貴機關的業務；只用來改進推測，不告訴別人",
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
    hidden=True,
)
def say_whose(request: Asked, services: Services) -> Card:
    """Keep the answer of the speaker's agency, and let the guess learn from it once."""
    agency = speaking_agency(request.speaker)
    with services.unit_of_work() as uow:
        named = find_petition(uow, request, example=EXAMPLE)
        said = named.rest.strip()
        theirs = said in YES
        if not theirs and said not in NO:
            raise NoPetitionError(EXAMPLE)
        petition = named.petition
        before = uow.watches.say(petition.join_id, agency.id, theirs=theirs)
        if petition.title and before is not theirs:
            learnt = learnt_of(uow).answered(agency.id, level_text(petition.title), theirs=theirs)
            pairs = learnt.by_agency[agency.id]
            uow.watches.learn(agency.id, {pair: (a.yes, a.no) for pair, a in pairs.items()})
        uow.commit()
    if theirs:
        return Card.sentence("好，記下了：是貴機關的業務。只用來改進推測，沒有告訴別人。")
    return Card.sentence("好，這件不再推測是貴機關的。只用來改進推測，沒有告訴別人。")


@commands.add(
    "關閉預警",
    usage="關閉預警",
    summary="不再主動告訴您可能成案的提點子；追蹤的照樣叫您",
    aliases=("不要預警", "停止預警", "預警關閉"),
    shapes=(
        Shape("不要|別|不用|不必 再? 傳|寄|發|送|給 我? 預警 給我? 了?"),
        Shape("預警 不要|別|不用|不必 再? 傳|寄|發|送|給 我? 了?"),
        Shape("不想|不想要 再? 收|收到 預警 了?"),
    ),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def silence(request: Asked, services: Services) -> Card:
    """Tell the speaker nothing of petitions unasked."""
    with services.unit_of_work() as uow:
        uow.settings.set(
            f"{WARNINGS_OFF}{speaking_officer(request.speaker).id}", "1", now=request.now
        )
        uow.commit()
    return Card.sentence("好，不再主動預警。要再收：開啟預警")


@commands.add(
    "開啟預警",
    usage="開啟預警",
    summary="可能成案的提點子，早點私訊告訴您（原本就開著）",
    aliases=("要預警", "恢復預警", "預警開啟"),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def speak(request: Asked, services: Services) -> Card:
    """Tell the speaker again."""
    with services.unit_of_work() as uow:
        uow.settings.forget(f"{WARNINGS_OFF}{speaking_officer(request.speaker).id}")
        uow.commit()
    return Card.sentence("好，可能成案的提點子會早點告訴您。")

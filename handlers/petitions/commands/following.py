"""追蹤, 我的追蹤, 取消追蹤: to be told once when a petition comes to a count or a pace."""

from bot.message import Button, Card, Item
from bot.room import Access, Place, Shape
from handlers.petitions.cards import address_of, called_by, follow_button, title_of
from handlers.petitions.commands.beside import offered_count
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.knowing import know
from handlers.petitions.commands.naming import NamedPetition, find_petition
from handlers.petitions.errors import NoWishError, TooManyWishesError
from handlers.petitions.rules.following import ROUND, Wish, read_wish, wish_words
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_agency, speaking_officer
from storage.records.petitions import Petition
from storage.records.watches import Follow, FollowKind

EXAMPLE = "追蹤 37 到 4000 叫我"
MOST = 50
CALL = "時|時候|了|就? 叫我|通知我|告訴我|跟我說|提醒我"
SHOWN = 5


@commands.add(
    "追蹤",
    usage="追蹤 <案號|Join 網址> 到 <份數> 叫我｜每天超過 <份數> 叫我",
    summary="提點子到幾份、或一天多幾份時，私訊叫您一次",
    aliases=("追蹤附議", "追蹤提點子", "關注提點子"),
    shapes=(
        Shape(f"# 到|破|滿|達到|超過|過 = {CALL}", "# 到 ="),
        Shape(f"# 每天|一天|單日 超過|破|多 = {CALL}", "# 每天超過 ="),
        *(Shape(f"# 到|破|滿|達到|超過|過 {word} 份? {CALL}", f"# 到 {n}") for word, n in ROUND),
    ),
    examples=(EXAMPLE, "追蹤 37 每天超過 500 叫我"),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def follow(request: Asked, services: Services) -> Card:
    """Keep what the speaker waits for; what is reached already is said at once."""
    with services.unit_of_work() as uow:
        named = find_petition(uow, request, example=EXAMPLE)
        wish = read_wish(named.rest)
        known = know(uow, named.petition, now=request.now)
        if wish is None:
            offered = offered_count(known)
            taps = (follow_button(named.petition, offered),) if offered is not None else ()
            raise NoWishError(*((tap.label, tap.command) for tap in taps))
        if known.has_passed and (known.goal or 0) >= wish.threshold:
            return Card.sentence(f"{_called(named)}已經成案了，{known.count:,} 份。")
        if wish.kind is FollowKind.COUNT and known.count >= wish.threshold:
            return Card.sentence(f"{_called(named)}已經 {known.count:,} 份了。")
        officer = speaking_officer(request.speaker)
        if len(uow.watches.follows_of(officer.id)) >= MOST:
            raise TooManyWishesError(MOST)
        uow.watches.follow(_follow(request, named.petition, wish))
        uow.commit()
    words = wish_words(wish.kind, wish.threshold)
    note = "" if known.count else "還沒看到份數，看到就算。"
    return Card.sentence(f"好，{_called(named)}{words}時私訊叫您一次。{note}")


@commands.add(
    "我的追蹤",
    usage="我的追蹤",
    summary="您在等哪些提點子到幾份",
    aliases=("追蹤清單", "追蹤了什麼", "我追蹤的"),
    shapes=(Shape("我? 現在|目前? 在? 追|追蹤|追了|追蹤了 哪些|什麼|哪幾件 提案|提點子|案子?"),),
    access=Access.BOUND,
    place=Place.DIRECT,
)
def follows(request: Asked, services: Services) -> Card:
    """List what the speaker still waits for."""
    with services.unit_of_work() as uow:
        mine = uow.watches.follows_of(speaking_officer(request.speaker).id)
        found = uow.petitions.by_ids([one.join_id for one in mine])
    if not mine:
        return Card.sentence(f"目前沒有追蹤。例如：{EXAMPLE}")
    items = tuple(
        Item(f"{place}　{title_of(found[one.join_id])}", _waits(one, found[one.join_id]))
        for place, one in enumerate(mine[:SHOWN], start=1)
    )
    more = f"另有 {len(mine) - SHOWN} 件" if len(mine) > SHOWN else ""
    stop = tuple(
        Button(f"取消 {place}", f"取消追蹤 {address_of(found[one.join_id])}")
        for place, one in enumerate(mine[:3], start=1)
    )
    return Card(alt=f"追蹤 {len(mine)} 件", title="我的追蹤", items=items, note=more, buttons=stop)


@commands.add(
    "取消追蹤",
    usage="取消追蹤 <案號|Join 網址|全部>",
    summary="不再等這一件",
    aliases=("不追蹤", "停止追蹤", "不用追蹤"),
    shapes=(
        Shape("不用|不要|不必|別 再? 追|追蹤 # 了?", "#"),
        Shape("# 不用|不要|不必|別 再 追|追蹤 了?", "#"),
        Shape("# 不用|不要|不必|別 追|追蹤 了", "#"),
    ),
    examples=("取消追蹤 全部",),
    access=Access.BOUND,
    place=Place.DIRECT,
    changes=True,
)
def unfollow(request: Asked, services: Services) -> Card:
    """Forget what the speaker waits for of one petition, or of all."""
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        mine = uow.watches.follows_of(officer.id)
        called = ""
        if request.argument.strip() != "全部":
            named = find_petition(uow, request, example="取消追蹤 37")
            mine = tuple(one for one in mine if one.join_id == named.petition.join_id)
            called = _called(named)
        uow.watches.unfollow([one.id for one in mine])
        uow.commit()
    return Card.sentence(f"好，{called}不追蹤了。" if mine else f"{called}原本就沒有追蹤。")


def _follow(request: Asked, petition: Petition, wish: Wish) -> Follow:
    return Follow(
        id=0,
        officer_id=speaking_officer(request.speaker).id,
        agency_id=speaking_agency(request.speaker).id,
        join_id=petition.join_id,
        kind=wish.kind,
        threshold=wish.threshold,
        added_at=request.now,
    )


def _called(named: NamedPetition) -> str:
    return f"{named.number} " if named.number else called_by(named.petition)


def _waits(one: Follow, petition: Petition) -> str:
    now = f"，現在 {petition.endorse_count:,} 份" if petition.endorse_count is not None else ""
    return f"{wish_words(one.kind, one.threshold)}{now}"

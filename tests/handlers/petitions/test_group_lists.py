"""In a group: public facts, and a way to the private chat for what is only guessed."""

from tests.support.join_server import JoinServer
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World


def test_ours_is_offered_one_to_one_and_no_list_guesses(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title="健保卡換發", **TIMES)
    join.shows(TWO, 30, title="電動機車停車格", **TIMES)
    watch(world)
    group = world.group("衛福部PO群", enabled_by="林若晴")
    card = group.says("#提點子 我們的", by="林若晴")
    assert card is not None
    assert card.items == ()
    assert "健保卡" not in str(card)
    assert [button.label for button in card.buttons] == ["私訊處理"]
    private = world.direct("林若晴").says(card.in_private)
    assert private is not None
    assert [item.title for item in private.items] == ["健保卡換發"]
    other = group.says("#提點子 衛福部", by="林若晴")
    assert other is not None
    assert other.items == ()
    for text in ("#提點子", "#提點子 健保"):
        listed = group.says(text, by="林若晴")
        assert listed is not None
        assert "健保卡換發" in [item.title for item in listed.items]
        assert "推測" not in str(listed)
        assert "貴機關" not in str(listed)

"""The painter: PNG of the right size, in the letters of its own font, painted once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import UnavailableError
from bot.painter import Painter


def svg(words: str, *, size: int = 40) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'font-family="Noto Sans CJK TC" font-size="20"><text x="2" y="30">{words}</text></svg>'
    )


def size_of(png: bytes | None) -> tuple[int, int]:
    assert png is not None
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_a_picture_has_the_size_that_was_drawn() -> None:
    assert size_of(Painter(lambda _: svg("門", size=48)).paint("a")) == (48, 48)


def test_letters_are_drawn_and_those_it_has_not_are_not_taken_from_the_system() -> None:
    painter = Painter(svg)
    pictures = {words: painter.paint(words) for words in ("", "門", "檻", "A", "龜")}
    assert len({pictures["門"], pictures["檻"], pictures[""]}) == 3
    assert pictures["A"] == pictures["龜"]  # both are the box that stands for a missing letter


def test_the_same_drawing_is_painted_once_and_the_oldest_is_forgotten() -> None:
    painter = Painter(lambda key: svg(key[0]), kept=1)
    first = painter.paint("1 now")
    assert painter.paint("1 later") is first  # the very same bytes: another key, the same drawing
    painter.paint("2")
    again = painter.paint("1")
    assert again == first
    assert again is not first


def test_what_nobody_can_draw_is_none() -> None:
    assert Painter(lambda _: None).paint("a") is None


def test_sending_goes_on_when_nothing_can_be_drawn() -> None:
    def away(_: str) -> str | None:
        message = "the database is away"
        raise UnavailableError(message)

    with pytest.raises(UnavailableError):
        Painter(away).paint("a")
    assert Painter(away).paint_or_not("a") is None
    assert Painter(lambda _: "<svg").paint_or_not("a") is None
    assert size_of(Painter(svg).paint_or_not("1")) == (40, 40)


def test_several_threads_get_their_own_pictures() -> None:
    painter = Painter(lambda key: svg(key[-1]), kept=3)
    keys = [str(number) for number in range(10)] * 4
    with ThreadPoolExecutor(4) as pool:
        painted = dict(zip(keys, pool.map(painter.paint, keys), strict=True))
    alone = Painter(svg)
    assert painted == {key: alone.paint(key) for key in keys}

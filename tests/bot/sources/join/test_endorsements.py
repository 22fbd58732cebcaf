"""Join's list of endorsements, packed or not: counts come out, and no names."""

import io
import zipfile

import pytest

from bot.sources.errors import SourceError, Trouble
from bot.sources.join import endorsements
from bot.sources.join.endorsements import count_endorsements

PLAIN = (
    "\ufeff編號,附議時間,居住縣市,鄉鎮市區,附議人暱稱,附議原因\n"
    "No.1,2026-12-01 01:29:32,台中市,南屯區,wang@example.tw,\n"
    "No.2,2026-12-01 01:59:59,臺中市,南屯區,小王,支持\n"
    "No.3,2026-12-01 02:00:00,臺北市,信義區,某人,\n"
).encode()


def packed(*files: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files:
            made.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("data", [PLAIN, packed(("附議名單.csv", PLAIN), ("讀我.txt", b"x"))])
def test_the_rows_are_counted_by_hour_and_county(data: bytes) -> None:
    found = count_endorsements(data)
    assert [(one.county, one.count) for one in found.hours] == [("臺中市", 2), ("臺北市", 1)]
    assert found.total_count == 3
    assert "wang" not in str(found)


@pytest.mark.parametrize(
    "data",
    [
        packed(("讀我.txt", b"x")),
        packed(("a.csv", PLAIN), ("b.csv", PLAIN)),
        packed(("a.csv", PLAIN))[:60],
        b"PK\x03\x04",
        b"<html></html>",
    ],
    ids=["no table", "two tables", "cut off", "no archive", "a page"],  # an archive holds the time
)
def test_what_is_no_list_is_unreadable(data: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        count_endorsements(data)
    assert raised.value.trouble is Trouble.UNREADABLE


def test_a_small_file_that_holds_endless_ones_is_too_large() -> None:
    bomb = packed(("附議名單.csv", b"," * (endorsements.UNPACKED_LIMIT + 1)))
    assert len(bomb) < 100_000
    with pytest.raises(SourceError) as raised:
        count_endorsements(bomb)
    assert raised.value.trouble is Trouble.TOO_LARGE

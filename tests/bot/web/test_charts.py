"""`/charts/<signed>.png`: a picture for who has its address, and nothing for anybody else."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from bot.errors import UnavailableError
from bot.pictures import PictureAddresses
from bot.web.app import WebParts, build_app
from bot.web.charts import charts_route

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
ADDRESSES = PictureAddresses("https://po.example.gov.tw", [b"1" * 32], lambda: NOW)
PAINTED = {"petition/1/then": b"\x89PNG and so on"}
HERE = ADDRESSES.path("petition/1/then")


def paint(key: str) -> bytes | None:
    if key == "away":
        raise UnavailableError(key)
    return PAINTED.get(key)


def client() -> TestClient:
    route = charts_route(ADDRESSES.key_of, paint)
    parts = WebParts(checks={}, registry=CollectorRegistry(), routes=(route,))
    return TestClient(build_app(parts), raise_server_exceptions=False)


CLIENT = client()


def test_a_picture_is_shown_and_kept_by_who_may_see_it() -> None:
    answer = CLIENT.get(HERE)
    assert (answer.status_code, answer.content) == (200, PAINTED["petition/1/then"])
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"].startswith("private, max-age=")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_who_has_it_already_is_told_so() -> None:
    tag = CLIENT.get(HERE).headers["etag"]
    again = CLIENT.get(HERE, headers={"if-none-match": f'W/"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert CLIENT.get(HERE, headers={"if-none-match": '"other"'}).status_code == 200


def test_what_is_gone_and_what_was_made_up_are_told_alike() -> None:
    gone = CLIENT.get(ADDRESSES.path("petition/2/then"))
    made_up = CLIENT.get("/charts/AAAA.png")
    assert gone.status_code == made_up.status_code == 404
    assert gone.text == made_up.text == "no such picture"
    assert gone.headers["cache-control"] == "no-store"
    assert CLIENT.post(HERE).status_code == 405


def test_a_database_that_is_away_is_told_as_try_again() -> None:
    answer = CLIENT.get(ADDRESSES.path("away"))
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]), max_size=300))
def test_any_other_address_is_answered_plainly(token: str) -> None:
    path = "/charts/" + token.replace("?", "").replace("#", "") + ".png"
    assert CLIENT.get(path).status_code == 404

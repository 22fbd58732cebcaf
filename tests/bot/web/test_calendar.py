"""`/calendar/<token>.ics`: the address is the only key, and a database away is told as such."""

from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from bot.errors import UnavailableError
from bot.web.app import WebParts, build_app
from bot.web.calendar import ReadCalendar, calendar_route

FILE = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def client(read: ReadCalendar) -> TestClient:
    parts = WebParts(checks={}, registry=CollectorRegistry(), routes=(calendar_route(read),))
    return TestClient(build_app(parts), raise_server_exceptions=False)


def test_the_file_goes_to_who_has_the_address_and_is_for_no_cache_or_search_engine() -> None:
    answer = client({"secret": FILE}.get).get("/calendar/secret.ics")
    assert (answer.status_code, answer.content) == (200, FILE)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_another_address_shows_nothing_and_does_not_say_why() -> None:
    browser = client({"secret": FILE}.get)
    answers = [browser.get(f"/calendar/{token}.ics") for token in ("other", "x" * 5000)]
    assert {(a.status_code, a.text) for a in answers} == {(404, "no such calendar")}
    assert browser.get("/calendar/").status_code == 404
    assert browser.post("/calendar/secret.ics").status_code == 405


def test_what_has_not_changed_is_not_sent_again() -> None:
    browser = client({"secret": FILE}.get)
    tag = browser.get("/calendar/secret.ics").headers["etag"]
    again = browser.get("/calendar/secret.ics", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = browser.get("/calendar/secret.ics", headers={"if-none-match": '"old"'})
    assert other.status_code == 200


def test_a_database_that_is_away_is_told_as_try_again() -> None:
    def away(_: str) -> bytes | None:
        message = "away"
        raise UnavailableError(message)

    answer = client(away).get("/calendar/secret.ics")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]

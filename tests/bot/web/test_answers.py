"""`/answers/<token>.<form>`: the address is the only key; nothing is kept by anybody between."""

from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from bot.errors import UnavailableError
from bot.files import NamedFile
from bot.web.answers import ReadAnswers, answers_route
from bot.web.app import WebParts, build_app

FILES = {
    ("secret", "csv"): NamedFile("答案", b"a,b"),
    ("secret", "ods"): NamedFile("答案", b"PK"),
}


def client(read: ReadAnswers) -> TestClient:
    parts = WebParts(checks={}, registry=CollectorRegistry(), routes=(answers_route(read),))
    return TestClient(build_app(parts), raise_server_exceptions=False)


def read(token: str, form: str) -> NamedFile | None:
    return FILES.get((token, form))


def test_a_file_is_saved_and_not_opened_as_a_page() -> None:
    answer = client(read).get("/answers/secret.csv")
    assert (answer.status_code, answer.content) == (200, b"a,b")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="answers.csv"; ' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert client(read).get("/answers/secret.ods").content == b"PK"


def test_another_address_or_form_leads_nowhere_and_does_not_say_why() -> None:
    names = ("other.csv", "secret.xlsx", f"{'x' * 5000}.csv", "secret")
    assert {client(read).get(f"/answers/{name}").status_code for name in names} == {404}
    assert client(read).post("/answers/secret.csv").status_code == 405


def test_a_database_that_is_away_is_told_as_try_again() -> None:
    def away(_: str, __: str) -> NamedFile | None:
        message = "away"
        raise UnavailableError(message)

    answer = client(away).get("/answers/secret.csv")
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)

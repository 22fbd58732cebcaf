"""A picture over the real process: LINE is told an address, and finds a PNG there."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson
import urllib3

from storage.cipher import Cipher
from storage.engine import open_database
from storage.sample_petitions import SAMPLES, fill_petitions
from tests.support.line_server import running_line
from tests.test_process import HTTP, KEY, environment, free_port, officer, post, serving, typed

BASE = "https://po.example.gov.tw"
JOIN = f"https://join.gov.tw/idea/detail/{SAMPLES[0].join_id}"
ADDRESS = re.compile(rb'"url":"([^"]+)"')


def watched(url: str) -> None:
    """Put petitions that were looked at in the last days."""
    database = open_database(url, Cipher(KEY))
    with database.unit_of_work() as uow:
        fill_petitions(uow, datetime.now(UTC))  # noqa: TID251  # the process's clock is the real one
        uow.commit()
    database.dispose()


def fetch(port: int, address: str, **headers: str) -> urllib3.BaseHTTPResponse:
    return HTTP.request("GET", f"http://127.0.0.1:{port}{urlsplit(address).path}", headers=headers)


def test_line_finds_the_picture_where_the_card_says_it_is(migrated_url: str) -> None:
    officer(migrated_url)
    watched(migrated_url)
    port = free_port()
    with (
        running_line() as line,
        serving(environment(migrated_url, line, port, PUBLIC_BASE_URL=BASE)),
    ):
        assert post(port, typed(1, JOIN)) == 200
        ((_, body),) = line.wait_for_messages(1)
        found = ADDRESS.search(orjson.dumps(body))
        assert found is not None, body
        address = found[1].decode()
        assert address.startswith(f"{BASE}/charts/")
        picture = fetch(port, address)
        assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
        assert picture.data.startswith(b"\x89PNG")
        seen = fetch(port, address, **{"if-none-match": picture.headers["etag"]})
        assert (seen.status, seen.data) == (304, b"")
        assert fetch(port, address.replace("/charts/", "/charts/x")).status == 404

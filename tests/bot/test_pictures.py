"""Keys of pictures, and the signed addresses in which they travel."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import PATH, PictureAddresses, PictureKey, no_address, read_key

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
KEY = PictureKey("petition", "00000000-0000-4000-8000-000000000001", NOW).text
BASE = "https://po.example.gov.tw"
PRESENT, OLD = b"1" * 32, b"0" * 32
NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,80}", fullmatch=True)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@dataclass
class Standing:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


def addresses(*keys: bytes, base: str = BASE, at: datetime = NOW) -> PictureAddresses:
    return PictureAddresses(base, keys or (PRESENT,), Standing(at).now)


def token_of(path: str) -> str:
    return path.removeprefix(PATH).removesuffix(".png")


def test_a_key_says_what_and_as_of_when() -> None:
    assert KEY == "petition/00000000-0000-4000-8000-000000000001/20261207T020000.000000Z"


@given(NAMES, NAMES, MOMENTS)
def test_a_key_is_read_as_it_was_written(kind: str, subject: str, at: datetime) -> None:
    assert read_key(PictureKey(kind, subject, at).text) == PictureKey(kind, subject, at)


@given(st.text(max_size=120))
def test_any_other_text_is_no_key(text: str) -> None:
    key = read_key(text)
    assert key is None or key.text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "petition", "petition/x", "petition/x/now", "petition//20261207T020000.000000Z"),
        *(f"{KEY} ", KEY.replace("Z", "+0100"), KEY.replace("petition", "p<svg")),
    ],
)
def test_these_are_no_keys(text: str) -> None:
    assert read_key(text) is None


def test_an_address_leads_to_its_key_and_fits_a_card() -> None:
    address = addresses().address(KEY)
    assert address.startswith(f"{BASE}{PATH}")
    assert len(address) < 250
    assert addresses().key_of(token_of(addresses().path(KEY))) == KEY


@given(st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_it_holds_for_two_months_and_not_for_ever(later: timedelta) -> None:
    made_at = NOW + later
    token = token_of(addresses(at=made_at).path(KEY))
    assert addresses(at=made_at + timedelta(days=60)).key_of(token) == KEY
    assert addresses(at=made_at + timedelta(days=90, seconds=1)).key_of(token) is None


def test_said_twice_it_is_the_same_address() -> None:
    days = [addresses(at=NOW + timedelta(days=n)).path(KEY) for n in range(29)]
    assert len(set(days)) <= 2


def test_after_a_change_of_the_secret_key_old_addresses_still_lead_somewhere() -> None:
    token = token_of(addresses(OLD).path(KEY))
    assert addresses(PRESENT, OLD).key_of(token) == KEY
    assert addresses(PRESENT).key_of(token) is None


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:8080"])
def test_without_a_public_https_address_there_is_none(base: str) -> None:
    assert addresses(base=base).address(KEY) == ""
    assert no_address(KEY) == ""


@given(st.text(max_size=500) | st.binary(max_size=300).map(lambda b: urlsafe_b64encode(b).decode()))
def test_nobody_makes_up_an_address(token: str) -> None:
    assert addresses().key_of(token) is None


@pytest.mark.parametrize("more", ["=", "==", "\n", "!", "A"])
def test_an_address_has_one_spelling(more: str) -> None:
    token = token_of(addresses().path(KEY))
    assert addresses().key_of(token + more) is None
    assert addresses().key_of(more + token) is None


@given(st.data())
def test_nobody_changes_one(data: st.DataObject) -> None:
    token = token_of(addresses().path(KEY))
    place = data.draw(st.integers(0, len(token)))
    removed = data.draw(st.integers(0, 3))
    added = data.draw(st.text("ABCxyz019-_=.+/ \n", max_size=3))
    changed = token[:place] + added + token[place + removed :]
    assert (addresses().key_of(changed) is None) == (changed != token)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cipher import HEAD_LENGTH, Cipher, signing_keys
from storage.errors import TamperedDataError
from tests.storage.samples import OLD_SECRET_KEY, SECRET_KEY

CIPHER = Cipher(SECRET_KEY)
PLACE = "officers|mobile"


@given(st.binary())
def test_what_is_sealed_can_be_opened_and_never_looks_the_same_twice(plain: bytes) -> None:
    sealed = CIPHER.seal(plain, PLACE)
    assert CIPHER.open(sealed, PLACE) == plain
    assert CIPHER.seal(plain, PLACE) != sealed


@given(st.text(st.characters(codec="utf-8")))
def test_texts_of_any_script_survive(text: str) -> None:
    assert CIPHER.open_text(CIPHER.seal_text(text, PLACE), PLACE) == text


@given(st.binary(), st.data())
def test_one_changed_bit_anywhere_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(CIPHER.seal(plain, PLACE))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TamperedDataError):
        CIPHER.open(bytes(sealed), PLACE)


@given(st.integers(0, 40))
def test_a_ciphertext_cut_short_is_noticed(length: int) -> None:
    sealed = CIPHER.seal(b"0900-000-000", PLACE)
    with pytest.raises(TamperedDataError):
        CIPHER.open(sealed[:length], PLACE)


def test_a_ciphertext_moved_to_another_column_is_refused() -> None:
    sealed = CIPHER.seal(b"0900-000-000", "officers|mobile")
    with pytest.raises(TamperedDataError, match="changed or moved"):
        CIPHER.open(sealed, "officers|office_phone")


def test_old_keys_are_still_read_and_never_written() -> None:
    old = Cipher(OLD_SECRET_KEY)
    both = Cipher(SECRET_KEY, (OLD_SECRET_KEY,))
    sealed = old.seal(b"0900-000-000", PLACE)
    assert both.open(sealed, PLACE) == b"0900-000-000"
    assert not both.is_current(sealed)
    assert both.is_current(both.seal(b"x", PLACE))


def test_an_unknown_key_is_named_as_the_reason() -> None:
    sealed = Cipher(OLD_SECRET_KEY).seal(b"0900-000-000", PLACE)
    with pytest.raises(TamperedDataError, match="none of the secret keys"):
        CIPHER.open(sealed, PLACE)


def test_a_blind_index_depends_on_value_place_and_key() -> None:
    index = CIPHER.blind("U123", "bindings|user_id")
    assert index == CIPHER.blind("U123", "bindings|user_id")
    assert index != CIPHER.blind("U124", "bindings|user_id")
    assert index != CIPHER.blind("U123", "officers|email")
    assert index != Cipher(OLD_SECRET_KEY).blind("U123", "bindings|user_id")
    assert index in Cipher("a third key", (OLD_SECRET_KEY, SECRET_KEY)).blinds(
        "U123", "bindings|user_id"
    )


def test_the_ciphertext_names_its_key_and_hides_the_text() -> None:
    first, second = CIPHER.seal(b"0900-000-000", PLACE), CIPHER.seal(b"0900-000-000", PLACE)
    assert first[:HEAD_LENGTH] == second[:HEAD_LENGTH]
    assert b"0900" not in first


@pytest.mark.parametrize("keys", [("",), (SECRET_KEY, "")])
def test_an_empty_key_is_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="protects nothing"):
        Cipher(keys[0], keys[1:])


def test_each_purpose_is_signed_with_keys_of_its_own() -> None:
    present, old = signing_keys(SECRET_KEY, (OLD_SECRET_KEY,), "pictures")
    assert [old] == signing_keys(OLD_SECRET_KEY, (), "pictures")
    assert len({present, old, *signing_keys(SECRET_KEY, (), "others")}) == 3
    assert {len(present), len(old)} == {32}

"""Which 主辦 contacts the proposer is kept as it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.leads import Contact, contact_of, read_contact


@given(agency_id=st.integers(1, 10**6), sure=st.booleans())
def test_it_is_read_as_it_was_written(*, agency_id: int, sure: bool) -> None:
    contact = Contact(agency_id, sure)
    assert read_contact(contact.text) == contact


@pytest.mark.parametrize("text", [None, "", "衛福部", " 12", "-3"])
def test_what_is_no_agency_is_nothing(text: str | None) -> None:
    assert read_contact(text) is None


@given(lead_ids=st.lists(st.integers(1, 9), min_size=1, unique=True), said=st.integers(1, 9))
def test_only_a_lead_contacts_the_proposer(lead_ids: list[int], said: int) -> None:
    chosen = contact_of(tuple(lead_ids), Contact(said, sure=False))
    assert chosen.agency_id == (said if said in lead_ids else lead_ids[0])
    assert chosen.sure is (said not in lead_ids)

"""What must not be stored, and what may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.personal_data import PersonalData, find_personal_data

FOUND = [
    ("身分證 A123456789 請查", PersonalData.IDENTITY),
    ("a123456789", PersonalData.IDENTITY),
    ("Ａ１２３４５６７８９", PersonalData.IDENTITY),
    ("A1-2345-6789", PersonalData.IDENTITY),
    ("居留證 A800000014", PersonalData.IDENTITY),
    ("舊式 AB12345677", PersonalData.IDENTITY),
    ("打 0912345678 給他", PersonalData.MOBILE),
    ("0912-345-678", PersonalData.MOBILE),
    ("0912 345 678", PersonalData.MOBILE),
    ("０９１２３４５６７８", PersonalData.MOBILE),
    ("+886 912-345-678", PersonalData.MOBILE),
    ("+886(0)912345678", PersonalData.MOBILE),
    ("0912\u200b345\u200b678", PersonalData.MOBILE),
    ("0912－345－678", PersonalData.MOBILE),
    ("0912  345  678", PersonalData.MOBILE),
    ("0912 - 345 - 678", PersonalData.MOBILE),
    ("(09)12-345-678", PersonalData.MOBILE),
    ("0\u03019\u030112345678", PersonalData.MOBILE),
    ("A  123 456 789", PersonalData.IDENTITY),
    ("寄 王小明@example.com", PersonalData.PRIVATE_MAIL),
    ("ming @ example . com", PersonalData.PRIVATE_MAIL),
    ("寄 someone.else@example.com 就好", PersonalData.PRIVATE_MAIL),
    ("寄someone@example.com.tw", PersonalData.PRIVATE_MAIL),
    ("假的 x@notgov.tw", PersonalData.PRIVATE_MAIL),
    ("假的 x@gov.tw.example.com", PersonalData.PRIVATE_MAIL),
]
PASSES = [
    "分機 1234",
    "(02)8590-6666 轉 1234",
    "02-2316-5300",
    "0800-024-111",
    "1999",
    "發文字號 1150912345678 號",
    "po@ndc.gov.tw",
    "po@gov.tw",
    "A123456788",  # the check digit is wrong
    "XA123456789",
    "https://join.gov.tw/idea/detail/a0912345-6780-4096-8912-345678abcdef",
    "https://join.gov.tw/idea/detail/00912345-0912-4345-a678-091234567890",
    "115-0042 菸捐 12/16 前",
    "09 開頭的號碼",
    "115/09/12-115/10/15",
    "在 @gmail 上",
    "小幫手 @ gov.tw",
    "",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_personal_data_is_seen(text: str, kind: PersonalData) -> None:
    assert find_personal_data(text) is kind


@pytest.mark.parametrize("text", PASSES)
def test_what_belongs_to_the_office_passes(text: str) -> None:
    assert find_personal_data(text) is None


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    find_personal_data(text)


@given(
    st.text(st.characters(blacklist_categories=["Nd", "Cs"]), max_size=20),
    st.integers(0, 10**8 - 1),
)
def test_a_mobile_number_is_seen_wherever_it_stands(around: str, digits: int) -> None:
    if not around.endswith(("+", "-", ".", " ")):
        assert find_personal_data(f"{around} 09{digits:08}") is not None

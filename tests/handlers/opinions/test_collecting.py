"""意見: pasted, counted by people, kept without a name, shown five at a time."""

from tests.handlers.opinions.conftest import PASTE, Desk, titles
from tests.test_at_rest import dump


def test_what_is_pasted_is_kept_once_for_each_person(desk: Desk) -> None:
    card = desk.says(f"意見 1\n{PASTE}")
    assert card.title == "收下 7 則（1 則重複，同一人只算一次）"
    assert card.body == "目前 6 人、7 則。"
    assert [(one.serial, one.label) for one in desk.kept()] == [
        (1, "網友1"),
        (2, "網友2"),
        (3, "網友3"),
        (4, "網友4"),
        (5, "網友5"),
        (6, "團體1"),
        (7, "網友1"),
    ]


def test_pasting_all_of_it_again_brings_only_what_is_new(heard: Desk) -> None:
    assert heard.says(f"意見 1\n{PASTE}").body == "這次沒有收下：8 則重複，同一人只算一次"
    card = heard.says(f"意見 1\n{PASTE}\n阿明：還有一點，請公開評估報告")
    assert card.title.startswith("收下 1 則")
    assert heard.kept()[-1].label == "網友2"


def test_a_citizens_last_words_stay_though_they_are_courteous(heard: Desk) -> None:
    assert heard.kept()[-1].text == "再補充一點，偏鄉的接駁費用也要考慮 謝謝"


def test_no_name_and_no_text_lies_open_in_the_database(heard: Desk) -> None:
    heard.says("不採納 1-3 鴨嘴獸與本案無關")
    heard.says("先回 1-1 食蟻獸是六十天")
    kept = dump(heard.world.database)
    for secret in ("小花", "偏鄉媽媽", "物流公會", "接駁費用", "騙人", "鴨嘴獸", "食蟻獸"):
        assert secret.encode() not in kept, secret


def test_nobody_is_followed_from_one_case_to_the_next(heard: Desk) -> None:
    heard.says("登記 眾開講 另一個辦法草案")
    heard.says("收意見 2 小花：這個也反對")
    (other,) = heard.kept("115-0002")
    assert other.author_key not in {one.author_key for one in heard.kept()}


def test_one_plain_line_is_kept_only_after_a_question(desk: Desk) -> None:
    card = desk.says("意見 1 大家怎麼看")
    assert desk.kept() == ()
    desk.taps(card, "收下")
    assert [one.text for one in desk.kept()] == ["大家怎麼看"]


def test_who_gives_no_name_is_a_person_of_their_own_but_not_twice(desk: Desk) -> None:
    card = desk.says("意見 1\n太吵了\n\n還好吧\n\n太吵了")
    assert card.body == "目前 2 人、2 則。"


def test_a_table_copied_from_a_spreadsheet_is_read(desk: Desk) -> None:
    desk.says("意見 1\n時間\t暱稱\t內容\n115/12/1\t小花\t太吵了\n115/12/2\t阿明\t反對，還好")
    first, second = desk.kept()
    assert (str(first.said_on), first.text) == ("2026-12-01", "太吵了")
    assert second.side == "反對"


def test_personal_data_keeps_out_one_comment_and_not_the_others(desk: Desk) -> None:
    card = desk.says("意見 1\n小花：請打 0912-345-678\n阿明：還好吧")
    assert card.title == "收下 1 則（第 1 則有手機號碼，我沒存，拿掉再貼）"
    assert [one.text for one in desk.kept()] == ["還好吧"]
    assert "0912" not in str(card)


def test_what_a_message_brought_goes_when_it_is_taken_back(desk: Desk) -> None:
    desk.says("意見 1\n小花：太吵了\n阿明：還好吧", message_id="m-1")
    desk.says("收意見 1 老王：我同意小花", message_id="m-2")
    desk.says("併入 1-3 到 1-1")
    desk.world.direct("阿菊").happens("unsend", unsend={"messageId": "m-1"})
    (left,) = desk.kept()
    assert (left.text, left.head_id) == ("我同意小花", None)


def test_the_list_shows_five_and_goes_on(heard: Desk) -> None:
    card = heard.says("意見 1")
    assert card.title == "6 人、7 則，已回 0 則"
    assert titles(card) == ["1　網友1・反對", "2　網友2・贊成", "3　網友3", "4　網友4", "5　網友5"]
    assert titles(heard.taps(card, "再看 5 則")) == ["6　團體1", "7　網友1"]
    assert heard.says("意見 1 第9則起").body == "後面沒有了。"


def test_one_opinion_is_shown_in_full(heard: Desk) -> None:
    card = heard.says("意見 1-4")
    assert (card.title, card.body) == (
        "第 4 則　網友4",
        "請把偏鄉的接駁費用納入補助，偏鄉沒有公車",
    )
    assert heard.says("意見 115-0001-4") == card


def test_a_case_without_opinions_says_how_to_begin(desk: Desk) -> None:
    for line in ("意見 1", "意見摘要 1", "參採表 1", "綜整回應 1", "採納 1-1"):
        card = desk.says(line)
        assert card.body == "1 還沒有收意見"
        assert "意見 1" in card.note


def test_nothing_comes_into_a_case_that_is_over(heard: Desk) -> None:
    heard.says("更新 1 階段 已回應")
    heard.says("結案 1 已綜整")
    assert heard.says("收意見 1 小明：晚了").body == "1 已經結案或註銷"
    assert heard.says("採納 1-1").body == "1 已經結案或註銷"
    assert heard.says("意見 1").title == "6 人、7 則，已回 0 則"

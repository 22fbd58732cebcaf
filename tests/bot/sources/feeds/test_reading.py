"""Feeds as they come: right ones, broken ones, hostile ones. All texts here are SYNTHETIC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.errors import SourceError, Trouble
from bot.sources.feeds.reading import POST_LIMIT, read_feed
from bot.sources.posts import ID_LIMIT, TEXT_LIMIT, TITLE_LIMIT, RawPost

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>測試新聞</title>
<item><guid>1</guid><title>健保卡換發</title><link>https://news.example/1</link>
<description><![CDATA[<p>排隊<b>三小時</b></p><script>steal()</script>]]></description>
<pubDate>Mon, 07 Dec 2026 10:00:00 +0800</pubDate><dc:creator>王小記</dc:creator></item>
<item><guid>2</guid><title>第二則</title><link>https://news.example/2</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>看板 Test</title>
<entry><id>https://bbs.example/M.1</id><title>[問卦] 健保卡</title>
<link href="https://bbs.example/M.1"/><author><name>abc</name></author>
<published>2026-12-07T10:00:00+08:00</published><updated>2026-12-07T12:00:00+08:00</updated>
<content type="html">&lt;pre&gt;有沒有八卦&lt;/pre&gt;</content></entry></feed>"""
TEN = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # 10:00 in Taipei


def one(text: str) -> bytes:
    """A feed with one item that holds `text`."""
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><guid>1</guid>'
    return f"{head}{text}</item></channel></rss>".encode()


def first(data: bytes, zone: str = "Asia/Taipei") -> RawPost:
    _, posts = read_feed(data, ZoneInfo(zone))
    return posts[0]


def test_a_news_feed() -> None:
    title, (news, second) = read_feed(RSS.encode())
    assert title == "測試新聞"
    assert news == RawPost(
        external_id="1",
        title="健保卡換發",
        text="排隊 三小時",
        link="https://news.example/1",
        author="王小記",
        said_at=TEN,
    )
    assert (second.external_id, second.said_at) == ("2", None)


def test_a_board_as_atom() -> None:
    post = first(ATOM.encode())
    assert (post.title, post.text, post.author, post.said_at) == (
        "[問卦] 健保卡",
        "有沒有八卦",
        "abc",
        TEN,
    )


def test_an_older_form_of_rss() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>t</title></channel><item><title>老格式</title>"
        "<link>https://a.example/1</link><dc:date>2026-12-07T10:00:00</dc:date></item></rdf:RDF>"
    )
    assert first(rdf.encode()).said_at == TEN


@pytest.mark.parametrize(
    "data",
    [
        RSS.encode("cp950"),  # called UTF-8, is Big5
        RSS.replace("utf-8", "big5").encode("cp950"),
        RSS.replace("utf-8", "big5").encode(),  # called Big5, is UTF-8
        b"\xef\xbb\xbf" + RSS.encode(),
        b"\n \n" + RSS.encode(),
        RSS.replace("utf-8", "utf-16").encode("utf-16"),
        RSS.replace("健保卡換發", "健保卡\x1b[1;31m換發\x1b[m\x00").encode(),
        RSS.encode()[:-40],  # cut off
        RSS.replace("</title>\n<item>", "</title><br><item>").encode(),
    ],
)
def test_broken_feeds_say_the_same(data: bytes) -> None:
    assert first(data).title == "健保卡換發"
    assert first(data).said_at == TEN


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("健保卡 & eID", "健保卡 & eID"),
        ("A&B;C", "A&B;C"),
        ("甲&nbsp;乙&hellip;", "甲 乙…"),
        ("<![CDATA[甲 & 乙 &amp; 丙]]>", "甲 & 乙 & 丙"),
        ("&lt;b&gt;粗&lt;/b&gt;", "粗"),
        ("&#20581;&#x4FDD;", "健保"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_letters(written: str, read: str) -> None:
    assert first(one(f"<title>{written}</title>")).title == read


@pytest.mark.parametrize(
    ("written", "zone", "said_at"),
    [
        ("2026-12-07 10:00:00", "Asia/Taipei", TEN),
        ("2026-12-07 02:00:00", "UTC", TEN),
        ("2026-12-07T10:00:00+08:00", "UTC", TEN),
        ("Mon, 07 Dec 2026 10:00:00 CST", "Asia/Taipei", TEN),  # no Chicago
        ("<![CDATA[2026/12/7 上午 10:00:00]]>", "Asia/Taipei", TEN),
        ("115/12/07 10:00", "Asia/Taipei", TEN),
        ("昨天", "Asia/Taipei", None),
        ("", "Asia/Taipei", None),
        ("9999-99-99", "Asia/Taipei", None),
    ],
)
def test_moments_are_the_sources_own(written: str, zone: str, said_at: datetime | None) -> None:
    assert first(one(f"<title>x</title><pubDate>{written}</pubDate>"), zone).said_at == said_at


def test_without_an_id_the_link_counts_and_without_a_link_the_words() -> None:
    link = "https://a.example/1"
    linked = one(f"<title>x</title><link>{link}</link>").replace(b"<guid>1</guid>", b"")
    assert first(linked).external_id == link
    bare = [one(f"<title>{t}</title>").replace(b"<guid>1</guid>", b"") for t in ("甲", "乙", "甲")]
    a, b, again = (first(data).external_id for data in bare)
    assert a == again != b


def test_a_link_that_is_no_web_address_is_dropped() -> None:
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "https://u:p@a.example/", "nonsense"):
        assert first(one(f"<title>x</title><link>{bad}</link>")).link == "", bad


def test_entities_do_not_grow_and_read_no_files() -> None:
    for hostile in (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE r [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
    ):
        data = f"{hostile}<rss><channel><item><title>x &b; y</title></item></channel></rss>"
        assert first(data.encode()).title == "x &b; y"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"<!DOCTYPE html><html><head><title>Log in</title></head><body>rss</body></html>",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        b"http://10.0.0.1/<rss >",
        b"<rss>",
        b"\x00\xff" * 50,
    ],
)
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(SourceError) as told:
        read_feed(data)
    page = b"<html" in data
    assert told.value.trouble is (Trouble.PAGE if page else Trouble.UNREADABLE)


def test_limits() -> None:
    many = "".join(f"<item><guid>{n}</guid><title>{'長' * 999}</title></item>" for n in range(700))
    _, posts = read_feed(f"<rss><channel>{many}</channel></rss>".encode())
    assert len(posts) == POST_LIMIT
    assert posts[0].external_id == "0"
    assert len(posts[0].title) == TITLE_LIMIT
    long = one(f"</guid><description>{'字' * 60_000}</description>").replace(
        b"1</guid></guid>", b"i" * 999 + b"</guid>"
    )
    assert len(first(long).text) == TEXT_LIMIT
    assert len(first(long).external_id) <= ID_LIMIT


def test_of_two_with_one_id_the_first_counts() -> None:
    data = b"<rss><channel>%s</channel></rss>" % b"".join(
        b"<item><guid>1</guid><title>%s</title></item>" % title for title in (b"new", b"old")
    )
    _, posts = read_feed(data)
    assert [post.title for post in posts] == ["new"]


PARTS = (
    *("<rss>", "<channel>", "<item>", "<title>", "</title>", "</item>", "<guid>", "<entry>", ">"),
    *("<![CDATA[", "]]>", "<!DOCTYPE r [", "<!ENTITY a 'b'>", "]>", "&a;", "&", "<", "健保卡"),
    *("<pubDate>", "</pubDate>", "2026-12-07", "<feed xmlns='http://www.w3.org/2005/Atom'>"),
    *("<?xml version='1.0' encoding='big5'?>", "\x1b[1m", "\x00", "xmlns:a='b'", "http://a.b/"),
)
PIECES = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=8)), max_size=25)


@settings(max_examples=150, deadline=None)
@given(st.one_of(PIECES.map(lambda pieces: "<rss>" + "".join(pieces)), PIECES.map("".join)))
def test_no_text_leads_to_anything_but_posts_or_a_source_error(text: str) -> None:
    _reads_or_refuses(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RSS)), st.binary(max_size=6), st.integers(0, 8), st.booleans())
def test_no_damage_does(place: int, put: bytes, gone: int, big5: bool) -> None:  # noqa: FBT001
    data = RSS.encode("cp950" if big5 else "utf-8")
    _reads_or_refuses(data[:place] + put + data[place + gone :])


def _reads_or_refuses(data: bytes) -> None:
    try:
        title, posts = read_feed(data)
    except SourceError:
        return
    title.encode()  # no halves of pairs: it can be stored
    for post in posts:
        assert 0 < len(post.external_id) <= ID_LIMIT
        assert post.title or post.text
        assert len(post.text) <= TEXT_LIMIT
        for kept in (post.external_id, post.title, post.text, post.author, post.link):
            assert "\x00" not in kept
            kept.encode()


@pytest.mark.parametrize(
    "repeated",
    [
        *("<!DOCTYPE a [", "<item>", "<a>", "<pubDate ", "<![CDATA[", "&", "<", "\x1b[", "a='b' "),
        *("<item><pubDate> ", " ", "<item><title>x</title></item>", "]]>", "<pubDate>2026 "),
    ],
)
def test_a_text_that_is_made_to_be_slow_is_not(repeated: str) -> None:
    """What takes more than linear time here takes minutes, and the test run ends it."""
    filling = repeated * (300_000 // len(repeated))
    for before in ("<rss><channel><item><title>", "<rss><item><pubDate>", "<rss "):
        _reads_or_refuses((before + filling).encode())

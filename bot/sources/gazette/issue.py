"""The XML of one issue: its records, and which of them give notice of a draft."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.sources.errors import SourceError, Trouble
from bot.sources.gazette.records import GazetteDraft, GazetteIssue
from bot.sources.gazette.values import day_count, roc_day
from bot.sources.join.plain_page import visible_words
from bot.sources.join.values import TITLE_LIMIT, text

RECORD_LIMIT = 5_000  # an issue has some dozens
WORDS_LIMIT = 5_000  # characters of a notice that are kept
META_ID = re.compile(r"[0-9A-Za-z_-]{1,40}", re.ASCII)
_PREFIX = re.compile(r"^[^「『]{0,40}?公告\s*[:：]\s*")
_NOTICE = re.compile(r"^(?:謹?預告|公告)\s*(?=\S)")
_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # seen in files of the same family


def read_issue(data: bytes, base: str) -> GazetteIssue:
    """Read an issue; links that lead elsewhere than `base` are replaced. Raises SourceError."""
    records = [_fields(one) for one in _records(_root(data))]
    if len(records) > RECORD_LIMIT:
        raise SourceError(Trouble.TOO_LARGE, f"more than {RECORD_LIMIT} records")
    known = [one for one in records if META_ID.fullmatch(one.get("metaid", ""))]
    if records and not known:
        raise SourceError(Trouble.UNREADABLE, "no record can be read")
    days = [day for one in known if (day := roc_day(one.get("date_published", "")))]
    drafts = {one["metaid"]: _draft(one, base) for one in known if is_draft(one)}
    return GazetteIssue(
        published_on=max(days, default=None),
        drafts=tuple(draft for draft in drafts.values() if draft.title),
        skipped_count=len(records) - len(known),
    )


def is_draft(fields: Mapping[str, str]) -> bool:
    """Whether a record gives notice of a draft; by its title, where its style does not say."""
    style, title = fields.get("doc_style_sname", ""), fields.get("title", "")
    if "預告" in style:
        return True
    return "草案" in title and ("預告" in title or bool(fields.get("comment_deadline", "")))


def clean_title(title: str) -> str:
    """Take 「衛生福利部公告：預告」 off a title."""
    plain = _PREFIX.sub("", text(title, TITLE_LIMIT))
    return _NOTICE.sub("", plain)


def _root(data: bytes) -> Element:
    try:
        root: Element = fromstring(_ILLEGAL.sub(b"", data.strip()))
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise SourceError(Trouble.UNREADABLE, "no XML where an issue belongs") from error
    if _name(root) == "html":
        raise SourceError(Trouble.UNREADABLE, "a web page where an issue belongs")
    return root


def _records(root: Element) -> Iterator[Element]:
    return (one for one in root.iter() if _name(one) == "record")


def _fields(record: Element) -> dict[str, str]:
    """Return a record's texts by name in lower case; the first of several counts."""
    found: dict[str, str] = {}
    for child in record:
        found.setdefault(_name(child), "".join(child.itertext()).strip())
    return found


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _draft(fields: Mapping[str, str], base: str) -> GazetteDraft:
    meta_id = fields["metaid"]
    words = visible_words(fields.get("htmlcontent", "") or fields.get("explain", ""))
    return GazetteDraft(
        meta_id=meta_id,
        title=clean_title(fields.get("title", "")),
        publisher=text(fields.get("pubgovname") or fields.get("pubgov", ""), TITLE_LIMIT),
        undertaker=text(fields.get("undertakegov", ""), TITLE_LIMIT),
        document_number=text(fields.get("gazetteid", ""), TITLE_LIMIT),
        published_on=roc_day(fields.get("date_published", "")),
        ends_on=roc_day(fields.get("comment_deadline", "")),
        stated_days=day_count(fields.get("comment_days", "")),
        link=_link(fields.get("gazettehtml", ""), meta_id, base),
        words=text(words, WORDS_LIMIT),
    )


def _link(written: str, meta_id: str, base: str) -> str:
    """Return where the entry is read: on the gazette's own server, whatever the record says."""
    try:
        parts, own = urlsplit(written), urlsplit(base)
        at_home = parts.scheme in {"http", "https"} and parts.netloc == own.netloc
    except ValueError:
        at_home = False
    clean = text(written, TITLE_LIMIT)
    if at_home and clean == written and " " not in written:
        return written
    return f"{base}/egFront/detail.do?metaid={meta_id}"

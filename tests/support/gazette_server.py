"""A gazette of our own on the loopback address: real HTTP and SYNTHETIC issues.

The names of the fields and the ways of writing a day are those that public code reads; titles,
numbers and texts are invented. The real server redirects, and so does this one.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

from typing_extensions import override

from tests.support.source_server import Answer, SourceServer, running

LATEST = "/egFront/OpenData/downloadXML.jsp"
MOVED = "/old/egFront/OpenData/downloadXML.jsp"


def written(day: date) -> str:
    """「中華民國115年12月4日」."""
    return f"中華民國{day.year - 1911}年{day.month}月{day.day}日"


def record(meta_id: str, title: str, published_on: date, **fields: str) -> dict[str, str]:
    """A record as the gazette has it; a draft unless told otherwise."""
    usual = {
        "MetaId": meta_id,
        "Doc_Style_LName": "公告及送達",
        "Doc_Style_SName": "法規命令草案預告",
        "Chapter": "衛生勞動篇",
        "PubGovName": "衛生福利部",
        "UndertakeGov": "",
        "Date_Created": written(published_on),
        "GazetteId": f"衛授字第{meta_id}號",
        "Date_Published": written(published_on),
        "Comment_Deadline": "",
        "Comment_Days": "",
        "Title": f"衛生福利部公告：預告{title}",
        "ThemeSubject": "",
        "Keyword": "",
        "Explain": "",
        "GazetteHTML": "",
    }
    return usual | fields


def issue_xml(records: list[dict[str, str]]) -> bytes:
    """An issue as XML."""
    rows = "".join(
        f"<Record>{''.join(f'<{k}><![CDATA[{v}]]></{k}>' for k, v in one.items())}</Record>"
        for one in records
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Gazette>{rows}</Gazette>'.encode()


def plain_xml(records: list[dict[str, str]]) -> bytes:
    """The same without CDATA."""
    rows = "".join(
        f"<Record>{''.join(f'<{k}>{escape(v)}</{k}>' for k, v in one.items())}</Record>"
        for one in records
    )
    return f"<Gazette>{rows}</Gazette>".encode()


@dataclass
class GazetteServer(SourceServer):
    """What the latest issue holds, and what was asked."""

    records: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    instead: list[Answer] = field(default_factory=list[Answer])  # the last one from then on

    def issue(self, *records: dict[str, str]) -> None:
        """A new issue comes out in place of the one before."""
        self.records = list(records)

    @override
    def answer(self, path: str) -> Answer:
        if self.instead:
            return self.instead.pop(0) if len(self.instead) > 1 else self.instead[0]
        if path == LATEST:
            return Answer(status=302, headers={"location": MOVED})
        if path == MOVED:
            return Answer(body=issue_xml(self.records))
        return Answer(status=404)


def running_gazette() -> AbstractContextManager[GazetteServer]:
    """Run it while the block lasts."""
    return running(GazetteServer())

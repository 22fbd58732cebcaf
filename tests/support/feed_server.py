"""Feeds of our own on the loopback address: real HTTP and SYNTHETIC news."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from typing_extensions import override

from tests.support.source_server import Answer, SourceServer, running


def item(number: int, title: str, said_at: datetime | None = None, text: str = "") -> str:
    """One <item>; its id is its number."""
    day = f"<pubDate>{format_datetime(said_at)}</pubDate>" if said_at else ""
    return (
        f"<item><guid>n{number}</guid><link>https://news.example/{number}</link>"
        f"<title>{escape(title)}</title><description>{escape(text)}</description>{day}</item>"
    )


def rss(*items: str, title: str = "測試新聞") -> bytes:
    """A feed of items, the newest first."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{title}</title>{''.join(items)}</channel></rss>"
    ).encode()


@dataclass
class FeedServer(SourceServer):
    """What each path answers, and what was asked."""

    pages: dict[str, Answer] = field(default_factory=dict[str, Answer])

    def shows(self, path: str, *items: str) -> None:
        """A feed at a path holds these items from now on."""
        self.pages[path] = Answer(body=rss(*items))

    def answers(self, path: str, answer: Answer) -> None:
        self.pages[path] = answer

    @override
    def answer(self, path: str) -> Answer:
        return self.pages.get(path, Answer(status=404))


def running_feeds() -> AbstractContextManager[FeedServer]:
    """Run it while the block lasts."""
    return running(FeedServer())

"""What somebody subscribes to: 「健保卡 (換發 或 eID) -廣告」. Pure.

Words beside one another must all occur; 「或」, OR and | bind more tightly than that. 「不要」, NOT
and - in front of a word or a bracket leave out. Quotation marks hold words together.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.watch.errors import TooWideError, UnreadableTopicError
from handlers.watch.rules.folding import bare

MOST_TERMS = 50
LONGEST_TERM = 40  # characters
LEAST_LETTERS = 2  # one Chinese character or one letter is in every second post
DEEPEST = 8  # brackets
TOKEN = re.compile(
    r"""[「『"“](?P<quoted>[^「」『』"“”]*)[」』"”]|(?P<open>[(（])|(?P<close>[)）])"""
    r"""|(?P<either>\||｜|或者?(?=[\s「"(（])|(?i:OR)(?=[\s(（]))"""
    r"""|(?P<without>[-－−](?=\S)|(?:不要|排除|不含)\s?(?=\S)|(?i:NOT)(?=[\s(（]))|(?P<both>且(?=\s)|(?i:AND)(?=\s)|[,，、;；+])"""
    r"""|(?P<word>[^\s()（）|｜「」『』"“”,，、;；+]+)|(?P<stray>\S)""",
)


@dataclass(frozen=True, slots=True)
class Term:
    """A keyword that must occur; folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Without:
    """A keyword that must not occur."""

    term: Term


@dataclass(frozen=True, slots=True)
class AllOf:
    """What must be together."""

    parts: "tuple[Query, ...]"


@dataclass(frozen=True, slots=True)
class OneOf:
    """What may stand for another."""

    parts: "tuple[Query, ...]"


Query = Term | Without | AllOf | OneOf


def read_query(text: str) -> Query:
    """Read what somebody subscribes to. Raises UnreadableTopicError, TooWideError."""
    reader = _Reader(text)
    query = reader.all_of(0)
    if reader.kind:
        raise UnreadableTopicError(text)
    if not _needs_a_word(query):
        raise TooWideError
    return query


def terms_of(query: Query) -> Iterator[str]:
    """Give every keyword, those that are left out too."""
    match query:
        case Term(text):
            yield text
        case Without(term):
            yield term.text
        case AllOf(parts) | OneOf(parts):
            for part in parts:
                yield from terms_of(part)


def holds(query: Query, found: frozenset[str] | set[str]) -> bool:
    """Whether a post in which just the keywords `found` occur is meant."""
    match query:
        case Term(text):
            return text in found
        case Without(term):
            return term.text not in found
        case AllOf(parts):
            return all(holds(part, found) for part in parts)
        case OneOf(parts):
            return any(holds(part, found) for part in parts)


def _needs_a_word(query: Query) -> bool:
    """Whether no post without any of the keywords is meant."""
    return not holds(query, frozenset())


def _opposite(query: Query) -> Query:
    """Return what holds whenever the query does not; only single keywords are left out in it."""
    match query:
        case Term():
            return Without(query)
        case Without(term):
            return term
        case AllOf(parts):
            return OneOf(tuple(map(_opposite, parts)))
        case OneOf(parts):
            return AllOf(tuple(map(_opposite, parts)))


class _Reader:
    """Reads a query from left to right; `kind` is the token at hand, "" at the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = TOKEN.finditer(text)
        self._count = 0
        self.kind, self._value = "", ""
        self._next()

    def _next(self) -> None:
        token = next(self._tokens, None)
        self.kind = (token and token.lastgroup) or ""
        self._value = (token and token.group(self.kind)) or "" if self.kind else ""

    def all_of(self, depth: int) -> Query:
        parts: list[Query] = []
        while self.kind and self.kind != "close":
            if self.kind == "both":
                self._next()
                continue
            parts.append(self._one_of(depth))
        if not parts:
            raise UnreadableTopicError(self._text)
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _one_of(self, depth: int) -> Query:
        parts = [self._part(depth)]
        while self.kind == "either":
            self._next()
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else OneOf(tuple(parts))

    def _part(self, depth: int) -> Query:
        kind, value = self.kind, self._value
        self._next()
        match kind:
            case "without" if depth < DEEPEST:
                return _opposite(self._part(depth + 1))
            case "open" if depth < DEEPEST:
                inside = self.all_of(depth + 1)
                if self.kind != "close":
                    raise UnreadableTopicError(self._text)
                self._next()
                return inside
            case "word" | "quoted":
                return self._term(value)
            case _:
                raise UnreadableTopicError(self._text)

    def _term(self, value: str) -> Term:
        text = bare(" ".join(value.split()))
        letters = sum(character.isalnum() for character in text)
        self._count += 1
        if letters < LEAST_LETTERS or len(text) > LONGEST_TERM or self._count > MOST_TERMS:
            raise UnreadableTopicError(self._text, term=value)
        return Term(text)

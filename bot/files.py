"""A file that somebody fetches by address: what is in it, and how it is called when saved."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file; `name` has no ending, the form that was asked for gives it."""

    name: str
    content: bytes

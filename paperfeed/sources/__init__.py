"""Where digests come from: one module per kind, each turning bytes into `Digest` values.

`http.py` is the only code that touches the network, `files.py` the only one that reads the user's
files. Nothing here knows the library.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from paperfeed.errors import SourceError
from paperfeed.paper import Digest


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with; either may be missing."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer to one request; `body` is None when nothing changed (304)."""

    body: bytes | None
    validators: Validators
    captured: datetime


Get = Callable[[str, Validators | None], Answer]
"""Fetches a URL, conditionally; raises FetchError."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One day of one source, as it came: its digest pages, or why there are none.

    Empty `digests` without an `error` means that nothing changed. `validators`, by URL, are to be
    kept only together with the digests.
    """

    source: str
    day: date
    digests: tuple[Digest, ...] = ()
    validators: Mapping[str, Validators] = field(default_factory=dict)
    error: SourceError | None = None


class Source(Protocol):
    """Something that can be asked for the digest of a day."""

    @property
    def name(self) -> str: ...

    def fetch(self, day: date, get: Get, known: Mapping[str, Validators]) -> Fetched: ...

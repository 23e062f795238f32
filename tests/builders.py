"""What tests are made of: papers and digests with sensible defaults, a clock, a library in a folder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.paper import Digest, Listed, Paper
from paperfeed.paths import Paths

DAY = date(2025, 3, 14)
"""A Friday; the day of a digest unless a test says otherwise."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2025, 3, 14, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def make_paper(number: int = 1, **facts: Any) -> Paper:
    """A paper that is told from others by its number; `arxiv_id=None` for one known by title only."""
    base = Paper(
        title=f"Paper number {number}",
        abstract=f"What paper {number} says at some length about its subject.",
        authors=("Ada Lovelace", "Alan Turing"),
        arxiv_id=f"2503.{number:05d}",
        url=f"https://huggingface.co/papers/2503.{number:05d}",
    )
    return replace(base, **facts)


def make_digest(papers: Sequence[Paper | Listed] | int = 3, day: date = DAY, **facts: Any) -> Digest:
    """A digest of these papers, or of so many made ones; papers without votes get 10, 9, 8, …"""
    made = [make_paper(n) for n in range(1, papers + 1)] if isinstance(papers, int) else papers
    items = tuple(one if isinstance(one, Listed) else Listed(one, max(10 - place, 0)) for place, one in enumerate(made))
    base = Digest("huggingface", day, datetime(2025, 3, 14, 6, tzinfo=UTC), items)
    return replace(base, **facts)


def open_library(home: Path, clock: Clock | None = None, config: Config | None = None, **options: Any) -> Library:
    return Library.open(Paths.under(home), config or Config(), clock or Clock(), **options)

"""A filled library to measure in: the recorded days, and with them the daily arXiv lists.

Takes everything in through the library's own door, and only what is not there yet, so that a home
is filled once and a second run starts at once.
"""

import gzip
import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from days import SEED

from paperfeed.clean import NAME, clean, clean_paragraphs
from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.paper import Digest, Listed, Paper, arxiv_id
from paperfeed.paths import Paths

SOURCE = "arxiv"
FIRST_ADDED = date(2027, 1, 1)
KIND = "page"
"""The kind of digest that is believed least: Hugging Face's own description of a paper stays."""


def open_library(home: Path, read_only: bool = False) -> Library:
    return Library.open(Paths.under(home), Config(refresh_at_start=False), read_only=read_only)


def fill(home: Path, days: Path, lists: Path | None) -> None:
    """Takes in the days of this folder, and with `lists` the arXiv lists, where the library lacks them."""
    with open_library(home) as library:
        held = days_held(library.paths.library)
        for path in sorted(days.glob("*.json")):
            if ("huggingface", path.stem) not in held:
                library.import_file(path)
        for day, items in daily_lists(lists) if lists else ():
            if (SOURCE, day.isoformat()) not in held:
                library.take_in(digest_of(day, items))
                print(f"\rtaken in: arXiv's list of {day}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def days_held(file: Path) -> set[tuple[str, str]]:
    """(source, day) of every digest that the library has."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return set(connection.execute("SELECT DISTINCT source, day FROM listings"))


def daily_lists(path: Path) -> Iterator[tuple[date, list[dict[str, Any]]]]:
    """The papers of each day, the oldest day first."""
    by_day: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            by_day.setdefault(item["date"], []).append(item)
    for day in sorted(by_day):
        yield date.fromisoformat(day), by_day[day]


def digest_of(day: date, items: list[dict[str, Any]]) -> Digest:
    """One day's list as a source would hand it over."""
    listed = tuple(Listed(paper) for item in items if (paper := paper_of(item)))
    return Digest(SOURCE, day, datetime.combine(day, time(6), UTC), listed, KIND)


def paper_of(item: dict[str, Any]) -> Paper | None:
    """The paper of one line of the lists; None if it has no title."""
    title, number = clean(item["title"]), arxiv_id(item["id"])
    if not title:
        return None
    return Paper(
        title=title,
        abstract=clean_paragraphs(item["abstract"]),
        authors=tuple(name for author in item["authors"] if (name := clean(author, NAME))),
        arxiv_id=number,
        url=f"https://arxiv.org/abs/{number}" if number else None,
        pdf_url=f"https://arxiv.org/pdf/{number}" if number else None,
    )


def papers_to_add(texts: Sequence[tuple[str, str]], count: int, times: int) -> Iterator[Digest]:
    """Digests of papers that no library has, made of the words of others; each has a title of its own."""
    chance = random.Random(SEED)
    for nth in range(times):
        day = FIRST_ADDED + timedelta(nth)
        papers = [_made(chance, texts, f"{nth:02}{place:03}") for place in range(count)]
        listed = tuple(Listed(paper, chance.randint(0, 80)) for paper in papers)
        yield Digest("huggingface", day, datetime.combine(day, time(6), UTC), listed)


def _made(chance: random.Random, texts: Sequence[tuple[str, str]], number: str) -> Paper:
    words = [word for _, abstract in chance.sample(texts, 3) for word in abstract.split()]
    chance.shuffle(words)
    title = f"{clean(chance.choice(texts)[0])} zq{number}"
    authors = tuple(f"{chance.choice(words).title()} {chance.choice(words).title()}" for _ in range(6))
    return Paper(title, clean_paragraphs(" ".join(words[:200])), authors, arxiv_id=f"9912.{number}")

"""What a library hears of another process that writes to the same file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper, open_library

from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.sources import Fetched
from paperfeed.watch import News

FIRST = make_digest(3)
WAITS = make_digest([make_paper(30)], day=date(2025, 3, 11))
NEXT = make_digest([make_paper(n) for n in range(4, 9)], day=date(2025, 3, 13))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as library:
        library.take_in(FIRST)
        library.indexing.take_waiting()
        library.take_in(WAITS)
        library.watch.begin()
        yield library


@pytest.fixture
def other(here: Library, tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as library:
        yield library


def row(library: Library, number: int) -> int:
    return library.row_of(f"arxiv:2503.{number:05d}")


def test_there_is_no_news_while_nobody_writes(here: Library, other: Library) -> None:
    assert here.watch.news() is None
    other.look(other.parse("is:inbox"))
    assert here.watch.news() is None


def test_own_writing_is_no_news(here: Library, other: Library) -> None:
    here.apply(Act("star", (row(here, 1),)))
    assert here.watch.news() is None
    here.take_in(NEXT)
    here.keep_place("somewhere")
    here.kept.save("mine", "number")
    assert here.watch.news() is None


def test_marks_of_others_are_told_once_with_their_papers(here: Library, other: Library) -> None:
    other.apply(Act("star", (row(here, 1), row(here, 3))))
    assert here.watch.news() == News((row(here, 1), row(here, 3)))
    assert here.watch.news() is None
    other.undo()
    assert here.watch.news() == News((row(here, 1), row(here, 3)))


def test_papers_of_others_are_counted_without_own_ones(here: Library, other: Library) -> None:
    here.take_in(NEXT)
    other.take_in(make_digest([make_paper(20), make_paper(21)], day=date(2025, 3, 12)))
    assert here.watch.news() == News((), 2, papers=True)


def test_what_others_fetched_counts_though_it_brought_nothing(here: Library, other: Library) -> None:
    other.take_in_fetched(Fetched("huggingface", date(2025, 3, 14), (), {}, None))
    assert here.watch.news() == News((), 0, papers=True)


def test_votes_alone_are_seen(here: Library, other: Library) -> None:
    more = [replace(item, votes=77) for item in FIRST.items]
    other.take_in(replace(FIRST, items=tuple(more), captured=FIRST.captured.replace(hour=9)))
    assert here.watch.news() == News((), 0, papers=True)


def test_views_of_others_are_news(here: Library, other: Library) -> None:
    other.kept.save("moe", "experts")
    assert here.watch.news() == News()
    other.kept.forget("moe")
    assert here.watch.news() == News()


@pytest.mark.parametrize(
    "aside",
    [
        lambda other: other.keep_place("elsewhere"),
        lambda other: other.kept.remember("some search"),
        lambda other: other.indexing.take_waiting(),
    ],
)
def test_what_shows_nowhere_is_no_news(here: Library, other: Library, aside: Callable[[Library], object]) -> None:
    aside(other)
    assert here.watch.news() is None
    other.apply(Act("star", (row(here, 1),)))
    assert here.watch.news() == News((row(here, 1),))


def test_nothing_is_lost_between_own_writing_and_that_of_others(here: Library, other: Library, clock: Clock) -> None:
    for number in (1, 2, 3):
        here.apply(Act("read", (row(here, number),)))
        other.apply(Act("star", (row(here, number),)))
        here.keep_place(str(number))
        news = here.watch.news()
        assert news is not None
        assert row(here, number) in news.marked
    assert [len(here.look(here.parse(query)).rows) for query in ("is:starred", "is:read")] == [3, 3]

"""What a line of the list looks like: its columns, whatever stands in them."""

import re
from collections.abc import Iterable
from datetime import date

import pytest
from builders import make_paper
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from paperfeed.clean import clean
from paperfeed.found import Found, Piece, Span
from paperfeed.marks import DayCount, Entry, Marks
from paperfeed.paper import PaperId
from paperfeed.tui.paper_rows import GUTTER, Painter

STYLES = {"match": Style(bold=True), "title-match": Style(underline=True), "cursor": Style(bgcolor="blue")}
TEXTS = st.lists(
    st.sampled_from(["word", " ", "論文", "ｗｉｄｅ", "é", "👩\u200d🔬", "\u202e", "\x1b[31m", "x" * 70]), max_size=30
).map("".join)


def painter(width: int) -> Painter:
    return Painter(Style(), lambda name: STYLES.get(name, Style()), width)


def entry_of(title: str = "A title", abstract: str = "", votes: int | None = 7, **marks: int) -> Entry:
    paper = make_paper(title=title, abstract=abstract)
    return Entry(1, PaperId("arxiv:1"), paper, Marks(**marks), (), date(2025, 3, 4), votes)


def text_of(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


def with_style(strip: Strip, name: str) -> list[str]:
    return [part.text for part in strip if part.style and getattr(part.style, name)]


def spans(*places: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(start, end, "") for start, end in places)


def test_a_paper_is_its_state_its_votes_and_its_title() -> None:
    strip = painter(40).paper(entry_of(starred=1, votes=128), None, here=False)
    assert text_of(strip).rstrip() == " ● ★  128  A title"


def test_below_a_paper_stand_its_day_and_what_was_found() -> None:
    found = Found(snippet=Piece("… of an apple", spans((8, 13))))
    strip = painter(40).below(entry_of(), found, here=True, with_day=True)
    assert text_of(strip).rstrip() == "▌ 4 Mar 25 … of an apple"
    assert with_style(strip, "bold") == ["apple"]
    assert all(part.style and part.style.bgcolor for part in strip)


def test_under_a_heading_the_day_is_not_told_again() -> None:
    strip = painter(40).below(entry_of(), None, here=False, with_day=False)
    assert text_of(strip).rstrip() == " " * GUTTER + "Ada Lovelace, Alan Turing"


@pytest.mark.parametrize("found", [None, Found(), Found(title=spans((0, 1)))])
def test_without_a_snippet_the_authors_are_shown(found: Found | None) -> None:
    assert "Ada Lovelace, Alan Turing" in text_of(painter(60).below(entry_of(), found, False, True))


def test_a_snippet_from_elsewhere_says_from_where() -> None:
    found = Found(snippet=Piece("apple pie", spans((6, 9))), label="keywords:")
    strip = painter(40).below(entry_of(), found, here=False, with_day=True)
    assert text_of(strip).rstrip().endswith("25 keywords: apple pie")
    assert with_style(strip, "bold") == ["pie"]


def test_the_words_found_in_a_title_are_underlined_as_far_as_they_are_seen() -> None:
    found = Found(title=spans((2, 7), (14, 24)))
    strip = painter(32).paper(entry_of("A title and a longish one"), found, here=False)
    assert text_of(strip).rstrip().endswith("A title and a longi…")
    assert with_style(strip, "underline") == ["title", "longi"]


def test_a_narrow_line_shows_the_part_of_a_snippet_that_says_most() -> None:
    text = "an apple, and then for a long time nothing, till a pear and a plum came"
    at = [(text.index(word), text.index(word) + len(word)) for word in ("apple", "pear", "plum")]
    found = Found(snippet=Piece(text, tuple(Span(*place, str(place)) for place in at)))
    assert with_style(painter(45).below(entry_of(), found, False, True), "bold") == ["pear", "plum"]
    assert with_style(painter(90).below(entry_of(), found, False, True), "bold") == ["apple", "pear", "plum"]


def words_of(text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span(), match[0]) for match in re.finditer(r"\w+", text))


@given(TEXTS, TEXTS, st.integers(20, 120))
def test_no_text_is_wider_than_its_line_or_moves_a_column(title: str, snippet: str, width: int) -> None:
    title, snippet = clean(title), clean(snippet)
    found = Found(title=words_of(title), snippet=Piece(snippet, words_of(snippet)))
    entry = entry_of(title or "-")
    for here in (False, True):
        first = painter(width).paper(entry, found, here)
        second = painter(width).below(entry, found, here, with_day=True)
        assert {cell_len(text_of(line)) for line in (first, second)} == {width}
        assert text_of(first)[1:GUTTER] == "●      7  "
        assert text_of(second)[1:GUTTER] == " 4 Mar 25 "


@pytest.mark.parametrize("two", [False, True])
def test_a_paper_that_is_awaited_takes_as_many_lines(two: bool) -> None:
    lines = painter(30).awaited(here=True, two=two)
    assert [text_of(line).rstrip() for line in lines] == ["▌ …", "▌"][: 1 + two]


def test_a_heading_says_how_much_is_left() -> None:
    def heading(day: DayCount, width: int = 60) -> str:
        return text_of(painter(width).heading(day))

    day = date(2025, 3, 14)
    assert told(heading(DayCount(day, 58, 12))) == ["Fri 14 Mar 2025", "58 papers · 12 unread"]
    assert told(heading(DayCount(day, 1, 0))) == ["Fri 14 Mar 2025", "1 paper · all read"]
    assert told(heading(DayCount(day, 58, 12), 34)) == ["Fri 14 Mar 2025", "12 of 58"]


def told(line: str) -> list[str]:
    return [part.strip() for part in non_empty(line.split("─"))]


def non_empty(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]

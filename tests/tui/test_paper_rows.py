"""What a line of the list looks like: its columns, whatever stands in them."""

import re
from collections.abc import Iterable
from datetime import date

import pytest
import wcwidth
from builders import make_paper
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from paperfeed.clean import clean
from paperfeed.found import Found, Piece, Span
from paperfeed.glyphs import ASCII, UNICODE, Glyphs
from paperfeed.marks import DayCount, Entry, Marks
from paperfeed.paper import PaperId
from paperfeed.progress import Progress
from paperfeed.tui.paper_rows import GUTTER, Box, Painter

STYLES = {"match": Style(bold=True), "title-match": Style(underline=True), "cursor": Style(bgcolor="blue")}
TEXTS = st.lists(
    st.sampled_from([
        "word", " ", "論文", "ｗｉｄｅ", "é", "e\u0301\u0302", "한국", "Ελ", "½", "≤", "n²", "…", "x" * 70,
        "👩\u200d🔬", "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3", "☎\ufe0e", "🏽", "\u200d",
        "\ufe0f", "\u200b", "\u202e", "שלום", "مرحبا", "ก\u0e33", "\x1b[31m", "\t", "\n", "\0",
    ]), max_size=30,
).map("".join)  # fmt: skip
SETS = pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)


def painter(width: int, glyphs: Glyphs = UNICODE) -> Painter:
    return Painter(Style(), lambda name: STYLES.get(name, Style()), width, glyphs)


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


def measures(strip: Strip) -> set[int]:
    """How many cells a line takes as Rich, a terminal that joins what belongs together and one that does not see it."""
    text = text_of(strip)
    return {cell_len(text), wcwidth.wcswidth(text), sum(map(wcwidth.wcwidth, text))}


@SETS
@given(title=TEXTS, snippet=TEXTS, width=st.integers(20, 120))
def test_no_text_is_wider_than_its_line_or_moves_a_column(glyphs: Glyphs, title: str, snippet: str, width: int) -> None:
    title, snippet = clean(title), clean(snippet)
    found = Found(title=words_of(title), snippet=Piece(snippet, words_of(snippet)))
    entry = entry_of(title or "-")
    for here in (False, True):
        first = painter(width, glyphs).paper(entry, found, here)
        second = painter(width, glyphs).below(entry, found, here, with_day=True)
        assert measures(first) | measures(second) == {width}
        assert text_of(first)[1:GUTTER] == f"{glyphs.unread}      7  "
        assert text_of(second)[1:GUTTER] == " 4 Mar 25 "


@SETS
@given(text=TEXTS, count=st.integers(0, 10**6), unread=st.integers(0, 10**6), width=st.integers(20, 120))
def test_every_other_line_is_as_wide_as_the_list(
    glyphs: Glyphs, text: str, count: int, unread: int, width: int
) -> None:
    paint = painter(width, glyphs)
    lines = [paint.text(clean(text)), paint.blank(), paint.heading(DayCount(date(2025, 3, 14), count, unread))]
    lines += [line for here in (False, True) for line in paint.awaited(here, two=True)]
    assert set().union(*map(measures, lines)) == {width}
    assert glyphs is UNICODE or all(text_of(line).isascii() for line in lines)


@given(title=TEXTS, width=st.integers(20, 120))
def test_in_ascii_the_words_found_are_marked_where_they_stand(title: str, width: int) -> None:
    title = clean(f"αβ {title} apple")
    at = len(title) - 5
    strip = painter(width + 400, ASCII).paper(entry_of(title), Found(title=spans((at, at + 5))), here=False)
    assert text_of(strip).isascii()
    assert with_style(strip, "underline") == ["apple"]


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


@pytest.mark.parametrize(
    ("progress", "folded", "width", "parts"),
    [
        (Progress(58, 46), False, 60, ["▾ Fri 14 Mar 2025", "46 of 58 · 12 unread"]),
        (Progress(58, 46), True, 60, ["▸ Fri 14 Mar 2025", "46 of 58 · 12 unread"]),
        (Progress(58, 46), False, 40, ["▾ Fri 14 Mar 2025", "46 of 58"]),
        (Progress(58, 46), False, 24, ["▾ 14 Mar 25", "46/58"]),
        (Progress(58, 0), False, 60, ["▾ Fri 14 Mar 2025", "58 papers · 12 unread"]),
        (Progress(58, 0), False, 38, ["▾ Fri 14 Mar 2025", "12 unread"]),
        (Progress(58, 58), False, 60, ["▾ Fri 14 Mar 2025", "done"]),
        (Progress(58, 56, 2), False, 60, ["▾ Fri 14 Mar 2025", "done, +2 late"]),
        (Progress(58, 56, 2), True, 60, ["▸ Fri 14 Mar 2025", "58 papers · done, +2 late"]),
        (Progress(58, 56, 2), True, 38, ["▸ Fri 14 Mar 2025", "done, +2 late"]),
        (Progress(58, 56, 2), True, 24, ["▸ 14 Mar 25", "+2"]),
        (Progress(1, 1), True, 60, ["▸ Fri 14 Mar 2025", "1 paper · done"]),
        (None, False, 60, ["▾ Fri 14 Mar 2025", "58 papers · 12 unread"]),
    ],
)
def test_the_heading_of_a_box_says_how_far_one_is(
    progress: Progress | None, folded: bool, width: int, parts: list[str]
) -> None:
    strip = painter(width).heading(DayCount(date(2025, 3, 14), 58, 12), Box(folded, True, progress))
    assert told(text_of(strip)) == parts


@given(
    st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 9), st.booleans(), st.booleans(), st.integers(12, 200)
)
def test_a_heading_is_as_wide_as_its_line_and_its_rule_as_full_as_the_day(
    total: int, through: int, late: int, folded: bool, here: bool, width: int
) -> None:
    progress = Progress(total, min(through, total), late)
    strip = painter(width).heading(DayCount(date(2025, 9, 24), total, 5), Box(folded, True, progress), here)
    line = text_of(strip)
    assert cell_len(line) == width
    assert line.startswith("▌" if here else " ")
    full, rest = line.count("━"), line.count("─")
    assert full == 0 if progress.is_finished or not progress.through else full + rest < 2 or full > 0 < rest
    if full > 1:
        assert abs(full / (full + rest) - progress.through / total) <= 1 / (full + rest)


def told(line: str) -> list[str]:
    return [part.strip() for part in non_empty(line.replace("━", "─").split("─"))]


def non_empty(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]

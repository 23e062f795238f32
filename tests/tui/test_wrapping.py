"""Lines made of texts: none too wide, nothing lost, and the quick way the same as the sure one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from paperfeed.tui.wrapping import _wrapped_by_cells, flowed, wrapped

WORDS = st.lists(st.text("abc-é", min_size=1, max_size=30), max_size=30).map(" ".join)
TEXTS = WORDS | st.text(" ab論e\u0301👩\u200d👩", max_size=80)


@settings(max_examples=500)
@example("", 10)
@given(TEXTS, st.integers(8, 60))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=500)
@given(WORDS, st.integers(1, 60))
def test_the_quick_way_breaks_lines_where_the_sure_one_does(text: str, width: int) -> None:
    assert list(wrapped(text, width)) == list(_wrapped_by_cells(text, width))


@settings(max_examples=300)
@given(st.lists(st.text("ab 論", min_size=1, max_size=40).map(str.strip).filter(bool), max_size=9), st.integers(8, 60))
def test_items_flow_and_each_is_found_where_it_is_said_to_begin(items: list[str], width: int) -> None:
    lines = list(flowed(items, width))
    assert all(cell_len(line) <= width for line, _ in lines)
    begun = [line[start] for line, starts in lines for start in starts]
    assert begun == [item[0] for item in items]


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (40, [("1 a.org/page   2 b.org/code   3 c.org", (0, 15, 30))]),
        (30, [("1 a.org/page   2 b.org/code", (0, 15)), ("3 c.org", (0,))]),
        (8, [("1", (0,)), ("a.org/pa", ()), ("ge", ()), ("2", (0,)), ("b.org/co", ()), ("de", ()), ("3 c.org", (0,))]),
    ],
)
def test_links_stand_side_by_side_as_long_as_there_is_room(
    width: int, lines: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert list(flowed(("1 a.org/page", "2 b.org/code", "3 c.org"), width)) == lines

"""Selections as values: whatever is pressed, what is selected is what a reader would expect."""

from hypothesis import given
from hypothesis import strategies as st

from paperfeed.tui.selection import NONE, Selection, count_told

ORDERS = st.lists(st.integers(1, 40), unique=True, min_size=1, max_size=20)
PRESSES = st.lists(st.tuples(st.sampled_from("xv"), st.integers(0, 19)), max_size=12)


def pressed(order: list[int], presses: list[tuple[str, int]]) -> Selection:
    selection = NONE
    for key, place in presses:
        row = order[place % len(order)]
        selection = selection.turned(row) if key == "x" else selection.reaching(row, order)
    return selection


@given(ORDERS, PRESSES, st.integers(1, 40))
def test_to_select_twice_is_to_select_as_before(order: list[int], presses: list[tuple[str, int]], row: int) -> None:
    before = pressed(order, presses)
    assert before.turned(row).turned(row).rows == before.rows
    assert (row in before.turned(row).rows) != (row in before.rows)


@given(ORDERS, PRESSES, st.integers(0, 19))
def test_a_range_takes_in_all_between_and_nothing_else(
    order: list[int], presses: list[tuple[str, int]], place: int
) -> None:
    before, row = pressed(order, presses), order[place % len(order)]
    after = before.reaching(row, order)
    new = {row} if before.anchor is None else set(order[slice(*_ends(order, before.anchor, row))])
    assert after.rows == before.rows | new
    assert after.anchor == row


def _ends(order: list[int], one: int, other: int) -> tuple[int, int]:
    first, last = sorted((order.index(one), order.index(other)))
    return first, last + 1


@given(ORDERS, PRESSES, st.sets(st.integers(1, 40)))
def test_the_anchor_is_always_one_of_the_selected(
    order: list[int], presses: list[tuple[str, int]], gone: set[int]
) -> None:
    selection = pressed(order, presses)
    for one in (selection, selection.without(gone), selection.among(gone)):
        assert one.anchor is None or one.anchor in one.rows
    assert selection.without(gone).rows | selection.among(gone).rows == selection.rows


@given(ORDERS, PRESSES, st.integers(41, 50))
def test_a_paper_that_is_not_in_the_list_is_no_end_of_a_range(
    order: list[int], presses: list[tuple[str, int]], row: int
) -> None:
    selection = pressed(order, presses)
    assert selection.reaching(row, order) == selection
    assert Selection(frozenset({row}), row).reaching(order[0], order) == Selection(frozenset({row, order[0]}), order[0])


def test_the_count_says_how_many_of_them_are_here() -> None:
    assert count_told(0, 0) == ""
    assert count_told(1_200, 1_200) == "1,200 selected"
    assert count_told(12, 3) == "12 selected, 3 here"

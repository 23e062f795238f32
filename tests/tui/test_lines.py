"""Lines, places and stops of a list whose days can be folded; which days fold by themselves. Pure."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from paperfeed.marks import DayCount
from paperfeed.tui.boxes import Boxes, Folds
from paperfeed.tui.lines import Lines

DAY = date(2025, 3, 14)
COUNTS = st.lists(st.integers(1, 12), max_size=25)
FOLDED = st.sets(st.integers(0, 24))


def lines_of(counts: list[int], folded: set[int], tall: int = 1) -> tuple[Lines, list[int]]:
    """The lines, and the places of the papers that are not hidden."""
    lines = Lines(sum(counts), counts, tall, folded & set(range(len(counts))))
    number = [number for number, count in enumerate(counts) for _ in range(count)]
    return lines, [place for place in range(sum(counts)) if number[place] not in folded]


@given(COUNTS, FOLDED, st.integers(1, 2))
def test_each_line_is_a_heading_or_a_paper_and_each_paper_in_sight_has_its_lines(
    counts: list[int], folded: set[int], tall: int
) -> None:
    lines, visible = lines_of(counts, folded, tall)
    taken = [lines.line_of(place) + more for place in visible for more in range(tall)]
    assert [lines.place_at(line) for line in taken] == [place for place in visible for _ in range(tall)]
    others = sorted(set(range(lines.height)) - set(taken))
    assert [lines.day_at(line) for line in others] == list(range(len(counts)))
    assert [lines.heading_of(number) for number in range(len(counts))] == others
    assert all(lines.place_at(line) is None for line in (*others, lines.height, lines.height + 3, -1))
    assert all(lines.day_at(line) is None for line in (*taken, -1))


@given(COUNTS, FOLDED)
def test_a_hidden_paper_stands_behind_the_heading_of_its_day(counts: list[int], folded: set[int]) -> None:
    lines, visible = lines_of(counts, folded)
    for place in range(sum(counts)):
        number = lines.day_of(place)
        assert number is not None
        if place in visible:
            assert lines.settle(place) == place
        else:
            assert lines.line_of(place) == lines.heading_of(number)
            assert lines.settle(place) == lines.first_of_day(number)


@given(COUNTS.filter(bool), FOLDED)
def test_moving_down_from_the_top_visits_each_stop_once_and_no_hidden_paper(
    counts: list[int], folded: set[int]
) -> None:
    lines, visible = lines_of(counts, folded)
    stops = [lines.settle(0)]
    while (below := lines.place_of_stop(lines.stop_of(stops[-1]) + 1)) != stops[-1]:
        stops.append(below)
    heads = [lines.first_of_day(number) for number in sorted(folded) if number < len(counts)]
    assert stops == sorted([*visible, *(place for place in heads if place is not None)])
    assert [lines.stop_of(place) for place in stops] == list(range(lines.stops))
    back = [lines.place_of_stop(lines.stop_of(place) - 1) for place in stops]
    assert back == [stops[0], *stops[:-1]]
    seen = [lines.line_of(place) for place in stops]
    assert seen == sorted(set(seen))


@given(st.integers(0, 50), st.integers(-3, 60))
def test_without_days_each_paper_is_a_stop(total: int, place: int) -> None:
    lines = Lines(total)
    assert lines.stops == lines.height == total
    assert lines.settle(place) == max(0, min(place, total - 1))
    assert lines.place_of_stop(lines.stop_of(lines.settle(place))) == lines.settle(place)


# Which days are folded


def boxes_of(*gone: int, folds: Folds | None = None) -> Boxes:
    """Days of three papers, so many of which have left the view."""
    days = [DayCount(DAY - timedelta(number), 3, 3 - left, left) for number, left in enumerate(gone)]
    return Boxes(days, 3 * len(days), folds=folds)


def folded(boxes: Boxes) -> list[int]:
    return [number for number in range(len(boxes.days)) if boxes.is_folded(number)]


def test_a_day_of_which_all_papers_have_left_folds_by_itself() -> None:
    boxes = boxes_of(3, 2, 3)
    assert boxes.fold_finished((0, 1))
    assert folded(boxes) == [0]
    assert not boxes.fold_finished((0, 1))
    boxes.count(1, unread=-1, gone=1)
    assert boxes.fold_finished((1, 2))
    assert folded(boxes) == [0, 1, 2]
    assert boxes.lines.height == 3


def test_a_finished_day_that_was_opened_by_hand_stays_open() -> None:
    boxes = boxes_of(3)
    boxes.fold_finished((0,))
    boxes.toggle(0)
    assert folded(boxes) == []
    assert not boxes.fold_finished((0,))
    boxes.toggle(0)
    assert folded(boxes) == [0]


def test_a_day_folded_and_opened_before_it_is_finished_folds_by_itself_later() -> None:
    boxes = boxes_of(2)
    boxes.toggle(0)
    boxes.toggle(0)
    boxes.count(0, unread=-1, gone=1)
    assert boxes.fold_finished((0,))


def test_what_was_folded_by_hand_is_so_in_the_next_list_and_what_folded_by_itself_is_not() -> None:
    by_hand: dict[date, bool] = {}
    boxes = boxes_of(3, 0, 0, folds=Folds(by_hand))
    boxes.fold_finished((0,))
    boxes.toggle(2)
    assert folded(boxes) == [0, 2]
    assert folded(boxes_of(3, 0, 0, folds=Folds(by_hand))) == [2]
    assert folded(boxes_of(3, 0, 0, folds=boxes.folds.copy())) == [0, 2]


def test_going_to_a_paper_of_a_folded_day_unfolds_it() -> None:
    boxes = boxes_of(3, 0)
    boxes.toggle(1)
    boxes.fold_finished((0,))
    boxes.unfold(0)
    boxes.unfold(1)
    assert folded(boxes) == []
    assert boxes.fold_finished((0,))


def test_the_nearest_day_before_one_that_is_not_there() -> None:
    boxes = boxes_of(0, 0, 0)
    assert [boxes.at_or_before(DAY + timedelta(step)) for step in (5, 0, -1, -2, -3)] == [0, 0, 1, 2, None]
    assert [boxes.number_of(DAY - timedelta(step)) for step in (-1, 0, 2, 3)] == [None, 0, 2, None]

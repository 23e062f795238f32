"""The reader's own speed, from when what was done; and how it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.pace import FEWEST, LATEST, LONGEST, QUICKEST, USUAL, Touch, pace_of, papers_in, show_time, time_left


def every(seconds: float, papers: int, start: int = 0) -> list[Touch]:
    """An act on one paper after the other, so many seconds apart."""
    return [Touch(start + int(number * seconds * 1000), start + number) for number in range(papers)]


def test_the_pace_is_the_time_from_one_paper_to_the_next() -> None:
    assert pace_of(every(7, FEWEST + 1)) == 7


def test_of_few_papers_the_usual_pace_is_taken() -> None:
    assert pace_of([]) == pace_of(every(7, 1)) == pace_of(every(7, FEWEST)) == USUAL


def test_what_is_done_to_one_paper_twice_does_not_make_the_reader_quicker() -> None:
    """Read by staying on it, then done with it: it is left at the second act."""
    twice = [touch for one in every(10, 30) for touch in (Touch(one.at - 7_000, one.paper), one)]
    assert pace_of(twice) == 10


def test_a_pause_is_no_reading() -> None:
    before, after = every(6, 15), every(6, 15, start=10_000_000)
    assert pace_of([*before, *after]) == 6


def test_the_latest_papers_count() -> None:
    slow, quick = every(60, 500), every(4, LATEST + 1, start=1_000_000_000)
    assert pace_of([*slow, *quick]) == 4


def test_a_clock_that_goes_back_is_no_reading_either() -> None:
    assert pace_of(list(reversed(every(7, 50)))) == USUAL


def test_keys_in_a_burst_are_no_reading() -> None:
    assert pace_of(every(0.05, 50)) == USUAL
    assert pace_of([*every(9, 30), *every(0.05, 200, start=1_000_000_000)]) == 9


@given(st.lists(st.builds(Touch, st.integers(0, 10**7), st.integers(0, 9)), max_size=120))
def test_any_acts_give_a_pace_between_the_quickest_and_the_longest(touches: list[Touch]) -> None:
    assert QUICKEST <= pace_of(touches) <= LONGEST


@pytest.mark.parametrize(
    ("papers", "pace", "told"),
    [
        (0, 15, "under a minute"),
        (3, 15, "under a minute"),
        (4, 15, "about 1 min"),
        (24, 15, "about 6 min"),
        (240, 15, "about 1 h"),
        (320, 15, "about 1 h 20 min"),
    ],
)
def test_the_time_left_is_said_in_words(papers: int, pace: float, told: str) -> None:
    assert time_left(papers, pace) == told


def test_a_time_that_was_measured_is_not_about() -> None:
    assert show_time(240) == "4 min"


@given(st.integers(1, 1440), st.floats(QUICKEST, LONGEST))
def test_more_minutes_hold_no_fewer_papers_and_one_at_least(minutes: int, pace: float) -> None:
    assert 1 <= papers_in(minutes, pace) <= papers_in(minutes + 1, pace)

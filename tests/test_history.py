"""What was done as a history shows it: days, lines, counts, and the sentences about taking back."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from builders import Clock, make_digest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.errors import NothingToUndo
from paperfeed.history import (
    ActDay,
    Done,
    Standing,
    asked_since,
    local,
    show_papers,
    show_when,
    timeline,
    told_turned,
    told_turned_since,
)
from paperfeed.library import Library
from paperfeed.marks import Act

FRIDAY = date(2025, 3, 14)


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def berlin() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_acts_fall_on_the_days_of_the_machines_own_clock(berlin: None) -> None:
    late, early = ms(2025, 3, 13, 23, 30), ms(2025, 3, 13, 22, 30)
    assert timeline([(2, late), (1, early)]).days == (ActDay(FRIDAY, 1), ActDay(date(2025, 3, 13), 1))
    assert f"{local(late):%H:%M}" == "00:30"


def test_the_day_on_which_clocks_change_is_one_day(berlin: None) -> None:
    times = [ms(2025, 3, 30, 21, 59), ms(2025, 3, 30, 0, 30), ms(2025, 3, 29, 23, 0), ms(2025, 3, 29, 22, 59)]
    assert timeline(enumerate(times)).days == (ActDay(date(2025, 3, 30), 3), ActDay(date(2025, 3, 29), 1))


@given(st.lists(st.integers(0, 4_000_000_000_000), max_size=30))
def test_the_days_hold_each_act_once_and_in_order(times: list[int]) -> None:
    acts = [(len(times) - place, at) for place, at in enumerate(times)]
    found = timeline(acts)
    assert list(found.numbers) == [number for number, _ in acts]
    assert [day.day for day in found.days for _ in range(day.acts)] == [local(at).date() for at in times]


def test_days_near_have_names() -> None:
    shown = [show_when(day, FRIDAY) for day in (FRIDAY, date(2025, 3, 13), date(2025, 3, 12))]
    assert shown == ["Today", "Yesterday", "Wed 12 Mar 2025"]


@pytest.mark.parametrize(
    ("papers", "altered", "way", "told"),
    [
        (1, 1, -1, "taken back: starred “X”"),
        (3, 3, 1, "done again: starred “X”"),
        (3, 2, -1, "taken back on 2 of 3 papers: 1 was marked again later"),
        (5, 2, -1, "taken back on 2 of 5 papers: 3 were marked again later"),
        (1, 0, -1, "taken back, and nothing is other than before: its paper was marked again later"),
        (4, 0, 1, "done again, and nothing is other than before: all 4 papers were marked again later"),
    ],
)
def test_what_taking_back_came_to_is_said(papers: int, altered: int, way: int, told: str) -> None:
    assert told_turned("starred “X”", papers, altered, way) == told


def test_what_taking_back_many_acts_came_to_is_said() -> None:
    assert told_turned_since(1, 0) == "1 act taken back"
    assert told_turned_since(1400, 1) == "1,400 acts taken back; what else was done to 1 paper stays"
    assert show_papers(1000) == "1,000 papers"


def test_the_question_says_how_many_and_since_when(berlin: None) -> None:
    at = ms(2025, 3, 14, 8, 12)
    assert asked_since(Standing(14, 0, 20), at, FRIDAY) == "take back 14 acts since 09:12?"
    asked = asked_since(Standing(1, 1, 1), at, date(2025, 3, 20))
    assert asked == "take back 1 act since 09:12 of Fri 14 Mar 2025 (1 by paperfeed itself)?"


def test_the_library_tells_acts_their_papers_and_how_they_stand(library: Library, clock: Clock) -> None:
    library.take_in(make_digest(3))
    rows = tuple(library.look(library.parse("")).rows)
    starred = library.apply(Act("star", rows)).number
    clock.forward(days=1)
    read = library.apply(Act("read", rows[1:2], auto=True)).number
    done = library.apply(Act("dismiss", rows[2:])).number
    library.take_back(starred)
    assert list(library.timeline().numbers) == [done, read, starred]
    assert [day.acts for day in library.timeline().days] == [2, 1]
    assert list(library.timeline(with_auto=False).numbers) == [done, starred]
    assert list(library.timeline(limit=1).numbers) == [done]
    lines = library.done([starred, done, 99, read])
    assert [(one.number, one.auto, one.undone, one.papers) for one in lines] == [
        (starred, False, True, 3),
        (done, False, False, 1),
        (read, True, False, 1),
    ]
    assert lines[0].label == "starred: 3 papers"
    assert library.papers_of(starred) == list(rows)
    assert library.standing_since(starred) == Standing(2, 1, 2)
    library.do_again(starred)
    assert library.standing_since(starred) == Standing(3, 1, 5)
    assert library.standing_since(done) == Standing(1, 0, 1)


def test_the_lines_are_those_of_the_history(library: Library) -> None:
    library.take_in(make_digest(3))
    rows = tuple(library.look(library.parse("")).rows)
    for verb in ("star", "read", "unstar", "done"):
        library.apply(Act(verb, rows[:2], auto=verb == "read"))
    library.undo()
    told = [Done(one.number, one.label, one.at, one.auto, one.undone, len(one.papers)) for one in library.history()]
    assert library.done(library.timeline().numbers) == told
    with pytest.raises(NothingToUndo):
        library.take_back(4)

"""How far one is with a day, and what was done today: values alone, and as the library tells them."""

from datetime import date, timedelta

import pytest
from builders import DAY, Clock, make_digest, make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.errors import NothingToUndo
from paperfeed.library import Library
from paperfeed.marks import Act, Entry, Marks
from paperfeed.paper import PaperId
from paperfeed.progress import Progress, has_left, is_through
from paperfeed.tally import Deed, Tally, tally

THURSDAY = DAY - timedelta(1)


def days_of(library: Library) -> dict[date, Progress | None]:
    progress = library.progress()
    return {day: progress.of(day) for day in (DAY, THURSDAY)}


@pytest.mark.parametrize(
    ("marks", "through", "left"),
    [
        (Marks(), False, False),
        (Marks(starred=5, tags=("moe",), note="x"), False, False),
        (Marks(read=5), True, False),
        (Marks(done=5), True, True),
        (Marks(snoozed="2025-03-15"), True, True),
        (Marks(snoozed="2025-03-14"), False, False),
        (Marks(snoozed="code"), True, True),
        (Marks(snoozed="votes>=50"), True, True),
        (Marks(snoozed="votes>=49"), False, False),
    ],
)
def test_one_is_through_with_what_is_read_done_or_asleep(marks: Marks, through: bool, left: bool) -> None:
    entry = Entry(1, PaperId("arxiv:2503.00001"), make_paper(1), marks, (), DAY, 49)
    assert is_through(entry, DAY) == through
    assert has_left(entry, DAY) == left


def test_a_day_is_counted_whole_whatever_stands_in_the_inbox(library: Library) -> None:
    library.take_in(make_digest(6))
    library.take_in(make_digest([make_paper(n) for n in range(11, 14)], day=THURSDAY))
    library.apply(Act("read", (1, 2)))
    library.apply(Act("done", (2, 3)))
    library.apply(Act("snooze", (4,), "2025-03-20"))
    library.apply(Act("snooze", (5,), "2025-03-14"))
    library.apply(Act("star", (7,)))
    assert days_of(library) == {DAY: Progress(6, 4), THURSDAY: Progress(3, 0)}


def test_papers_that_come_to_a_day_worked_through_are_late_until_one_is_through_with_them(
    library: Library, clock: Clock
) -> None:
    library.take_in(make_digest(2))
    library.apply(Act("done", (1, 2)))
    assert days_of(library)[DAY] == Progress(2, 2)
    clock.forward(hours=1)
    library.take_in(make_digest([make_paper(n) for n in (1, 2, 3, 4)]))
    assert days_of(library)[DAY] == Progress(4, 2, 2)
    assert Progress(4, 2, 2).is_finished
    library.apply(Act("read", (3,)))
    assert days_of(library)[DAY] == Progress(4, 3, 1)
    library.apply(Act("unread", (1,)))
    library.apply(Act("undone", (1,)))
    found = days_of(library)[DAY]
    assert found
    assert (found.total, found.through) == (4, 2)
    assert not found.is_finished


@given(
    st.lists(st.tuples(st.sampled_from(["read", "unread", "done", "undone", "snooze"]), st.integers(1, 5)), max_size=12)
)
def test_what_follows_the_marks_is_what_a_new_count_tells(tmp_path_factory: pytest.TempPathFactory, acts: list) -> None:
    from builders import open_library

    clock = Clock()
    with open_library(tmp_path_factory.mktemp("progress"), clock) as library:
        library.take_in(make_digest(3))
        library.apply(Act("done", (1, 2, 3)))
        clock.forward(hours=1)
        library.take_in(make_digest(5))
        progress = library.progress()
        for verb, row in acts:
            clock.forward(seconds=1)
            [before] = library.entries((row,))
            library.apply(Act(verb, (row,), "2025-03-20" if verb == "snooze" else None))
            [after] = library.entries((row,))
            progress.follow(before, after, library.today)
        followed, counted = progress.of(DAY), library.progress().of(DAY)
        assert followed
        assert counted
        assert followed[:2] == counted[:2]


def test_a_list_that_is_looked_at_again_knows_what_has_left_the_inbox(library: Library) -> None:
    library.take_in(make_digest(5))
    library.apply(Act("done", (1, 2)))
    library.apply(Act("snooze", (3,), "2025-03-20"))
    library.apply(Act("read", (4,)))
    [day] = library.look(library.view("inbox"), also=(1, 2, 3)).days
    assert (day.count, day.unread, day.gone) == (5, 1, 3)
    [day] = library.look(library.view("done"), also=(1, 2, 3)).days
    assert (day.count, day.unread, day.gone) == (3, 3, 0)


# What was done today


def test_what_was_done_today_is_what_stands_of_it(library: Library, clock: Clock) -> None:
    clock.now = clock.now.astimezone().replace(hour=23, minute=59)
    library.take_in(make_digest(8))
    library.apply(Act("done", (8,)))
    library.apply(Act("star", (7,)))
    clock.forward(minutes=2)
    assert library.done_today() == Tally()
    assert str(library.done_today()) == ""
    library.apply(Act("done", (1, 2, 3)))
    library.apply(Act("star", (1, 8)))
    library.apply(Act("unstar", (1,)))
    library.apply(Act("snooze", (4, 3), "2025-03-20"))
    library.apply(Act("done", (5,)))
    library.apply(Act("read", (6,)))
    assert library.done_today() == Tally(done=3, starred=1, snoozed=2)
    library.undo()
    library.undo()
    assert library.done_today() == Tally(done=2, starred=1, snoozed=2)
    assert str(library.done_today()) == "2 done, 1 starred, 2 snoozed"
    library.redo()
    assert library.done_today().done == 3


def test_what_was_taken_back_and_done_again_counts_once(library: Library) -> None:
    library.take_in(make_digest(2))
    library.apply(Act("done", (1,)))
    for _ in range(3):
        library.undo()
        assert library.done_today() == Tally()
        library.redo()
        assert library.done_today() == Tally(done=1)
    library.undo()
    with pytest.raises(NothingToUndo):
        library.undo()


def test_what_is_dismissed_is_not_told_as_done_too() -> None:
    deeds = [
        Deed(1, "done", 5),
        Deed(1, "dismissed", 5),
        Deed(2, "done", 6),
        Deed(3, "dismissed", 1),
        Deed(3, "dismissed", None),
    ]
    assert tally(deeds) == Tally(done=1, dismissed=1)
    assert str(Tally(1200, 0, 1, 2)) == "1,200 done, 1 dismissed, 2 snoozed"

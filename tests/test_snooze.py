"""Until when a paper sleeps: what can be written, what it means, and coming back."""

from datetime import date
from pathlib import Path

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.library import Library
from paperfeed.marks import Act, Entry
from paperfeed.paper import Listed
from paperfeed.snooze import is_asleep, kept_as, parse_until, show_until, show_why

TODAY = date(2025, 3, 14)
"""A Friday."""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("tomorrow", "2025-03-15"),
        ("monday", "2025-03-17"),
        ("Mon", "2025-03-17"),
        ("fri", "2025-03-21"),
        ("next friday", "2025-03-21"),
        ("until sunday", "2025-03-16"),
        ("3d", "2025-03-17"),
        ("2w", "2025-03-28"),
        ("in 2 weeks", "2025-03-28"),
        ("1m", "2025-04-14"),
        ("2025-12-01", "2025-12-01"),
        ("Dec 1", "2025-12-01"),
        ("1 December", "2025-12-01"),
        ("Jan 5", "2026-01-05"),
        ("code", "code"),
        ("new version", "version"),
        ("Comment", "comment"),
        ("50 votes", "votes>=50"),
        ("votes>=50", "votes>=50"),
        ("votes 7", "votes>=7"),
        ("today", None),
        ("yesterday", None),
        ("2025-03-14", None),
        ("2025-02-30", None),
        ("9999-12-31", None),
        ("9999w", None),
        ("0 votes", None),
        ("0d", None),
        ("50", None),
        ("soon", None),
        ("", None),
        ("[/b]", None),
    ],
)
def test_a_snooze_is_read_as_it_is_meant(written: str, kept: str | None) -> None:
    assert parse_until(written, TODAY) == kept


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, "2025-02-28"),
        (date(2024, 1, 31), 1, "2024-02-29"),
        (date(2025, 10, 31), 4, "2026-02-28"),
        (date(2025, 12, 5), 1, "2026-01-05"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_its_month(day: date, months: int, later: str) -> None:
    assert parse_until(f"{months}m", day) == later


@given(st.text(max_size=30), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_whatever_is_written_is_a_later_day_a_condition_or_nothing(text: str, today: date) -> None:
    until = parse_until(text, today)
    assert until is None or until in ("code", "version", "comment") or until > today.isoformat()


@given(st.text(max_size=12) | st.sampled_from(["votes>=", "comments>x", "version>", "2025-3-1", "votes>=9²"]))
def test_a_snooze_that_nobody_can_read_holds_no_paper_back_and_can_be_shown(until: str) -> None:
    assert is_asleep(until, make_paper(), None, TODAY) in (True, False)
    assert isinstance(show_until(until) + show_why(until), str)


CHANGES = [
    ("code", {}, {"github_url": "https://github.com/a/b"}, "it has code now"),
    ("version", {"published": "2025-03-01T00:00:00Z"}, {"updated": "2025-04-01T00:00:00Z"}, "there is a new version"),
    ("version", {"updated": "2025-03-02T00:00:00Z"}, {"updated": "2025-04-01T00:00:00Z"}, "there is a new version"),
    ("comment", {"comments": 2}, {"comments": 3}, "somebody commented"),
    ("comment", {}, {"comments": 1}, "somebody commented"),
]


@pytest.mark.parametrize(("until", "before", "after", "why"), CHANGES)
def test_a_paper_sleeps_until_something_is_true_of_it_and_comes_back_unread_with_the_reason(
    library: Library, clock: Clock, until: str, before: dict[str, str], after: dict[str, str], why: str
) -> None:
    library.take_in(make_digest([make_paper(1, **before)]))
    library.apply(Act("read", (1,)))
    library.apply(Act("snooze", (1,), until))
    assert library.wake().edits == ()
    assert (library.count(library.parse("is:snoozed")), library.count(library.parse("is:inbox"))) == (1, 0)
    clock.forward(hours=1)
    library.take_in(make_digest([make_paper(1, **before | after)], captured=clock()))
    assert library.count(library.parse("is:inbox")) == 1, "it is awake before anybody says so"
    library.wake()
    [entry] = library.entries([1])
    assert (entry.marks.snoozed, entry.marks.read) == (None, None)
    assert show_why(entry.marks.woken or "") == why
    assert library.count(library.parse("is:woken is:unread")) == 1


def test_a_paper_comes_back_with_enough_votes(library: Library, clock: Clock) -> None:
    library.take_in(make_digest([Listed(make_paper(1), 49), Listed(make_paper(2), 49)]))
    library.apply(Act("snooze", (1, 2), "votes>=50"))
    clock.forward(hours=1)
    library.take_in(make_digest([Listed(make_paper(1), 50), Listed(make_paper(2), 49)], captured=clock()))
    assert library.wake().rows == (1,)
    assert library.history(1)[0].label == "awake again “Paper number 1”"
    assert library.history(1)[0].auto


def test_a_paper_comes_back_on_its_day_and_done_papers_stay_where_they_are(library: Library, clock: Clock) -> None:
    library.take_in(make_digest(3))
    library.apply(Act("snooze", (1, 2), "2025-03-20"))
    library.apply(Act("done", (2,)))
    clock.forward(days=5)
    assert library.wake().rows == ()
    clock.forward(days=1)
    assert library.wake().rows == (1,)
    assert library.wake().edits == ()
    assert show_why(library.entries([1])[0].marks.woken or "") == "snoozed until Thu 20 Mar 2025"
    assert library.entries([2])[0].marks.woken is None


def test_undo_takes_back_the_readers_acts_and_not_the_waking(library: Library, clock: Clock) -> None:
    library.take_in(make_digest(2))
    library.apply(Act("star", (2,)))
    library.apply(Act("snooze", (1,), "2025-03-15"))
    clock.forward(days=2)
    library.wake()
    assert library.undoable() == "snoozed until Sat 15 Mar 2025 “Paper number 1”"
    library.undo()
    assert library.entries([1])[0].marks.woken == "2025-03-15", "what came later stays as it is"
    assert library.undoable() == "starred “Paper number 2”"


def test_a_paper_of_which_it_is_true_already_does_not_go_to_sleep(library: Library) -> None:
    papers = [
        Listed(make_paper(1), 60),
        Listed(make_paper(2), 40),
        Listed(make_paper(3, github_url="https://github.com/a/b"), 1),
    ]
    library.take_in(make_digest(papers))
    assert library.apply(Act("snooze", (1, 2, 3), "votes>=50")).rows == (2, 3)
    library.undo()
    assert library.apply(Act("snooze", (3,), "code")).edits == ()
    assert library.count(library.parse("is:inbox")) == 3


UNTIL = st.sampled_from(["code", "version", "comment", "votes>=3", "votes>=20", "2025-03-14", "2025-03-20", "odd"])
PAPERS = st.builds(
    lambda number, **facts: make_paper(number, **{name: value for name, value in facts.items() if value is not None}),
    st.just(1),
    github_url=st.sampled_from([None, "https://github.com/a/b"]),
    comments=st.sampled_from([None, 0, 2, 5]),
    updated=st.sampled_from([None, "2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z"]),
)


@given(st.lists(st.tuples(UNTIL, PAPERS, PAPERS, st.none() | st.integers(0, 30)), min_size=1, max_size=8))
def test_the_store_lets_those_sleep_that_are_asleep_by_definition(
    tmp_path_factory: pytest.TempPathFactory, cases: list[tuple[str, object, object, int | None]]
) -> None:
    from dataclasses import replace

    clock = Clock()
    with open_library(tmp_path_factory.mktemp("asleep"), clock) as library:
        for now in (1, 2):
            papers = [
                Listed(replace(case[now], title=f"Paper {number}", arxiv_id=f"2503.{number:05d}", url=None), case[3])  # type: ignore[type-var]
                for number, case in enumerate(cases)
            ]
            clock.forward(hours=1)
            library.take_in(make_digest(papers, captured=clock()))
            if now == 1:
                for entry in library.entries(range(1, len(cases) + 1)):
                    number = int(entry.paper.title.removeprefix("Paper "))
                    library.apply(Act("snooze", (entry.row,), cases[number][0]))

        def sleeps(entry: Entry) -> bool:
            return is_asleep(entry.marks.snoozed, entry.paper, entry.votes, DAY)

        everything = library.entries(library.look(library.parse("")).rows)
        assert set(library.look(library.parse("is:snoozed")).rows) == {one.row for one in everything if sleeps(one)}
        snoozed = {one.row for one in everything if one.marks.snoozed}
        assert set(library.wake().rows) == {one.row for one in everything if one.row in snoozed and not sleeps(one)}


def test_what_is_kept_of_a_condition_depends_on_the_paper() -> None:
    assert kept_as("comment", make_paper(comments=4)) == "comments>4"
    assert kept_as("version", make_paper(published="2025-03-01T10:00:00Z")) == "version>2025-03-01"
    assert kept_as("code", make_paper()) == "code"


def test_the_library_stays_shut_for_writing_while_nothing_is_due(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(1))
    with open_library(tmp_path, read_only=True) as reader:
        assert reader.wake().edits == ()

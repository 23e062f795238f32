"""What waits in a library: whose pace, since when, and what is chosen of it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from builders import DAY, Clock, make_digest, make_paper, open_library

from paperfeed.catching_up import Away
from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.pace import USUAL
from paperfeed.paper import Listed


def days_of(library: Library, days: int, papers: int, first: date = DAY) -> None:
    """Digests of so many days, the oldest `first`, of so many papers each."""
    for day in range(days):
        numbers = range(day * papers + 1, (day + 1) * papers + 1)
        items = [Listed(make_paper(n), n * 7 % papers) for n in numbers]
        captured = datetime(2025, 3, 14, tzinfo=UTC) + timedelta(day)
        library.take_in(make_digest(items, first + timedelta(day), captured=captured))


def row(library: Library, number: int) -> int:
    return library.row_of(f"arxiv:2503.{number:05d}")


def titles(library: Library, rows: tuple[int, ...]) -> list[int]:
    return [int((entry.paper.arxiv_id or "").partition(".")[2]) for entry in library.entries(rows)]


def test_the_pace_comes_from_acts_on_single_papers_also_those_done_by_itself(library: Library, clock: Clock) -> None:
    days_of(library, 1, 40)
    assert library.waiting.pace() == USUAL
    rows = library.look(library.parse("")).rows
    for number, one in enumerate(rows[:30]):
        clock.forward(seconds=8)
        library.apply(Act("read" if number % 2 else "done", (one,), auto=bool(number % 2)))
    assert library.waiting.pace() == 8
    clock.forward(seconds=1)
    library.apply(Act("star", tuple(rows)))
    library.undo()
    assert library.waiting.pace() == 8


def test_the_unread_of_a_list_are_asked_of_the_library_in_its_order(library: Library) -> None:
    days_of(library, 1, 6)
    rows = list(library.look(library.parse("sort:title")).rows)
    library.apply(Act("read", (row(library, 1),)))
    library.apply(Act("done", (row(library, 2),)))
    library.apply(Act("snooze", (row(library, 3),), "2030-01-01"))
    assert titles(library, tuple(library.waiting.open_among(rows, inbox=False))) == [2, 3, 4, 5, 6]
    assert titles(library, tuple(library.waiting.open_among(rows, inbox=True))) == [4, 5, 6]
    assert library.waiting.open_among([], inbox=True) == []


def test_the_last_visit_is_the_last_day_but_today_on_which_the_user_did_something(
    library: Library, clock: Clock
) -> None:
    days_of(library, 1, 6)
    library.apply(Act("star", (row(library, 1),)))
    clock.forward(days=12)
    assert library.waiting.days() == 13
    library.apply(Act("star", (row(library, 2),)))
    library.apply(Act("read", (row(library, 3),), auto=True))
    assert library.waiting.days() == 13, "what is done today does not make the absence shorter"
    clock.forward(days=1)
    assert library.waiting.days() == 2


def test_an_absence_is_seen_by_what_the_user_did_last(library: Library, clock: Clock) -> None:
    assert library.waiting.away() is None
    days_of(library, 2, 120)
    library.apply(Act("star", (row(library, 1),)))
    clock.forward(days=1)
    assert library.waiting.away() == Away(1, 0)
    clock.forward(days=11)
    library.apply(Act("read", (row(library, 2),), auto=True))
    assert library.waiting.away() == Away(12, 239)
    library.undo()
    assert library.waiting.away() == Away(0, 0), "an undo is an act of the user"


def test_an_offer_is_of_the_inbox_alone_and_of_the_days_that_were_asked_for(library: Library, clock: Clock) -> None:
    days_of(library, 5, 10, first=DAY - timedelta(4))
    clock.now = datetime(2025, 3, 14, 12, tzinfo=UTC)
    library.apply(Act("done", (row(library, 50),)))
    library.apply(Act("read", (row(library, 49),)))
    offer = library.waiting.offer(days=2, minutes=2)
    assert (offer.since, offer.days, offer.papers, len(offer.chosen)) == (date(2025, 3, 13), 2, 19, 8)
    chosen = {one.row for one in offer.chosen}
    assert chosen.isdisjoint(offer.rest)
    waits = set(library.look(library.parse("is:inbox on:2025-03-13..")).rows)
    assert chosen | set(offer.rest) == waits
    assert row(library, 49) in offer.rest, "what is read is not offered, and waits all the same"
    assert len(library.waiting.offer(days=2, minutes=120).chosen) == 18


def test_what_was_seen_since_the_offer_was_made_stays_among_the_chosen(library: Library) -> None:
    days_of(library, 1, 20)
    before = library.waiting.offer(days=1, minutes=2)
    seen = [one.row for one in before.chosen[:3]]
    library.apply(Act("read", tuple(seen), auto=True))
    assert library.waiting.offer(days=1, minutes=2).chosen != before.chosen
    assert library.waiting.offer(days=1, minutes=2, also=seen).chosen == before.chosen


def test_an_inbox_of_ones_own_is_what_is_caught_up_with(tmp_path: Path, clock: Clock) -> None:
    with open_library(tmp_path, clock, Config(views={"inbox": "is:inbox votes>=5 sort:votes"})) as library:
        days_of(library, 1, 10)
        assert library.waiting.offer(days=1).papers == library.count(library.parse("votes>=5")) == 5


def test_an_empty_library_has_nothing_to_offer(library: Library) -> None:
    assert library.waiting.offer().head.endswith("nothing waits · 10 min")


def test_the_rest_done_is_one_act_and_taken_back_as_one(library: Library) -> None:
    days_of(library, 3, 30)
    before = library.entries(library.look(library.parse("")).rows)
    offer = library.waiting.offer(days=365, minutes=2)
    library.apply(Act("done", offer.rest))
    assert set(library.look(library.parse("is:inbox")).rows) == {one.row for one in offer.chosen}
    assert len(library.history()) == 1
    library.undo()
    assert library.entries(library.look(library.parse("")).rows) == before

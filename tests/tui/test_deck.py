"""Papers as cards: which one lies on top, which are to be read from disk, what was done to them."""

from dataclasses import replace
from datetime import date

from builders import make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.marks import UNMARKED, Entry, Marks
from paperfeed.paper import PaperId
from paperfeed.tui.deck import AHEAD, AT_ONCE, Deck, Tally, summary


def entry(row: int, marks: Marks = UNMARKED) -> Entry:
    return Entry(row, PaperId(f"arxiv:2503.{row:05d}"), make_paper(row), marks, (), date(2025, 3, 14), 1)


def dealt(cards: int, here: int | None = None, place: int = 0) -> Deck:
    rows = range(1, cards + 1)
    return Deck(rows, [entry(row) for row in rows[: cards if here is None else here]], place)


@given(st.integers(1, 200), st.lists(st.sampled_from([-1, 1, 1, 1, 7]), max_size=60))
def test_whoever_goes_card_by_card_always_finds_the_next_one_here(cards: int, steps: list[int]) -> None:
    deck = dealt(cards, here=min(cards, AT_ONCE))
    for step in steps:
        deck.go(deck.place + step)
        deck.take(entry(row) for row in deck.wanted())
        near = deck.rows[deck.place : deck.place + AHEAD]
        assert all(row in deck._entries for row in near)
        assert 0 <= deck.place <= cards
        assert deck.at_end == (deck.entry is None)


def test_cards_are_asked_for_once() -> None:
    deck = dealt(100, here=4)
    assert deck.wanted() == tuple(range(5, AT_ONCE + 1))
    assert deck.wanted() == ()
    deck.asked_in_vain()
    assert deck.wanted() == tuple(range(5, AT_ONCE + 1))


def test_behind_the_last_card_its_row_is_still_known() -> None:
    deck = dealt(3)
    deck.go(99)
    assert (deck.at_end, deck.row, deck.left, deck.entry) == (True, 3, 0, None)


def test_the_tally_is_of_what_is_other_than_when_the_cards_were_dealt() -> None:
    deck = Deck((1, 2, 3, 4, 5), [entry(1, Marks(starred=1)), *map(entry, (2, 3, 4, 5))])
    assert deck.tally == Tally()
    changed = {1: Marks(starred=1, done=2), 2: Marks(starred=2), 3: Marks(done=3), 4: Marks(done=4, dismissed=4)}
    deck.change([*(entry(row, marks) for row, marks in changed.items()), entry(99, Marks(done=5))])
    assert deck.tally == Tally(starred=1, done=2, dismissed=1)
    deck.change([replace(entry(3), marks=UNMARKED)])
    assert deck.tally == Tally(starred=1, done=1, dismissed=1)


def test_the_end_says_what_was_done_and_how_long_it_took() -> None:
    told = summary("Fri 14 Mar 2025", 23, 240, Tally(3, 12, 8))
    assert told == "Fri 14 Mar 2025: 23 papers in 4 min: 3 starred, 12 done, 8 dismissed"
    assert summary("Inbox", 1, 20, Tally()) == "Inbox: 1 paper in under a minute: nothing marked"

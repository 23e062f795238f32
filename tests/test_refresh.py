"""Taking in digests: the same library whatever the order, and nothing that the user did is lost."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from builders import DAY, make_digest, make_paper, open_library
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.library import Library
from paperfeed.marks import Act, Entry
from paperfeed.paper import FIELDS, Digest, Listed, Paper
from paperfeed.refresh import Description, merge, plan

SIX = datetime(2025, 3, 14, 6, tzinfo=UTC)
SHARED = "One title of two papers"


def titled(title: str, **facts: Any) -> Paper:
    """A paper as a saved page gives it: title and abstract."""
    return Paper(title=title, **{"abstract": f"What the page says of {title}.", **facts})


def page(*papers: Paper, day: date = DAY, captured: datetime = SIX) -> Digest:
    return Digest("page", day, captured, tuple(map(Listed, papers)), "page")


def every_entry(library: Library) -> list[Entry]:
    return library.entries(library.look(library.parse("")).rows)


def state(library: Library) -> list[Any]:
    """All that the library holds but the row numbers, which tell in which order it came."""
    entries = [(replace(entry, row=0, listings=()), sorted(entry.listings, key=repr)) for entry in every_entry(library)]
    return sorted(entries, key=lambda pair: pair[0].id)


def tables(library: Library) -> list[str]:
    """Every row of the file, but for those that count."""
    with sqlite3.connect(f"file:{library.paths.library}?mode=ro", uri=True) as connection:
        return [line for line in connection.iterdump() if "sqlite_sequence" not in line]


NAMESAKES = [
    page(titled(SHARED)), make_digest([make_paper(4, title=SHARED)]), make_digest([make_paper(3, title=SHARED)])
]  # fmt: skip


def taken_in(digests: Iterable[Digest]) -> list[Any]:
    with TemporaryDirectory() as home, open_library(Path(home)) as library:
        for digest in digests:
            library.take_in(digest)
        return state(library)


# One description out of two

WORDS = st.sampled_from(["", "a", "b", "c d"])
MAYBE = st.one_of(st.none(), st.sampled_from(["x", "y"]))
NUMBER = st.one_of(st.none(), st.integers(0, 3))
NAMES = st.lists(st.sampled_from(["Ada", "Alan", "Grace"]), max_size=2).map(tuple)
KINDS = {
    "title": WORDS,
    "abstract": WORDS,
    "authors": NAMES,
    "keywords": NAMES,
    "comments": NUMBER,
    "github_stars": NUMBER,
}
PAPERS = st.builds(Paper, **{field.name: KINDS.get(field.name, MAYBE) for field in fields(Paper)})
DESCRIPTIONS = st.builds(Description, PAPERS, st.integers(0, 3))


def same(first: Description, second: Description) -> bool:
    """The same facts, each with the same rank."""

    def facts(one: Description) -> list[Any]:
        named = [(name, getattr(one.paper, name), one.other.get(name, one.rank)) for name in FIELDS]
        return [(name, value, rank if value else None) for name, value, rank in named]

    return first.rank == second.rank and facts(first) == facts(second)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_merging_does_not_depend_on_which_comes_first(first, second):
    assert same(merge(first, second), merge(second, first))


@given(DESCRIPTIONS, DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=200)
def test_merging_does_not_depend_on_which_two_come_first(first, second, third):
    assert same(merge(merge(first, second), third), merge(first, merge(second, third)))


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_merging_the_same_again_changes_nothing(first, second):
    both = merge(first, second)
    assert merge(both, first) == merge(both, second) == merge(both, both) == both


def test_the_later_description_is_believed_and_the_earlier_fills_its_gaps():
    early = Description(make_paper(1, title="Early", abstract="", summary="kept", comments=5), 1)
    late = Description(make_paper(1, title="Late", abstract="said", comments=0), 2)
    both = merge(early, late).paper
    assert (both.title, both.abstract, both.summary, both.comments) == ("Late", "said", "kept", 0)


# Any order

OFFSETS = st.integers(0, 3)
"""Hours, days: few, so that digests meet."""

FACTS = {
    "authors": st.sampled_from([(), ("Ada Lovelace",), ("Alan Turing", "Ada Lovelace")]),
    "github_url": st.sampled_from([None, "https://github.com/a/a", "https://github.com/b/b"]),
    "github_stars": NUMBER,
    "comments": NUMBER,
    "summary": MAYBE,
    "keywords": NAMES,
}

TITLES_OF = {
    "2503.00001": ["A first paper"],
    "2503.00002": ["A second paper", "A second paper, retitled"],
    "2503.00003": [SHARED],
    "2503.00004": [SHARED.upper()],
    "cs/0503050": ["An old one"],
}
TITLE_ONLY = ["A first paper", "A second   paper!", "a second paper retitled", SHARED, "Of no known id"]


@st.composite
def known_papers(draw: st.DrawFn) -> Paper:
    """A paper with an id. Namesakes always have an abstract: see the test of two papers of one title."""
    name = draw(st.sampled_from(sorted(TITLES_OF)))
    title = draw(st.sampled_from(TITLES_OF[name]))
    said = draw(st.sampled_from(["said", "said twice"] if title.upper() == SHARED.upper() else ["", "said", "more"]))
    facts = {field: draw(values) for field, values in FACTS.items()}
    return Paper(title=title, abstract=said, arxiv_id=name, url=f"https://huggingface.co/papers/{name}", **facts)


TITLED = st.builds(titled, st.sampled_from(TITLE_ONLY), abstract=st.sampled_from(["p", "q"]))


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    source, kind, papers = draw(
        st.sampled_from(
            [
                ("huggingface", "huggingface", known_papers()),
                ("mirror", "huggingface", known_papers()),
                ("page", "page", TITLED),
                ("notes", "page", TITLED),
            ]
        )
    )
    items = draw(st.lists(st.builds(Listed, papers, NUMBER if kind == "huggingface" else st.none()), max_size=4))
    day = DAY + timedelta(draw(OFFSETS))
    return Digest(source, day, SIX + timedelta(hours=draw(OFFSETS)), tuple(items), kind)


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Digest], list[Digest]]:
    some = draw(st.lists(digests(), min_size=2, max_size=6))
    return some, draw(st.permutations(some))


@given(shuffled())
@settings(max_examples=100)
@example((NAMESAKES, NAMESAKES[::-1]))
def test_the_order_in_which_digests_come_makes_no_difference(orders):
    first, second = orders
    assert taken_in(first) == taken_in(second)


@given(st.lists(digests(), min_size=1, max_size=5))
@settings(max_examples=60)
def test_taking_a_digest_in_again_changes_nothing(some):
    with TemporaryDirectory() as home, open_library(Path(home)) as library:
        for digest in some:
            library.take_in(digest)
        before = tables(library)
        for digest in some:
            again = library.take_in(digest)
            assert (again.new, again.updated) == (0, 0)
            assert tables(library) == before


@given(st.lists(digests(), min_size=1, max_size=5))
@settings(max_examples=60)
def test_what_came_is_counted_and_every_paper_is_listed(some):
    with TemporaryDirectory() as home, open_library(Path(home)) as library:
        for digest in some:
            before = library.count(library.parse(""))
            taken = library.take_in(digest)
            assert taken.listed == len(digest.items)
            assert taken.new >= library.count(library.parse("")) - before
            assert taken.new + taken.updated + taken.unchanged <= taken.listed
        for entry in every_entry(library):
            assert entry.listings
            assert entry.day == min(entry.days)
            assert entry.row == library.row_of(entry.id)
        assert library.check() == []


@given(st.lists(digests(), min_size=1, max_size=4))
@settings(max_examples=40)
def test_one_plan_of_papers_never_held_is_a_plan_of_new_ones(some):
    for digest in some:
        made = plan([], digest)
        assert all(one.row < 0 for one in made.held)
        assert made.joined == {}
        assert (made.new, made.updated, made.unchanged) == (len(made.held), 0, 0)
        assert made.texts == {one.row for one in made.held}


# Days, votes, captures


def test_of_two_lists_for_a_day_the_one_captured_later_counts_even_if_it_comes_first(library: Library):
    late = make_digest([Listed(make_paper(1), 3)], captured=SIX + timedelta(minutes=1))
    early = make_digest([Listed(make_paper(1), 9)], captured=SIX)
    library.take_in(late)
    library.take_in(early)
    assert [entry.votes for entry in every_entry(library)] == [3]


def test_two_captures_within_a_second_are_told_apart(library: Library):
    for late, votes in ((0, 9), (400, 3)):
        library.take_in(make_digest([Listed(make_paper(1), votes)], captured=SIX + timedelta(milliseconds=late)))
    assert [entry.votes for entry in every_entry(library)] == [3]


def test_a_paper_stands_under_the_first_day_that_listed_it(library: Library):
    for offset in (2, 0, 1):
        library.take_in(make_digest(1, DAY + timedelta(offset), captured=SIX + timedelta(offset)))
    [entry] = every_entry(library)
    assert entry.day == DAY
    assert entry.days == tuple(DAY + timedelta(n) for n in range(3))


def test_a_paper_that_a_later_list_drops_keeps_its_place(library: Library):
    library.take_in(make_digest(3))
    taken = library.take_in(make_digest(2, captured=SIX + timedelta(hours=1)))
    assert (taken.new, taken.updated, taken.unchanged) == (0, 0, 2)
    assert library.count(library.parse("")) == 3


def test_a_paper_listed_twice_on_one_digest_is_one(library: Library):
    taken = library.take_in(make_digest([make_paper(1), make_paper(1)]))
    assert (taken.listed, taken.new) == (2, 1)
    assert len(every_entry(library)[0].listings) == 1


def test_an_empty_digest_brings_nothing(library: Library):
    taken = library.take_in(make_digest([]))
    assert (taken.listed, taken.new, taken.updated, taken.unchanged) == (0, 0, 0, 0)


def test_a_correction_of_the_title_is_an_update_and_the_old_title_still_leads_to_the_paper(library: Library):
    library.take_in(make_digest([make_paper(1, title="Old title")]))
    taken = library.take_in(make_digest([make_paper(1, title="New title")], captured=SIX + timedelta(hours=1)))
    assert (taken.new, taken.updated) == (0, 1)
    library.take_in(page(titled("Old title")))
    [entry] = every_entry(library)
    assert entry.paper.title == "New title"
    assert set(entry.sources) == {"huggingface", "page"}


# Papers known by their title


def test_a_paper_known_by_title_becomes_one_with_its_namesake_that_has_an_id(library: Library):
    library.take_in(page(titled("A found paper"), day=DAY - timedelta(2)))
    library.apply(Act("star", (1,)))
    library.apply(Act("tag", (1,), "moe"))
    taken = library.take_in(make_digest([make_paper(7, title="A FOUND, paper!")]))
    assert (taken.new, taken.updated) == (0, 1)
    [entry] = every_entry(library)
    assert (entry.id, entry.paper.title) == ("arxiv:2503.00007", "A FOUND, paper!")
    assert [(listing.source, listing.day) for listing in entry.listings] == [
        ("page", DAY - timedelta(2)), ("huggingface", DAY)
    ]  # fmt: skip
    assert entry.day == DAY - timedelta(2)
    assert entry.marks.starred
    assert entry.marks.tags == ("moe",)
    assert library.row_of("title:a found paper") == library.row_of("arxiv:2503.00007") == entry.row


def two_rows(library: Library) -> tuple[int, int]:
    """The rows of a paper known by title and of one with an id, which turn out to be one by `the_link`."""
    library.take_in(page(titled("A first title")))
    library.take_in(make_digest([make_paper(7, title="A second title")]))
    return library.row_of("title:a first title"), library.row_of("arxiv:2503.00007")


def the_link() -> Digest:
    return make_digest([make_paper(7, title="A first title")], captured=SIX + timedelta(hours=1))


def test_the_marks_of_both_rows_survive_when_they_become_one(library: Library, clock):
    first, second = two_rows(library)
    library.apply(Act("read", (first,)))
    library.apply(Act("tag", (first,), "a"))
    library.apply(Act("snooze", (first,), "2025-04-01"))
    clock.forward(hours=1)
    library.apply(Act("read", (second,)))
    library.apply(Act("tag", (second,), "b"))
    library.apply(Act("star", (second,)))
    library.apply(Act("snooze", (second,), "2025-05-01"))
    earlier = library.entries([first])[0].marks.read
    library.take_in(the_link())
    [entry] = every_entry(library)
    assert entry.marks.read == earlier
    assert entry.marks.starred
    assert entry.marks.tags == ("a", "b")
    assert entry.marks.snoozed == "2025-05-01"
    assert len(entry.listings) == 2
    assert entry.row == library.row_of("title:a first title") == library.row_of("arxiv:2503.00007")
    assert library.entries([first, second]) == [entry]


@pytest.mark.parametrize("marked", [0, 1])
def test_an_act_on_a_row_that_went_can_be_undone_on_the_one_that_stays(library: Library, marked):
    rows = two_rows(library)
    library.apply(Act("star", (rows[marked],)))
    library.take_in(the_link())
    assert every_entry(library)[0].marks.starred
    assert library.history()[0].papers == ("arxiv:2503.00007",)
    change = library.undo()
    assert change.rows == (every_entry(library)[0].row,)
    assert not every_entry(library)[0].marks.starred
    library.redo()
    assert every_entry(library)[0].marks.starred


def test_one_act_on_both_rows_can_be_undone_when_they_have_become_one(library: Library):
    library.apply(Act("star", two_rows(library)))
    library.take_in(the_link())
    library.undo()
    assert not every_entry(library)[0].marks.starred
    library.redo()
    assert every_entry(library)[0].marks.starred


def test_papers_joined_are_found_by_the_text_of_both(library: Library):
    two_rows(library)
    library.indexing.take_waiting()
    library.take_in(the_link())
    library.indexing.take_waiting()
    assert len(library.look(library.parse("first title")).rows) == 1
    assert library.look(library.parse("second title")).rows.tolist() == []
    assert library.indexing.waits() == 0
    assert library.indexing.count() == 1


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_two_papers_of_one_title_stay_two_and_the_smaller_id_has_the_title(library: Library, order: Sequence[int]):
    some = [
        make_digest([make_paper(3, title=SHARED)]),
        make_digest([make_paper(4, title=SHARED)]),
        page(titled(SHARED)),
        page(titled(SHARED), day=DAY + timedelta(1)),
    ]
    for number in order:
        library.take_in(some[number])
    smaller, larger = sorted(every_entry(library), key=lambda entry: entry.id)
    assert (smaller.id, larger.id) == ("arxiv:2503.00003", "arxiv:2503.00004")
    assert (smaller.sources, larger.sources) == (("huggingface", "page"), ("huggingface",))
    assert library.row_of(f"title:{SHARED.lower()}") == smaller.row
    assert [entry.paper.title for entry in (smaller, larger)] == [SHARED, SHARED]


def test_both_papers_of_one_title_can_come_on_one_digest(library: Library):
    for turn in (0, 1):
        two = [make_paper(4, title=SHARED), make_paper(3, title=SHARED)]
        taken = library.take_in(make_digest(two[:: -1 if turn else 1], DAY + timedelta(turn)))
        assert taken.new == (0 if turn else 2)
    assert library.count(library.parse("")) == 2
    assert library.row_of(f"title:{SHARED.lower()}") == library.row_of("arxiv:2503.00003")


def test_a_list_that_forgets_an_id_for_once_does_no_harm(library: Library):
    library.take_in(make_digest([make_paper(4, title=SHARED)]))
    library.take_in(make_digest([make_paper(4, title=SHARED, arxiv_id=None)], captured=SIX + timedelta(hours=1)))
    library.take_in(make_digest([make_paper(3, title=SHARED)], captured=SIX + timedelta(hours=2)))
    assert [len(entry.listings) for entry in every_entry(library)] == [1, 1]
    assert library.count(library.parse("")) == 2

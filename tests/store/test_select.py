"""What a query selects: held against a plain reading of its tree, with the index and without."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from builders import DAY, Clock, make_digest, open_library
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.library import SLOWLY, Library
from paperfeed.marks import Act, Entry
from paperfeed.paper import Listed, Paper
from paperfeed.query import And, Day, Node, Not, Or, State, Tag, Text, Votes

WORDS = (
    "lattice", "quantum", "sparse", "diffusion", "lattice sparse", "quantum diffusion", "sparse lattice quantum", "none"
)  # fmt: skip


def fill(library: Library, clock: Clock) -> None:
    """Sixteen papers on three days of two sources, with marks of every kind."""
    papers = [
        Paper(
            title=f"{'A' if n % 2 else 'b'} paper {chr(97 + n)} {WORDS[n % 8]}",
            abstract=WORDS[(n * 3) % 8].upper(),
            authors=(f"Author{n} Lovelace",) if n % 3 else ("Turing",),
            arxiv_id=f"2503.{n:05d}",
            keywords=("masking",) if n % 5 == 0 else (),
        )
        for n in range(16)
    ]
    for offset, some in enumerate((papers[:8], papers[6:13], papers[11:])):
        listed = [Listed(paper, None if place == 2 else (place * 7) % 5 * 10) for place, paper in enumerate(some)]
        captured = make_digest().captured + timedelta(offset)
        library.take_in(make_digest(listed, DAY + timedelta(offset), captured=captured))
    library.take_in(make_digest(papers[2:4], DAY + timedelta(2), source="mirror"))
    library.apply(Act("read", (1, 2, 3, 4, 9)))
    library.apply(Act("star", (2, 5, 16)))
    library.apply(Act("done", (3, 4, 5)))
    library.apply(Act("tag", (4, 6), "MoE"))
    library.apply(Act("tag", (7,), "to read"))
    library.apply(Act("snooze", (8, 9), "2025-03-20"))
    library.apply(Act("snooze", (10,), "2025-03-15"))
    library.apply(Act("done", (9,)))
    clock.now += timedelta(1)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    clock = Clock()
    with open_library(tmp_path_factory.mktemp("plain"), clock) as library:
        fill(library, clock)
        yield library


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    clock = Clock()
    with open_library(tmp_path_factory.mktemp("indexed"), clock) as library:
        fill(library, clock)
        library.index_waiting()
        yield library


def means(node: Node, entry: Entry, today: date) -> bool:
    """Whether a tree selects an entry: the definition, without SQL and without Whoosh."""
    marks, paper = entry.marks, entry.paper
    asleep = marks.snoozed is not None and date.fromisoformat(marks.snoozed) > today
    match node:
        case Text(words):
            texts = (paper.title, paper.abstract, *paper.authors, *paper.keywords)
            return any(words.lower() in text.lower() for text in texts)
        case State(name):
            return {
                "read": marks.read is not None,
                "unread": marks.read is None,
                "starred": marks.starred is not None,
                "done": marks.done is not None,
                "snoozed": asleep and marks.done is None,
                "inbox": marks.done is None and not asleep,
            }[name]
        case Tag(name):
            return name.lower() in [tag.lower() for tag in marks.tags]
        case Day("before", _, days):
            return any(day < days.first for day in entry.days)
        case Day("after", _, days):
            return any(day > days.last for day in entry.days)
        case Day(_, _, days):
            return any(days.first <= day <= days.last for day in entry.days)
        case Votes(sign, number):
            votes = entry.votes or 0
            return {">": votes > number, ">=": votes >= number, "<": votes < number, "<=": votes <= number,
                    "=": votes == number}[sign]  # fmt: skip
        case Not(part):
            return not means(part, entry, today)
        case And(parts):
            return all(means(part, entry, today) for part in parts)
        case Or(parts):
            return any(means(part, entry, today) for part in parts)


QUERIES = (
    "", "lattice", "LATTICE", "lattice sparse", '"lattice sparse"', '"sparse lattice"', "-lattice", "--lattice",
    "lattice OR quantum", "lattice OR quantum sparse", "(lattice OR quantum) sparse", "-(lattice OR quantum)",
    "turing", "author5", '"Author5 Lovelace"', "masking", "nowhere", "-nowhere", '"quantum lattice"',
    "is:read", "is:unread", "-is:read", "is:starred", "is:done", "is:snoozed", "is:inbox", "-is:inbox",
    "is:inbox is:unread", "is:done is:starred", "is:snoozed OR is:done", "is:read -is:done",
    "tag:moe", "tag:MOE", 'tag:"to read"', "tag:other", "-tag:moe", "tag:moe OR tag:\"to read\"", "tag:%", "tag:m_e",
    "on:2025-03-14", "on:2025-03-15", "on:2025-03", "on:2025", "on:2024", "on:today", "on:yesterday", "on:3d",
    "on:2025-03-15..2025-03-16", "-on:2025-03-14", "before:2025-03-15", "after:2025-03-15", "before:2025-03",
    "after:2025-03-14 before:2025-03-16", "-after:2025-03-14",
    "votes>10", "votes>=10", "votes<10", "votes<=0", "votes=0", "votes:20", "-votes>10", "votes>999999999",
    "lattice is:unread votes>=10 on:2025-03-14", "(is:starred OR tag:moe) -quantum", "is:inbox (lattice OR is:starred)",
)  # fmt: skip


def expected(library: Library, query) -> set[int]:
    everything = library.entries(range(1, 100))
    assert len(everything) == 16
    return {entry.row for entry in everything if means(query.tree, entry, library.today)}


def check(library: Library, text: str) -> None:
    query = library.parse(text)
    wanted = expected(library, query)
    look = library.look(query)
    assert set(look.rows) == wanted, text
    assert len(look.rows) == len(wanted)
    assert library.count(query) == len(wanted)
    entries = library.entries(look.rows)
    assert [entry.day for entry in entries] == [day.day for day in look.days for _ in range(day.count)]
    unread = [sum(e.marks.read is None for e in entries if e.day == day.day) for day in look.days]
    assert [day.unread for day in look.days] == unread
    assert look.unread == sum(unread)


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_selects_what_its_tree_means(plain, indexed, text):
    check(plain, text)
    check(indexed, text)


def test_only_the_library_without_an_index_says_that_it_is_slow(plain, indexed):
    assert plain.look(plain.parse("lattice quantum")).notices == (SLOWLY,)
    assert indexed.look(indexed.parse("lattice quantum")).notices == ()
    assert plain.look(plain.parse("is:read")).notices == ()


TERMS = st.sampled_from(
    ["lattice", "quantum", "sparse", '"lattice sparse"', "is:read", "is:unread", "is:starred", "is:done", "is:snoozed",
     "is:inbox", "tag:moe", 'tag:"to read"', "on:2025-03-15", "before:2025-03-15", "after:2025-03-15", "votes>=10",
     "votes<30"]
)  # fmt: skip
TREES = st.recursive(
    TERMS,
    lambda parts: st.one_of(
        parts.map("-({})".format),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' '.join(some)})"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
    ),
    max_leaves=7,
)


@given(TREES)
@settings(max_examples=150)
def test_any_query_selects_what_its_tree_means(plain, indexed, text):
    check(plain, text)
    check(indexed, text)


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_at_all_can_be_looked_for(plain, indexed, text):
    for library in (plain, indexed):
        query = library.parse(text)
        assert library.count(query) == len(library.look(query, typing=True).rows) or query.texts()


@pytest.mark.parametrize("text", ["100%", "a_b", "back\\slash", "quote'", "%", "_", "x%' OR 1 --", "ı", "*"])
def test_signs_that_databases_know_are_only_letters(library: Library, text):
    named = Paper(title=f"Says {text} here", arxiv_id="2503.00001")
    library.take_in(make_digest([named, Paper(title="Another 100x aXb", arxiv_id="2503.00002")]))
    assert 2 not in library.look(library.parse(f'"{text} here"')).rows
    if any(char.isalnum() for char in text):
        assert library.look(library.parse(f'"{text} here"')).rows.tolist() == [1]


def test_words_that_nearly_every_paper_has_are_left_out_with_the_index(indexed):
    look = indexed.look(indexed.parse("the lattice"))
    assert set(look.rows) == set(indexed.look(indexed.parse("lattice")).rows)
    assert look.notices == ("“the” is in nearly every paper: left out",)
    assert len(indexed.look(indexed.parse("the")).rows) == 16
    assert len(indexed.look(indexed.parse("-the")).rows) == 16


def test_a_snooze_ends_on_its_day(tmp_path):
    clock = Clock()
    with open_library(tmp_path / "home", clock) as library:
        library.take_in(make_digest(1))
        library.apply(Act("snooze", (1,), "2025-03-16"))
        seen = []
        for _ in range(4):
            seen.append((library.count(library.parse("is:inbox")), library.count(library.parse("is:snoozed"))))
            clock.forward(days=1)
        assert seen == [(0, 1), (0, 1), (1, 0), (1, 0)]


# Orders


def keys(library: Library, order: str) -> list[tuple]:
    entries = library.entries(library.look(library.parse(""), order).rows)
    assert len(entries) == 16
    return [(entry.day, -1 if entry.votes is None else entry.votes, entry.paper.title.lower()) for entry in entries]


def test_days_come_newest_first_and_in_a_day_the_most_votes(plain):
    found = [key[:2] for key in keys(plain, "day")]
    assert found == sorted(found, reverse=True)


def test_votes_come_highest_first_and_none_last(plain):
    found = [(votes, day) for day, votes, _ in keys(plain, "votes")]
    assert found == sorted(found, reverse=True)
    assert found[-1][0] == -1


def test_titles_come_in_the_order_of_letters_whatever_their_case(plain):
    found = [title for _, _, title in keys(plain, "title")]
    assert found == sorted(found)

"""What a query selects: held against a plain reading of its tree, with the index and without."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.marks import Act, Edit, Entry
from paperfeed.paper import Listed, Paper
from paperfeed.query import And, Day, Has, InView, Node, Not, Number, Or, Similar, State, Tag, Text
from paperfeed.snooze import is_asleep
from paperfeed.store import marks as store_marks
from paperfeed.store import select
from paperfeed.store.database import Database
from paperfeed.texts import SLOWLY

WORDS = (
    "lattice", "quantum", "sparse", "diffusion", "lattice sparse", "quantum diffusion", "sparse lattice quantum", "none"
)  # fmt: skip


VIEWS = {
    "inbox": "is:inbox -is:late",
    "mine": "is:starred OR tag:moe",
    "To read": "in:mine -is:read sort:votes",
    "empty": "in:all in:all",
}


def fill(library: Library, clock: Clock) -> None:
    """Sixteen papers on three days of two sources, with marks of every kind. Two came late, a third one nearly."""
    papers = [
        Paper(
            title=f"{'A' if n % 2 else 'b'} paper {chr(97 + n)} {WORDS[n % 8]}",
            abstract=WORDS[(n * 3) % 8].upper(),
            authors=(f"Author{n} Lovelace",) if n % 3 else ("Turing",),
            arxiv_id=f"2503.{n:05d}" if n % 4 else None,
            keywords=("masking",) if n % 5 == 0 else (),
            pdf_url="https://example.org/a.pdf" if n == 4 else None,
            github_url="https://example.org/code" if n % 3 == 1 else None,
            github_stars=n * 10 if n % 3 == 1 else None,
            comments=n % 4 or None,
        )
        for n in range(16)
    ]

    def come(some: list[Paper], offset: int) -> None:
        listed = [Listed(paper, None if place == 2 else (place * 7) % 5 * 10) for place, paper in enumerate(some)]
        captured = make_digest().captured + timedelta(offset, seconds=len(some))
        library.take_in(make_digest(listed, DAY + timedelta(offset), captured=captured))

    for offset, some in enumerate((papers[:8], papers[6:12], papers[11:14])):
        come(some, offset)
    library.take_in(make_digest(papers[2:4], DAY + timedelta(2), source="mirror"))
    library.apply(Act("read", (1, 2, 3, 4, 9)))
    library.apply(Act("star", (2, 5, 16)))
    library.apply(Act("done", (3, 4, 5)))
    library.apply(Act("tag", (4, 6), "MoE"))
    library.apply(Act("tag", (7,), "to read"))
    library.apply(Act("snooze", (8, 9), "2025-03-20"))
    library.apply(Act("snooze", (10,), "2025-03-15"))
    library.apply(Act("done", (9, 14)))
    library.apply(Act("read", (13,)))
    clock.now += timedelta(hours=1)
    come(papers[6:13], 1)
    come(papers[11:], 2)
    library.apply(Act("star", (16,)))
    library.apply(Act("read", (15,)))
    with closing(Database(library.paths.library)) as database, database.transaction() as run:
        store_marks.write(run, [Edit(row, "note", None, "of mine") for row in (2, 3, 11)], library._now())
        store_marks.write(run, [Edit(3, "note", "of mine", None)], library._now())
    clock.now += timedelta(1)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    clock = Clock()
    with open_library(tmp_path_factory.mktemp("plain"), clock, Config(views=VIEWS)) as library:
        fill(library, clock)
        yield library


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    clock = Clock()
    with open_library(tmp_path_factory.mktemp("indexed"), clock, Config(views=VIEWS)) as library:
        fill(library, clock)
        library.indexing.take_waiting()
        yield library


Added = Mapping[tuple[int, date], int]
"""When the listing of a paper on a day was added, in ms; of several the first."""


def added_to(library: Library) -> Added:
    with closing(sqlite3.connect(library.paths.library)) as connection:
        found = connection.execute("SELECT paper, day, min(added) FROM listings GROUP BY paper, day").fetchall()
    return {(row, date.fromisoformat(day)): added for row, day, added in found}


def is_late(entry: Entry, everything: Iterable[Entry], added: Added) -> bool:
    """Whether all papers that stood under its day before it had been worked through when it came."""
    came = added[entry.row, entry.day]
    before = [one.marks for one in everything if one.day == entry.day and added[one.row, one.day] < came]
    worked = [any(at is not None and at < came for at in (marks.read, marks.done)) for marks in before]
    return bool(worked) and all(worked)


def means(node: Node, entry: Entry, today: date, late: set[int]) -> bool:
    """Whether a tree selects an entry: the definition, without SQL and without Whoosh."""
    marks, paper = entry.marks, entry.paper
    asleep = is_asleep(marks.snoozed, entry.paper, entry.votes, today)
    match node:
        case Text(words, _, field):
            texts = {
                "title": (paper.title,),
                "abstract": (paper.abstract,),
                "author": paper.authors,
                "keyword": paper.keywords,
            }
            wanted = [texts[field]] if field else texts.values()
            return any(words.lower() in text.lower() for some in wanted for text in some)
        case Similar(name):
            return entry.row % 3 == len(name) % 3
        case State(name):
            return {
                "read": marks.read is not None,
                "unread": marks.read is None,
                "starred": marks.starred is not None,
                "done": marks.done is not None,
                "dismissed": marks.dismissed is not None,
                "woken": marks.woken is not None,
                "snoozed": asleep and marks.done is None,
                "inbox": marks.done is None and not asleep,
                "late": entry.row in late,
            }[name]
        case Has(name):
            return {
                "code": paper.github_url is not None,
                "pdf": paper.pdf_url is not None or paper.arxiv_id is not None,
                "note": marks.note is not None,
                "tag": marks.tags != (),
            }[name]
        case Tag(name):
            return name.lower() in [tag.lower() for tag in marks.tags]
        case Day("before", _, days):
            return any(day < days.first for day in entry.days)
        case Day("after", _, days):
            return any(day > days.last for day in entry.days)
        case Day(_, _, days):
            return any(days.first <= day <= days.last for day in entry.days)
        case Number(field, sign, number):
            held = {"votes": entry.votes, "stars": paper.github_stars, "comments": paper.comments}[field] or 0
            return {">": held > number, ">=": held >= number, "<": held < number, "<=": held <= number,
                    "=": held == number}[sign]  # fmt: skip
        case InView(_, tree):
            return means(tree, entry, today, late)
        case Not(part):
            return not means(part, entry, today, late)
        case And(parts):
            return all(means(part, entry, today, late) for part in parts)
        case Or(parts):
            return any(means(part, entry, today, late) for part in parts)


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
    "is:late", "-is:late", "is:late is:unread", "is:late OR is:done", "has:code", "has:pdf", "-has:pdf", "has:note",
    "-has:note", "has:tag", "has:tag -tag:moe", "stars>0", "stars>=40", "stars:0", "stars<=70 has:code", "comments>1",
    "comments=0", "comments<3", "in:inbox", "in:all", "-in:all", "in:all OR is:read", "-in:empty", "in:mine",
    'in:"to read"', '-in:"to read"', "in:starred in:mine OR in:snoozed", "in:inbox lattice", "-(in:done OR in:mine)",
    "on:fri", "on:fri..sat", 'on:"this month"', 'on:"last year"', "on:2025-03-15..", "on:..2025-03-14", "after:fri",
    'before:"this week"', "is:read is:read is:read", "sparse OR lattice OR sparse",
    "lattice is:unread votes>=10 on:2025-03-14", "(is:starred OR tag:moe) -quantum", "is:inbox (lattice OR is:starred)",
)  # fmt: skip


def expected(library: Library, tree: Node) -> set[int]:
    everything = library.entries(range(1, 100))
    assert len(everything) == 16
    added = added_to(library)
    late = {entry.row for entry in everything if is_late(entry, everything, added)}
    assert late == {15, 16}
    return {entry.row for entry in everything if means(tree, entry, library.today, late)}


def check(library: Library, text: str) -> None:
    query = library.parse(text)
    wanted = expected(library, query.tree)
    look = library.look(query)
    assert set(look.rows) == wanted, text
    assert len(look.rows) == len(wanted)
    assert library.count(query) == len(wanted)
    entries = library.entries(look.rows)
    assert [entry.day for entry in entries] == [day.day for day in look.days for _ in range(day.count)]
    unread = [sum(e.marks.read is None for e in entries if e.day == day.day) for day in look.days]
    assert [day.unread for day in look.days] == unread
    assert look.unread == sum(unread)


def check_condition(library: Library, tree: Node) -> None:
    """The condition alone, whose text and likeness are answered by the plain reading of each."""
    condition = select.where(tree, lambda leaf: expected(library, leaf), library.today)
    with closing(Database(library.paths.library, read_only=True)) as database, database.reading() as run:
        assert set(select.rows(run, condition, "day")) == expected(library, tree)


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_selects_what_its_tree_means(plain, indexed, text):
    check(plain, text)
    check(indexed, text)


def test_only_the_library_without_an_index_says_that_it_is_slow(plain, indexed):
    assert plain.look(plain.parse("lattice quantum")).notices == (SLOWLY,)
    assert indexed.look(indexed.parse("lattice quantum")).notices == ()
    assert plain.look(plain.parse("is:read")).notices == ()


STATED = st.sampled_from(
    ["is:read", "is:unread", "is:starred", "is:done", "is:dismissed", "is:snoozed", "is:woken",
     "is:inbox", "is:late", "has:code", "has:note",
     "has:tag", "has:pdf", "tag:moe", 'tag:"to read"', "on:2025-03-15", "on:fri..", "before:2025-03-15",
     "after:2025-03-15", "votes>=10", "votes<30", "stars>50", "comments:2", "in:inbox", "in:all", "in:mine",
     'in:"to read"', "in:empty"]
)  # fmt: skip
WORDED = st.sampled_from(["lattice", "quantum", "sparse", '"lattice sparse"'])
ASKED = st.sampled_from(
    ["title:lattice", "abstract:(quantum OR sparse)", "author:turing", "keyword:mask*", "like:a", "like:arxiv:12",
     "title:paper~"]
)  # fmt: skip


def composed(terms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        terms,
        lambda parts: st.one_of(
            parts.map("-({})".format),
            st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' '.join(some)})"),
            st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
        ),
        max_leaves=7,
    )


@given(composed(STATED | WORDED))
@settings(max_examples=150)
def test_any_query_selects_what_its_tree_means(plain, indexed, text):
    check(plain, text)
    check(indexed, text)


@given(composed(STATED | WORDED | ASKED))
@settings(max_examples=150)
@example("-like:a title:lattice")
def test_any_tree_has_the_condition_that_it_means(plain, text):
    query = plain.parse(text)
    assert query.notices == ()
    check_condition(plain, query.tree)


DEEP = "-(is:read OR " * 19 + "is:late" + " -a)" * 19
LETTERS = [chr(0x4E00 + number) for number in range(2_000)]


@pytest.mark.parametrize(
    "text",
    ["in:v0 " * 40, "in:deep " * 30, "(" * 19 + "in:v1", DEEP, "-(" * 19 + "in:v0", "is:late OR " * 25, "in:wide0"],
)
def test_the_deepest_and_longest_query_is_answered(tmp_path, text):
    """Views inside views, as far as they are looked at, and each of them full: SQLite takes what comes of it."""
    views = {f"v{n}": f"in:v{n + 1} " + "is:late -is:late " * 8 + "a " * 60 for n in range(30)} | {"deep": DEEP}
    for n in range(6):
        ways = " OR " if n % 2 else " "
        views[f"wide{n}"] = ways.join((*LETTERS[n * 280 :][: 45 if n % 2 else 130], f"in:wide{n + 1}"))
    with open_library(tmp_path / "home", config=Config(views=views)) as library:
        library.take_in(make_digest(2))
        query = library.parse(text)
        assert library.count(query) == len(library.look(query).rows)


# Late arrivals

STEPS = st.lists(
    st.tuples(st.sampled_from(["come", "come", "read", "unread", "done", "undone", "star"]), st.integers(1, 5))
    | st.tuples(st.sampled_from(["wait", "earlier"]), st.just(0)),
    max_size=24,
)
COME, WAIT = ("come", 1), ("wait", 0)


@given(STEPS)
@settings(max_examples=60)
@example([COME, WAIT, ("read", 1), WAIT, ("come", 2)])
@example([COME, WAIT, ("read", 1), ("come", 2)])
@example([COME, ("come", 3), WAIT, ("read", 1), WAIT, ("come", 2), ("done", 2), WAIT, ("come", 4)])
@example([COME, WAIT, ("done", 1), ("read", 1), ("unread", 1), WAIT, ("come", 2), ("earlier", 0)])
def test_a_paper_is_late_when_its_day_had_been_worked_through(tmp_path_factory, steps):
    clock = Clock()
    there = [make_paper(6)]
    with open_library(tmp_path_factory.mktemp("late"), clock) as library:
        for what, number in steps:
            if what == "wait":
                clock.forward(seconds=1)
            elif what == "earlier":
                library.take_in(make_digest(there[:2], DAY - timedelta(1)))
            elif what == "come":
                there = [*there, make_paper(number)]
                captured = make_digest().captured + timedelta(seconds=len(there))
                library.take_in(make_digest(there, captured=captured))
            else:
                library.apply(Act(what, (number,)))
        everything, added = library.entries(range(1, 10)), added_to(library)
        wanted = {entry.row for entry in everything if is_late(entry, everything, added)}
        assert set(library.look(library.parse("is:late")).rows) == wanted


def test_a_paper_that_comes_before_its_day_is_worked_through_is_not_late(library: Library, clock: Clock):
    """And one that comes to it afterwards stays late, whatever becomes of it."""

    def come(count: int) -> list[int]:
        clock.forward(hours=1)
        library.take_in(make_digest(count, captured=clock.now))
        return library.look(library.parse("is:late")).rows.tolist()

    assert come(2) == []
    library.apply(Act("read", (1,)))
    assert come(3) == []
    library.apply(Act("done", (2, 3)))
    assert come(4) == [4]
    assert come(5) == [4]
    library.apply(Act("done", (4, 5)))
    assert sorted(come(6)) == [4, 6]
    library.apply(Act("unread", (1,)))
    assert library.count(library.parse("is:late")) == 0


def test_late_arrivals_are_looked_for_only_on_days_worked_through_before_newcomers(library: Library):
    """On a large library all else would be slow: read whole is only the narrow index, to find these days."""
    library.take_in(make_digest(2))
    condition = select.where(State("late"), lambda leaf: None, DAY)
    with closing(sqlite3.connect(library.paths.library)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM lines p WHERE {condition.sql}").fetchall()
    steps = [told for *_, told in plan]
    tables = ("papers", "listings", "marks", "lines", "p", "q")
    whole = [told for told in steps if told.split()[:2] in (["SCAN", table] for table in tables)]
    assert whole == ["SCAN lines USING COVERING INDEX lines_in_order"]


# Any text


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
    assert look.notices == ("“the”: in nearly every paper, left out",)
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

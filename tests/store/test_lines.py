"""The lines that a list is selected from: always what papers, listings and marks say, and read in their order."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.errors import LibraryError, NothingToUndo
from paperfeed.library import Library
from paperfeed.marks import Act, Edit
from paperfeed.paper import Listed, Paper
from paperfeed.store import database, select
from paperfeed.store import marks as store_marks
from paperfeed.store.database import Database
from paperfeed.store.schema import STEPS

BEFORE_LINES = STEPS[:2]
COLUMNS = "row, day, votes, place, flags, last_day, stars, comments, added"
FLAGS = {"read": 1, "starred": 2, "done": 4, "snoozed": 8, "note": 16}


def held(path: Path) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT {COLUMNS} FROM lines ORDER BY row").fetchall()


def meant(path: Path) -> list[tuple]:
    """What the lines are to hold: a plain reading of the three tables, a paper at a time."""
    lines = []
    with closing(sqlite3.connect(path)) as connection:
        run = connection.execute
        facts = "row, day, votes, place, github_url, pdf_url, arxiv_id, github_stars, comments"
        for row, day, votes, place, code, pdf, arxiv, stars, comments in run(
            f"SELECT {facts} FROM papers ORDER BY row"
        ):
            listings = run("SELECT day, added FROM listings WHERE paper = ?", (row,)).fetchall()
            marks = {field for [field] in run("SELECT field FROM marks WHERE paper = ? AND value NOT NULL", (row,))}
            flags = sum(flag for field, flag in FLAGS.items() if field in marks)
            flags += 32 * any(field.startswith("tag:") for field in marks)
            flags += 64 * (code is not None) + 128 * (pdf is not None or arxiv is not None)
            last_day = max(listed for listed, _ in listings)
            added = min(at for listed, at in listings if listed == day)
            lines.append((row, day, votes, place, flags, last_day, stars, comments, added))
    return lines


# Kept right, whatever is written

TITLES = st.integers(1, 4).map("The same title {}".format)
PAPERS = st.builds(
    Paper,
    title=TITLES,
    arxiv_id=st.sampled_from([None, None, "2503.00001", "2503.00002", "2503.00003"]),
    doi=st.sampled_from([None, None, "10.1/a"]),
    pdf_url=st.sampled_from([None, "https://example.org/a.pdf"]),
    github_url=st.sampled_from([None, "https://example.org/code"]),
    github_stars=st.sampled_from([None, 0, 7]),
    comments=st.sampled_from([None, 3]),
)
DIGESTS = st.builds(
    lambda papers, day, seconds, source: make_digest(
        papers, DAY + timedelta(day), captured=make_digest().captured + timedelta(seconds=seconds), source=source
    ),
    st.lists(st.builds(Listed, PAPERS, st.none() | st.integers(0, 3)), min_size=1, max_size=5),
    st.integers(-2, 2),
    st.integers(0, 3),
    st.sampled_from(["huggingface", "mirror"]),
)
ROWS = st.lists(st.integers(1, 8), min_size=1, max_size=4).map(tuple)
ACTS = st.builds(Act, st.sampled_from(["read", "unread", "star", "unstar", "done", "undone"]), ROWS)
TAGS = st.builds(Act, st.sampled_from(["tag", "untag"]), ROWS, st.sampled_from(["a", "b"]))
SNOOZES = st.builds(Act, st.just("snooze"), ROWS, st.sampled_from(["2025-03-20", "2025-03-21"]))
NOTES = st.builds(Edit, st.integers(1, 4), st.just("note"), st.none(), st.sampled_from([None, "of mine"]))
STEPS_TAKEN = st.lists(DIGESTS | ACTS | TAGS | SNOOZES | NOTES | st.sampled_from(["undo", "redo"]), max_size=20)
BY_TITLE, BY_ID = Paper(title="The same title 1"), Paper(title="The same title 1", arxiv_id="2503.00001")


def take(library: Library, step: object) -> None:
    if isinstance(step, Act):
        library.apply(step)
    elif isinstance(step, Edit):
        with closing(Database(library.paths.library)) as store, store.transaction() as run:
            store_marks.write(run, [step], library._now())
    elif step in ("undo", "redo"):
        with suppress(NothingToUndo):
            getattr(library, str(step))()
    else:
        library.take_in(step)


@given(STEPS_TAKEN)
@settings(max_examples=120)
@example(
    [make_digest([BY_TITLE], DAY), Act("tag", (1,), "a"), make_digest([BY_ID], DAY + timedelta(1)), Act("star", (1,))]
)
@example(
    [
        make_digest([BY_TITLE, make_paper(7)], DAY - timedelta(1)),
        make_digest([make_paper(1, title="Another")], DAY + timedelta(2)),
        Act("snooze", (1, 3), "2025-03-20"),
        make_digest([make_paper(1, title="The same title 1")], DAY),
        "undo",
    ]
)
def test_the_lines_are_what_papers_listings_and_marks_say(tmp_path_factory, steps):
    clock = Clock()
    with open_library(tmp_path_factory.mktemp("lines"), clock) as library:
        for step in steps:
            take(library, step)
            clock.forward(seconds=1)
        assert held(library.paths.library) == meant(library.paths.library)
        everything = select.Where("1")
        with library._database.reading() as run:
            rows, days = select.rows_and_days(run, everything)
            assert rows == select.rows(run, everything, "day")
        assert [day.day for day in days] == sorted({entry.day for entry in library.entries(rows)}, reverse=True)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM listings WHERE day > '2025-03-14'",
        "UPDATE listings SET day = '2025-03-20' WHERE day > '2025-03-14'",
        "UPDATE listings SET paper = 3 WHERE paper = 1 AND day > '2025-03-14'",
        "UPDATE listings SET added = 5",
        "INSERT OR IGNORE INTO listings SELECT 2, day, source, place, votes, captured, known_by, 7 FROM listings",
        "UPDATE marks SET paper = 2 WHERE paper = 1",
        "UPDATE marks SET value = NULL",
        "DELETE FROM marks WHERE field = 'starred'",
        "INSERT OR IGNORE INTO marks VALUES (2, 'tag:x', 1, ''), (1, 'starred', 1, '')",
        "UPDATE papers SET day = '2025-03-15' WHERE row = 1",
        "UPDATE papers SET votes = NULL",
        "UPDATE papers SET place = place + 1",
        "UPDATE papers SET github_url = 'https://example.org/code'",
        "UPDATE papers SET pdf_url = 'https://example.org/a.pdf'",
        "UPDATE papers SET arxiv_id = NULL",
        "UPDATE papers SET github_stars = 4",
        "UPDATE papers SET comments = 4",
        "DELETE FROM papers WHERE row = 2",
        "INSERT OR REPLACE INTO papers (row, id, title, abstract, authors, keywords, rank, other, day)"
        " VALUES (1, 'title:x', '', '', '', '', 0, '', '2025-03-14')",
    ],
)
def test_no_way_of_writing_is_forgotten(library: Library, statement: str):
    library.take_in(make_digest([make_paper(1), make_paper(2), make_paper(3, arxiv_id=None)]))
    library.take_in(make_digest(1, DAY + timedelta(1)))
    library.apply(Act("star", (1, 3)))
    library.apply(Act("tag", (1,), "x"))
    before = held(library.paths.library)
    with library._database.transaction() as run:
        run(statement)
    assert held(library.paths.library) == meant(library.paths.library) != before


# Read in order

CONDITIONS = (
    "", "is:unread", "is:inbox", "-is:inbox", "has:code", "on:2025-03-14", "on:2025-03-14 is:unread",
    "before:2025-03-15", "after:2025-03-14", "-on:2025-03-14", "on:2025-03-14 OR on:2025-03-15",
    "before:2025-03-14 OR after:2025-03-14",
    "(on:2025-03-14 OR before:2025-03-13) -is:done", "-(is:read before:2025-03-14)", "votes>3", "votes=3 OR stars=2",
    "is:late OR votes>1", "-is:late", "tag:x OR is:starred", "-tag:x", "is:snoozed OR before:2025-03-14", "-is:snoozed",
    "before:2025-03-14 OR tag:x OR is:late",
)  # fmt: skip


def conditions(library: Library, texts: Iterable[str]) -> list[select.Where]:
    return [select.where(library.parse(text).tree, lambda leaf: None, library.today) for text in texts]


def test_one_pass_is_one_loop_over_the_index_that_has_the_order(library: Library):
    """All that the order of the rows rests on."""
    for condition in conditions(library, CONDITIONS):
        assert not condition.few
        with library._database.reading() as run:
            plan = run(f"EXPLAIN QUERY PLAN {select.in_one_pass(condition)}", condition.parameters).fetchall()
        steps = [told for _, parent, _, told in plan if parent == 0]
        assert steps[0] == "SCAN p USING COVERING INDEX lines_in_order", condition
        assert not [told for told in steps if "TEMP B-TREE" in told or "OR" in told.split()], condition


def test_a_few_rows_are_fetched_one_by_one(library: Library):
    for condition in conditions(library, ("tag:x", "is:unread tag:x", "is:snoozed", "is:snoozed OR tag:x", "is:late")):
        assert condition.few
        with library._database.reading() as run:
            sql = f"EXPLAIN QUERY PLAN SELECT count(*) FROM lines p WHERE {condition.sql}"
            steps = [told for *_, told in run(sql, condition.parameters).fetchall()]
        assert any("INTEGER PRIMARY KEY" in told for told in steps), condition
        assert not [told for told in steps if told.startswith("SCAN p")], condition


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Library]:
    """Papers that came in another order than they stand in, with marks all over."""
    with open_library(tmp_path_factory.mktemp("many")) as library:
        for offset in (2, -1, 0, 3, -2, 1):
            papers = [
                Listed(make_paper(n, comments=n % 3), n * 7 % 5 or None)
                for n in range(40 + offset * 9, 75 + offset * 9)
            ]
            library.take_in(make_digest(papers, DAY + timedelta(offset)))
        library.take_in(make_digest(range_of(30, 50), DAY - timedelta(1), source="mirror"))
        for verb, step, argument in (("read", 2, None), ("star", 5, None), ("tag", 7, "x"), ("done", 3, None)):
            library.apply(Act(verb, tuple(range(1, 90, step)), argument))
        library.apply(Act("snooze", tuple(range(1, 90, 8)), "2025-03-20"))
        yield library


def range_of(first: int, last: int) -> list[Paper]:
    return [make_paper(number) for number in range(first, last)]


TERMS = st.sampled_from([*CONDITIONS[1:], "tag:x", "is:snoozed", "is:late"])


@given(
    st.lists(TERMS, min_size=1, max_size=3), st.sampled_from([" ", " OR "]), st.lists(st.integers(1, 80), max_size=4)
)
@settings(max_examples=200)
def test_rows_and_days_in_one_pass_are_the_rows_in_order_and_their_days(many, terms, joined, also):
    text = joined.join(f"({term})" for term in terms)
    [condition] = conditions(many, [text])
    if also:
        condition = select.either(condition, select.rows_among(also))
    with many._database.reading() as run:
        rows, days = select.rows_and_days(run, condition)
        assert rows == select.rows(run, condition, "day")
        assert len(rows) == select.count(run, condition)
    entries = many.entries(rows)
    assert [entry.day for entry in entries] == [day.day for day in days for _ in range(day.count)]
    assert sum(entry.marks.read is None for entry in entries) == sum(day.unread for day in days)


# Older libraries


def fill(home: Path) -> Path:
    with open_library(home) as library:
        library.take_in(make_digest(4))
        library.take_in(make_digest(2, DAY + timedelta(2)))
        for verb in ("read", "star", "done"):
            library.apply(Act(verb, (1, 2)))
        library.apply(Act("unread", (2,)))
        library.apply(Act("tag", (3,), "moe"))
        return library.paths.library


def test_a_library_without_lines_gets_them(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "STEPS", BEFORE_LINES)
    path = fill(tmp_path)
    monkeypatch.undo()
    with open_library(tmp_path) as library:
        assert held(path) == meant(path)
        assert [line[4] & 63 for line in held(path)] == [7, 6, 32, 0]
        assert library.look(library.parse("is:done is:unread")).rows.tolist() == [2]
        library.apply(Act("star", (4,)))
        library.take_in(make_digest(6))
        assert held(path) == meant(path)
        assert library.check() == []


def test_lines_that_could_not_be_made_leave_the_older_library_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "STEPS", BEFORE_LINES)
    path = fill(tmp_path)
    monkeypatch.setattr(database, "STEPS", (*BEFORE_LINES, f"{STEPS[2]}\nCREATE TABLE papers (a);\n"))
    with pytest.raises(LibraryError):
        Database(path)
    check_is_of_version_2(path)
    monkeypatch.undo()
    with open_library(tmp_path) as library:
        assert library.count(library.parse("is:starred")) == 2
    assert held(path) == meant(path)


KILLED = """
import os, signal, sys
from pathlib import Path
from paperfeed.store import database

class Death(str):
    def splitlines(self, keepends=False):
        os.kill(os.getpid(), signal.SIGKILL)

database.STEPS = (*database.STEPS[:3], Death())
database.Database(Path(sys.argv[1]))
"""


def test_a_kill_before_the_commit_leaves_the_older_library_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "STEPS", BEFORE_LINES)
    path = fill(tmp_path)
    monkeypatch.undo()
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    check_is_of_version_2(path)
    with open_library(tmp_path) as library:
        assert library.count(library.parse("is:starred")) == 2
    assert held(path) == meant(path)


def check_is_of_version_2(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        names = {name for [name] in connection.execute("SELECT name FROM sqlite_schema")}
    assert "papers_in_order" in names
    assert not [name for name in names if name.startswith("lines")]

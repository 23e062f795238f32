"""The library as its callers see it: entries, ids, counts, acts, and two of them on one file."""

import threading
from array import array
from datetime import date, timedelta

import pytest
from builders import DAY, make_digest, make_paper, open_library

from paperfeed.config import Config, SourceConfig
from paperfeed.errors import LibraryError, NotADigest, SourceError, UnknownPaper
from paperfeed.library import Library
from paperfeed.marks import UNMARKED, Act
from paperfeed.paper import Listed, Listing, Paper
from paperfeed.sources.fetching import days_back, sources_of

EVERYTHING = Paper(
    title="A title",
    abstract="One paragraph.\n\nAnother.",
    authors=("Ada Lovelace", "李明"),
    arxiv_id="2503.00001",
    doi="10.1000/Abc",
    url="https://huggingface.co/papers/2503.00001",
    pdf_url="https://arxiv.org/pdf/2503.00001",
    published="2025-03-12T04:00:00Z",
    updated="2025-03-13T04:00:00Z",
    comments=0,
    github_url="https://github.com/ada/engine",
    github_stars=1815,
    project_url="https://ada.example/",
    organization="Analytical Engines",
    submitter="akhaliq",
    keywords=("engines", "weaving"),
    summary="Shortly.",
    thumbnail_url="https://cdn-thumbnails.huggingface.co/a.png",
)


# Entries and ids


def test_a_paper_comes_back_as_it_was_taken_in(library: Library):
    library.take_in(make_digest([Listed(EVERYTHING, 7), Listed(Paper(title="Bare"))]))
    full, bare = library.entries([1, 2])
    assert full.paper == EVERYTHING
    assert full.listings == (Listing(DAY, "huggingface", 0, 7),)
    assert (full.id, full.day, full.votes, full.marks) == ("arxiv:2503.00001", DAY, 7, UNMARKED)
    assert bare.paper == Paper(title="Bare")
    assert (bare.id, bare.votes) == ("title:bare", None)


def test_entries_come_in_the_order_asked_for_without_those_that_are_gone(library: Library):
    library.take_in(make_digest(3))
    assert [entry.row for entry in library.entries([3, 99, 1, -1, 2])] == [3, 1, 2]
    assert [entry.row for entry in library.entries(array("q", [2, 1]))] == [2, 1]
    assert library.entries([]) == []


def test_entries_of_very_many_rows_can_be_asked_for_at_once(library: Library):
    library.take_in(make_digest(1_300))
    rows = library.look(library.parse("")).rows
    assert [entry.row for entry in library.entries(rows)] == list(rows)


@pytest.mark.parametrize("name", ["arxiv:2503.00001", "doi:10.1000/abc", "title:a title"])
def test_a_paper_is_known_by_each_of_its_ids(library: Library, name):
    library.take_in(make_digest([make_paper(9), EVERYTHING]))
    assert library.row_of(name) == 2


@pytest.mark.parametrize("name", ["", "arxiv:2503.99999", "2503.00099", "arxiv:2503.00099 ", "' OR 1 --", "x" * 999])
def test_an_unknown_id_is_said_so(library: Library, name):
    library.take_in(make_digest([EVERYTHING]))
    with pytest.raises(UnknownPaper, match="no paper with the id"):
        library.row_of(name)


def test_half_a_character_in_what_the_user_says_does_no_harm(library: Library):
    """So an argument arrives that is not UTF-8."""
    library.take_in(make_digest(1))
    library.indexing.take_waiting()
    for ask in (
        lambda: library.row_of("arxiv:\udcff"),
        lambda: library.apply(Act("tag", (1,), "\udce9")),
    ):
        with pytest.raises(LibraryError, match="not Unicode"):
            ask()
    assert library.entries([1])[0].marks == UNMARKED
    for text in ("paper \udce9", "title:paper\udce9", '"paper \udce9"', "pape\udce9*", "paper~\udce9", "-\udce9"):
        library.look(library.parse(text), typing=True)
    assert library.look(library.parse("paper \udce9")).rows.tolist() == [1]
    assert library.look(library.parse("paper")).notices == ()


# Views


def test_counts_are_those_of_the_views_and_of_the_inbox_the_unread(library: Library):
    library.take_in(make_digest(6))
    assert library.counts() == {"inbox": 6, "today": 6, "all": 6, "starred": 0, "snoozed": 0, "done": 0}
    library.apply(Act("read", (1, 2)))
    library.apply(Act("star", (2, 3)))
    library.apply(Act("done", (3, 4)))
    library.apply(Act("snooze", (5,), "2025-03-20"))
    assert library.counts() == {"inbox": 1, "today": 4, "all": 6, "starred": 2, "snoozed": 1, "done": 2}


def test_a_view_can_be_another_query(tmp_path):
    with open_library(tmp_path / "home", config=Config(views={"inbox": "is:inbox -survey"})) as library:
        library.take_in(make_digest([make_paper(1), make_paper(2, title="A survey")]))
        assert library.counts()["inbox"] == 1
        assert str(library.view("inbox")) == "is:inbox -survey"
        assert str(library.view("starred")) == "is:starred"


def test_rows_can_be_kept_in_view_though_the_query_no_longer_selects_them(library: Library):
    library.take_in(make_digest(4))
    inbox = library.view("inbox")
    before = library.look(inbox).rows
    library.apply(Act("done", (2, 3)))
    assert library.look(inbox).rows.tolist() == [1, 4]
    look = library.look(inbox, also=[2, 99, 2])
    assert look.rows.tolist() == [1, 2, 4]
    assert look.days[0].count == 3
    assert library.look(inbox, also=iter([2, 3])).rows == before
    assert library.look(library.parse("is:inbox OR nowhere"), also=[3]).rows.tolist() == [1, 3, 4]


def test_an_empty_library_has_nothing_to_show_and_no_trouble(library: Library):
    look = library.look(library.parse("word is:inbox"))
    assert (look.rows.tolist(), look.days, look.unread) == ([], (), 0)
    assert library.indexing.waits() == 0
    assert library.indexing.take_waiting() == 0
    assert library.look(library.parse("word")).notices == ()
    assert library.history() == []
    assert library.last_refreshes() == []
    assert library.validators() == {}
    assert library.check() == []


# Acting


def test_an_act_with_nothing_to_change_writes_nothing(library: Library):
    library.take_in(make_digest(2))
    library.apply(Act("star", (1, 2)))
    before = library._database.connection.total_changes
    change = library.apply(Act("star", (1, 2, 99)))
    assert (change.number, change.edits) == (0, ())
    assert library.apply(Act("done", ())).edits == ()
    assert library.apply(Act("untag", (1,), "none")).edits == ()
    assert library._database.connection.total_changes == before
    assert len(library.history()) == 1


def test_an_act_leaves_papers_that_are_not_there_out(library: Library):
    library.take_in(make_digest(2))
    change = library.apply(Act("star", (99, 2, -5)))
    assert change.rows == (2,)
    assert change.label == "starred “Paper number 2”"


def test_a_change_says_what_it_altered(library: Library, clock):
    library.take_in(make_digest(2))
    change = library.apply(Act("read", (2, 1, 2)))
    now = int(clock.now.timestamp() * 1000)
    assert [(e.row, e.field, e.before, e.after) for e in change.edits] == [
        (2, "read", None, now), (1, "read", None, now)
    ]  # fmt: skip
    assert change.number == library.history()[0].number


def test_marks_and_papers_have_two_owners(library: Library):
    library.take_in(make_digest(2))
    library.apply(Act("star", (1,)))
    library.apply(Act("tag", (1,), "moe"))
    marked = library.entries([1])[0].marks
    again = [make_paper(1, title="Changed", abstract="all of it"), make_paper(2)]
    library.take_in(make_digest(again, captured=make_digest().captured + timedelta(1)))
    assert library.entries([1])[0].marks == marked
    waiting = library.indexing.waits()
    library.indexing.take_waiting()
    library.apply(Act("done", (1, 2)))
    assert (waiting, library.indexing.waits()) == (2, 0)


# Taking in


def test_a_digest_is_taken_in_whole_or_not_at_all(library: Library):
    bad = make_digest([make_paper(1), make_paper(2, comments=2**70)])
    with pytest.raises(OverflowError):
        library.take_in(bad)
    assert library.count(library.parse("")) == 0
    assert library.take_in(make_digest(2)).new == 2


def test_a_file_with_nothing_in_it_is_an_error_and_changes_nothing(library: Library, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(NotADigest):
        library.import_file(tmp_path / "a.json")
    assert library.count(library.parse("")) == 0


def test_what_a_digest_skipped_and_why_is_told(library: Library):
    taken = library.take_in(make_digest(2, skipped=3, problems=("3 of 5 items skipped: no id",)))
    assert (taken.listed, taken.skipped, taken.problems) == (2, 3, ("3 of 5 items skipped: no id",))
    assert (taken.source, taken.day, taken.kind, taken.error) == ("huggingface", DAY, "huggingface", None)


# Two libraries on one file


def test_a_reader_sees_what_the_writer_commits_and_can_write_nothing(library: Library):
    home = library.paths.data.parent
    library.take_in(make_digest(2))
    with open_library(home, read_only=True) as reader:
        assert reader.count(reader.parse("")) == 2
        library.take_in(make_digest(3))
        library.apply(Act("star", (1,)))
        assert reader.count(reader.parse("")) == 3
        assert reader.entries([1]) == library.entries([1])
        writes = [
            lambda: reader.apply(Act("star", (2,))),
            lambda: reader.take_in(make_digest(4)),
            reader.undo,
            reader.indexing.rebuild,
        ]
        for write in writes:
            with pytest.raises(LibraryError):
                write()
        library.indexing.take_waiting()
        assert reader.look(reader.parse("paper")).notices == ()
        library.take_in(make_digest([make_paper(9, title="Newcomer")]))
        library.indexing.take_waiting()
        assert len(reader.look(reader.parse("newcomer")).rows) == 1
    assert library.count(library.parse("is:starred")) == 1


def test_two_writers_lose_nothing(library: Library):
    home = library.paths.data.parent
    library.take_in(make_digest(40))
    errors: list[LibraryError] = []

    def star(rows: range) -> None:
        try:
            with open_library(home) as other:
                for row in rows:
                    other.apply(Act("star", (row,)))
        except LibraryError as error:
            errors.append(error)

    threads = [threading.Thread(target=star, args=(range(first, 41, 3),)) for first in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert library.count(library.parse("is:starred")) == 40
    assert len({act.number for act in library.history()}) == 40


def test_a_closed_library_can_be_opened_again_as_it_was(tmp_path):
    with open_library(tmp_path / "home") as library:
        library.take_in(make_digest(5))
        library.apply(Act("tag", (1, 2), "moe"))
        library.indexing.take_waiting()
        before = library.entries(range(1, 6)), library.counts(), library.history()
    with open_library(tmp_path / "home") as library:
        assert (library.entries(range(1, 6)), library.counts(), library.history()) == before
        assert library.look(library.parse("paper")).notices == ()


# Sources and days


def test_sources_are_those_of_the_settings(library: Library):
    config = Config(sources=(SourceConfig(), SourceConfig("mirror", "huggingface", "http://127.0.0.1:1")))
    assert [source.name for source in sources_of(config)] == ["huggingface", "mirror"]
    assert [source.name for source in sources_of(config, "mirror")] == ["mirror"]
    with pytest.raises(SourceError, match="no source is called other: there are huggingface, mirror"):
        sources_of(config, "other")


def test_days_are_asked_for_from_the_newest_back():
    assert days_back(date(2025, 2, 27), date(2025, 3, 2)) == [
        date(2025, 3, 2), date(2025, 3, 1), date(2025, 2, 28), date(2025, 2, 27)
    ]  # fmt: skip
    assert days_back(DAY, DAY) == [DAY]
    assert days_back(DAY, DAY - timedelta(1)) == []

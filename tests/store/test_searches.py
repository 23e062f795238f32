"""Searches that were made and views that were saved, as they are kept on disk; older libraries get them too."""

import sqlite3
from pathlib import Path

import pytest
from builders import Clock, make_digest, open_library
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.config import Config
from paperfeed.errors import BadView, LibraryError, UnknownView
from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.query import LONGEST
from paperfeed.store import database
from paperfeed.store.schema import STEPS
from paperfeed.store.searches import KEPT
from paperfeed.views import KEYS, SavedView, key_of, may_be_called, name_for, told_saved

# Past searches


def test_past_searches_come_back_the_latest_first_and_each_once(library: Library, clock: Clock) -> None:
    for text in ("moe", "is:unread", "lora", "moe"):
        library.kept.remember(text)
        clock.forward(seconds=1)
    assert library.kept.past() == ["moe", "lora", "is:unread"]


def test_the_order_holds_though_the_clock_stands_or_is_put_back(library: Library, clock: Clock) -> None:
    for text in ("a", "b"):
        library.kept.remember(text)
    clock.forward(days=-400)
    library.kept.remember("c")
    library.kept.remember("a")
    assert library.kept.past() == ["a", "c", "b"]


def test_the_last_two_hundred_are_kept(library: Library) -> None:
    for number in range(KEPT + 5):
        library.kept.remember(f"search {number}")
    past = library.kept.past()
    assert len(past) == KEPT == 200
    assert (past[0], past[-1]) == (f"search {KEPT + 4}", "search 5")


def test_a_reader_writes_neither_searches_nor_views(library: Library) -> None:
    library.kept.remember("moe")
    library.kept.save("moe", "moe")
    with open_library(library.paths.data.parent, read_only=True) as reader:
        for write in (
            lambda: reader.kept.remember("lora"),
            lambda: reader.kept.save("lora", "lora"),
            lambda: reader.kept.rename("moe", "lora"),
            lambda: reader.kept.forget("moe"),
        ):
            with pytest.raises(LibraryError):
                write()
        assert reader.kept.past() == ["moe"]
        assert reader.kept.views() == [SavedView("moe", "moe")]


# Saved views


def test_views_come_back_in_the_order_in_which_they_were_saved(library: Library) -> None:
    for name in ("moe", "a code view", "Äther"):
        assert library.kept.save(name, f"query of {name}") is False
    assert [view.name for view in library.kept.views()] == ["moe", "a code view", "Äther"]
    assert str(library.view("moe")) == "query of moe"
    assert library.kept.queries["Äther"] == "query of Äther"
    assert list(library.kept.queries)[:6] == ["inbox", "today", "all", "starred", "snoozed", "done"]


@pytest.mark.parametrize("again", ["moe", "MoE"])
def test_a_view_saved_under_a_name_that_is_there_takes_its_place(library: Library, again: str) -> None:
    library.kept.save("moe", "experts")
    library.kept.save("lora", "lora")
    assert library.kept.save(again, "mixture") is True
    assert library.kept.views() == [SavedView(again, "mixture"), SavedView("lora", "lora")]
    assert library.kept.past() == ["experts"]


def test_case_makes_no_difference_beyond_ascii_either(library: Library) -> None:
    library.kept.save("äther", "one")
    assert library.kept.save("ÄTHER", "two") is True
    assert library.kept.views() == [SavedView("ÄTHER", "two")]
    assert library.kept.forget("Äther").query == "two"


def test_a_view_can_be_called_otherwise_and_stays_where_it_is(library: Library) -> None:
    for name in ("moe", "lora"):
        library.kept.save(name, name)
    assert library.kept.rename("moe", "MoE") is False
    assert library.kept.rename("MoE", "experts") is False
    assert library.kept.views() == [SavedView("experts", "moe"), SavedView("lora", "lora")]


def test_a_view_called_like_another_takes_its_place_and_nothing_is_lost(library: Library) -> None:
    for name in ("moe", "lora"):
        library.kept.save(name, f"about {name}")
    assert library.kept.rename("moe", "lora") is True
    assert library.kept.views() == [SavedView("lora", "about moe")]
    assert library.kept.past() == ["about lora"]


def test_the_query_of_a_forgotten_view_is_the_latest_search(library: Library) -> None:
    library.kept.save("moe", '"mixture of experts"')
    library.kept.remember("lora")
    assert library.kept.forget("MOE") == SavedView("moe", '"mixture of experts"')
    assert library.kept.views() == []
    assert library.kept.past() == ['"mixture of experts"', "lora"]
    with pytest.raises(UnknownView, match="no view is called “moe”"):
        library.view("moe")


@pytest.mark.parametrize(
    "name", ["", " ", "a/b", "a  b", " a", "a ", "-", "_", "x" * 41, "a\nb", "ab\x1b", "\udcff", "a.b"]
)
def test_a_name_that_cannot_be_is_refused(library: Library, name: str) -> None:
    library.kept.save("moe", "experts")
    for attempt in (lambda: library.kept.save(name, "x"), lambda: library.kept.rename("moe", name)):
        with pytest.raises(BadView, match="a view's name has letters, digits"):
            attempt()
    assert library.kept.views() == [SavedView("moe", "experts")]


@pytest.mark.parametrize("name", ["moe", "x" * 40, "a b", "code mine", "2025", "Gödel_1-b", "論文"])
def test_a_name_of_letters_digits_and_blanks_is_taken(library: Library, name: str) -> None:
    library.kept.save(name, "x")
    assert library.kept.views() == [SavedView(name, "x")]


@pytest.mark.parametrize("name", ["inbox", "Inbox", "ALL", "done"])
def test_a_view_that_is_always_there_can_be_neither_replaced_nor_forgotten(library: Library, name: str) -> None:
    library.kept.save("moe", "x")
    with pytest.raises(BadView, match="is always there: take another name"):
        library.kept.save(name, "x")
    with pytest.raises(BadView, match="is always there: take another name"):
        library.kept.rename("moe", name)
    with pytest.raises(BadView, match="is always there: it cannot be changed here"):
        library.kept.forget(name)


def test_a_query_that_no_search_could_hold_is_no_view(library: Library) -> None:
    with pytest.raises(BadView, match=f"{LONGEST} characters at most"):
        library.kept.save("long", "x" * (LONGEST + 1))


def test_the_views_of_the_settings_come_first_and_are_changed_there_only(tmp_path: Path) -> None:
    config = Config(views={"moe": "experts", "inbox": "is:inbox votes>3"}, origin={"view.moe": "/etc/config.toml"})
    with open_library(tmp_path, config=config) as library:
        library.kept.save("lora", "lora")
        assert library.kept.views() == [SavedView("moe", "experts"), SavedView("lora", "lora")]
        assert str(library.view("moe")) == "experts"
        for change in (
            lambda: library.kept.save("MoE", "x"),
            lambda: library.kept.rename("moe", "x"),
            lambda: library.kept.rename("lora", "moe"),
            lambda: library.kept.forget("Moe"),
        ):
            with pytest.raises(BadView, match=r"“moe” is written in /etc/config\.toml"):
                change()


def test_a_saved_view_stands_back_for_one_of_the_settings_with_its_name(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.kept.save("moe", "mine")
    with open_library(tmp_path, config=Config(views={"Moe": "theirs"})) as library:
        assert library.kept.views() == [SavedView("Moe", "theirs")]
    with open_library(tmp_path) as library:
        assert library.kept.views() == [SavedView("moe", "mine")]


def test_saved_views_are_counted_by_what_is_unread(library: Library) -> None:
    library.take_in(make_digest(6))
    library.kept.save("odd", "is:unread votes<=8")
    library.kept.save("all of them", "")
    library.apply(Act("read", (1, 6)))
    assert library.counts() == {
        "inbox": 4, "today": 4, "all": 6, "starred": 0, "snoozed": 0, "done": 0, "odd": 3, "all of them": 4
    }  # fmt: skip
    assert library.counts(["odd", "all"]) == {"odd": 3, "all": 6}


def test_what_can_stand_behind_a_field_is_named(library: Library) -> None:
    library.take_in(make_digest(2))
    library.apply(Act("tag", (1, 2), "moe"))
    library.apply(Act("tag", (1,), "later"))
    library.apply(Act("untag", (1,), "later"))
    library.kept.save("mine", "x")
    assert library.kept.names() == {
        "tag": ["moe"],
        "in": ["inbox", "today", "all", "starred", "snoozed", "done", "mine"],
    }


# Narrowing


def test_a_view_narrowed_by_texts_holds_what_all_of_them_select(library: Library) -> None:
    library.take_in(make_digest(6))
    library.apply(Act("done", (1,)))
    library.apply(Act("star", (1, 2, 3)))
    assert library.look(library.narrowed("inbox", ["is:starred"])).rows.tolist() == [2, 3]
    assert library.look(library.narrowed("inbox", ["is:starred OR votes<=5", "-votes>8"])).rows.tolist() == [3, 6]
    assert library.look(library.narrowed(None, ["is:starred"])).rows.tolist() == [1, 2, 3]
    assert str(library.narrowed("inbox", ["is:starred OR moe"])) == "is:inbox (is:starred OR moe)"
    assert str(library.narrowed("all", ["moe experts"])) == str(library.parse("moe experts"))
    assert library.count(library.narrowed("all", [])) == 6


def test_of_what_is_odd_only_the_last_text_is_told(library: Library) -> None:
    odd = library.narrowed(None, ["is:nothing", "is:something"])
    assert [str(notice).partition(" ")[0] for notice in odd.notices] == ["is:something"]


# Older libraries


def test_a_library_of_version_1_is_brought_up_to_date_and_keeps_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "STEPS", STEPS[:1])
    with open_library(tmp_path) as library:
        library.take_in(make_digest(3))
        library.apply(Act("star", (2,)))
        path = library.paths.library
    monkeypatch.undo()
    before = sqlite3.connect(path)
    assert before.execute("PRAGMA user_version").fetchone() == (1,)
    assert before.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'views'").fetchone() == (0,)
    before.close()
    with open_library(tmp_path) as library:
        assert library.count(library.parse("is:starred")) == 1
        assert (library.kept.past(), library.kept.views()) == ([], [])
        library.kept.save("moe", "experts")
        library.kept.remember("lora")
        assert library.check() == []
    after = sqlite3.connect(path)
    assert after.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    after.close()
    with open_library(tmp_path) as library:
        assert (library.kept.past(), library.kept.views()) == (["lora"], [SavedView("moe", "experts")])


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("moe", "moe"),
        ('"mixture of experts" is:unread', "mixture of experts"),
        ("is:unread votes>50", "is unread votes"),
        ("2503.00001", ""),
        ("x" * 50, "x" * 20),
        ("Größe 論文", "Größe 論文"),
    ],
)
def test_a_name_is_offered_for_a_search(text: str, name: str) -> None:
    assert name_for(text) == name


@given(st.text(max_size=60))
def test_a_name_that_is_offered_can_be_taken(text: str) -> None:
    name = name_for(text)
    assert not name or (may_be_called(name) and len(name) <= 20)


def test_the_first_six_views_have_keys() -> None:
    views = [SavedView(f"view {number}", "") for number in range(8)]
    assert [key_of(view.name, views) for view in views] == [*KEYS, None, None]
    assert told_saved("View 1", views, replaced=False) == "saved as 5 · “View 1”"
    assert told_saved("view 7", views, replaced=False) == "saved as “view 7”"
    assert told_saved("view 1", views, replaced=True) == "replaced “view 1”"

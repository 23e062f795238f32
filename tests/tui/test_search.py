"""Searching as one types: what is shown while one does, and the way back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from builders import make_digest, make_paper
from tui.app_driver import NARROW, Driver, quiet, running

from paperfeed.marks import Act
from paperfeed.paper import Digest

TITLES = ("Attention without tears", "Graphs of molecules", "Attention to graphs", "Plain old regression")


def some_days() -> list[Digest]:
    """Forty papers on Friday, and on Thursday four with words to look for (numbers 101 to 104)."""
    told = [make_paper(101 + n, title=title, abstract=f"About {title}.") for n, title in enumerate(TITLES)]
    return [make_digest(40), make_digest(told, day=date(2025, 3, 13))]


@contextmanager
def searches_held(app: Driver) -> Iterator[None]:
    """While this lasts, the thread that searches is busy with something else."""
    release, began = threading.Event(), threading.Event()
    if app.backend._search is None:
        app.backend.search("x", -1, False)
    assert app.backend._search is not None

    def wait(_: object) -> None:
        began.set()
        release.wait(20)

    app.backend._search.do(wait)
    assert began.wait(20)
    try:
        yield
    finally:
        release.set()


async def test_results_come_as_one_types(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("att")
        await app.see("Search · 2 found")
        assert sorted(app.titles) == ["Attention to graphs", "Attention without tears"]
        await app.write("ention grap")
        await app.see("Search · 1 found")
        assert app.titles == ["Attention to graphs"]
        assert "About Attention to graphs." in app.preview_text


async def test_the_old_list_stands_until_the_answer_is_here(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            await app.write("attention")
            await app.pilot.pause(0.1)
            assert "Paper number 1" in app.titles
            assert "Inbox · " in app.header
        await app.see("Search · 2 found")


async def test_of_queries_typed_in_a_row_the_latest_wins(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            for text in ("attention", "graphs molecules", "regression"):
                app.screen.query_bar.input.value = text
                await app.pilot.pause(0.1)
        await app.see("Plain old regression", "Search · 1 found")
        await app.settled()
        assert app.titles == ["Plain old regression"]


async def test_enter_keeps_the_results_and_the_keys_act_on_them(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("regression")
        app.type_ahead("enter", "s")
        await app.see("starred “Plain old regression”")
        assert app.numbers("is:starred") == [104]
        assert app.titles == ["Plain old regression"]


async def test_a_whole_search_can_be_typed_ahead(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.type_ahead("slash", *"molecules", "enter", "s", "escape", "j")
        await app.until(lambda: app.numbers("is:starred") == [102], "the found paper starred")
        await app.on("Paper number 2")


async def test_escape_goes_back_to_the_same_paper_on_the_same_line(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await app.press("pagedown", "j", "j", "k")
        before, y = app.list_lines, app.cursor_y
        for keys in (("escape",), ("enter", "j", "escape")):
            await app.press("slash")
            await app.write("graphs")
            await app.see("2 found")
            await app.press(*keys)
            await app.see("Inbox · 44 unread of 44")
            assert app.list_lines == before
            assert app.cursor_y == y


async def test_escape_before_anything_was_typed_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j")
        before = app.text
        await app.press("slash", "escape")
        await app.until(lambda: app.text == before, "the screen as it was")


async def test_an_empty_search_is_none(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j")
        before = app.text
        await app.press("slash", "space", "enter")
        await app.until(lambda: app.text == before, "the screen as it was")


async def test_text_that_is_taken_out_again_brings_the_list_back(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j", "slash", "g", "r", "a")
        await app.see("2 found")
        await app.press("backspace", "backspace", "backspace")
        await app.see("Inbox · 44 unread of 44")
        await app.on("Paper number 2")


async def test_nothing_found_says_so_and_how_to_go_back(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("zebra")
        await app.see("Nothing found for zebra", "Esc goes back")
        assert "Search · 0 found" in app.header


async def test_what_makes_no_sense_is_said(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("on:someday graphs")
        await app.see("on:someday names no day")


async def test_a_search_without_an_index_is_slower_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder of the index should be")
    async with running(tmp_path, some_days(), index=False) as app:
        await app.press("slash")
        await app.write("regression")
        await app.see("Plain old regression", "more slowly")


async def test_a_query_about_state_is_listed_by_day(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("star", (app.entry(3).row, app.entry(102).row)))
        await app.press("slash")
        await app.write("is:starred")
        await app.see("Search · 2 found")
        assert [line.split("─")[0].strip() for line in app.list_lines if "─" in line] == [
            "Fri 14 Mar 2025",
            "Thu 13 Mar 2025",
        ]
        assert app.titles == ["Paper number 3", "Graphs of molecules"]


async def test_a_search_finds_what_is_done_too(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("done", (app.entry(104).row,)))
        await app.press("1", "slash")
        await app.write("regression")
        await app.see("Search · 1 found")
        assert app.cursor_line.startswith("▌✓")


async def test_what_was_marked_in_the_results_is_seen_in_the_list_afterwards(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        app.screen.query_bar.input.value = '"number 2"'
        await app.see("Search · 1 found")
        await app.press("enter", "s", "r")
        await app.see("read “Paper number 2”")
        await app.press("escape")
        await app.see("Inbox · 43 unread of 44", "40 papers · 39 unread")
        row = next(line for line in app.list_lines if line.endswith("Paper number 2"))
        assert "★" in row
        assert "●" not in row


async def test_a_paper_marked_in_a_search_does_not_stray_into_the_inbox(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("done", (app.entry(104).row,)))
        await app.press("1", "slash")
        await app.write("regression")
        await app.see("Search · 1 found")
        await app.press("enter", "s", "escape")
        await app.settled()
        await app.see("Inbox · 43 unread of 43")
        app.screen.look_again()
        await app.settled()
        await app.press("G")
        await app.see("43 of 43")
        assert "Plain old regression" not in app.text


async def test_what_came_while_one_searched_is_there_afterwards(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j", "slash")
        await app.write("graphs")
        await app.see("2 found")
        app.library.take_in(make_digest([make_paper(200, title="Come meanwhile")], day=date(2025, 3, 15)))
        app.screen.look_again()
        await app.settled()
        assert "2 found" in app.header
        await app.press("escape")
        await app.see("Inbox · 45 unread of 45")
        await app.on("Paper number 2")
        await app.press("g", "g")
        await app.on("Come meanwhile")


async def test_new_papers_do_not_drop_a_search_that_is_under_way(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            await app.write("regression")
            await app.press("enter")
            app.screen.look_again()
            await app.settled()
        await app.see("Search · 1 found")
        await app.press("s")
        await app.see("starred “Plain old regression”")


async def test_slash_again_goes_on_with_the_same_words(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter")
        await app.see("2 found")
        await app.press("slash")
        await app.write(" molecules")
        await app.see("Search · 1 found")
        await app.press("escape")
        await app.see("Inbox · 44 unread of 44")


async def test_a_view_key_leaves_the_search(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "2")
        await app.see("All · 44 unread of 44")
        await app.press("escape")
        await app.settled()
        assert "All · " in app.header


async def test_letters_in_the_search_are_no_commands(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), config=quiet()) as app:
        await app.press("slash")
        await app.write("qser")
        await app.see("Nothing found for qser")
        assert app.library.history() == []

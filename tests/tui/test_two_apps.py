"""Two apps, or an app and the command line, on one library: each sees what the other does, and nothing is lost."""

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from pty_app import environment
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, fill, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.paper import Digest
from paperfeed.paths import Paths
from paperfeed.store import database


class Two:
    """Two apps in one event loop. What a test does with one of them, it does inside `at`."""

    def __init__(self, first: Driver, second: Driver) -> None:
        self.first = first
        self.second = second

    @contextmanager
    def at(self, app: Driver) -> Iterator[Driver]:
        with app.app._context():
            yield app


@asynccontextmanager
async def two(home: Path, digests: list[Digest], size: tuple[int, int] = WIDE) -> AsyncIterator[Two]:
    async with running(home, digests, size=size) as first, running(home, size=size) as second:
        yield Two(first, second)


def many(papers: int = 150) -> list[Digest]:
    return [make_digest([make_paper(n) for n in range(1, papers + 1)])]


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_marks_made_in_one_are_seen_in_the_other(tmp_path: Path, size: tuple[int, int]) -> None:
    async with two(tmp_path, two_days(), size) as both:
        with both.at(both.first) as app:
            await app.press("s", "j", "r", "j", "e")
            await app.see("done “Paper number 3”")
        with both.at(both.second) as app:
            await app.until(lambda: "★" in app.list_lines[1], "the star")
            await app.until(lambda: "●" not in app.line_with("Paper number 2"), "the paper read")
            await app.until(lambda: "✓" in app.line_with("Paper number 3"), "the paper done")
            await app.on("Paper number 1")
            await app.see("Inbox · 3 unread of 5")
            await app.press("j", "s")
        with both.at(both.first) as app:
            await app.until(lambda: "★" in app.line_with("Paper number 2"), "the star of the other")


async def test_counts_and_saved_views_follow(tmp_path: Path) -> None:
    async with two(tmp_path, two_days()) as both:
        with both.at(both.first) as app:
            await app.press("s", "j", "e", "slash")
            await app.write("number")
            await app.press("enter", "S")
            await app.write("s")
            await app.press("enter")
            await app.see("4 numbers")
        with both.at(both.second) as app:
            await app.see("4 numbers", "1 Inbox            4", "3 Starred          1", "Done             1")


async def test_a_list_that_others_work_on_does_not_jump(tmp_path: Path) -> None:
    async with two(tmp_path, many()) as both:
        with both.at(both.second) as app:
            await app.press("pagedown", "pagedown", "k")
            title, y, seen = app.cursor_line[11:], app.cursor_y, app.titles
        with both.at(both.first) as app:
            for number in range(1, 150, 3):
                app.library.apply(Act("done", (app.entry(number).row,)))
        with both.at(both.second) as app:
            await app.see("1 Inbox          100")
            await app.until(lambda: app.text.count("✓") >= 14, "what the other was done with")
            await app.on(title)
            assert (app.cursor_y, app.titles) == (y, seen)
            await app.press("1")
            await app.see("Inbox · 100 unread of 100")


async def test_a_paper_that_belongs_here_since_another_marked_it_is_let_in(tmp_path: Path) -> None:
    async with two(tmp_path, two_days()) as both:
        with both.at(both.second) as app:
            app.library.apply(Act("star", (app.entry(11).row,)))
            await app.press("3")
            await app.see("Starred · 1 unread of 1")
        with both.at(both.first) as app:
            await app.press("s")
        with both.at(both.second) as app:
            await app.see("Starred · 2 unread of 2")
            assert app.titles == ["Paper number 1", "Paper number 11"]
            await app.on("Paper number 11")


async def test_very_many_marks_at_once_are_seen_too(tmp_path: Path) -> None:
    async with running(tmp_path, many(900)) as app:
        await app.press("G")
        await app.on("Paper number 900")
        app.library.apply(Act("star", tuple(app.library.look(app.library.view("inbox")).rows)))
        await app.until(lambda: "★" in app.cursor_line, "the star")
        await app.until(lambda: all("★" in line for line in app.list_lines if "Paper" in line), "all the stars")
        await app.press("k")
        await app.see("3 Starred        900")


async def test_undo_takes_back_the_newest_act_of_both(tmp_path: Path) -> None:
    async with two(tmp_path, two_days()) as both:
        with both.at(both.first) as app:
            await app.press("s")
            await app.see("starred “Paper number 1”")
        with both.at(both.second) as app:
            await app.press("G", "r")
            await app.see("read “Paper number 12”")
        with both.at(both.first) as app:
            await app.press("z")
            await app.see("undone: read “Paper number 12”")
            await app.press("z")
            await app.see("undone: starred “Paper number 1”")
        with both.at(both.second) as app:
            await app.until(lambda: "●" in app.line_with("Paper number 12"), "the paper unread again")
            await app.see_no("★")
            await app.press("Z")
            await app.see("done again: starred “Paper number 1”")
        assert both.first.numbers("is:starred") == [1]


async def test_both_acting_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    async with two(tmp_path, many(40)) as both:
        with both.at(both.second) as app:
            await app.press("j")
        for _ in range(20):
            for app in (both.first, both.second):
                app.type_ahead("s", "r", "j", "j")
            await asyncio.sleep(0)
        library = both.first.library
        for app in (both.first, both.second):
            with both.at(app):
                await app.until(lambda: len(library.history()) == 80, "all the acts")
                await app.until(lambda app=app: app.text.count("★") == 40, "all the stars")
                await app.see("Inbox · 40 papers")
        assert both.first.numbers("is:starred is:read") == list(range(1, 41))
        acts = [(act.label.split()[0], act.papers) for act in library.history()]
        assert len(set(acts)) == 80
        for app in (both.first, both.second) * 40:
            app.type_ahead("z")
        with both.at(both.second) as app:
            await app.until(lambda: all(act.undone for act in library.history()), "all taken back")
        assert both.first.numbers("is:unread -is:starred") == list(range(1, 41))


async def test_the_command_line_is_seen_too(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        command = [sys.executable, "-m", "paperfeed", "--home", str(tmp_path), "mark", "star", "arxiv:2503.00012"]
        here = environment(PYTHONPATH=str(Path(__file__).parents[2]))
        await asyncio.to_thread(subprocess.run, command, check=True, capture_output=True, env=here)
        await app.until(lambda: "★" in app.line_with("Paper number 12"), "the star")


# What sources bring


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_papers_that_another_fetched_come_in_above_and_move_nothing(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    old = make_digest([make_paper(n) for n in range(101, 201)], day=date(2025, 3, 13))
    async with running(tmp_path, [old], size=size) as app:
        await app.press(*"jjjjjj")
        title, y = app.cursor_line[11:], app.cursor_y
        app.library.take_in(make_digest(12))
        await app.see("12 new papers came · g g goes to the newest", "Inbox · 112 unread of 112")
        await app.on(title)
        assert app.cursor_y == y
        await app.press("g", "g")
        await app.on("Paper number 1")


async def test_papers_that_come_day_by_day_are_added_up(tmp_path: Path) -> None:
    async with running(tmp_path, many(3)) as app:
        app.library.take_in(make_digest([make_paper(20)], day=date(2025, 3, 13)))
        await app.see("1 new paper came")
        app.library.take_in(make_digest([make_paper(21), make_paper(22)], day=date(2025, 3, 12)))
        await app.see("3 new papers came")


async def test_a_search_stays_while_papers_come_and_they_are_there_behind_it(tmp_path: Path) -> None:
    async with running(tmp_path, many(3)) as app:
        await app.press("slash")
        await app.write('"number 2"')
        await app.press("enter")
        await app.see("Search · 1 found")
        app.library.take_in(make_digest([make_paper(20)], day=date(2025, 3, 13)))
        await app.see("1 new paper came")
        assert app.titles == ["Paper number 2"]
        await app.press("escape")
        await app.see("Inbox · 4 unread of 4", "Paper number 20")


async def test_an_empty_inbox_fills_when_another_fetches(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        await app.see("Welcome to paperfeed.")
        app.library.take_in(make_digest(3))
        await app.on("Paper number 1")
        await app.see("Inbox · 3 unread of 3")


async def test_nothing_is_painted_while_nothing_is_written(tmp_path: Path) -> None:
    async with running(tmp_path, many(3)) as app:
        await app.until(lambda: app.library.place, "the place, kept by the app itself")
        generation, asked = app.screen.list.generation, app.screen.looking._asked
        other = app.library
        other.keep_place("{}")
        other.kept.remember("some search")
        for _ in range(3):
            app.screen.keep_up()
            await app.settled()
        assert (app.screen.list.generation, app.screen.looking._asked) == (generation, asked)
        assert app.status.strip().startswith("1 of 3")


# Another process that holds the library


@contextmanager
def held(home: Path) -> Iterator[sqlite3.Connection]:
    """While this lasts, somebody else is writing to the library."""
    connection = sqlite3.connect(Paths.under(home).library, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    finally:
        with contextlib.suppress(sqlite3.ProgrammingError):
            connection.close()


async def test_done_goes_on_to_the_next_paper_though_another_writes_and_keys_are_not_held_up(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        with held(tmp_path) as other:
            await app.press("e")
            await app.on("Paper number 2")
            await app.press("j")
            await app.on("Paper number 3")
            assert app.numbers("is:done") == []
            other.close()
            await app.see("done “Paper number 1”")
        assert app.numbers("is:done") == [1]
        await app.on("Paper number 3")


async def test_a_key_pressed_while_another_writes_waits_its_turn_and_is_not_lost(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        with held(tmp_path) as other:
            await app.press("s", "j", "r")
            await app.on("Paper number 2")
            await app.see("the library is busy   what you pressed waits its turn")
            assert app.numbers("is:starred") == []
            other.close()
            await app.see("read “Paper number 2”")
        assert app.numbers("is:starred") == [1]
        assert app.numbers("is:read") == [2]


async def test_a_key_that_waited_too_long_says_so_and_works_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.3)
    async with running(tmp_path, two_days(), config=quiet()) as app:
        await app.press("j", "s")
        await app.see("starred “Paper number 2”")
        with held(tmp_path):
            await app.press("k", "s")
            await app.see("not saved: another program is writing to the library   try again")
            await app.press("z")
            await app.settled()
            await app.press("G")
            await app.on("Paper number 12")
            assert "★" in app.line_with("Paper number 2")
            assert "★" not in app.list_lines[1]
        assert app.numbers("is:starred") == [2]
        await app.press("s")
        await app.see("starred “Paper number 12”")
        assert app.numbers("is:starred") == [2, 12]


async def test_a_place_that_cannot_be_kept_now_is_kept_a_little_later_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    fill(tmp_path, many(300))
    async with running(tmp_path) as app:
        with held(tmp_path):
            await app.press("G")
            await app.on("Paper number 300")
            app.screen.keep_up()
            await app.settled()
            assert "not saved" not in app.status
            assert "00300" not in (app.library.place or "")
        await app.until(lambda: "00300" in (app.library.place or ""), "the place")

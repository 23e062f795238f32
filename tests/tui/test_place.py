"""Leaving and opening again: the reader is where they were."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from builders import DAY, Clock, make_digest, make_paper, open_library
from pty_app import PtyApp
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, fill, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.paper import Digest
from paperfeed.tui.place import Asked, Kind, Place, Spot, to_text


def long_days() -> list[Digest]:
    """Two days of 150 papers each: from 1 on, and from 201 on."""
    return [
        make_digest([make_paper(n) for n in range(1, 151)]),
        make_digest([make_paper(n) for n in range(201, 351)], day=date(2025, 3, 13)),
    ]


async def kept(app: Driver, holds: Callable[[str], object]) -> None:
    """Waits until what is on disk of the place holds."""
    await app.until(lambda: holds(app.library.place or ""), "the place on disk")


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_cursor_and_screen_are_where_they_were(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, long_days(), size=size) as app:
        await app.press("right_square_bracket", *["pagedown"] * 2, *"kkkkk")
        line, seen = app.cursor_line, app.list_lines
        assert app.cursor_y > 2
        await app.press("q")
    async with running(tmp_path, size=size) as app:
        assert app.cursor_line == line
        assert app.list_lines == seen
        await app.press("s")
        await app.see("starred “")
        assert [f"number {number}" for number in app.numbers("is:starred")] == [line[-10:].strip()]


async def test_the_view_is_the_one_that_was_left(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("star", tuple(app.entry(n).row for n in (2, 11, 12))))
        await app.press("3")
        await app.see("Starred · 3 unread of 3")
        await app.press("j", "q")
    async with running(tmp_path) as app:
        assert "Starred · 3 unread of 3" in app.header
        await app.on("Paper number 11")
        await app.press("1")
        await app.see("Inbox · 5")
        await app.on("Paper number 1")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_search_is_shown_again_and_esc_leads_back_to_where_it_began(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, long_days(), size=size) as app:
        await app.press("right_square_bracket", "j", "j", "slash")
        await app.write("number -title:1*")
        await app.press("enter", *"jjjj")
        await app.settled()
        header, line, seen = app.header, app.cursor_line, app.list_lines
        assert "Search" in header
        await app.press("q")
    async with running(tmp_path, size=size) as app:
        await app.until(lambda: app.list_lines == seen, "the search")
        assert (app.header, app.cursor_line) == (header, line)
        await app.press("escape")
        await app.see("Inbox · ")
        await app.on("Paper number 203")


async def test_filters_and_searches_on_one_another_come_back_in_their_order(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        await app.press("2", "j", "backslash")
        await app.write("votes>=4")
        await app.press("enter", "j", "j", "equals_sign")
        await app.see("Like “Paper number 3”")
        await app.press("backslash")
        await app.write("votes>=6")
        await app.press("enter", "j")
        await app.see("votes>=6 · ")
        header, titles = app.header, app.titles
        await app.press("q")
    async with running(tmp_path) as app:
        await app.until(lambda: app.header == header, header)
        assert app.titles == titles
        await app.press("escape")
        await app.see("Like “Paper number 3” · ")
        await app.press("escape")
        await app.see("All · \\ votes>=4")
        await app.on("Paper number 3")
        await app.press("escape")
        await app.see("All · 300 unread of 300")
        await app.on("Paper number 2")


async def test_keys_typed_before_the_search_is_there_are_for_what_it_finds(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("slash")
        await app.write('"number 12"')
        await app.press("enter")
        await app.see("Search · 1 found")
        await app.press("q")
    with PtyApp.paperfeed(tmp_path, PYTHONPATH=str(Path(__file__).parents[2])) as terminal:
        terminal.send("s")
        terminal.wait_for("starred “Paper number 12”", 30)


async def test_a_view_with_words_is_shown_without_another_before_it(tmp_path: Path) -> None:
    config = quiet(views={"twelve": '"number 12" OR "number 2"'})
    async with running(tmp_path, two_days(), config=config) as app:
        await app.press("4")
        await app.see("twelve · 2 unread of 2")
        await app.press("j", "q")
    async with running(tmp_path, config=config) as app:
        await app.see("twelve · 2 unread of 2")
        await app.on("Paper number 12")
        await app.press("escape")
        assert app.titles == ["Paper number 2", "Paper number 12"]


async def test_a_view_that_is_gone_gives_the_inbox(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(views={"few": "votes>8"})) as app:
        await app.press("4")
        await app.see("few · ")
        await app.press("q")
    async with running(tmp_path) as app:
        assert "Inbox · 5 unread of 5" in app.header
        assert app.status.strip().startswith("1 of 5")


async def test_a_paper_that_has_left_the_list_gives_its_neighbour(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j", "q")
    async with running(tmp_path) as app:
        await app.on("Paper number 2")
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (2, 3))))
    async with running(tmp_path) as app:
        await app.on("Paper number 11")
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (11, 12))))
    async with running(tmp_path) as app:
        await app.on("Paper number 1")


async def test_a_paper_that_got_another_id_is_found_by_the_one_it_had(tmp_path: Path) -> None:
    by_title = make_digest([make_paper(n, arxiv_id=None, title=f"Known by title {n}") for n in range(1, 4)])
    async with running(tmp_path, [by_title]) as app:
        await app.press("j", "q")
    named = [make_paper(n, title=f"Known by title {n}") for n in range(1, 4)]
    async with running(tmp_path, [make_digest(named)]) as app:
        await app.on("Known by title 2")
        assert app.entry(2).id == "arxiv:2503.00002"


async def test_the_inbox_of_another_day_begins_with_what_is_newest(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, long_days(), clock=clock) as app:
        await app.press(*"jjjj", "q")
    clock.forward(days=1)
    async with running(tmp_path, [make_digest([make_paper(900)], day=date(2025, 3, 15))], clock=clock) as app:
        await app.on("Paper number 900")
        assert app.cursor_y == 1
        await app.press("2", *"jj")
        await app.on("Paper number 2")
        await app.press("q")
    clock.forward(days=1)
    async with running(tmp_path, clock=clock) as app:
        assert "All · " in app.header
        await app.on("Paper number 2")


async def test_what_moved_since_the_last_look_is_kept_without_leaving(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j")
        await kept(app, lambda text: text.find("00002") in range(60))
        await app.press("G")
        await kept(app, lambda text: text.find("00012") in range(60))
        await app.press("slash")
        await app.write("paper")
        await app.press("enter")
        await kept(app, lambda text: '"text": "paper"' in text)


def test_a_program_that_was_killed_is_where_it_was(tmp_path: Path) -> None:
    with open_library(tmp_path, Clock()) as library:
        for digest in long_days():
            library.take_in(digest)
        library.indexing.take_waiting()
        here = {"PYTHONPATH": str(Path(__file__).parents[2])}
        with PtyApp.paperfeed(tmp_path, **here) as terminal:
            terminal.wait_for("Paper number 1 ", 30)
            terminal.send("]]" + "j" * 40)
            terminal.wait_until(lambda: '["arxiv:2503.00241"' in (library.place or ""), 30, "the place on disk")
            seen = terminal.display[1:-1]
            terminal.kill()
        with PtyApp.paperfeed(tmp_path, **here) as terminal:
            terminal.wait_for("Paper number 241", 30)
            terminal.settle(0.5)
            assert terminal.display[1:-1] == seen
            assert b"Paper number 1 " not in terminal.raw  # no other list before it


@pytest.mark.parametrize(
    "text", ["", "{", "[[[[", '{"view": 7}', '{"view": "all", "papers": [], "held": 1e999}', "\x00"]
)
async def test_a_place_that_is_damaged_is_passed_over(tmp_path: Path, text: str) -> None:
    with open_library(tmp_path, Clock()) as library:
        library.keep_place(text)
    async with running(tmp_path, two_days()) as app:
        await app.on("Paper number 1")
        assert "Inbox · 5 unread of 5" in app.header
        assert app.status.strip().startswith("1 of 5")
        await app.press("j")
        await kept(app, lambda now: now != text)


async def test_a_search_that_makes_no_sense_any_more_is_only_a_search(tmp_path: Path) -> None:
    fill(tmp_path, two_days())
    kinds: tuple[Kind, ...] = ("filter", "like", "search")
    asked = [Asked(kind, "like:gone in:nowhere ((", "a paper that is gone", Spot((77,), -4)) for kind in kinds]
    with open_library(tmp_path, Clock()) as library:
        library.keep_place(to_text(Place("inbox", Spot((77,), 900), tuple(asked), DAY), {77: "arxiv:2503.99999"}))
    async with running(tmp_path) as app:
        await app.see("Search · 0 found")
        await app.press("escape", "escape", "escape")
        await app.see("Inbox · 5 unread of 5")
        await app.on("Paper number 1")


async def test_a_window_that_is_smaller_now_shows_the_cursor(tmp_path: Path) -> None:
    async with running(tmp_path, long_days(), size=WIDE) as app:
        await app.press("pagedown", *"jjjjjjjjjj")
        line = app.cursor_line[-16:].strip()
        await app.press("q")
    async with running(tmp_path, size=(60, 12)) as app:
        await app.on(line)

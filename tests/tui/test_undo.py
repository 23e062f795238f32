"""What is said of an act, of taking it back and of doing it again; and where the cursor goes then."""

from pathlib import Path

import pytest
from tui.app_driver import MEDIUM, NARROW, WIDE, running, two_days

from paperfeed.marks import Act

SIZES = pytest.mark.parametrize("size", [WIDE, (110, 30), MEDIUM, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")


@SIZES
async def test_undo_says_what_it_took_back_and_what_comes_next(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("s", "j", "d", "t", *"moe", "enter")
        await app.see("tagged moe “Paper number 3”   z undo")
        await app.press("z")
        await app.see("undone: tagged moe “Paper number 3”   Z again · z next:")
        await app.press("z")
        await app.see("undone: dismissed “Paper number 2”   Z again · z next:")
        await app.on("Paper number 2")
        await app.press("z")
        await app.see("undone: starred “Paper number 1”   Z again")
        await app.see_no("z next")
        await app.press("z")
        await app.see("there is nothing to undo")
        await app.press("Z", "Z", "Z")
        await app.see("done again: tagged moe “Paper number 3”   z undo")
        assert app.numbers("is:starred") == [1]
        assert app.numbers("is:dismissed") == [2]
        assert app.numbers("tag:moe") == [3]


async def test_what_comes_next_is_named_where_there_is_room(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j", "r", "z")
        await app.see("undone: read “Paper number 2”   Z again · z next: starred “Paper number 1”")


async def test_an_undo_that_finds_everything_altered_since_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("m", *"one", "enter")
        await app.settled()
        row = app.entry(1).row
        app.library.apply(Act("note", (row,), "two", auto=True))
        await app.press("z")
        await app.see("noted “Paper number 1”: nothing to take back, later acts hold")
        assert app.entry(1).marks.note == "two"


async def test_undoing_a_batch_lets_all_of_it_in_and_keeps_the_cursor_on_its_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("asterisk", "a", "k", "e", "1")
        await app.see("Inbox empty.")
        await app.press("z")
        await app.see("undone: done: 5 papers   Z again", "Inbox · 5 unread of 5")
        await app.on("Paper number 1")
        await app.press("G", "Z")
        await app.see("done again: done: 5 papers   z undo", "Inbox · 5 papers")
        await app.on("Paper number 12")
        await app.press("z")
        await app.see("undone: done: 5 papers", "Inbox · 5 unread of 5")
        await app.on("Paper number 12")


async def test_an_act_of_the_command_line_is_taken_back_in_the_app(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("dismiss", tuple(app.entry(n).row for n in (2, 3))))
        await app.press("1")
        await app.see("Inbox · 3 unread of 3")
        await app.press("z")
        await app.see("undone: dismissed: 2 papers", "Inbox · 5 unread of 5")
        await app.on("Paper number 2")

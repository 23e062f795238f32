"""Leaving and opening again: what was done is there, and can still be taken back."""

from pathlib import Path

from tui.app_driver import running, two_days


async def test_marks_are_there_after_leaving_and_opening_again(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j", "r", "j", "e", "q")
    async with running(tmp_path) as app:
        await app.see("Inbox · 3 unread of 4", "3 Starred          1")
        assert app.titles == ["Paper number 1", "Paper number 2", "Paper number 11", "Paper number 12"]
        assert "★" in app.list_lines[1]
        assert "●" not in app.list_lines[2]


async def test_keys_pressed_just_before_leaving_are_not_lost(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("s", "j", "s", "j", "s", "q")
        await app.until(lambda: app.app._exit, "the end")
    async with running(tmp_path) as app:
        assert app.numbers("is:starred") == [1, 2, 3]


async def test_undo_works_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j", "e", "q")
    async with running(tmp_path) as app:
        await app.see("Inbox · 4")
        await app.press("z")
        await app.see("undone: done “Paper number 2”")
        await app.on("Paper number 2")
        await app.press("z")
        await app.see("undone: starred “Paper number 1”")
        assert app.numbers("is:inbox -is:starred") == [1, 2, 3, 11, 12]
    async with running(tmp_path) as app:
        await app.press("Z", "Z")
        await app.see("done again: done “Paper number 2”")
        assert app.numbers("is:starred") == [1]
        assert app.numbers("is:done") == [2]

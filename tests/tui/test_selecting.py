"""Papers selected one by one, in ranges and by what they are, and what is then done to all of them."""

from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, running, two_days

from paperfeed.marks import Act

SIZES = pytest.mark.parametrize("size", [WIDE, (110, 30), MEDIUM, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")


def selected(app: Driver) -> list[str]:
    """The titles of the lines that carry the sign of a selected paper."""
    return [line[11:].split("  ")[0] for line in app.list_lines if line[2:3] == "◆"]


def papers(*numbers: int) -> list[str]:
    return [f"Paper number {number}" for number in numbers]


@SIZES
async def test_x_selects_and_v_takes_in_all_up_to_the_cursor(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("x")
        await app.see("1 selected · 1 of 5")
        await app.on("Paper number 1")
        assert app.cursor_line[:3] == "▌●◆"
        await app.press("j", "j", "j", "v")
        await app.see("4 selected")
        assert selected(app) == papers(1, 2, 3, 11)
        await app.press("k", "x")
        await app.see("3 selected")
        assert selected(app) == papers(1, 2, 11)
        await app.press("s")
        await app.see("starred: 3 papers   z undo")
        assert app.numbers("is:starred") == [1, 2, 11]
        await app.on("Paper number 3")
        assert len(app.library.history()) == 1


async def test_v_without_an_anchor_makes_one(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("G", "v")
        await app.see("v again further on selects up to there", "1 selected")
        await app.press("k", "k", "v")
        await app.see("3 selected")
        assert selected(app) == papers(3, 11, 12)
        await app.press("k", "v")
        await app.see("4 selected")


@SIZES
@pytest.mark.parametrize(("key", "expected"), [("a", (1, 2, 3, 11, 12)), ("u", (1, 3, 11)), ("s", (2, 11)), ("n", ())])
async def test_all_none_the_unread_and_the_starred_ones_are_selected(
    tmp_path: Path, size: tuple[int, int], key: str, expected: tuple[int, ...]
) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        app.library.apply(Act("star", tuple(app.entry(n).row for n in (2, 11))))
        app.library.apply(Act("read", tuple(app.entry(n).row for n in (2, 12))))
        await app.press("1")
        await app.press("j", "j", "x", "asterisk", key)
        await app.until(lambda: selected(app) == papers(*expected), f"{expected} selected")
        await (app.see(f"{len(expected)} selected") if expected else app.see_no("selected"))


async def test_those_are_selected_that_a_query_finds(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("asterisk", "slash")
        await app.see("select:")
        await app.press("enter")
        await app.see("write a query")
        await app.write("on:2025-03-13 number")
        await app.press("enter")
        await app.see("2 selected")
        assert selected(app) == papers(11, 12)
        await app.press("asterisk", "slash", *"votes>100", "enter")
        await app.see("none of these papers is so")
        assert selected(app) == []
        await app.press("asterisk", "slash", *"is:nonsense", "enter")
        await app.until(lambda: "is:nonsense" in app.status, "what was odd about it")


async def test_papers_that_were_never_shown_are_selected_too(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([make_paper(n) for n in range(1, 701)])]) as app:
        app.library.apply(Act("star", tuple(app.entry(n).row for n in (5, 690))))
        app.type_ahead("asterisk", "s", "t", *"far", "enter")
        await app.until(lambda: app.numbers("tag:far") == [5, 690], "two tags")
        await app.see("tagged far: 2 papers")


@pytest.mark.parametrize(("key", "told"), [("e", "done"), ("d", "dismissed")])
async def test_what_leaves_is_no_longer_selected_and_the_cursor_goes_on(tmp_path: Path, key: str, told: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j", "x", "k", "k", "v", "home", key)
        await app.see(f"{told}: 2 papers   z undo")
        await app.on("Paper number 3")
        await app.see_no("selected")
        assert app.numbers("is:done") == [1, 2]


async def test_the_cursor_stays_where_its_own_paper_was_not_among_them(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("x", "j", "x", "j", "e")
        await app.see("done: 2 papers")
        await app.on("Paper number 3")
        await app.press("x", "G", "b", *"1w", "enter")
        await app.see("snoozed until Fri 21 Mar 2025 “Paper number 3”")
        await app.on("Paper number 12")


async def test_a_star_is_given_to_all_unless_all_have_one(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "asterisk", "a", "s")
        await app.see("starred: 4 papers")
        assert app.numbers("is:starred") == [1, 2, 3, 11, 12]
        await app.press("s")
        await app.see("unstarred: 5 papers", "5 selected")
        assert app.numbers("is:starred") == []
        await app.press("z")
        await app.see("undone: unstarred: 5 papers", "5 selected")


async def test_escape_selects_none_before_it_does_anything_else(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("slash", *"number", "enter")
        await app.see("Search · 5 found")
        await app.press("x", "j", "x")
        await app.see("2 selected")
        await app.press("escape")
        await app.see_no("2 selected")
        await app.see("Search · 5 found")
        await app.press("escape")
        await app.see("Inbox · 5 unread of 5")


async def test_a_selection_lasts_over_a_filter_which_it_is_not_acted_on_behind(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("x", "G", "x")
        await app.press("backslash", *"on:2025-03-14", "enter")
        await app.see("3 of 5", "2 selected, 1 here")
        assert selected(app) == papers(1)
        await app.press("s")
        await app.see("starred “Paper number 1”")
        await app.press("escape")
        await app.see_no("selected")
        await app.press("escape")
        await app.press("G", "x", "backslash", *"on:2025-03-14", "enter")
        await app.see("1 selected, 0 here")
        await app.press("e")
        await app.see("none of the 1 selected is here", "Esc selects none")
        assert app.numbers("is:done") == []
        app.screen.searching.leave()
        await app.see("1 selected · ")
        assert selected(app) == papers(12)


@pytest.mark.parametrize("keys", [("2",), ("g", "e"), ("slash", "n", "u", "m", "b", "e", "r", "enter")])
async def test_a_selection_ends_with_its_view(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("asterisk", "a")
        await app.see("5 selected")
        await app.press(*keys)
        await app.see_no("5 selected")
        await app.settled()
        assert selected(app) == []


async def test_a_selection_stays_when_papers_are_let_in(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("x", "j", "v")
        app.library.take_in(make_digest([make_paper(50)], day=date(2025, 3, 17)))
        app.library.apply(Act("done", (app.entry(2).row,)))
        app.screen.look_again()
        await app.see("Paper number 50", "1 selected")
        assert selected(app) == papers(1)


async def test_a_thousand_papers_are_one_act(tmp_path: Path) -> None:
    days = [make_digest([make_paper(n) for n in range(1, 1_001)])]
    async with running(tmp_path, days) as app:
        app.type_ahead("asterisk", "a", "e")
        await app.see("done: 1,000 papers   z undo", "Inbox · 1,000 papers", "nothing unread that way")
        assert app.numbers("is:inbox") == []
        assert len(app.library.history()) == 1
        await app.press("z")
        await app.see("undone: done: 1,000 papers   Z again", "Inbox · 1,000 unread of 1,000")
        assert len(app.numbers("is:inbox")) == 1_000


async def test_a_click_on_the_state_of_a_paper_selects_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.pilot.click("#list", offset=(1, 2))
        await app.see("1 selected")
        assert selected(app) == papers(2)
        await app.on("Paper number 1")
        await app.pilot.click("#list", offset=(2, 2))
        await app.see_no("1 selected")
        await app.pilot.click("#list", offset=(1, 4))
        await app.settled()
        assert selected(app) == []


async def test_what_is_folded_away_is_neither_selected_nor_marked_with_all_that_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("tab")
        await app.see("▸ Fri 14 Mar 2025")
        await app.press("asterisk", "a")
        await app.see("2 selected")
        await app.press("escape", "A")
        await app.see("read: 2 papers")
        assert app.numbers("is:read") == [11, 12]

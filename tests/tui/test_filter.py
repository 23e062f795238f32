"""Filters: what is shown, narrowed as one types; and searches and filters that stand on one another."""

from datetime import date
from pathlib import Path

from builders import make_digest, make_paper
from tui.app_driver import NARROW, Driver, running
from tui.test_search import searches_held

from paperfeed.marks import Act
from paperfeed.paper import Digest

FRIDAY = ("Routing of experts", "Pruning of experts", "Plain regression")
THURSDAY = ("Experts in routing", "Graphs of molecules")


def experts() -> list[Digest]:
    """Three papers on Friday (1 to 3), two on Thursday (11 and 12); three of the five are about experts."""
    told = [
        [make_paper(n, title=title, abstract=f"About {title}.") for n, title in enumerate(titles, first)]
        for first, titles in ((1, FRIDAY), (11, THURSDAY))
    ]
    return [make_digest(told[0]), make_digest(told[1], day=date(2025, 3, 13))]


def days(app: Driver) -> list[str]:
    return [line.split("─")[0].strip() for line in app.list_lines if "──" in line]


async def test_a_filter_narrows_the_view_in_its_own_order_as_one_types(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("exp")
        await app.see("Inbox · \\ exp · 3 of 5", "3 found")
        assert app.titles == ["Routing of experts", "Pruning of experts", "Experts in routing"]
        assert days(app) == ["Fri 14 Mar 2025", "Thu 13 Mar 2025"]
        assert " \\ exp" in app.lines[1]
        await app.write("erts routing")
        await app.see("Inbox · \\ experts routing · 2 of 5", "2 found")
        assert app.titles == ["Routing of experts", "Experts in routing"]


async def test_enter_keeps_the_filter_and_escape_takes_it_away(tmp_path: Path) -> None:
    async with running(tmp_path, experts(), size=NARROW) as app:
        await app.press("j", "j", "backslash")
        await app.write("experts")
        await app.press("enter")
        await app.see("Inbox · \\ experts · 3 of 5")
        assert "found" not in app.text
        await app.press("j", "s")
        await app.see("starred “Pruning of experts”")
        await app.press("escape")
        await app.see("Inbox · 5 unread of 5")
        await app.on("Plain regression")
        assert "★" in app.line_with("Pruning of experts")


async def test_escape_while_typing_a_filter_goes_back_to_the_same_line(tmp_path: Path) -> None:
    async with running(tmp_path, experts(), size=NARROW) as app:
        await app.press("G", "k")
        before = app.list_lines
        await app.press("backslash")
        await app.write("molecules")
        await app.see("1 of 5")
        await app.press("escape")
        await app.see("Inbox · 5 unread of 5")
        assert app.list_lines == before


async def test_another_backslash_goes_on_with_the_same_filter(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("experts")
        await app.press("enter")
        await app.see("3 of 5")
        await app.press("backslash")
        await app.see("3 found")
        await app.write(" pruning")
        await app.press("enter")
        await app.see("Inbox · \\ experts pruning · 1 of 5")
        await app.press("escape")
        await app.see("Inbox · 5 unread of 5")


async def test_a_filter_knows_the_whole_grammar(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.library.apply(Act("star", (app.entry(2).row, app.entry(12).row)))
        await app.press("backslash")
        await app.write("is:starred OR regression")
        await app.see("· 3 of 5")
        assert app.titles == ["Pruning of experts", "Plain regression", "Graphs of molecules"]


async def test_a_filter_holds_only_what_the_view_holds(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.library.apply(Act("done", (app.entry(2).row,)))
        app.library.apply(Act("star", (app.entry(11).row,)))
        await app.press("3")
        await app.see("Starred · 1 unread of 1")
        await app.press("backslash")
        await app.write("experts")
        await app.see("Starred · \\ experts · 1 of 1")
        assert app.titles == ["Experts in routing"]


async def test_a_filter_that_leaves_nothing_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("zebra")
        await app.see("Nothing found for zebra in Inbox", "Esc goes back", "Inbox · \\ zebra · 0 of 5")


async def test_a_search_from_a_filtered_view_searches_everything_and_goes_back_to_it(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.library.apply(Act("done", (app.entry(12).row,)))
        await app.press("1", "backslash")
        await app.write("experts")
        await app.press("enter", "j")
        await app.see("Inbox · \\ experts · 3 of 4")
        await app.press("slash")
        await app.write("molecules")
        await app.press("enter")
        await app.see("Search · 1 found · molecules", "Graphs of molecules")
        await app.press("escape")
        await app.see("Inbox · \\ experts · 3 of 4")
        await app.on("Pruning of experts")
        await app.press("escape")
        await app.see("Inbox · 4 unread of 4")
        await app.on("Routing of experts")


async def test_a_search_can_be_narrowed_too(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("slash")
        await app.write("experts")
        await app.press("enter", "backslash")
        await app.write("pruning")
        await app.press("enter")
        await app.see("Search · experts · \\ pruning · 1 of 3")
        assert app.titles == ["Pruning of experts"]
        await app.press("escape")
        await app.see("Search · 3 found · experts")
        await app.press("escape")
        await app.see("Inbox · 5 unread of 5")


async def test_a_view_key_leaves_the_filter_for_good(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("experts")
        await app.press("enter", "2")
        await app.see("All · 5 unread of 5")
        await app.press("escape")
        await app.settled()
        assert "All · 5 unread of 5" in app.header


async def test_the_view_stays_marked_in_the_sidebar_and_its_days_are_those_of_the_filter(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("molecules")
        await app.press("enter")
        await app.see("1 of 5")
        assert app.lines[1].startswith("▌1 Inbox")
        assert [line[1:23].split()[:3] for line in app.lines[8:10]] == [["Thu", "13", "Mar"], []]


async def test_new_papers_come_into_a_filtered_view_and_are_there_after_it(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("experts")
        await app.press("enter", "j")
        await app.on("Pruning of experts")
        new = [make_paper(21, title="Experts on call"), make_paper(22, title="Nothing of the kind")]
        app.library.take_in(make_digest(new, day=date(2025, 3, 15)))
        app.library.indexing.take_waiting()
        app.screen.look_again()
        await app.see("Experts on call", "\\ experts · 4 of 5")
        await app.on("Pruning of experts")
        assert "Nothing of the kind" not in app.text
        await app.press("escape")
        await app.see("Inbox · 7 unread of 7")
        await app.on("Routing of experts")


async def test_what_was_worked_on_under_a_filter_stays_until_it_is_left(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("is:unread")
        await app.press("enter", "e")
        await app.see("done “Routing of experts”")
        app.screen.look_again()
        await app.settled()
        assert app.line_with("Routing of experts").split()[0] == "✓"
        await app.press("z")
        await app.see("undone: done “Routing of experts”")
        await app.on("Routing of experts")
        assert app.numbers("is:done") == []


async def test_undo_under_a_filter_brings_back_a_paper_that_had_left_it(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("e", "1", "backslash")
        await app.write("experts")
        await app.press("enter")
        await app.see("Inbox · \\ experts · 2 of 4")
        await app.press("z")
        await app.on("Routing of experts")
        await app.see("undone: done “Routing of experts”", "· 3 of 4")


async def test_keys_typed_ahead_of_a_filter_act_on_what_it_leaves(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.type_ahead("backslash", *"molecules", "enter", "s")
        await app.until(lambda: app.numbers("is:starred") == [12], "the found paper starred")


async def test_a_filter_typed_while_searches_are_slow_leaves_the_old_list_standing(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        with searches_held(app):
            await app.write("experts")
            await app.pilot.pause(0.1)
            assert "Inbox · 5 unread of 5" in app.header
            assert "…" in app.lines[1]
            assert len(app.titles) == 5
        await app.see("3 found")


async def test_an_unread_paper_of_a_filtered_view_is_the_next_unread(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("backslash")
        await app.write("experts")
        await app.press("enter", "r", "n", "n")
        await app.on("Experts in routing")

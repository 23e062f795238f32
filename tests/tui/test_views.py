"""Searches kept as views: named, opened by a key, counted, renamed, forgotten; and those of the settings."""

import random
import re
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from tui.app_driver import NARROW, WIDE, Driver, quiet, running, two_days
from tui.test_filter import days, experts

from paperfeed.marks import Act
from paperfeed.views import SavedView


def sidebar(app: Driver) -> list[list[str]]:
    """The words of the lines between the fixed views and the days: of the saved views."""
    region = app.screen.sidebar.region
    lines = [line[1 : region.width - 1] for line in app.lines[region.y : region.bottom]][7:]
    groups = "\n".join(lines).split("─" * 20)
    return [line.split() for line in groups[0].splitlines() if line.strip()]


async def save_search(app: Driver, text: str) -> None:
    """Searches for a text and keeps it as a view, with the name that is offered."""
    await app.press("slash")
    await app.write(text)
    await app.press("enter", "S")
    await app.see(" name: ")
    await app.press("enter")
    await app.see("saved as ")


async def test_a_search_becomes_a_view_with_a_key_and_a_count(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("slash")
        await app.write("experts is:unread")
        await app.press("enter", "S")
        await app.see(" name: experts is unread")
        for _ in range(10):
            await app.press("backspace")
        await app.press("enter")
        await app.see("saved as 4 · “experts”")
        await app.see("Search · 3 found")
        await app.until(lambda: sidebar(app) == [["4", "experts", "3"]], "the view in the sidebar")
        assert app.library.kept.views() == [SavedView("experts", "experts is:unread")]
        await app.press("escape", "4")
        await app.see("experts · 3 unread of 3")
        assert days(app) == ["Fri 14 Mar 2025", "Thu 13 Mar 2025"]
        assert app.titles == ["Routing of experts", "Pruning of experts", "Experts in routing"]


async def test_a_saved_view_is_there_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "graphs")
        await app.press("q")
    async with running(tmp_path) as app:
        await app.until(lambda: sidebar(app) == [["4", "graphs", "1"]], "the view in the sidebar")
        await app.press("4")
        await app.on("Graphs of molecules")


async def test_a_saved_view_behaves_like_any_view(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "experts is:unread")
        await app.press("4", "j", "r")
        await app.see("read “Pruning of experts”", "2 unread of 3")
        app.library.take_in(make_digest([make_paper(31, title="Experts again")]))
        app.library.indexing.take_waiting()
        app.screen.look_again()
        await app.see("Experts again")
        assert "Pruning of experts" in app.titles
        await app.on("Pruning of experts")
        await app.press("1", "4")
        await app.see("experts is unread · 3 unread of 3")
        assert "Pruning of experts" not in app.titles
        await app.press("z")
        await app.see("undone: read “Pruning of experts”")
        await app.on("Pruning of experts")


async def test_the_count_of_a_saved_view_follows_what_is_read(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "experts")
        await app.until(lambda: sidebar(app) == [["4", "experts", "3"]], "the count")
        await app.press("r")
        await app.until(lambda: sidebar(app) == [["4", "experts", "2"]], "one less")


async def test_a_filter_is_kept_with_its_view(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.library.apply(Act("star", (app.entry(2).row, app.entry(12).row)))
        await app.press("3", "backslash")
        await app.write("experts")
        await app.press("enter", "S")
        await app.see(" name: experts")
        await app.press("enter")
        await app.see("saved as 4 · “experts”")
        assert app.library.kept.views() == [SavedView("experts", "is:starred experts")]
        await app.press("4")
        await app.see("experts · 1 unread of 1")
        assert app.titles == ["Pruning of experts"]


async def test_saving_under_a_name_that_is_there_replaces_the_query_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "graphs")
        await app.press("escape", "slash")
        await app.write("regression")
        await app.press("enter", "S", "ctrl+u")
        await app.write("Graphs")
        await app.press("enter")
        await app.see("replaced “Graphs”")
        await app.press("4")
        await app.on("Plain regression")
        assert app.library.kept.views() == [SavedView("Graphs", "regression")]


@pytest.mark.parametrize(
    ("name", "told"),
    [("inbox", "“inbox” is always there: take another name"), ("a/b", "a view's name has letters, digits")],
)
async def test_a_name_that_cannot_be_is_told_and_stays_to_be_altered(tmp_path: Path, name: str, told: str) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "S", "ctrl+u")
        await app.write(name)
        await app.press("enter")
        await app.see(told, f" name: {name}")
        await app.press("escape")
        await app.see_no(told, " name: ")
        await app.press("S", "ctrl+u")
        await app.write("mine")
        await app.press("enter")
        await app.see("saved as 4 · “mine”")


async def test_escape_leaves_the_name_and_the_search_stands(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "S", "escape")
        await app.see("Search · 1 found · graphs")
        await app.see_no(" name: ")
        await app.press("s")
        await app.see("starred “Graphs of molecules”")
        assert app.library.kept.views() == []


async def test_without_a_name_nothing_is_saved(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "S", "ctrl+u", "enter")
        await app.see("without a name nothing was saved", "Search · 1 found")
        assert app.library.kept.views() == []


async def test_a_whole_view_can_be_made_ahead_of_the_screen(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.type_ahead("slash", *"graphs", "enter", "S", "enter", "escape", "j", "s")
        await app.until(lambda: app.numbers("is:starred") == [2], "the second paper starred")
        assert app.library.kept.views() == [SavedView("graphs", "graphs")]


async def test_a_saved_view_gets_another_name(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "graphs")
        await app.press("4", "S")
        await app.see(" name: graphs")
        await app.write(" 2")
        await app.press("enter")
        await app.see("“graphs” is called “graphs 2” now", "graphs 2 · 1 unread of 1")
        await app.until(lambda: sidebar(app) == [["4", "graphs", "2", "1"]], "the new name, with its count")
        assert app.screen.sidebar.view == "graphs 2"
        await app.press("1", "4")
        await app.see("graphs 2 · 1 unread of 1")


async def test_an_emptied_name_forgets_the_view_and_its_query_comes_back_with_the_arrow_key(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "graphs")
        await app.press("4", "S", "ctrl+u", "enter")
        await app.see("forgot “graphs”", "/ and ↑ bring its query back", "Inbox · 5 unread of 5")
        assert app.library.kept.views() == []
        assert "4 graphs" not in app.text
        await app.press("slash", "up")
        await app.see(" / graphs", "Search · 1 found")


async def test_s_outside_of_a_search_says_what_it_is_for(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("S")
        await app.see("S keeps a search as a view: / searches")


@pytest.mark.parametrize("key", ["4", "9"])
async def test_a_key_without_a_view_says_how_one_is_made(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press(key)
        await app.see(f"there is no view {key} yet", "S keeps a search as one")
        assert "Inbox · " in app.header


async def test_views_of_the_settings_come_first_and_are_changed_there(tmp_path: Path) -> None:
    config = quiet(views={"graphs": "graphs"}, origin={"view.graphs": "config.toml"})
    async with running(tmp_path, experts(), config=config) as app:
        await save_search(app, "regression")
        await app.until(lambda: sidebar(app) == [["4", "graphs", "1"], ["5", "regression", "1"]], "both views")
        await app.press("4")
        await app.on("Graphs of molecules")
        await app.press("S")
        await app.see("“graphs” is written in config.toml: it is changed there")
        await app.press("5")
        await app.on("Plain regression")


async def test_the_first_six_views_have_keys_and_a_click_opens_any(tmp_path: Path) -> None:
    config = quiet(views={f"view {n}": f"votes={n}" for n in range(4, 12)})
    async with running(tmp_path, [make_digest(6)], config=config) as app:
        shown = [line[0] for line in sidebar(app)]
        assert shown == ["4", "5", "6", "7", "8", "9", "view", "view"]
        await app.press("9")
        await app.see("view 9 · 1 unread of 1")
        await app.pilot.click("#sidebar", offset=(4, 6 + 1 + 6))
        await app.see("view 10 · 1 unread of 1")


async def test_the_palette_calls_a_key_by_the_name_of_its_view(tmp_path: Path) -> None:
    async with running(tmp_path, experts(), config=quiet(views={"molecules": "graphs"})) as app:
        await app.press("colon")
        await app.see("Search for commands")
        await app.write("molecules")
        await app.see("molecules   4")
        await app.press("enter")
        await app.on("Graphs of molecules")


async def test_a_view_that_another_program_dropped_is_told_and_the_inbox_shown(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        await save_search(app, "graphs")
        app.library.kept.forget("graphs")
        await app.press("4")
        await app.see("no view is called “graphs”", "Inbox · 5 unread of 5")


async def test_a_view_that_another_program_saved_comes_with_the_next_count(tmp_path: Path) -> None:
    async with running(tmp_path, experts()) as app:
        app.library.kept.save("mine", "regression")
        await app.press("r")
        await app.until(lambda: sidebar(app) == [["4", "mine", "1"]], "the view in the sidebar")


async def test_a_saved_view_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, experts(), config=quiet(views={"zebras": "zebra"})) as app:
        await app.press("4")
        await app.see("Nothing in “zebras”.", "/ searches")


async def test_a_long_name_is_cut_in_the_sidebar_and_whole_in_the_header(tmp_path: Path) -> None:
    name = "論文" * 10 + " and letters"
    async with running(tmp_path, experts(), config=quiet(views={name: "experts"})) as app:
        await app.until(lambda: re.search(r" 4 論文論文論文論… +3 +│", app.lines[8]), "the name cut before the count")
        await app.press("4")
        await app.see(f"{name} · 3 unread of 3")


async def test_many_views_leave_room_for_the_days(tmp_path: Path) -> None:
    config = quiet(views={f"view {n}": "" for n in range(60)})
    async with running(tmp_path, two_days(), config=config) as app:
        await app.see(" Fri 14 Mar 2025")
        assert len(sidebar(app)) < 25
        app.screen.look("view 59")
        await app.until(lambda: ["view", "59", "5"] in sidebar(app), "the view that is shown in sight")


async def test_a_small_window_has_the_keys_too(tmp_path: Path) -> None:
    async with running(tmp_path, experts(), size=NARROW) as app:
        await save_search(app, "graphs")
        await app.press("escape", "4")
        await app.see("graphs · 1 unread of 1")


KEYS = (
    *("slash", "backslash", "equals_sign", "S", "enter", "escape", "escape"),
    *("up", "down", "tab", "backspace", "ctrl+u", "space", "1", "2", "4", "5"),
    *"jksrezx",
)
WORDS = ("experts", "graphs", "zebra")


@pytest.mark.parametrize("seed", range(3))
async def test_escape_leads_back_from_wherever_keys_lead(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with running(tmp_path, experts(), size=chance.choice([WIDE, NARROW])) as app:
        for _ in range(25):
            for key in chance.choices((*KEYS, *WORDS), k=4):
                app.type_ahead(*(key if key in WORDS else [key]))
            if chance.random() < 0.6:
                await app.settled()
        await app.settled()
        for _ in range(len(app.screen.searching.steps) + 3):
            await app.press("escape")
            await app.settled()
        assert app.screen.searching.steps == []
        await app.press("1")
        inbox = app.library.look(app.library.view("inbox")).rows
        await app.until(lambda: app.screen.list.rows == inbox, "the inbox as it is on disk")
        counts = app.library.counts()
        await app.until(lambda: counts.items() <= app.screen.sidebar.counts.items(), "the counts as they are on disk")

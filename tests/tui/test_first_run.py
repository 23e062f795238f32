"""The first minutes: an empty library, with a network, without one, and with the samples."""

from pathlib import Path

import pytest
from sources.server import FeedServer, api_item
from tui.app_driver import MEDIUM, NARROW, WIDE, fetching, quiet, running

FRIDAY, THURSDAY = "2025-03-14", "2025-03-13"


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_an_empty_library_says_what_to_press(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size=size) as app:
        await app.see(
            "Welcome to paperfeed", "R  fetch the last days", "D  open the sample digests", "q  quit", "?  help"
        )


async def test_the_papers_appear_as_they_come(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1), api_item(2)], THURSDAY: [api_item(3)]}) as server:
        server.fail("stall", match=THURSDAY, times=1)
        async with running(tmp_path, config=fetching(server.url, days=2, refresh_at_start=True)) as app:
            await app.see("fetching", "Paper number 1", "Paper number 2")
            assert "Paper number 3" not in app.text
            assert "Welcome" not in app.text
            await app.press("s")
            await app.see("starred “Paper number 1”")


async def test_while_it_fetches_an_empty_library_says_so(tmp_path: Path) -> None:
    with FeedServer() as server:
        server.fail("stall")
        async with running(tmp_path, config=fetching(server.url, refresh_at_start=True)) as app:
            await app.see("Welcome to paperfeed.", "fetching", "The papers appear here as they come.")


async def test_all_days_are_there_in_the_end(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1), api_item(2)], THURSDAY: [api_item(3)]}) as server:
        async with running(tmp_path, config=fetching(server.url, refresh_at_start=True)) as app:
            await app.see("3 new papers", "Paper number 3", "Inbox · 3 unread of 3", "Thu 13 Mar 2025")
            await app.on("Paper number 1")
            assert "Fri 14 Mar 2025" in app.list_lines[0]


async def test_a_server_that_refuses_is_told_in_a_sentence_and_r_tries_again(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        server.fail("status", 500)
        async with running(tmp_path, config=fetching(server.url, refresh_at_start=True)) as app:
            await app.see("huggingface: HTTP 500", "R  fetch the last days", "D  open the sample digests")
            server.heal()
            await app.press("R")
            await app.on("Paper number 1")
            assert app.numbers("") == [1]


async def test_days_without_papers_are_no_blank_screen(tmp_path: Path) -> None:
    with FeedServer() as server:
        async with running(tmp_path, config=fetching(server.url, refresh_at_start=True)) as app:
            await app.see("There are no papers yet.", "The last 3 days brought no papers.", "R  fetch", "nothing new")


async def test_offline_says_so_and_opens_the_samples_on_one_key(tmp_path: Path) -> None:
    async with running(tmp_path, config=quiet(refresh_at_start=True, offline=True)) as app:
        await app.see("Offline, as asked: nothing is fetched.", "D  open the sample digests")
        await app.press("R")
        await app.see("offline, as asked: nothing is fetched")
        await app.press("D")
        assert app.app.return_value == "demo"


async def test_the_samples_are_for_an_empty_library(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        async with running(tmp_path, config=fetching(server.url, refresh_at_start=True)) as app:
            await app.see("1 new paper")
            await app.settled()
            await app.press("D")
            await app.see("the samples are for an empty library")
            assert app.app.return_value is None


async def test_every_key_is_harmless_without_papers(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        app.type_ahead(*"jkGnp[]lsrezZJKoy", "space", "enter", "escape", "pagedown", "pageup", "g", "g")
        await app.settled()
        await app.see("Welcome to paperfeed")
        for view in ("2", "3", "1"):
            await app.press(view)
        await app.see("Welcome to paperfeed")


async def test_settings_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    async with running(tmp_path, problems=("config.toml:3: screen.theme is none of dark, light",)) as app:
        await app.see("config.toml:3: screen.theme is none of dark, light")


async def test_of_several_wrong_settings_the_status_line_says_where_they_are_listed(tmp_path: Path) -> None:
    problems = tuple(f"{tmp_path}/config/config.toml:{line}: keys.star: “e” is taken" for line in (3, 4))
    async with running(tmp_path, problems=problems) as app:
        await app.see(
            "2 mistakes in the settings, listed by `paperfeed config`: config.toml:3: keys.star: “e” is taken"
        )

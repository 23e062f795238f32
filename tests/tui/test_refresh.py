"""Fetching while one reads: nothing jumps, and what came or failed is said."""

import socket
import time
from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from sources.server import FeedServer, api_item
from tui.app_driver import MEDIUM, NARROW, WIDE, fetching, running, two_days

FRIDAY, THURSDAY, WEDNESDAY = "2025-03-14", "2025-03-13", "2025-03-12"
OLD = make_digest([make_paper(n) for n in range(101, 201)], day=date(2025, 3, 13))


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
@pytest.mark.parametrize("steps", [0, 1, 15, 60])
async def test_new_papers_move_neither_the_cursor_nor_the_screen(
    tmp_path: Path, size: tuple[int, int], steps: int
) -> None:
    with FeedServer({FRIDAY: [api_item(n) for n in range(1, 21)]}) as server:
        async with running(tmp_path, [OLD], config=fetching(server.url), size=size) as app:
            app.type_ahead(*["j"] * steps)
            title = f"Paper number {101 + steps}"
            await app.on(title)
            y = app.cursor_y
            await app.press("R")
            await app.see("20 new papers", "Inbox · 120 unread of 120")
            await app.on(title)
            assert app.cursor_y == y
            await app.press("g", "g")
            await app.on("Paper number 1")


async def test_a_mistake_in_the_settings_is_read_before_what_the_refresh_brought(tmp_path: Path) -> None:
    told = "config.toml:3: keys.star: “q” is taken by quit"
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        config = fetching(server.url, refresh_at_start=True)
        async with running(tmp_path, [OLD], config=config, problems=(told,)) as app:
            await app.see("Inbox · 101 unread of 101")
            assert told in app.status
            await app.see("1 new paper")


async def test_the_cursor_stays_in_sight_when_a_list_outgrows_the_screen(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(n) for n in range(1, 91)]}) as server:
        async with running(tmp_path, two_days(), config=fetching(server.url)) as app:
            await app.press("G")
            await app.on("Paper number 12")
            await app.press("R")
            await app.see("85 new papers")
            await app.on("Paper number 12")


async def test_papers_that_join_the_day_one_reads_move_nothing(tmp_path: Path) -> None:
    more = [api_item(n, upvotes=500 + n) for n in range(1, 8)]
    with FeedServer({THURSDAY: [*more, *(api_item(n) for n in range(101, 201))]}) as server:
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("j", "j", "j")
            title, y = app.cursor_line[11:], app.cursor_y
            await app.press("R")
            await app.see("7 new papers", "Inbox · 107 unread of 107")
            await app.on(title)
            assert app.cursor_y == y


async def test_what_one_worked_on_stays_in_sight_when_new_papers_come(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("e", "s", "R")
            await app.see("1 new paper", "Inbox · 100 unread of 101")
            assert any(line.split()[:1] == ["✓"] and line.endswith("Paper number 101") for line in app.list_lines)
            await app.on("Paper number 102")
            await app.press("1")
            await app.see("Inbox · 100")


async def test_a_search_kept_open_over_a_refresh_stays(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("slash")
            await app.write('"number 120"')
            await app.press("enter")
            await app.see("Search · 1 found")
            await app.press("R")
            await app.see("1 new paper")
            assert app.titles == ["Paper number 120"]
            await app.press("escape")
            await app.see("Inbox · 101 unread of 101")
            await app.on("Paper number 101")


async def test_what_came_is_put_into_the_index_beside_the_reading(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(n) for n in range(1, 4)]}) as server:
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("R")
            await app.see("3 new papers")
            await app.until(lambda: app.library.indexing.waits() == 0, "the index")
            assert app.library.indexing.count() == 103


async def test_the_progress_is_seen(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        server.fail("stall", match=WEDNESDAY)
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("R")
            await app.see("fetching huggingface 2 of 3 days")
            await app.press("j")
            await app.on("Paper number 102")


async def test_nothing_new_is_said_too(tmp_path: Path) -> None:
    with FeedServer() as server:
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("R")
            await app.see("nothing new", "huggingface: ")
            assert "failed" not in app.text


async def test_a_day_that_fails_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1), api_item(2)], WEDNESDAY: [api_item(3)]}) as server:
        server.fail("status", 503, match=THURSDAY)
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("R")
            await app.see("huggingface: HTTP 503", THURSDAY, "3 new papers", "R tries again")
            assert app.numbers("on:2025-03-14") == [1, 2]
            assert app.numbers("on:2025-03-12") == [3]
            server.heal()
            server.days[THURSDAY] = [api_item(4)]
            await app.press("R")
            await app.see("1 new paper")
            await app.see_no("HTTP 503", "failed")


async def test_no_network_says_that_what_was_here_is_here(tmp_path: Path) -> None:
    port = closed_port()
    async with running(tmp_path, [OLD], config=fetching(f"http://127.0.0.1:{port}")) as app:
        await app.press("R")
        await app.see(f"cannot connect to 127.0.0.1:{port}", "what was here is here", "R tries again")
        await app.on("Paper number 101")


async def test_a_second_refresh_while_one_goes_on_asks_nobody_twice(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        server.fail("slow", 0.3)
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            app.type_ahead("R", "R")
            await app.until(lambda: server.requests, "a request")
            await app.press("R")
            await app.see("a refresh is going on already")
            await app.see("1 new paper")
            await app.settled()
            assert sorted(path.partition("date=")[2][:10] for path, _, _ in server.requests) == [
                WEDNESDAY,
                THURSDAY,
                FRIDAY,
            ]


async def test_a_refresh_at_the_start_comes_by_itself(tmp_path: Path) -> None:
    with FeedServer({FRIDAY: [api_item(1)]}) as server:
        async with running(tmp_path, two_days(), config=fetching(server.url, refresh_at_start=True)) as app:
            await app.until(lambda: len(server.requests) >= 3, "requests")
            await app.see("nothing new")


async def test_marks_set_while_a_refresh_goes_on_are_kept(tmp_path: Path) -> None:
    with FeedServer({THURSDAY: [api_item(n, title=f"Renamed {n}") for n in range(101, 201)]}) as server:
        server.fail("slow", 0.2)
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            app.type_ahead("R", "s", "j", "s", "j", "e")
            await app.see("nothing new")
            await app.see("Renamed 101")
            assert app.numbers("is:starred") == [101, 102]
            assert app.numbers("is:done") == [103]


@pytest.mark.parametrize("fault", ["drip", "stall"])
async def test_quitting_does_not_wait_for_a_slow_server(tmp_path: Path, fault: str) -> None:
    with FeedServer() as server:
        server.fail(fault, 0.05)
        async with running(tmp_path, [OLD], config=fetching(server.url)) as app:
            await app.press("R")
            await app.until(lambda: server.requests, "a request")
            await app.press("s")
            began = time.monotonic()
            await app.press("q")
        assert time.monotonic() - began < 5
    async with running(tmp_path) as app:
        assert app.numbers("is:starred") == [101]

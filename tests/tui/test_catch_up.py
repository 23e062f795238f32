"""Catching up after an absence: what is offered, why, and the rest in one stroke that can be taken back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper
from tui.app_driver import NARROW, WIDE, Driver, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.paper import Digest, Listed
from paperfeed.render import entry_json
from paperfeed.tui.cards_screen import CardsScreen
from paperfeed.tui.catch_up_screen import CatchUpScreen
from paperfeed.tui.keys import ACTIONS, CATCH_UP

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
MONDAY = date(2025, 3, 3)


def digests(days: int = 9, papers: int = 14) -> list[Digest]:
    """Days since Monday 3 March; on each, the paper with the highest number has the most votes."""
    found = []
    for day in range(days):
        items = [Listed(make_paper(day * papers + n), n * (day + 1)) for n in range(1, papers + 1)]
        captured = datetime(2025, 3, 3, 6, tzinfo=UTC) + timedelta(day)
        found.append(make_digest(items, MONDAY + timedelta(day), captured=captured))
    return found


async def after_absence(app: Driver) -> None:
    """One act on Monday, 3 March; now it is the 14th."""
    app.clock.now = datetime(2025, 3, 3, 12, tzinfo=UTC)
    app.library.apply(Act("done", (app.entry(1).row,)))
    app.clock.now = datetime(2025, 3, 14, 12, tzinfo=UTC)


def everything(app: Driver) -> list[dict[str, object]]:
    """What `list --json` prints."""
    return [entry_json(one) for one in app.library.entries(app.library.look(app.library.parse("")).rows)]


def best(app: Driver) -> list[int]:
    """The numbers of the papers that are offered, in their order, as far as they are on the screen."""
    return [int(line.rpartition(" ")[2]) for line in app.lines if "Paper number" in line and "“" not in line]


async def open_it(app: Driver) -> None:
    await app.press("g", "c")
    await app.until(lambda: isinstance(app.app.screen, CatchUpScreen), "the offer")
    await app.see("Since ")


@SIZES
async def test_the_best_since_the_last_visit_are_offered_with_their_reasons(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, digests(), size=size) as app:
        await after_absence(app)
        before = everything(app)
        await open_it(app)
        assert app.header.strip() == "Since Mon 3 Mar 2025: 125 papers on 9 days · 10 min · the best 40"
        assert best(app)[0] == 126
        await app.see("126 votes")
        assert app.lines[1].startswith("▌")
        assert all(told in app.lines[-2] for told in ("Enter reads", "e rest done", "+ more", "Esc list"))
        await app.press("j", "G", "k", "home", "pagedown", "escape")
        await app.see("Inbox · 126 unread")
        assert everything(app) == before
        assert len(app.library.history()) == 1


async def test_minutes_and_days_are_changed_by_keys(tmp_path: Path) -> None:
    async with running(tmp_path, digests()) as app:
        await after_absence(app)
        await open_it(app)
        await app.press("minus")
        await app.see("125 papers on 9 days · 5 min · the best 20")
        await app.press("plus", "plus")
        await app.see("15 min · the best 60")
        await app.press("left_square_bracket")
        await app.see("Since Tue 4 Mar 2025: 112 papers on 8 days")
        app.type_ahead(*["right_square_bracket"] * 3)
        await app.see("Since Sat 1 Mar 2025: 125 papers on 9 days")
        app.type_ahead(*["minus"] * 5)
        await app.see("2 min is as short as it gets", "2 min · the best 8")
        app.type_ahead(*["left_square_bracket"] * 20)
        await app.see("today is the least", "Since Fri 14 Mar 2025: nothing waits", "] looks further back")
        await app.press("e")
        await app.see("there are no others on these days")
        await app.press("enter")
        await app.see("Nothing waits on these days.")
        assert len(app.library.history()) == 1


async def test_what_was_starred_is_a_reason(tmp_path: Path) -> None:
    starred = [make_paper(900 + n, title=f"Video diffusion, part {chr(65 + n)}") for n in range(6)]
    like = make_paper(950, title="Diffusion of video in time")
    waits = [Listed(make_paper(n, title=f"Subject {chr(65 + n)} of its own"), 1) for n in range(1, 25)]
    older = make_digest(starred, date(2025, 1, 2))
    async with running(tmp_path, [older, make_digest([*waits, Listed(like, 1)])]) as app:
        app.library.apply(Act("star", tuple(app.entry(900 + n).row for n in range(6))))
        app.library.apply(Act("done", tuple(app.entry(900 + n).row for n in range(6))))
        await open_it(app)
        assert "Diffusion of video in time" in app.lines[1]
        assert app.lines[2].strip("▌ ") == "1 vote · like what you starred: diffusion, video"


@SIZES
async def test_the_rest_is_done_in_one_stroke_and_taken_back_in_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, digests(), size=size) as app:
        await after_absence(app)
        before = everything(app)
        await open_it(app)
        await app.press("minus", "minus")
        await app.see("2 min · the best 8")
        chosen = best(app)[:8]
        await app.press("e")
        await app.see("done: 117 papers   z undo")
        assert sorted(app.numbers("is:inbox")) == sorted(chosen)
        assert len(app.library.history()) == 2
        await app.press("z")
        await app.see("undone: done: 117 papers")
        assert everything(app) == before
        await app.press("Z")
        await app.see("done again: done: 117 papers")
        await app.press("escape")
        await app.see("Inbox · 8 unread of 8", "done: 117 papers")
        await app.press("z")
        await app.see("Inbox · 125 unread")
        assert everything(app) == before


async def test_exactly_what_was_offered_is_marked_not_what_came_since(tmp_path: Path) -> None:
    async with running(tmp_path, digests()) as app:
        await after_absence(app)
        await open_it(app)
        app.library.take_in(make_digest([make_paper(n) for n in range(801, 811)], date(2025, 3, 13)))
        await app.press("e")
        await app.see("done: 85 papers")
        waits = app.numbers("is:inbox")
        assert len(waits) == 50
        assert set(range(801, 811)) <= set(waits)


@SIZES
async def test_the_chosen_are_read_as_cards_and_stay_chosen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, digests(), size=size, config=quiet(read_after=0.1)) as app:
        await after_absence(app)
        await open_it(app)
        chosen = best(app)[:4]
        await app.press("j", "enter")
        await app.until(lambda: isinstance(app.app.screen, CardsScreen), "the cards")
        await app.see("Since Mon 3 Mar 2025", "2 of 40", f"What paper {chosen[1]} says")
        await app.until(lambda: app.entry(chosen[1]).marks.read, "the paper read")
        await app.press("j")
        await app.see(f"What paper {chosen[2]} says")
        await app.press("s")
        await app.see(f"What paper {chosen[3]} says")
        await app.press("escape")
        await app.until(lambda: isinstance(app.app.screen, CatchUpScreen), "the offer again")
        assert f"Paper number {chosen[3]}" in next(line for line in app.lines if line.startswith("▌"))
        assert "★" in next(line for line in app.lines if line.endswith(f"Paper number {chosen[2]}"))
        await app.press("plus")
        await app.see("15 min · the best 60")
        await app.press("e")
        await app.see("done: 65 papers")
        assert set(chosen) <= set(app.numbers("is:inbox"))
        assert app.numbers("is:starred") == [chosen[2]]


async def test_keys_typed_ahead_are_for_the_offer_the_cards_and_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, digests()) as app:
        await after_absence(app)
        app.type_ahead("g", "c", "minus", "enter", "d", "s", "escape", "e", "escape", "s")
        await app.until(lambda: len(app.library.history()) == 5, "what was typed")
        await app.settled()
        labels = [act.label.partition(" ")[0] for act in reversed(app.library.history())]
        assert labels == ["done", "dismissed", "starred", "done:", "starred"]
        assert "done: 105 papers" in [act.label for act in app.library.history()]
        assert len(app.numbers("is:dismissed")) == 1


async def test_after_an_absence_the_status_line_offers_it_quietly(tmp_path: Path) -> None:
    clock = Clock(datetime(2025, 3, 3, 12, tzinfo=UTC))
    async with running(tmp_path, digests(days=1), clock=clock) as app:
        app.library.apply(Act("star", (app.entry(1).row,)))
    clock.now = datetime(2025, 3, 15, 12, tzinfo=UTC)
    async with running(tmp_path, digests(), clock=clock) as app:
        assert app.status.startswith(" 12 days away, 126 papers wait   g c catches up")
        await app.press("s")
        await app.see("starred")
    async with running(tmp_path, clock=clock) as app:
        assert "days away" not in app.text


async def test_where_little_waits_nothing_is_offered_and_g_c_opens_it_all_the_same(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, two_days(), clock=clock) as app:
        app.library.apply(Act("star", (app.entry(1).row,)))
    clock.forward(days=12)
    async with running(tmp_path, clock=clock) as app:
        assert "days away" not in app.text
        await open_it(app)
        await app.see("Since Fri 14 Mar 2025: 3 papers on 1 day · 10 min · all 3")
        await app.press("x")
        await app.see("x does nothing here")


async def test_the_window_may_change_while_an_offer_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path, digests()) as app:
        await after_absence(app)
        await open_it(app)
        await app.press("end")
        await app.until(lambda: any(line.startswith("▌") for line in app.lines), "the cursor")
        last = best(app)[-1]
        await app.pilot.resize_terminal(*NARROW)
        await app.until(lambda: best(app)[-1:] == [last], "the last paper in sight")
        await app.pilot.resize_terminal(19, 4)
        await app.see("too small")
        await app.pilot.resize_terminal(*WIDE)
        await app.press("home")
        await app.until(lambda: "Paper number 126" in app.lines[1], "the first paper")


async def test_a_click_chooses_and_opens(tmp_path: Path) -> None:
    async with running(tmp_path, digests()) as app:
        await after_absence(app)
        await open_it(app)
        second = best(app)[1]
        await app.pilot.click("#chosen", offset=(10, 2))
        await app.until(lambda: app.lines[3].startswith("▌"), "the second paper")
        await app.pilot.click("#chosen", offset=(10, 3))
        await app.see(f"What paper {second} says", "2 of 40")
        await app.pilot.click("#keys", offset=(app.lines[-2].index("Esc list"), 0))
        await app.until(lambda: isinstance(app.app.screen, CatchUpScreen), "the offer again")
        await app.pilot.click("#keys", offset=(app.lines[-2].index("- fewer"), 0))
        await app.see("5 min · the best 20")


def test_every_key_of_catching_up_does_something() -> None:
    names = [action.name.removeprefix(f"{CATCH_UP}_") for action in ACTIONS if action.scope == CATCH_UP]
    assert names
    assert all(callable(getattr(CatchUpScreen, name)) for name in names)

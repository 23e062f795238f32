"""The timeline: what was done when, and each of its keys, on the screen and on disk."""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper, open_library
from test_cli_views import paperfeed
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, fill, quiet, running, two_days

from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.tui.keys import ACTIONS, TIMELINE
from paperfeed.tui.timeline_jobs import AT_FIRST
from paperfeed.tui.timeline_screen import TimelineScreen


def acts(app: Driver) -> list[str]:
    """The lines of the timeline's list: the cursor's mark, the time, what was done, how it stands."""
    screen = app.app.screen
    assert isinstance(screen, TimelineScreen), f"the timeline is not open:\n{app.text}"
    region = screen.acts.region
    strips = app.app.screen._compositor.render_strips(app.app.size)[region.y : region.bottom]
    cut = [strip.crop(region.x, region.x + screen.acts.scrollable_content_region.width) for strip in strips]
    lines = [" ".join("".join(segment.text for segment in strip).split()) for strip in cut]
    return [line for line in lines if line]


def labels(app: Driver) -> list[str]:
    """What was done, from the top, without headings: the label and whether it is undone."""
    lines = [line.removeprefix("▌") for line in acts(app) if "──" not in line]
    return [line.partition(" ")[2].removesuffix(" 1 paper") for line in lines]


def labels_alone(app: Driver) -> list[str]:
    """The lines of the acts without how many papers there were."""
    lines = [line for line in acts(app) if "──" not in line]
    return [re.sub(r" \d+ papers?$", "", line) for line in lines]


async def opened(app: Driver, *texts: str) -> None:
    await app.press("g", "h")
    await app.see("Timeline · ", *texts)
    await app.settled()


def mark(library: Library, clock: Clock, verb: str, *numbers: int, auto: bool = False) -> int:
    """An act a minute after the one before; its number."""
    clock.forward(minutes=1)
    rows = tuple(library.row_of(f"arxiv:2503.{number:05d}") for number in numbers)
    return library.apply(Act(verb, rows, auto=auto)).number


async def test_the_timeline_says_what_was_done_when_under_the_days(tmp_path: Path) -> None:
    clock = Clock(datetime(2025, 3, 11, 12, tzinfo=UTC))
    fill(tmp_path, two_days(), clock)
    with open_library(tmp_path, clock) as library:
        mark(library, clock, "star", 1)
        clock.forward(days=2)
        mark(library, clock, "read", 2, auto=True)
        clock.forward(days=1)
        mark(library, clock, "done", 1, 2, 3)
        library.undo()
    async with running(tmp_path, clock=clock) as app:
        await opened(app, "Timeline · 3 acts")
        lines = acts(app)
        assert [line.split(" ─")[0] for line in lines if "──" in line] == ["Today", "Yesterday", "Tue 11 Mar 2025"]
        assert [line.split()[-2:] for line in lines if "──" in line] == [["1", "act"]] * 3
        assert [line.lstrip("▌")[2] for line in lines if "──" not in line] == [":"] * 3
        assert labels(app) == [
            "done: 3 papers undone 3 papers",
            "read “Paper number 2” by itself",
            "starred “Paper number 1”",
        ]
        await app.press("j", "j")
        await app.until(lambda: acts(app)[-1].startswith("▌"), "the cursor on the oldest act")


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_papers_of_the_act_under_the_cursor_stand_beside_or_below(
    tmp_path: Path, clock: Clock, size: tuple[int, int]
) -> None:
    async with running(tmp_path, two_days(), clock=clock, size=size) as app:
        mark(app.library, clock, "star", 11, 1)
        mark(app.library, clock, "read", 2)
        await opened(app, "starred: 2 papers", "Paper number 2")
        pane = app.app.screen.query_one("#act-papers").region
        await app.press("j")
        await app.see("Paper number 11")
        below = [line[pane.x :] for line in app.lines[pane.y : pane.bottom]]
        assert [line.strip(" │") for line in below if line.strip(" │─")] == [
            "2 papers",
            "Paper number 1",
            "Paper number 11",
        ]


async def test_papers_for_which_there_is_no_room_are_counted(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, [make_digest(90)], clock=clock, size=NARROW) as app:
        mark(app.library, clock, "star", *range(1, 91))
        await opened(app, "90 papers", "Paper number 1", "… and 86 more")
        assert "Paper number 5" not in app.text


async def test_z_takes_back_the_act_under_the_cursor_and_no_later_one(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        await app.press("s", "j", "r", "j", "e")
        await app.settled()
        await opened(app, "done “Paper number 3”")
        await app.press("j", "j", "z")
        await app.see("taken back: starred “Paper number 1”")
        await app.until(lambda: labels(app)[2] == "starred “Paper number 1” undone", "the act undone")
        assert app.numbers("is:starred") == []
        assert app.numbers("is:read") == [2]
        assert app.numbers("is:done") == [3]
        await app.press("z")
        await app.see("it is taken back already")
        await app.press("Z")
        await app.see("done again: starred “Paper number 1”")
        await app.until(lambda: labels(app)[2] == "starred “Paper number 1”", "the act standing")
        assert app.numbers("is:starred") == [1]
        await app.press("Z")
        await app.see("it stands")
        await app.press("escape")
        await app.see("Inbox · ")
        assert "★" in app.list_lines[1]


async def test_what_later_acts_altered_stays_and_this_is_said(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "star", 1, 2, 3)
        mark(app.library, clock, "unstar", 2)
        mark(app.library, clock, "star", 2)
        await opened(app, "starred: 3 papers")
        await app.press("G", "z")
        await app.see("taken back on 2 of 3 papers: 1 was marked again later")
        assert app.numbers("is:starred") == [2]


async def test_a_paper_comes_back_into_the_list_behind(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        await app.press("j", "e", "k", "k", "s", "1")
        await app.see("Inbox · 4")
        await app.see_no("Paper number 2")
        await opened(app, "done “Paper number 2”")
        await app.press("j", "z")
        await app.see("taken back: done “Paper number 2”")
        await app.press("q")
        await app.see("Inbox · 5 unread of 5", "Paper number 2")
        assert app.titles[:3] == ["Paper number 1", "Paper number 2", "Paper number 3"]
        assert "★" in app.list_lines[1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_all_since_an_act_is_taken_back_after_a_yes(tmp_path: Path, clock: Clock, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), clock=clock, size=size) as app:
        mark(app.library, clock, "star", 1)
        mark(app.library, clock, "read", 2)
        mark(app.library, clock, "read", 12, auto=True)
        mark(app.library, clock, "done", 3, 11)
        await opened(app, "starred “Paper number 1”")
        await app.press("j", "j", "U")
        await app.see("take back 3 acts since ", "(1 by paperfeed itself)?", "y n")
        await app.press("n")
        await app.see("nothing was taken back")
        assert app.numbers("is:done") == [3, 11]
        await app.press("U", "escape")
        await app.see("nothing was taken back")
        app.type_ahead("U", "y")
        await app.see("3 acts taken back")
        await app.until(lambda: sum("undone" in line for line in labels(app)) == 3, "three acts undone")
        assert app.numbers("is:inbox is:unread") == [1, 2, 3, 11, 12]
        assert app.numbers("is:starred") == [1]
        await app.press("U")
        await app.see("all since then is taken back already")
        await app.press("q", "Z")
        await app.see("done again: read “Paper number 2”")


async def test_a_hides_and_shows_what_paperfeed_did_by_itself(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "star", 1)
        mark(app.library, clock, "read", 2, auto=True)
        await opened(app, "Timeline · 2 acts", "by itself")
        await app.press("a")
        await app.see("Timeline · 1 act · without what paperfeed did by itself")
        await app.until(lambda: labels(app) == ["starred “Paper number 1”"], "one act")
        await app.press("a")
        await app.see("Timeline · 2 acts")
        assert acts(app)[2].startswith("▌")


async def test_enter_goes_to_the_acts_paper_in_the_list(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "done", 2)
        mark(app.library, clock, "star", 11, 3)
        await opened(app, "done “Paper number 2”")
        await app.press("enter")
        await app.on("Paper number 3")
        await app.see("Inbox · ")
        await app.press("1")
        await app.see("Inbox · 4")
        await app.press("g", "h")
        await app.see("Timeline · 2 acts")
        await app.press("j", "l")
        await app.see("All · ")
        await app.on("Paper number 2")


async def test_the_list_is_walked_as_the_inbox_is(tmp_path: Path, clock: Clock) -> None:
    fill(tmp_path, [make_digest(10)], clock)
    with open_library(tmp_path, clock) as library:
        for step in range(300):
            mark(library, clock, "unstar" if step // 10 % 2 else "star", step % 10 + 1)
    async with running(tmp_path, clock=clock, size=NARROW) as app:
        await opened(app, "Timeline · 300 acts")

        def here() -> str:
            [line] = [line for line in acts(app) if line.startswith("▌")]
            return line[1:6]

        def before(minutes: int) -> str:
            return datetime.fromtimestamp(clock.now.timestamp() - 60 * minutes).astimezone().strftime("%H:%M")

        assert here() == before(0)
        for keys, minutes in ((("G",), 299), (("g", "g"), 0), (("j", "j", "k"), 1), (("end", "up"), 298)):
            await app.press(*keys)
            await app.until(lambda minutes=minutes: here() == before(minutes), f"the act of {minutes} minutes ago")
            await app.until(lambda: "…”" not in app.text and " … " not in app.text, "all acts from disk")
        await app.press("home", "pagedown")
        step = app.app.screen.acts.page_step
        assert here() == before(step)
        await app.press("pageup")
        assert here() == before(0)
        assert "Today" in acts(app)[0]


async def test_the_oldest_act_is_gone_to_even_before_all_are_counted(tmp_path: Path, clock: Clock) -> None:
    fill(tmp_path, [make_digest(10)], clock)
    with open_library(tmp_path, clock) as library:
        for step in range(2 * AT_FIRST):
            mark(library, clock, "unstar" if step // 10 % 2 else "star", step % 10 + 1)
    async with running(tmp_path, clock=clock) as app:
        app.type_ahead("g", "h", "G", "z")
        await app.see("taken back, and nothing is other than before: its paper was marked again later")
        await app.settled()
        assert [act.number for act in app.library.history() if act.undone] == [1]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_pressed_the_timeline_shows_what_is_on_disk(tmp_path: Path, clock: Clock, seed: int) -> None:
    chance = random.Random(seed)
    async with running(tmp_path, two_days(), clock=clock, size=chance.choice([WIDE, MEDIUM, NARROW])) as app:
        rows = app.library.look(app.library.parse("")).rows
        before = app.library.entries(rows)
        for _ in range(12):
            some = chance.sample([1, 2, 3, 11, 12], chance.randint(1, 3))
            mark(app.library, clock, chance.choice(["star", "unstar", "read", "done", "undone", "dismiss"]), *some)
        await opened(app)
        keys = ["j", "k", "z", "Z", "a", "U", "y", "n", "g", "G", "pagedown", "pageup", "x", "left"]
        await app.press(*chance.choices(keys, k=60))
        await app.settled()
        screen = app.app.screen
        assert isinstance(screen, TimelineScreen)
        done = app.library.done(app.library.timeline(screen.with_auto).numbers)
        await app.until(
            lambda: [line.endswith("undone") for line in labels_alone(app)] == [act.undone for act in done],
            "what is on disk",
        )
        await app.press("n", "G", "U", "y")
        await app.settled()
        assert app.library.entries(rows) == before
        await app.press("q")
        await app.see("Inbox · 5 unread of 5")


async def test_keys_typed_ahead_are_meant_for_the_timeline(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "star", 1)
        mark(app.library, clock, "read", 2)
        app.type_ahead("g", "h", "j", "z", "q", "s")
        await app.until(lambda: app.numbers("is:starred") == [1] and len(app.library.history()) == 3, "the last star")
        assert [act.undone for act in app.library.history()] == [False, False, True]


async def test_a_click_goes_to_an_act_and_another_one_to_its_paper(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "star", 2)
        mark(app.library, clock, "read", 3)
        await opened(app, "starred “Paper number 2”")
        await app.pilot.click("#acts", offset=(10, 2))
        await app.until(lambda: acts(app)[2].startswith("▌"), "the cursor on the act")
        await app.pilot.click("#acts", offset=(10, 2))
        await app.on("Paper number 2")


async def test_nobody_reads_the_paper_behind_the_timeline(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.3)) as app:
        await opened(app)
        assert not app.screen.is_current
        await app.press("z", "a", "a")
        await app.pilot.pause(0.6)
        await app.settled()
        assert app.numbers("is:read") == []
        await app.press("q")
        await app.until(lambda: app.numbers("is:read") == [1], "paper 1 read")


async def test_nothing_done_is_said_and_every_key_is_harmless(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await opened(app, "Timeline · 0 acts", "Nothing was done yet.")
        for action in ACTIONS:
            if action.scope == TIMELINE and action.name not in ("timeline_close", "timeline_help"):
                await app.press(*action.keys[0].split(" "))
        await app.settled()
        await app.press("x")
        await app.see("x does nothing here")
        await app.press("question_mark")
        await app.see("the next paper")
        await app.press("x", "escape")
        await app.see("Inbox · 5 unread of 5")
        assert app.library.history() == []


async def test_acts_of_the_command_line_and_of_earlier_days_can_be_taken_back(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "q")
    assert paperfeed(tmp_path, "mark", "read", "arxiv:2503.00012")[0] == 0
    async with running(tmp_path) as app:
        await opened(app, "Timeline · 2 acts", "read “Paper number 12”")
        await app.press("j", "z")
        await app.see("taken back: starred “Paper number 1”")
        assert app.numbers("is:starred") == []
        assert app.numbers("is:read") == [12]
    assert paperfeed(tmp_path, "history")[1].splitlines()[1].endswith("starred “Paper number 1” (undone)")


async def test_labels_are_shown_as_they_are_and_safely(tmp_path: Path, clock: Clock) -> None:
    odd = "[bold]red[/] \x1b]0;x\x07 大规模语言模型 and more of it"
    async with running(tmp_path, [make_digest([make_paper(1, title=odd)])], clock=clock, size=NARROW) as app:
        app.library.apply(Act("tag", (app.entry(1).row,), "[/nothing]"))
        await opened(app, "tagged [/nothing] “[bold]red[/]")
        assert "\x1b" not in app.text


async def test_a_window_too_small_says_so_and_loses_nothing(tmp_path: Path, clock: Clock) -> None:
    async with running(tmp_path, two_days(), clock=clock) as app:
        mark(app.library, clock, "star", 1)
        await opened(app, "starred “Paper number 1”")
        await app.pilot.resize_terminal(18, 4)
        await app.see("too small")
        await app.pilot.resize_terminal(80, 24)
        await app.see("starred “Paper number 1”", "Timeline · 1 act")

"""Papers that sleep until a day or until something happens, and how they come back."""

from datetime import date
from pathlib import Path

import pytest
from builders import Clock, make_digest, make_paper
from tui.app_driver import MEDIUM, NARROW, WIDE, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.tui import inbox_screen

SIZES = pytest.mark.parametrize("size", [WIDE, (110, 30), MEDIUM, NARROW], ids=lambda size: f"{size[0]}x{size[1]}")
AFTER = date(2025, 3, 20)


@SIZES
async def test_what_cannot_be_read_is_answered_with_what_can_and_the_line_stays(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("b")
        await app.see("snooze until:", "tomorrow, monday")
        await app.write("yesterday")
        await app.press("enter")
        await app.see("write tomorrow, mon, 3d, 2w, 2m, 2025-12-01, code, version, comment, 50 votes")
        await app.see("snooze until: yesterday")
        assert app.numbers("is:snoozed") == []
        await app.press("ctrl+u", *"mon", "tab", "enter")
        await app.see("snoozed until Mon 17 Mar 2025 “Paper")
        await app.on("Paper number 2")
        assert app.entry(1).marks.snoozed == "2025-03-17"


@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        ("code", "code", "it has code"),
        ("50 votes", "votes>=50", "it has 50 votes"),
        ("2 apr", "2025-04-02", "Wed 2 Apr"),
    ],
)
async def test_a_paper_sleeps_until_a_day_or_until_something_happens(
    tmp_path: Path, text: str, kept: str, told: str
) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("b", *("space" if char == " " else char for char in text), "enter")
        await app.see(f"snoozed until {told}")
        assert app.entry(1).marks.snoozed == kept
        await app.press("g", "b")
        await app.see("Snoozed · 1 unread of 1", f"until {told}", "snoozed until")
        assert app.line_with("Paper number 1").split()[:3] == ["▌z", "10", "Paper"]


async def test_now_wakes_a_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("snooze", (app.entry(1).row,), "2025-04-01"))
        await app.press("g", "b")
        await app.see("until Tue 1 Apr 2025")
        await app.press("b", *"now", "enter")
        await app.see("awake again “Paper number 1”   z undo")
        assert app.numbers("is:inbox") == [1, 2, 3, 11, 12]
        await app.on("Paper number 1")


async def test_the_snoozed_view_says_how_one_gets_there(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("g", "b")
        await app.see("Nothing is snoozed.", "b lets the paper under the cursor sleep")


@SIZES
async def test_a_paper_comes_back_unread_with_the_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = Clock()
    async with running(tmp_path, two_days(), size=size, clock=clock) as app:
        await app.press("r", "b", *"code", "enter", "b", *"1w", "enter")
        await app.see("snoozed until Fri 21 Mar 2025")
        await app.press("q")
    clock.forward(days=8)
    coded = make_paper(1, github_url="https://github.com/a/b")
    async with running(tmp_path, [make_digest([coded], day=AFTER)], size=size, clock=clock) as app:
        await app.see("Inbox · 5 unread of 5")
        for number, why in ((1, "it has code now"), (2, "snoozed until Fri 21 Mar 2025")):
            [line] = [line for line in app.list_lines if f"  Paper number {number} " in f"{line} "]
            assert line.lstrip("▌").split()[0] == "◉"
            if size != (110, 30):
                assert line.endswith(f"back: {why}")
        if size == NARROW:
            await app.press("enter")
        await app.see("back: it has code now")
        assert app.numbers("is:woken is:unread") == [1, 2]


async def test_a_long_title_keeps_its_beginning_beside_the_reason(tmp_path: Path) -> None:
    long = make_paper(1, title="A title that is so long that it has to give way to what is said of it at the end")
    async with running(tmp_path, [make_digest([long])], size=NARROW) as app:
        await app.press("b", *"1w", "enter")
        await app.see("until Fri 21 Mar 2025")
        [line] = [line for line in app.list_lines if line.endswith("   until Fri 21 Mar 2025")]
        assert line[2:].lstrip().startswith("10  A title that is so long")
        await app.pilot.resize_terminal(40, 12)
        await app.see_no("until Fri 21 Mar 2025", "z undo")


async def test_what_is_due_comes_back_when_the_day_changes_under_an_open_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_screen, "DAY_PAUSE", 0.05)
    async with running(tmp_path, two_days()) as app:
        await app.press("b", *"tomorrow", "enter")
        await app.see("snoozed until")
        await app.press("1")
        await app.see("Inbox · 4 unread of 4")
        before = len(app.library.history())
        await app.pilot.pause(0.2)
        assert len(app.library.history()) == before
        app.clock.forward(days=1)
        await app.see("Inbox · 5 unread of 5", "awake again “Paper number 1”")
        await app.on("Paper number 2")
        assert app.numbers("is:woken") == [1]


async def test_a_paper_that_sleeps_again_or_is_done_with_is_no_longer_back(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, two_days(), config=quiet(), clock=clock) as app:
        app.library.apply(Act("snooze", tuple(app.entry(n).row for n in (1, 2)), "2025-03-15"))
        clock.forward(days=2)
        app.screen.mind_the_day()
        await app.see("awake again: 2 papers")
        assert app.numbers("is:woken") == [1, 2]
        await app.press("home", "e", "b", *"1w", "enter")
        await app.see("snoozed until Sun 23 Mar 2025 “Paper number 2”")
        assert app.numbers("is:woken") == []

"""The sidebar: the views that are always there, tags, the mouse, and the keys that go where it points."""

from datetime import timedelta
from pathlib import Path

import pytest
from builders import DAY, make_digest, make_paper, open_library
from textual import events
from tui.app_driver import NARROW, WIDE, Driver, fill, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.views import SavedView

ODD = ('50% "best" (of)', "two  blanks", "x:y", "論文", "-minus", "OR", "a'b", "Ünder_score")


def groups(app: Driver) -> list[list[str]]:
    """What stands in the sidebar, group by group, each line with single blanks."""
    region = app.screen.sidebar.region
    lines = [
        " ".join(line[: region.width - 1].removeprefix("▌").split()) for line in app.lines[region.y : region.bottom]
    ]
    found: list[list[str]] = [[]]
    for line in filter(None, lines):
        if set(line) == {"─"}:
            found.append([])
        else:
            found[-1].append(line)
    return found


def tag(app: Driver, name: str, *numbers: int) -> None:
    app.library.apply(Act("tag", tuple(app.entry(n).row for n in numbers), name))


async def test_it_shows_the_views_tags_saved_views_and_days_with_what_is_unread(tmp_path: Path) -> None:
    fill(tmp_path, two_days())
    with open_library(tmp_path) as library:
        library.apply(Act("tag", (1, 2), "later"))
        library.apply(Act("tag", (1, 2, 4), "moe"))
        library.apply(Act("read", (1,)))
        library.apply(Act("star", (1, 5)))
    async with running(tmp_path, config=quiet(views={"mine": "number"})) as app:
        await app.until(
            lambda: (
                groups(app)
                == [
                    ["1 Inbox 4", "Today 2", "2 All 5", "3 Starred 2", "Snoozed", "Done"],
                    ["#moe 2", "#later 1"],
                    ["4 mine 4"],
                    ["Fri 14 Mar 2025 2", "Thu 13 Mar 2"],
                ]
            ),
            "the sidebar",
        )


@pytest.mark.parametrize("size", [WIDE, (110, 30), NARROW])
async def test_g_t_opens_what_was_listed_today(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("e", "g", "t")
        await app.see("Today · 3 unread of 3")
        assert app.titles == ["Paper number 1", "Paper number 2", "Paper number 3"]
        app.clock.forward(days=1)
        await app.press("1", "g", "t")
        await app.see("Nothing was listed today yet.")


async def test_a_click_on_a_tag_opens_its_papers_and_they_can_be_narrowed_and_kept(tmp_path: Path) -> None:
    fill(tmp_path, two_days())
    async with running(tmp_path) as app:
        tag(app, "to read", 1, 3, 11)
        await app.press("r")
        await app.until(lambda: groups(app)[1] == ["#to read 2"], "the tag")
        await app.pilot.click("#sidebar", offset=(5, 7))
        await app.see("#to read · 2 unread of 3")
        assert app.titles == ["Paper number 1", "Paper number 3", "Paper number 11"]
        await app.press("backslash")
        await app.write("is:unread")
        await app.press("enter")
        await app.see("#to read · \\ is:unread · 2 of 3")
        await app.press("escape", "S")
        await app.see(" name: to read")
        await app.press("enter")
        await app.see("saved as 4 · “to read”")
        assert app.library.kept.views() == [SavedView("to read", 'tag:"to read"')]
        await app.press("4")
        await app.see("to read · 2 unread of 3")


async def test_capital_t_lets_one_choose_a_tag_and_tab_takes_the_one_most_used(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("T")
        await app.see("nothing is tagged yet")
        tag(app, "moe", 1)
        tag(app, "later", 2, 3)
        await app.press("r")
        await app.until(lambda: groups(app)[1] == ["#later 2", "#moe"], "the tags")
        await app.press("T")
        await app.see(" / tag:")
        await app.press("tab", "enter")
        await app.see("Search · 2 found · tag:later")
        assert app.titles == ["Paper number 2", "Paper number 3"]
        await app.press("escape", "T", "m", "tab", "enter")
        await app.see("Search · 1 found · tag:moe")


async def test_a_tag_of_any_text_is_a_view(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        for number, name in zip((1, 2, 3, 11, 12, 1, 2, 3), ODD, strict=True):
            tag(app, name, number)
        await app.press("r", "u")
        await app.until(lambda: len(groups(app)[1]) == len(ODD), "all tags")
        for number, name in zip((1, 2, 3, 11, 12, 1, 2, 3), ODD, strict=True):
            app.screen.look(f"tag:{name}")
            await app.see(f"#{' '.join(name.split())} · 1 unread of 1")
            assert app.titles == [f"Paper number {number}"]
        app.screen.look(f"tag:{ODD[0]}")
        await app.settled()
        await app.press("S")
        await app.see("no search can name this tag")


async def test_a_tag_without_papers_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        tag(app, "moe", 1)
        app.screen.look("tag:moe")
        await app.see("#moe · 1 unread of 1")
        app.library.apply(Act("untag", (app.entry(1).row,), "moe"))
        app.screen.look("tag:moe")
        await app.see("Nothing in “#moe”.")


async def test_the_tags_that_are_used_most_leave_room_for_the_days(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        for number in range(20):
            tag(app, f"tag {number:02}", 1, *([2] if number > 4 else []))
        await app.press("r")
        await app.until(lambda: len(groups(app)[1]) == 12, "twelve tags")
        assert groups(app)[1][0].startswith("#tag 05")
        await app.pilot.resize_terminal(110, 24)
        await app.until(lambda: groups(app)[-1][-1].startswith("Thu 13 Mar"), "the days")
        assert len(groups(app)[1]) == 5


def wheel(app: Driver, y: int, down: bool = True) -> None:
    """Turns the wheel over a line of the sidebar."""
    kind = events.MouseScrollDown if down else events.MouseScrollUp
    sidebar = app.screen.sidebar
    x, line = sidebar.region.x + 4, sidebar.region.y + y
    app.app.post_message(kind(sidebar, x, line, 0, 0, 0, False, False, False, screen_x=x, screen_y=line))


async def test_the_wheel_goes_through_the_days_and_a_click_goes_to_one(tmp_path: Path) -> None:
    digests = [make_digest([make_paper(n)], day=DAY - timedelta(n)) for n in range(60)]
    async with running(tmp_path, digests) as app:
        first = groups(app)[1]
        assert first[0].startswith("Fri 14 Mar 2025")
        wheel(app, 20)
        wheel(app, 2)
        await app.until(lambda: groups(app)[1][0].startswith("Wed 12 Mar"), "two days further")
        assert app.screen.list.cursor == 0
        await app.pilot.click("#sidebar", offset=(5, 7))
        await app.on("Paper number 2")
        await app.until(lambda: groups(app)[1] == first, "the day of the cursor in sight")
        for _ in range(200):
            wheel(app, 20)
        await app.until(lambda: groups(app)[1][-1].startswith("Tue 14 Jan"), "the last day")
        wheel(app, 20, down=False)
        await app.until(lambda: groups(app)[1][-1].startswith("Wed 15 Jan"), "one back")


async def test_the_wheel_goes_through_the_group_below_the_mouse(tmp_path: Path) -> None:
    config = quiet(views={f"view {n:02}": "" for n in range(60)})
    async with running(tmp_path, two_days(), config=config) as app:
        await app.until(lambda: groups(app)[1][0].startswith("4 view 00"), "the views")
        wheel(app, 10)
        await app.until(lambda: groups(app)[1][0].startswith("5 view 01"), "one further")
        assert groups(app)[2][0].startswith("Fri 14 Mar")
        await app.pilot.click("#sidebar", offset=(5, 7))
        await app.see("view 01 · 5 unread of 5")

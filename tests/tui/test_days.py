"""Days as boxes in the running app: their progress, folding by hand and by itself, late arrivals, going to a day."""

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import DAY, Clock, make_digest, make_paper
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, fill, running, two_days

from paperfeed.marks import Act
from paperfeed.paper import Digest

SIZES = pytest.mark.parametrize("size", [WIDE, (110, 30), NARROW])


def many_days(days: int = 4, papers: int = 20) -> list[Digest]:
    """Days of so many papers: 1 to 20 on Friday, 101 to 120 on Thursday, and so on."""
    return [
        make_digest([make_paper(100 * number + n) for n in range(1, papers + 1)], day=DAY - timedelta(number))
        for number in range(days)
    ]


async def folds(app: Driver, *headings: str) -> None:
    """Waits until these are the headings, or what a narrow list has room for of them."""
    if app.screen.list.size.width < 45:
        headings = tuple(
            re.sub(r"\d+ papers · (?=\d)", "", re.sub(r"(\d of \d+) · .*", r"\1", one)) for one in headings
        )
    await app.until(lambda: app.headings == list(headings), f"the headings {headings}")


# How far one is


@SIZES
async def test_a_heading_says_how_many_of_the_days_papers_one_is_through_with(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, two_days(6, 3), size=size) as app:
        await folds(app, "▾ Fri 14 Mar 2025 | 6 papers · 6 unread", "▾ Thu 13 Mar 2025 | 3 papers · 3 unread")
        await app.press("r", "j", "e")
        await folds(app, "▾ Fri 14 Mar 2025 | 2 of 6 · 4 unread", "▾ Thu 13 Mar 2025 | 3 papers · 3 unread")
        assert "━" in app.list_lines[0]
        assert "━" not in app.list_lines[7]
        await app.press("z", "z")
        await folds(app, "▾ Fri 14 Mar 2025 | 6 papers · 6 unread", "▾ Thu 13 Mar 2025 | 3 papers · 3 unread")


async def test_what_was_done_before_counts_though_it_is_in_the_inbox_no_more(tmp_path: Path) -> None:
    fill(tmp_path, two_days(6, 3))
    async with running(tmp_path) as app:
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (1, 2, 3))))
        app.library.apply(Act("snooze", (app.entry(4).row,), "2025-03-20"))
        await app.press("1")
        await folds(app, "▾ Fri 14 Mar 2025 | 4 of 6 · 2 unread", "▾ Thu 13 Mar 2025 | 3 papers · 3 unread")
        assert app.titles[:2] == ["Paper number 5", "Paper number 6"]


async def test_a_day_all_of_which_is_read_is_done_and_does_not_fold(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(2, 2)) as app:
        await app.press("r", "j", "r", "j")
        await app.on("Paper number 11")
        await folds(app, "▾ Fri 14 Mar 2025 | done", "▾ Thu 13 Mar 2025 | 2 papers · 2 unread")
        assert "Paper number 1" in app.titles


async def test_other_views_and_filters_show_the_heading_without_progress(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(3, 2)) as app:
        await app.press("r", "2")
        await app.see("All · 4 unread of 5")
        await folds(app, "Fri 14 Mar 2025 | 3 papers · 2 unread", "Thu 13 Mar 2025 | 2 papers · 2 unread")
        await app.press("1", "backslash")
        await app.write("is:unread")
        await app.press("enter")
        await folds(app, "Fri 14 Mar 2025 | 2 papers · 2 unread", "Thu 13 Mar 2025 | 2 papers · 2 unread")
        await app.press("escape")
        await folds(app, "▾ Fri 14 Mar 2025 | 1 of 3 · 2 unread", "▾ Thu 13 Mar 2025 | 2 papers · 2 unread")


async def test_a_narrow_window_shortens_what_a_heading_says(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(1, 58), size=NARROW) as app:
        for _ in range(3):
            await app.press("r", "j")
        await folds(app, "▾ Fri 14 Mar 2025 | 3 of 58 · 55 unread")
        await app.pilot.resize_terminal(40, 24)
        await folds(app, "▾ Fri 14 Mar 2025 | 3 of 58")
        await app.pilot.resize_terminal(24, 24)
        await folds(app, "▾ 14 Mar 25 | 3/58")


# Folding by hand


@SIZES
async def test_tab_folds_the_day_of_the_cursor_and_unfolds_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("j", "tab")
        await folds(app, "▸ Fri 14 Mar 2025 | 3 papers · 3 unread", "▾ Thu 13 Mar 2025 | 2 papers · 2 unread")
        assert app.titles == ["Paper number 11", "Paper number 12"]
        assert "▸ Fri 14 Mar 2025" in app.cursor_line
        await app.press("tab")
        await folds(app, "▾ Fri 14 Mar 2025 | 3 papers · 3 unread", "▾ Thu 13 Mar 2025 | 2 papers · 2 unread")
        await app.on("Paper number 1")


async def test_the_keys_of_the_cursor_take_a_folded_day_as_one_line(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(3, 3)) as app:
        await app.press("right_square_bracket", "tab", "g", "g")
        await app.on("Paper number 1")
        await app.press("j", "j", "j")
        assert "▸ Thu 13 Mar 2025" in app.cursor_line
        await app.press("j")
        await app.on("Paper number 201")
        await app.press("k")
        assert "▸ Thu 13 Mar 2025" in app.cursor_line
        await app.press("k")
        await app.on("Paper number 3")
        await app.press("right_square_bracket")
        assert "▸ Thu 13 Mar 2025" in app.cursor_line
        await app.press("right_square_bracket")
        await app.on("Paper number 201")
        await app.press("left_square_bracket", "left_square_bracket")
        await app.on("Paper number 1")
        await app.press("G", "tab")
        assert "▸ Wed 12 Mar 2025" in app.cursor_line
        await app.press("pageup")
        await app.on("Paper number 1")
        await app.press("pagedown")
        assert "▸ Wed 12 Mar 2025" in app.cursor_line


async def test_on_a_folded_day_there_is_no_paper_to_act_on(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        assert "What paper 1 says" in app.preview_text
        await app.press("tab")
        await app.see_no("What paper 1 says")
        for key in ("s", "r", "e", "o", "y", "space", "enter", "equals_sign"):
            await app.press(key)
            await app.see("Tab unfolds the day")
            await app.press("colon", "escape")
        await app.settled()
        assert app.library.history() == []
        assert app.status.startswith(" ")
        await app.press("j")
        await app.see("What paper 11 says")


async def test_n_goes_past_folded_days_but_into_one_that_has_something_unread(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(4, 2)) as app:
        app.library.apply(Act("read", (app.entry(101).row, app.entry(102).row, app.entry(202).row)))
        await app.press("2", "1")
        await app.settled()
        for _ in range(2):
            await app.press("right_square_bracket", "tab")
        await app.press("g", "g", "j", "n")
        await app.on("Paper number 201")
        assert [heading[0] for heading in app.headings] == ["▾", "▸", "▾", "▾"]
        await app.press("tab", "n")
        await app.on("Paper number 201")
        await app.press("n")
        await app.on("Paper number 301")
        await app.press("k", "k", "tab", "g", "g", "G", "p", "p")
        await app.on("Paper number 201")


async def test_folds_made_by_hand_are_kept_by_view(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("tab", "2")
        await app.on("Paper number 1")
        await app.press("right_square_bracket", "tab")
        assert "▸ Thu 13 Mar 2025" in app.cursor_line
        await app.press("1")
        await app.see("Inbox · ")
        await app.until(lambda: "▸ Fri 14 Mar 2025" in app.cursor_line, "the fold of the inbox")
        assert app.titles == ["Paper number 11", "Paper number 12"]
        await app.press("2")
        await app.see("All · ")
        await app.until(lambda: app.headings[1].startswith("▸ Thu"), "the fold of all")


async def test_a_search_comes_back_to_the_folds_it_began_from(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("tab", "slash")
        await app.write("number is:unread sort:day")
        await app.see("Paper number 1", "5 found")
        await app.press("escape")
        await app.until(lambda: "▸ Fri 14 Mar 2025" in app.cursor_line, "the folded day")
        assert app.titles == ["Paper number 11", "Paper number 12"]


@SIZES
async def test_a_click_on_a_heading_folds_its_day_which_stays_where_it_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, many_days(3, 5), size=size) as app:
        await app.pilot.click("#list", offset=(5, 6))
        await app.until(lambda: app.list_lines[6].startswith(" ▸ Thu 13 Mar 2025"), "Thursday folded")
        await app.on("Paper number 1")
        await app.pilot.click("#list", offset=(5, 0))
        await app.until(lambda: app.list_lines[0].startswith("▌▸ Fri 14 Mar 2025"), "Friday folded")
        await app.pilot.click("#list", offset=(5, 1))
        await app.until(lambda: app.list_lines[1].startswith(" ▾ Thu 13 Mar 2025"), "Thursday unfolded")


async def test_undo_opens_the_day_of_its_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j", "s", "tab", "j", "z")
        await app.on("Paper number 2")
        await app.see("undone: starred “Paper number 2”")


async def test_a_fold_and_the_cursor_survive_a_resize(tmp_path: Path) -> None:
    async with running(tmp_path, many_days()) as app:
        await app.press("tab", "j", "j")
        for size in (NARROW, MEDIUM, (60, 12), WIDE):
            await app.pilot.resize_terminal(*size)
            await app.on("Paper number 102")
            assert app.headings[0].startswith("▸ Fri")


# Folding by itself


@SIZES
async def test_a_finished_day_folds_when_the_cursor_leaves_it_and_the_cursor_does_not_move(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(tmp_path, many_days(), size=size) as app:
        for _ in range(19):
            await app.press("e")
        await app.settled()
        await app.on("Paper number 20")
        assert not any(heading.startswith("▸") for heading in app.headings)
        before = app.cursor_y
        app.type_ahead("e")
        await app.until(lambda: app.numbers("on:2025-03-14 is:inbox") == [], "Friday done")
        await app.settled()
        await app.on("Paper number 101")
        assert app.headings[0].startswith("▸ Fri 14 Mar 2025 | ")
        assert app.headings[0].endswith("done")
        assert abs(app.cursor_y - before) <= 2
        where = app.cursor_y
        assert app.list_lines[where - 1].startswith(" ▾ Thu 13 Mar 2025")
        assert app.list_lines[where - 2].startswith(" ▸ Fri 14 Mar 2025")
        await app.press("g", "g")
        assert "▸ Fri 14 Mar 2025" in app.cursor_line
        assert app.cursor_y == 0


async def test_a_day_that_is_only_read_stays_open(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(2, 2)) as app:
        await app.press("e", "r", "j", "j")
        await app.settled()
        assert [heading[0] for heading in app.headings] == ["▾", "▾"]


async def test_no_day_folds_under_the_cursor(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(2, 2)) as app:
        app.backend.apply(Act("done", (app.entry(1).row, app.entry(2).row)))
        await app.settled()
        await app.press("j")
        await app.on("Paper number 2")
        assert app.headings[0] == "▾ Fri 14 Mar 2025 | done"
        await app.press("j")
        await app.until(lambda: app.headings[0].startswith("▸ Fri"), "Friday folded")
        await app.on("Paper number 11")


async def test_undo_after_a_day_has_folded_brings_it_back_open(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(2, 2)) as app:
        await app.press("e", "e")
        await app.until(lambda: app.headings[0] == "▸ Fri 14 Mar 2025 | 2 papers · done", "Friday folded")
        await app.press("z")
        await app.on("Paper number 2")
        await folds(app, "▾ Fri 14 Mar 2025 | 1 of 2 · 1 unread", "▾ Thu 13 Mar 2025 | 2 papers · 2 unread")
        await app.press("Z")
        await app.on("Paper number 2")
        await app.press("j")
        await app.until(lambda: app.headings[0] == "▸ Fri 14 Mar 2025 | 2 papers · done", "Friday folded again")


async def test_late_arrivals_stand_on_the_heading_of_the_day_that_was_done(tmp_path: Path) -> None:
    clock = Clock()
    async with running(tmp_path, two_days(2, 2), clock=clock) as app:
        await app.press("e", "e")
        await app.until(lambda: app.headings[0] == "▸ Fri 14 Mar 2025 | 2 papers · done", "Friday folded")
        clock.forward(hours=1)
        app.library.take_in(make_digest([make_paper(n) for n in (1, 2, 3, 4)]))
        app.screen.look_again()
        await app.until(lambda: app.headings[0] == "▸ Fri 14 Mar 2025 | 4 papers · done, +2 late", "two late ones")
        await app.on("Paper number 11")
        await app.press("p")
        await app.on("Paper number 4")
        assert app.headings[0] == "▾ Fri 14 Mar 2025 | done, +2 late"
        await app.press("e")
        app.backend.apply(Act("done", (app.entry(3).row,)))
        await app.settled()
        await app.press("G")
        await app.on("Paper number 12")
        await app.until(lambda: app.headings[0] == "▸ Fri 14 Mar 2025 | 4 papers · done", "all of Friday done")


async def test_what_is_marked_all_at_once_is_counted_though_it_is_not_at_hand(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(3, 100)) as app:
        rows = app.screen.list.rows
        app.backend.apply(Act("done", tuple(rows[:-1])))
        await app.settled()
        await app.until(lambda: app.headings[0] == "▾ Fri 14 Mar 2025 | done", "Friday done")
        await app.see("Inbox · 1 unread of 300")
        await app.press("G", "left_square_bracket")
        await folds(
            app,
            "▸ Fri 14 Mar 2025 | 100 papers · done",
            "▸ Thu 13 Mar 2025 | 100 papers · done",
            "▾ Wed 12 Mar 2025 | 99 of 100 · 1 unread",
        )


# The cursor over a reload


@SIZES
async def test_after_a_reload_the_cursor_is_on_its_paper_or_the_next_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, many_days(3, 60), size=size) as app:
        await app.press("tab", "j", "j", "j")
        await app.on("Paper number 103")
        before = app.cursor_y
        app.library.take_in(make_digest([make_paper(n) for n in range(901, 906)], day=DAY + timedelta(1)))
        app.screen.look_again()
        await app.see("Inbox · 185 unread of 185")
        await app.on("Paper number 103")
        assert app.cursor_y == before
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (102, 103, 104))))
        app.screen.look_again()
        await app.on("Paper number 105")


async def test_after_a_reload_the_cursor_is_on_the_heading_of_the_same_day(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(3, 4)) as app:
        await app.press("right_square_bracket", "tab")
        app.library.take_in(make_digest([make_paper(901), make_paper(902)], day=DAY + timedelta(1)))
        app.library.apply(Act("done", (app.entry(101).row,)))
        app.screen.look_again()
        await app.see("Inbox · 13 unread of 13")
        await app.until(lambda: "▸ Thu 13 Mar 2025" in app.cursor_line, "the cursor on Thursday")
        await app.until(lambda: app.cursor_line.endswith("1 of 4 · 3 unread"), "how far one is with Thursday")
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (102, 103, 104))))
        app.screen.look_again()
        await app.on("Paper number 201")


# The empty inbox


@SIZES
async def test_an_empty_inbox_says_what_was_done_today_and_stops(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = Clock()
    async with running(tmp_path, two_days(4, 3), size=size, clock=clock) as app:
        await app.press("s", *"eeee")
        await app.settled()
        app.library.apply(Act("snooze", (app.entry(11).row,), "2025-03-20"))
        app.library.apply(Act("done", (app.entry(12).row, app.entry(13).row)))
        await app.press("1")
        await app.see("Inbox empty.")
        told = " ".join(" ".join(app.list_lines).split())
        assert told == "Inbox empty. Today: 6 done, 1 starred, 1 snoozed."
        await app.press("z")
        await app.see("undone")
        await app.press("q")
    async with running(tmp_path, size=size, clock=clock) as app:
        app.library.apply(Act("done", tuple(app.library.look(app.library.view("inbox")).rows)))
    clock.forward(days=1)
    async with running(tmp_path, size=size, clock=clock) as app:
        await app.see("Inbox empty.")
        await app.see_no("Today:")


# Going to a day


@SIZES
async def test_g_d_goes_to_a_day_or_the_nearest_before_it(tmp_path: Path, size: tuple[int, int]) -> None:
    digests = [*many_days(2, 30), make_digest([make_paper(900)], day=date(2025, 3, 3))]
    async with running(tmp_path, digests, size=size) as app:
        for text, title, told in (
            ("2025-03-03", "Paper number 900", ""),
            ("yesterday", "Paper number 101", ""),
            ("Mar 5", "Paper number 900", "no papers of Wed 5 Mar 2025: the nearest before"),
            ("thu", "Paper number 101", ""),
            ("2025-03", "Paper number 1", "no papers of Mon 31 Mar 2025: the nearest before"),
        ):
            await app.press("g", "d")
            await app.see(" day: ")
            await app.write(text)
            await app.press("enter")
            await app.on(title)
            await app.see_no(" day: ")
            assert told in app.status


async def test_a_day_that_cannot_be_read_is_told_and_the_prompt_stays(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(2, 3)) as app:
        await app.press("g", "d")
        await app.write("soonish")
        await app.press("enter")
        await app.see("“soonish” is no day that can be read: 2025-03-14, yesterday", " day: soonish")
        await app.press("ctrl+u")
        await app.write("yesterday")
        await app.press("enter")
        await app.on("Paper number 101")
        await app.see_no(" day: ", "soonish")
        await app.press("g", "d", "escape")
        await app.see_no(" day: ")
        await app.on("Paper number 101")
        await app.press("g", "d", "enter")
        await app.see_no(" day: ")
        await app.on("Paper number 101")


async def test_a_day_that_the_list_has_not_got_is_shown_among_all_papers(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(3, 3)) as app:
        app.library.apply(Act("done", tuple(app.entry(n).row for n in (201, 202, 203))))
        await app.press("1")
        await app.see("Inbox · 6 unread of 6")
        app.type_ahead("g", "d", *"2025-03-12", "enter", "s")
        await app.see("All · 9 unread of 9")
        await app.on("Paper number 201")
        await app.until(lambda: app.numbers("is:starred") == [201], "the paper that was gone to starred")
        await app.press("g", "d")
        await app.write("2024")
        await app.press("enter")
        await app.see("Wed 12 Mar 2025 is the oldest day there is")
        await app.on("Paper number 201")


async def test_from_a_search_by_relevance_a_day_leads_to_all_papers(tmp_path: Path) -> None:
    async with running(tmp_path, many_days(3, 3)) as app:
        await app.press("slash")
        await app.write("number")
        await app.press("enter")
        await app.see("Search · 9 found")
        await app.press("g", "d")
        await app.write("yesterday")
        await app.press("enter")
        await app.see("All · 9 unread of 9")
        await app.on("Paper number 101")


# Whatever is pressed

KEYS = (
    *("j", "j", "k", "n", "p", "e", "e", "e", "r", "s", "z", "Z", "tab", "tab", "space", "enter", "escape"),
    *("left_square_bracket", "right_square_bracket", "G", "home", "pagedown", "pageup", "1", "2"),
)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_is_pressed_list_and_headings_are_what_the_library_says(tmp_path: Path, seed: int) -> None:
    chance, clock = random.Random(seed), Clock()
    size = chance.choice([WIDE, (110, 30), NARROW])
    async with running(tmp_path, many_days(6, 4), size=size, clock=clock) as app:
        papers = app.screen.list
        for turn in range(25):
            app.type_ahead(*chance.choices(KEYS, k=chance.randint(1, 5)))
            if turn == 12:
                clock.forward(hours=1)
                app.library.take_in(make_digest([make_paper(n) for n in (1, 2, 3, 4, 5)]))
                app.screen.look_again()
            if chance.random() < 0.5:
                await app.settled()
                assert papers.cursor == papers._lines.settle(papers.cursor)
                assert papers.on_heading == (papers.entry is None)
                assert app.screen.has_class("-reading") or papers.on_heading == ("▸" in app.cursor_line)
        await app.settled()
        await app.press("escape", "1")
        await app.settled()
        look, progress = app.library.look(app.library.view("inbox")), app.library.progress()
        assert papers.rows == look.rows
        assert papers.days == list(look.days)
        assert papers._progress
        assert [papers._progress.of(day.day) for day in papers.days] == [progress.of(day.day) for day in look.days]


async def test_what_is_counted_while_one_marks_is_what_a_new_list_counts(tmp_path: Path) -> None:
    chance = random.Random(7)
    async with running(tmp_path, many_days(5, 4)) as app:
        papers = app.screen.list
        for _ in range(60):
            app.type_ahead(chance.choice(("j", "k", "e", "r", "s", "z", "Z", "n", "p", "tab")))
        await app.settled()
        rows, before = list(papers.rows), [(day.day, day.count, day.unread, day.gone) for day in papers.days]
        app.screen.look_again()
        await app.settled()
        assert list(papers.rows) == rows
        assert [(day.day, day.count, day.unread, day.gone) for day in papers.days] == before


async def test_a_list_that_fits_the_screen_after_a_fold_uses_its_whole_width(tmp_path: Path) -> None:
    digests = [
        make_digest([make_paper(100 * day + n, title="x" * 200) for n in range(30)], day=DAY - timedelta(day))
        for day in (0, 1)
    ]
    async with running(tmp_path, digests) as app:
        papers = app.screen.list
        narrow = papers.scrollable_content_region.width
        assert len(app.list_lines[1]) == narrow - 1
        await app.press("right_square_bracket", "tab")
        await app.until(lambda: papers.scrollable_content_region.width > narrow, "a list without scrollbar")
        await app.until(lambda: {len(line) for line in app.list_lines[1:31]} == {narrow}, "lines of the whole width")
        await app.press("tab")
        await app.until(lambda: {len(line) for line in app.list_lines[1:31]} == {narrow - 1}, "lines of the old width")

"""A day worked through from the keyboard: what is seen, and what is on disk afterwards."""

from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from tui.app_driver import MEDIUM, NARROW, WIDE, quiet, running, two_days

from paperfeed.marks import Act
from paperfeed.paper import Digest

LONG = "\n\n".join(f"Paragraph {n} of a long abstract, of which no small screen shows all." for n in range(1, 61))


def long_days() -> list[Digest]:
    """Sixty papers on Friday, sixty on Thursday."""
    friday = [make_paper(n) for n in range(1, 61)]
    thursday = [make_paper(n) for n in range(101, 161)]
    return [make_digest(friday), make_digest(thursday, day=date(2025, 3, 13))]


# Moving


async def test_j_and_k_go_from_paper_to_paper_over_the_heading_of_a_day(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        for title in ("Paper number 1", "Paper number 2", "Paper number 3", "Paper number 11", "Paper number 12"):
            await app.on(title)
            assert title in app.preview_text
            await app.press("j")
        await app.on("Paper number 12")
        await app.press("k", "up")
        await app.on("Paper number 3")
        await app.press("down")
        await app.on("Paper number 11")


async def test_the_ends_of_a_long_list_are_one_key_away(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        await app.press("G")
        await app.on("Paper number 160")
        await app.see("120 of 120")
        await app.press("g", "g")
        await app.on("Paper number 1")
        assert "Fri 14 Mar 2025" in app.list_lines[0]
        await app.press("end", "home")
        await app.on("Paper number 1")


async def test_a_prefix_shows_what_may_follow_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("g")
        await app.see("g …", "starred")
        await app.press("s")
        await app.see("Nothing starred yet.")


async def test_page_keys_go_a_screen_at_a_time(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        height = len(app.list_lines)
        await app.press("pagedown")
        await app.on(f"Paper number {1 + height - 2}")
        await app.press("pageup")
        await app.on("Paper number 1")
        await app.press("pageup")
        await app.on("Paper number 1")


async def test_brackets_go_from_day_to_day(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        await app.press("right_square_bracket")
        await app.on("Paper number 101")
        await app.press("j", "j", "left_square_bracket")
        await app.on("Paper number 101")
        await app.press("left_square_bracket")
        await app.on("Paper number 1")
        await app.press("left_square_bracket")
        await app.see("this is the newest day")
        await app.press("right_square_bracket", "right_square_bracket")
        await app.see("this is the oldest day")
        await app.on("Paper number 101")


async def test_n_and_p_stop_at_unread_papers_only(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("read", tuple(app.entry(n).row for n in (2, 3, 11))))
        await app.press("2")
        await app.see("All · 2 unread of 5")
        await app.press("n")
        await app.on("Paper number 12")
        await app.press("n")
        await app.see("nothing unread that way")
        await app.press("p")
        await app.on("Paper number 1")


async def test_n_finds_an_unread_paper_on_a_page_that_was_never_read(tmp_path: Path) -> None:
    async with running(tmp_path) as app:
        app.library.take_in(make_digest([make_paper(n) for n in range(1, 701)]))
        app.library.apply(Act("read", tuple(app.entry(n).row for n in range(2, 650))))
        await app.press("2")
        await app.see("All · 52 unread of 700")
        app.type_ahead("n", "j", "s")
        await app.on("Paper number 651")
        await app.settled()
        assert app.numbers("is:starred") == [651]


# Marking


async def test_s_stars_and_takes_the_star_away(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s")
        await app.see("starred “Paper number 1”", "z undo")
        assert app.cursor_line.split() == ["▌●", "★", "10", "Paper", "number", "1"]
        assert app.numbers("is:starred") == [1]
        await app.press("s")
        await app.see("unstarred “Paper number 1”")
        assert "★" not in app.text
        assert app.numbers("is:starred") == []


async def test_r_marks_read_and_u_unread_and_the_counts_follow(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("r")
        await app.see("Inbox · 4 unread of 5", "1 of 3 · 2 unread", "read “Paper number 1”")
        assert "●" not in app.cursor_line
        assert app.entry(1).marks.read is not None
        await app.press("r")
        await app.see("read already")
        assert app.entry(1).marks.read is not None
        await app.press("u")
        await app.see("Inbox · 5 unread of 5", "3 papers · 3 unread", "unread “Paper number 1”")
        assert app.entry(1).marks.read is None


async def test_the_sidebar_counts_what_each_view_holds(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j", "r", "j", "e")
        await app.settled()
        sidebar = [line[1:23].split() for line in app.lines[1:7]]
        assert sidebar[:3] == [["1", "Inbox", "3"], ["Today", "2"], ["2", "All", "5"]]
        assert sidebar[3:] == [["3", "Starred", "1"], ["Snoozed"], ["Done", "1"]]


async def test_a_day_that_is_read_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("right_square_bracket", "r", "j", "r")
        await app.see("Inbox · 3 unread of 5")
        assert app.headings == ["▾ Fri 14 Mar 2025 | 3 papers · 3 unread", "▾ Thu 13 Mar 2025 | done"]


async def test_e_is_done_with_a_paper_which_stays_until_the_view_is_left(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("e", "e")
        await app.on("Paper number 3")
        await app.see("done “Paper number 2”")
        assert [line.split()[0] for line in app.list_lines[1:3]] == ["✓", "✓"]
        assert app.titles[:3] == ["Paper number 1", "Paper number 2", "Paper number 3"]
        assert app.numbers("is:inbox") == [3, 11, 12]
        await app.press("g", "e")
        await app.see("Done · 2")
        assert app.titles == ["Paper number 1", "Paper number 2"]
        await app.press("1")
        await app.see("Inbox · 3")
        assert app.titles == ["Paper number 3", "Paper number 11", "Paper number 12"]


async def test_done_with_the_last_paper_does_not_leave_it_in_doubt(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("G", "e")
        await app.see("done “Paper number 12”")
        await app.press("e")
        await app.settled()
        assert "0 papers" not in app.status
        assert app.numbers("is:done") == [12]
        assert len(app.library.history()) == 1


async def test_a_worked_off_inbox_says_what_one_can_do(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead(*"eeeee")
        await app.until(lambda: app.numbers("is:inbox") == [], "an empty inbox")
        await app.press("1")
        await app.see("Inbox empty. Today: 5 done.")


async def test_undo_takes_back_one_act_after_the_other_and_goes_to_its_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j", "r", "j", "e")
        await app.on("Paper number 11")
        await app.press("z")
        await app.see("undone: done “Paper number 3”", "Z again")
        await app.on("Paper number 3")
        await app.press("z")
        await app.see("undone: read “Paper number 2”")
        await app.on("Paper number 2")
        await app.press("z")
        await app.see("undone: starred “Paper number 1”")
        await app.on("Paper number 1")
        assert app.numbers("is:inbox is:unread -is:starred") == [1, 2, 3, 11, 12]
        await app.press("Z")
        await app.see("done again: starred “Paper number 1”")
        assert app.numbers("is:starred") == [1]


async def test_undo_says_when_there_is_nothing_to_take_back(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("z")
        await app.settled()
        assert "undo" in app.status.lower()
        assert app.library.history() == []


async def test_undo_brings_back_a_paper_that_had_left_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("j", "e", "1")
        await app.see("Inbox · 4")
        await app.see_no("Paper number 2")
        await app.press("z")
        await app.on("Paper number 2")
        await app.see("undone: done “Paper number 2”", "Inbox · 5 unread of 5")
        assert app.titles[:3] == ["Paper number 1", "Paper number 2", "Paper number 3"]


async def test_keys_typed_ahead_act_on_the_papers_they_were_meant_for(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        app.type_ahead(*"sjjrjeesjsk")
        await app.until(lambda: app.numbers("is:starred") == [1, 6, 7], "three stars")
        await app.settled()
        assert app.numbers("is:read") == [3]
        assert app.numbers("is:done") == [4, 5]
        await app.on("Paper number 6")


async def test_keys_typed_ahead_of_a_view_act_on_the_view(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.library.apply(Act("star", (app.entry(12).row,)))
        app.type_ahead("3", "e")
        await app.until(lambda: app.numbers("is:done") == [12], "the starred paper done")
        assert app.numbers("is:inbox") == [1, 2, 3, 11]


async def test_the_same_key_twice_at_once_is_done_and_taken_back(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("s", "s", "r", "u", "s")
        await app.until(lambda: len(app.library.history()) == 5, "five acts")
        await app.settled()
        assert app.numbers("is:starred") == [1]
        assert app.numbers("is:read") == []


async def test_keys_that_come_while_a_view_is_let_in_anew_are_not_lost(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.screen.look("all")
        app.screen.look_again()
        await app.settled()
        await app.press("s")
        await app.see("starred “Paper number 1”", "All · 5 unread of 5")


# Reading


async def test_reading_for_a_while_marks_read_and_passing_over_does_not(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.5)) as app:
        app.type_ahead("j", "j", "j")
        await app.until(lambda: app.entry(11).marks.read, "paper 11 read")
        await app.see("1 of 2 · 1 unread")
        assert app.numbers("is:read -number") == []
        assert [app.entry(n).marks.read for n in (2, 3, 12)] == [None, None, None]
        assert [act.auto for act in app.library.history()] == [True] * len(app.library.history())


async def test_undo_passes_over_what_reading_marked(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.1)) as app:
        await app.press("s")
        await app.until(lambda: app.entry(1).marks.read, "paper 1 read")
        await app.settled()
        await app.press("z")
        await app.see("undone: starred “Paper number 1”")
        assert app.entry(1).marks.read is not None


async def test_a_paper_made_unread_on_purpose_stays_unread_while_one_stays_on_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.1)) as app:
        await app.until(lambda: app.entry(1).marks.read, "paper 1 read")
        await app.settled()
        await app.press("u")
        await app.see("unread “Paper number 1”")
        await app.pilot.pause(0.5)
        await app.settled()
        assert app.entry(1).marks.read is None
        await app.press("j")
        await app.until(lambda: app.entry(2).marks.read, "paper 2 read")
        await app.press("k")
        await app.until(lambda: app.entry(1).marks.read, "paper 1 read again")


async def test_a_list_without_a_preview_marks_nothing_read(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(read_after=0.05), size=NARROW) as app:
        await app.pilot.pause(0.3)
        await app.press("j")
        await app.pilot.pause(0.3)
        await app.settled()
        assert app.numbers("is:read") == []
        await app.press("enter")
        await app.until(lambda: app.entry(2).marks.read, "paper 2 read")


async def test_space_pages_through_a_paper_then_marks_it_and_goes_on(tmp_path: Path) -> None:
    papers = [make_paper(1, abstract=LONG), make_paper(2)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        await app.see("Paragraph 1 of")
        await app.press("space")
        await app.see_no("Paragraph 1 of")
        assert app.numbers("is:read") == []
        for _ in range(10):
            if "Paragraph 60" not in app.preview_text:
                await app.press("space")
        await app.see("Paragraph 60")
        await app.on("Paper number 1")
        await app.press("space")
        await app.on("Paper number 2")
        await app.see("read “Paper number 1”")
        assert app.numbers("is:read") == [1]


async def test_space_typed_ahead_pages_the_paper_it_comes_to(tmp_path: Path) -> None:
    papers = [make_paper(1), make_paper(2, abstract=LONG), make_paper(3)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        app.type_ahead("space", "space")
        await app.settled()
        await app.on("Paper number 2")
        assert app.numbers("is:read") == [1]


async def test_the_paper_scrolls_by_lines(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([make_paper(1, abstract=LONG)])]) as app:
        before = app.preview_text.splitlines()
        await app.press("J", "J")
        assert app.preview_text.splitlines()[0] == before[2]
        await app.press("K")
        assert app.preview_text.splitlines()[0] == before[1]


# Layouts


async def test_a_wide_window_shows_views_list_and_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=WIDE) as app:
        row = next(line for line in app.lines if "2 All" in line)
        assert "Paper number 2" in row
        assert "What paper 1 says" in app.preview_text
        assert app.screen.list.region.y == app.screen.preview.region.y


async def test_a_medium_window_shows_the_list_above_the_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=MEDIUM) as app:
        assert "2 All" not in app.text
        assert "What paper 1 says" in app.preview_text
        assert app.screen.list.region.bottom <= app.screen.preview.region.y


async def test_a_small_window_opens_the_paper_full_screen_and_j_goes_on_inside_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        assert "What paper 1 says" not in app.text
        await app.press("enter")
        await app.see("What paper 1 says")
        assert "Paper number 2" not in app.text
        await app.press("j")
        await app.see("What paper 2 says")
        await app.press("s")
        await app.see("starred “Paper number 2”")
        await app.press("escape")
        await app.on("Paper number 2")
        await app.see("Paper number 11")
        assert app.numbers("is:starred") == [2]


async def test_a_small_window_pages_the_open_paper(tmp_path: Path) -> None:
    papers = [make_paper(1, abstract=LONG), make_paper(2)]
    async with running(tmp_path, [make_digest(papers)], size=NARROW) as app:
        await app.press("enter")
        await app.see("Paragraph 1 of")
        await app.press("pagedown")
        await app.see_no("Paragraph 1 of")
        await app.press("pageup")
        await app.see("Paragraph 1 of")
        await app.press("escape")
        await app.on("Paper number 1")


async def test_space_opens_the_paper_where_it_is_not_seen(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("space")
        await app.see("What paper 1 says")
        await app.press("space")
        await app.see("What paper 2 says")
        assert app.numbers("is:read") == [1]


@pytest.mark.parametrize("size", [(19, 24), (80, 4)])
async def test_a_window_that_is_too_small_says_so(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.see("too small")
        assert "Paper number 1" not in app.text
        await app.pilot.resize_terminal(*NARROW)
        await app.on("Paper number 1")


async def test_the_cursor_stays_on_its_paper_when_the_window_changes(tmp_path: Path) -> None:
    async with running(tmp_path, long_days()) as app:
        await app.press("pagedown", "pagedown")
        title = app.cursor_line[11:].strip()
        for size in (NARROW, MEDIUM, (60, 12), WIDE):
            await app.pilot.resize_terminal(*size)
            await app.on(title)


async def test_a_reading_window_that_grows_shows_list_and_paper(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("j", "enter")
        await app.see("What paper 2 says")
        await app.pilot.resize_terminal(*WIDE)
        await app.on("Paper number 2")
        await app.see("What paper 2 says", "1 Inbox")


# The mouse


async def test_a_click_goes_to_a_paper_a_day_or_a_view(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.pilot.click("#list", offset=(20, 2))
        await app.on("Paper number 2")
        await app.pilot.click("#sidebar", offset=(5, 8))
        await app.on("Paper number 11")
        await app.pilot.click("#sidebar", offset=(5, 3))
        await app.see("Nothing starred yet.")

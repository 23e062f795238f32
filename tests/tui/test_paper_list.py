"""The list by itself: which paper stands on which line, what is repainted, what is read."""

from array import array
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_digest, make_paper
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region
from tui.app_driver import MEDIUM, NARROW, WIDE, running

from paperfeed.library import DayCount, Look
from paperfeed.tui.boxes import Folds
from paperfeed.tui.lines import Lines
from paperfeed.tui.messages import PageWanted
from paperfeed.tui.pages import Pages
from paperfeed.tui.paper_list import PaperList
from paperfeed.tui.worker import FIRST_PAGE


class OnlyList(App[None]):
    """An app with nothing but a list, which notes the pages it is asked for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.papers = PaperList()
        self.wanted: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.papers

    def on_mount(self) -> None:
        self.papers.show(self.look, ())

    def on_page_wanted(self, message: PageWanted) -> None:
        self.wanted.append(message.page)


def look_at(counts: Sequence[int]) -> Look:
    """A list of so many papers on each of these days; the row of a paper is 1000 and its place."""
    days = tuple(DayCount(date(2025, 3, 14) - timedelta(n), count, count) for n, count in enumerate(counts))
    return Look(array("q", range(1000, 1000 + sum(counts))), days)


def list_of(look: Look) -> PaperList:
    papers = PaperList()
    papers._replace(look, None, 0, Pages(), Folds())
    return papers


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_each_paper_has_one_line_and_each_other_line_is_a_heading(counts: list[int]) -> None:
    papers = list_of(look_at(counts))
    total = sum(counts)
    lines = [papers.line_of(place) for place in range(total)]
    assert [papers.place_at(line) for line in lines] == list(range(total))
    others = set(range(total + len(counts))) - set(lines)
    assert len(others) == len(counts)
    assert all(papers.place_at(line) is None for line in others)
    starts = [papers.first_of_day(number) for number in range(len(counts))]
    assert {papers.line_of(start) - 1 for start in starts if start is not None} == others
    assert papers.place_at(total + len(counts)) is None
    assert papers.first_of_day(len(counts)) is None
    assert papers.first_of_day(-1) is None


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20), st.data())
def test_the_cursors_day_is_the_day_of_its_paper(counts: list[int], data: st.DataObject) -> None:
    papers = list_of(look_at(counts))
    papers.cursor = data.draw(st.integers(0, sum(counts) - 1))
    number = papers.day_number
    assert number is not None
    start = papers.first_of_day(number)
    assert start is not None
    assert start <= papers.cursor < start + counts[number]


@given(st.lists(st.integers(1, 30), max_size=20), st.integers(1, 3))
def test_a_paper_can_take_several_lines(counts: list[int], tall: int) -> None:
    lines, total = Lines(sum(counts), counts, tall), sum(counts)
    taken = [lines.line_of(place) + more for place in range(total) for more in range(tall)]
    assert [lines.place_at(line) for line in taken] == [place for place in range(total) for _ in range(tall)]
    others = sorted({*range(lines.height)} - {*taken})
    assert [lines.day_at(line) for line in others] == list(range(len(counts)))
    assert [lines.heading_of(number) for number in range(len(counts))] == others
    assert all(lines.place_at(line) is None for line in (*others, lines.height))


@given(st.integers(0, 200))
def test_without_days_each_line_is_a_paper(total: int) -> None:
    papers = list_of(Look(array("q", range(total))))
    assert [papers.place_at(line) for line in range(total + 2)] == [*range(total), None, None]
    assert papers.day_number is None


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_a_step_of_the_cursor_repaints_two_lines_and_lays_nothing_out(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = [make_digest([make_paper(n) for n in range(1, 40)])]
    async with running(tmp_path, digests, size=size) as app:
        await app.press("j")
        papers, calls = app.screen.list, []

        def spy(*regions: Region, **options: Any) -> PaperList:
            calls.append((regions, options))
            return PaperList.refresh(papers, *regions, **options)

        layouts = []
        monkeypatch.setattr(papers, "refresh", spy)
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *args, **more: layouts.append(args))
        await app.press("j", "j", "k", "j")
        await app.on("Paper number 4")
        assert len(calls) == 8
        assert all(len(regions) == 1 and regions[0].height == 1 for regions, _ in calls)
        assert not any(options.get("layout") for _, options in calls)
        assert layouts == []


async def test_a_hundred_thousand_papers_are_shown_without_reading_more_than_is_seen() -> None:
    app = OnlyList(look_at([50] * 2_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.wanted == [0]
        app.papers.move(99_999)
        await pilot.pause()
        last = 99_999 // FIRST_PAGE
        assert set(app.wanted) <= {0, last - 1, last}
        assert len(app.wanted) <= 3
        assert app.papers.row == 1000 + 99_999


async def test_a_click_on_a_heading_leaves_the_cursor_where_it_is() -> None:
    app = OnlyList(look_at([2, 3]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#list", offset=(20, 4))
        assert app.papers.cursor == 2
        await pilot.click("#list", offset=(20, 3))
        await pilot.click("#list", offset=(20, 15))
        assert app.papers.cursor == 2


async def test_an_answer_for_an_older_list_is_dropped(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(3)]) as app:
        papers = app.screen.list
        papers.take_page(papers.generation - 1, 0, ())
        await app.pilot.pause()
        assert app.titles == ["Paper number 1", "Paper number 2", "Paper number 3"]

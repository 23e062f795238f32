"""The results of a search as they are seen: the day, the words that were found, and where they stand."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import make_digest, make_paper
from rich.cells import cell_len
from textual.geometry import Region
from tui.app_driver import NARROW, WIDE, Driver, running

from paperfeed.paper import Digest
from paperfeed.tui.paper_list import PaperList

LONG = "Nothing of the kind is said here, and for a long while nothing else is said either. " * 4
PAPERS = (
    make_paper(1, title="Graphs of molecules", abstract=f"{LONG}At last a graph of a molecule appears. {LONG}"),
    make_paper(2, title="Plain regression", abstract="We draw graphs, in passing."),
    make_paper(3, title="Attention to graphs", abstract="", authors=("Emmy Noether",)),
    make_paper(
        4,
        title="分子グラフと論文の注意機構 graphs について、長い題名がまだまだ続いて",
        abstract="圖 graph 論文",
    ),
    make_paper(5, title="Nothing at all", abstract="", keywords=("trees", "graph theory")),
)


def some_days() -> list[Digest]:
    """Five papers of graphs on Thursday, and twenty others on Friday."""
    others = [make_paper(n) for n in range(101, 121)]
    return [make_digest(others), make_digest(PAPERS, day=date(2025, 3, 13))]


async def search(app: Driver, text: str, hits: int) -> None:
    """Types a query, and Enter when the results are here."""
    await app.press("slash")
    await app.write(text)
    await app.see(f"Search · {hits:,} found")
    await app.press("enter")
    await app.settled()


def lines_of(app: Driver, title: str) -> tuple[str, str]:
    """The two lines of a paper."""
    lines = app.list_lines
    at = next(number for number, line in enumerate(lines) if title in line)
    return lines[at], lines[at + 1]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_result_shows_its_day_and_what_was_found_where(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, some_days(), size=size) as app:
        await search(app, "graph", 5)
        first, second = lines_of(app, "Graphs of molecules")
        assert first.split()[-3:] == ["Graphs", "of", "molecules"]
        assert second[1:].startswith("13 Mar 25 … ")
        assert "At last a graph of a" in second
        assert second.endswith("…")
        assert lines_of(app, "Plain regression")[1].endswith("We draw graphs, in passing.")
        assert lines_of(app, "Nothing at all")[1].endswith("keywords: trees, graph theory")
        assert {"Graphs", "graphs", "graph"} == set(app.marked(app.screen.list))


async def test_a_result_without_a_snippet_shows_its_authors(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "attention", 1)
        assert app.snippets == ["Emmy Noether"]
        assert app.marked(app.screen.list) == ["Attention"]


async def test_what_one_is_typing_is_marked_as_far_as_it_goes(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("gra")
        await app.see("Search · 5 found")
        assert set(app.marked(app.screen.list)) == {"Graphs", "graphs", "graph"}
        await app.write("ph mole")
        await app.see("Search · 1 found")
        assert app.marked(app.screen.list) == ["Graphs", "molecules", "graph", "molecule"]


async def test_what_is_excluded_is_not_marked_and_a_phrase_is_marked_as_one(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, '"graphs of molecules" -regression', 1)
        assert app.marked(app.screen.list) == ["Graphs of molecules"]


async def test_the_preview_marks_what_was_found_in_title_and_abstract(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "graph molecules", 1)
        await app.until(lambda: app.marked(app.screen.preview), "the words in the preview")
        assert app.marked(app.screen.preview) == ["Graphs", "molecules", "graph", "molecule"]
        await app.press("escape")
        await app.see("Inbox · 25 unread")
        assert app.marked(app.screen.preview) == []
        assert app.marked(app.screen.list) == []


async def test_the_same_paper_is_marked_anew_for_another_search(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "molecules", 1)
        await app.until(lambda: app.marked(app.screen.preview) == ["molecules", "molecule"], "the one word marked")
        await search(app, " graphs", 1)
        await app.until(
            lambda: app.marked(app.screen.preview) == ["Graphs", "molecules", "graph", "molecule"], "both words marked"
        )


async def test_in_the_narrow_layout_the_opened_paper_is_marked_too(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await search(app, "regression", 1)
        await app.press("enter")
        await app.until(lambda: app.marked(app.screen.preview) == ["regression"], "the word in the opened paper")


async def test_without_colours_the_words_still_stand_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(tmp_path, some_days()) as app:
        await search(app, "regression OR draw", 1)
        strips = [app.screen.list.render_line(y) for y in range(2)]
        underlined = [part.text for part in strips[0] if part.style and part.style.underline]
        bold = [part.text for part in strips[1] if part.style and part.style.bold]
        assert underlined == ["regression"]
        assert bold == ["draw"]


# Moving


async def test_the_cursor_goes_from_paper_to_paper_and_carries_both_lines(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "graph", 5)
        assert [line[0] for line in app.list_lines[:4]] == ["▌", "▌", " ", " "]
        await app.press("j")
        assert [line[0] for line in app.list_lines[:4]] == [" ", " ", "▌", "▌"]
        await app.press("k")
        assert app.cursor_y == 0


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_step_repaints_two_papers_and_lays_nothing_out(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, some_days(), size=size) as app:
        await search(app, "graph", 5)
        papers, regions, layouts = app.screen.list, [], []

        def spy(*some: Region, **options: Any) -> PaperList:
            regions.extend(some or (None,))
            return PaperList.refresh(papers, *some, **options)

        monkeypatch.setattr(papers, "refresh", spy)
        monkeypatch.setattr(app.screen, "_refresh_layout", lambda *args, **more: layouts.append(args))
        await app.press("j")
        assert [(region.y, region.height) for region in regions] == [(0, 2), (2, 2)]
        assert layouts == []


def many() -> list[Digest]:
    """Two hundred papers of graphs, on four days."""
    told = [make_paper(n, title=f"Graph number {n:03}", abstract=f"{LONG}The graph of {n}.") for n in range(1, 201)]
    return [make_digest(told[day::4], day=date(2025, 3, 11 + day)) for day in range(4)]


async def test_each_page_of_many_results_tells_what_was_found(tmp_path: Path) -> None:
    async with running(tmp_path, many(), size=NARROW) as app:
        await search(app, "graph", 200)
        for key in ("G", "pageup", "pageup", "g"):
            await app.press(key, *(["g"] if key == "g" else []))
            await app.until(lambda: not app.screen.list.reading, "the page")
            await app.settled()
            assert len(app.snippets) == 11
            assert all("The graph of" in snippet for snippet in app.snippets)
            assert set(app.marked(app.screen.list)) == {"Graph", "graph"}


async def test_a_page_down_goes_on_where_the_screen_ended(tmp_path: Path) -> None:
    async with running(tmp_path, many(), size=NARROW) as app:
        await search(app, "graph", 200)
        seen = app.titles
        await app.press("pagedown")
        assert app.screen.list.cursor == 10
        assert app.titles[-1] not in seen
        assert app.cursor_line.endswith(seen[10])
        assert app.titles.index(seen[10]) < len(app.titles) - 1, "a line is kept between the cursor and the edge"


async def test_the_cursors_paper_is_wholly_in_sight(tmp_path: Path) -> None:
    async with running(tmp_path, many(), size=NARROW) as app:
        await search(app, "graph", 200)
        for key in (*"jjjjjjjjjjjj", "pagedown", *"kkkkkkkkkkkkkkk", "G", "k", "pageup"):
            await app.press(key)
            assert [line[0] for line in app.list_lines].count("▌") == 2


async def test_a_click_on_either_line_goes_to_the_paper(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await search(app, "graph", 5)
        region = app.screen.list.region
        for y, place in ((3, 1), (4, 2), (1, 0), (12, 0)):
            await app.pilot.click(offset=(region.x + 20, region.y + y))
            assert app.screen.list.cursor == place
        await app.pilot.click(offset=(region.x + 20, region.y + 1))
        await app.until(lambda: app.screen.has_class("-reading"), "the paper opened")


async def test_escape_goes_back_to_the_list_as_it_stood(tmp_path: Path) -> None:
    async with running(
        tmp_path, [make_digest([make_paper(n) for n in range(101, 161)]), *some_days()[1:]], size=NARROW
    ) as app:
        await app.press("pagedown", "pagedown", "j", "k", "k")
        before, y = app.list_lines, app.cursor_y
        await search(app, "graph", 5)
        await app.press("G", "k", "escape")
        await app.see("Inbox · 65 unread")
        assert app.list_lines == before
        assert app.cursor_y == y


async def test_a_search_that_was_narrowed_begins_at_its_top(tmp_path: Path) -> None:
    async with running(tmp_path, many(), size=NARROW) as app:
        await search(app, "graph", 200)
        await app.press("G")
        await search(app, " 150", 1)
        assert app.cursor_y == 0
        assert app.titles == ["Graph number 150"]


# What changes


async def test_a_result_that_is_starred_shows_it_and_what_was_found(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "regression", 1)
        await app.press("s", "r")
        await app.see("read “Plain regression”")
        first, second = lines_of(app, "Plain regression")
        assert "★" in first
        assert "●" not in first
        assert second.endswith("13 Mar 25 We draw graphs, in passing.")
        assert app.marked(app.screen.list) == ["regression"]


@pytest.mark.parametrize("size", [WIDE, (100, 30), NARROW, (40, 10)])
async def test_wide_letters_move_no_column(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, some_days(), size=size) as app:
        await search(app, "graph", 5)
        width = app.screen.list.scrollable_content_region.width
        lines = [app.screen.list.render_line(y) for y in range(10)]
        assert {cell_len(line.text) for line in lines} == {width}
        first, second = lines_of(app, "分子グラフ")
        assert first[11:].startswith("分子グラフ")
        assert second[11:].startswith("圖 graph 論文")


async def test_a_window_that_grows_shows_more_of_each_snippet(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await search(app, "molecules", 1)
        before = app.snippets[0]
        await app.pilot.resize_terminal(108, 24)
        await app.until(lambda: len(app.snippets[0]) > len(before), "more of the snippet")
        assert "a molecule appears" in app.snippets[0]

"""Searching as one types: what is shown while one does, and the way back."""

import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from builders import make_digest, make_paper
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from tui.app_driver import NARROW, Driver, quiet, running

from paperfeed.library import Advice, Look
from paperfeed.marks import Act
from paperfeed.paper import Digest
from paperfeed.tui.backend import Wanted
from paperfeed.tui.messages import Looked
from paperfeed.tui.past_searches import PastSearches
from paperfeed.tui.suggesting import Suggesting, Underlining

TITLES = ("Attention without tears", "Graphs of molecules", "Attention to graphs", "Plain old regression")


def some_days() -> list[Digest]:
    """Forty papers on Friday, and on Thursday four with words to look for (numbers 101 to 104)."""
    told = [make_paper(101 + n, title=title, abstract=f"About {title}.") for n, title in enumerate(TITLES)]
    return [make_digest(40), make_digest(told, day=date(2025, 3, 13))]


@contextmanager
def searches_held(app: Driver) -> Iterator[None]:
    """While this lasts, the thread that searches is busy with something else."""
    release, began = threading.Event(), threading.Event()
    if app.backend._search is None:
        app.backend.search(Wanted(None, ("x",)), -1, False)
    assert app.backend._search is not None

    def wait(_: object) -> None:
        began.set()
        release.wait(20)

    app.backend._search.do(wait)
    assert began.wait(20)
    try:
        yield
    finally:
        release.set()


async def test_results_come_as_one_types(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("att")
        await app.see("Search · 2 found")
        assert sorted(app.titles) == ["Attention to graphs", "Attention without tears"]
        await app.write("ention grap")
        await app.see("Search · 1 found")
        assert app.titles == ["Attention to graphs"]
        assert "About Attention to graphs." in app.preview_text


async def test_the_old_list_stands_until_the_answer_is_here(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            await app.write("attention")
            await app.pilot.pause(0.1)
            assert "Paper number 1" in app.titles
            assert "Inbox · " in app.header
        await app.see("Search · 2 found")


async def test_of_queries_typed_in_a_row_the_latest_wins(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            for text in ("attention", "graphs molecules", "regression"):
                app.screen.query_bar.input.value = text
                await app.pilot.pause(0.1)
        await app.see("Plain old regression", "Search · 1 found")
        await app.settled()
        assert app.titles == ["Plain old regression"]


async def test_enter_keeps_the_results_and_the_keys_act_on_them(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("regression")
        app.type_ahead("enter", "s")
        await app.see("starred “Plain old regression”")
        assert app.numbers("is:starred") == [104]
        assert app.titles == ["Plain old regression"]


async def test_a_whole_search_can_be_typed_ahead(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.type_ahead("slash", *"molecules", "enter", "s", "escape", "j")
        await app.until(lambda: app.numbers("is:starred") == [102], "the found paper starred")
        await app.on("Paper number 2")


async def test_escape_goes_back_to_the_same_paper_on_the_same_line(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await app.press("pagedown", "j", "j", "k")
        before, y = app.list_lines, app.cursor_y
        for keys in (("escape",), ("enter", "j", "escape")):
            await app.press("slash")
            await app.write("graphs")
            await app.see("2 found")
            await app.press(*keys)
            await app.see("Inbox · 44 unread of 44")
            assert app.list_lines == before
            assert app.cursor_y == y


async def test_escape_before_anything_was_typed_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j")
        before = app.text
        await app.press("slash", "escape")
        await app.until(lambda: app.text == before, "the screen as it was")


async def test_an_empty_search_is_none(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j")
        before = app.text
        await app.press("slash", "space", "enter")
        await app.until(lambda: app.text == before, "the screen as it was")


async def test_text_that_is_taken_out_again_brings_the_list_back(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j", "slash", "g", "r", "a")
        await app.see("2 found")
        await app.press("backspace", "backspace", "backspace")
        await app.see("Inbox · 44 unread of 44")
        await app.on("Paper number 2")


async def test_nothing_found_says_so_and_how_to_go_back(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("zebra")
        await app.see("Nothing found for zebra", "Esc goes back")
        assert "Search · 0 found" in app.header


async def test_what_makes_no_sense_is_said(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("on:someday graphs")
        await app.see("on:someday names no day")


async def test_a_search_without_an_index_is_slower_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder of the index should be")
    async with running(tmp_path, some_days(), index=False) as app:
        await app.press("slash")
        await app.write("regression")
        await app.see("Plain old regression", "more slowly")


async def test_a_query_about_state_is_listed_by_day(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("star", (app.entry(3).row, app.entry(102).row)))
        await app.press("slash")
        await app.write("is:starred")
        await app.see("Search · 2 found")
        assert [line.split("─")[0].strip() for line in app.list_lines if "─" in line] == [
            "Fri 14 Mar 2025",
            "Thu 13 Mar 2025",
        ]
        assert app.titles == ["Paper number 3", "Graphs of molecules"]


async def test_a_search_finds_what_is_done_too(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("done", (app.entry(104).row,)))
        await app.press("1", "slash")
        await app.write("regression")
        await app.see("Search · 1 found")
        assert app.cursor_line.startswith("▌✓")


async def test_what_was_marked_in_the_results_is_seen_in_the_list_afterwards(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        app.screen.query_bar.input.value = '"number 2"'
        await app.see("Search · 1 found")
        await app.press("enter", "s", "r")
        await app.see("read “Paper number 2”")
        await app.press("escape")
        await app.see("Inbox · 43 unread of 44", "1 of 40 · 39 unread")
        row = next(line for line in app.list_lines if line.endswith("Paper number 2"))
        assert "★" in row
        assert "●" not in row


async def test_a_paper_marked_in_a_search_does_not_stray_into_the_inbox(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("done", (app.entry(104).row,)))
        await app.press("1", "slash")
        await app.write("regression")
        await app.see("Search · 1 found")
        await app.press("enter", "s", "escape")
        await app.settled()
        await app.see("Inbox · 43 unread of 43")
        app.screen.look_again()
        await app.settled()
        await app.press("G")
        await app.see("43 of 43")
        assert "Plain old regression" not in app.text


async def test_what_came_while_one_searched_is_there_afterwards(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j", "slash")
        await app.write("graphs")
        await app.see("2 found")
        app.library.take_in(make_digest([make_paper(200, title="Come meanwhile")], day=date(2025, 3, 15)))
        app.screen.look_again()
        await app.settled()
        assert "2 found" in app.header
        await app.press("escape")
        await app.see("Inbox · 45 unread of 45")
        await app.on("Paper number 2")
        await app.press("g", "g")
        await app.on("Come meanwhile")


async def test_new_papers_do_not_drop_a_search_that_is_under_way(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        with searches_held(app):
            await app.write("regression")
            await app.press("enter")
            app.screen.look_again()
            await app.settled()
        await app.see("Search · 1 found")
        await app.press("s")
        await app.see("starred “Plain old regression”")


async def test_slash_again_goes_on_with_the_same_words(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter")
        await app.see("2 found")
        await app.press("slash")
        await app.write(" molecules")
        await app.see("Search · 1 found")
        await app.press("escape")
        await app.see("Inbox · 44 unread of 44")


async def test_a_view_key_leaves_the_search(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "2")
        await app.see("All · 44 unread of 44")
        await app.press("escape")
        await app.settled()
        assert "All · " in app.header


async def test_letters_in_the_search_are_no_commands(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), config=quiet()) as app:
        await app.press("slash")
        await app.write("qser")
        await app.see("Nothing found for qser")
        assert app.library.history() == []


async def test_latex_is_shown_and_found_as_unicode(tmp_path: Path) -> None:
    paper = make_paper(
        1, title=r"The $\ell_1$ norm of Schr\"odinger", abstract=r"At 5\% of $\mathcal{J}$\&$\mathcal{F}$."
    )
    async with running(tmp_path, [make_digest([paper, make_paper(2)])]) as app:
        await app.see("The ℓ₁ norm of Schrödinger", "At 5% of J&F.")
        await app.press("/")
        for asked in ("l1 schrodinger", "ℓ₁", r"$\ell_1$"):
            await app.press("ctrl+u")
            await app.until(lambda: len(app.titles) == 2, "both papers")
            await app.write(asked)
            await app.until(lambda: app.titles == ["The ℓ₁ norm of Schrödinger"], asked)
        await app.press("enter", "s")
        await app.see("starred “The ℓ₁ norm of Schrödinger”")
        assert app.entry(1).paper.title == paper.title


async def test_a_search_typed_ahead_of_a_view_is_typed_into_the_box(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.type_ahead("2", "slash", *"moo", "backspace", *"lecules", "enter", "s", "escape", "j")
        await app.until(lambda: app.numbers("is:starred") == [102], "the found paper starred")
        await app.see("All · 44 unread of 44")
        await app.on("Paper number 2")
        assert app.numbers("is:read OR is:done") == []


# How much was found


async def test_the_number_of_hits_stands_in_the_line(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await app.press("slash")
        assert "found" not in app.lines[1]
        with searches_held(app):
            await app.write("graphs")
            await app.pilot.pause(0.1)
            assert app.lines[1].endswith(" …")
        await app.see("2 found")
        assert app.lines[1] == " / graphs" + "2 found".rjust(70)
        with searches_held(app):
            await app.write(" m")
            await app.until(lambda: app.lines[1].endswith(" …"), "the sign that an answer is awaited")
        await app.until(lambda: app.lines[1].endswith(" 1 found"), "the number of hits")


async def test_the_number_stands_there_when_the_line_is_opened_again(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter")
        await app.see("Search · 2 found")
        await app.press("slash")
        await app.until(lambda: app.lines[1].endswith(" 2 found"), "the number of hits")
        await app.press("ctrl+u")
        await app.until(lambda: "found" not in app.lines[1], "no number")
        await app.see("Inbox · 44 unread of 44")


# Past searches


async def search(app: Driver, *texts: str) -> None:
    for text in texts:
        await app.press("slash", "ctrl+u")
        await app.write(text)
        await app.press("enter")
        await app.see(f"found · {text}")


async def test_the_arrow_keys_go_through_the_searches_made_before(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "graphs", "regression")
        await app.press("escape", "slash")
        await app.write("att")
        await app.see("Search · 2 found · att")
        await app.press("up")
        await app.see(" / regression", "Search · 1 found · regression")
        await app.press("up", "up", "up")
        await app.see(" / graphs", "Search · 2 found · graphs")
        await app.press("down", "down", "down")
        await app.see(" / att", "Search · 2 found · att")


async def test_past_searches_are_there_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "graphs", "regression", "graphs")
        await app.settled()
        assert app.library.kept.past() == ["graphs", "regression"]
    async with running(tmp_path) as app:
        app.type_ahead("slash", "up", "up", "enter", "s")
        await app.until(lambda: app.numbers("is:starred") == [104], "the paper found by the older search")


async def test_only_what_was_entered_is_remembered(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.see("2 found")
        await app.press("escape", "slash", "space", "enter")
        await app.settled()
        assert app.library.kept.past() == []


async def test_a_search_brought_back_can_be_altered(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await search(app, "graphs")
        await app.press("escape", "slash", "up")
        await app.write(" molecules")
        await app.press("enter")
        await app.see("Search · 1 found · graphs molecules")
        await app.press("slash", "up")
        await app.see(" / graphs", "Search · 2 found")


PAST = st.lists(st.text("ab ", min_size=1, max_size=3).filter(str.strip).map(str.strip), unique=True, max_size=5)


@given(PAST, st.text("ab ", max_size=3), st.lists(st.booleans(), max_size=12))
def test_up_and_down_walk_one_row_that_ends_with_what_was_typed(past: list[str], typed: str, ups: list[bool]) -> None:
    searches = PastSearches()
    searches.know(past)
    row = [typed, *(text for text in past if text != typed.strip())]
    place, shown = 0, typed
    for up in ups:
        place = min(place + 1, len(row) - 1) if up else max(place - 1, 0)
        found = searches.older(shown) if up else searches.newer(shown)
        shown = shown if found is None else found
        assert shown == row[place]


def test_what_was_altered_is_what_is_being_typed() -> None:
    searches = PastSearches()
    searches.know(["b", "a"])
    searches.remember("c")
    assert [searches.older("x"), searches.older("c"), searches.older("b2")] == ["c", "b", "c"]
    assert [searches.newer("c"), searches.newer("b2")] == ["b2", None]


# Papers like one


async def test_papers_like_one_are_searched_for_and_escape_goes_back(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("j", "equals_sign")
        await app.see("Like “Paper number 2” · ")
        assert app.screen.searching.wanted() == Wanted(None, ("like:arxiv:2503.00002",), "relevance")
        await app.press("escape")
        await app.see("Inbox · 44 unread of 44")
        await app.on("Paper number 2")
        await app.settled()
        assert app.library.kept.past() == []


async def test_an_id_with_blanks_is_put_in_quotes(tmp_path: Path) -> None:
    paper = make_paper(1, title="On (some) graphs", arxiv_id=None, url=None)
    async with running(tmp_path, [make_digest([paper])]) as app:
        await app.press("equals_sign")
        await app.see("Like “On (some) graphs”")
        assert app.screen.searching.wanted().texts == ('like:"title:on some graphs"',)


async def test_from_the_results_of_a_search_one_comes_back_to_them(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "j")
        await app.see("2 of 2")
        second = app.cursor_line
        await app.press("equals_sign")
        await app.see("Like “")
        await app.press("slash")
        await app.write("regression")
        await app.press("enter", "s", "escape", "escape")
        await app.see("Search · 2 found · graphs")
        assert app.cursor_line == second
        await app.press("escape")
        await app.see("Inbox · 44 unread of 44")


async def test_a_paper_marked_in_a_search_upon_a_search_is_seen_so_in_both(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "backslash")
        await app.write("molecules")
        await app.press("enter", "s", "r")
        await app.see("read “Graphs of molecules”")
        await app.press("escape")
        await app.see("Search · 2 found")
        assert app.line_with("Graphs of molecules")[1:5].split() == ["★"]
        await app.press("escape", "G")
        await app.see("Inbox · 43 unread of 44")
        assert app.line_with("Graphs of molecules")[1:5].split() == ["★"]


# Nothing found, and what to do about it


async def nothing_found(app: Driver) -> None:
    """A search that finds nothing, answered with a notice and advice."""
    await app.press("slash")
    await app.write("zebra graphs")
    await app.press("enter")
    await app.see("Search · 0 found", "Esc goes back")
    advice = (
        Advice("without “zebra”: 2", "graphs"),
        Advice("any of these words: 2", "zebra OR graphs"),
        Advice("did you mean “regression”", "regression"),
        Advice("one too many", "attention"),
    )
    look = Look(array("q"), notices=("a notice",), advice=advice)
    app.screen.post_message(Looked(look, (), app.screen.looking._asked, "search"))
    await app.see("a notice", "1  without “zebra”: 2", "3  did you mean “regression”", "Enter takes the first")
    assert "one too many" not in app.text


async def test_enter_takes_the_first_advice_as_if_it_had_been_typed(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await nothing_found(app)
        app.type_ahead("enter", "j", "s")
        await app.see("Search · 2 found · graphs")
        await app.until(lambda: len(app.numbers("is:starred graphs")) == 1, "a star on what was found")
        await app.press("slash")
        await app.see(" / graphs")
        await app.press("up")
        await app.see(" / zebra graphs")
        await app.press("escape")
        await app.see("Inbox · 44 unread of 44")


async def test_a_digit_takes_its_advice_and_opens_a_view_only_where_there_is_none(tmp_path: Path) -> None:
    async with running(tmp_path, some_days(), size=NARROW) as app:
        await nothing_found(app)
        await app.press("3")
        await app.see("Search · 1 found · regression")
        await app.press("3")
        await app.see("Nothing starred yet.")
        await nothing_found(app)
        await app.press("slash", "3")
        await app.see(" / zebra graphs3")


async def test_a_click_takes_the_advice_on_its_line(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await nothing_found(app)
        y = next(y for y, line in enumerate(app.list_lines) if "3  did" in line)
        await app.pilot.click("#list", offset=(4, y + 1))
        await app.pilot.click("#list", offset=(4, y - 3))
        await app.settled()
        assert "Search · 0 found" in app.header
        await app.pilot.click("#list", offset=(4, y))
        await app.see("Search · 1 found · regression")


async def test_advice_for_a_filter_goes_into_the_filter(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("backslash")
        await app.write("zebra")
        await app.press("enter")
        await app.see("Nothing found for zebra in Inbox")
        look = Look(array("q"), advice=(Advice("did you mean “graphs”", "graphs"),))
        app.screen.post_message(Looked(look, (), app.screen.looking._asked, "search"))
        await app.see("1  did you mean “graphs”")
        await app.press("1")
        await app.see("Inbox · \\ graphs · 2 of 44")


# Completion, and what makes no sense


def with_a_tag(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Completes tags only."""
    _, colon, begun = text.rpartition("tag:")
    return next((text + name[len(begun) :] for name in names["tag"] if colon and name.startswith(begun)), None)


async def test_the_rest_of_a_term_is_offered_and_taken_by_tab_right_or_end(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("tag", (app.entry(2).row,), "experts"))
        app.screen.query_bar.suggesting = Suggesting(with_a_tag)
        for key in ("tab", "right", "end"):
            await app.press("slash")
            await app.settled()
            await app.write("is:unread tag:ex")
            await app.see(" / is:unread tag:experts")
            assert app.screen.query_bar.text == "is:unread tag:ex"
            await app.press(key)
            assert app.screen.query_bar.text == "is:unread tag:experts"
            await app.press("enter", "escape")


async def test_tab_with_nothing_to_complete_does_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        for suggesting in (None, Suggesting(with_a_tag)):
            app.screen.query_bar.suggesting = suggesting
            await app.press("slash")
            await app.write("gra")
            await app.press("tab")
            await app.write("phs")
            await app.see("Search · 2 found · graphs")
            await app.press("escape")


async def test_nothing_is_completed_in_the_name_of_a_view(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        app.library.apply(Act("tag", (app.entry(2).row,), "experts"))
        app.screen.query_bar.suggesting = Suggesting(with_a_tag)
        await app.press("slash")
        await app.write("graphs")
        await app.press("enter", "S", "ctrl+u")
        await app.write("tag:ex")
        await app.press("tab", "up")
        await app.see(" name: tag:ex")
        assert "experts" not in app.lines[1]


class Odd(NamedTuple):
    """A notice with a place."""

    told: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.told


def test_only_the_odd_part_of_the_text_it_was_told_of_is_underlined() -> None:
    underlining = Underlining()
    underlining.mark("graphs is:x", ["a notice without a place", Odd("is:x is no state", 7, 11)])
    assert [(span.start, span.end, span.style) for span in underlining(Text("graphs is:x")).spans] == [
        (7, 11, "underline")
    ]
    assert underlining(Text("graphs is:xy")).spans == []


async def test_what_makes_no_sense_is_told_and_underlined_while_one_types(tmp_path: Path) -> None:
    async with running(tmp_path, some_days()) as app:
        await app.press("slash")
        await app.write("graphs is:x")
        await app.see("is:x is no state", "0 found")
        region = app.screen.query_bar.input.region

        def underlined() -> str:
            strip = app.app.screen._compositor.render_strips(app.app.size)[region.y]
            return "".join(part.text for part in strip if part.style and part.style.underline)

        await app.until(lambda: underlined() == "is:x", "the odd part underlined")
        await app.press(*["backspace"] * 4)
        await app.until(lambda: underlined() == "", "no line any more")

"""The reading pane: what it says of a paper, at which width, its links by number, and the keys that scroll it."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import DAY, make_digest, make_paper
from rich.cells import cell_len
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, quiet, running, two_days

from paperfeed.marks import Act, Entry, Marks
from paperfeed.paper import Listed, PaperId
from paperfeed.tui import paper_text

PEOPLE = tuple(f"Author Number{n}" for n in range(1, 65))
FULL = make_paper(
    1,
    title=r"$\pi_0$: a title",
    authors=PEOPLE,
    abstract="First paragraph, with https://example.org/found in it.\n\nSecond paragraph.",
    organization="Analytical Society",
    github_url="https://github.com/a/b",
    github_stars=312,
    project_url="https://a.github.io/b/",
    summary="In short, this.",
    keywords=("masks", "tokens"),
)
LONG = "\n\n".join(f"Paragraph {n} of a long abstract, of which no small screen shows all." for n in range(1, 61))
SIZES = [WIDE, MEDIUM, NARROW]


async def opened(app: Driver) -> None:
    """The paper under the cursor, seen at any size."""
    if not app.screen.preview.display:
        await app.press("enter")
        await app.until(lambda: app.screen.preview.display, "the open paper")


async def test_the_pane_says_what_is_known_in_an_order_that_a_reader_wants(tmp_path: Path) -> None:
    digests = [make_digest([Listed(FULL, 128)]), make_digest([FULL], day=date(2025, 3, 17))]
    async with running(tmp_path, digests) as app:
        row = app.entry(1).row
        app.library.apply(Act("star", (row,)))
        app.library.apply(Act("tag", (row,), "later"))
        await app.press("2")
        await app.see("starred · #later")
        told = app.preview_text
        wanted = (
            *("π₀: a title", "Author Number1, Author Number2", "and 58 more", "Fri 14 Mar 2025", "Analytical Society"),
            *("starred · #later", "1 huggingface.co/papers/2503.00001", "2 github.com/a/b · 312 stars"),
            *("3 arxiv.org/pdf/2503.00001", "4 a.github.io/b", "5 example.org/found", "In short, this."),
            *("First paragraph", "Second paragraph.", "masks, tokens"),
        )
        places = [told.find(text) for text in wanted]
        assert -1 not in places, dict(zip(wanted, places, strict=True))
        assert places == sorted(places)


async def test_votes_and_days_stand_together(tmp_path: Path) -> None:
    papers = [Listed(make_paper(1), 1_128), Listed(make_paper(2), 1)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        await app.see("Fri 14 Mar 2025, today · 1,128 votes")
        await app.press("j")
        await app.see("Fri 14 Mar 2025, today · 1 vote")


@pytest.mark.parametrize("size", SIZES)
async def test_a_shows_all_authors_of_this_paper_and_the_first_six_again(tmp_path: Path, size: tuple[int, int]) -> None:
    papers = [FULL, make_paper(2, authors=PEOPLE), make_paper(3)]
    async with running(tmp_path, [make_digest(papers)], size=size) as app:
        await opened(app)
        assert "Number6 and 58 more" in " ".join(app.preview_text.split())
        assert "Number7" not in app.preview_text
        await app.press("a")
        await app.see("Number60")
        assert "58 more" not in app.text
        await app.press("a")
        await app.see("58 more")
        await app.press("a")
        await app.see("Number60")
        await app.press("j")
        await app.see("58 more")
        assert "Number60" not in app.text
        await app.press("k")
        await app.see("58 more")
        await app.press("j", "j", "a")
        await app.see("all its authors are on show")


@pytest.mark.parametrize("key", ["a", "J", "K"])
async def test_what_scrolls_and_turns_the_paper_says_so_where_none_is_on_show(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press(key)
        await app.see("the paper is not on show", "Enter opens it")


@pytest.mark.parametrize(("width", "size"), [(88, (240, 45)), (60, (200, 45)), (200, (240, 45)), (40, NARROW)])
async def test_lines_are_as_long_as_the_setting_says_and_no_longer(
    tmp_path: Path, width: int, size: tuple[int, int]
) -> None:
    paper = make_paper(1, abstract="a few words of text " * 200)
    async with running(tmp_path, [make_digest([paper])], size=size, config=quiet(reading_width=width)) as app:
        await opened(app)
        full = [line for line in app.preview_text.splitlines() if "few words" in line and "more" not in line]
        longest = max(cell_len(line.strip()) for line in full)
        room = min(width, app.screen.preview.size.width - 2)
        assert room - 6 < longest <= room


def said(marks: Marks, **facts: Any) -> list[str]:
    """What the pane says of a paper with these marks, part by part."""
    entry = Entry(1, PaperId("arxiv:2503.00001"), make_paper(1, **facts), marks, (), DAY, None)
    return ["   ".join(part.items) or part.text for part in paper_text.parts(entry, DAY, None, False)]


def test_the_lines_of_a_note_stay_lines_and_its_links_are_numbered() -> None:
    told = said(Marks(note="first line\r\n\n[/] second https://example.org/noted\x1b[31m\n"))
    at = told.index("note: first line")
    assert told[at + 1 : at + 3] == ["", "[/] second https://example.org/noted\ufffd[31m"]
    assert told[at + 3].endswith("3 example.org/noted")


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        (Marks(starred=1, tags=("a", "b")), "starred · #a · #b"),
        (Marks(read=1, done=1), "done"),
        (Marks(tags=("[/]",)), "#[/]"),
    ],
)
def test_what_was_done_to_a_paper_stands_in_one_line(marks: Marks, state: str) -> None:
    assert state in said(marks)
    assert "" not in said(marks)[said(marks).index(state) - 1 : said(marks).index(state)]


def test_how_long_a_paper_sleeps_is_told() -> None:
    [told] = [line for line in said(Marks(snoozed="2025-03-20", tags=("a",))) if "snoozed until" in line]
    assert told.endswith(" · #a")
    assert "20" in told


def test_what_is_not_known_takes_no_line() -> None:
    bare = said(Marks(), authors=(), abstract="", url=None, arxiv_id=None)
    assert [part for part in bare if part] == ["Paper number 1", "Fri 14 Mar 2025, today"]


# Scrolling


@pytest.mark.parametrize("size", SIZES)
async def test_the_paper_scrolls_from_the_list_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, [make_digest([make_paper(1, abstract=LONG), make_paper(2)])], size=size) as app:
        await opened(app)
        top = 1 if size == MEDIUM else 0  # below the line above it
        before = app.preview_text.splitlines()[top:]
        await app.press("J", "J", "J", "J")
        assert app.preview_text.splitlines()[top] == before[4] != before[5]
        await app.press("K")
        assert app.preview_text.splitlines()[top] == before[3]
        assert app.screen.list.cursor == 0


@pytest.mark.parametrize("size", SIZES)
async def test_j_and_k_go_from_paper_to_paper_however_far_one_has_scrolled(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    papers = [make_paper(n, abstract=f"Beginning of {n}.\n\n{LONG}") for n in (1, 2, 3)]
    async with running(tmp_path, [make_digest(papers)], size=size) as app:
        await opened(app)
        await app.press("J", "J", "space", "j")
        await app.see("Beginning of 2.")
        await app.press("J", "j")
        await app.see("Beginning of 3.")
        await app.press("k")
        await app.see("Beginning of 2.")
        assert "Beginning of 3." not in app.text


# Links


async def test_the_keys_of_the_links_are_listed_with_what_they_lead_to(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([FULL, make_paper(2, url=None, arxiv_id="2503.00002")])]) as app:
        await app.press("O")
        await app.see("O …", "1 page", "2 code", "3 pdf", "4 project", "5 example.org")
        await app.press("2")
        await app.see("no browser here: copied https://github.com/a/b")
        assert app.app.clipboard == "https://github.com/a/b"
        await app.press("O", "7")
        await app.see("this paper has no link 7")
        await app.press("j", "O")
        await app.see("O …", "1 pdf")
        assert "page" not in app.status
        await app.press("1")
        await app.see("copied https://arxiv.org/pdf/2503.00002")


async def test_a_paper_without_links_has_nothing_to_open(tmp_path: Path) -> None:
    papers = [make_paper(1, url=None, arxiv_id=None)]
    async with running(tmp_path, [make_digest(papers)]) as app:
        await app.press("O")
        await app.see("O …", "nothing here")
        await app.press("1")
        await app.see("this paper has no link 1")
        await app.press("P")
        await app.see("no PDF of this paper is known")
        await app.press("y", "y")
        await app.see("no source gave a link for this paper")
        assert app.app.clipboard == ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_link_opens_it_and_one_beside_it_does_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, [make_digest([FULL])], size=size) as app:
        await opened(app)
        lines = app.preview_text.splitlines()
        y = next(y for y, line in enumerate(lines) if "github.com/a/b" in line)
        x = lines[y].index("github.com/a/b")
        above = next(y for y, line in enumerate(lines) if "Analytical Society" in line)
        for outside in ((x, above), (0, y)):
            await app.pilot.click("#preview", offset=outside)
        await app.settled()
        assert app.app.clipboard == ""
        await app.pilot.click("#preview", offset=(x + 5, y))
        await app.see("no browser here: copied https://github.com/a/b")


async def test_more_links_than_digits_are_said_to_be_there(tmp_path: Path) -> None:
    paper = make_paper(1, abstract=" ".join(f"https://example.org/{n}" for n in range(1, 12)))
    async with running(tmp_path, [make_digest([paper])]) as app:
        await app.see("9 example.org/7", "and 4 more in the text")
        await app.press("O", "9")
        await app.see("copied https://example.org/7")


async def test_links_act_on_the_list_where_no_paper_is_on_show(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([FULL])], size=NARROW) as app:
        await app.press("O", "2")
        await app.see("copied https://github.com/a/b")


async def test_numbers_are_no_marks_of_a_search(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest([FULL])]) as app:
        await app.press("slash")
        await app.write("paragraph")
        await app.see("1 found")
        await app.until(lambda: app.marked(app.screen.preview), "the words in the pane")
        assert app.marked(app.screen.preview) == ["paragraph", "paragraph"]


# The PDF


async def test_p_opens_the_pdf_in_the_browser_or_copies_its_link(tmp_path: Path) -> None:
    async with running(tmp_path, [make_digest(1)]) as app:
        await app.press("P")
        await app.see("no browser here: copied https://arxiv.org/pdf/2503.00001")
        assert app.app.clipboard == "https://arxiv.org/pdf/2503.00001"


@pytest.mark.skipif(sys.platform == "win32", reason="no programs by path there")
async def test_p_starts_the_viewer_of_the_settings_and_says_when_it_gives_up(tmp_path: Path) -> None:
    noted, program = tmp_path / "noted", tmp_path / "viewer"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >'{noted}'\ntest \"$2\" != https://example.org/bad\n")
    program.chmod(0o700)
    papers = [make_paper(1), make_paper(2, pdf_url="https://example.org/bad")]
    config = quiet(pdf_viewer=f"'{program}' -p {{url}}")
    async with running(tmp_path / "home", [make_digest(papers)], config=config) as app:
        await app.press("P")
        await app.see("opened https://arxiv.org/pdf/2503.00001")
        await app.until(noted.exists, "the viewer")
        await app.until(lambda: noted.read_text() == "-p\nhttps://arxiv.org/pdf/2503.00001\n", "its arguments")
        await app.press("j", "P")
        await app.see("viewer ended with status 1")


async def test_a_viewer_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert not any((Path(place) / "no-such-viewer").exists() for place in os.get_exec_path())
    async with running(tmp_path, [make_digest(1)], config=quiet(pdf_viewer="no-such-viewer")) as app:
        await app.press("P")
        await app.see("there is no program no-such-viewer (reading.pdf_viewer)")


# Copying


@pytest.mark.parametrize("size", SIZES)
async def test_y_copies_the_paper_under_the_cursor_in_five_forms(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, [make_digest([make_paper(2), FULL])], size=size) as app:
        await app.press("j", "y")
        await app.see("y …", "link")
        await app.press("y")
        await app.see("copied https://hugg")
        assert app.app.clipboard == "https://huggingface.co/papers/2503.00001"
        await app.press("y", "i")
        await app.see("copied arxiv:2503.00001")
        await app.press("y", "t")
        await app.see(r"copied $\pi_0$: a title")
        assert app.app.clipboard == r"$\pi_0$: a title"
        await app.press("y", "b")
        await app.see("copied BibTeX of “π₀: a title”")
        assert app.app.clipboard.startswith("@misc{number12025title,\n  title         = {{$\\pi_0$: a title}},\n")
        await app.press("y", "m")
        await app.see("copied Markdown of “π₀: a title”")
        assert app.app.clipboard.startswith("[π₀: a title](https://huggingface.co/papers/2503.00001) — Author Number1,")
        assert app.library.history() == []


async def test_copies_typed_at_once_end_with_the_last_one(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("y", "y", "j", "y", "t")
        await app.see("copied Paper number 2")
        assert app.app.clipboard == "Paper number 2"

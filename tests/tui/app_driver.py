"""The running app in a test: the real screen, threads and files, keys in and visible text out.

`async with running(home) as app:` starts it headless; `app.until(…)` waits for what is to come, and
fails with the screen's text. What is on disk is asserted through `app.library`, a second door.
"""

import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from builders import Clock, make_digest, make_paper, open_library
from textual import events
from textual.color import Color
from textual.pilot import Pilot
from textual.widget import Widget

from paperfeed.config import Config, SourceConfig
from paperfeed.library import Library
from paperfeed.marks import Entry
from paperfeed.paper import Digest
from paperfeed.paths import Paths
from paperfeed.tui.app import PaperfeedApp
from paperfeed.tui.backend import Backend
from paperfeed.tui.inbox_screen import InboxScreen
from paperfeed.tui.start import make_app

BELOW = re.compile(r".[ 0-3][0-9] [A-Z][a-z]{2} [0-9]{2} ")
"""How the second line of a paper begins that a search found: with its day."""
HEADING = re.compile(r"[ ▌](?:[▸▾] )?(?:[A-Z][a-z]{2} )?[ 0-3]?[0-9] [A-Z][a-z]{2} [0-9]{2,4} [─━]")
"""How the heading of a day begins."""
WIDE, MEDIUM, NARROW = (160, 45), (100, 30), (80, 24)
PATIENCE = 20.0
"""Seconds after which what a test waits for will not come any more."""


def quiet(**settings: Any) -> Config:
    """Settings of a test: nothing is fetched or marked read by itself unless it says so."""
    return Config(**{"refresh_at_start": False, "read_after": 0, "ascii": False, **settings})


def fetching(url: str, days: int = 3, **settings: Any) -> Config:
    """Settings of an app that fetches from `url`."""
    return quiet(sources=(SourceConfig(url=url, days=days),), **settings)


def two_days(newer: int = 3, older: int = 2) -> list[Digest]:
    """Friday with papers 1, 2, 3 and Thursday with 11 and 12, in this order in the list."""
    return [
        make_digest([make_paper(n) for n in range(1, newer + 1)]),
        make_digest([make_paper(n) for n in range(11, 11 + older)], day=date(2025, 3, 13)),
    ]


def fill(home: Path, digests: Iterable[Digest], clock: Clock | None = None, index: bool = True) -> None:
    """Takes digests into the library of a home, and lets the index have them."""
    with open_library(home, clock) as library:
        for digest in digests:
            library.take_in(digest)
        if index:
            library.indexing.take_waiting()


class Driver:
    """A running app as a test sees it."""

    def __init__(self, app: PaperfeedApp, pilot: Pilot[str], backend: Backend, library: Library, clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.backend = backend
        self.library = library
        self.clock = clock

    # Keys in

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, each when the one before was seen to."""
        await self.pilot.press(*keys)

    def type_ahead(self, *keys: str) -> None:
        """Presses keys at once, before the app has looked at any of them."""
        for key in keys:
            self.app.post_message(events.Key(key, " " if key == "space" else key if len(key) == 1 else None))

    async def write(self, text: str) -> None:
        """Types a text into the line that has the focus."""
        await self.press(*("space" if char == " " else char for char in text))

    async def until(self, holds: Callable[[], Any], what: str = "it") -> None:
        """Pumps the app until `holds()`."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited {PATIENCE:g} s for {what}; the screen:\n{self.text}")
            await self.pilot.pause(0.01)
        await self.pilot.pause(0)

    async def see(self, *texts: str) -> None:
        """Waits until all these stand on the screen."""
        await self.until(lambda: all(text in self.text for text in texts), f"{texts} on the screen")

    async def see_no(self, *texts: str) -> None:
        """Waits until none of these stands on the screen."""
        await self.until(lambda: not any(text in self.text for text in texts), f"{texts} gone from the screen")

    async def settled(self) -> None:
        """Waits until the library's thread has done what it was asked, and the screen has heard of it.

        The answers are asked for in the order of the questions, so an answer to one asked now is the last.
        """
        await self.until(lambda: self.screen.counting is None, "the counting of the views")
        for _ in range(3):  # an answer may be the cause of another question
            answered = threading.Event()
            self.backend._library.do(lambda _, answered=answered: answered.set())
            await self.until(answered.is_set, "the library's thread")
            await self.pilot.pause()

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The visible text of the whole screen, line by line, without blanks at the ends."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def header(self) -> str:
        return self.lines[0]

    @property
    def status(self) -> str:
        return self.lines[-1]

    @property
    def screen(self) -> InboxScreen:
        return self.app.inbox

    @property
    def list_lines(self) -> list[str]:
        """The lines of the list alone, whatever stands beside it."""
        papers = self.screen.list
        region = papers.region
        strips = self.app.screen._compositor.render_strips(self.app.size)[region.y : region.bottom]
        cut = [strip.crop(region.x, region.x + papers.scrollable_content_region.width) for strip in strips]
        return ["".join(segment.text for segment in strip).rstrip() for strip in cut]

    def marked(self, widget: Widget) -> list[str]:
        """What stands out in a widget as the words that were looked for, line by line."""
        accent = Color.parse(self.app.current_theme.accent or "").rich_color
        region = widget.region
        strips = self.app.screen._compositor.render_strips(self.app.size)[region.y : region.bottom]
        segments = [segment for strip in strips for segment in strip.crop(region.x, region.right)]
        return [part.text for part in segments if part.style and part.style.bold and part.style.color == accent]

    @property
    def preview_text(self) -> str:
        region = self.screen.preview.region
        strips = self.app.screen._compositor.render_strips(self.app.size)[region.y : region.bottom]
        return "\n".join("".join(s.text for s in strip.crop(region.x, region.right)).rstrip() for strip in strips)

    @property
    def cursor_line(self) -> str:
        """The line of the list that carries the cursor's mark; in a search, the first of the two."""
        marked = [line for line in self.list_lines if line.startswith(self.app.glyphs.cursor)]
        assert len(marked) == 1 + any(map(BELOW.match, marked)), f"{len(marked)} lines carry the cursor:\n{self.text}"
        return marked[0]

    @property
    def cursor_y(self) -> int:
        """Which line of the screen the cursor stands on."""
        return next(y for y, line in enumerate(self.list_lines) if line.startswith(self.app.glyphs.cursor))

    @property
    def titles(self) -> list[str]:
        """The titles that the list shows, from the top."""
        return [
            line[11:] for line in self.list_lines if line[11:] and not HEADING.match(line) and not BELOW.match(line)
        ]

    @property
    def headings(self) -> list[str]:
        """What the headings of the list say of their days, from the top: ▾ Fri 14 Mar 2025 | 3 papers · 2 unread."""
        return [re.sub(r" [─━]+ ?", " | ", line[1:].strip()) for line in self.list_lines if HEADING.match(line)]

    @property
    def snippets(self) -> list[str]:
        """What the list of a search shows below its titles, from the top."""
        return [line[11:] for line in self.list_lines if BELOW.match(line)]

    def line_with(self, text: str) -> str:
        """The line of the list in which `text` stands."""
        found = [line for line in self.list_lines if text in line and not BELOW.match(line)]
        assert len(found) == 1, f"{len(found)} lines of the list hold {text!r}:\n{self.text}"
        return found[0]

    async def on(self, title: str) -> None:
        """Waits until the cursor stands on the paper with this title."""
        await self.until(
            lambda: any(line.startswith(self.app.glyphs.cursor) and line.endswith(title) for line in self.list_lines),
            f"the cursor on {title!r}",
        )

    # What is on disk

    def entry(self, number: int) -> Entry:
        """The paper that `make_paper` made with this number, as it is on disk."""
        [entry] = self.library.entries([self.library.row_of(f"arxiv:2503.{number:05d}")])
        return entry

    def numbers(self, query: str) -> list[int]:
        """The numbers of the papers that a query selects on disk, in order."""
        found = self.library.entries(self.library.look(self.library.parse(query)).rows)
        return [int((entry.paper.arxiv_id or "0.0").partition(".")[2]) for entry in found]


@asynccontextmanager
async def running(
    home: Path,
    digests: Iterable[Digest] = (),
    *,
    size: tuple[int, int] = WIDE,
    config: Config | None = None,
    clock: Clock | None = None,
    problems: Sequence[str] = (),
    index: bool = True,
) -> AsyncIterator[Driver]:
    """The app on a home that holds these digests, from its first frame with the list read."""
    clock, config, paths = clock or Clock(), config or quiet(), Paths.under(home)
    fill(home, digests, clock, index)
    app = make_app(paths, config, problems, clock)
    backend = app.backend
    try:
        with open_library(home, clock, config) as library:
            async with app.run_test(size=size) as pilot:
                driver = Driver(app, pilot, backend, library, clock)
                await driver.until(lambda: not app.inbox.key_reader.waiting, "the first frame, and all behind it")
                await driver.settled()
                yield driver
    finally:
        backend.close()
        backend.stop_indexing()

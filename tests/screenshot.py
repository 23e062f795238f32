"""The pictures of the README, made from the sample digests: `python tests/screenshot.py [FOLDER]`.

The same bytes every time: a fixed clock, a home of its own, no network, no font to be fetched.
"""

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.paths import Paths, assets
from paperfeed.tui.app import PaperfeedApp
from paperfeed.tui.start import make_app

NOW = datetime(2025, 10, 30, 12, tzinfo=UTC)
"""Noon of the newest day of the samples."""
PATIENCE = 20.0
FONTS = 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace'
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONT_FAMILY = re.compile(r"font-family: Fira Code, monospace")


@dataclass(frozen=True)
class Picture:
    """A picture: its file, its size, the keys before it, and a text that tells that they had their effect."""

    file: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    shows: str
    settings: Mapping[str, Any] = field(default_factory=dict)


PICTURES = (
    Picture("inbox.svg", (160, 45), ("j", "j", "s"), "starred"),
    Picture("search.svg", (160, 45), ("slash", *"video gener", "enter"), "found"),
    Picture("cards.svg", (160, 45), ("c", "j", "s", "e"), "done “"),
    Picture("timeline.svg", (160, 45), ("g", "h", "j", "j"), "Timeline · "),
    Picture("catch_up.svg", (160, 45), ("g", "c"), "Since "),
    Picture("help.svg", (120, 40), ("question_mark",), "any other key closes this"),
    Picture("narrow.svg", (80, 24), ("j", "x", "j", "x"), "2 selected"),
    Picture("light.svg", (120, 36), ("j", "b"), "snooze until:", {"theme": "light"}),
    Picture("contrast.svg", (120, 36), ("j", "j", "tab"), "▸", {"theme": "contrast"}),
    Picture("ascii.svg", (100, 30), ("j", "j", "s"), "starred", {"ascii": True}),
)
"""The pictures of the README and of its sections."""


def make(folder: Path) -> list[Path]:
    """Makes the pictures in `folder`."""
    return [asyncio.run(make_one(folder, picture)) for picture in PICTURES]


async def make_one(folder: Path, picture: Picture) -> Path:
    with tempfile.TemporaryDirectory(prefix="paperfeed-picture-") as home, sample_app(Path(home), picture) as app:
        async with app.run_test(size=picture.size) as pilot:
            await until(pilot, lambda: "unread" in visible(app))
            for key in picture.keys:
                await pilot.press(key)
            await until(pilot, lambda: picture.shows in visible(app))
            await still(pilot, app)
            svg = app.export_screenshot(title="paperfeed", simplify=True)
    path = folder / picture.file
    path.write_text(without_fetched_fonts(svg), "utf-8")
    return path


@contextmanager
def sample_app(home: Path, picture: Picture) -> Iterator[PaperfeedApp]:
    """The app on the samples, of which a reader has done some; nothing happens there by itself."""
    plain = {"offline": True, "refresh_at_start": False, "read_after": 0, "ascii": False}
    paths, config = Paths.under(home), Config(**{**plain, **picture.settings})
    now = NOW - timedelta(days=1, hours=3)
    with Library.open(paths, config, lambda: now) as library:
        for path in sorted((assets() / "samples").glob("*.json")):
            library.import_file(path)
        library.indexing.take_waiting()
        rows = library.look(library.view("inbox")).rows
        for act in done_before(rows):
            library.apply(act)
            now += timedelta(minutes=9 if now < NOW - timedelta(hours=20) else 1)
            now = max(now, NOW - timedelta(minutes=30)) if act.verb == "tag" else now
    app = make_app(paths, config, clock=lambda: NOW)
    try:
        yield app
    finally:
        app.backend.close()


def done_before(rows: Sequence[int]) -> Iterator[Act]:
    """What the reader of the pictures did yesterday and this morning."""
    day = rows[40:58]
    yield Act("star", (day[2], day[5]))
    yield Act("done", tuple(day[:8]))
    yield Act("dismiss", (day[9],))
    yield Act("snooze", (day[11],), "code")
    yield Act("tag", (day[2], day[5]), "video")
    yield Act("read", tuple(rows[3:6]))
    yield Act("star", (rows[4],))
    yield Act("done", (rows[5],))
    yield Act("note", (rows[4],), "Compare with the baseline of last week.")


def visible(app: PaperfeedApp) -> str:
    """The text on the screen."""
    return "\n".join("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())


async def still(pilot: Pilot[str], app: PaperfeedApp) -> None:
    """Until nothing has moved on the screen for a while."""
    before, since = "", time.monotonic()
    while time.monotonic() < since + 0.4:
        now = visible(app)
        if now != before:
            before, since = now, time.monotonic()
        await pilot.pause(0.05)


async def until(pilot: Pilot[str], holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "what the picture is to show never came"
        await pilot.pause(0.02)


def without_fetched_fonts(svg: str) -> str:
    """Only fonts that are there: a picture of a README asks no other site for anything."""
    return _FONT_FAMILY.sub(f"font-family: {FONTS}", _FONT_FACE.sub("", svg))


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"  # the times of a timeline are local ones
    time.tzset()
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else assets()):
        print(made)

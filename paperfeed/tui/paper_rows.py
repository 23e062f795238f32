"""What a line of the list looks like: a paper, what a search found in it, the heading of a day.

Pure: values, a width and styles → strips. Nothing here knows what is listed, or where the cursor is.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperfeed.dates import show_day, show_day_short
from paperfeed.found import Found, Piece, Span, from_best, pieces
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.marks import DayCount, Entry
from paperfeed.progress import Progress
from paperfeed.render import people, shown, snooze_told
from paperfeed.tui.cells import beginning, cut, piece_in

STYLES = ("heading", "read", "unread", "cursor", "star", "votes", "mark", "title-match", "match", "snippet", "day")
"""The names of what is painted each in its own style."""
GUTTER = 11
"""Cells before a title: the cursor's mark, two states, the votes. The day stands below them."""
STATE = 2
"""The last cell, from 0, of what tells state and selection: there a click selects."""
LEAST_TITLE = 16
"""Cells that a title keeps beside what is told of a snooze."""
SHORT_BELOW = 30
"""Cells of a line that is too narrow for a day in full."""


class Box(NamedTuple):
    """A day as it can be folded; if `boxed`, as one that can be finished, with how far one is, where that is known."""

    folded: bool = False
    boxed: bool = False
    progress: Progress | None = None


def tellings(day: DayCount, box: Box, dot: str) -> Iterator[str]:
    """What a heading says of its day, the longest first."""
    progress = box.progress if box.boxed else None
    if progress is not None and progress.is_finished:
        told = f"done, +{progress.late} late" if progress.late else "done"
        if box.folded:
            yield f"{papers(progress.total)} {dot} {told}"
        yield told
        yield f"+{progress.late}" if progress.late else ""
    elif progress is not None and progress.through:
        through = f"{progress.through} of {progress.total}"
        yield f"{through} {dot} {day.unread} unread" if day.unread else through
        yield through
        yield f"{progress.through}/{progress.total}"
    else:
        yield f"{papers(day.count)} {dot} {day.unread} unread" if day.unread else f"{papers(day.count)} {dot} all read"
        yield f"{day.unread} unread" if box.boxed and day.unread else f"{day.unread} of {day.count}"


def papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"


def bar(progress: Progress | None, cells: int) -> int:
    """How many of so many cells are full: none of a day that is finished, for nothing is to be watched there."""
    if progress is None or progress.is_finished or not progress.through:
        return 0
    return max(1, min(cells * progress.through // progress.total, cells - 1))


class Painter(NamedTuple):
    """The ground, the style of each of STYLES, how many cells a line has, and the signs."""

    base: Style
    style_of: Callable[[str], Style]
    width: int
    glyphs: Glyphs = UNICODE

    def blank(self) -> Strip:
        return Strip.blank(self.width, self.base)

    def text(self, text: str) -> Strip:
        """Words that stand where there are no papers."""
        told = cut(self.glyphs.text(text), self.width - 2, self.glyphs)
        return self._strip([Segment(f"  {told}", self.base)], self.base)

    def heading(self, day: DayCount, box: Box | None = None, here: bool = False) -> Strip:
        """A day, how many papers it has and how far one is with them; `here` if the cursor stands on it."""
        box = box or Box()
        ground, width = self._ground(here), self.width
        style = self.style_of("heading") + ground
        mark = f"{self.glyphs.folded} " if box.folded else f"{self.glyphs.unfolded} " if box.boxed else ""
        name = show_day(day.day) if width >= SHORT_BELOW else show_day_short(day.day)
        left = f"{mark}{name} "
        room = width - cell_len(left) - 2
        right = next((f" {told} " for told in tellings(day, box, self.glyphs.dot) if told and len(told) + 2 < room), "")
        rule = max(room - len(right), 0)
        full = bar(box.progress, rule)
        segments = [
            self._mark(here, ground),
            Segment(left, style + Style(bold=True)),
            Segment(f"{self.glyphs.full * full}{self.glyphs.rule * (rule - full)}{right}", style),
        ]
        return self._strip(segments, style)

    def paper(self, entry: Entry, found: Found | None, here: bool, selected: bool = False) -> Strip:
        """State, votes and title, and of a snooze what there is room for; `here` if the cursor stands on it."""
        ground = self._ground(here)
        first, star = self.glyphs.states(entry.marks)
        style = self.style_of("unread" if entry.marks.read is None else "read") + ground
        match = style + self.style_of("title-match") + ground
        votes = "" if entry.votes is None else f"{entry.votes:>4}"
        title = piece_in(self.glyphs, Piece(shown(entry.paper.title), found.title if found else ()))
        aside = self.glyphs.text(snooze_told(entry))
        room = self.width - GUTTER - 1
        beside = room - cell_len(aside) - 3
        if not aside or beside < min(cell_len(title.text), LEAST_TITLE):
            aside, beside = "", room
        told = list(self._matched(title, beside, style, match))
        segments = [
            self._mark(here, ground),
            Segment(first, style),
            Segment(self.glyphs.selected if selected else " ", self.style_of("mark") + ground),
            Segment(f"{star} ", self.style_of("star") + ground),
            Segment(f"{votes:>4}  ", self.style_of("votes") + ground),
            *told,
        ]
        if aside:
            gap = room - sum(part.cell_length for part in told) - cell_len(aside)
            segments.append(Segment(f"{'':{gap}}{aside}", self.style_of("day") + ground))
        return self._strip(segments, self.base + ground)

    def below(self, entry: Entry, found: Found | None, here: bool, with_day: bool) -> Strip:
        """The second line: the day, and what was found or else the authors."""
        ground = self._ground(here)
        style = self.style_of("snippet") + ground
        match = style + self.style_of("match") + ground
        day = f"{show_day_short(entry.day) if with_day else '':>{GUTTER - 2}} "
        text = piece_in(self.glyphs, found.snippet if found and found.snippet.text else Piece(people(entry.paper)))
        label = f"{found.label} " if found and found.label else ""
        room = max(self.width - GUTTER - 1 - cell_len(label), 8)
        told = {span.word for span in found.title} if found else set()
        part = piece_in(self.glyphs, from_best(text, room * len(text.text) // (cell_len(text.text) or 1), told))
        segments = [
            self._mark(here, ground),
            Segment(day, self.style_of("day") + ground),
            Segment(label, style),
            *self._matched(part, room, style, match),
        ]
        return self._strip(segments, self.base + ground)

    def awaited(self, here: bool, two: bool) -> tuple[Strip, ...]:
        """A paper that is yet to come from disk."""
        ground = self._ground(here)
        lines = (self.glyphs.ellipsis, "") if two else (self.glyphs.ellipsis,)
        return tuple(
            self._strip([self._mark(here, ground), Segment(f" {text}", ground)], self.base + ground) for text in lines
        )

    def _ground(self, here: bool) -> Style:
        """Under the cursor another colour; where there are none, ground and text change places."""
        if not here:
            return Style()
        cursor = self.style_of("cursor")
        return Style(bgcolor=cursor.bgcolor, reverse=cursor.reverse or None)

    def _mark(self, here: bool, ground: Style) -> Segment:
        return Segment(self.glyphs.cursor if here else " ", self.style_of("mark") + ground)

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.width, style).simplify()

    def _matched(self, text: Piece, width: int, style: Style, match: Style) -> Iterator[Segment]:
        """A text in at most `width` cells, the words that were looked for in a style of their own."""
        shown, kept = text.text, len(text.text)
        if cell_len(shown) > width:
            kept = len(beginning(shown, width, self.glyphs))
            shown = cut(shown, width, self.glyphs)
        spans = (Span(start, min(end, kept), word) for start, end, word in text.spans if start < kept)
        for part, found in pieces(shown, spans):
            yield Segment(part, match if found else style)

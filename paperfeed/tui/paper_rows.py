"""What a line of the list looks like: a paper, what a search found in it, the heading of a day.

Pure: values, a width and styles → strips. Nothing here knows what is listed, or where the cursor is.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperfeed.dates import show_day, show_day_short
from paperfeed.found import Found, Piece, Span, from_best, pieces
from paperfeed.marks import DayCount, Entry
from paperfeed.render import glyphs, people, shown

STYLES = ("heading", "read", "unread", "cursor", "star", "votes", "mark", "title-match", "match", "snippet", "day")
"""The names of what is painted each in its own style."""
GUTTER = 11
"""Cells before a title: the cursor's mark, two states, the votes. The day stands below them."""
HERE, ELSEWHERE = "▌", " "


class Painter(NamedTuple):
    """The ground, the style of each of STYLES, and how many cells a line has."""

    base: Style
    style_of: Callable[[str], Style]
    width: int

    def blank(self) -> Strip:
        return Strip.blank(self.width, self.base)

    def text(self, text: str) -> Strip:
        """Words that stand where there are no papers."""
        return self._strip([Segment(f"  {text}", self.base)], self.base)

    def heading(self, day: DayCount) -> Strip:
        """A day, how many papers it has and how many of them are unread."""
        style, width = self.style_of("heading"), self.width
        left = f" {show_day(day.day)} "
        papers = "1 paper" if day.count == 1 else f"{day.count} papers"
        right = f" {papers} · {day.unread} unread " if day.unread else f" {papers} · all read "
        if width < len(left) + len(right) + 2:
            right = f" {day.unread} of {day.count} "
        rule = "─" * max(width - len(left) - len(right) - 1, 0)
        return self._strip([Segment(left, style + Style(bold=True)), Segment(f"{rule}{right}", style)], style)

    def paper(self, entry: Entry, found: Found | None, here: bool) -> Strip:
        """State, votes and title; `here` if the cursor stands on it."""
        ground = self._ground(here)
        first, star = glyphs(entry)
        style = self.style_of("unread" if entry.marks.read is None else "read") + ground
        match = style + self.style_of("title-match") + ground
        votes = "" if entry.votes is None else f"{entry.votes:>4}"
        title = Piece(shown(entry.paper.title), found.title if found else ())
        segments = [
            self._mark(here, ground),
            Segment(f"{first} ", style),
            Segment(f"{star} ", self.style_of("star") + ground),
            Segment(f"{votes:>4}  ", self.style_of("votes") + ground),
            *matched(title, self.width - GUTTER - 1, style, match),
        ]
        return self._strip(segments, self.base + ground)

    def below(self, entry: Entry, found: Found | None, here: bool, with_day: bool) -> Strip:
        """The second line: the day, and what was found or else the authors."""
        ground = self._ground(here)
        style = self.style_of("snippet") + ground
        match = style + self.style_of("match") + ground
        day = f"{show_day_short(entry.day) if with_day else '':>{GUTTER - 2}} "
        text = found.snippet if found and found.snippet.text else Piece(people(entry.paper))
        label = f"{found.label} " if found and found.label else ""
        room = max(self.width - GUTTER - 1 - cell_len(label), 8)
        told = {span.word for span in found.title} if found else set()
        part = from_best(text, room * len(text.text) // (cell_len(text.text) or 1), told)
        segments = [
            self._mark(here, ground),
            Segment(day, self.style_of("day") + ground),
            Segment(label, style),
            *matched(part, room, style, match),
        ]
        return self._strip(segments, self.base + ground)

    def awaited(self, here: bool, two: bool) -> tuple[Strip, ...]:
        """A paper that is yet to come from disk."""
        ground = self._ground(here)
        lines = ("…", "") if two else ("…",)
        return tuple(
            self._strip([self._mark(here, ground), Segment(f" {text}", ground)], self.base + ground) for text in lines
        )

    def _ground(self, here: bool) -> Style:
        return Style(bgcolor=self.style_of("cursor").bgcolor) if here else Style()

    def _mark(self, here: bool, ground: Style) -> Segment:
        return Segment(HERE if here else ELSEWHERE, self.style_of("mark") + ground)

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.width, style).simplify()


def matched(text: Piece, width: int, style: Style, match: Style) -> Iterator[Segment]:
    """A text in at most `width` cells, … where it is cut, the words that were looked for in a style of their own."""
    shown, kept = text.text, len(text.text)
    if cell_len(shown) > width:
        shown = set_cell_size(shown, max(width - 1, 0)).rstrip()
        kept = len(shown)
        shown += "…"
    spans = (Span(start, min(end, kept), word) for start, end, word in text.spans if start < kept)
    for part, found in pieces(shown, spans):
        yield Segment(part, match if found else style)

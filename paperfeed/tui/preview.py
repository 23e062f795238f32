"""The paper under the cursor: title, authors, days, facts, links, summary, abstract.

Wraps and scrolls its text itself, so that another paper costs no layout. Of a search, the words that
were found in title and abstract are marked. What is said of a paper is decided in `paper_text`.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar, NamedTuple

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from paperfeed.found import Found, Piece, Span, pieces
from paperfeed.glyphs import ASCII, UNICODE, Glyphs
from paperfeed.marks import Entry
from paperfeed.render import AUTHORS_SHOWN
from paperfeed.tui import messages, paper_text
from paperfeed.tui.cells import piece_in
from paperfeed.tui.painting import KeepsLines
from paperfeed.tui.paper_text import Part
from paperfeed.tui.wrapping import flowed, within, wrapped


class Line(NamedTuple):
    """A line of the pane, and the places in it that stand out."""

    text: str
    style: str
    spans: tuple[Span, ...] = ()
    stands_out: str = "match"


class Preview(KeepsLines, can_focus=False):
    """One paper, to be read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"preview--{name}" for name in paper_text.STYLES}

    def __init__(self, found_in: Callable[[int], Found | None], widest: int, glyphs: Glyphs = UNICODE) -> None:
        """`found_in` tells what the search that is shown found in a paper; `widest` how long lines may get, in cells.

        However wide the window is: longer lines are hard to read.
        """
        super().__init__(id="preview")
        self.glyphs = glyphs
        self.entry: Entry | None = None
        self._found_in = found_in
        self._widest = widest
        self.today = date.min
        self.top = 0
        self._all_authors = False
        self._lines: list[Line] = []
        self._strips: dict[int, Strip] = {}
        self._base = Style()
        self._styles: dict[str, Style] = {}
        self._wrapped_for: tuple[object, ...] = ()

    def show(self, entry: Entry | None, today: date) -> None:
        """Shows `entry` from its top; of the same paper, only what changed, where it stood."""
        if entry is self.entry and today == self.today:
            return
        same = entry is not None and self.entry is not None and entry.row == self.entry.row
        before = 10_000 if self.top else len(self._lines)
        self.entry, self.today = entry, today
        self._all_authors = self._all_authors and same
        self._wrap()
        self._go(self.top if same else 0)
        self.refresh(Region(0, 0, self.size.width, max(before, len(self._lines))))  # below, nothing stood and stands

    @property
    def has_more_authors(self) -> bool:
        """Whether more authors are known than the first few."""
        return self.entry is not None and len(self.entry.paper.authors) > AUTHORS_SHOWN

    def turn_authors(self) -> None:
        """All authors of the paper on show, or the first few again."""
        self._all_authors = not self._all_authors
        self._wrap()
        self._go(0 if self._all_authors else self.top)  # to where they stand
        self.refresh()

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.top + self.content_size.height >= len(self._lines)

    def page(self, pages: int = 1) -> None:
        """Scrolls by whole screens, one line of the last one staying in sight."""
        self._go(self.top + max(1, self.content_size.height - 1) * pages)

    def line(self, lines: int) -> None:
        self._go(self.top + lines)

    def on_mouse_scroll_down(self) -> None:
        self.line(3)

    def on_mouse_scroll_up(self) -> None:
        self.line(-3)

    def on_click(self, event: events.Click) -> None:
        """A click on a link of the pane is its number."""
        place = event.get_content_offset(self)
        number = place.y + self.top if place else len(self._lines)
        if place and number < len(self._lines) and (link := link_at(self._lines[number], place.x - 1)):
            self.post_message(messages.LinkChosen(link))

    def _go(self, top: int) -> None:
        top = max(0, min(top, len(self._lines) - self.content_size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def on_resize(self) -> None:
        self._wrap()
        self._go(self.top)
        self.refresh()

    def notify_style_update(self) -> None:
        self._wrapped_for = ()
        self._styles.clear()
        super().notify_style_update()
        if self.is_attached:
            self._wrap()

    def _wrap(self) -> None:
        width = min(max(self.content_size.width - 2, 8), self._widest)
        entry, found = self.entry, None if self.entry is None else self._found_in(self.entry.row)
        wanted = (entry, found, width, self.today, self._all_authors)
        if self._wrapped_for == wanted:
            return
        self._wrapped_for = wanted
        if not self._styles:
            self._base = self.rich_style  # asking for it costs a tenth of a millisecond, a line at a time
        said = paper_text.parts(entry, self.today, found, self._all_authors) if entry else ()
        self._lines = [line for part in said for line in lines_of(in_glyphs(part, self.glyphs), width)]
        self._strips.clear()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._base + self.get_component_rich_style(f"preview--{name}")
        return self._styles[name]

    def _strip(self, number: int, full: int) -> Strip:
        """A line as it is painted, `full` cells wide: only those in sight are, and once."""
        if (kept := self._strips.get(number)) is None:
            kept = self._strips[number] = self._painted(self._lines[number], full)
        return kept

    def _painted(self, line: Line, full: int) -> Strip:
        style = self._style(line.style)
        if line.spans:
            out = self._style(line.stands_out)
            parts = [Segment(part, out if found else style) for part, found in pieces(line.text, line.spans)]
            return Strip([Segment(" ", style), *parts]).adjust_cell_length(full, style)
        text = f" {line.text}"
        return Strip([Segment(text.ljust(full) if text.isascii() else set_cell_size(text, full), style)], full)

    def render_line(self, y: int) -> Strip:
        number, (width, height) = y + self.top, self.content_size
        if number >= len(self._lines):
            return Strip.blank(width, self._base)
        line = self._strip(number, width)
        if y == height - 1 and number < len(self._lines) - 1:
            more = f" {self.glyphs.down} {len(self._lines) - number - 1} more "
            line = Strip([*line.crop(0, width - len(more)), Segment(more, self._style("dim"))])
        return line


def link_at(line: Line, x: int) -> int | None:
    """The number of the link of which a place in a line is part."""
    before = [span for span in line.spans if span.start <= x < len(line.text)]
    return int(line.text[before[-1].start]) if before and line.stands_out == "number" else None


def in_glyphs(part: Part, glyphs: Glyphs) -> Part:
    """A part in the signs that this terminal has."""
    if glyphs is not ASCII:
        return part
    text = piece_in(glyphs, Piece(part.text, part.spans))
    return part._replace(text=text.text, spans=tuple(text.spans), items=tuple(glyphs.text(item) for item in part.items))


def lines_of(part: Part, width: int) -> Iterator[Line]:
    """The lines of a part of the pane, none wider than `width`."""
    if part.items:
        for text, starts in flowed(part.items, width):
            yield Line(text, part.style, tuple(Span(start, start + 1, "") for start in starts), "number")
        return
    marked = "title-match" if part.style == "title" else "match"
    at = 0
    for text in wrapped(part.text, width):
        at = part.text.index(text, at)
        yield Line(text, part.style, within(part.spans, at, at + len(text)) if part.spans else (), marked)
        at += len(text)

"""The paper under the cursor: title, authors, days, facts, summary, abstract.

Wraps and scrolls its text itself, so that another paper costs no layout. Of a search, the words that
were found in title and abstract are marked.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from paperfeed import render
from paperfeed.clean import clean
from paperfeed.found import Found, Piece, Span, pieces
from paperfeed.marks import Entry
from paperfeed.tui.painting import TrueColour

WIDEST = 88
"""Cells of a line of text, however wide the window is: longer lines are hard to read."""

BLANK = Piece("")


class Preview(TrueColour, can_focus=False):
    """One paper, to be read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"preview--{name}" for name in ("title", "title-match", "dim", "accent", "text", "match")
    }

    def __init__(self, found_in: Callable[[int], Found | None]) -> None:
        """`found_in` tells what the search that is shown found in a paper."""
        super().__init__(id="preview")
        self.entry: Entry | None = None
        self._found_in = found_in
        self.today = date.min
        self.top = 0
        self._lines: list[Strip] = []
        self._base = Style()
        self._styles: dict[str, Style] = {}
        self._wrapped_for: tuple[Entry | None, Found | None, int] = (None, None, 0)

    def show(self, entry: Entry | None, today: date) -> None:
        """Shows `entry` from its top; of the same paper, only what changed, where it stood."""
        if entry is self.entry and today == self.today:
            return
        same = entry is not None and self.entry is not None and entry.row == self.entry.row
        before = 10_000 if self.top else len(self._lines)
        self.entry, self.today = entry, today
        self._wrap()
        self._go(self.top if same else 0)
        self.refresh(Region(0, 0, self.size.width, max(before, len(self._lines))))  # below, nothing stood and stands

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
        self._wrapped_for = (None, None, 0)
        self._styles.clear()
        super().notify_style_update()
        if self.is_attached:
            self._wrap()

    def _wrap(self) -> None:
        width = min(max(self.content_size.width - 2, 8), WIDEST)
        found = None if self.entry is None else self._found_in(self.entry.row)
        if self._wrapped_for == (self.entry, found, width):
            return
        self._wrapped_for = (self.entry, found, width)
        if not self._styles:
            self._base = self.rich_style  # asking for it costs a tenth of a millisecond, a line at a time
        self._lines = [strip for text, style in self._texts(found) for strip in self._strips(text, style, width)]

    def _strips(self, text: Piece, style: Style, width: int) -> Iterator[Strip]:
        """The lines of a text, the words that were found in it marked."""
        full = self.content_size.width
        at = 0
        for line in wrapped(text.text, width):
            at = text.text.index(line, at)
            spans = within(text.spans, at, at + len(line))
            at += len(line)
            if spans:
                match = style + self._style("title-match" if style.bold else "match")
                parts = [Segment(part, match if found else style) for part, found in pieces(line, spans)]
                yield Strip([Segment(" ", style), *parts]).adjust_cell_length(full, style)
            else:
                plain = f" {line}".ljust(full) if line.isascii() else set_cell_size(f" {line}", full)
                yield Strip([Segment(plain, style)], full)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._base + self.get_component_rich_style(f"preview--{name}")
        return self._styles[name]

    def _texts(self, found: Found | None) -> Iterator[tuple[Piece, Style]]:
        if self.entry is None:
            return
        entry, paper = self.entry, self.entry.paper
        title, dim, accent, plain = (self._style(name) for name in ("title", "dim", "accent", "text"))
        yield Piece(render.shown(paper.title), found.title if found else ()), title
        if paper.authors:
            yield Piece(render.people(paper)), plain
        yield BLANK, plain
        votes = "" if entry.votes is None else f" · {entry.votes} vote{'' if entry.votes == 1 else 's'}"
        yield Piece(f"{render.listed(entry, self.today)}{votes}"), accent
        for line in self._facts():
            yield Piece(line), dim
        if paper.summary:
            yield BLANK, plain
            yield Piece(render.shown(paper.summary)), plain + Style(italic=True)
        at = 0
        for paragraph in render.shown_paragraphs(paper.abstract).split("\n\n"):
            yield BLANK, plain
            yield Piece(paragraph, within(found.abstract, at, at + len(paragraph)) if found else ()), plain
            at += len(paragraph) + 2
        if paper.keywords:
            yield BLANK, plain
            yield Piece(", ".join(render.shown(word) for word in paper.keywords)), dim

    def _facts(self) -> Iterator[str]:
        assert self.entry is not None
        paper, marks = self.entry.paper, self.entry.marks
        states = [name for name, on in (("starred", marks.starred), ("done", marks.done)) if on]
        states += [f"snoozed until {clean(marks.snoozed)}"] if marks.snoozed else []
        states += [f"#{clean(tag)}" for tag in marks.tags]
        link = paper.url or paper.pdf_url or ""
        lines = (
            " · ".join(states),
            clean(paper.organization or ""),
            clean(render.code(paper)),
            clean(paper.project_url or "").removeprefix("https://"),
            clean(link).removeprefix("https://"),
            clean(marks.note or ""),
        )
        yield from (line for line in lines if line)

    def render_line(self, y: int) -> Strip:
        number, (width, height) = y + self.top, self.content_size
        if number >= len(self._lines):
            return Strip.blank(width, self._base)
        line = self._lines[number]
        if y == height - 1 and number < len(self._lines) - 1:
            more = f" ↓ {len(self._lines) - number - 1} more "
            line = Strip([*line.crop(0, width - len(more)), Segment(more, self._style("dim"))])
        return line


def within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans between two places of a text, counted from the first; what juts out is cut off."""
    return tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start, span.word)
        for span in spans
        if span.start < end and start < span.end
    )


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, none wider than `width` cells; a word that is wider is cut."""
    line, room = "", width
    for word in text.split(" "):
        cells = cell_len(word)
        if line and cells + 1 <= room:
            line, room = f"{line} {word}", room - cells - 1
            continue
        if line:
            yield line
        while cells > width:
            head = set_cell_size(word, width).rstrip() or word[0]
            yield head
            word = word[len(head) :]
            cells = cell_len(word)
        line, room = word, width - cells
    yield line

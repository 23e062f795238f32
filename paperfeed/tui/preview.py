"""The paper under the cursor: title, authors, days, facts, summary, abstract. A Line-API widget.

Wraps its text itself, so that another paper costs no layout.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperfeed import render
from paperfeed.clean import clean, clean_paragraphs
from paperfeed.marks import Entry

WIDEST = 88
"""Cells of a line of text, however wide the window is: longer lines are hard to read."""


class Preview(ScrollView, can_focus=False):
    """One paper, to be read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--title", "preview--dim", "preview--accent", "preview--text"}

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.entry: Entry | None = None
        self.today = date.min
        self._lines: list[Strip] = []
        self._wrapped_for: tuple[Entry | None, int] = (None, 0)

    def show(self, entry: Entry | None, today: date) -> None:
        """Shows `entry` from its top; of the same paper, only what changed, where it stood."""
        same = entry is not None and self.entry is not None and entry.row == self.entry.row
        self.entry, self.today = entry, today
        self._wrap()
        if not same:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    @property
    def at_end(self) -> bool:
        return self.scroll_offset.y + self.size.height >= len(self._lines)

    def page(self, pages: float = 1) -> None:
        """Scrolls by whole pages, one line of the last page staying in sight."""
        step = max(1, self.size.height - 1)
        self.scroll_to(y=self.scroll_offset.y + round(step * pages), animate=False)

    def line(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def on_resize(self) -> None:
        self._wrap()

    def notify_style_update(self) -> None:
        self._wrapped_for = (None, 0)
        super().notify_style_update()
        if self.is_attached:
            self._wrap()

    def _wrap(self) -> None:
        width = min(max(self.scrollable_content_region.width - 2, 8), WIDEST)
        if self._wrapped_for == (self.entry, width):
            return
        self._wrapped_for = (self.entry, width)
        console = self.app.console
        self._lines = [line for text in self._texts() for line in _wrapped(text, width, console)]
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))

    def _texts(self) -> Iterator[Text]:
        if self.entry is None:
            return
        entry, paper = self.entry, self.entry.paper
        title, dim, accent, plain = (
            self.get_component_rich_style(f"preview--{name}") for name in ("title", "dim", "accent", "text")
        )
        yield Text(clean(paper.title), title)
        if paper.authors:
            yield Text(render.people(paper), plain)
        yield Text("")
        votes = "" if entry.votes is None else f" · {entry.votes} votes"
        yield Text(f"{render.listed(entry, self.today)}{votes}", accent)
        for line in self._facts():
            yield Text(line, dim)
        if paper.summary:
            yield Text("")
            yield Text(clean(paper.summary), plain + Style(italic=True))
        for paragraph in clean_paragraphs(paper.abstract).split("\n\n"):
            yield Text("")
            yield Text(paragraph, plain)

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
            render.code(paper),
            (paper.project_url or "").removeprefix("https://"),
            link.removeprefix("https://"),
            ", ".join(clean(word) for word in paper.keywords),
            clean(marks.note or ""),
        )
        yield from (line for line in lines if line)

    def render_line(self, y: int) -> Strip:
        number, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        return self._lines[number].adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)


def _wrapped(text: Text, width: int, console: Console) -> Iterator[Strip]:
    if not text.plain:
        yield Strip.blank(0)
        return
    for line in text.wrap(console, width):
        yield Strip(list(Text(" ").append_text(line).render(console, end="")))

"""The paper under the cursor: title, authors, days, facts, summary, abstract.

Wraps and scrolls its text itself, so that another paper costs no layout.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from paperfeed import render
from paperfeed.clean import clean, clean_paragraphs
from paperfeed.marks import Entry

WIDEST = 88
"""Cells of a line of text, however wide the window is: longer lines are hard to read."""


class Preview(Widget, can_focus=False):
    """One paper, to be read."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"preview--title", "preview--dim", "preview--accent", "preview--text"}

    def __init__(self) -> None:
        super().__init__(id="preview")
        self.entry: Entry | None = None
        self.today = date.min
        self.top = 0
        self._lines: list[Strip] = []
        self._wrapped_for: tuple[Entry | None, int] = (None, 0)

    def show(self, entry: Entry | None, today: date) -> None:
        """Shows `entry` from its top; of the same paper, only what changed, where it stood."""
        same = entry is not None and self.entry is not None and entry.row == self.entry.row
        self.entry, self.today = entry, today
        self._wrap()
        self._go(self.top if same else 0)
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

    def _go(self, top: int) -> None:
        top = max(0, min(top, len(self._lines) - self.content_size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def on_resize(self) -> None:
        self._wrap()
        self._go(self.top)

    def notify_style_update(self) -> None:
        self._wrapped_for = (None, 0)
        super().notify_style_update()
        if self.is_attached:
            self._wrap()

    def _wrap(self) -> None:
        width = min(max(self.content_size.width - 2, 8), WIDEST)
        if self._wrapped_for == (self.entry, width):
            return
        self._wrapped_for = (self.entry, width)
        console = self.app.console
        self._lines = [line for text in self._texts() for line in _wrapped(text, width, console)]

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
        votes = "" if entry.votes is None else f" · {entry.votes} vote{'' if entry.votes == 1 else 's'}"
        yield Text(f"{render.listed(entry, self.today)}{votes}", accent)
        for line in self._facts():
            yield Text(line, dim)
        if paper.summary:
            yield Text("")
            yield Text(clean(paper.summary), plain + Style(italic=True))
        for paragraph in clean_paragraphs(paper.abstract).split("\n\n"):
            yield Text("")
            yield Text(paragraph, plain)
        if paper.keywords:
            yield Text("")
            yield Text(", ".join(clean(word) for word in paper.keywords), dim)

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
            clean(marks.note or ""),
        )
        yield from (line for line in lines if line)

    def render_line(self, y: int) -> Strip:
        number, width, base = y + self.top, self.content_size.width, self.rich_style
        if number >= len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[number].adjust_cell_length(width, base).apply_style(base)
        if y == self.content_size.height - 1 and not self.at_end:
            more = f" ↓ {len(self._lines) - number - 1} more "
            mark = Segment(more, base + self.get_component_rich_style("preview--dim"))
            line = Strip([*line.crop(0, width - len(more)), mark])
        return line


def _wrapped(text: Text, width: int, console: Console) -> Iterator[Strip]:
    if not text.plain:
        yield Strip.blank(0)
        return
    for line in text.wrap(console, width):
        yield Strip(list(Text(" ").append_text(line).render(console, end="")))

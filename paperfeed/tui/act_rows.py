"""What a line of the timeline looks like: an act, the heading of a day, the titles of an act's papers.

Pure: values, a width and styles → strips. Nothing here knows what is listed, or where the cursor is.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from paperfeed.clean import clean
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.history import ActDay, Done, local, show_papers, show_when

STYLES = ("heading", "act", "dim", "undone", "cursor", "mark")
"""The names of what is painted each in its own style."""
NARROW = 56
"""Cells below which a line says only what was done, not on how many papers."""


class Painter(NamedTuple):
    """The ground, the style of each of STYLES, and how many cells a line has."""

    base: Style
    style_of: Callable[[str], Style]
    width: int
    glyphs: Glyphs = UNICODE

    def text(self, text: str) -> Strip:
        """Words that stand where there are no acts."""
        return self._strip([Segment(f"  {text}", self.base)], self.base)

    def heading(self, day: ActDay, today: date) -> Strip:
        """A day, and how much was done on it."""
        style = self.style_of("heading")
        left = f" {show_when(day.day, today)} "
        right = f" {'1 act' if day.acts == 1 else f'{day.acts:,} acts'} "
        rule = self.glyphs.rule * max(self.width - len(left) - len(right) - 1, 0)
        return self._strip([Segment(left, style + Style(bold=True)), Segment(f"{rule}{right}", style)], style)

    def act(self, act: Done | None, here: bool) -> Strip:
        """When it was, what was done, whether it stands, and to how many papers; None: it is yet to come from disk."""
        ground = Style(bgcolor=self.style_of("cursor").bgcolor) if here else Style()
        mark = Segment(self.glyphs.cursor if here else " ", self.style_of("mark") + ground)
        if act is None:
            return self._strip([mark, Segment(" …", ground)], self.base + ground)
        dim = self.style_of("dim") + ground
        how = self.style_of("undone" if act.undone else "dim" if act.auto else "act") + ground
        state = " · ".join(told for told, so in (("by itself", act.auto), ("undone", act.undone)) if so)
        right = f"{state}  {show_papers(act.papers):>12} " if self.width >= NARROW else f"{state} "
        room = max(self.width - 8 - cell_len(right) - 1, 8)
        label = cut(clean(act.label), room)
        gap = " " * (room - cell_len(label) + 1)
        segments = [mark, Segment(f"{local(act.at):%H:%M}  ", dim), Segment(label, how), Segment(f"{gap}{right}", dim)]
        return self._strip(segments, self.base + ground)

    def title(self, text: str, style: str) -> Strip:
        """A line beside or below the list."""
        return self._strip([Segment(f" {cut(text, self.width - 2)}", self.style_of(style))], self.base)

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self.width, style).apply_style(style).simplify()


def cut(text: str, width: int) -> str:
    """A text in at most `width` cells, with … where it is cut."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + "…"

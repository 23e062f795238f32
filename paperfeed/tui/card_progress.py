"""The line above a card: which day it is of, how far one has come, how long the others take. And the last card."""

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from paperfeed.clean import clean
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.tui.painting import TrueColour

SHORTEST = 6
"""Cells of a bar; in a line that has no room for them there is none."""


class CardProgress(TrueColour, can_focus=False):
    """One line: a title, a bar, where one is."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"card-progress--bar", "card-progress--right"}

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="progress")
        self.glyphs = glyphs
        self._shown = ("", 0, 1, "")

    def show(self, title: str, done: int, of: int, where: str) -> None:
        """`done` cards of so many lie behind; `where` says it in words."""
        now = (clean(title), done, max(of, 1), where)
        if now != self._shown:
            self._shown = now
            self.refresh()

    def render_line(self, y: int) -> Strip:
        title, done, of, where = self._shown
        width, base = self.size.width, self.rich_style
        left, right = f" {title}  ", f"  {where} "
        if cell_len(left) > width // 3:
            left = f"{set_cell_size(left, max(width // 3 - 2, 0)).rstrip()}… "
        room = width - cell_len(left) - cell_len(right)
        dim = base + self.get_component_rich_style("card-progress--right")
        segments = [Segment(left, base)]
        if room >= SHORTEST:
            behind = room * done // of
            bar = base + self.get_component_rich_style("card-progress--bar")
            segments += [Segment(self.glyphs.full * behind, bar), Segment(self.glyphs.empty * (room - behind), dim)]
        segments.append(Segment(right, dim))
        return Strip(segments).adjust_cell_length(width, base)


class Ending(Widget, can_focus=False):
    """What stands behind the last card."""

    def __init__(self) -> None:
        super().__init__(id="ending")
        self._told = ""

    def show(self, *lines: str) -> None:
        told = "\n\n".join(map(clean, lines))
        if told != self._told:
            self._told = told
            self.refresh()

    def render(self) -> Content:
        return Content(self._told)

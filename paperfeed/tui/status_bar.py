"""The line above the list and the line below it: where one is, what goes on, what was done last."""

from time import monotonic
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from paperfeed.clean import clean
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.tui.cells import cut
from paperfeed.tui.painting import TrueColour


class Bar(TrueColour, can_focus=False):
    """One line with a text at its left and one at its right end; the left one gives way."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--right", "bar--warning"}

    def __init__(self, name: str, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id=name)
        self.glyphs = glyphs
        self.left = ""
        self.right = ""
        self.warning = False
        self.said_at = 0.0
        """When it began to say something else, by the clock that only goes forward."""

    def show(self, left: str | None = None, right: str | None = None, warning: bool = False) -> None:
        """Other texts; None leaves one as it is. Repaints only what differs."""
        now = (self.left if left is None else self._told(left), self.right if right is None else self._told(right))
        warning = warning if left is not None else self.warning
        if now[0] != self.left:
            self.said_at = monotonic()
        if now != (self.left, self.right) or warning != self.warning:
            (self.left, self.right), self.warning = now, warning
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        right = f" {self.right} " if self.right else ""
        if cell_len(right) > width * 2 // 3:
            right = ""
        room = max(width - cell_len(right), 0)
        left = cut(f" {self.left}", room, self.glyphs)
        style = base + self.get_component_rich_style("bar--warning") if self.warning else base
        segments = [
            Segment(set_cell_size(left, room), style),
            Segment(right, base + self.get_component_rich_style("bar--right")),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _told(self, text: str) -> str:
        """Like `clean`, but what three blanks keep apart stays apart."""
        return self.glyphs.text("   ".join(clean(part) for part in text.split("   ")))


class TooSmall(Widget, can_focus=False):
    """What stands in a window that is too small for anything else."""

    def render(self) -> Content:
        return Content("too small")

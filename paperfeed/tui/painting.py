"""What widgets that paint line by line have in common."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.filter import ANSIToTruecolor, LineFilter
from textual.strip import Strip
from textual.widget import Widget


class TrueColour(Widget):
    """A widget whose colours all come from the theme: none is left to be made of the terminal's sixteen.

    To look for such colours in every piece of every line would be a tenth of what a step costs.
    """

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]


class Divider(TrueColour, can_focus=False):
    """A line from top to bottom. A border of its neighbour would be painted anew with each of its lines."""

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("│", self.rich_style)], 1)

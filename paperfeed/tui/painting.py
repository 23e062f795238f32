"""What widgets that paint line by line have in common, and what every line passes on its way to the terminal."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Spacing
from textual.strip import Strip
from textual.widget import Widget

from paperfeed.glyphs import Glyphs
from paperfeed.tui.cells import ascii_cells

NOTHING = Spacing()


class TrueColour(Widget):
    """A widget whose colours all come from the theme: none is left to be made of the terminal's sixteen.

    To look for such colours in every piece of every line would be a tenth of what a step costs.
    """

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]


class KeepsLines(TrueColour):
    """One that keeps the lines it has painted, all as wide as it is: nobody else has to keep them too."""

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.styles.gutter != NOTHING or self.get_line_filters():
            return super().render_lines(crop)
        lines = [self.render_line(y) for y in range(crop.y, crop.bottom)]
        if (crop.x, crop.width) == (0, self.size.width):
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]


class Divider(TrueColour, can_focus=False):
    """A line from top to bottom. A border of its neighbour would be painted anew with each of its lines."""

    def __init__(self, name: str, glyphs: Glyphs) -> None:
        super().__init__(id=name)
        self.glyphs = glyphs

    def render_line(self, y: int) -> Strip:
        return Strip([Segment(self.glyphs.upright, self.rich_style)], 1)


class Colourless(LineFilter):
    """Takes every colour away; bold, underlined and reversed stay so."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(text, style and _without_colour(style), control) for text, style, control in segments]


class AsciiOnly(LineFilter):
    """Leaves ASCII alone, in as many cells: for what was not made of ASCII in the first place."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            one if one.text.isascii() else Segment(ascii_cells(one.text), one.style, one.control) for one in segments
        ]


def _without_colour(style: Style) -> Style:
    """`Style.without_color` loses what a click on it does."""
    bare = style.without_color
    return bare + Style.from_meta(style.meta) if style.meta else bare

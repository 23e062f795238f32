"""A line that names the keys of a screen; a click on one of them presses it."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip

from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.tui.messages import KeyClicked
from paperfeed.tui.painting import TrueColour


class KeyName(NamedTuple):
    """What stands in the line, and the key that a click on it presses, if it does."""

    text: str
    key: str = ""


def between(names: Sequence[KeyName]) -> tuple[KeyName, ...]:
    """Names with a dot between each two."""
    return tuple(chain.from_iterable((KeyName(" · "), name) for name in names))[1:]


class KeyLine(TrueColour, can_focus=False):
    """Names at the left end and at the right one; where there is no room, those at the right stay."""

    def __init__(self, left: Sequence[KeyName], right: Sequence[KeyName], glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="keys")
        self._left, self._right = (
            [name._replace(text=glyphs.text(name.text)) for name in names] for names in (left, right)
        )

    def _placed(self) -> Iterator[tuple[int, KeyName]]:
        """Each name with the cell on which it begins; those that are cut off are left out."""
        starts = max(self.size.width - sum(cell_len(name.text) for name in self._right) - 1, 0)
        at = 1
        for name in self._left:
            if at + cell_len(name.text) >= starts:
                break
            yield at, name
            at += cell_len(name.text)
        at = starts
        for name in self._right:
            yield at, name
            at += cell_len(name.text)

    def render_line(self, y: int) -> Strip:
        style, width, at = self.rich_style, self.size.width, 0
        segments = []
        for start, name in self._placed():
            segments += [Segment(" " * (start - at), style), Segment(name.text, style)]
            at = start + cell_len(name.text)
        return Strip(segments).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        for start, name in self._placed():
            if name.key and start <= event.x < start + cell_len(name.text):
                self.post_message(KeyClicked(name.key))

"""The papers that are worth their time: a title and, below it, why; a Line-API list of a few hundred.

Holds the entries and the cursor. Marks nothing, reads nothing.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from paperfeed.clean import clean
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.marks import Entry
from paperfeed.render import shown
from paperfeed.tui.messages import PaperChosen
from paperfeed.tui.painting import TrueColour

TALL = 2


class ChosenList(TrueColour, can_focus=False):
    """Entries, each with a reason."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"chosen-list--{name}" for name in ("unread", "read", "why", "star", "mark", "cursor")
    }

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="chosen")
        self.glyphs = glyphs
        self.entries: list[Entry] = []
        self.cursor = 0
        self._top = 0
        self._why: dict[int, str] = {}
        self._empty = ""

    def show(self, entries: Iterable[Entry], why: dict[int, str], empty: str) -> None:
        """Another choice: the cursor stays on its paper, if that is among them. `empty` stands where there are none."""
        row = self.entry.row if self.entry else None
        self.entries, self._why, self._empty = list(entries), why, empty
        place = next((number for number, one in enumerate(self.entries) if one.row == row), 0)
        self._top = 0
        self.cursor = place
        self._reveal()
        self.refresh()

    def update(self, changed: Sequence[Entry]) -> None:
        """Entries that were marked."""
        now = {entry.row: entry for entry in changed}
        for place, entry in enumerate(self.entries):
            if entry.row in now:
                self.entries[place] = now[entry.row]
                self._refresh_place(place)

    @property
    def entry(self) -> Entry | None:
        return self.entries[self.cursor] if self.entries else None

    @property
    def page_step(self) -> int:
        return max(1, self.content_size.height // TALL - 1)

    def move(self, place: int) -> None:
        """Puts the cursor on the paper at a place, or the nearest there is."""
        place = max(0, min(place, len(self.entries) - 1))
        if place == self.cursor or not self.entries:
            return
        before, self.cursor = self.cursor, place
        if self._reveal():
            self.refresh()
        else:
            self._refresh_place(before)
            self._refresh_place(place)

    def move_to(self, row: int | None) -> None:
        """Puts the cursor on a paper, if it is here."""
        self.move(next((place for place, one in enumerate(self.entries) if one.row == row), self.cursor))

    def _reveal(self) -> bool:
        """Scrolls so that the cursor is seen; whether that was needed."""
        seen, top = max(1, self.content_size.height // TALL), self._top
        self._top = max(min(self._top, self.cursor), self.cursor - seen + 1, 0)
        return self._top != top

    def _refresh_place(self, place: int) -> None:
        region = Region(0, (place - self._top) * TALL, self.size.width, TALL).intersection(self.size.region)
        if region:
            self.refresh(region)

    def on_resize(self) -> None:
        self._reveal()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place = event.y // TALL + self._top
        if place >= len(self.entries):
            return
        if place == self.cursor:
            self.post_message(PaperChosen())
        self.move(place)

    def on_mouse_scroll_down(self) -> None:
        self.move(self.cursor + 1)

    def on_mouse_scroll_up(self) -> None:
        self.move(self.cursor - 1)

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        place, line = divmod(y, TALL)
        place += self._top
        if place >= len(self.entries):
            told = f"  {self._empty}" if not self.entries and y == 1 else ""
            return Strip([Segment(set_cell_size(told, width), base)], width)
        here = place == self.cursor
        ground = base + self._style("cursor") if here else base
        segments = list(self._lines(self.entries[place], here, ground, width)[line])
        return Strip(segments).adjust_cell_length(width, ground)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"chosen-list--{name}", partial=True)

    def _lines(
        self, entry: Entry, here: bool, ground: Style, width: int
    ) -> tuple[Sequence[Segment], Sequence[Segment]]:
        state, star = self.glyphs.states(entry.marks)
        mark = Segment(self.glyphs.cursor if here else " ", ground + self._style("mark"))
        title = self._style("unread" if entry.marks.read is None and entry.marks.done is None else "read")
        room = max(width - 7, 1)
        return (
            (
                mark,
                Segment(f"{state} ", ground + self._style("mark")),
                Segment(f"{star} ", ground + self._style("star")),
                Segment(fitted(shown(entry.paper.title), room), ground + title),
            ),
            (mark, Segment(f"    {fitted(clean(self._why.get(entry.row, '')), room)}", ground + self._style("why"))),
        )


def fitted(text: str, width: int) -> str:
    """A text in no more cells than these; what is cut off ends in …"""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"

"""The timeline's list: a Line-API widget over the numbers of acts, with a heading for each day; and an act's papers.

Asks for the acts it shows by message and is given them. A step of the cursor repaints two lines. Takes nothing back.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.history import Done, Timeline, show_papers
from paperfeed.tui.act_rows import STYLES, Painter
from paperfeed.tui.lines import Lines
from paperfeed.tui.painting import TrueColour
from paperfeed.tui.timeline_messages import ActChosen, ActMoved, ActsWanted

PAGE = 64
KEPT = 64 * PAGE
"""Acts that are held before the older ones are let go."""


class ActList(TrueColour, ScrollView, can_focus=True, inherit_bindings=False):
    """What was done, an act a line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"act-list--{name}" for name in STYLES}

    def __init__(self, today: date, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="acts")
        self.today = today
        self.glyphs = glyphs
        self.timeline = Timeline(array("q"))
        self.cursor = 0
        self.empty = ""
        self._lines = Lines(0)
        self._acts: dict[int, Done] = {}
        self._before: dict[int, Done] = {}
        self._asked: set[int] = set()
        self._styles: dict[str, Style] = {}

    # What is shown

    def show(self, timeline: Timeline, empty: str) -> None:
        """Another list; the cursor stays on its act, or else goes to the next one before it in time."""
        number, held = self.number, self._lines.line_of(self.cursor) - self.scroll_offset.y
        self.timeline, self.empty = timeline, empty
        self._lines = Lines(len(timeline.numbers), (day.acts for day in timeline.days))
        self.cursor = 0 if number is None else max(min(_place(timeline.numbers, number), self._last), 0)
        self.virtual_size = Size(0, self._lines.height)
        self.renew()
        self._scroll(0 if number is None else self._lines.line_of(self.cursor) - held)
        self.reveal()
        self.post_message(ActMoved())

    def renew(self) -> None:
        """The acts are not what they were: they are asked for again, and shown as they were till they come."""
        self._before = {**self._before, **self._acts} if len(self._before) < KEPT else dict(self._acts)
        self._acts.clear()
        self._asked.clear()
        self.refresh()

    def take(self, acts: Iterable[Done]) -> None:
        """Acts that were asked for."""
        if len(self._acts) > KEPT:
            self._before, self._acts = self._acts, {}
            self._asked.clear()
        self._acts |= {act.number: act for act in acts}
        self.refresh()

    @property
    def _last(self) -> int:
        return len(self.timeline.numbers) - 1

    @property
    def number(self) -> int | None:
        """The number of the act under the cursor, if there is one."""
        return self.timeline.numbers[self.cursor] if self.timeline.numbers else None

    @property
    def act(self) -> Done | None:
        """The act under the cursor, as far as it has come from disk."""
        return self._act_at(self.cursor) if self.timeline.numbers else None

    def _act_at(self, place: int) -> Done | None:
        number, page = self.timeline.numbers[place], place // PAGE
        if number not in self._acts and page not in self._asked:
            self._asked.add(page)
            self.post_message(ActsWanted(self.timeline.numbers[page * PAGE : (page + 1) * PAGE]))
        return self._acts.get(number) or self._before.get(number)

    # Where the cursor is

    def move(self, place: int) -> None:
        """Puts the cursor on the act at `place`, or the nearest there is."""
        place = max(0, min(place, self._last))
        if not self.timeline.numbers or place == self.cursor:
            return
        before, self.cursor = self.cursor, place
        self._refresh_place(before)
        self.reveal()
        self._refresh_place(place)
        self.post_message(ActMoved())

    def reveal(self) -> None:
        """Scrolls so that the cursor's act is seen, with its day's heading when it is the first."""
        line, top, height = self._lines.line_of(self.cursor), self.scroll_offset.y, self.page_step + 2
        above = line - 1 if self._lines.day_at(line - 1) is not None else line
        if above < top:
            self._scroll(above)
        elif line >= top + height:
            self._scroll(line - height + 1)

    @property
    def page_step(self) -> int:
        return max(1, self.scrollable_content_region.height - 2)

    def _scroll(self, line: int) -> None:
        self.scroll_to(y=max(line, 0), animate=False, force=True)

    def _refresh_place(self, place: int) -> None:
        line = self._lines.line_of(place) - self.scroll_offset.y
        region = Region(0, line, self.size.width, 1).intersection(self.size.region)
        if region:
            self.refresh(region)

    # Painting

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def style_of(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"act-list--{name}")
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        painter = Painter(self.rich_style, self.style_of, self.scrollable_content_region.width, self.glyphs)
        if not self.timeline.numbers:
            return painter.text(self.empty if y == 1 else "")
        line = y + self.scroll_offset.y
        place = self._lines.place_at(line)
        if place is not None:
            return painter.act(self._act_at(place), place == self.cursor)
        number = self._lines.day_at(line)
        return painter.text("") if number is None else painter.heading(self.timeline.days[number], self.today)

    # The mouse and the window

    def on_click(self, event: events.Click) -> None:
        place = self._lines.place_at(event.y + self.scroll_offset.y) if self.timeline.numbers else None
        if place is not None and place == self.cursor:
            self.post_message(ActChosen())
        elif place is not None:
            self.move(place)

    def on_resize(self) -> None:
        self.virtual_size = Size(0, self._lines.height)
        self.refresh()
        self.reveal()


class ActPapers(TrueColour, can_focus=False):
    """The papers of the act under the cursor, as many as there is room for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"act-list--{name}" for name in STYLES}

    def __init__(self) -> None:
        super().__init__(id="act-papers")
        self._papers = 0
        self._titles: Sequence[str] = ()

    def show(self, papers: int = 0, titles: Sequence[str] = ()) -> None:
        if (papers, titles) != (self._papers, self._titles):
            lines = max(len(titles), len(self._titles)) + 1
            self._papers, self._titles = papers, titles
            self.refresh(Region(0, 0, self.size.width, min(lines, self.size.height)))

    def render_line(self, y: int) -> Strip:
        style_of = lambda name: self.get_component_rich_style(f"act-list--{name}")  # noqa: E731
        painter = Painter(self.rich_style, style_of, self.size.width)
        room = self.size.height - 1
        if y == 0:
            return painter.title(show_papers(self._papers) if self._papers else "", "dim")
        if y == room and self._papers > room:
            return painter.title(f"… and {self._papers - room + 1:,} more", "dim")
        return painter.title(self._titles[y - 1] if y <= len(self._titles) else "", "act")


def _place(numbers: Sequence[int], number: int) -> int:
    """Where a number stands, or would stand, among numbers that fall."""
    low, high = 0, len(numbers)
    while low < high:
        middle = (low + high) // 2
        if numbers[middle] > number:
            low = middle + 1
        else:
            high = middle
    return low

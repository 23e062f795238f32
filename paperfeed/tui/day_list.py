"""A list of lines on a screen: the days as boxes that can be folded, the cursor, and what is in sight.

Knows how many papers there are on which day, and nothing of them: that is the business of `paper_list`.
A step of the cursor repaints two papers; what folds above the cursor does not move it.
"""

from collections.abc import Iterable
from datetime import date

from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

from paperfeed.marks import DayCount
from paperfeed.tui.boxes import Boxes
from paperfeed.tui.lines import Lines
from paperfeed.tui.painting import KeepsLines

MARGIN = 2
"""Lines kept between the cursor and the edge of the list."""


class DayList(KeepsLines, ScrollView, can_focus=True, inherit_bindings=False):
    """Papers by their place, below the headings of their days."""

    def __init__(self, id: str) -> None:  # noqa: A002  # as Textual calls it
        super().__init__(id=id)
        self.cursor = 0
        """The place of the paper under the cursor; on the heading of a folded day, of the day's first paper."""
        self.inbox = True
        self.whole = True
        """Whether it is a view, and not what a search or a filter found."""
        self._boxes = Boxes()
        self._air = 0
        """Blank lines above the first one: what was above the cursor has folded, and the cursor stays where it is."""

    def say_cursor(self) -> None:
        """The cursor stands elsewhere, or on something else."""
        raise NotImplementedError

    @property
    def days(self) -> list[DayCount]:
        return self._boxes.days

    @property
    def boxed(self) -> bool:
        """Whether days are what can be finished here: they show how far one is, and fold by themselves."""
        return self.inbox and self.whole

    @property
    def _lines(self) -> Lines:
        return self._boxes.lines

    @property
    def on_heading(self) -> bool:
        """Whether the cursor stands on the heading of a folded day."""
        return self._lines.is_folded(self.cursor)

    @property
    def day_number(self) -> int | None:
        """Which of the days the cursor stands in."""
        return self._lines.day_of(self.cursor)

    @property
    def cursor_y(self) -> int:
        """How many lines below the top of the screen the cursor stands."""
        return self.line_of(self.cursor) - self._top

    def first_of_day(self, number: int) -> int | None:
        return self._lines.first_of_day(number)

    def day_at_or_before(self, day: date) -> int | None:
        """Which of the days is this one, or the next older one."""
        return self._boxes.at_or_before(day)

    def move(self, place: int, unfold: bool = False) -> None:
        """Puts the cursor on the paper at `place`, or the nearest there is; `unfold`s its day, or stays outside."""
        if not self._lines.total:
            return
        number = self._lines.day_of(place)
        unfolds = unfold and number is not None and self._boxes.is_folded(number)
        if unfolds:
            assert number is not None
            self._boxes.unfold(number)
            self._measure()
        place = self._lines.settle(place)
        if place == self.cursor and not unfolds:
            return
        left = self._lines.day_of(self.cursor)
        self._refresh_place(self.cursor)
        self.cursor = place
        self.reveal()
        self._refresh_place(place)
        if left is not None and left != self._lines.day_of(place):
            self._fold_finished((left,))
        self.say_cursor()

    def step(self, stops: int) -> None:
        """Moves the cursor so many papers or folded days down, or up."""
        if self._lines.total:
            self.move(self._lines.place_of_stop(self._lines.stop_of(self.cursor) + stops))

    def to_top(self) -> None:
        self.move(0)
        self._scroll(0)

    # Folding

    def toggle_fold(self, number: int) -> None:
        """Folds a day by hand, or unfolds it; its heading stays where it is."""
        heading, top = self._lines.heading_of(number), self._top
        inside = number == self.day_number
        self._boxes.toggle(number)
        self.cursor = self._lines.settle(self.cursor)
        self._measure()
        self._scroll(min(top, heading))
        if inside:
            self.reveal()
        self.say_cursor()

    def _fold_finished(self, numbers: Iterable[int]) -> None:
        """Folds those of these days that are finished; the cursor's line stays where it is on the screen."""
        held = self.line_of(self.cursor) - self._top
        if self._fold(numbers):
            self._scroll(self.line_of(self.cursor) - held)

    def _fold(self, numbers: Iterable[int]) -> bool:
        """In the inbox, folds those of these days that are finished, but for the cursor's; whether there was one."""
        here = self.day_number
        others = (number for number in numbers if number != here)
        folds = self.boxed and self._boxes.fold_finished(others)
        if folds:
            self._measure()
        return folds

    def _measure(self) -> None:
        """The list is longer or shorter; if the scrollbar stays, nothing needs to be laid out for that."""
        size = Size(0, self._lines.height + self._air)
        if self.show_vertical_scrollbar and size.height > self.size.height:
            self.set_reactive(ScrollView.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
        else:
            self.virtual_size = size
        self.refresh()

    # What is in sight

    def reveal(self) -> None:
        """Scrolls so that the cursor's paper is seen, with its day's heading when it is the first."""
        first, top, height = self.line_of(self.cursor), self._top, self.scrollable_content_region.height
        last = first + self._lines.lines_of(self.cursor) - 1
        above = first - 1 if self._lines.day_at(first - 1) is not None else first
        margin = MARGIN if height > 4 * MARGIN else 0
        if above - margin < top:
            self._scroll(max(above - margin, 0))
        elif last + margin >= top + height:
            self._scroll(last + margin - height + 1)

    @property
    def _top(self) -> int:
        """The line at the top of the screen; before the first one, if there is air above it."""
        return self.scroll_offset.y - self._air

    def _scroll(self, line: int) -> None:
        """Puts a line at the top; forced, for a list that has just outgrown the screen has no scrollbar yet."""
        air = max(-line, 0)
        if air != self._air:
            self._air = air
            self._measure()
        self.scroll_to(y=max(line, 0), animate=False, force=True)

    def line_of(self, place: int) -> int:
        return self._lines.line_of(place)

    def place_at(self, line: int) -> int | None:
        """The place whose paper stands on a line; None for a heading, or below the end."""
        return self._lines.place_at(line)

    @property
    def page_step(self) -> int:
        return max(1, (self.scrollable_content_region.height - 2) // self._lines.tall)

    def _refresh_place(self, place: int) -> None:
        self._refresh_lines(self.line_of(place), self._lines.lines_of(place))

    def _refresh_lines(self, line: int, lines: int = 1) -> None:
        region = Region(0, line - self._top, self.size.width, lines).intersection(self.size.region)
        if region:
            self.refresh(region)

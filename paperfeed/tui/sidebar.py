"""The views with their counts, and below them the days of the list shown. A Line-API widget."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from paperfeed.dates import MONTHS, WEEKDAYS
from paperfeed.marks import DayCount
from paperfeed.tui.messages import DayChosen, ViewChosen
from paperfeed.tui.painting import TrueColour


class View(NamedTuple):
    """A view as the sidebar shows it."""

    name: str
    key: str
    title: str


VIEWS = (
    View("inbox", "1", "Inbox"),
    View("all", "2", "All"),
    View("starred", "3", "Starred"),
    View("snoozed", "", "Snoozed"),
    View("done", "", "Done"),
)


class Sidebar(TrueColour, can_focus=False):
    """Where one can go. A click goes there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar--here", "sidebar--dim"}

    def __init__(self) -> None:
        super().__init__(id="sidebar")
        self.counts: dict[str, int] = {}
        self.view = "inbox"
        self.days: Sequence[DayCount] = ()
        self.day: int | None = None
        self._styles: list[Style] = []

    def show_view(self, name: str) -> None:
        self.view = name
        self.refresh()

    def show_counts(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self.refresh()

    def show_days(self, days: Sequence[DayCount], day: int | None) -> None:
        """The days of the list and the one the cursor is in; repaints only when they differ."""
        if (days, day) != (self.days, self.day):
            self.days, self.day = list(days), day
            self.refresh()

    @property
    def _first_day(self) -> int:
        """Which day stands first: so that the cursor's day is in sight."""
        room = max(self.size.height - len(VIEWS) - 2, 1)
        return 0 if self.day is None else max(0, min(self.day - room // 2, len(self.days) - room))

    def render_line(self, y: int) -> Strip:
        width = self.size.width - 1
        base, here, dim = self._paint()
        left = right = ""
        style = Style()
        if y < len(VIEWS):
            view = VIEWS[y]
            left = f" {view.key or ' '} {view.title}"
            count = self.counts.get(view.name)
            right = f"{count} " if count else ""
            style = here if view.name == self.view else style
        elif y == len(VIEWS) and self.days:
            left, style = " " + "─" * (width - 2), dim
        elif 0 <= (number := y - len(VIEWS) - 1 + self._first_day) < len(self.days) and y > len(VIEWS):
            day = self.days[number]
            left = f" {WEEKDAYS[day.day.weekday()]} {day.day.day:>2} {MONTHS[day.day.month - 1]}"
            if number == 0 or self.days[number - 1].day.year != day.day.year:
                left += f" {day.day.year}"
            right = f"{day.unread} " if day.unread else ""
            style = here if number == self.day else dim
        text = left + right.rjust(max(width - len(left), 0))
        return Strip([Segment(text, base + style)]).adjust_cell_length(width, base).extend_cell_length(width + 1, base)

    def _paint(self) -> tuple[Style, Style, Style]:
        if not self._styles:
            names = ("sidebar--here", "sidebar--dim")
            self._styles = [self.rich_style, *(self.get_component_rich_style(name) for name in names)]
        base, here, dim = self._styles
        return base, here, dim

    def notify_style_update(self) -> None:
        self._styles = []
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        if event.y < len(VIEWS):
            self.post_message(ViewChosen(VIEWS[event.y].name))
        elif 0 <= (number := event.y - len(VIEWS) - 1 + self._first_day) < len(self.days):
            self.post_message(DayChosen(number))

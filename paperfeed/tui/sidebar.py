"""The views with their counts, those that were saved, and the days of the list shown. A Line-API widget."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from paperfeed.dates import MONTHS, WEEKDAYS
from paperfeed.marks import DayCount
from paperfeed.tui.messages import DayChosen, ViewChosen
from paperfeed.tui.painting import TrueColour
from paperfeed.views import KEYS, SavedView


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


RULE = -1
"""Stands for a line between two groups, where a view or the number of a day could stand."""


class Sidebar(TrueColour, can_focus=False):
    """Where one can go. A click goes there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar--here", "sidebar--dim"}

    def __init__(self) -> None:
        super().__init__(id="sidebar")
        self.counts: dict[str, int] = {}
        self.saved: list[View] = []
        self.view = "inbox"
        self.days: Sequence[DayCount] = ()
        self.day: int | None = None
        self._styles: list[Style] = []

    def show_view(self, name: str) -> None:
        self.view = name
        self.refresh()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many papers some of the views hold."""
        if not counts.items() <= self.counts.items():
            self.counts |= counts
            self.refresh()

    def show_saved(self, saved: Sequence[SavedView]) -> None:
        """The views that the user saved; the first ones have keys."""
        keys = KEYS.ljust(len(saved))
        views = [View(view.name, key.strip(), view.name) for view, key in zip(saved, keys, strict=False)]
        if views != self.saved:
            self.saved = views
            self.refresh()

    def show_days(self, days: Sequence[DayCount], day: int | None) -> None:
        """The days of the list and the one the cursor is in; repaints only when they differ."""
        if (days, day) != (self.days, self.day):
            self.days, self.day = list(days), day
            self.refresh()

    def title_of(self, name: str) -> str:
        return next((view.title for view in VIEWS if view.name == name), name)

    def _lines(self) -> list[View | int]:
        """What stands on each line: a view, RULE, or the number of a day. The view and the day shown are in sight."""
        lines: list[View | int] = [*VIEWS]
        if self.saved:
            room = max((self.size.height - len(VIEWS)) // 2, len(KEYS))
            here = next((place for place, view in enumerate(self.saved) if view.name == self.view), 0)
            first = _first(here, len(self.saved), room)
            lines += [RULE, *self.saved[first : first + room]]
        if self.days:
            room = max(self.size.height - len(lines) - 1, 1)
            first = _first(self.day or 0, len(self.days), room)
            lines += [RULE, *range(first, min(first + room, len(self.days)))]
        return lines

    def render_line(self, y: int) -> Strip:
        width = self.size.width - 1
        base, here, dim = self._paint()
        left = right = ""
        style = Style()
        lines = self._lines()
        what = lines[y] if y < len(lines) else None
        if isinstance(what, View):
            left = f" {what.key or ' '} {what.title}"
            count = self.counts.get(what.name)
            right = f"{count} " if count else ""
            style = here if what.name == self.view else style
        elif what == RULE:
            left, style = " " + "─" * (width - 2), dim
        elif what is not None:
            number, day = what, self.days[what]
            left = f" {WEEKDAYS[day.day.weekday()]} {day.day.day:>2} {MONTHS[day.day.month - 1]}"
            if number == 0 or self.days[number - 1].day.year != day.day.year:
                left += f" {day.day.year}"
            right = f"{day.unread} " if day.unread else ""
            style = here if number == self.day else dim
        room = width - len(right)
        left = left if cell_len(left) <= room else set_cell_size(left, room - 2).rstrip() + "…"
        text = left + right.rjust(max(width - cell_len(left), 0))
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
        lines = self._lines()
        what = lines[event.y] if event.y < len(lines) else RULE
        if isinstance(what, View):
            self.post_message(ViewChosen(what.name))
        elif what != RULE:
            self.post_message(DayChosen(what))


def _first(here: int, total: int, room: int) -> int:
    """Which of `total` stands first where there is `room`, so that `here` is in sight."""
    return max(0, min(here - room // 2, total - room))

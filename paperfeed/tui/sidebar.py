"""Where one can go: the views with their counts, tags, saved views, and the days of the list shown.

A Line-API widget. A group that has no room for all its lines shows those around the one that is open;
the wheel goes through it, until another one is open.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from paperfeed.dates import MONTHS, WEEKDAYS
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.marks import DayCount
from paperfeed.tui.cells import cut
from paperfeed.tui.messages import DayChosen, ViewChosen
from paperfeed.tui.painting import KeepsLines
from paperfeed.views import KEYS, SavedView, tag_of, view_of_tag


class View(NamedTuple):
    """A view as the sidebar shows it."""

    name: str
    key: str
    title: str


VIEWS = (
    View("inbox", "1", "Inbox"),
    View("today", "", "Today"),
    View("all", "2", "All"),
    View("starred", "3", "Starred"),
    View("snoozed", "", "Snoozed"),
    View("done", "", "Done"),
)


RULE = -1
"""Stands for a line between two groups, where a view or the number of a day could stand."""
LINE = "─"


class Group(NamedTuple):
    """Lines that belong together, as far as they are in sight: the first of them is `first` of all there are."""

    name: str
    lines: Sequence[View | int]
    first: int


class Told(NamedTuple):
    """What a line says at its left and at its right end, and which style it has."""

    left: str
    right: str
    how: int


PLAIN, HERE, DIM = range(3)


class Sidebar(KeepsLines, can_focus=False):
    """Where one can go. A click goes there."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sidebar--here", "sidebar--dim"}

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__(id="sidebar")
        self.glyphs = glyphs
        self.counts: dict[str, int] = {}
        self.tags: list[View] = []
        self.saved: list[View] = []
        self.keys: Mapping[str, str] = {}
        """What stands for a view's key where the user has another one."""
        self.view = "inbox"
        self.days: Sequence[DayCount] = ()
        self.day: int | None = None
        self._styles: list[Style] = []
        self._told: list[Told] = []
        self._strips: dict[int, Strip] = {}
        self._wheeled: dict[str, int] = {}

    def show_view(self, name: str) -> None:
        if name != self.view:
            self.view = name
            self._wheeled.clear()
            self._renew()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many papers some of the views hold."""
        if not counts.items() <= self.counts.items():
            self.counts |= counts
            self._renew()

    def show_saved(self, saved: Sequence[SavedView]) -> None:
        """The views that the user saved; the first ones have keys."""
        keys = KEYS.ljust(len(saved))
        views = [View(view.name, key.strip(), view.name) for view, key in zip(saved, keys, strict=False)]
        if views != self.saved:
            self.saved = views
            self._renew()

    def show_tags(self, tags: Sequence[str]) -> None:
        """The tags that are used most."""
        views = [View(view_of_tag(tag), "", self.title_of(view_of_tag(tag))) for tag in tags]
        if views != self.tags:
            self.tags = views
            self._renew()

    def show_days(self, days: Sequence[DayCount], day: int | None) -> None:
        """The days of the list and the one the cursor is in; repaints only when they differ."""
        if (days, day) != (self.days, self.day):
            if day != self.day:
                self._wheeled.pop("days", None)
            self.days, self.day = list(days), day
            self._renew()

    def title_of(self, name: str) -> str:
        tag = tag_of(name)
        return f"#{tag}" if tag is not None else next((view.title for view in VIEWS if view.name == name), name)

    def _groups(self) -> "list[Group]":
        """What stands below the views that are always there. The view and the day shown are in sight."""
        groups: list[Group] = []
        left = self.size.height - len(VIEWS)
        for name, views, room in (("tags", self.tags, left // 3), ("saved", self.saved, max(left // 2, len(KEYS)))):
            here = next((place for place, view in enumerate(views) if view.name == self.view), 0)
            groups.append(self._group(name, views, here, room))
        room = max(left - sum(1 + len(group.lines) for group in groups if group.lines) - 1, 1)
        return [*groups, self._group("days", range(len(self.days)), self.day or 0, room)]

    def _group(self, name: str, lines: "Sequence[View | int]", here: int, room: int) -> "Group":
        """As much of a group as there is room for, from where the wheel brought it, or else around `here`."""
        first = self._wheeled.get(name, here - room // 2)
        first = max(0, min(first, len(lines) - room))
        return Group(name, lines[first : first + room], first)

    def _lines(self) -> list[View | int]:
        """What stands on each line: a view, RULE, or the number of a day."""
        lines: list[View | int] = [*VIEWS]
        for group in self._groups():
            lines += [RULE, *group.lines] if group.lines else ()
        return lines

    def _texts(self) -> Iterator[Told]:
        """What is told on each line."""
        width = self.size.width - 1
        for what in self._lines():
            if what == RULE:
                yield Told(" " + self.glyphs.rule * (width - 2), "", DIM)
            elif isinstance(what, View):
                key, count = self.keys.get(what.key, what.key) or " ", self.counts.get(what.name)
                how = HERE if what.name == self.view else PLAIN
                yield Told(f" {key} {self.glyphs.text(what.title)}", f"{count} " if count else "", how)
            else:
                day = self.days[what]
                name = f" {WEEKDAYS[day.day.weekday()]} {day.day.day:>2} {MONTHS[day.day.month - 1]}"
                if what == 0 or self.days[what - 1].day.year != day.day.year:
                    name += f" {day.day.year}"
                yield Told(name, f"{day.unread} " if day.unread else "", HERE if what == self.day else DIM)

    def _renew(self) -> None:
        """Paints the lines anew that tell something else now."""
        now = list(self._texts())
        for y, (before, told) in enumerate(zip_longest(self._told, now)):
            if before != told:
                self._strips.pop(y, None)
                self.refresh(Region(0, y, self.size.width, 1))
        self._told = now

    def on_resize(self) -> None:
        self._strips.clear()
        self._renew()

    def render_line(self, y: int) -> Strip:
        if y not in self._strips:
            told = self._told[y] if y < len(self._told) else Told("", "", PLAIN)
            self._strips[y] = self._painted(told, self.size.width - 1)
        return self._strips[y]

    def _painted(self, told: Told, width: int) -> Strip:
        base, *styles = self._paint()
        left = self.glyphs.cursor + told.left[1:] if told.how == HERE else told.left
        left = cut(left, width - (len(told.right) + 1 if told.right else 0), self.glyphs)
        text = left + told.right.rjust(max(width - cell_len(left), 0))
        strip = Strip([Segment(text, base + styles[told.how])])
        return strip.adjust_cell_length(width, base).extend_cell_length(width + 1, base)

    def _paint(self) -> Sequence[Style]:
        """The ground, and then the style of each way to tell a line."""
        if not self._styles:
            names = ("sidebar--here", "sidebar--dim")
            self._styles = [self.rich_style, Style(), *(self.get_component_rich_style(name) for name in names)]
        return self._styles

    def notify_style_update(self) -> None:
        self._styles = []
        self._strips.clear()
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        lines = self._lines()
        what = lines[event.y] if event.y < len(lines) else RULE
        if isinstance(what, View):
            self.post_message(ViewChosen(what.name))
        elif what != RULE:
            self.post_message(DayChosen(what))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, step: int) -> None:
        """Goes through the group below the mouse; over what always stands there, through the days."""
        event.stop()
        groups, y = self._groups(), event.y - len(VIEWS)
        for group in groups:
            y -= 1 + len(group.lines) if group.lines else 0
            if y < 0 and event.y >= len(VIEWS):
                break
        else:
            group = groups[-1]
        self._wheeled[group.name] = group.first + step
        group = next(one for one in self._groups() if one.name == group.name)
        self._wheeled[group.name] = group.first  # no further than there is something
        self._renew()

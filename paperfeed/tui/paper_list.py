"""The list: a Line-API widget over an array of rows, with a heading for each day.

Holds the order of rows and a few pages of entries; asks for pages by message and is given them.
A step of the cursor repaints two lines. Marks nothing, reads nothing.
"""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperfeed.clean import clean
from paperfeed.dates import show_day
from paperfeed.library import Look
from paperfeed.marks import DayCount, Entry
from paperfeed.render import glyphs
from paperfeed.tui.messages import CursorMoved, PageWanted, PaperChosen
from paperfeed.tui.painting import TrueColour
from paperfeed.tui.worker import FIRST_PAGE as PAGE

PAGES_KEPT = 24
MARGIN = 2
"""Lines kept between the cursor and the edge of the list."""


class PaperList(TrueColour, ScrollView, can_focus=True, inherit_bindings=False):
    """The papers of a view or a search."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--heading",
        "paper-list--read",
        "paper-list--unread",
        "paper-list--cursor",
        "paper-list--star",
        "paper-list--votes",
        "paper-list--mark",
    }

    def __init__(self) -> None:
        super().__init__(id="list")
        self.rows: array[int] = array("q")
        self.days: list[DayCount] = []
        self.cursor = 0
        self.generation = 0
        self.inbox = True
        self._empty: Sequence[str] = ()
        self._starts: list[int] = []
        self._headings: list[int] = []
        self._pages: OrderedDict[int, dict[int, Entry]] = OrderedDict()
        self._wanted: set[int] = set()
        self._known: dict[int, Entry] = {}
        self._styles: dict[str, Style] = {}
        self._strips: dict[tuple[int, bool], Strip] = {}

    # What is shown

    def show(self, look: Look, first: Sequence[Entry], cursor: int = 0) -> None:
        """A new list with its first page, from its top."""
        self._known = {}
        self._replace(look, first, cursor)
        self._scroll(0)
        self._say_cursor()

    def show_more(self, look: Look, first: Sequence[Entry]) -> None:
        """The same list with papers more or fewer: cursor and screen stay on their paper."""
        row, held = self.row, self.line_of(self.cursor) - self.scroll_offset.y
        self._known = {row: entry for page in self._pages.values() for row, entry in page.items()}
        was = self.cursor
        self._replace(look, first, 0)
        place = None if row is None else self.place_of(row)
        self.cursor = max(0, min(was if place is None else place, len(self.rows) - 1)) if row is not None else 0
        self._scroll(0 if row is None else self.line_of(self.cursor) - held)
        self._say_cursor()

    def _replace(self, look: Look, first: Sequence[Entry], cursor: int) -> None:
        self.generation += 1
        self.rows, self.days = look.rows, list(look.days)
        self._starts, self._headings = [], []
        start = 0
        for number, day in enumerate(self.days):
            self._starts.append(start)
            self._headings.append(start + number)
            start += day.count
        self._pages.clear()
        self._wanted.clear()
        if first:
            self._pages[0] = {entry.row: entry for entry in first}
        self.cursor = max(0, min(cursor, len(self.rows) - 1))
        self._strips.clear()
        self.virtual_size = Size(0, len(self.rows) + len(self.days))
        self.refresh()

    def show_empty(self, lines: Sequence[str]) -> None:
        """What stands there when there are no papers."""
        if lines != self._empty:
            self._empty = lines
            if not self.rows:
                self.refresh()

    def keep(self) -> "Shown":
        """What is shown now, to come back to with `bring_back`."""
        return Shown(Look(self.rows, tuple(self.days)), self.cursor, self.scroll_offset.y, OrderedDict(self._pages))

    def bring_back(self, shown: "Shown") -> None:
        self._replace(shown.look, (), shown.cursor)
        self._pages = OrderedDict(shown.pages)
        self._scroll(shown.scroll)
        self.refresh()
        self._say_cursor()

    def take_page(self, generation: int, page: int, entries: Iterable[Entry]) -> None:
        """A page that was asked for; one of an older list is dropped."""
        if generation != self.generation:
            return
        self._wanted.discard(page)
        self._pages[page] = {entry.row: entry for entry in entries}
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self._strips.clear()
        self.refresh()
        if self.cursor // PAGE == page:
            self._say_cursor()

    def update(self, entries: Iterable[Entry]) -> None:
        """Entries that changed: their lines and the counts of their days."""
        for entry in entries:
            if entry.row in self._known:
                self._known[entry.row] = entry
            for number, page in list(self._pages.items()):  # looking at one moves it to the end
                before = page.get(entry.row)
                if before is None:
                    continue
                page[entry.row] = entry
                start = number * PAGE
                place = self.rows.index(entry.row, start, start + PAGE)
                self._forget(place)
                self._refresh_place(place)
                self._count_unread(place, self.is_open(entry) - self.is_open(before))
                if place == self.cursor:
                    self._say_cursor()

    def is_open(self, entry: Entry) -> bool:
        """Whether a paper counts as unread here: in the inbox, not when one is done with it."""
        return entry.marks.read is None and not (self.inbox and entry.marks.done is not None)

    def _count_unread(self, place: int, step: int) -> None:
        """Corrects the heading of the day in which a place lies."""
        if step and self.days:
            number = bisect_right(self._starts, place) - 1
            day = self.days[number]
            self.days[number] = replace(day, unread=day.unread + step)
            self._refresh_line(self._headings[number])

    # Where the cursor is

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor; None if there is none, or it is not read yet."""
        return self.entry_at(self.cursor)

    @property
    def reading(self) -> bool:
        """Whether the paper under the cursor is yet to come from disk; it is asked for."""
        return bool(self.rows) and self.cursor // PAGE not in self._pages and self.entry is None

    @property
    def row(self) -> int | None:
        return self.rows[self.cursor] if self.rows else None

    @property
    def day_number(self) -> int | None:
        """Which of the days the cursor stands in."""
        return bisect_right(self._starts, self.cursor) - 1 if self._starts else None

    def entry_at(self, place: int) -> Entry | None:
        """The entry at a place of the list, as far as its page is here; asks for it otherwise."""
        if not 0 <= place < len(self.rows):
            return None
        page = place // PAGE
        if page not in self._pages:
            self._want(page)
            return self._known.get(self.rows[place])
        self._pages.move_to_end(page)
        return self._pages[page].get(self.rows[place])

    def held(self, place: int) -> Entry | None:
        """Like `entry_at`, without asking for the page."""
        row = self.rows[place]
        return self._pages.get(place // PAGE, {}).get(row) or self._known.get(row)

    def place_of(self, row: int) -> int | None:
        try:
            return self.rows.index(row)
        except ValueError:
            return None

    def first_of_day(self, number: int) -> int | None:
        return self._starts[number] if 0 <= number < len(self._starts) else None

    def move(self, place: int) -> None:
        """Puts the cursor on the paper at `place`, or the nearest there is."""
        place = max(0, min(place, len(self.rows) - 1))
        if not self.rows or place == self.cursor:
            return
        before, self.cursor = self.cursor, place
        self._refresh_place(before)
        self.reveal()
        self._refresh_place(place)
        self._say_cursor()

    def reveal(self) -> None:
        """Scrolls so that the cursor's line is seen, with its day's heading when it is the first."""
        line, top, height = self.line_of(self.cursor), self.scroll_offset.y, self.scrollable_content_region.height
        above = line - 1 if self.days and line - 1 in self._headings_set() else line
        margin = MARGIN if height > 4 * MARGIN else 0
        if above - margin < top:
            self._scroll(above - margin)
        elif line + margin >= top + height:
            self._scroll(line + margin - height + 1)

    def _scroll(self, line: int) -> None:
        """Puts a line at the top; forced, for a list that has just outgrown the screen has no scrollbar yet."""
        self.scroll_to(y=max(line, 0), animate=False, force=True)

    def _headings_set(self) -> set[int]:
        number = self.day_number
        return set() if number is None else {self._headings[number]}

    def line_of(self, place: int) -> int:
        return place + (bisect_right(self._starts, place) if self._starts else 0)

    def place_at(self, line: int) -> int | None:
        """The place whose paper stands on a line; None for a heading, or below the end."""
        if self._headings:
            number = bisect_right(self._headings, line) - 1
            if line == self._headings[number]:
                return None
            line -= number + 1
        return line if 0 <= line < len(self.rows) else None

    @property
    def page_step(self) -> int:
        return max(1, self.scrollable_content_region.height - 2)

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            rows = self.rows[page * PAGE : (page + 1) * PAGE]
            self.post_message(PageWanted(self.generation, page, rows))

    def _say_cursor(self) -> None:
        self.post_message(CursorMoved(self.entry))

    def _refresh_place(self, place: int) -> None:
        self._refresh_line(self.line_of(place))

    def _refresh_line(self, line: int) -> None:
        y = line - self.scroll_offset.y
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Painting: lines are kept until what they show, or their width, is another

    def _forget(self, place: int) -> None:
        for under_cursor in (False, True):
            self._strips.pop((place, under_cursor), None)

    def notify_style_update(self) -> None:
        self._styles.clear()
        self._strips.clear()
        super().notify_style_update()

    @property
    def _base(self) -> Style:
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    def style_of(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"paper-list--{name}")
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        line, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if not self.rows:
            text = self._empty[y - 1] if 0 < y <= len(self._empty) else ""
            return _strip([Segment(f"  {text}", self.rich_style)], width, self.rich_style)
        place = self.place_at(line)
        if place is not None:
            key = (place, place == self.cursor)
            if key not in self._strips:
                strip = self._paper_line(place, width)
                if self.held(place) is None:
                    return strip
                self._strips[key] = strip
            return self._strips[key]
        if line < len(self.rows) + len(self.days):
            return self._heading_line(self.days[bisect_right(self._headings, line) - 1], width)
        return Strip.blank(width, self._base)

    def _heading_line(self, day: DayCount, width: int) -> Strip:
        style = self.style_of("heading")
        left = f" {show_day(day.day)} "
        papers = "1 paper" if day.count == 1 else f"{day.count} papers"
        right = f" {papers} · {day.unread} unread " if day.unread else f" {papers} · all read "
        if width < len(left) + len(right) + 2:
            right = f" {day.unread} of {day.count} "
        rule = "─" * max(width - len(left) - len(right) - 1, 0)
        return _strip([Segment(left, style + Style(bold=True)), Segment(f"{rule}{right}", style)], width, style)

    def _paper_line(self, place: int, width: int) -> Strip:
        entry = self.entry_at(place)
        base = Style(bgcolor=self.style_of("cursor").bgcolor) if place == self.cursor else Style()
        if entry is None:
            return _strip([Segment("▌ …" if place == self.cursor else "  …", base)], width, self._base + base)
        first, star = glyphs(entry)
        text = self.style_of("unread" if entry.marks.read is None else "read")
        votes = "" if entry.votes is None else f"{entry.votes:>4}"
        segments = [
            Segment("▌" if place == self.cursor else " ", self.style_of("mark") + base),
            Segment(f"{first} ", text + base),
            Segment(f"{star} ", self.style_of("star") + base),
            Segment(f"{votes:>4}  ", self.style_of("votes") + base),
            Segment(_cut(clean(entry.paper.title), width - 12), text + base),
        ]
        return _strip(segments, width, self._base + base)

    # The mouse

    def on_click(self, event: events.Click) -> None:
        place = self.place_at(event.y + self.scroll_offset.y)
        if place is None:
            return
        if place == self.cursor:
            self.post_message(PaperChosen())
        self.move(place)

    def on_resize(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(0, len(self.rows) + len(self.days))
        if self.rows:
            self.reveal()


class Shown:
    """A list to come back to."""

    def __init__(self, look: Look, cursor: int, scroll: int, pages: "OrderedDict[int, dict[int, Entry]]") -> None:
        self.look = look
        self.cursor = cursor
        self.scroll = scroll
        self.pages = pages


def _cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, with … where it is cut."""
    return text if cell_len(text) <= width else set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def _strip(segments: list[Segment], width: int, style: Style) -> Strip:
    return Strip(segments).adjust_cell_length(width, style).simplify()

"""The list: a Line-API widget over an array of rows, with a heading for each day.

Holds the order of rows and a few pages of entries; asks for pages by message and is given them.
A step of the cursor repaints two papers. Marks nothing, reads nothing.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from paperfeed.found import Found, Sought
from paperfeed.library import Look
from paperfeed.marks import DayCount, Entry
from paperfeed.tui.lines import Lines
from paperfeed.tui.messages import CursorMoved, PageWanted, PaperChosen
from paperfeed.tui.pages import Pages
from paperfeed.tui.painting import TrueColour
from paperfeed.tui.paper_rows import STYLES, Painter
from paperfeed.tui.worker import FIRST_PAGE as PAGE

MARGIN = 2
"""Lines kept between the cursor and the edge of the list."""


class Shown(NamedTuple):
    """A list to come back to."""

    look: Look
    sought: Sought | None
    cursor: int
    scroll: int
    pages: Pages


class PaperList(TrueColour, ScrollView, can_focus=True, inherit_bindings=False):
    """The papers of a view, a line each; or those of a search, each with a line that tells why it was found."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-list--{name}" for name in STYLES}

    def __init__(self) -> None:
        super().__init__(id="list")
        self.rows: array[int] = array("q")
        self.days: list[DayCount] = []
        self.cursor = 0
        self.generation = 0
        self.inbox = True
        self._sought: Sought | None = None
        self._lines = Lines(0)
        self._empty: Sequence[str] = ()
        self._pages = Pages()
        self._wanted: set[int] = set()
        self._styles: dict[str, Style] = {}
        self._strips: dict[tuple[int, bool], tuple[Strip, ...]] = {}

    # What is shown

    def show(
        self,
        look: Look,
        first: Sequence[Entry],
        cursor: int = 0,
        sought: Sought | None = None,
        found: Mapping[int, Found] | None = None,
    ) -> None:
        """A new list with its first page, from its top; of a search: what was sought, and found in these."""
        self._replace(look, sought, cursor, Pages())
        if first:
            self._pages.take(0, first, found or {})
        self._scroll(0)
        self._say_cursor()

    def show_more(self, look: Look, first: Sequence[Entry], found: Mapping[int, Found] | None = None) -> None:
        """The same list with papers more or fewer: cursor and screen stay on their paper."""
        row, held = self.row, self.line_of(self.cursor) - self.scroll_offset.y
        was = self.cursor
        self._replace(look, self._sought, 0, self._pages.renewed())
        if first:
            self._pages.take(0, first, found or {})
        place = None if row is None else self.place_of(row)
        self.cursor = max(0, min(was if place is None else place, len(self.rows) - 1)) if row is not None else 0
        self._scroll(0 if row is None else self.line_of(self.cursor) - held)
        self._say_cursor()

    def _replace(self, look: Look, sought: Sought | None, cursor: int, pages: Pages) -> None:
        self.generation += 1
        self.rows, self.days, self._sought = look.rows, list(look.days), sought
        self._lines = Lines(len(self.rows), (day.count for day in self.days), 1 if sought is None or look.days else 2)
        self._pages = pages
        self._wanted.clear()
        self.cursor = max(0, min(cursor, len(self.rows) - 1))
        self._strips.clear()
        self.virtual_size = Size(0, self._lines.height)
        self.refresh()

    def show_empty(self, lines: Sequence[str]) -> None:
        """What stands there when there are no papers."""
        if lines != self._empty:
            self._empty = lines
            if not self.rows:
                self.refresh()

    def keep(self) -> Shown:
        """What is shown now, to come back to with `bring_back`."""
        look = Look(self.rows, tuple(self.days))
        return Shown(look, self._sought, self.cursor, self.scroll_offset.y, self._pages.copy())

    def bring_back(self, shown: Shown) -> None:
        self._replace(shown.look, shown.sought, shown.cursor, shown.pages.copy())
        self._scroll(shown.scroll)
        self._say_cursor()

    def take_page(
        self, generation: int, page: int, entries: Iterable[Entry], found: Mapping[int, Found] | None = None
    ) -> None:
        """A page that was asked for; one of an older list is dropped."""
        if generation != self.generation:
            return
        self._wanted.discard(page)
        self._pages.take(page, entries, found or {})
        self._strips.clear()
        self.refresh()
        if self.cursor // PAGE == page:
            self._say_cursor()

    def update(self, entries: Iterable[Entry]) -> None:
        """Entries that changed: their lines and the counts of their days."""
        for entry in entries:
            for number, before in self._pages.replace(entry):
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
        number = self._lines.day_of(place)
        if step and number is not None:
            day = self.days[number]
            self.days[number] = replace(day, unread=day.unread + step)
            self._refresh_lines(self._lines.heading_of(number))

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
        return self._lines.day_of(self.cursor)

    def entry_at(self, place: int) -> Entry | None:
        """The entry at a place of the list, as far as its page is here; asks for it otherwise."""
        if not 0 <= place < len(self.rows):
            return None
        page = place // PAGE
        if page in self._pages:
            self._pages.look_at(page)
        else:
            self._want(page)
        return self._pages.entry(place, self.rows[place])

    def held(self, place: int) -> Entry | None:
        """Like `entry_at`, without asking for the page."""
        return self._pages.entry(place, self.rows[place])

    def found_in(self, row: int) -> Found | None:
        """What the search found in a paper, if a search is shown and the paper's page is here."""
        return self._pages.found(row)

    def place_of(self, row: int) -> int | None:
        try:
            return self.rows.index(row)
        except ValueError:
            return None

    def first_of_day(self, number: int) -> int | None:
        return self._lines.first_of_day(number)

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
        """Scrolls so that the cursor's paper is seen, with its day's heading when it is the first."""
        first, top, height = self.line_of(self.cursor), self.scroll_offset.y, self.scrollable_content_region.height
        last = first + self._lines.tall - 1
        above = first - 1 if self._lines.day_at(first - 1) is not None else first
        margin = MARGIN if height > 4 * MARGIN else 0
        if above - margin < top:
            self._scroll(above - margin)
        elif last + margin >= top + height:
            self._scroll(last + margin - height + 1)

    def _scroll(self, line: int) -> None:
        """Puts a line at the top; forced, for a list that has just outgrown the screen has no scrollbar yet."""
        self.scroll_to(y=max(line, 0), animate=False, force=True)

    def line_of(self, place: int) -> int:
        return self._lines.line_of(place)

    def place_at(self, line: int) -> int | None:
        """The place whose paper stands on a line; None for a heading, or below the end."""
        return self._lines.place_at(line)

    @property
    def page_step(self) -> int:
        return max(1, (self.scrollable_content_region.height - 2) // self._lines.tall)

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            rows = self.rows[page * PAGE : (page + 1) * PAGE]
            self.post_message(PageWanted(self.generation, page, rows, self._sought))

    def _say_cursor(self) -> None:
        self.post_message(CursorMoved(self.entry))

    def _refresh_place(self, place: int) -> None:
        self._refresh_lines(self.line_of(place), self._lines.tall)

    def _refresh_lines(self, line: int, lines: int = 1) -> None:
        region = Region(0, line - self.scroll_offset.y, self.size.width, lines).intersection(self.size.region)
        if region:
            self.refresh(region)

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
        line = y + self.scroll_offset.y
        painter = Painter(self._base, self.style_of, self.scrollable_content_region.width)
        if not self.rows:
            return painter.text(self._empty[y - 1] if 0 < y <= len(self._empty) else "")
        place = self.place_at(line)
        if place is not None:
            return self._paper_lines(place, painter)[line - self.line_of(place)]
        number = self._lines.day_at(line)
        return painter.blank() if number is None else painter.heading(self.days[number])

    def _paper_lines(self, place: int, painter: Painter) -> tuple[Strip, ...]:
        here = place == self.cursor
        kept = self._strips.get((place, here))
        if kept is not None:
            return kept
        entry, two = self.entry_at(place), self._lines.tall > 1
        if entry is None:
            return painter.awaited(here, two)
        found = self._pages.found(entry.row)
        below = (painter.below(entry, found, here, with_day=not self.days),) if two else ()
        self._strips[place, here] = strips = (painter.paper(entry, found, here), *below)
        return strips

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
        self.virtual_size = Size(0, self._lines.height)
        self.refresh()  # what was painted between the new size and this had the old width
        if self.rows:
            self.reveal()

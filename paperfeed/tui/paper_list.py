"""The list: a Line-API widget over an array of rows, with a heading for each day, which can be folded.

Holds the order of rows and a few pages of entries; asks for pages by message and is given them. Marks
nothing, reads nothing; where the cursor goes, what folds and what is in sight is in `day_list`.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import ClassVar, NamedTuple

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip

from paperfeed.found import Found, Sought
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.library import Look
from paperfeed.marks import Entry
from paperfeed.progress import DaysProgress, has_left
from paperfeed.tui.boxes import Boxes, Folds
from paperfeed.tui.day_list import DayList
from paperfeed.tui.messages import CursorMoved, PageWanted, PaperChosen, RowPicked
from paperfeed.tui.pages import Pages
from paperfeed.tui.paper_rows import STATE, STYLES, Box, Painter
from paperfeed.tui.worker import FIRST_PAGE as PAGE

FEW = 8
"""Papers that are repainted one by one; more of them, and the list is repainted once."""


class Shown(NamedTuple):
    """A list to come back to."""

    look: Look
    sought: Sought | None
    cursor: int
    scroll: int
    cursor_y: int
    """How many lines below the top of the screen the cursor stands."""
    pages: Pages
    folds: Folds


class PaperList(DayList):
    """The papers of a view, a line each; or those of a search, each with a line that tells why it was found."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"paper-list--{name}" for name in STYLES}

    def __init__(self, glyphs: Glyphs = UNICODE) -> None:
        super().__init__("list")
        self.glyphs = glyphs
        self.rows: array[int] = array("q")
        self.generation = 0
        self.today = date.min
        self.direction = 1
        """Which way the reader goes: down, or -1 for up."""
        self.selected: Collection[int] = frozenset()
        self._progress: DaysProgress | None = None
        self._sought: Sought | None = None
        self._empty: Sequence[str] = ()
        self._pages = Pages()
        self._wanted: set[int] = set()
        self._styles: dict[str, Style] = {}
        self._strips: dict[tuple[int, bool], tuple[Strip, ...]] = {}
        self._painter = Painter(Style(), self.style_of, 0, glyphs)
        self._first = 0

    # What is shown

    def show(
        self,
        look: Look,
        first: Sequence[Entry],
        cursor: int = 0,
        sought: Sought | None = None,
        found: Mapping[int, Found] | None = None,
        folded: dict[date, bool] | None = None,
    ) -> None:
        """A new list with its first page, from its top; of a search: what was sought, and found in these.

        `folded` are the days that were folded, or not, by hand; it is kept up to date.
        """
        self._replace(look, sought, cursor, Pages(), Folds({} if folded is None else folded))
        self.direction = 1
        if first:
            self._pages.take(0, first, found or {})
        self._scroll(0)
        self.say_cursor()

    def show_at(
        self, look: Look, pages: Mapping[int, Sequence[Entry]], cursor: int, held: int, folded: dict[date, bool]
    ) -> None:
        """A new list with the pages of it that are in sight, and with the cursor put somewhere."""
        self._replace(look, None, cursor, Pages(), Folds(folded))
        for number, entries in pages.items():
            self._pages.take(number, entries, {})
        self.put(self.cursor, held)

    def put(self, place: int, held: int) -> None:
        """Puts the cursor on the paper at `place`, and that so many lines below the top of the screen."""
        self.cursor = self._lines.settle(place)
        self._scroll(max(self.line_of(self.cursor) - held, 0))
        if self.rows and self.size:
            self.reveal()
        self.refresh()
        self.say_cursor()

    def show_more(self, look: Look, first: Sequence[Entry], found: Mapping[int, Found] | None = None) -> None:
        """The same list with papers more or fewer: cursor and screen stay on their paper, or else its neighbour."""
        rows, was, held = self.rows, self.cursor, self.cursor_y
        folded = self.on_heading and self.days[self.day_number or 0].day
        self._replace(look, self._sought, 0, self._pages.renewed(), self._boxes.folds)
        if first:
            self._pages.take(0, first, found or {})
        number = self._boxes.number_of(folded) if folded else None
        heading = None if number is None else self.first_of_day(number)
        self.cursor = self._lines.settle(_nearest(rows, was, self.rows) if heading is None else heading)
        folds = self._fold(range(len(self.days)))
        line = self.line_of(self.cursor) - held
        self._scroll(line if folds else max(line, -self._air) if rows else 0)
        self.say_cursor()

    def _replace(self, look: Look, sought: Sought | None, cursor: int, pages: Pages, folds: Folds) -> None:
        self.generation += 1
        self.rows, self._sought = look.rows, sought
        self._boxes = Boxes(look.days, len(self.rows), 1 if sought is None or look.days else 2, folds)
        self._pages = pages
        self._wanted.clear()
        self.cursor = self._lines.settle(cursor)
        self._strips.clear()
        self.virtual_size = Size(0, self._lines.height + self._air)
        self.refresh()

    def show_empty(self, lines: Sequence[str]) -> None:
        """What stands there when there are no papers."""
        if lines != self._empty:
            self._empty = lines
            if not self.rows:
                self.refresh()

    def empty_line_at(self, y: int) -> int | None:
        """Which of the lines that stand there when there are no papers is to be seen on a line of the screen."""
        found = None if self.rows else self._empty_at(y)
        return found and found[0]

    def _empty_at(self, y: int) -> tuple[int, str] | None:
        width = max(self.scrollable_content_region.width - 3, 8)
        lines = [(number, part) for number, text in enumerate(self._empty) for part in wrap(text, width) or [""]]
        return lines[y - 1] if 0 < y <= len(lines) else None

    def keep(self) -> Shown:
        """What is shown now, to come back to with `bring_back`."""
        look = Look(self.rows, tuple(self.days))
        folds = self._boxes.folds.copy()
        return Shown(look, self._sought, self.cursor, self._top, self.cursor_y, self._pages.copy(), folds)

    def bring_back(self, shown: Shown) -> None:
        self._replace(shown.look, shown.sought, shown.cursor, shown.pages.copy(), shown.folds.copy())
        self._scroll(shown.scroll)
        self.say_cursor()

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
            self.say_cursor()

    def update(self, entries: Iterable[Entry]) -> bool:
        """Entries that changed: their lines and their days. Whether some are of this list, but were not at hand."""
        changed = {entry.row: entry for entry in entries}
        known: set[int] = set()
        altered: set[int] = set()
        places = []
        for page, before in self._pages.replace(changed):
            place = self.rows.index(before.row, page * PAGE, (page + 1) * PAGE)
            known.add(before.row)
            places.append(place)
            self._forget(place)
            altered |= self._recount(place, before, changed[before.row])
            if place == self.cursor:
                self.say_cursor()
        if len(places) > FEW:
            self.refresh()
        else:
            for place in places:
                self._refresh_place(place)
        self._fold_finished(altered)
        unknown = changed.keys() - known
        return bool(unknown) and not unknown.isdisjoint(self.rows)

    def holds(self, rows: Collection[int]) -> bool:
        """Whether the entries of all these papers are here."""
        return self._pages.hold(rows)

    @property
    def shown_rows(self) -> "array[int]":
        """The papers of the list, without those that are folded away."""
        if not self._lines.folded:
            return self.rows
        return array("q", (row for place, row in enumerate(self.rows) if not self._lines.is_folded(place)))

    def select(self, rows: Collection[int]) -> None:
        """Other papers are selected."""
        turned, self.selected = frozenset(rows) ^ frozenset(self.selected), rows
        place = self.place_of(next(iter(turned))) if len(turned) == 1 else None
        if place is not None:
            self._forget(place)
            self._refresh_place(place)
        else:
            self._strips.clear()
            self.refresh()

    def is_open(self, entry: Entry) -> bool:
        """Whether a paper counts as unread here: in the inbox, not when one is done with it, or it sleeps."""
        return entry.marks.read is None and not self._has_left(entry)

    def _has_left(self, entry: Entry) -> bool:
        """Whether a paper stands here only until the view is left."""
        return self.inbox and has_left(entry, self.today)

    def _recount(self, place: int, before: Entry, entry: Entry) -> set[int]:
        """Corrects the heading of the day in which a place lies; which one, if it is another now."""
        number = self._lines.day_of(place)
        unread = self.is_open(entry) - self.is_open(before)
        gone = self._has_left(entry) - self._has_left(before)
        known = self._progress if self.whole else None
        through = known is not None and known.follow(before, entry, self.today)
        if number is None or not (unread or gone or through):
            return set()
        self._boxes.count(number, unread, gone)
        self._refresh_lines(self._lines.heading_of(number))
        return {number}

    def show_progress(self, progress: DaysProgress | None) -> None:
        """How far one is with each day; None while that is not known."""
        if progress is not self._progress:
            self._progress = progress
            for number in range(len(self.days)) if self.boxed else ():
                self._refresh_lines(self._lines.heading_of(number))

    # Where the cursor is

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor; None if there is none, or it is not read yet."""
        return None if self.on_heading else self.entry_at(self.cursor)

    @property
    def reading(self) -> bool:
        """Whether the paper under the cursor is yet to come from disk; it is asked for."""
        missing = bool(self.rows) and not self.on_heading and self.cursor // PAGE not in self._pages
        return missing and self.entry is None

    @property
    def row(self) -> int | None:
        return self.rows[self.cursor] if self.rows and not self.on_heading else None

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

    def held_rows(self) -> set[int]:
        """The papers of this list whose entries are here."""
        return self._pages.rows()

    def found_in(self, row: int) -> Found | None:
        """What the search found in a paper, if a search is shown and the paper's page is here."""
        return self._pages.found(row)

    def place_of(self, row: int) -> int | None:
        try:
            return self.rows.index(row)
        except ValueError:
            return None

    def _want(self, page: int) -> None:
        if page not in self._wanted:
            self._wanted.add(page)
            rows = self.rows[page * PAGE : (page + 1) * PAGE]
            self.post_message(PageWanted(self.generation, page, rows, self._sought))

    def say_cursor(self) -> None:
        self.post_message(CursorMoved(self.entry))

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

    def render_lines(self, crop: Region) -> list[Strip]:
        # Asked for once and not with every line: both are reckoned anew each time.
        width = self.scrollable_content_region.width
        if width != self._painter.width:  # a scrollbar came or went
            self._strips.clear()
        self._painter = Painter(self._base, self.style_of, width, self.glyphs)
        self._first = self._top
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        line, painter = y + self._first, self._painter
        if not self.rows:
            found = self._empty_at(y)
            return painter.text(found[1] if found else "")
        place = self.place_at(line)
        if place is not None:
            return self._paper_lines(place, painter)[line - self.line_of(place)]
        number = self._lines.day_at(line)
        return painter.blank() if number is None else self._heading(number, painter)

    def _heading(self, number: int, painter: Painter) -> Strip:
        day, folded = self.days[number], self._boxes.is_folded(number)
        progress = self._progress.of(day.day) if self.boxed and self._progress else None
        return painter.heading(day, Box(folded, self.boxed, progress), folded and number == self.day_number)

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
        self._strips[place, here] = strips = (painter.paper(entry, found, here, entry.row in self.selected), *below)
        return strips

    # The mouse

    def on_click(self, event: events.Click) -> None:
        line = event.y + self._top
        place, number = self.place_at(line), self._lines.day_at(line)
        if number is not None:
            self.toggle_fold(number)
        if place is None:
            return
        if event.x <= STATE:
            self.post_message(RowPicked(self.rows[place]))
            return
        if place == self.cursor:
            self.post_message(PaperChosen())
        self.move(place)

    def on_resize(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(0, self._lines.height + self._air)
        self.refresh()  # what was painted between the new size and this had the old width
        if self.rows:
            self.reveal()
        if self.show_vertical_scrollbar:  # of a scroll before it was there it knows nothing
            self.vertical_scrollbar.position = self.scroll_y


def _nearest(rows: "array[int]", place: int, now: "array[int]") -> int:
    """Where the row at a place is now; if it is no more, where the nearest below it is, or else above it."""
    if not rows:
        return 0
    try:
        return now.index(rows[place])
    except ValueError:
        left = set(now)
    nearest = next((row for row in (*rows[place:], *reversed(rows[:place])) if row in left), None)
    return 0 if nearest is None else now.index(nearest)

"""The entries of a list that are here: a few pages of them, and what a search found in each.

The pages that were looked at last stay. Nothing here reads, paints or knows on which line a paper stands.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping

from paperfeed.found import Found
from paperfeed.marks import Entry
from paperfeed.tui.worker import FIRST_PAGE as PAGE

PAGES_KEPT = 24


class Pages:
    """Entries and findings by row, held by the page on which a list has them."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, Entry]] = OrderedDict()
        self._found: dict[int, Found] = {}
        self._before: dict[int, Entry] = {}

    def renewed(self) -> "Pages":
        """Pages of a list that replaces this one: none as yet; till they come, entries are shown as they were."""
        new = Pages()
        new._before = {row: entry for page in self._pages.values() for row, entry in page.items()}
        return new

    def copy(self) -> "Pages":
        new = Pages()
        new._pages, new._found = OrderedDict(self._pages), dict(self._found)
        return new

    def take(self, page: int, entries: Iterable[Entry], found: Mapping[int, Found]) -> None:
        """Keeps a page, and lets one go that was not looked at for long."""
        self._pages[page] = {entry.row: entry for entry in entries}
        self._found.update(found)
        while len(self._pages) > PAGES_KEPT:
            for row in self._pages.popitem(last=False)[1]:
                self._found.pop(row, None)

    def __contains__(self, page: int) -> bool:
        return page in self._pages

    def entry(self, place: int, row: int) -> Entry | None:
        """The entry of a row that the list has at a place, if it is here."""
        return self._pages.get(place // PAGE, {}).get(row) or self._before.get(row)

    def rows(self) -> set[int]:
        """The papers that are on these pages."""
        return {row for page in self._pages.values() for row in page}

    def look_at(self, page: int) -> None:
        """Makes a page the last that was looked at."""
        self._pages.move_to_end(page)

    def found(self, row: int) -> Found | None:
        return self._found.get(row)

    def hold(self, rows: Iterable[int]) -> bool:
        """Whether the entries of all these rows are here."""
        pages = self._pages.values()
        return all(any(row in page for page in pages) for row in rows)

    def replace(self, changed: Mapping[int, Entry]) -> Iterator[tuple[int, Entry]]:
        """Puts entries where the same papers were: on which pages, and what stood there."""
        for row in self._before.keys() & changed.keys():
            self._before[row] = changed[row]
        for number, page in list(self._pages.items()):  # looking at one moves it to the end
            if page.keys().isdisjoint(changed):
                continue
            for row in page.keys() & changed.keys():
                before, page[row] = page[row], changed[row]
                yield number, before

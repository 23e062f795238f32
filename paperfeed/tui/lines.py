"""Which paper stands on which line of the list. Pure.

A paper takes `tall` lines. In the order of days, the papers of a day stand below a heading of one line.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Lines:
    """The lines of a list of so many papers, so many of them on each day; no days: no headings."""

    def __init__(self, total: int, counts: Iterable[int] = (), tall: int = 1) -> None:
        self.total = total
        self.tall = tall
        self._starts = list(accumulate(counts, initial=0))[:-1]
        self._headings = [start * tall + number for number, start in enumerate(self._starts)]

    @property
    def height(self) -> int:
        return self.total * self.tall + len(self._starts)

    def line_of(self, place: int) -> int:
        """The first line of the paper at a place."""
        return place * self.tall + bisect_right(self._starts, place)

    def place_at(self, line: int) -> int | None:
        """The place whose paper stands on a line; None for a heading, or below the end."""
        number = bisect_right(self._headings, line)
        if number and line == self._headings[number - 1]:
            return None
        place = (line - number) // self.tall
        return place if 0 <= place < self.total else None

    def day_of(self, place: int) -> int | None:
        """Which of the days the paper at a place stands in."""
        return bisect_right(self._starts, place) - 1 if self._starts else None

    def day_at(self, line: int) -> int | None:
        """Which of the days has its heading on a line."""
        number = bisect_right(self._headings, line) - 1
        return number if number >= 0 and self._headings[number] == line else None

    def heading_of(self, number: int) -> int:
        """The line of a day's heading."""
        return self._headings[number]

    def first_of_day(self, number: int) -> int | None:
        """The place of a day's first paper."""
        return self._starts[number] if 0 <= number < len(self._starts) else None

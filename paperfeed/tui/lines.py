"""Which paper stands on which line of the list. Pure.

A paper takes `tall` lines. In the order of days, the papers of a day stand below a heading of one line;
of a folded day there is only the heading. A stop is where the cursor can stand: a paper, or the heading
of a folded day, whose place is that of the day's first paper.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from itertools import accumulate


class Lines:
    """The lines of a list of so many papers, so many of them on each day; no days: no headings."""

    def __init__(
        self, total: int, counts: Iterable[int] = (), tall: int = 1, folded: Collection[int] = frozenset()
    ) -> None:
        self.total = total
        self.tall = tall
        self.folded = folded
        *self._starts, _ = accumulate(counts := list(counts), initial=0)
        shown = [0 if number in folded else count for number, count in enumerate(counts)]
        *self._headings, self.height = accumulate((1 + count * tall for count in shown), initial=0)
        *self._stops, self.stops = accumulate((count or 1 for count in shown), initial=0)
        if not counts:
            self.height, self.stops = total * tall, total

    # Lines

    def line_of(self, place: int) -> int:
        """The first line of the paper at a place; the heading, if its day is folded."""
        number = self.day_of(place)
        if number is None:
            return place * self.tall
        below = 0 if number in self.folded else 1 + (place - self._starts[number]) * self.tall
        return self._headings[number] + below

    def lines_of(self, place: int) -> int:
        """How many lines the stop of a place takes."""
        return 1 if self.is_folded(place) else self.tall

    def place_at(self, line: int) -> int | None:
        """The place whose paper stands on a line; None for a heading, or above and below the list."""
        if not 0 <= line < self.height:
            return None
        number = bisect_right(self._headings, line) - 1
        if number < 0:
            return line // self.tall
        below = line - self._headings[number] - 1
        return self._starts[number] + below // self.tall if below >= 0 else None

    def day_at(self, line: int) -> int | None:
        """Which of the days has its heading on a line."""
        number = bisect_right(self._headings, line) - 1
        return number if number >= 0 and self._headings[number] == line else None

    def heading_of(self, number: int) -> int:
        """The line of a day's heading."""
        return self._headings[number]

    # Places

    def day_of(self, place: int) -> int | None:
        """Which of the days the paper at a place stands in."""
        return bisect_right(self._starts, place) - 1 if self._starts else None

    def first_of_day(self, number: int) -> int | None:
        """The place of a day's first paper."""
        return self._starts[number] if 0 <= number < len(self._starts) else None

    def is_folded(self, place: int) -> bool:
        """Whether the day of the paper at a place is folded."""
        return self.day_of(place) in self.folded

    # Stops

    def stop_of(self, place: int) -> int:
        """Which of the stops the paper at a place is, or is hidden behind."""
        number = self.day_of(place)
        if number is None:
            return place
        return self._stops[number] + (0 if number in self.folded else place - self._starts[number])

    def place_of_stop(self, stop: int) -> int:
        """The place of a stop, or of the nearest there is."""
        stop = max(0, min(stop, self.stops - 1))
        number = bisect_right(self._stops, stop) - 1
        return stop if number < 0 else self._starts[number] + stop - self._stops[number]

    def settle(self, place: int) -> int:
        """The place of the stop that a paper is, or is hidden behind."""
        return self.place_of_stop(self.stop_of(max(0, min(place, self.total - 1))))

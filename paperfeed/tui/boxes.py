"""The days of a list as boxes: how many papers are in each, which are folded, and so which line is what.

Pure: nothing here paints or reads. The list tells what was marked, and where its cursor is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from paperfeed.marks import DayCount
from paperfeed.tui.lines import Lines


@dataclass
class Folds:
    """Which days are folded. What is folded or unfolded by hand outlives the list; the rest goes with it."""

    by_hand: dict[date, bool] = field(default_factory=dict)
    by_itself: set[date] = field(default_factory=set)

    def __contains__(self, day: date) -> bool:
        return self.by_hand.get(day, day in self.by_itself)

    def fold(self, day: date) -> None:
        self.by_hand[day] = True

    def unfold(self, day: date, for_good: bool = False) -> None:
        """Opens a day; `for_good`, though it is finished: then it does not fold by itself."""
        self.by_itself.discard(day)
        self.by_hand.pop(day, None)
        if for_good:
            self.by_hand[day] = False

    def copy(self) -> "Folds":
        """With the same memory of what is done by hand."""
        return Folds(self.by_hand, set(self.by_itself))


class Boxes:
    """The days of a list of `total` papers of `tall` lines each."""

    def __init__(
        self, days: Sequence[DayCount] = (), total: int = 0, tall: int = 1, folds: Folds | None = None
    ) -> None:
        self.days = list(days)
        self.folds = Folds() if folds is None else folds
        self._total, self._tall = total, tall
        self.lines = self._laid()

    def _laid(self) -> Lines:
        folded = frozenset(number for number, day in enumerate(self.days) if day.day in self.folds)
        return Lines(self._total, (day.count for day in self.days), self._tall, folded)

    def count(self, number: int, unread: int, gone: int) -> None:
        """So many more papers of a day are unread, so many more have left the view."""
        day = self.days[number]
        self.days[number] = replace(day, unread=day.unread + unread, gone=day.gone + gone)

    def is_finished(self, number: int) -> bool:
        """Whether all papers that stand here have left the view."""
        return self.days[number].gone == self.days[number].count

    def is_folded(self, number: int) -> bool:
        return number in self.lines.folded

    def toggle(self, number: int) -> None:
        """Folds or unfolds a day by hand."""
        day = self.days[number].day
        if self.is_folded(number):
            self.folds.unfold(day, for_good=self.is_finished(number))
        else:
            self.folds.fold(day)
        self.lines = self._laid()

    def unfold(self, number: int) -> None:
        self.folds.unfold(self.days[number].day)
        self.lines = self._laid()

    def fold_finished(self, numbers: Iterable[int]) -> bool:
        """Folds those of these days that are finished and were not opened by hand; whether there was one."""
        finished = (self.days[number].day for number in numbers if self.is_finished(number))
        found = {day for day in finished if day not in self.folds.by_itself and day not in self.folds.by_hand}
        self.folds.by_itself |= found
        if found:
            self.lines = self._laid()
        return bool(found)

    def number_of(self, day: date) -> int | None:
        """Which of the days it is, if it is one of them."""
        return next((number for number, one in enumerate(self.days) if one.day == day), None)

    def at_or_before(self, day: date) -> int | None:
        """The newest of the days that is not after this one."""
        return next((number for number, one in enumerate(self.days) if one.day <= day), None)

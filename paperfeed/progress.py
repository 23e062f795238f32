"""How far one is with a day: values, and what counts. Pure.

Through with a paper is who has read it, or is done with it, or lets it sleep.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from paperfeed.marks import Entry
from paperfeed.snooze import is_asleep


class Progress(NamedTuple):
    """A day: how many papers it has, how many of them one is through with, how many came late and are left."""

    total: int
    through: int
    late: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether one is through with all but those that came afterwards."""
        return self.total - self.through <= self.late


class DaysProgress:
    """Each day of the library, kept right while papers are marked. `late` are the rows that came late."""

    def __init__(self, days: Mapping[date, Progress], late: Iterable[int] = ()) -> None:
        self._days = dict(days)
        self._late = frozenset(late)

    def of(self, day: date) -> Progress | None:
        return self._days.get(day)

    def follow(self, before: Entry, after: Entry, today: date) -> bool:
        """A paper was marked; whether that alters its day."""
        step = is_through(after, today) - is_through(before, today)
        held = self._days.get(after.day)
        if not step or held is None:
            return False
        late = held.late - (step if after.row in self._late else 0)
        self._days[after.day] = Progress(held.total, held.through + step, late)
        return True


def has_left(entry: Entry, today: date) -> bool:
    """Whether it belongs in the inbox no more."""
    return entry.marks.done is not None or is_asleep(entry.marks.snoozed, entry.paper, entry.votes, today)


def is_through(entry: Entry, today: date) -> bool:
    return entry.marks.read is not None or has_left(entry, today)

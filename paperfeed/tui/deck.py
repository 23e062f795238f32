"""Papers as cards: which one lies on top, which ones are here, and what was done to them. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from paperfeed.marks import Entry
from paperfeed.pace import show_time

AT_ONCE: Final = 24
"""Cards that are read from disk together."""
AHEAD: Final = 8
"""When fewer than so many of the next cards are here, more are read."""


class Tally(NamedTuple):
    """How many papers were starred, done with and dismissed."""

    starred: int = 0
    done: int = 0
    dismissed: int = 0

    @property
    def told(self) -> str:
        parts = ((self.starred, "starred"), (self.done, "done"), (self.dismissed, "dismissed"))
        return ", ".join(f"{number:,} {word}" for number, word in parts if number) or "nothing marked"


class Deck:
    """The cards by place; the place behind the last one is the end."""

    def __init__(self, rows: Sequence[int], entries: Iterable[Entry], place: int = 0) -> None:
        self.rows = tuple(rows)
        self.place = place
        self.furthest = place
        self._places = {row: number for number, row in enumerate(self.rows)}
        self._entries: dict[int, Entry] = {}
        self._before: dict[int, Entry] = {}
        self._asked: set[int] = set()
        self.take(entries)

    def take(self, entries: Iterable[Entry]) -> None:
        """Cards that came from disk."""
        for entry in entries:
            self._entries[entry.row] = entry
            self._before.setdefault(entry.row, entry)

    def change(self, entries: Iterable[Entry]) -> None:
        """Cards that were marked; other papers are none of ours."""
        self._entries.update((entry.row, entry) for entry in entries if entry.row in self._entries)

    @property
    def at_end(self) -> bool:
        return self.place >= len(self.rows)

    @property
    def row(self) -> int | None:
        """The row of the card on top; at the end, of the last one."""
        return self.rows[min(self.place, len(self.rows) - 1)] if self.rows else None

    @property
    def entry(self) -> Entry | None:
        """The card on top; None at the end, or if it is not here yet."""
        return None if self.at_end else self._entries.get(self.rows[self.place])

    @property
    def left(self) -> int:
        """How many cards there are from the one on top on."""
        return len(self.rows) - self.place

    def go(self, place: int) -> None:
        self.place = max(0, min(place, len(self.rows)))
        self.furthest = max(self.furthest, self.place)

    def place_of(self, rows: Iterable[int]) -> int | None:
        """Where the first of these rows that is a card lies."""
        return next((self._places[row] for row in rows if row in self._places), None)

    def wanted(self) -> tuple[int, ...]:
        """The cards to be read from disk now; they are named once."""
        near = self.rows[max(self.place - 1, 0) : self.place + AHEAD]
        if all(row in self._entries or row in self._asked for row in near):
            return ()
        some = self.rows[max(self.place - 1, 0) : self.place + AT_ONCE]
        found = tuple(row for row in some if row not in self._entries and row not in self._asked)
        self._asked.update(found)
        return found

    def asked_in_vain(self) -> None:
        """What was named and has not come may be named again."""
        self._asked.clear()

    @property
    def tally(self) -> Tally:
        """What is so now, and was not when the cards were dealt."""
        pairs = [(self._before[row].marks, entry.marks) for row, entry in self._entries.items()]
        return Tally(
            sum(now.starred is not None and before.starred is None for before, now in pairs),
            sum(now.done is not None and now.dismissed is None and before.done is None for before, now in pairs),
            sum(now.dismissed is not None and before.dismissed is None for before, now in pairs),
        )


def summary(title: str, papers: int, seconds: float, tally: Tally) -> str:
    """Fri 14 Mar 2025: 23 papers in 4 min: 3 starred, 12 done, 8 dismissed."""
    return f"{title}: {papers:,} paper{'' if papers == 1 else 's'} in {show_time(seconds)}: {tally.told}"

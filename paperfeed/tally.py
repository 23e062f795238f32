"""What was done in a while, by paper: a pure function over the edits of the acts that stand."""

from collections.abc import Iterable
from typing import NamedTuple

from paperfeed.marks import Value


class Deed(NamedTuple):
    """A field of a paper, as an act that stands left it."""

    paper: int
    field: str
    after: Value


class Tally(NamedTuple):
    """How many papers were done with, starred, dismissed and snoozed."""

    done: int = 0
    starred: int = 0
    dismissed: int = 0
    snoozed: int = 0

    def __str__(self) -> str:
        """46 done, 3 starred; empty if nothing was done."""
        return ", ".join(f"{number:,} {name}" for name, number in self._asdict().items() if number)


def tally(deeds: Iterable[Deed]) -> Tally:
    """Counts each paper as the last of its deeds left it; one that was dismissed was not done with."""
    last = {(deed.paper, deed.field): deed.after for deed in deeds}
    done, starred, dismissed, snoozed = (
        {paper for (paper, field), after in last.items() if field == name and after is not None}
        for name in ("done", "starred", "dismissed", "snoozed")
    )
    return Tally(len(done - dismissed), len(starred), len(dismissed), len(snoozed))

"""What other processes write to the library while it is open here: marks, papers, views.

Part of the library, which makes it. Reads only; costs microseconds while nobody else writes.
"""

from typing import NamedTuple

from paperfeed.store import standing as store
from paperfeed.store.database import Database


class News(NamedTuple):
    """What others have written since this was asked last, as far as it is to be seen."""

    marked: tuple[int, ...] = ()
    """The papers (by row) whose marks may be others."""
    new: int = 0
    """How many papers came that were not there."""
    papers: bool = False
    """Whether lists may hold other papers, or papers say something else."""


class Watch:
    """Tells own writing from that of others."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._before: store.Standing | None = None
        self._written = 0
        self._took = 0

    def begin(self) -> None:
        """From now on there is news."""
        self._database.changed_elsewhere()
        self._written, self._took, self._before = self._database.written, 0, self._standing()

    def took(self, new: int) -> None:
        """So many new papers were taken in here."""
        self._took += new

    def news(self) -> News | None:
        """What others have written; None if nothing of it is to be seen."""
        elsewhere, written = self._database.changed_elsewhere(), self._database.written
        if self._before is None or not (elsewhere or written != self._written):
            return None
        before, took, now = self._before, self._took, self._standing()
        self._before, self._took, self._written = now, 0, written
        if not elsewhere or (before.seen == now.seen and before.aside != now.aside):
            return None
        with self._database.reading() as run:
            marked = store.marked_since(run, before.acts)
            new = max(store.papers_since(run, before.papers) - took, 0)
        unknown = before == now  # of all that is written, votes alone show in no number
        return News(marked, new, unknown or before.sources != now.sources)

    def _standing(self) -> store.Standing:
        with self._database.reading() as run:
            return store.standing(run)

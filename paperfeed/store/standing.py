"""How far a library has come: by these numbers one process sees what another has written to it.

Each is read in a step or two, however large the library is. Nothing is derived from them but differences.
"""

from typing import NamedTuple

from paperfeed.store.database import Execute

_SQL = """SELECT
    (SELECT ifnull(max(number), 0) FROM journal),
    (SELECT ifnull(max(row), 0) FROM papers),
    ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0),
    (SELECT group_concat(source || at || ifnull(error, '')) FROM refreshes),
    (SELECT group_concat(place || name || query) FROM views),
    (SELECT max(at) FROM searches),
    (SELECT min(seq) FROM outbox),
    (SELECT value FROM facts_of_library WHERE name = 'place')"""


class Standing(NamedTuple):
    """What is other than it was when the library has been written to."""

    acts: int
    """The last row of the journal."""
    papers: int
    texts: int
    """How many texts were ever handed to the index."""
    fetched: str | None
    views: str | None
    searched: int | None
    indexed: int | None
    place: str | None

    @property
    def seen(self) -> tuple[object, ...]:
        """What another screen shows."""
        return (self.acts, self.views, *self.sources)

    @property
    def sources(self) -> tuple[object, ...]:
        """What sources have said."""
        return (self.papers, self.texts, self.fetched)

    @property
    def aside(self) -> tuple[object, ...]:
        """What shows nowhere on another screen."""
        return (self.searched, self.indexed, self.place)


def standing(run: Execute) -> Standing:
    return Standing(*run(_SQL).fetchone())


def marked_since(run: Execute, act: int) -> tuple[int, ...]:
    """The papers that the rows of the journal behind this one are about."""
    return tuple(row for [row] in run("SELECT DISTINCT paper FROM journal_edits WHERE number > ?", (act,)))


def papers_since(run: Execute, row: int) -> int:
    """How many papers have come behind this one."""
    count: int = run("SELECT count(*) FROM papers WHERE row > ?", (row,)).fetchone()[0]
    return count

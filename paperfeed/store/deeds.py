"""What was done since a moment and stands, out of the journal."""

from collections.abc import Iterator

from paperfeed.store.database import Execute
from paperfeed.tally import Deed


def since(run: Execute, moment: int) -> Iterator[Deed]:
    """What the acts left that were done since `moment` (ms), or again since then, in their order."""
    sql = (
        "SELECT e.paper, e.field, e.after FROM journal j JOIN journal_edits e ON e.number = j.number"
        " WHERE j.way = 1 AND j.at >= ? AND j.number = (SELECT max(number) FROM journal WHERE act = j.act)"
        " ORDER BY j.number"
    )
    return (Deed(*row) for row in run(sql, (moment,)))

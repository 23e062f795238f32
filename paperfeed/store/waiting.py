"""What waits for the user, out of SQLite: papers to choose from, starred ones, and when what was done."""

from collections.abc import Iterator, Sequence
from datetime import date

from paperfeed.catching_up import Candidate
from paperfeed.pace import Touch
from paperfeed.query import And, State
from paperfeed.store import select
from paperfeed.store.database import Execute
from paperfeed.store.entries import holes, portions

LATEST_ACTS = 1_000
"""Acts that are looked at to see how fast the user is."""
LATEST_STARS = 500


def open_among(run: Execute, rows: Sequence[int], inbox: bool, today: date) -> set[int]:
    """Those of these rows that are unread; with `inbox`, that wait there too."""
    tree = And((State("inbox"), State("unread"))) if inbox else State("unread")
    state = select.where(tree, lambda _: None, today)
    some = select.rows_among(rows)
    sql = f"SELECT p.row FROM lines p WHERE {some.sql} AND ({state.sql})"
    return {row for [row] in run(sql, (*some.parameters, *state.parameters))}


def candidates(run: Execute, rows: Sequence[int]) -> list[Candidate]:
    """What there is to choose by of these rows, in this order; rows that are gone are left out."""
    found: dict[int, Candidate] = {}
    columns = "row, title, keywords, authors, organization, day, votes"
    for some in portions(rows):
        for row, title, keywords, authors, organization, day, votes in run(
            f"SELECT {columns} FROM papers WHERE row IN ({holes(some)})", some
        ):
            listed = date.fromisoformat(day)
            found[row] = Candidate(row, title, _names(keywords), _names(authors), organization, listed, votes)
    return [found[row] for row in rows if row in found]


def starred(run: Execute) -> list[int]:
    """The rows that were starred last, the latest first."""
    sql = "SELECT paper FROM marks WHERE field = 'starred' AND value IS NOT NULL ORDER BY value DESC, paper LIMIT ?"
    return [row for [row] in run(sql, (LATEST_STARS,))]


def touches(run: Execute) -> Iterator[Touch]:
    """The latest acts that were each on one paper, the oldest first; what was done by itself too."""
    paper = "(SELECT {}(paper) FROM journal_edits WHERE number = j.number)"
    sql = (
        f"SELECT at, {paper.format('min')} AS first, {paper.format('max')} AS last FROM"
        " (SELECT number, at FROM journal WHERE act = number ORDER BY number DESC LIMIT ?) j ORDER BY number"
    )
    return (Touch(at, first) for at, first, last in run(sql, (LATEST_ACTS,)) if first is not None and first == last)


def last_act(run: Execute, before: int | None = None) -> int | None:
    """When the user did something last, in ms since 1970; with `before`, before that moment."""
    sql = "SELECT at FROM journal WHERE NOT auto AND at < ifnull(?, 9e18) ORDER BY number DESC LIMIT 1"
    found = run(sql, (before,)).fetchone()
    return None if found is None else int(found[0])


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()

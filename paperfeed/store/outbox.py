"""The outbox: papers whose text the index has yet to take."""

from collections.abc import Iterable

from paperfeed.store.database import Execute


def waiting(run: Execute, limit: int, after: int = 0) -> list[tuple[int, int]]:
    """(seq, row) of papers that wait for the index, oldest first."""
    return run("SELECT seq, paper FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)).fetchall()


def rows_waiting(run: Execute) -> list[int]:
    return [row for [row] in run("SELECT paper FROM outbox")]


def count_waiting(run: Execute) -> int:
    count: int = run("SELECT count(*) FROM outbox").fetchone()[0]
    return count


def taken(run: Execute, seqs: Iterable[int]) -> None:
    for seq in seqs:
        run("DELETE FROM outbox WHERE seq = ?", (seq,))


def post_all(run: Execute) -> None:
    """Puts every paper into the outbox, newest day first: the index is to be built anew."""
    run("DELETE FROM outbox")
    run("INSERT INTO outbox (paper) SELECT row FROM lines ORDER BY day DESC, row")

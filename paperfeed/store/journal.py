"""The journal: every act of the user in order, taken back and done again by new rows.

An act is the row whose `act` is its own number; each later row with that `act` takes it back
(way -1) or does it again (way 1). The newest row of an act says how it stands.
"""

from collections.abc import Iterator
from typing import NamedTuple

from paperfeed.errors import NothingToUndo
from paperfeed.marks import Change, Edit
from paperfeed.store import marks
from paperfeed.store.database import Execute


class Act(NamedTuple):
    """A line of the history. `at` in ms since 1970; `undone` if it is taken back now."""

    number: int
    label: str
    at: int
    device: str
    auto: bool
    undone: bool
    papers: tuple[str, ...]


def record(run: Execute, change: Change, now: int, auto: bool = False) -> Change:
    """Does a new act: the marks, and its row. Inside a transaction."""
    number = _row(run, None, 1, change.label, auto, now)
    run("UPDATE journal SET act = number WHERE number = ?", (number,))
    _write(run, number, change.edits, now)
    return Change(change.label, change.edits, number)


def undo(run: Execute, now: int) -> Change:
    """Takes back the newest act that stands; acts done by paperfeed itself are passed over."""
    found = run(
        "SELECT act, label FROM journal j WHERE NOT auto AND way = 1"
        " AND number = (SELECT max(number) FROM journal WHERE act = j.act) ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if found is None:
        raise NothingToUndo("there is nothing to undo")
    return _again(run, found[0], found[1], -1, now)


def redo(run: Execute, now: int) -> Change:
    """Does again what was taken back last, unless something new was done since."""
    found = run(
        "SELECT act, label FROM journal j WHERE way = -1"
        " AND number = (SELECT max(number) FROM journal WHERE act = j.act)"
        " AND number > (SELECT ifnull(max(number), 0) FROM journal WHERE act = number AND NOT auto)"
        " ORDER BY number DESC LIMIT 1"
    ).fetchone()
    if found is None:
        raise NothingToUndo("there is nothing to do again")
    return _again(run, found[0], found[1], 1, now)


def history(run: Execute, limit: int = -1) -> Iterator[Act]:
    """The acts, newest first."""
    sql = (
        "SELECT number, label, at, device, auto,"
        " (SELECT way FROM journal WHERE act = j.number ORDER BY number DESC LIMIT 1) < 0"
        " FROM journal j WHERE act = number ORDER BY number DESC LIMIT ?"
    )
    papers = (
        "SELECT DISTINCT p.id FROM journal_edits e JOIN papers p ON p.row = e.paper WHERE e.number = ? ORDER BY p.id"
    )
    for number, label, at, device, auto, undone in run(sql, (limit,)).fetchall():
        ids = tuple(name for [name] in run(papers, (number,)))
        yield Act(number, label, at, device, bool(auto), bool(undone), ids)


def _again(run: Execute, act: int, label: str, way: int, now: int) -> Change:
    """A row that takes an act back or does it again, where later acts left its fields alone."""
    rows = run("SELECT paper, field, before, after FROM journal_edits WHERE number = ?", (act,)).fetchall()
    change = Change(label, tuple(Edit(*row) for row in rows), act)
    edits = (change.inverse() if way < 0 else change).edits
    held = {row: fields for e in edits for row, fields in marks.fields_of(run, (e.row,)).items()}
    kept = tuple(e for e in edits if held.get(e.row, {}).get(e.field) == e.before)
    _write(run, _row(run, act, way, label, False, now), kept, now)
    return Change(label, kept, act)


def _row(run: Execute, act: int | None, way: int, label: str, auto: bool, now: int) -> int:
    sql = (
        "INSERT INTO journal (act, way, label, auto, at, device)"
        " VALUES (?, ?, ?, ?, ?, (SELECT value FROM facts_of_library WHERE name = 'device'))"
    )
    return run(sql, (act, way, label, auto, now)).lastrowid or 0


def _write(run: Execute, number: int, edits: tuple[Edit, ...], now: int) -> None:
    for edit in edits:
        run(
            "INSERT INTO journal_edits VALUES (?, ?, ?, ?, ?)",
            (number, edit.row, edit.field, edit.before, edit.after),
        )
    marks.write(run, edits, now)

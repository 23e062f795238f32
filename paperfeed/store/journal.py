"""The journal: every act of the user in order, taken back and done again by new rows.

An act is the row whose `act` is its own number; each later row with that `act` takes it back
(way -1) or does it again (way 1). The newest row of an act says how it stands.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paperfeed.errors import NothingToUndo
from paperfeed.history import Done, Past, Standing, turned
from paperfeed.marks import Change, Edit
from paperfeed.store import marks
from paperfeed.store.database import Execute

_UNDONE = "((SELECT way FROM journal WHERE act = j.number ORDER BY number DESC LIMIT 1) < 0)"

_PAPERS = "(SELECT count(DISTINCT paper) FROM journal_edits WHERE number = j.number)"


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
    found = _newest_standing(run)
    if found is None:
        raise NothingToUndo("there is nothing to undo")
    act, label = found
    return _again(run, act, label, -1, now)


def undoable(run: Execute) -> str | None:
    """What `undo` would take back, if there is anything."""
    found = _newest_standing(run)
    return found and found[1]


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
    act, label = found
    return _again(run, act, label, 1, now)


def turn(run: Execute, number: int, now: int, way: int) -> Change:
    """Takes this act back (way -1), wherever it stands in the history, or does it again (way 1).

    Raises NothingToUndo when it is so already, or there is no such act. What later acts altered stays as they left it.
    """
    found = run(f"SELECT act, label, {_UNDONE} FROM journal j WHERE act = number AND number = ?", (number,)).fetchone()
    if found is None:
        raise NothingToUndo(f"there is no act {number}: `paperfeed history` lists them")
    act, label, undone = found
    if undone == (way < 0):
        raise NothingToUndo(f"{label}: it is taken back already" if undone else f"{label}: it stands")
    return _again(run, act, label, way, now)


def undo_since(run: Execute, number: int, now: int) -> tuple[Change, ...]:
    """Takes back this act and all after it that stand, the newest first; those done by paperfeed itself too."""
    sql = f"SELECT act, label FROM journal j WHERE act = number AND number >= ? AND NOT {_UNDONE} ORDER BY number DESC"
    found = run(sql, (number,)).fetchall()
    if not found:
        raise NothingToUndo(f"nothing stands that was done since act {number}")
    return tuple(_again(run, act, label, -1, now) for act, label in found)


def _newest_standing(run: Execute) -> tuple[int, str] | None:
    found: tuple[int, str] | None = run(
        "SELECT act, label FROM journal j WHERE NOT auto AND way = 1"
        " AND number = (SELECT max(number) FROM journal WHERE act = j.act) ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return found


def history(run: Execute, limit: int = -1, before: int | None = None) -> Iterator[Act]:
    """The acts, newest first; with `before`, those that were done before this one."""
    sql = (
        f"SELECT number, label, at, device, auto, {_UNDONE}"
        " FROM journal j WHERE act = number AND number < ifnull(?, 9e18) ORDER BY number DESC LIMIT ?"
    )
    papers = (
        "SELECT DISTINCT p.id FROM journal_edits e JOIN papers p ON p.row = e.paper WHERE e.number = ? ORDER BY p.id"
    )
    for number, label, at, device, auto, undone in run(sql, (before, limit)).fetchall():
        ids = tuple(name for [name] in run(papers, (number,)))
        yield Act(number, label, at, device, bool(auto), bool(undone), ids)


def acts(run: Execute, with_auto: bool, limit: int = -1) -> list[tuple[int, int]]:
    """Number and time of the acts, the newest first; without those done by paperfeed itself unless they are wanted."""
    own = "" if with_auto else " AND NOT auto"
    sql = f"SELECT number, at FROM journal WHERE act = number{own} ORDER BY number DESC LIMIT ?"
    return run(sql, (limit,)).fetchall()


def lines(run: Execute, numbers: Sequence[int]) -> list[Done]:
    """These acts as lines of the history, in this order."""
    sql = (
        f"SELECT number, label, at, auto, {_UNDONE}, {_PAPERS} FROM journal j"
        " WHERE act = number AND number IN (SELECT value FROM json_each(?))"
    )
    found = {row[0]: row for row in run(sql, (json.dumps(list(numbers)),))}
    rows = (found[number] for number in numbers if number in found)
    return [
        Done(number, label, at, bool(auto), bool(undone), papers) for number, label, at, auto, undone, papers in rows
    ]


def papers_of(run: Execute, number: int) -> list[int]:
    """The rows that an act altered, in the order of the list."""
    sql = (
        "SELECT p.row FROM papers p WHERE p.row IN (SELECT paper FROM journal_edits WHERE number = ?)"
        " ORDER BY p.day DESC, p.votes DESC, p.place, p.row"
    )
    return [row for [row] in run(sql, (number,))]


def standing_since(run: Execute, number: int) -> Standing:
    """What `undo_since` would take back."""
    sql = (
        f"SELECT count(*), ifnull(sum(auto), 0), ifnull(sum({_PAPERS}), 0) FROM journal j"
        f" WHERE act = number AND number >= ? AND NOT {_UNDONE}"
    )
    return Standing(*run(sql, (number,)).fetchone())


def _again(run: Execute, act: int, label: str, way: int, now: int) -> Change:
    """A row that takes an act back or does it again, where later acts left its fields alone."""
    rows = run("SELECT paper, field, before, after FROM journal_edits WHERE number = ?", (act,)).fetchall()
    edits = [Edit(*row) for row in rows]
    papers = tuple(dict.fromkeys(edit.row for edit in edits))
    held, others = marks.fields_of(run, papers), _others(run, act, papers)
    kept = tuple(
        turn
        for edit in (reversed(edits) if way < 0 else edits)
        if (
            turn := turned(
                edit, act, others.get((edit.row, edit.field), ()), held.get(edit.row, {}).get(edit.field), way
            )
        )
    )
    _write(run, _row(run, act, way, label, False, now), kept, now)
    return Change(label, kept, act)


def _others(run: Execute, act: int, papers: Sequence[int]) -> dict[tuple[int, str], list[Past]]:
    """What other acts made of the fields of these papers, the newest first."""
    sql = (
        "SELECT paper, field, number, before, after FROM journal_edits"
        " WHERE paper IN (SELECT value FROM json_each(?)) AND number != ? ORDER BY number DESC"
    )
    edits = run(sql, (json.dumps(list(papers)), act)).fetchall()
    stand = (
        f"SELECT number, NOT {_UNDONE} FROM journal j WHERE act = number AND number IN (SELECT value FROM json_each(?))"
    )
    stands = dict(run(stand, (json.dumps(list({edit[2] for edit in edits})),)).fetchall())
    found: dict[tuple[int, str], list[Past]] = {}
    for paper, field, number, before, after in edits:
        if number in stands:  # a row that takes an act back, or does it again, is none itself
            found.setdefault((paper, field), []).append(Past(number, before, after, bool(stands[number])))
    return found


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

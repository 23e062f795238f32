"""The user's marks in SQLite: registers by paper and field, each with a stamp.

A stamp is `ms-counter-device`, sortable as text, and always later than the one it overwrites, even
if a clock went back or another device's is ahead: so what the user did last is what counts.
"""

import json
from collections.abc import Iterable, Sequence

from paperfeed.marks import Edit, Fields, Value, join
from paperfeed.store.database import Execute


def fields_of(run: Execute, rows: Sequence[int]) -> dict[int, dict[str, Value]]:
    """What is marked on these rows, by row and field."""
    found: dict[int, dict[str, Value]] = {}
    sql = "SELECT paper, field, value FROM marks WHERE paper IN (SELECT value FROM json_each(?)) AND value IS NOT NULL"
    for row, field, value in run(sql, (json.dumps(list(rows)),)):
        found.setdefault(row, {})[field] = value
    return found


def write(run: Execute, edits: Iterable[Edit], now: int) -> None:
    """Sets each field to its `after`, with one new stamp for all."""
    edits = tuple(edits)
    held = [run("SELECT stamp FROM marks WHERE paper = ? AND field = ?", (e.row, e.field)).fetchone() for e in edits]
    stamp = _next_stamp(run, now, [row[0] for row in held if row])
    for edit in edits:
        run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", (edit.row, edit.field, edit.after, stamp))


def join_rows(run: Execute, stays: int, goes: int) -> None:
    """The marks of two rows that are one paper, on the row that stays."""
    both = fields_of(run, (stays, goes))
    joined: Fields = join(both.get(stays, {}), both.get(goes, {}))
    sql = "SELECT field, max(stamp) FROM marks WHERE paper IN (?, ?) GROUP BY field"
    stamps = run(sql, (stays, goes)).fetchall()
    run("DELETE FROM marks WHERE paper = ?", (goes,))
    for field, stamp in stamps:
        run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", (stays, field, joined.get(field), stamp))


def tags(run: Execute) -> list[tuple[str, int]]:
    """Every tag in use with how many papers have it, the one most used first."""
    sql = (
        "SELECT substr(field, 5), count(*) FROM marks WHERE field >= 'tag:' AND field < 'tag;'"
        " AND value IS NOT NULL GROUP BY field ORDER BY count(*) DESC, field"
    )
    return run(sql).fetchall()


def notes(run: Execute) -> list[tuple[int, str]]:
    """Every note with the row of its paper."""
    return run("SELECT paper, value FROM marks WHERE field = 'note' AND value IS NOT NULL").fetchall()


def _next_stamp(run: Execute, now: int, overwritten: Sequence[str]) -> str:
    facts = dict(run("SELECT name, value FROM facts_of_library WHERE name IN ('stamp', 'device')").fetchall())
    ms, counter = now, 0
    for stamp in (facts["stamp"], *overwritten):
        if stamp:
            held_ms, held_counter = (int(part) for part in stamp.split("-")[:2])
            if (held_ms, held_counter) >= (ms, counter):
                ms, counter = held_ms, held_counter + 1
    stamp = f"{ms:015d}-{counter:06d}-{facts['device']}"
    run("UPDATE facts_of_library SET value = ? WHERE name = 'stamp'", (stamp,))
    return stamp

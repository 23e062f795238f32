"""What a refresh plans with and writes: papers, their ids and listings in SQLite.

Writes only what a `refresh.Plan` says; marks are joined when two rows become one, never altered.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from paperfeed.paper import FIELDS, Listing, PaperId
from paperfeed.refresh import Description, Held, HeldListing, Plan
from paperfeed.store import marks as store_marks
from paperfeed.store.database import Execute
from paperfeed.store.entries import COLUMNS, MANY, holes, paper_of, portions, rows_of


def held(run: Execute, ids: Iterable[PaperId]) -> list[Held]:
    """All that the library holds of papers known by any of `ids`, as a plan wants it."""
    rows = sorted(set(rows_of(run, list(dict.fromkeys(ids))).values()))
    found = []
    for some in portions(rows):
        names: dict[int, set[PaperId]] = {}
        for name, row in run(f"SELECT id, paper FROM ids WHERE paper IN ({holes(some)})", some):
            names.setdefault(row, set()).add(PaperId(name))
        listings = _listings(run, some)
        sql = f"SELECT row, id, rank, other, {COLUMNS} FROM papers WHERE row IN ({holes(some)})"
        for row, name, rank, other, *values in run(sql, some):
            description = Description(paper_of(values), rank, json.loads(other))
            by_key = {(one.listing.day.isoformat(), one.listing.source): one for one in listings.get(row, ())}
            found.append(Held(row, PaperId(name), frozenset(names.get(row, ())), description, by_key))
    return found


def carry_out(run: Execute, plan: Plan, now: int) -> None:
    """Writes a plan; `now` in ms. To be called inside a transaction."""
    for goes, stays in plan.joined.items():
        _join(run, stays, goes)
    rows: dict[int, int] = {}
    for one in plan.held:
        if one.row > 0:  # frees an id that a paper of this plan gives to another one of it
            run("DELETE FROM ids WHERE paper = ?", (one.row,))
    for one in sorted(plan.held, key=lambda held: held.row < 0):
        rows[one.row] = _write_paper(run, one)
    for one in plan.held:
        _write_listings(run, rows[one.row], one, now)
    for row in sorted(plan.texts, reverse=True):
        run("INSERT OR REPLACE INTO outbox (paper) VALUES (?)", (rows[row],))


def _write_paper(run: Execute, one: Held) -> int:
    paper = one.description.paper
    values = ["\n".join(getattr(paper, name)) if name in MANY else getattr(paper, name) for name in FIELDS]
    values += [one.description.rank, json.dumps(dict(one.description.other)), one.id]
    names = (*FIELDS, "rank", "other", "id")
    if one.row > 0:
        run(f"UPDATE papers SET {', '.join(f'{n} = ?' for n in names)} WHERE row = ?", [*values, one.row])
        row = one.row
    else:
        row = run(f"INSERT INTO papers ({', '.join(names)}) VALUES ({holes(names)})", values).lastrowid or 0
    for name in one.ids:
        run("INSERT OR REPLACE INTO ids VALUES (?, ?)", (name, row))
    return row


def _write_listings(run: Execute, row: int, one: Held, now: int) -> None:
    added = dict(run("SELECT day || ' ' || source, added FROM listings WHERE paper = ?", (row,)).fetchall())
    run("DELETE FROM listings WHERE paper = ?", (row,))
    for (day, source), held_listing in one.listings.items():
        listing = held_listing.listing
        run(
            "INSERT INTO listings (paper, day, source, place, votes, captured, known_by, added)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row, day, source, listing.rank, listing.votes, held_listing.captured, held_listing.by,
             added.get(f"{day} {source}", now)),
        )  # fmt: skip
    run(
        "UPDATE papers SET (day, place) = (SELECT day, place FROM listings WHERE paper = ?1"
        "  ORDER BY day, place LIMIT 1),"
        " votes = (SELECT votes FROM listings WHERE paper = ?1 AND votes IS NOT NULL"
        "  ORDER BY captured DESC, day DESC, votes DESC LIMIT 1) WHERE row = ?1",
        (row,),
    )


def _join(run: Execute, stays: int, goes: int) -> None:
    """Two rows are one paper: marks, journal and index follow to the row that stays."""
    store_marks.join_rows(run, stays, goes)
    run("UPDATE OR REPLACE journal_edits SET paper = ? WHERE paper = ?", (stays, goes))
    run(
        "INSERT OR IGNORE INTO listings SELECT ?, day, source, place, votes, captured, known_by, added"
        " FROM listings WHERE paper = ?",
        (stays, goes),
    )
    for table, column in (("listings", "paper"), ("ids", "paper"), ("papers", "row")):
        run(f"DELETE FROM {table} WHERE {column} = ?", (goes,))
    run("INSERT OR REPLACE INTO outbox (paper) VALUES (?)", (goes,))


def _listings(run: Execute, rows: Sequence[int]) -> Mapping[int, list[HeldListing]]:
    found: dict[int, list[HeldListing]] = {}
    sql = f"SELECT paper, day, source, place, votes, captured, known_by FROM listings WHERE paper IN ({holes(rows)})"
    for row, day, source, place, votes, captured, by in run(f"{sql} ORDER BY paper, day, place", rows):
        listing = Listing(date.fromisoformat(day), source, place, votes)
        found.setdefault(row, []).append(HeldListing(listing, captured, PaperId(by)))
    return found

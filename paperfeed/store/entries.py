"""Entries, titles and ids out of SQLite: what a list, a preview and a command line read."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from paperfeed.marks import Entry, marks_of
from paperfeed.paper import FIELDS, Listing, Paper, PaperId
from paperfeed.store import marks as store_marks
from paperfeed.store.database import Execute

_T = TypeVar("_T")

MANY = ("authors", "keywords")
"""Fields that hold several names: kept one a line, for no name has a line break after `clean`."""

TEXTS = {
    "title": "title",
    "abstract": "abstract",
    "author": "authors",
    "keyword": "keywords",
    "org": "ifnull(organization, '')",
}
"""The columns by the fields of a query."""

COLUMNS = ", ".join(FIELDS)
_AT_ONCE = 500


def entries(run: Execute, rows: Sequence[int]) -> list[Entry]:
    """The entries of these rows, in this order; rows that are gone are left out."""
    found: dict[int, Entry] = {}
    for some in portions(rows):
        marks = store_marks.fields_of(run, some)
        listings = _listings(run, some)
        sql = f"SELECT row, id, day, votes, {COLUMNS} FROM papers WHERE row IN ({holes(some)})"
        for row, name, day, votes, *values in run(sql, some):
            found[row] = Entry(
                row,
                PaperId(name),
                paper_of(values),
                marks_of(marks.get(row, {})),
                tuple(listings.get(row, ())),
                date.fromisoformat(day),
                votes,
            )
    return [found[row] for row in rows if row in found]


def rows_of(run: Execute, ids: Sequence[str]) -> dict[str, int]:
    """Which row each id is an alias of; ids that the library does not know are left out."""
    found: dict[str, int] = {}
    for some in portions(ids):
        found.update(run(f"SELECT id, paper FROM ids WHERE id IN ({holes(some)})", some).fetchall())
    return found


def ids_of(run: Execute, rows: Sequence[int]) -> dict[int, str]:
    """The ids of these rows; rows that are gone are left out."""
    found: dict[int, str] = {}
    for some in portions(rows):
        found.update(run(f"SELECT row, id FROM papers WHERE row IN ({holes(some)})", some).fetchall())
    return found


def titles(run: Execute, rows: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in portions(rows):
        found.update(run(f"SELECT row, title FROM papers WHERE row IN ({holes(some)})", some).fetchall())
    return found


def papers_of(run: Execute, rows: Sequence[int]) -> Iterator[tuple[int, Paper]]:
    """These rows with what sources say of them, in no order; rows that are gone are left out."""
    for some in portions(rows):
        for row, *values in run(f"SELECT row, {COLUMNS} FROM papers WHERE row IN ({holes(some)})", some):
            yield row, paper_of(values)


def texts_of(run: Execute, rows: Sequence[int], field: str = "") -> Iterator[tuple[int, *tuple[str, ...]]]:
    """These rows with the texts that a word without a field is looked for in, or with the one of a field."""
    columns = TEXTS.get(field, ", ".join(TEXTS[name] for name in ("title", "abstract", "author", "keyword")))
    for some in portions(rows):
        yield from run(f"SELECT row, {columns} FROM papers WHERE row IN ({holes(some)})", some)


def facts(run: Execute, rows: Sequence[int]) -> Iterator[tuple[int, str, str, int | None]]:
    """These rows with title, day and votes."""
    for some in portions(rows):
        yield from run(f"SELECT row, title, day, votes FROM papers WHERE row IN ({holes(some)})", some)


def paper_of(values: Sequence[Any]) -> Paper:
    facts = dict(zip(FIELDS, values, strict=True))
    for name in MANY:
        facts[name] = tuple(facts[name].split("\n")) if facts[name] else ()
    return Paper(**facts)


def _listings(run: Execute, rows: Sequence[int]) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = {}
    sql = f"SELECT paper, day, source, place, votes FROM listings WHERE paper IN ({holes(rows)})"
    for row, day, source, place, votes in run(f"{sql} ORDER BY paper, day, place", rows):
        found.setdefault(row, []).append(Listing(date.fromisoformat(day), source, place, votes))
    return found


def portions(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def holes(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

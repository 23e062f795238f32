"""Queries answered by SQLite: state, tags, days, votes; text as sets of rows handed in.

`where` is the one place that gives a query tree its meaning in SQL.
"""

import json
from array import array
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from paperfeed.marks import DayCount
from paperfeed.query import And, Day, Node, Not, Or, State, Tag, Text, Votes
from paperfeed.store.database import Execute

Resolve = Callable[[Text], Iterable[int] | None]
"""The rows that contain a text; None when it has no words to search by, and is to be left out."""

ORDERS = {
    "day": "p.day DESC, p.votes DESC, p.place, p.row",
    "votes": "p.votes DESC, p.day DESC, p.place, p.row",
    "title": "p.title COLLATE NOCASE, p.row",
}


class Where(NamedTuple):
    """A condition on `papers p`, and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


def where(tree: Node, resolve: Resolve, today: date) -> Where:
    """The condition that selects what `tree` means."""
    return _where(tree, resolve, today) or Where("1")


def rows(run: Execute, condition: Where, order: str) -> "array[int]":
    """The rows that a condition selects, in one of ORDERS."""
    sql = f"SELECT p.row FROM papers p WHERE {condition.sql} ORDER BY {ORDERS[order]}"
    return array("q", [row for [row] in run(sql, condition.parameters)])


def days(run: Execute, condition: Where) -> list[DayCount]:
    """The days of what a condition selects, newest first."""
    sql = (
        f"SELECT p.day, count(*), sum({_unset('read')}) FROM papers p WHERE {condition.sql}"
        " GROUP BY p.day ORDER BY p.day DESC"
    )
    return [DayCount(date.fromisoformat(day), count, unread) for day, count, unread in run(sql, condition.parameters)]


def count(run: Execute, condition: Where) -> int:
    number: int = run(f"SELECT count(*) FROM papers p WHERE {condition.sql}", condition.parameters).fetchone()[0]
    return number


def containing(run: Execute, words: str, only_waiting: bool = False) -> list[int]:
    """Rows whose text contains `words` literally: the slow way, for what the index does not have."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    among = "JOIN outbox o ON o.paper = p.row" if only_waiting else ""
    like = " OR ".join(f"p.{column} LIKE ?1 ESCAPE '\\'" for column in ("title", "abstract", "authors", "keywords"))
    return [row for [row] in run(f"SELECT p.row FROM papers p {among} WHERE {like}", (pattern,))]


def _where(node: Node, resolve: Resolve, today: date) -> Where | None:
    match node:
        case Text():
            found = resolve(node)
            return None if found is None else rows_among(found)
        case State(name):
            return _state(name, today)
        case Tag(name):
            return Where(
                "p.row IN (SELECT paper FROM marks WHERE field >= 'tag:' AND field < 'tag;'"
                " AND value IS NOT NULL AND field = ? COLLATE NOCASE)",
                (f"tag:{name}",),
            )
        case Day(field, _, when):
            return _day(field, when.first, when.last)
        case Votes(sign, number):
            return Where(f"ifnull(p.votes, 0) {sign} ?", (number,))
        case Not(part):
            inner = _where(part, resolve, today)
            return inner and Where(f"NOT ({inner.sql})", inner.parameters)
        case And(parts) | Or(parts):
            found_parts = [w for part in parts if (w := _where(part, resolve, today)) is not None]
            if not found_parts:
                return None
            glue = " AND " if isinstance(node, And) else " OR "
            sql = glue.join(f"({part.sql})" for part in found_parts)
            return Where(sql, tuple(p for part in found_parts for p in part.parameters))


def rows_among(found: Iterable[int]) -> Where:
    """The condition: one of these rows."""
    return Where("p.row IN (SELECT value FROM json_each(?))", (json.dumps(list(found)),))


def either(first: Where, second: Where) -> Where:
    return Where(f"({first.sql}) OR ({second.sql})", (*first.parameters, *second.parameters))


def _state(name: str, today: date) -> Where:
    asleep = "p.row IN (SELECT paper FROM marks WHERE field = 'snoozed' AND value > ?)"
    day = (today.isoformat(),)
    if name == "unread":
        return Where(_unset("read"))
    if name == "inbox":
        return Where(f"{_unset('done')} AND NOT {asleep}", day)
    if name == "snoozed":
        return Where(f"{_unset('done')} AND {asleep}", day)
    return Where(f"NOT {_unset(name)}")


def _unset(field: str) -> str:
    return f"(p.row NOT IN (SELECT paper FROM marks WHERE field = '{field}' AND value IS NOT NULL))"


def _day(field: str, first: date, last: date) -> Where:
    listed = "EXISTS (SELECT 1 FROM listings l WHERE l.paper = p.row AND l.day {})"
    if field == "before":
        return Where(listed.format("< ?"), (first.isoformat(),))
    if field == "after":
        return Where(listed.format("> ?"), (last.isoformat(),))
    return Where(listed.format("BETWEEN ? AND ?"), (first.isoformat(), last.isoformat()))

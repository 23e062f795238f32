"""Queries answered by SQLite: state, tags, days, numbers; text as sets of rows handed in.

`where` is the one place that gives a query tree its meaning in SQL.
"""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from paperfeed.marks import DayCount
from paperfeed.progress import DaysProgress, Progress
from paperfeed.query import EVERYTHING, And, Day, Has, InView, Leaf, Node, Not, Number, Or, State, Tag, is_text
from paperfeed.store.database import Execute

Resolve = Callable[[Node], Sequence[int] | None]
"""The rows that a tree of texts means; None when there is nothing to search by: it is left out."""

ORDERS = {
    "day": "p.day DESC, p.votes DESC, p.place, p.row",
    "votes": "p.votes DESC, p.day DESC, p.place, p.row",
    "title": "t.title COLLATE NOCASE, p.row",
}

_FLAGS = {"read": 1, "starred": 2, "done": 4, "snoozed": 8, "note": 16, "tag": 32, "code": 64, "pdf": 128}
_SET = "p.flags & {}"
_NOT_SET = "NOT p.flags & {}"
_UNREAD = _NOT_SET.format(_FLAGS["read"])
_ASLEEP = """p.row IN (
    SELECT m.paper FROM marks m JOIN papers t ON t.row = m.paper WHERE m.field = 'snoozed' AND m.value IS NOT NULL
    AND CASE
        WHEN m.value GLOB '[0-9][0-9][0-9][0-9]-*' THEN m.value > ?
        WHEN m.value = 'code' THEN t.github_url IS NULL
        WHEN m.value GLOB 'votes>=[0-9]*' THEN ifnull(t.votes, 0) < CAST(substr(m.value, 8) AS INTEGER)
        WHEN m.value GLOB 'comments>[0-9]*' THEN ifnull(t.comments, 0) <= CAST(substr(m.value, 10) AS INTEGER)
        WHEN m.value GLOB 'version>*' THEN substr(ifnull(t.updated, ''), 1, 10) <= substr(m.value, 9)
    END
)"""
"""Those that sleep today; `snooze.is_asleep` says the same of one."""
_MARKED = "p.row IN (SELECT paper FROM marks WHERE field = ? AND value IS NOT NULL)"
_TAGGED = """p.row IN (
    SELECT paper FROM marks WHERE value IS NOT NULL AND field >= 'tag:' AND field < 'tag;' AND field = ? COLLATE NOCASE
)"""
_LISTED = """+p.day <= ? AND p.last_day >= ? AND (+p.day >= ? OR p.last_day <= ? OR EXISTS (
    SELECT 1 FROM listings l WHERE l.paper = p.row AND l.day BETWEEN ? AND ?
))"""
_COLUMNS = {"votes": "p.votes", "stars": "p.stars", "comments": "p.comments"}
_LATE = """p.row IN (
    SELECT row FROM (
        SELECT row, added, max(worked) OVER (
            PARTITION BY day ORDER BY added GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS worked_before
        FROM (
            SELECT q.row, q.day, q.added,
                (SELECT ifnull(min(value), 9e18) FROM marks WHERE paper = q.row AND field IN ('read', 'done')) AS worked
            FROM lines q WHERE q.day IN (
                SELECT day FROM lines GROUP BY day
                HAVING min(added) < max(added) AND min(added) < ifnull(min(iif(flags & 5, NULL, added)), 9e18)
            )
        )
    ) WHERE worked_before < added
)"""
"""Added to a day when all papers that stood there before had been read or done.

The innermost selection is for speed: only a day with papers that came at different times, of which
the first ones are all read or done now, can have one that is late; nearly all days have none.
"""


class Where(NamedTuple):
    """A condition on `lines p`, its parameters, and how many parentheses stand in parentheses."""

    sql: str
    parameters: tuple[object, ...] = ()
    depth: int = 0
    few: bool = False
    """Whether it names the rows that it may select: they are fetched one by one, not looked for among all."""


def where(tree: Node, resolve: Resolve, today: date) -> Where:
    """The condition that selects what `tree` means."""
    return _where(tree, resolve, today) or Where("1")


def rows(run: Execute, condition: Where, order: str) -> "array[int]":
    """The rows that a condition selects, in one of ORDERS."""
    titles = " JOIN papers t ON t.row = p.row" if order == "title" else ""
    sql = f"SELECT p.row FROM lines p{titles} WHERE {condition.sql} ORDER BY {ORDERS[order]}"
    return array("q", [row for [row] in run(sql, condition.parameters)])


def rows_and_days(
    run: Execute, condition: Where, here: Where | None = None
) -> "tuple[array[int], tuple[DayCount, ...]]":
    """The rows that a condition selects, in the order of days, and these days, newest first.

    Those that are not `here` stand among them, but have left: they do not count as unread.
    """
    parameters = (*here.parameters, *here.parameters, *condition.parameters) if here else condition.parameters
    if condition.few:
        columns = f"p.row, p.day, {', '.join(_unread_and_gone(here))}"
        sql = f"SELECT {columns} FROM lines p WHERE {condition.sql} ORDER BY {ORDERS['day']}"
        lines = run(sql, parameters).fetchall()
        counts = Counter(day for _, day, *_ in lines)
        unread = Counter(day for _, day, is_unread, _ in lines if is_unread)
        gone = Counter(day for _, day, _, has_gone in lines if has_gone)
        days = tuple(DayCount(date.fromisoformat(day), counts[day], unread[day], gone[day]) for day in counts)
        return array("q", [row for row, *_ in lines]), days
    held = run(in_one_pass(condition, here), parameters).fetchall()
    found = array("q", json.loads(f"[{','.join(rows for *_, rows in held)}]"))  # quicker than int() on each
    return found, tuple(DayCount(date.fromisoformat(day), *counts) for day, *counts, _ in held)


def in_one_pass(condition: Where, here: Where | None = None) -> str:
    """Days, their counts and their rows, read off the index that has them in order.

    SQLite promises no order within a group: it is that of the one loop there is, over this index from
    its beginning. For that no part of a condition may be one that an index answers, for each part of
    an OR would then be a loop of its own. Hence the + before `p.day`, and `few`.
    """
    unread, gone = _unread_and_gone(here)
    return (
        f"SELECT p.day, count(*), sum({unread}), {f'sum({gone})' if here else gone}, group_concat(p.row)"
        f" FROM lines p INDEXED BY lines_in_order WHERE {condition.sql} GROUP BY p.day ORDER BY p.day DESC"
    )


def _unread_and_gone(here: Where | None) -> tuple[str, str]:
    """Whether a paper is unread, and whether it has left, where that can be."""
    return (f"{_UNREAD} AND ({here.sql})", f"NOT ({here.sql})") if here else (_UNREAD, "0")


def count(run: Execute, condition: Where) -> int:
    number: int = run(f"SELECT count(*) FROM lines p WHERE {condition.sql}", condition.parameters).fetchone()[0]
    return number


def due(run: Execute, today: date) -> list[int]:
    """The rows that have slept enough."""
    sql = f"SELECT p.row FROM lines p WHERE {_SET.format(_FLAGS['snoozed'])} AND {_NOT_SET.format(_FLAGS['done'])}"
    return [row for [row] in run(f"{sql} AND NOT {_ASLEEP}", (today.isoformat(),))]


def progress(run: Execute, today: date) -> DaysProgress:
    """How far one is with each day there is."""
    read, inbox = _SET.format(_FLAGS["read"]), _state("inbox", today)
    through = f"{read} OR NOT ({inbox.sql})"
    counted = f"SELECT p.day, count(*), sum({through}) FROM lines p INDEXED BY lines_in_order GROUP BY p.day"
    came_late = f"SELECT p.row, p.day, {through} FROM lines p WHERE {_LATE}"
    late = run(came_late, inbox.parameters).fetchall()
    left = Counter(day for _, day, is_through in late if not is_through)
    days = {
        date.fromisoformat(day): Progress(total, done, left[day]) for day, total, done in run(counted, inbox.parameters)
    }
    return DaysProgress(days, (row for row, *_ in late))


def read_among(run: Execute, some: Iterable[int]) -> set[int]:
    """Those of these rows that are read."""
    read = _SET.format(_FLAGS["read"])
    condition = rows_among(some)
    return {row for [row] in run(f"SELECT p.row FROM lines p WHERE {condition.sql} AND {read}", condition.parameters)}


def holding(run: Execute, needed: Iterable[str], among: Collection[int] | None, always: Iterable[int]) -> list[int]:
    """Rows that may have all that is needed, letters without hyphens and dots, and `always` these.

    Not fewer than have it, but more: text that is not plain ASCII is not looked into.
    """
    patterns = [f"%{letters}%" for letters in needed if letters.isascii() and letters.isalnum()]
    text = "title || ' ' || abstract || ' ' || authors || ' ' || keywords || ' ' || ifnull(organization, '')"
    plain = "replace(replace(replace(replace(t, '-', ''), '.', ''), '_', ''), '''', '')"
    odd = "t GLOB '*[^ -~' || char(10) || ']*' OR instr(t, '$') OR instr(t, '\\')"
    has = " AND ".join(f"s LIKE ?{number}" for number in range(3, len(patterns) + 3)) or "1"
    rows = "row IN (SELECT value FROM json_each(?1))" if among is not None else "?1 IS NULL"
    sql = (
        f"SELECT row FROM (SELECT row, t, {plain} AS s FROM (SELECT row, {text} AS t FROM papers WHERE {rows}))"
        f" WHERE ({has}) OR {odd} OR row IN (SELECT value FROM json_each(?2))"
    )
    some = None if among is None else json.dumps(list(among))
    return [row for [row] in run(sql, (some, json.dumps(list(always)), *patterns))]


def _where(node: Node, resolve: Resolve, today: date, wanted: bool = True) -> Where | None:
    """The condition, or its opposite if that is not `wanted`; None for what is left out.

    SQLite's parser holds a hundred words that are not yet finished. So "not" is carried down to the
    leaves, and of several parts the deepest is written first: that leaves one ( open for each level.
    Of parts as deep those that look at nothing but the line come first: mostly they settle it.
    """
    if is_text(node):
        rows = resolve(node)
        return None if rows is None else _turned(rows_among(rows), wanted)
    match node:
        case Not(part):
            return _where(part, resolve, today, not wanted)
        case InView(_, tree) if tree != EVERYTHING:
            return _where(tree, resolve, today, wanted)
        case And(parts) | Or(parts):
            # A part that is written twice is asked for once: is:late, forty times over, would be slow.
            some = _texts_as_one(parts) if isinstance(node, And) else dict.fromkeys(parts)
            found = [w for part in some if (w := _where(part, resolve, today, wanted)) is not None]
            if len(found) < 2:
                return found[0] if found else None
            found.sort(key=lambda part: (-part.depth, "SELECT" in part.sql))
            all_of_them = isinstance(node, And) == wanted
            sql = (" AND " if all_of_them else " OR ").join(f"({part.sql})" for part in found)
            few = (any if all_of_them else all)(part.few for part in found)
            return Where(sql, tuple(p for part in found for p in part.parameters), found[0].depth + 1, few)
        case _:
            return _turned(_leaf(node, today), wanted)


def _texts_as_one(parts: Iterable[Node]) -> Iterable[Node]:
    """The parts of a query with all that is text in one of them: it is searched together."""
    texts = tuple(part for part in parts if is_text(part))
    others = dict.fromkeys(part for part in parts if not is_text(part))
    return (And(texts), *others) if texts else others


def _turned(condition: Where, wanted: bool) -> Where:
    return condition if wanted else Where(f"NOT ({condition.sql})", condition.parameters)


def _leaf(node: Leaf, today: date) -> Where:
    match node:
        case State(name):
            return _state(name, today)
        case Has(name):
            return Where(_SET.format(_FLAGS[name]))
        case Tag(name):
            return Where(_TAGGED, (f"tag:{name}",), few=True)
        case Day(field, _, when):
            return _day(field, when.first, when.last)
        case Number(field, sign, number):
            return Where(f"ifnull({_COLUMNS[field]}, 0) {sign} ?", (number,))
    return Where("1")  # a view that holds everything


def rows_among(found: Iterable[int]) -> Where:
    """The condition: one of these rows."""
    return Where("p.row IN (SELECT value FROM json_each(?))", (json.dumps(list(found)),), few=True)


def either(first: Where, second: Where) -> Where:
    sql = f"({first.sql}) OR ({second.sql})"
    return Where(
        sql, (*first.parameters, *second.parameters), max(first.depth, second.depth) + 1, first.few and second.few
    )


def _state(name: str, today: date) -> Where:
    day = (today.isoformat(),)
    if name == "unread":
        return Where(_UNREAD)
    if name == "inbox":
        asleep = f"{_SET.format(_FLAGS['snoozed'])} AND {_ASLEEP}"
        return Where(f"{_NOT_SET.format(_FLAGS['done'])} AND NOT ({asleep})", day)
    if name == "snoozed":
        return Where(f"{_NOT_SET.format(_FLAGS['done'])} AND {_ASLEEP}", day, few=True)
    if name in ("dismissed", "woken"):
        return Where(_MARKED, (name,), few=True)
    if name == "late":
        return Where(_LATE, few=True)
    return Where(_SET.format(_FLAGS[name]))


def _day(field: str, first: date, last: date) -> Where:
    if field == "before":
        return Where("+p.day < ?", (first.isoformat(),))
    if field == "after":
        return Where("p.last_day > ?", (last.isoformat(),))
    days = (first.isoformat(), last.isoformat())
    return Where(_LISTED, (days[1], days[0], days[0], days[1], *days))

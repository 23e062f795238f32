"""Which papers are selected, and from which one a range begins. Pure: rows in, another selection out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Selection(NamedTuple):
    """The rows that are selected. `anchor` is the one selected last; a range goes from there."""

    rows: frozenset[int] = frozenset()
    anchor: int | None = None

    def turned(self, row: int) -> "Selection":
        """With this row selected, or not if it was."""
        if row in self.rows:
            return Selection(self.rows - {row}, None if self.anchor == row else self.anchor)
        return Selection(self.rows | {row}, row)

    def reaching(self, row: int, order: Sequence[int]) -> "Selection":
        """With all from the anchor to this row; with this one alone, as the anchor, if the list has no anchor."""
        if row not in order:
            return self
        if self.anchor is None or self.anchor not in self.rows or self.anchor not in order:
            return Selection(self.rows | {row}, row)
        first, last = sorted((order.index(self.anchor), order.index(row)))
        return Selection(self.rows.union(order[first : last + 1]), row)

    def without(self, rows: Iterable[int]) -> "Selection":
        """What is left when these are no longer selected."""
        return self._of(self.rows.difference(rows))

    def among(self, rows: Iterable[int]) -> "Selection":
        """What of it is among these rows."""
        return self._of(self.rows.intersection(rows))

    def _of(self, rows: frozenset[int]) -> "Selection":
        return Selection(rows, self.anchor if self.anchor in rows else None)


NONE = Selection()


def count_told(selected: int, here: int) -> str:
    """How many are selected, and how many of them stand in the list: for the status line."""
    if not selected:
        return ""
    return f"{selected:,} selected" if here == selected else f"{selected:,} selected, {here:,} here"

"""The reader's place: which list, where the cursor stands in it, what was searched for. Pure.

A value on the screen, where papers are rows; a text in the library, where they are ids. Of a text that
is damaged there is no place, and no error.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

Kind = Literal["search", "filter", "like"]
BELOW, ABOVE = 24, 8
"""How many neighbours are kept, for a paper that will not be in its list any more."""
MOST = 8
"""How many searches on one another are kept."""
FAR = 10_000


class Spot(NamedTuple):
    """A place in a list: its paper, then the neighbours, and so many lines below the top of the screen."""

    rows: tuple[int, ...] = ()
    held: int = 0


class Asked(NamedTuple):
    """A search or a filter, and the place in what it found."""

    kind: Kind
    text: str
    title: str = ""
    spot: Spot = Spot()


class Place(NamedTuple):
    """Where the reader is: a view, what it is searched or narrowed for, and the day on which this is so."""

    view: str = "inbox"
    spot: Spot = Spot()
    steps: tuple[Asked, ...] = ()
    day: date | None = None

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(row for spot in (self.spot, *(step.spot for step in self.steps)) for row in spot.rows)

    def this_morning(self, today: date) -> "Place":
        """The place to begin from. On another day than it was kept, the inbox begins with what is newest."""
        return Place() if self.view == "inbox" and not self.steps and self.day != today else self


def spot(rows: Sequence[int], cursor: int, held: int) -> Spot:
    """The spot of a list with the cursor at a place."""
    return Spot((*rows[cursor : cursor + 1 + BELOW], *rows[max(cursor - ABOVE, 0) : cursor][::-1]), held)


def place_of(spot: Spot, rows: Sequence[int]) -> int | None:
    """Where the paper of a spot stands in a list, or the nearest neighbour that it has."""
    for row in spot.rows:
        try:
            return rows.index(row)
        except ValueError:
            continue
    return None


def of_most(steps: Sequence[Asked]) -> tuple[Asked, ...]:
    """The last of these steps, beginning with one that narrows nothing that is left out."""
    last = list(steps[-MOST:])
    while len(last) < len(steps) and last and last[0].kind == "filter":
        last.pop(0)
    return tuple(last)


# As a text


def to_text(place: Place, ids: Mapping[int, str]) -> str:
    def of(spot: Spot) -> dict[str, object]:
        return {"papers": [ids[row] for row in spot.rows if row in ids], "held": spot.held}

    steps = [{"kind": one.kind, "text": one.text, "title": one.title, **of(one.spot)} for one in place.steps]
    day = place.day.isoformat() if place.day else None
    return json.dumps({"view": place.view, **of(place.spot), "steps": steps, "day": day})


def from_text(text: str, rows_of: Callable[[Sequence[str]], Mapping[str, int]]) -> Place | None:
    """The place that a text tells of, where `rows_of` finds the rows of ids."""
    try:
        told = json.loads(text)
        lists = [told, *told["steps"][:MOST]]
        names = [_ids(one) for one in lists]
        known = rows_of([name for some in names for name in some])
        spots = [
            Spot(tuple(known[name] for name in some if name in known), _number(one["held"]))
            for one, some in zip(lists, names, strict=True)
        ]
        steps = tuple(_asked(one, spot) for one, spot in zip(lists[1:], spots[1:], strict=True))
        return Place(_string(told["view"]), spots[0], steps, date.fromisoformat(told["day"]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _ids(told: Mapping[str, Any]) -> list[str]:
    return list(_strings(told["papers"]))[: 1 + BELOW + ABOVE]


def _strings(told: Sequence[Any]) -> Iterator[str]:
    return (_string(one) for one in told)


def _asked(told: Mapping[str, Any], spot: Spot) -> Asked:
    if told["kind"] not in get_args(Kind) or not told["text"].strip():
        raise ValueError
    return Asked(told["kind"], _string(told["text"]), _string(told["title"]), spot)


def _string(told: object) -> str:
    """A text that can be stored and searched for."""
    if not isinstance(told, str):
        raise TypeError
    told.encode()
    return told


def _number(told: object) -> int:
    if not isinstance(told, int) or abs(told) > FAR:
        raise ValueError
    return told

"""What to offer when a search finds nothing: other spellings, and which part killed it.

Decides from counts that are handed in; knows neither index nor library.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from paperfeed.query import LONGEST, And, Node, Or, Query, Text

MOST = 3
"""Offers that are made."""

Count = Callable[[Node], int]
Spellings = Callable[[Text], Sequence[str]]
"""What a word may have been meant for, as papers write it."""


class Advice(NamedTuple):
    """An offer, in words, and the query that takes it."""

    told: str
    query: str


def advice(query: Query, count: Count, spellings: Spellings) -> tuple[Advice, ...]:
    """What may be searched instead of a query that found nothing; best first."""
    parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,)
    offers = [*_other_spellings(query, parts, count, spellings)]
    if len(parts) > 1:
        offers += _without_one(query, parts, count)
        offers += _any_of_them(query, parts, count)
    return tuple([one for one in offers if len(one.query) <= LONGEST][:MOST])  # of a longer one the end is not searched


def _other_spellings(query: Query, parts: Sequence[Node], count: Count, spellings: Spellings) -> Iterator[Advice]:
    """With one word spelt otherwise."""
    for place, part in enumerate(parts):
        if not isinstance(part, Text):
            continue
        for word in spellings(part):
            tree = _together((*parts[:place], Text(word, field=part.field), *parts[place + 1 :]))
            if number := count(tree):
                yield Advice(f"did you mean “{word}”? {number:,} found", _written(query, tree))
                break


def _without_one(query: Query, parts: Sequence[Node], count: Count) -> Iterator[Advice]:
    """Without the part that killed it: the one whose absence finds most."""
    ways = []
    for place, part in enumerate(parts):
        tree = _together((*parts[:place], *parts[place + 1 :]))
        if number := count(tree):
            ways.append((number, f"without {part}: {number:,} found", _written(query, tree)))
    for _, told, written in sorted(ways, key=lambda way: -way[0])[:2]:
        yield Advice(told, written)


def _any_of_them(query: Query, parts: Sequence[Node], count: Count) -> Iterator[Advice]:
    """Any of the words, with all that are no words."""
    words = tuple(part for part in parts if isinstance(part, Text))
    others = tuple(part for part in parts if not isinstance(part, Text))
    if len(words) > 1:
        tree = _together((Or(words), *others))
        if number := count(tree):
            yield Advice(f"any of these words: {number:,} found", _written(query, tree))


def _together(parts: Sequence[Node]) -> Node:
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def _written(query: Query, tree: Node) -> str:
    return str(replace(query, tree=tree, notices=()))

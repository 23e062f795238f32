"""The order of what a search found: by the scores of its words, the best looked at once more.

Pure. The best are weighed by what the index does not know: how new and how much voted a paper is,
and whether its title is, or has side by side, what was typed.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from math import log1p
from typing import NamedTuple

from paperfeed.index.weights import WEIGHTS, Weights
from paperfeed.index.words import APART, fold, plain, sequences, words

LOOKED_AT = 100
"""Papers that are weighed once more."""
OLD = 5 * 365
"""Days after which a paper is no newer than any other."""
MANY_VOTES = 1_000


class Facts(NamedTuple):
    """What is known of one of the best."""

    title: str
    day: date
    votes: int


def ranked(
    rows: Sequence[int],
    scores: Sequence[float],
    facts_of: Callable[[Sequence[int]], Mapping[int, Facts]],
    typed: str,
    unfinished: bool,
    today: date,
    weights: Weights = WEIGHTS,
) -> "array[int]":
    """The rows, best first; of two with the same score, the later row. `typed` is what a title is held against."""
    places = sorted(range(len(rows)), key=scores.__getitem__, reverse=True)
    best, others = places[:LOOKED_AT], places[LOOKED_AT:]
    facts = facts_of([rows[place] for place in best])
    wanted = _Wanted(typed, unfinished)
    weighed = [
        (-scores[place] * _worth(facts[rows[place]], wanted, today, weights), -rows[place])
        for place in best
        if rows[place] in facts
    ]
    found = array("q", (-row for _, row in sorted(weighed)))
    found.extend(rows[place] for place in others)
    return found


class _Wanted:
    """What was typed, to hold titles against: it may be one, or stand in one."""

    def __init__(self, typed: str, unfinished: bool) -> None:
        letters = fold(plain(typed))
        before, _, last = letters.rpartition(" ")
        self.sequences: tuple[str, ...] = sequences(typed)
        if unfinished:  # the last word also as it was typed: it is the beginning of a term, or nearly
            self.sequences += tuple(f"{part.rstrip()} {last}" for part in sequences(before))
        self._words = letters.split()
        self._starts = [part[:2] for word in words(letters) for part in word.parts]

    def place_in(self, title: str) -> str:
        """whole, part or none. One word alone is no more in a title than its score says."""
        if not self._words:
            return "none"
        lower = title.lower()
        if lower.isascii() and "$" not in lower and "\\" not in lower:
            letters = lower.translate(APART)
            if not all(start in letters for start in self._starts):
                return "none"
        if len(self._words) == 1 and len(lower) > 2 * len(self._words[0]):
            return "none"
        titles = _sequences(title)
        if any(part == whole for part in self.sequences for whole in titles):
            return "whole"
        inside = len(self._words) > 1 and any(part in whole for part in self.sequences for whole in titles)
        return "part" if inside else "none"


@lru_cache(maxsize=2_000)
def _sequences(title: str) -> tuple[str, str]:
    return sequences(title)


def _worth(facts: Facts, wanted: _Wanted, today: date, weights: Weights) -> float:
    """By how much the score of a paper is multiplied."""
    age = min(max((today - facts.day).days, 0), OLD)
    worth = 1 + weights.recent * (1 - age / OLD)
    worth *= 1 + weights.voted * min(log1p(max(facts.votes, 0)) / log1p(MANY_VOTES), 1.0)
    place = wanted.place_in(facts.title)
    return worth * (1 + {"whole": weights.whole_title, "part": weights.side_by_side, "none": 0.0}[place])

"""Words → the papers that have them, with BM25 scores: for one state of the index, remembered.

Knows terms as they stand in the index; `evaluate` knows what a query makes of them. Papers are
their numbers in the index, 0 … size-1. BM25 as in Whoosh's `scoring.BM25F`: each field scored by
itself with the field's own frequency of the word, times the field's weight, and added up.
"""

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import compress, groupby
from math import log
from operator import itemgetter
from typing import NamedTuple

from whoosh.util.numeric import byte_to_length

from paperfeed.index.postings import WIDE, Leaf, Place, Places
from paperfeed.index.spelling import FURTHEST, SHORTEST, alike, nearest
from paperfeed.index.weights import FIELDS, WEIGHTS, Weights

MOST_ENDINGS = 64
"""Words that a beginning is completed to while it is typed: the most frequent."""
MOST_POSTINGS = 24_000
"""Postings read for a beginning while it is typed, so that a keystroke never takes long."""
MOST_NEAR = 8
"""Words that one which is spelt nearly so is taken for."""
RARER = 20
"""How many times rarer than the likeliest of them a word may be that is taken for it."""
STEPS_PER_PLACE = 4
"""What it costs to see, in one paper, what stands next to one word, in the steps of `Work`."""
ROOM = 4 << 20
"""Bytes that remembered scores may take …"""
ROOM_PER_PAPER = 240
"""… and as many more for each paper."""


class Hits(NamedTuple):
    """Papers: their numbers, ascending, and for all papers of the index a score, 0 for those that are none."""

    numbers: "array[int]"
    scores: "array[float]"
    work: int = 0
    """Postings and terms that were looked at for it."""


class Near(NamedTuple):
    """Terms that one is like, and how many were looked at."""

    terms: Sequence[str]
    work: int


class Beside(NamedTuple):
    """Papers that have words side by side; and those of which only the text tells, since one of the words is a
    compound that takes up several places.
    """

    sure: set[int]
    perhaps: set[int]
    work: int


class _Norms(dict[int, float]):
    """BM25 without the word's own part, by code (see `Postings`); reckoned when first met."""

    def __init__(self, weight: float, average: float, weights: Weights) -> None:
        self.weight, self.average, self.k1, self.b = weight, average, weights.k1, weights.b

    def __missing__(self, code: int) -> float:
        times, length = code >> 8, byte_to_length(code & 255) or 1
        long = 1 - self.b + self.b * length / self.average
        value = self[code] = self.weight * times * (self.k1 + 1) / (times + self.k1 * long)
        return value


class Scores:
    """The scores of words in one state of the index. Not for several threads."""

    def __init__(self, leaves: Sequence[Leaf], weights: Weights = WEIGHTS) -> None:
        self.leaves = leaves
        self.weights = weights
        self.size = sum(leaf.papers.doc_count_all() for leaf in leaves)
        self.deleted = [leaf.base + number for leaf in leaves for number in leaf.papers.deleted_docs()]
        names = dict.fromkeys(name for names in FIELDS.values() for name in names)
        self._norms = {name: _Norms(getattr(weights, name), self._average(name), weights) for name in names}
        self._held: OrderedDict[object, Hits] = OrderedDict()
        self._nearest: dict[str, Near] = {}
        self._used = 0
        self._room = ROOM + ROOM_PER_PAPER * self.size

    def _average(self, field: str) -> float:
        return sum(leaf.papers.field_length(field) for leaf in self.leaves) / self.size if self.size else 1.0

    # Words

    def word(self, term: str, fields: Sequence[str]) -> Hits:
        """The papers that have a term in one of these fields."""
        key = (term, *fields)
        return self._remembered(key) or self._remember(key, self._one(self._parts_of(term, fields)))

    def begun(self, letters: str, fields: Sequence[str], limited: bool) -> Hits:
        """The papers with terms that begin so; the frequent ones only, when `limited`."""
        key = (letters, "*", limited, *fields)
        return self._remembered(key) or self._remember(key, self._any(self._endings(letters, fields, limited)))

    def alike(self, term: str, fields: Sequence[str]) -> Hits:
        """The papers with a term that is spelt nearly so, or just so."""
        key = (term, "~", *fields)
        return self._remembered(key) or self._remember(key, self._alike(term, fields))

    def _alike(self, term: str, fields: Sequence[str]) -> Hits:
        known, met = self._parts_like(term, fields)
        found = [term, *(other for _, other in alike(term, known))]
        hits = self._any([part for other in found for part in known.get(other, ())])
        return hits._replace(work=hits.work + met)

    def nearest(self, letters: str) -> "Near":
        """What letters that are no word of a paper may have been meant for, as it is spelt: the likeliest first."""
        if letters not in self._nearest:
            known, met = self._spelt_like(letters, dict.fromkeys((letters[:1], letters[1:2])))
            away, found = nearest(letters, known)
            if away != 1 and len(letters) >= SHORTEST:  # perhaps the slip is in the first letter
                others, more = self._spelt_like(letters, ("",), ending=letters[1:])
                met += more
                if others:
                    known, (_, found) = others, nearest(letters, others)
            likely = [word for word in found[:MOST_NEAR] if known[word] * RARER >= known[found[0]]]
            self._nearest[letters] = Near(likely, met)
        return self._nearest[letters]

    def _spelt_like(self, letters: str, beginnings: Iterable[str], ending: str = "") -> tuple[dict[str, int], int]:
        """The words about as long that begin and end so, with the number of papers that have them;
        and how many were met on the way.
        """
        size, end, met = len(letters.encode()), ending.encode(), 0
        known: dict[str, int] = {}
        for leaf in self.leaves:
            for beginning in beginnings:
                found = leaf.terms.of_length("spelling", beginning.encode(), size - FURTHEST, size + FURTHEST)
                for word, frequency in found:
                    met += 1
                    if word.endswith(end):
                        known[word.decode()] = known.get(word.decode(), 0) + frequency
        return known, met

    def _parts_like(self, term: str, fields: Sequence[str]) -> "tuple[dict[str, list[_Part]], int]":
        """The terms about as long as one that begin with its first or, if these changed places, its second letter;
        and how many were met on the way.
        """
        known: dict[str, list[_Part]] = {}
        met = 0
        if len(term) < SHORTEST:  # it is like none
            return known, met
        size = len(term.encode())
        reach = FURTHEST if size == len(term) else 4 * FURTHEST  # in bytes, of which a letter may have four
        for letter in dict.fromkeys((term[:1], term[1:2])):
            for field in fields:
                for leaf in self.leaves:
                    for length, _, at in leaf.terms.beginning(field, letter.encode()):
                        met += 1
                        if -reach <= length - size <= reach:
                            _add(known, field, leaf, at)
        return known, met

    def any_word(self, terms: Sequence[str], fields: Sequence[str]) -> Hits:
        """The papers that have any of these terms, which count as one."""
        return self._any([part for term in terms for part in self._parts_of(term, fields)])

    def frequency(self, term: str, field: str) -> int:
        """In how many papers the field has the term."""
        return sum(part.place.frequency for part in self._parts_of(term, (field,)))

    def has(self, term: str, fields: Sequence[str]) -> bool:
        return bool(self._parts_of(term, fields))

    def _parts_of(self, term: str, fields: Sequence[str]) -> "list[_Part]":
        """All postings of a term."""
        data = term.encode()
        return [
            _Part(field, leaf, place)
            for field in fields
            for leaf in self.leaves
            if (place := leaf.terms.find(field, data)) is not None
        ]

    def _endings(self, letters: str, fields: Sequence[str], limited: bool) -> "list[_Part]":
        """The postings of words that begin so."""
        known: dict[str, list[_Part]] = {}
        for field in fields:
            for leaf in self.leaves:
                found = leaf.terms.beginning(field, letters.encode())
                for _, _, at in nlargest(MOST_ENDINGS, found, key=itemgetter(1)) if limited else found:
                    _add(known, field, leaf, at)
        if not limited:
            return [part for parts in known.values() for part in parts]
        kept: list[_Part] = []
        left = MOST_POSTINGS
        for size, _, parts in nlargest(MOST_ENDINGS, ((_size(parts), term, parts) for term, parts in known.items())):
            left -= size
            if kept and left < 0:
                break
            kept += parts
        return kept

    # Adding up

    def _one(self, parts: "Sequence[_Part]") -> Hits:
        """The papers at these places of one term; each field counts by how rare the term is in it."""
        return self._sum((field, list(some), 1.0) for field, some in groupby(parts, key=_field))

    def _any(self, parts: "Sequence[_Part]") -> Hits:
        """The papers at these places of several terms, which count as one that is as frequent as all of them."""
        by_field = groupby(sorted(parts, key=_field), key=_field)
        return self._sum((field, list(some), self.weights.begun) for field, some in by_field)

    def _sum(self, groups: "Iterable[tuple[str, list[_Part], float]]") -> Hits:
        """Adds up the postings of each field, times a share."""
        scores = array("f", bytes(4 * self.size))
        work = 0
        for field, parts, share in groups:
            work += _size(parts)
            norms = self._norms[field]
            frequency = min(_size(parts), self.size)
            worth = (log(self.size / (frequency + 1)) + 1) * share
            for _, leaf, place in parts:
                found, base = leaf.terms.read(place), leaf.base
                for number, norm in zip(found.numbers, map(norms.__getitem__, found.codes), strict=True):
                    scores[base + number] += norm * worth
        for number in self.deleted:
            scores[number] = 0.0
        return Hits(array("I", compress(range(self.size), scores)), scores, work)

    # Words side by side

    def side_by_side(self, terms: Sequence[str], fields: Sequence[str]) -> "Beside":
        """The papers in which the terms stand at places one after the other in a field."""
        sure: set[int] = set()
        perhaps: set[int] = set()
        work = 0
        for leaf in self.leaves:
            for field in fields:
                found = {term: leaf.terms.find(field, term.encode()) for term in terms}
                held = {term: leaf.terms.places(place) for term, place in found.items() if place is not None}
                if len(held) < len(found):
                    continue
                rarest = min((places.numbers for places in held.values()), key=len)
                both = set(rarest).intersection(*(p.numbers for p in held.values() if p.numbers is not rarest))
                work += sum(map(_work, found.values())) + STEPS_PER_PLACE * len(both) * len(terms)
                for number in both:
                    places_of = {term: _places_in(places, number) for term, places in held.items()}
                    lists = [places_of[term] for term in terms]
                    if _follow(lists):
                        sure.add(leaf.base + number)
                    elif any(max(places) >= WIDE for places in lists):
                        perhaps.add(leaf.base + number)
        return Beside(sure, perhaps - sure, work)

    def work_of(self, terms: Sequence[str], fields: Sequence[str]) -> int:
        """What `side_by_side` costs at the most."""
        work = 0
        for leaf in self.leaves:
            for field in fields:
                found = [leaf.terms.find(field, term.encode()) for term in dict.fromkeys(terms)]
                rarest = min(place.frequency if place else 0 for place in found)
                work += (sum(map(_work, found)) + STEPS_PER_PLACE * rarest * len(terms)) if rarest else 0
        return work

    # Sets of papers

    def all_of(self, parts: Sequence[Hits]) -> Hits:
        """The papers that are in every one of the parts; scores added up."""
        if len(parts) == 1:
            return parts[0]
        first, *others = sorted(parts, key=lambda part: len(part.numbers))
        numbers: Sequence[int] = first.numbers
        for part in others:
            numbers = list(compress(numbers, map(part.scores.__getitem__, numbers)))
        scores = array("f", bytes(4 * self.size))
        for number in numbers:
            scores[number] = sum([part.scores[number] for part in parts])
        return Hits(array("I", numbers), scores)

    def any_of(self, parts: Sequence[Hits]) -> Hits:
        """The papers that are in any of the parts; scores added up."""
        if len(parts) == 1:
            return parts[0]
        biggest, *others = sorted(parts, key=lambda part: len(part.numbers), reverse=True)
        scores = array("f", biggest.scores)
        for part in others:
            held = part.scores
            for number in part.numbers:
                scores[number] += held[number]
        return Hits(array("I", compress(range(self.size), scores)), scores)

    def best_of(self, parts: Sequence[Hits]) -> Hits:
        """Like `any_of`, but a paper has the best of its scores: the parts are ways to say one thing."""
        if len(parts) == 1:
            return parts[0]
        biggest, *others = sorted(parts, key=lambda part: len(part.numbers), reverse=True)
        scores = array("f", biggest.scores)
        for part in others:
            held = part.scores
            for number in part.numbers:
                if held[number] > scores[number]:
                    scores[number] = held[number]
        return Hits(array("I", compress(range(self.size), scores)), scores)

    def without(self, whole: Hits, part: Hits) -> Hits:
        """The papers of the whole that are not in the part."""
        held = part.scores
        return self.only(whole, [number for number in whole.numbers if not held[number]])

    def only(self, whole: Hits, numbers: Sequence[int]) -> Hits:
        """These papers of the whole, with their scores."""
        scores = array("f", bytes(4 * self.size))
        for number in numbers:
            scores[number] = whole.scores[number]
        return Hits(array("I", numbers), scores)

    def everything(self) -> Hits:
        """Every paper of the index, each with the same tiny score."""
        scores = array("f", [1e-6]) * self.size
        for number in self.deleted:
            scores[number] = 0.0
        return Hits(array("I", compress(range(self.size), scores)), scores)

    def nothing(self) -> Hits:
        return Hits(array("I"), array("f", bytes(4 * self.size)))

    # Memory

    def _remembered(self, key: object) -> Hits | None:
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def _remember(self, key: object, hits: Hits) -> Hits:
        self._held[key] = hits
        self._used += 4 * (len(hits.numbers) + self.size) + 500
        while self._used > self._room and len(self._held) > 1:
            _, old = self._held.popitem(last=False)
            self._used -= 4 * (len(old.numbers) + self.size) + 500
        return hits


class _Part(NamedTuple):
    """Postings that are to be added up."""

    field: str
    leaf: Leaf
    place: Place


def _add(known: dict[str, list[_Part]], field: str, leaf: Leaf, at: int) -> None:
    """Puts what stands in a leaf's file of terms with what is known of the term."""
    term, place = leaf.terms.term_at(at)
    known.setdefault(term.decode(), []).append(_Part(field, leaf, place))


def _places_in(places: Places, number: int) -> "array[int]":
    at = bisect_left(places.numbers, number)
    return places.places[places.starts[at] : places.starts[at + 1]]


def _follow(lists: "Sequence[array[int]]") -> bool:
    """Whether there are places, one of each list, each just behind the one before."""
    first, *others = lists
    for place in first:
        if place < WIDE and all(place + step in following for step, following in enumerate(others, 1)):
            return True
    return False


def _work(place: Place | None) -> int:
    """What it costs to read where a term stands: there are two bytes to a place."""
    return place.length // 2 if place else 0


def _field(part: _Part) -> str:
    return part.field


def _size(parts: Iterable[_Part]) -> int:
    return sum(part.place.frequency for part in parts)

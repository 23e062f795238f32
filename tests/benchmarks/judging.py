"""What a ranking is worth: the measures, and the queries judged by hand.

Pure functions of values; nothing here opens a library, measures time or prints.
"""

import math
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

BEST = 3
GOOD = 2
"""The grade from which a paper counts as found."""
DEPTH = 10
CLASSES = ("topic", "paraphrase", "author", "name", "org", "typo")
"""Of the queries judged by hand."""


class Asked(NamedTuple):
    """A query and what answers it: rows and their grades.

    `fits` is how many papers a made query describes as well as the one it was made from.
    """

    kind: str
    text: str
    grades: Mapping[int, int]
    typing: bool = False
    fits: int = 1


class Answer(NamedTuple):
    """What came of a query: the rank of the first good paper, the first rows, and how long it took."""

    asked: Asked
    rank: int | None
    ndcg: float
    found: int
    top: tuple[int, ...]
    ms: float


class Score(NamedTuple):
    """Of a set of queries: means, the share with a good paper first and among ten, and how many found nothing."""

    queries: int
    mrr: float
    ndcg: float
    hit1: float
    hit10: float
    none: int
    ambiguous: int


# What a ranking is worth


def rank_of(ranking: Sequence[int], wanted: Collection[int]) -> int | None:
    """The place, from 1, of the first row that is wanted."""
    return next((place for place, row in enumerate(ranking, 1) if row in wanted), None)


def reciprocal_rank(rank: int | None) -> float:
    return 1 / rank if rank else 0.0


def dcg(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of these grades in this order: (2^grade - 1) / log2(place + 1)."""
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(ranking: Sequence[int], grades: Mapping[int, int], depth: int = DEPTH) -> float:
    """The gain of the first rows, beside that of the best order there is."""
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    return dcg(grades.get(row, 0) for row in ranking[:depth]) / best if best else 0.0


def answer(asked: Asked, ranking: Sequence[int], ms: float = 0.0) -> Answer:
    wanted = {row for row, grade in asked.grades.items() if grade >= GOOD}
    top = tuple(ranking[:DEPTH])
    return Answer(asked, rank_of(ranking, wanted), ndcg(ranking, asked.grades), len(ranking), top, ms)


def score(answers: Sequence[Answer]) -> Score:
    count = max(len(answers), 1)
    return Score(
        len(answers),
        sum(reciprocal_rank(one.rank) for one in answers) / count,
        sum(one.ndcg for one in answers) / count,
        sum(one.rank == 1 for one in answers) / count,
        sum(one.rank is not None and one.rank <= DEPTH for one in answers) / count,
        sum(one.found == 0 for one in answers),
        sum(one.asked.fits > 1 for one in answers),
    )


# Queries judged by hand


class Judged(NamedTuple):
    """A query of the judged set: what is typed, and grades by arXiv id."""

    kind: str
    text: str
    grades: Mapping[str, int]


def read_judged(text: str) -> list[Judged]:
    """The queries of a judged set in TOML. Raises ValueError where it contradicts itself."""
    judged: list[Judged] = []
    for entry in tomllib.loads(text)["query"]:
        judged += _judged(entry)
    texts = [(one.kind, one.text) for one in judged]
    if twice := {one for one in texts if texts.count(one) > 1}:
        raise ValueError(f"judged twice: {sorted(twice)}")
    return judged


def _judged(entry: Mapping[str, object]) -> Iterator[Judged]:
    kind, texts, typos = entry["class"], entry["texts"], entry.get("typos", [])
    if kind not in CLASSES or not isinstance(kind, str) or not isinstance(texts, list) or not isinstance(typos, list):
        raise ValueError(f"no class, or no texts: {entry}")
    if unknown := set(entry) - {"class", "texts", "typos", "3", "2", "1"}:
        raise ValueError(f"{texts}: unknown {sorted(unknown)}")
    listed = [(paper, grade) for grade in (3, 2, 1) for paper in _ids(entry, str(grade))]
    grades = dict(listed)
    if len(grades) < len(listed):
        raise ValueError(f"{texts}: a paper has two grades")
    if not any(grade >= GOOD for grade in grades.values()):
        raise ValueError(f"{texts}: no paper is good")
    yield from (Judged(kind, text, grades) for text in texts)
    yield from (Judged("typo", text, grades) for text in typos)


def _ids(entry: Mapping[str, object], grade: str) -> list[str]:
    found = entry.get(grade, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError(f"grade {grade} is no list of ids: {entry}")
    return found

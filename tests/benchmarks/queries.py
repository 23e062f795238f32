"""Queries made from papers, as people type them: titles, words, beginnings, slips of the finger.

Pure functions of papers and a seed. Words are cut here, not by the index: what is measured must not
choose what it is measured with.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from benchmarks.judging import BEST, Asked

# Words

_WORD = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*")
_MARKUP = re.compile(r"[\\^{}$_]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_EDGES = re.compile(r"^\W+|\W+$")
_EMPTY = frozenset(
    """
    a about after all also an and any are as at be been before being between beyond both but by can could do does
    during each even for from further get has have having how however if in into is it its may more most much must
    no not of off on one only or other our out over own per same she should so some such than that the their them
    then there these they this those three through thus to too toward towards two under up upon us use used using
    very via was we well were what when where whether which while who whose why will with within without would you
    your new novel based approach method paper show propose although becomes done increasingly just remarkably
    """.split()  # noqa: SIM905
)


def words(text: str) -> list[str]:
    """The words of a text in order, in small letters."""
    return _WORD.findall(text.casefold())


def has_content(word: str) -> bool:
    return word not in _EMPTY and (len(word) > 2 or (len(word) > 1 and any(char.isdigit() for char in word)))


def content(text: str) -> list[str]:
    """The words of a text that say what it is about, each once."""
    return [word for word in dict.fromkeys(words(text)) if has_content(word)]


def plain(name: str) -> str:
    """A name as typed without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in letters if not unicodedata.combining(char))


# How people mistype

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2] for row in _ROWS for place, key in enumerate(row)
}
_SLIPS: tuple[Callable[[str, int, Random], str], ...] = (
    lambda word, at, chance: word[:at] + word[at + 1 :],
    lambda word, at, chance: word[: at + 1] + word[at:],
    lambda word, at, chance: word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    lambda word, at, chance: word[:at] + chance.choice(_BESIDE.get(word[at], word[at])) + word[at + 1 :],
)


def one_typo(word: str, chance: Random) -> str:
    """`word`, of two letters or more, with one slip: a letter left out, doubled, swapped with the next or missed.

    In one case of five it is the first letter.
    """
    at = 0 if chance.random() < 0.2 else chance.randrange(1, len(word))
    while True:
        typed = chance.choice(_SLIPS)(word, at, chance)
        if typed != word:
            return typed
        at = at and chance.randrange(1, len(word))


# Queries made from papers


class Known(NamedTuple):
    """A paper that queries are made from."""

    row: int
    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]


class Made(NamedTuple):
    """A query made from a paper, and the rows that it describes."""

    text: str
    fits: frozenset[int]


@dataclass(frozen=True)
class Shelf:
    """Papers by the words of their titles, and by those of titles and abstracts."""

    papers: Mapping[int, Known]
    titles: Mapping[str, set[int]] = field(repr=False)
    texts: Mapping[str, set[int]] = field(repr=False)

    @classmethod
    def of(cls, papers: Iterable[Known]) -> "Shelf":
        held = {paper.row: paper for paper in papers}
        titles, texts = defaultdict(set), defaultdict(set)
        for row, paper in held.items():
            for word in words(paper.title):
                titles[word].add(row)
            for word in words(f"{paper.title}\n{paper.abstract}"):
                texts[word].add(row)
        return cls(held, dict(titles), dict(texts))

    def share(self, part: float) -> float:
        """So many papers that a word in no more than these is telling; two at least."""
        return max(2.0, len(self.papers) * part)


def with_all(among: Mapping[str, set[int]], wanted: Iterable[str]) -> frozenset[int]:
    """The rows that hold all these words."""
    return frozenset(set.intersection(*(among.get(word, set()) for word in wanted)))


def whole_title(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """The title as it stands, without quotes, which would open a phrase."""
    return Made(paper.title.replace('"', ""), frozenset({paper.row}))


def title_words(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """The three to five most telling words of the title."""
    chosen = _telling(paper, shelf, chance.randint(3, 5))
    return Made(" ".join(chosen), with_all(shelf.titles, chosen))


def begun_title(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """The first three or four words of the title, of the last only some letters."""
    parts = [part.replace('"', "") for part in paper.title.casefold().split()]
    places = [place for place in (2, 3) if place < len(parts) and len(_EDGES.sub("", parts[place])) > 4]
    if not places:
        return None
    place = chance.choice(places)
    last = _EDGES.sub("", parts[place])
    letters = _EDGES.sub("", last[: chance.randint(4, min(6, len(last) - 1))])
    typed = " ".join([*parts[:place], letters])
    begun = words(typed)
    return Made(typed, frozenset(row for row in with_all(shelf.titles, begun[:-1]) if _begins(shelf, row, begun)))


def mistyped(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """Telling words of the title, one of which has a slip that makes no other word."""
    chosen = _telling(paper, shelf, chance.randint(3, 5))
    long = [word for word in chosen if len(word) > 5 and word.isascii() and word.isalpha()]
    if not long:
        return None
    right = chance.choice(long)
    wrong = next((typed for typed in _slips(right, chance) if typed not in shelf.texts), None)
    if wrong is None:
        return None
    return Made(" ".join(wrong if word == right else word for word in chosen), with_all(shelf.titles, chosen))


def title_and_author(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """A telling word of the title, any other that means something, and the last name of the first author."""
    there = content(paper.title)
    telling = [word for word in there if len(shelf.titles[word]) <= shelf.share(0.02)]
    if not telling:
        return None
    first = chance.choice(telling)
    second = chance.choice([word for word in there if word != first])
    chosen = sorted((first, second), key=there.index)
    name = paper.authors[0].split()[-1]
    fits = (row for row in with_all(shelf.titles, chosen) if any(name in one for one in shelf.papers[row].authors))
    return Made(" ".join([*chosen, plain(name)]), frozenset(fits))


def from_abstract(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """Four or five words out of two sentences of the abstract, neither in the title nor known to this paper alone."""
    begun = {word[:5] for word in words(paper.title)}
    sentences = _SENTENCE.split(paper.abstract)
    starts = list(range(max(len(sentences) - 1, 1)))
    for start in chance.sample(starts, len(starts)):
        there = [
            word
            for word in content(" ".join(sentences[start : start + 2]))
            if len(word) > 3 and word[:5] not in begun and 2 <= len(shelf.texts[word]) <= shelf.share(0.02)
        ]
        if len(there) > 4:
            rarest = sorted(there, key=lambda word: (len(shelf.texts[word]), word))[:8]
            chosen = sorted(chance.sample(rarest, chance.randint(4, 5)), key=there.index)
            return Made(" ".join(chosen), with_all(shelf.texts, chosen))
    return None


def phrase(paper: Known, shelf: Shelf, chance: Random) -> Made | None:
    """Three neighbouring words of the title in quotes, one of them telling."""
    parts = [_EDGES.sub("", part) for part in paper.title.casefold().split()]
    threes = [
        three
        for place in range(len(parts) - 2)
        if all(three := parts[place : place + 3])
        and any(has_content(word) and len(shelf.titles[word]) <= shelf.share(0.01) for word in words(" ".join(three)))
    ]
    if not threes:
        return None
    text = " ".join(chance.choice(threes)).replace('"', "")
    run = f" {' '.join(words(text))} "
    fits = (row for row in with_all(shelf.titles, words(text)) if run in f" {' '.join(words(_title(shelf, row)))} ")
    return Made(f'"{text}"', frozenset(fits))


Maker = Callable[[Known, Shelf, Random], Made | None]
MAKERS: Mapping[str, Maker] = {
    "title": whole_title,
    "title words": title_words,
    "partial": begun_title,
    "one typo": mistyped,
    "title+author": title_and_author,
    "abstract": from_abstract,
    "phrase": phrase,
}
TYPED = ("partial",)
"""Kinds whose last word is still being typed."""


def drawn(papers: Iterable[Known], seed: int, count: int) -> list[Known]:
    """So many papers by lot. A paper more or less in the library changes at most one of them."""
    able = (
        paper
        for paper in papers
        if paper.abstract and paper.authors and not _MARKUP.search(paper.title) and len(content(paper.title)) > 3
    )
    return sorted(able, key=lambda paper: Random(f"{seed} {paper.id}").random())[:count]


def made_queries(papers: Sequence[Known], seed: int, count: int) -> list[Asked]:
    """Queries of every kind of MAKERS from `count` of these papers."""
    shelf = Shelf.of(papers)
    asked = []
    chosen = drawn(papers, seed, count)
    for kind, make in MAKERS.items():
        for paper in chosen:
            made = make(paper, shelf, Random(f"{seed} {paper.id} {kind}"))
            if made is not None:
                fits = len(made.fits | {paper.row})
                asked.append(Asked(kind, made.text, {paper.row: BEST}, kind in TYPED, fits))
    return asked


def _telling(paper: Known, shelf: Shelf, count: int) -> list[str]:
    there = content(paper.title)
    rarest = sorted(there, key=lambda word: (len(shelf.titles[word]), there.index(word)))[:count]
    return sorted(rarest, key=there.index)


def _slips(word: str, chance: Random) -> Iterator[str]:
    return (one_typo(word, chance) for _ in range(20))


def _title(shelf: Shelf, row: int) -> str:
    return shelf.papers[row].title


def _begins(shelf: Shelf, row: int, begun: Sequence[str]) -> bool:
    title = words(_title(shelf, row))
    at = len(begun) - 1
    return title[:at] == list(begun[:at]) and len(title) > at and title[at].startswith(begun[at])

"""What a tree of texts means for one paper, read from its text alone.

Slow and simple: for papers that the index has not taken yet, for notes, for a library without an
index, and to hold the index to. Says what `evaluate` says, but never takes a word for another one.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, lru_cache

from paperfeed.index import words as cutting
from paperfeed.index.evaluate import MOST_WORDS, SHORT, begun_word, whole_form
from paperfeed.index.spelling import alike
from paperfeed.index.weights import FIELDS, WEIGHTS
from paperfeed.index.words import APART, COMMON, Word, stems_of_begun
from paperfeed.paper import Paper
from paperfeed.query import And, InView, Node, Not, Or, Similar, Text

SCORE = 3.0
"""What a word counts that is found without an index, times the weight of its field."""


class Read:
    """A field of a paper as it is searched."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.terms = frozenset(term for term, _ in cutting.terms(text))

    @cached_property
    def sequences(self) -> tuple[str, str]:
        """Its terms in order (see `words.sequences`); only phrases ask for them."""
        return cutting.sequences(self._text)


@lru_cache(maxsize=500)
def read(text: str) -> Read:
    return Read(text)


def letters_of(paper: Paper) -> str:
    """All that is searched of a paper, folded, without what may stand inside a word."""
    texts = (paper.title, paper.abstract, *paper.authors, *paper.keywords, paper.organization or "")
    return cutting.fold(cutting.plain("\n".join(texts))).translate(APART)


class Reading:
    """One paper, and the user's note on it, as it is searched; `like` are those that the index has told it is like."""

    def __init__(self, paper: Paper, note: str = "", like: Collection[Similar] = ()) -> None:
        self._paper = paper
        self._note = note
        self.like = like

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        paper = self._paper
        return {
            "title": paper.title,
            "abstract": paper.abstract,
            "authors": "\n".join(paper.authors),
            "keywords": "\n".join(paper.keywords),
            "org": paper.organization or "",
            "note": self._note,
        }

    def among(self, text: Text, short: bool) -> dict[str, Read]:
        """The fields that a text is looked for in; of a `short` beginning, titles and names as in the index."""
        names = ("note",) if text.field == "note" else FIELDS[text.field]
        if text.field == "":
            names = ("title", "authors", "note") if short else (*names, "note")
        return {name: read(self._texts[name]) for name in names if self._texts[name]}


def score(node: Node, reading: Reading, unfinished: Text | None = None) -> float | None:
    """How well a paper fits: 0 if it does not; None if `node` has nothing to search by."""
    match node:
        case Text():
            return _text(node, reading, node == unfinished)
        case InView(_, tree):
            return score(tree, reading, unfinished)
        case Not(part):
            inner = score(part, reading, unfinished)
            return None if inner is None else 0.0 if inner else 1e-6
        case And(parts) | Or(parts):
            found = [value for part in parts if (value := score(part, reading, unfinished)) is not None]
            if not found:
                return None
            return sum(found) if isinstance(node, Or) or all(found) else 0.0
    return SCORE if node in reading.like else 0.0


def about(text: Text) -> Callable[[str], bool]:
    """Tells of a note whether it has to do with a text at all, whose last word may be unfinished."""
    found = list(cutting.words(cutting.plain(text.words)))
    starts = tuple({form for word in found for form, _ in word.forms()})
    shorter = stems_of_begun(found[-1].letters[-1]) if found else set()

    def is_about(note: str) -> bool:
        if text.field not in ("", "note"):
            return False
        held = read(note).terms
        return bool(text.like or text.phrase or held & shorter) or any(term.startswith(starts) for term in held)

    return is_about


class Phrase:
    """The words of a phrase, to be found side by side in a text; quick where the text is in plain letters."""

    def __init__(self, text: Text) -> None:
        raw = cutting.plain(text.words)
        self._wanted = cutting.sequences(text.words)
        starts = [part[: max(len(part) - 2, 1)] for word in cutting.words(raw) for part in word.parts]
        self._near = re.compile(r"\w*[\W_]*".join(map(re.escape, starts)))
        self._places: dict[str, bool] = {}
        self._glued = re.compile(r"\w*\W*".join(map(re.escape, starts)))

    def is_in(self, text: str) -> bool:
        if not text.isascii() or "$" in text or "\\" in text:
            return self._holds(text)
        lower = text.lower()
        for match in self._near.finditer(lower):
            start, end = lower.rfind(" ", 0, match.start()) + 1, lower.find(" ", match.end())
            place = lower[start : end if end >= 0 else None]
            if place not in self._places:  # the same few words stand in thousands of papers
                self._places[place] = self._holds(place)
            if self._places[place]:
                return True
        without = lower.translate(APART)  # "pretrained" may stand there as "pre-trained"
        return len(without) < len(lower) and self._glued.search(without) is not None and self._holds(lower)

    def _holds(self, text: str) -> bool:
        return any(part in whole for whole in cutting.sequences(text) for part in self._wanted)


def _text(text: Text, reading: Reading, unfinished: bool) -> float | None:
    raw = cutting.plain(text.words)
    found = list(cutting.words(raw))[:MOST_WORDS]
    short = unfinished and not text.phrase and len(found) == 1 and len(raw) <= SHORT
    fields = reading.among(text, short)
    if text.phrase and not unfinished:
        return _phrase(text.words, fields) if found else None
    begun = begun_word(text, raw, found, text if unfinished else None)
    kept = [word for word in found if word is begun or not COMMON.issuperset(word.parts)]
    if not kept:
        return None
    values = [_word(word, fields, word is begun, text.like == "~") for word in kept]
    return sum(values) if all(values) else 0.0


def _phrase(words: str, fields: Mapping[str, Read]) -> float:
    wanted = cutting.sequences(words)
    names = [name for name, held in fields.items() if any(part in all_ for all_ in held.sequences for part in wanted)]
    return sum(_weight(name) for name in names)


def _word(word: Word, fields: Mapping[str, Read], begun: bool, near_too: bool) -> float:
    values = [_found(part, "", fields) for part in word.parts[:-1]]
    values.append(_found(word.parts[-1], word.letters[-1] if begun else "", fields))
    best = sum(values) if all(values) else 0.0
    if word.joined:
        best = max(best, _found(word.joined, "".join(word.letters) if begun else "", fields))
    if near_too:
        wanted = whole_form(word)
        terms = (term for held in fields.values() for term in held.terms if term[:1] in (wanted[:1], wanted[1:2]))
        best = max(best, SCORE * any(True for _ in alike(wanted, terms)))
    return best


def _found(term: str, begun: str, fields: Mapping[str, Read]) -> float:
    """What the fields count that have a term, or one that begins so."""
    terms = {term} | (stems_of_begun(begun) if len(begun) > SHORT else set())
    return sum(
        _weight(name)
        for name, held in fields.items()
        if terms & held.terms or (begun and any(other.startswith(begun) for other in held.terms))
    )


def _weight(field: str) -> float:
    return SCORE * float(getattr(WEIGHTS, field, WEIGHTS.abstract))

"""How an entry shows what was looked for: the places in its title and abstract, and a snippet.

Values, and the choice of the stretch that says most. What counts as a place where a word stands
is not decided here: whoever knows that hands in `find`. Every text here is as it is shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from paperfeed.clean import ABSTRACT, clean, clean_paragraphs
from paperfeed.marks import Entry
from paperfeed.query import Query
from paperfeed.render import shown, shown_paragraphs

SNIPPET = 240
"""Characters of a snippet: about two lines."""
LEAD = 40
"""Characters of a snippet before the first word that was looked for, at the most."""
MOST_PLACES = 200
"""Places of a text that are weighed against each other."""


NO_WORDS: frozenset[str] = frozenset()


class Span(NamedTuple):
    """From where to where a word stands in a text, and which of the words looked for it is."""

    start: int
    end: int
    word: str


Find = Callable[[Mapping[str, str]], Mapping[str, Sequence[Span]]]
"""The texts of one entry → the spans in each, in order. By field: title, abstract, author, keyword, org, note."""

LABELS = {"author": "", "keyword": "keywords:", "org": "", "note": "note:"}
"""What stands before a snippet that is neither of the title nor of the abstract, where that is not plain."""


class Sought(NamedTuple):
    """What a list was searched for; with `typing`, the last word may be unfinished."""

    query: Query
    typing: bool = False


class Piece(NamedTuple):
    """Part of a text as it is shown, with spans in it."""

    text: str
    spans: tuple[Span, ...] = ()


NO_TEXT = Piece("")


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a search: where the words stand in its title and its abstract, and a piece of text to show.

    The snippet is a piece of the abstract; of authors, keywords, organisation or note when words stand there that
    stand in neither, and `label` says where that is not plain. It is empty when there is nothing to be shown.
    """

    title: tuple[Span, ...] = ()
    abstract: tuple[Span, ...] = ()
    snippet: Piece = NO_TEXT
    label: str = ""


def found_in(entry: Entry, find: Find) -> Found:
    """What `find` finds in an entry."""
    texts = texts_of(entry)
    spans = find(texts)
    told = _words((*spans["title"], *spans["abstract"]))
    more = {field: len(_words(spans[field]) - told) for field in LABELS}
    field = max(more, key=more.__getitem__)
    label = LABELS[field] if more[field] else ""
    field = field if more[field] else "abstract"
    best = snippet(Piece(texts[field].replace("\n", " "), tuple(spans[field])), told=_words(spans["title"]))
    return Found(tuple(spans["title"]), tuple(spans["abstract"]), best, label)


def texts_of(entry: Entry) -> dict[str, str]:
    """What can be searched of an entry, by field, as it is shown."""
    paper = entry.paper
    return {
        "title": shown(paper.title),
        "abstract": shown_paragraphs(paper.abstract),
        "author": clean(", ".join(paper.authors), ABSTRACT),
        "keyword": shown(", ".join(paper.keywords), ABSTRACT),
        "org": clean(paper.organization or ""),
        "note": clean_paragraphs(entry.marks.note or ""),
    }


def snippet(whole: Piece, size: int = SNIPPET, told: Set[str] = NO_WORDS) -> Piece:
    """The best part of a text, at most `size` characters of it: whole words, and … where it is cut.

    The best is the one with the most different words that were looked for, those before all that are not `told`.
    """
    text, spans = from_best(whole, size, told)
    if len(text) <= size:
        return Piece(text, spans)
    blank = text.rfind(" ", size - LEAD, size)
    end = blank if blank > 2 else size - 1
    return Piece(f"{text[:end]}…", tuple(span for span in spans if span.end <= end))


def from_best(whole: Piece, size: int, told: Set[str] = NO_WORDS) -> Piece:
    """A text from where its best part of so many characters begins."""
    text, spans = whole
    if len(text) <= size:
        return whole
    lead = min(LEAD, size // 4)
    first = _first(spans[:MOST_PLACES], size - lead - 2, told)
    start = 0 if first <= lead else _word_after(text, first - lead, first)
    start = min(start, _word_after(text, len(text) - size + 2, len(text))) if start else 0
    if start == 0:
        return whole
    kept = (Span(a - start + 2, b - start + 2, word) for a, b, word in spans if a >= start)
    return Piece(f"… {text[start:]}", tuple(kept))


def pieces(text: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """A text cut at its spans: each part, and whether it is what was looked for."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for span in spans:
        parts += ((text[at : span.start], False), (text[span.start : span.end], True))
        at = span.end
    return [part for part in (*parts, (text[at:], False)) if part[0]]


def _words(spans: Iterable[Span]) -> set[str]:
    return {span.word for span in spans}


def _first(spans: Sequence[Span], room: int, told: Set[str]) -> int:
    """Where so many characters begin that hold the most new words; of as many, the most words, then the first."""
    words = [span.word for span in spans]
    best, first, behind = (0, 0, 0), 0, 0
    for number, span in enumerate(spans):
        while behind < len(spans) and spans[behind].end <= span.start + room:
            behind += 1
        here = set(words[number:behind])
        worth = len(here - told), len(here), behind - number
        if worth > best:
            best, first = worth, span.start
    return first


def _word_after(text: str, at: int, latest: int) -> int:
    """Where the first word begins that begins after `at`; `at` where words have no blanks between."""
    blank = text.find(" ", at, min(latest, at + LEAD))
    return min(latest, blank + 1 if blank >= 0 else at)

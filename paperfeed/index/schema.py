"""What the index holds of a paper, and how Whoosh is to cut its text."""

import sys
from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, TEXT, Schema

from paperfeed.index import words
from paperfeed.index.postings import WIDE
from paperfeed.index.weights import WEIGHTS
from paperfeed.paper import Paper

LAST_PLACE = WIDE - 1
"""Places are counted up to here."""

VERSION = f"4.{words.VERSION}.{sys.byteorder}"
"""Schema, postings and words together: an index of another version is rebuilt."""

BOOSTS = {name: getattr(WEIGHTS, name) for name in ("title", "keywords", "authors", "abstract")}
"""The fields that text is looked for in, and how much a word counts in each."""


class PaperAnalyzer(Analyzer):  # type: ignore[misc]  # whoosh has no types
    """Whoosh's way to call `words.terms`."""

    def __call__(self, value: str, positions: bool = False, mode: str = "", **others: Any) -> Iterator[Token]:
        token = Token(positions, False, removestops=False, mode=mode, boost=1.0)
        for text, place in words.terms(value):
            token.text = token.original = text
            token.boost = 1.0
            token.stopped = False
            if positions:
                token.pos = place
            yield token


class PaperText(TEXT):  # type: ignore[misc]
    """A text, cut without an object for each of its words; the value of a posting is its places."""

    def __init__(self) -> None:
        super().__init__(analyzer=PaperAnalyzer(), phrase=False, stored=False)

    def index(self, value: str, **others: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for term, place, wide in words.placed_terms(value):
            places.setdefault(term, []).append(min(place, LAST_PLACE) | (WIDE if wide else 0))
        for term, found in places.items():
            yield term.encode(), len(found), float(len(found)), array("H", found).tobytes()


class Spelling(PaperText):
    """The words as they are spelt, not their stems: to tell what a word that no paper has was meant for."""

    def index(self, value: str, **others: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        found = {part for word in words.words(words.plain(value)) for part in word.letters if part.isalpha()}
        for letters in found:
            yield letters.encode(), 1, 1.0, array("H", [0]).tobytes()


def schema() -> Schema:
    texts = {name: PaperText() for name in BOOSTS}
    return Schema(row=COLUMN(NumericColumn("q")), org=PaperText(), spelling=Spelling(), **texts)


def document(row: int, paper: Paper) -> dict[str, Any]:
    """What Whoosh is given of a paper."""
    return {
        "row": row,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": "\n".join(paper.authors),
        "keywords": "\n".join(paper.keywords),
        "org": paper.organization or "",
        "spelling": "\n".join((paper.title, *paper.keywords, *paper.authors)),
    }

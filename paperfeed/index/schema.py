"""What the index holds of a paper, and how Whoosh is to cut its text."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.fields import ID, NUMERIC, TEXT, Schema

from paperfeed.index import words

VERSION = f"1.{words.VERSION}"
"""Schema and words together: an index of another version is rebuilt."""

BOOSTS = {"title": 4.0, "keywords": 2.0, "authors": 2.0, "abstract": 1.0}
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


def schema() -> Schema:
    analyzer = PaperAnalyzer()
    text = {name: TEXT(analyzer=analyzer, stored=False, phrase=True) for name in BOOSTS}
    return Schema(key=ID(unique=True), row=NUMERIC(int, bits=64, stored=False, sortable=True), **text)

"""The numbers that decide the order of a search, all in one place.

Chosen on the judged set: `python tests/benchmarks/judge.py` prints what they are worth.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts."""

    title: float = 4.0
    keywords: float = 2.0
    authors: float = 2.0
    abstract: float = 1.0
    org: float = 1.0
    k1: float = 1.2
    """BM25: how soon more of the same word stops counting more."""
    b: float = 0.75
    """BM25: how much a word in a long text counts less."""
    begun: float = 0.6
    """A word that only begins as it was typed, against the word itself."""
    recent: float = 0.1
    """What the newest paper gains over one five years old, as a share of its score."""
    voted: float = 0.1
    """What a paper of a thousand votes gains over one without, as a share of its score."""
    side_by_side: float = 0.5
    """What a title gains that has the words as they were typed, side by side."""
    whole_title: float = 2.0
    """What a title gains that is just the words typed."""


WEIGHTS: Final = Weights()

FIELDS: Final = {
    "": ("title", "keywords", "authors", "abstract"),
    "title": ("title",),
    "abstract": ("abstract",),
    "author": ("authors",),
    "keyword": ("keywords",),
    "org": ("org",),
}
"""Where the text of a query is looked for, by the field that it names; notes are not in the index."""

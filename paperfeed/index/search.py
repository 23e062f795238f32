"""Text of a query → a Whoosh query → rows with scores (BM25F over the fields of BOOSTS)."""

import heapq
from collections.abc import Iterator
from typing import Any

from whoosh.query import And, Or, Phrase, Term

from paperfeed.index.schema import BOOSTS
from paperfeed.index.words import COMMON, PART, Word, fold, stems_of_begun, words
from paperfeed.query import Text

MOST_WORDS = 32
"""Words of one text that are searched."""
MOST_BEGINNINGS = 24
"""Words that a beginning is completed to, the most frequent of those looked at."""
MOST_LOOKED_AT = 400


def query_for(text: Text, searcher: Any, typing: bool) -> Any:
    """The Whoosh query for `text`; None if it has no word to search by."""
    found = list(words(text.words))[:MOST_WORDS]
    if text.phrase:
        terms = [part for word in found for part in word.parts]
        return _phrase(terms) if terms else None
    kept = [word for word in found if not set(word.parts) <= COMMON]
    last = found[-1] if typing and found and fold(text.words)[found[-1].end :] == "" else None
    if last is not None and last not in kept:
        kept.append(last)
    if not kept:
        return None
    raw = fold(text.words)
    return _all([_beginning(raw[w.start : w.end], w, searcher) if w is last else _word(w) for w in kept])


def scored(searcher: Any, query: Any) -> Iterator[tuple[float, int]]:
    """(score, document number) of all that match, in no order."""
    collector = searcher.collector(limit=None)
    searcher.search_with_collector(query, collector)
    return iter(collector.results().top_n)


def _word(word: Word) -> Any:
    parts = _all([_term(part) for part in word.parts])
    return Or([_term(word.joined), parts]) if word.joined else parts


def _term(term: str) -> Any:
    return Or([Term(name, term, boost=boost) for name, boost in BOOSTS.items()])


def _phrase(terms: list[str]) -> Any:
    if len(terms) == 1:
        return _term(terms[0])
    return Or([Phrase(name, terms, boost=boost) for name, boost in BOOSTS.items()])


def _beginning(raw: str, word: Word, searcher: Any) -> Any:
    """The word itself, or the most frequent words that begin so."""
    if word.joined is None:
        return Or([_word(word), *_begun(raw, searcher)])
    parts = PART.findall(raw.replace("_", " "))
    last = Or([_term(word.parts[-1]), *_begun(parts[-1], searcher)])
    apart = _all([*(_term(part) for part in word.parts[:-1]), last])
    return Or([_word(word), *_begun("".join(parts), searcher), apart])


def _begun(letters: str, searcher: Any) -> Iterator[Any]:
    """Terms of words that begin with these letters; with one or two letters: in titles."""
    reader = searcher.reader()
    shorter = stems_of_begun(letters) if len(letters) > 2 else ()
    for name in BOOSTS if len(letters) > 2 else ("title",):
        looked_at = []
        for term in reader.expand_prefix(name, letters):
            looked_at.append((reader.doc_frequency(name, term), term))
            if len(looked_at) == MOST_LOOKED_AT:
                break
        best = (term for _, term in heapq.nlargest(MOST_BEGINNINGS, looked_at))
        for term in (*best, *(term for term in shorter if (name, term) in reader)):
            yield Term(name, term, boost=BOOSTS[name])


def _all(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else And(queries)

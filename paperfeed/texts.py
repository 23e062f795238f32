"""The text of one query answered: by the index, and by reading what the index has not got.

Joins index and store for the library, and says what was done with each odd word. When the index is
not to be used every paper is read, slowly, and this is said.
"""

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from paperfeed.errors import IndexTrouble
from paperfeed.index.work import Work
from paperfeed.paper import Paper
from paperfeed.query import And, Node, Query, Similar, Text, leaves, without
from paperfeed.store import entries as store_entries
from paperfeed.store import marks as store_marks
from paperfeed.store import outbox, select
from paperfeed.store.database import Execute

if TYPE_CHECKING:
    from paperfeed.index.index import Index

SLOWLY = "the full-text index is not ready: searched without it, more slowly"
READ_AT_ONCE = 200
MOST_READ = 1_500
"""Papers that are read at a keystroke while there is no index: those that came last."""
STEPS_PER_ROW = 4
"""What it costs to hand SQLite a row, in the steps of `Work`."""


class Scored(NamedTuple):
    """Rows of papers and how well each fits, in no order."""

    rows: Sequence[int]
    scores: Sequence[float]


class Texts:
    """Answers the trees of texts of one query: made for each look, inside its transaction."""

    def __init__(self, index: "Index", run: Execute, query: Query, typing: bool, work: Work | None = None) -> None:
        self.notices: list[str] = []
        self.scores: dict[int, float] = {}
        self.unknown: list[str] = []
        self.slow = False
        """Whether there was no index to ask."""
        self.work = work or Work()
        self._index = index
        self._run = run
        self._query = query
        wanted = query.texts()
        self._unfinished = wanted[-1] if typing and wanted else None

    def resolve(self, node: Node) -> Sequence[int] | None:
        """The rows that a tree of texts means, their scores kept; None if it has nothing to search by."""
        found = self.found(node)
        if found is None:
            return None
        self.scores.update(zip(found.rows, found.scores, strict=True))
        self.work.add(STEPS_PER_ROW * len(found.rows))
        return found.rows

    def found(self, node: Node) -> Scored | None:
        """What a tree of texts means, with scores; None if it has nothing to search by."""
        try:
            answer = self._index.answer(
                node, self._phrase_in, self._paper_of, self._unfinished, self._elsewhere, self.work
            )
        except IndexTrouble:
            return self._without_index(node)
        if answer.left_out:
            named = ", ".join(f"“{words}”" for words in dict.fromkeys(answer.left_out))
            self._say(f"{named}: in nearly every paper, left out")
        if answer.too_much:
            named = ", ".join(f"“{text}”" for text in dict.fromkeys(answer.too_much))
            self._say(f"too much to search at once: {named} left out")
        for word, instead in answer.taken_for.items():
            named = " or ".join(f"“{one}”" for one in instead)
            self._say(f"“{word}” is in no paper: searched {named} instead")
        self.unknown += answer.unknown
        for leaf in leaves(node):
            if isinstance(leaf, Similar) and leaf.id in answer.unknown:
                self._say(f"no paper has the id {leaf.id}")
        if answer.rows is None:
            return None
        apart = self._apart(node)
        if not apart:
            return Scored(answer.rows, answer.scores)
        kept = [row not in apart for row in answer.rows]
        rows, scores = array("q", compress(answer.rows, kept)), array("f", compress(answer.scores, kept))
        rest = without(node, answer.too_much)
        read = self._read(rest, apart) if rest else Scored((), ())
        rows.extend(read.rows)
        scores.extend(read.scores)
        return Scored(rows, scores)

    def ranked(self, found: Scored, today: date) -> "array[int]":
        """The rows of what was found, best first."""
        from paperfeed.index.ranking import Facts, ranked

        def facts_of(rows: Sequence[int]) -> Mapping[int, Facts]:
            return {
                row: Facts(title, date.fromisoformat(day), votes or 0)
                for row, title, day, votes in store_entries.facts(self._run, rows)
            }

        typed, unfinished = _typed(self._query), self._unfinished is not None
        return ranked(found.rows, found.scores, facts_of, typed, unfinished, today, self._index.weights)

    def spellings(self, text: Text) -> Sequence[str]:
        """What a word that few papers have may have been meant for."""
        try:
            return () if self.work.is_too_much() else self._index.likelier(text, self.work)
        except IndexTrouble:
            return ()

    # By reading

    def _without_index(self, node: Node) -> Scored | None:
        from paperfeed.index import plain

        self.slow = True
        self._say(SLOWLY)
        if any(isinstance(leaf, Similar) for leaf in leaves(node)):
            self._say("what papers are like one cannot be told without the index")
        if plain.score(node, plain.Reading(Paper(""))) is None:
            return None
        return self._read(node, None)

    def _apart(self, node: Node) -> frozenset[int]:
        """The rows for which the index is not to be asked: their text waits for it, or a note counts too."""
        from paperfeed.index import plain

        waiting = outbox.rows_waiting(self._run)
        wanted = [plain.about(leaf) for leaf in leaves(node) if isinstance(leaf, Text)]
        noted = store_marks.notes(self._run)
        touched = [row for row, note in noted if any(is_about(note) for is_about in wanted)]
        return frozenset((*waiting, *touched))

    def _read(self, node: Node, among: Collection[int] | None) -> Scored:
        """What a tree means among these rows, or all, by the text of each paper that may have its words."""
        from paperfeed.index import plain

        notes = dict(store_marks.notes(self._run))
        similar = {leaf: self._alike(leaf) for leaf in leaves(node) if isinstance(leaf, Similar)} if among else {}
        rows, scores = array("q"), array("f")
        needed = tuple(_needed(node, self._unfinished))
        perhaps = select.holding(self._run, needed, among, notes)
        if among is None and self._unfinished is not None:
            perhaps = perhaps[-MOST_READ:]
        for some in _portions(perhaps):
            for row, paper in store_entries.papers_of(self._run, some):
                if row not in notes and not all(map(plain.letters_of(paper).__contains__, needed)):
                    continue
                like = [leaf for leaf, alike in similar.items() if row in alike]
                value = plain.score(node, plain.Reading(paper, str(notes.get(row, "")), like), self._unfinished)
                if value:
                    rows.append(row)
                    scores.append(value)
        return Scored(rows, scores)

    def _phrase_in(self, rows: Sequence[int], text: Text) -> Collection[int]:
        """Which of these rows have a phrase in one field of their text."""
        from paperfeed.index import plain

        phrase = plain.Phrase(text)
        return {
            row
            for some in _portions(rows)
            for row, *texts in store_entries.texts_of(self._run, some, text.field)
            if any(map(phrase.is_in, texts))
        }

    def _alike(self, leaf: Similar) -> Collection[int]:
        """The rows that are like a paper: only the index knows, also of papers that are read for their words."""
        answer = self._index.answer(leaf, self._phrase_in, self._paper_of, None)
        return frozenset(answer.rows or ())

    def _elsewhere(self, word: Text) -> bool:
        """Whether a note has a word, or a paper that waits for the index."""
        apart = self._apart(word)
        return bool(apart and self._read(word, apart).rows)

    def _paper_of(self, name: str) -> tuple[int, Paper] | None:
        row = store_entries.rows_of(self._run, (name,)).get(name)
        return next(store_entries.papers_of(self._run, [row]), None) if row is not None else None

    def _say(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)


def _typed(query: Query) -> str:
    """The words that a title may be just so: those of a query that is words, and no field but the title's."""
    parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,)
    plain = [part for part in parts if isinstance(part, Text) and part.field in ("", "title") and not part.like]
    return " ".join(part.words for part in plain) if len(plain) == len(query.texts()) else ""


def _needed(node: Node, unfinished: Text | None) -> Iterator[str]:
    """Letters that every paper has, hyphens and dots aside, that a tree of texts can mean."""
    from paperfeed.index.words import COMMON, plain, stems_of_begun, words

    for part in node.parts if isinstance(node, And) else (node,):
        if not isinstance(part, Text) or part.like == "~":
            continue
        for word in words(plain(part.words)):
            if part.phrase or not COMMON.issuperset(word.parts):
                typed = word.letters[0] if part.like or part == unfinished else word.parts[0]
                stems = stems_of_begun(typed) if part.like or part == unfinished else set()
                shortest = min((len(one) for one in (typed, *stems)), default=0)
                yield typed[: max(shortest - 2, 2)]


def _portions(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), READ_AT_ONCE):
        yield rows[start : start + READ_AT_ONCE]

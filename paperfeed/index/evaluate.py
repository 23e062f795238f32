"""A tree of texts → the papers that it means, by the scores of its words.

Decides what a query makes of words: compounds, beginnings, misspellings, phrases, likeness. Trees
hold text only: state and days are the store's. `plain` says the same of one paper without an index;
`tests/test_meaning.py` holds the two to one answer.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from heapq import nlargest
from math import log

from paperfeed.index import words as cutting
from paperfeed.index.scores import Hits, Scores
from paperfeed.index.weights import FIELDS
from paperfeed.index.words import COMMON, Word, stems_of_begun
from paperfeed.index.work import STEPS_PER_TERM, Work
from paperfeed.paper import Paper
from paperfeed.query import And, InView, Node, Not, Or, Similar, Text

MOST_WORDS = 32
"""Words of one text that are searched."""
TOLD_BY = 20
"""Words of a paper by which others are like it."""
MOST_LIKE = 50
"""Papers that are like one."""
WORK_OF_CUTTING = 30_000
"""What it costs to cut the text of a paper into words and to see how rare they are."""
RARE = 10
"""Papers that may have a word which was a slip of the finger."""
LIKELIER = 10
"""How many times more papers must have a word that may have been meant."""
SHORT = 2
"""Letters of a beginning that is looked for in titles and names only."""

Beside = Callable[[Sequence[int], Text], Sequence[int]]
"""Which of these papers, by number, have the words of a phrase side by side in one field."""
Known = Callable[[str], tuple[int, Paper] | None]
"""The number and the text of the paper with an id; the number is -1 if the index has not got it."""
Elsewhere = Callable[[Text], bool]
"""Whether something that the index has not got, a note or a paper that waits for it, has this word."""


class Evaluation:
    """The evaluation of one query. `taken_for` says which words stood for others, `unknown` which for nothing."""

    def __init__(
        self,
        scores: Scores,
        beside: Beside,
        known: Known,
        elsewhere: Elsewhere,
        unfinished: Text | None,
        work: Work | None = None,
    ) -> None:
        self.scores = scores
        self.taken_for: dict[str, tuple[str, ...]] = {}
        self.unknown: list[str] = []
        self.left_out: list[str] = []
        self.too_much: list[Text | Similar] = []
        self.work = work or Work()
        self.work.among(scores.size)
        self._beside = beside
        self._known = known
        self._elsewhere = elsewhere
        self._unfinished = unfinished

    def hits(self, node: Node, asked: bool = True) -> Hits | None:
        """The papers that `node` means; None if it has nothing to search by. `asked` is False below a `-`."""
        match node:
            case Text() | Similar():
                if self.work.is_too_much():
                    self.too_much.append(node)
                    return None
                self.work.add(self.scores.size // 8)  # for adding up
                return self._text(node, asked) if isinstance(node, Text) else self._like(node.id)
            case InView(_, tree):
                return self.hits(tree, asked)
            case Not(part):
                inner = self.hits(part, not asked)
                return inner and self.scores.without(self.scores.everything(), inner)
            case And(parts):
                return self._every(parts, asked)
            case Or(parts):
                found = [hits for part in parts if (hits := self.hits(part, asked)) is not None]
                return self.scores.any_of(found) if found else None
        raise TypeError(f"{node} is no text")

    def _every(self, parts: Sequence[Node], asked: bool) -> Hits | None:
        wanted = [hits for part in parts if not isinstance(part, Not) and (hits := self.hits(part, asked)) is not None]
        unwanted = [
            hits for part in parts if isinstance(part, Not) and (hits := self.hits(part.part, not asked)) is not None
        ]
        if not wanted and not unwanted:
            return None
        whole = self.scores.all_of(wanted) if wanted else self.scores.everything()
        for part in unwanted:
            whole = self.scores.without(whole, part)
        return whole

    # Text

    def _text(self, text: Text, asked: bool) -> Hits | None:
        fields = FIELDS.get(text.field, ())  # of notes none: they are few, and not in the index
        raw = cutting.plain(text.words)
        found = list(cutting.words(raw))[:MOST_WORDS]
        if text.phrase and text != self._unfinished:
            return self._phrase(text, found, fields)
        begun = begun_word(text, raw, found, self._unfinished)
        kept = [word for word in found if word is begun or not COMMON.issuperset(word.parts)]
        if not kept:
            self.left_out.append(text.words)
            return None
        parts, scores = [], self.scores
        for word in kept:
            if word is begun:
                hits = self._begun(word, fields, limited=text == self._unfinished)
            else:
                hits = self._word(word, fields)
            if text.like == "~":
                near = scores.alike(whole_form(word), fields)
                self.work.add(STEPS_PER_TERM * near.work)
                hits = scores.best_of([hits, near])
            elif asked and not hits.numbers and text.like != "*":
                hits = self._instead(word, replace(text, words=raw[word.start : word.end]), word is begun)
            parts.append(hits)
        return self.scores.all_of(parts)

    def _counted(self, hits: Hits) -> Hits:
        self.work.add(hits.work)
        return hits

    def _one(self, term: str, fields: Sequence[str]) -> Hits:
        return self._counted(self.scores.word(term, fields))

    def _word(self, word: Word, fields: Sequence[str]) -> Hits:
        """A word as it stands: a compound is found by its parts, or written as one."""
        scores = self.scores
        apart = scores.all_of([self._one(part, fields) for part in word.parts])
        return scores.best_of([apart, self._one(word.joined, fields)]) if word.joined else apart

    def _begun(self, word: Word, fields: Sequence[str], limited: bool) -> Hits:
        """The word itself, or words that begin so."""
        scores = self.scores
        ends = [self._one(word.parts[-1], fields), *self._beginnings(word.letters[-1], fields, limited)]
        ways = [scores.all_of([*(self._one(part, fields) for part in word.parts[:-1]), scores.best_of(ends)])]
        if word.joined:
            ways += [self._one(word.joined, fields), *self._beginnings("".join(word.letters), fields, limited)]
        return scores.best_of(ways)

    def _beginnings(self, letters: str, fields: Sequence[str], limited: bool) -> list[Hits]:
        if limited and len(letters) <= SHORT and len(fields) > 1:
            return [self._counted(self.scores.begun(letters, ("title", "authors"), limited))]
        stems = stems_of_begun(letters) if len(letters) > SHORT else ()
        shorter = [self._one(stem, fields) for stem in sorted(stems) if self.scores.has(stem, fields)]
        return [self._counted(self.scores.begun(letters, fields, limited)), *shorter]

    def _instead(self, word: Word, alone: Text, begun: bool) -> Hits:
        """A word that no paper has stands for the nearest ones that some have."""
        scores, fields = self.scores, FIELDS.get(alone.field, ())
        if not fields or self._elsewhere(replace(alone, like="*") if begun else alone):
            return scores.nothing()
        found = []
        for part, letters in zip(word.parts, word.letters, strict=True):
            if scores.has(part, fields):
                found.append(self._one(part, fields))
                continue
            instead, hits = self._other_than(letters, fields)
            typed = alone.words if len(word.parts) == 1 else letters
            if not hits.numbers:  # so too if the papers that had them are gone
                self.unknown.append(typed)
                return hits
            self.taken_for[typed] = tuple(instead)
            found.append(hits)
        return scores.all_of(found)

    def _other_than(self, letters: str, fields: Sequence[str]) -> tuple[Sequence[str], Hits]:
        """What letters that are no word stand for: words that begin so, or else the nearest ones."""
        scores = self.scores
        if len(letters) > SHORT and (begun := self._counted(scores.begun(letters, fields, limited=False))).numbers:
            return (f"{letters}*",), begun
        near = scores.nearest(letters)
        self.work.add(STEPS_PER_TERM * near.work)
        words = [word for word in near.terms if scores.has(cutting.stem(word), fields)]
        return words, self._counted(scores.any_word(list(dict.fromkeys(map(cutting.stem, words))), fields))

    def _phrase(self, text: Text, found: Sequence[Word], fields: Sequence[str]) -> Hits | None:
        if not found:
            self.left_out.append(text.words)
            return None
        scores = self.scores
        telling = [word for word in found if not COMMON.issuperset(word.parts)] or found
        whole = scores.all_of([self._word(word, fields) for word in telling])
        apart = [part for word in found for part in word.parts]
        joined = [part for word in found for part in ((word.joined,) if word.joined else word.parts)]
        ways = (apart, joined) if joined != apart else (apart,)
        if self.work.is_too_much(sum(scores.work_of(terms, fields) for terms in ways)):
            self.too_much.append(text)
            return None
        sure: set[int] = set()
        perhaps: set[int] = set()
        for terms in ways:
            found_so = scores.side_by_side(terms, fields)
            sure |= found_so.sure
            perhaps |= found_so.perhaps
            self.work.add(found_so.work)
        held = whole.scores
        checked = self._beside(sorted(number for number in perhaps - sure if held[number]), text)
        return scores.only(whole, sorted({number for number in sure if held[number]}.union(checked)))

    # Likeness

    def _like(self, name: str) -> Hits:
        """The papers that share most of what is particular to one."""
        known = self._known(name)
        if known is None:
            self.unknown.append(name)
            return self.scores.nothing()
        number, paper = known
        self.work.add(WORK_OF_CUTTING)
        fields = FIELDS[""]
        counted: Counter[str] = Counter()
        for share, text in ((3, paper.title), (2, " ".join(paper.keywords)), (1, paper.abstract)):
            for term, _ in cutting.terms(text):
                counted[term] += share
        telling = {}
        for term, count in counted.items():
            frequency = self.scores.frequency(term, "abstract")
            if term not in COMMON and 1 < frequency < max(self.scores.size // 8, 20):
                telling[term] = count * log(self.scores.size / frequency)
        best = sorted(nlargest(TOLD_BY, telling, key=lambda term: (telling[term], term)))
        if not best:
            return self.scores.nothing()
        found = self.scores.any_of([self._one(term, fields) for term in best])
        others = (other for other in found.numbers if other != number)
        return self.scores.only(found, sorted(nlargest(MOST_LIKE, others, key=found.scores.__getitem__)))


def likelier(scores: Scores, text: Text, work: Work) -> list[str]:
    """Words that far more papers have than the one word of `text`, and that are spelt nearly so."""
    found = list(cutting.words(cutting.plain(text.words)))
    if text.phrase or text.like or text.field not in FIELDS or len(found) != 1 or len(found[0].parts) > 1:
        return []
    fields = FIELDS[text.field]
    own = len(scores.word(found[0].parts[0], fields).numbers)
    if own > RARE:
        return []
    near = scores.nearest(found[0].letters[0])
    work.add(STEPS_PER_TERM * near.work)
    return [word for word in near.terms if len(scores.word(cutting.stem(word), fields).numbers) > LIKELIER * own]


def begun_word(text: Text, raw: str, found: Sequence[Word], unfinished: Text | None) -> Word | None:
    """The word of a text that may go on: its last one, if nothing stands behind it."""
    if not found or raw[found[-1].end :].strip():
        return None
    return found[-1] if text.like == "*" or text == unfinished or found[-1].begins else None


def whole_form(word: Word) -> str:
    """A word as one term."""
    return word.joined or max(word.parts, key=len)

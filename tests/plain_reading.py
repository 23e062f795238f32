"""What a query means, read off its tree and one entry at a time: no SQL, no index, no scores.

The definition that the store, the index and the slow way are held to. Of the package it uses the cutting of
text into words, which is the definition of a word, and nothing that answers queries.
"""

from collections.abc import Iterable, Iterator, Set
from datetime import date
from functools import cached_property, lru_cache
from operator import eq, ge, gt, le, lt

from paperfeed.index.words import COMMON, Word, plain, sequences, stems_of_begun, terms, words
from paperfeed.marks import Entry
from paperfeed.query import And, Day, Has, InView, Node, Not, Number, Or, State, Tag, Text, leaves
from paperfeed.snooze import is_asleep

EVERYWHERE = ("title", "abstract", "author", "keyword", "note")
"""Where text without a field is looked for: not in the organisation."""
COMPARED = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}
MOST_WORDS = 32


class Reader:
    """Reads queries, on a day; `late` are the rows that came to a day that the user was through with."""

    def __init__(self, entries: Iterable[Entry], today: date, late: Set[int] = frozenset()) -> None:
        self.read = [_Read(entry) for entry in entries]
        self.today = today
        self.late = late

    def rows(self, tree: Node) -> set[int]:
        """The rows that a tree selects; all of them if there is nothing in it to search by."""
        return {read.entry.row for read in self.read if self._means(tree, read) in (True, None)}

    def has_unknown(self, tree: Node) -> bool:
        """Whether a word of it is in no paper, so that near ones are searched instead."""
        texts = [leaf for leaf in leaves(tree) if isinstance(leaf, Text) and not leaf.phrase and not leaf.like]
        return any(not self._is_anywhere(word, text) for text in texts for word in _asked(text))

    def _is_anywhere(self, word: Word, text: Text) -> bool:
        return any(_has_word(word, read.terms(text.field), begun=_is_begun(word, text)) for read in self.read)

    def _means(self, node: Node, read: "_Read") -> bool | None:
        """None for what nothing can be searched by, which is as if it were not written."""
        match node:
            case InView(_, tree):
                return self._means(tree, read)
            case Not(part):
                inner = self._means(part, read)
                return None if inner is None else not inner
            case And(()):
                return True
            case And(parts) | Or(parts):
                said = [value for part in parts if (value := self._means(part, read)) is not None]
                return (all(said) if isinstance(node, And) else any(said)) if said else None
            case Text():
                return _has_text(node, read)
        return self._is_so(node, read.entry)

    def _is_so(self, node: Node, entry: Entry) -> bool:
        marks, paper = entry.marks, entry.paper
        match node:
            case State(name):
                return self._is_in_state(name, entry)
            case Has("pdf"):
                return bool(paper.pdf_url or paper.arxiv_id)
            case Has(name):
                return bool({"code": paper.github_url, "note": marks.note, "tag": marks.tags}[name])
            case Tag(name):
                return name.lower() in [tag.lower() for tag in marks.tags]
            case Day("before", _, days):
                return any(day < days.first for day in entry.days)
            case Day("after", _, days):
                return any(day > days.last for day in entry.days)
            case Day(_, _, days):
                return any(days.first <= day <= days.last for day in entry.days)
            case Number(field, sign, number):
                known = {"votes": entry.votes, "stars": paper.github_stars, "comments": paper.comments}
                return bool(COMPARED[sign](known[field] or 0, number))
        raise TypeError(f"{node} has no plain reading")

    def _is_in_state(self, name: str, entry: Entry) -> bool:
        marks = entry.marks
        asleep = is_asleep(marks.snoozed, entry.paper, entry.votes, self.today)
        return {
            "read": marks.read is not None,
            "unread": marks.read is None,
            "starred": marks.starred is not None,
            "done": marks.done is not None,
            "dismissed": marks.dismissed is not None,
            "woken": marks.woken is not None,
            "snoozed": asleep and marks.done is None,
            "inbox": marks.done is None and not asleep,
            "late": entry.row in self.late,
        }[name]


class _Read:
    """An entry with the words of its fields."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @cached_property
    def texts(self) -> dict[str, str]:
        paper = self.entry.paper
        return {
            "title": paper.title,
            "abstract": paper.abstract,
            "author": "\n".join(paper.authors),
            "keyword": "\n".join(paper.keywords),
            "org": paper.organization or "",
            "note": self.entry.marks.note or "",
        }

    def among(self, field: str) -> list[str]:
        return [self.texts[name] for name in ((field,) if field else EVERYWHERE)]

    def terms(self, field: str) -> frozenset[str]:
        return frozenset().union(*map(_terms, self.among(field)))


def _has_text(text: Text, read: _Read) -> bool | None:
    if text.phrase:
        wanted = sequences(text.words)
        if not any(part.strip() for part in wanted):
            return None
        return any(part in whole for held in read.among(text.field) for whole in _sequences(held) for part in wanted)
    asked = list(_asked(text))
    if not asked:
        return None
    held = read.terms(text.field)
    return all(
        _has_word(word, held, begun=_is_begun(word, text)) or (text.like == "~" and _has_near(_as_one(word), held))
        for word in asked
    )


def _asked(text: Text) -> Iterator[Word]:
    """The words that are looked for: not those that nearly every paper has, unless they only begin so."""
    for word in list(words(plain(text.words)))[:MOST_WORDS]:
        if _is_begun(word, text) or not COMMON.issuperset(word.parts):
            yield word


def _is_begun(word: Word, text: Text) -> bool:
    """Whether a word may go on: the last one, before a `*`, or a single character where no blanks are written."""
    raw = plain(text.words)
    return (text.like == "*" or word.begins) and word.end == len(raw.rstrip())


def _has_word(word: Word, held: frozenset[str], begun: bool) -> bool:
    """All its parts, anywhere; or it as one."""
    *first, last = word.parts
    apart = held.issuperset(first) and (last in held or (begun and _has_begun(word.letters[-1], held)))
    return apart or (
        word.joined is not None and (word.joined in held or (begun and _has_begun("".join(word.letters), held)))
    )


def _has_begun(letters: str, held: frozenset[str]) -> bool:
    on_the_way = stems_of_begun(letters) if len(letters) > 2 else set[str]()
    return not held.isdisjoint(on_the_way) or any(term.startswith(letters) for term in held)


def _as_one(word: Word) -> str:
    return word.joined or max(word.parts, key=len)


def _has_near(wanted: str, held: frozenset[str]) -> bool:
    """One edit away, two from six letters on; of the two first letters, one is where a word begins."""
    reach = 1 if len(wanted) < 6 else 2
    return len(wanted) > 2 and any(
        term[0] in wanted[:2] and abs(len(term) - len(wanted)) <= reach and _edits(wanted, term) <= reach
        for term in held
    )


@lru_cache(maxsize=100_000)
def _edits(one: str, other: str) -> int:
    """Letters left out, put in, replaced, or two neighbours swapped."""
    if not one or not other:
        return len(one) + len(other)
    ways = [_edits(one[1:], other) + 1, _edits(one, other[1:]) + 1, _edits(one[1:], other[1:]) + (one[0] != other[0])]
    if len(one) > 1 and len(other) > 1 and (one[0], one[1]) == (other[1], other[0]):
        ways.append(_edits(one[2:], other[2:]) + 1)
    return min(ways)


@lru_cache(maxsize=5_000)
def _terms(text: str) -> frozenset[str]:
    return frozenset(term for term, _ in terms(text))


@lru_cache(maxsize=5_000)
def _sequences(text: str) -> tuple[str, str]:
    return sequences(text)

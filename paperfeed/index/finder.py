"""Where the words of a query stand in texts that are shown.

A quick expression tells where one of them may stand; `words.spans` decides whether it does. Texts of
a page have most of their words in common, so what was decided of one stretch is remembered.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import zip_longest

from paperfeed.found import Span
from paperfeed.index import words
from paperfeed.query import Text

SHORTEST = 3
"""Letters with which a beginning is looked for outside titles: in the index it is the same."""
SHORTEST_IN_TITLES = 2

_STRETCH = re.compile(r"\S+")
_FOREIGN = re.compile(r"[^\x00-\x7f\s]\S*")
Terms = frozenset[str]
Place = tuple[int, int, Terms]
"""From where to where a word stands, and the terms it has at its place."""


class Finder:
    """Finds the texts of one query. `unfinished` is the one that is being typed, if any is."""

    def __init__(self, texts: Iterable[Text], unfinished: Text | None = None) -> None:
        self._texts = tuple(texts)
        self._unfinished = unfinished
        self._fields: dict[str, _Wanted] = {}

    def __call__(self, texts: Mapping[str, str]) -> dict[str, list[Span]]:
        """The spans in the texts of one entry, by field: in order, none of them overlapping."""
        wanted = {field: self._wanted_in(field) for field in texts}
        found = {field: wanted[field].spans(text) for field, text in texts.items()}
        if not any(one.phrases for one in wanted.values()):
            return found
        runs = {field: wanted[field].runs(text, found[field]) for field, text in texts.items()}
        there = {span.word for by_field in (found, runs) for some in by_field.values() for span in some}
        return {field: wanted[field].joined(found[field], runs[field], there) for field in texts}

    def _wanted_in(self, field: str) -> "_Wanted":
        if field not in self._fields:
            shortest = SHORTEST_IN_TITLES if field == "title" else SHORTEST
            texts = tuple(text for text in self._texts if text.field in ("", field))
            begun = {_letters(text.words) for text in texts if text == self._unfinished or text.like == "*"}
            new = _Wanted(texts, tuple(sorted(letters for letters in begun if len(letters) >= shortest)))
            # The same one for as many fields as can be: what it has learnt is worth keeping.
            self._fields[field] = next((one for one in self._fields.values() if one.looked_for == new.looked_for), new)
        return self._fields[field]


class _Wanted:
    """What is looked for in one field: words by their terms, beginnings, and phrases.

    A compound is a phrase that may be written as one word too.
    """

    def __init__(self, texts: Sequence[Text], begins: tuple[str, ...]) -> None:
        self.looked_for = (texts, begins)
        self.phrases: dict[str, list[Terms]] = {}
        self._as_one: dict[str, Terms] = {}
        apart, together = set[str](), set[str]()
        for text in texts:
            places = _terms_by_place(text.words)
            telling = _telling(places) or (places[0].union(*places) if text.phrase and places else Terms())
            if len(places) > 1:
                name = f"{text.words} "  # no term has a blank in it
                self.phrases[name] = places
                self._as_one[name] = Terms() if text.phrase else _written_as_one(text.words)
                apart |= self._as_one[name]
                together |= telling
            else:
                apart |= telling
        self._apart = frozenset(apart)
        self._terms = frozenset(apart | together)
        self._begins = begins
        self._likely = _likely((*self._terms, *begins))
        self._known: dict[str, tuple[Span, ...]] = {}
        self._places: dict[str, tuple[Place, ...]] = {}

    def spans(self, text: str) -> list[Span]:
        found: list[Span] = []
        end = 0
        for start, behind in self._candidates(text):
            if start < end:
                continue
            while start > end and not text[start - 1].isspace():
                start -= 1
            end = behind
            stretch = text[start:end]
            known = self._known.get(stretch)
            if known is None:
                known = self._known[stretch] = tuple(self._decide(stretch))
            found += [Span(start + begin, start + behind, word) for begin, behind, word in known]
        return found

    def _candidates(self, text: str) -> Iterable[tuple[int, int]]:
        """From where a word that is looked for may stand to the next blank."""
        if self._likely is None:
            return ()
        lower = text.lower()
        if text.isascii():
            return (match.span() for match in self._likely.finditer(lower))
        if len(lower) != len(text):
            return (match.span() for match in _STRETCH.finditer(text))
        return sorted(match.span() for look in (_FOREIGN, self._likely) for match in look.finditer(lower))

    def _decide(self, stretch: str) -> Iterator[Span]:
        """The words in a stretch of text without blanks."""
        if len(words.fold(stretch)) == len(stretch):
            yield from (Span(start, _past_marks(stretch, end), word) for start, end, word in self._marked(stretch))
            return
        for part in words.PART.finditer(stretch):  # a ligature, a fraction: no place in it can be told
            found = self._marked(words.fold(part[0]))
            if found:
                yield Span(part.start(), _past_marks(stretch, part.end()), found[0].word)

    def _marked(self, stretch: str) -> list[Span]:
        folded = words.fold(stretch)
        places = {place for begins in self._begins or ("",) for place in words.spans(stretch, self._terms, begins)}
        for part in words.PART.finditer(folded) if self._begins else ():  # modeli begins modeling, but not its stem
            if part[0].startswith(self._begins) and not any(start <= part.start() < end for start, end in places):
                places.add(part.span())
        marked = (Span(start, end, self._name(folded[start:end])) for start, end in sorted(places))
        return [one for one in marked if one.word in self._terms or folded[one.start : one.end] not in words.COMMON]

    def _name(self, word: str) -> str:
        """What a word is of that which is looked for: a word by itself, else a beginning, else part of a phrase."""
        forms = [term for term, _ in words.terms(word)]
        begun = (begins for begins in self._begins if any(form.startswith(begins) for form in (word, *forms)))
        named = (
            *(form for form in forms if form in self._apart),
            *begun,
            *(form for form in forms if form in self._terms),
        )
        return named[0] if named else word

    # Phrases

    def runs(self, text: str, found: Sequence[Span]) -> list[Span]:
        """Where the words of the phrases stand side by side."""
        return [run for name in self.phrases for run in self._runs(text, found, name)]

    def joined(self, found: Sequence[Span], runs: Sequence[Span], there: Set[str]) -> list[Span]:
        """The spans with each phrase as one; words of a phrase that is there count nowhere else."""
        standing = [places for name, places in self.phrases.items() if name in there or there & self._as_one[name]]
        loose = {term for places in standing for terms in places for term in terms} - self._apart
        apart = [span for span in found if span.word not in loose]
        end, kept = 0, []
        for span in sorted({*runs, *apart}, key=lambda span: (span.start, -span.end)):
            if span.start >= end:
                kept.append(span)
                end = span.end
        return kept

    def _runs(self, text: str, found: Sequence[Span], name: str) -> Iterator[Span]:
        phrase = self.phrases[name]
        telling = [number for number, terms in enumerate(phrase) if terms & self._terms]
        if not telling:  # nothing but common words and single letters
            return
        second = phrase[telling[1]] | words.COMMON if len(telling) > 1 else None
        end = 0
        for span, following in zip_longest(found, found[1:]):
            if span.start < end or not _may_be(span, phrase[telling[0]], text):
                continue
            if second and not (_is_compound(span, text) or (following and _may_be(following, second, text))):
                continue  # the word that the phrase has next would have been found
            run = self._run_at(text, _words_before(text, span.start, telling[0]), span.end, phrase)
            if run:
                start, end = run
                yield Span(start, end, name)

    def _run_at(self, text: str, start: int, latest: int, phrase: Sequence[Terms]) -> tuple[int, int] | None:
        """From where to where the phrase stands, if it begins between these two places."""
        coming = _STRETCH.finditer(text, start)
        places: list[Place] = []
        fits = 0
        while fits < len(phrase):
            while len(places) <= fits:  # no further than needed: most words are no part of it
                match = next(coming, None)
                if match is None:
                    return None
                at = match.start()
                places += ((at + begin, at + end, terms) for begin, end, terms in self._places_in(match[0]))
            if places[0][0] >= latest:
                return None
            if phrase[fits] & places[fits][2]:
                fits += 1
            else:
                del places[0]
                fits = 0
        return places[0][0], places[fits - 1][1]

    def _places_in(self, stretch: str) -> tuple[Place, ...]:
        if stretch not in self._places:
            self._places[stretch] = tuple(_places(stretch))
        return self._places[stretch]


def _places(stretch: str) -> Iterator[Place]:
    for terms in _terms_by_place(stretch):
        if spans := words.spans(stretch, terms):
            yield spans[0][0], spans[-1][1], terms


def _terms_by_place(text: str) -> list[Terms]:
    places: dict[int, set[str]] = {}
    for term, place in words.terms(text):
        places.setdefault(place, set()).add(term)
    return [frozenset(places[place]) for place in sorted(places)]


def _written_as_one(text: str) -> Terms:
    """Of the terms of a compound those that are no part of it."""
    parts, places = set(), set()
    for term, place in words.terms(text):
        if place not in places:
            parts.add(term)
            places.add(place)
    return frozenset(term for term, _ in words.terms(text)) - parts


def _telling(places: Iterable[Terms]) -> Terms:
    """The terms worth marking by themselves: no common words, no single letters of a compound."""
    terms = frozenset[str]().union(*places)
    return frozenset(term for term in terms - words.COMMON if len(term) > 1 or len(terms) == 1)


def _past_marks(text: str, end: int) -> int:
    """Behind the marks and joiners on a letter: a terminal shows them as one."""
    while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Me", "Mc", "Cf"):
        end += 1
    return end


def _is_compound(span: Span, text: str) -> bool:
    return not text[span.start : span.end].isalnum()


def _may_be(span: Span, terms: Terms, text: str) -> bool:
    """Whether a word with one of these terms stands there: of a compound, only one of its terms is known."""
    return span.word in terms or _is_compound(span, text)


def _words_before(text: str, at: int, count: int) -> int:
    """Where the stretch begins that stands so many before the one at a place."""
    at = text.rfind(" ", 0, at) + 1
    for _ in range(count):
        at = text.rfind(" ", 0, max(at - 1, 0)) + 1
    return at


def _letters(text: str) -> str:
    """The beginning that an unfinished text has at its end: its last word; of a compound, the parts as one."""
    folded = words.fold(" ".join(text.split()[-1:]))
    return "" if set(folded) & set("+#") else "".join(words.PART.findall(folded.replace("_", "")))


def _likely(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds, in small ASCII letters, where a word with one of these stems or beginnings may stand.

    A word and its stem differ in their last two letters at the most; in a compound there may be signs
    between the letters. The expression begins with plain letters, so that others are passed over fast.
    """
    found = set()
    for term in terms:
        letters = term[: max(2, min(len(term) - 2, 5))]
        inside = "(?<![a-z].)" if term[0].isalpha() else ""
        found.add(re.escape(term[0]) + inside + "".join(rf"[\W_]*{re.escape(letter)}" for letter in letters[1:]))
    return re.compile("|".join(rf"{one}\S*" for one in sorted(found))) if found else None

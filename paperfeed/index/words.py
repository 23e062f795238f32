"""Text → the words that are indexed and searched: one way for both, and its VERSION.

Words are NFKC-normalised, casefolded, stripped of accents and stemmed. A compound (GPT-4o, Llama3)
gives its parts and, at the place of the first, the parts written as one. Chinese, Japanese and Korean
give pairs of characters; a Greek letter on its own gives its name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from paperfeed.latex import to_unicode

VERSION = 2
"""To be raised with any change of what comes out here: indexes of another version are rebuilt."""

COMMON = frozenset(
    "a an and are as at be by for from if in is it of on or that the this to we with".split()  # noqa: SIM905
)
"""Words that nearly every paper has: left out of a query unless inside a phrase."""
APART = str.maketrans("", "", "-.'’_")
"""Takes out of a text the signs that hold a compound together: it may be written without."""
LONGEST = 64
"""Characters of a term; a longer one is cut."""

_SIGNED = ("c++", "c#", "f#")
_TOKEN = re.compile(r"[cC]\+\+|[cCfF]#|\w[\w\u0300-\u036f]*(?:[-.'’\u2010\u2011]\w[\w\u0300-\u036f]*)*")
PART = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(r"[-\u2010]")
_POSSESSIVE = re.compile(r"['’]s$")
_NUMBERED = re.compile(r"([^\W\d_]{2,}?)(v\d+|\d\w*)")
"""Letters and a number: gpt|4o, llama|3, yolo|v8. Not l1 or 3d."""
_RAISED_NUMBER = re.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹₀-₉])")
_CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7fb\uf900-\ufaff\uff66-\uffdc\U00020000-\U000323af"
)
_RUN = re.compile(f"([{_CJK}]+)|[^{_CJK}]+")
_GREEK = re.compile("(?<![\u0370-\u03ff])[α-ω](?![\u0370-\u03ff])")
_GREEK_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        re.findall(
            r"\w+",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu"
            " nu xi omicron pi rho sigma tau upsilon phi chi psi omega",
        ),
        strict=True,
    )
)
_LETTERS_OF_THEIR_OWN = (7, 8, 9)
"""Combining classes whose marks make another letter of one (nukta, kana voicing, virama)."""
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters whose stroke is no accent to Unicode, and those that are written as two elsewhere."""
_ENDINGS = (
    "ing ings ed es er ers ment ments ement ation ations ization ator ators ative ive ively ion ions ence ance ent ant"
    " ently ial ical ically al ally able ably ible ity ities ness ful ous ously ic ics ism ist ize izing ly ies"
)
_RESTS = sorted({ending[at:] for ending in re.findall(r"\w+", _ENDINGS) for at in range(len(ending))})


class Word(NamedTuple):
    """A word of a text: its place among the words, where it stands, and the forms it is found by."""

    place: int
    start: int
    end: int
    letters: tuple[str, ...]
    """Its parts as they are written, folded but not stemmed."""
    parts: tuple[str, ...]
    """The stems of its parts: who has all of them has the word."""
    joined: str | None
    """The stem of the compound written as one; None if it is none."""
    inner: tuple[tuple[str, int], ...] = ()
    """For the index only: forms by which a piece is found, with the number of its first part."""
    begins: bool = False
    """A single character of a script without blanks: it is to find the pairs that begin with it."""

    def forms(self) -> Iterator[tuple[str, int]]:
        """All that the index holds of it, with places: first its parts, then what takes up several places."""
        for number, part in enumerate(self.parts, self.place):
            yield part, number
        if self.joined:
            yield self.joined, self.place
        for term, number in self.inner:
            yield term, self.place + number


def plain(text: str) -> str:
    """A text of a paper or a query as it is shown, which is how it is searched: LaTeX as Unicode."""
    return unicodedata.normalize("NFC", to_unicode(text))


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order, with their offsets in it. For the words that are searched, of `plain(text)`."""
    place = 0
    for token in _TOKEN.finditer(_lowered(text)):
        start = token.start()
        for word in _cut(token[0]):
            yield word._replace(place=place + word.place, start=start + word.start, end=start + word.end)
        place += _known(token[0]).places


def terms(text: str) -> Iterator[tuple[str, int]]:
    """The terms of `text` for the index, each with its place."""
    place = 0
    for token in _TOKEN.findall(_lowered(plain(text))):
        known = _known(token)
        for term, number in known.terms:
            yield term, place + number
        place += known.places


def placed_terms(text: str) -> Iterator[tuple[str, int, bool]]:
    """The terms of `text`, each with its place and whether it takes up more than that one."""
    place = 0
    for token in _TOKEN.findall(_lowered(plain(text))):
        known = _known(token)
        for (term, number), wide in zip(known.terms, known.wide, strict=True):
            yield term, place + number, wide
        place += known.places


def sequences(text: str) -> tuple[str, str]:
    """The terms of `text` in order, compounds as their parts and compounds as one: " mixtur of expert ".

    A phrase stands in a text if one of its sequences is contained in one of the text's.
    """
    found = [known for token in _TOKEN.findall(_lowered(plain(text))) if (known := _known(token)).places]
    return " ".join(["", *(known.apart for known in found), ""]), " ".join(["", *(known.joined for known in found), ""])


def spans(text: str, wanted: frozenset[str], begins: str = "") -> list[tuple[int, int]]:
    """Where words of `text` stand whose stem is `wanted`, or that begin with `begins`."""
    found: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(_lowered(text)):
        if not _has(_known(token[0]).terms, wanted, begins):
            continue
        for word in _cut(token[0]):
            if _has(word.forms(), wanted, begins):
                start, end = token.start() + word.start, token.start() + word.end
                if found and start < found[-1][1]:  # pairs overlap
                    start = found.pop()[0]
                found.append((start, end))
    return found


def _has(terms: Iterable[tuple[str, int]], wanted: frozenset[str], begins: str) -> bool:
    return any(term in wanted or (begins and term.startswith(begins)) for term, _ in terms)


def fold(text: str) -> str:
    """NFKC, casefolded, without accents; ℓ is l, β alone is beta, 256² is not 2562."""
    if text.isascii():
        return text.lower()
    kept = unicodedata.normalize("NFKC", _RAISED_NUMBER.sub("_", text)).casefold().translate(_STROKES)
    kept = "".join(char for char in unicodedata.normalize("NFKD", kept) if _stays(char))
    return _GREEK.sub(lambda letter: _GREEK_NAMES.get(letter[0], letter[0]), unicodedata.normalize("NFC", kept))


def _stays(char: str) -> bool:
    return unicodedata.combining(char) in (0, *_LETTERS_OF_THEIR_OWN)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The Porter stem of a lower-case word; numbers and short words stay as they are."""
    from whoosh.lang.porter import stem as porter

    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word[:LONGEST]
    result: str = porter(word[:LONGEST])
    return result


def stems_of_begun(letters: str) -> set[str]:
    """Stems shorter than `letters` of words that begin with them: `modeli` is on the way to `model`."""
    return {found for rest in _RESTS if not (found := stem(letters + rest)).startswith(letters)}


# How a token is cut


class _Known(NamedTuple):
    """What a token comes to."""

    places: int
    terms: tuple[tuple[str, int], ...]
    wide: tuple[bool, ...]
    apart: str
    joined: str


def _lowered(text: str) -> str:
    """In lower case, so that a token is met again; not where that would move the offsets."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text


def _known(token: str) -> _Known:
    return _known_before(token) if len(token) <= LONGEST else _know(token)


def _know(token: str) -> _Known:
    if token.isascii() and token.isalpha():
        term = stem(token.lower())
        return _Known(1, ((term, 0),), (False,), term, term)
    cut = _cut(token)
    return _Known(
        sum(len(word.parts) for word in cut),
        tuple(form for word in cut for form in word.forms()),
        tuple(number >= len(word.parts) for word in cut for number, _ in enumerate(word.forms())),
        " ".join(part for word in cut for part in word.parts),
        " ".join(word.joined or word.parts[0] for word in cut),
    )


_known_before = lru_cache(maxsize=20_000)(_know)


def _cut(token: str) -> tuple[Word, ...]:
    """The words of a token, with places and offsets that begin at 0."""
    if token.isascii():
        word = _word(token, 0, 0)
        return (word,) if word else ()
    found: list[Word] = []
    place = 0
    for run in _RUN.finditer(token):
        if run[1]:
            found += _pairs(run[1], place, run.start())
        elif word := _word(run[0], place, run.start()):
            found.append(word)
        place = found[-1].place + len(found[-1].parts) if found else 0
    return tuple(found)


def _word(text: str, place: int, start: int) -> Word | None:
    """A word, or a compound. None if there is neither letter nor digit in it."""
    end = start + len(text)
    if text.lower() in _SIGNED:
        return Word(place, start, end, (text.lower(),), (text.lower(),), None)
    letters: list[str] = []
    inner: list[tuple[str, int]] = []
    pieces = _HYPHEN.split(_POSSESSIVE.sub("", fold(text)))
    for piece in pieces:
        parts = [part for found in PART.findall(piece) for part in _apart(found)]
        if len(parts) > 1 and len(pieces) > 1:
            inner.append((stem("".join(parts)), len(letters)))
        letters += parts
    if not letters:
        return None
    joined = stem("".join(letters)) if len(letters) > 1 else None
    inner = [form for form in inner if form[0] != joined]
    return Word(place, start, end, tuple(letters), tuple(map(stem, letters)), joined, tuple(inner))


def _apart(part: str) -> tuple[str, ...]:
    numbered = _NUMBERED.fullmatch(part)
    return numbered.groups() if numbered else (part,)


def _pairs(run: str, place: int, start: int) -> Iterator[Word]:
    """Chinese, Japanese or Korean: each character with the next one, and the last by itself."""
    folded = fold(run)
    if len(folded) == 1:
        yield Word(place, start, start + len(run), (folded,), (folded,), None, begins=True)
    exact = len(folded) == len(run)
    last = len(folded) - 2
    for number in range(last + 1):
        pair = folded[number : number + 2]
        begin, end = (start + number, start + number + 2) if exact else (start, start + len(run))
        yield Word(place + number, begin, end, (pair,), (pair,), None, ((folded[-1], 0),) if number == last else ())

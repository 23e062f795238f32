"""Text → the words that are indexed and searched: one function for both, and its VERSION.

Words are NFKC-normalised, casefolded, stripped of accents and stemmed. A compound (GPT-4o, k-NN)
gives its parts and, at the place of the first, the parts written as one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

VERSION = 1
"""To be raised with any change of what comes out here: indexes of another version are rebuilt."""

COMMON = frozenset(
    "a an and are as at be by for from if in is it of on or that the this to we with".split()  # noqa: SIM905
)
"""Words that nearly every paper has: left out of a query unless inside a phrase."""

_WORD = re.compile(r"c\+\+|c#|\w+(?:[-.'’]\w+)*")
PART = re.compile(r"\w+")
_ENDINGS = (
    "ing ings ed es er ers ment ments ement ation ations ization ator ators ative ive ively ion ions ence ance ent ant"
    " ently ial ical ically al ally able ably ible ity ities ness ful ous ously ic ics ism ist ize izing ly ies"
)
_RESTS = sorted({ending[at:] for ending in re.findall(r"\w+", _ENDINGS) for at in range(len(ending))})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its place among the words, where it stands, and the forms it is found by.

    `parts` are the stems of its parts; `joined` is the compound written as one, if it is one.
    """

    place: int
    start: int
    end: int
    parts: tuple[str, ...]
    joined: str | None


def words(text: str) -> Iterator[Word]:
    """The words of `text` in order. Offsets are right for text whose NFKC form is as long as itself."""
    folded = fold(text)
    place = 0
    for match in _WORD.finditer(folded):
        found = match[0]
        parts = (found,) if found in ("c++", "c#") else tuple(PART.findall(found.replace("_", " ")))
        if not parts:
            continue
        joined = "".join(parts) if len(parts) > 1 else None
        yield Word(place, match.start(), match.end(), tuple(stem(part) for part in parts), joined and stem(joined))
        place += len(parts)


def terms(text: str) -> Iterator[tuple[str, int]]:
    """The terms of `text` for the index, each with its place."""
    for word in words(text):
        for number, part in enumerate(word.parts):
            yield part, word.place + number
        if word.joined:
            yield word.joined, word.place


def fold(text: str) -> str:
    """NFKC, casefolded, without accents; ℓ is l."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Porter stem of a lower-case word; numbers and short words stay as they are."""
    from whoosh.lang.porter import stem as porter

    if len(word) < 3 or not word.isascii() or not word.isalpha():
        return word
    result: str = porter(word)
    return result


def stems_of_begun(letters: str) -> set[str]:
    """Stems shorter than `letters` of words that begin with them: `modeli` is on the way to `model`."""
    return {found for rest in _RESTS if not (found := stem(letters + rest)).startswith(letters)}


def spans(text: str, wanted: frozenset[str], begins: str = "") -> list[tuple[int, int]]:
    """Where words of `text` stand whose stem is `wanted`, or that begin with `begins`."""
    found = []
    for word in words(text):
        forms = {*word.parts, word.joined}
        if forms & wanted or (begins and any(form and form.startswith(begins) for form in forms)):
            found.append((word.start, word.end))
    return found if len(fold(text)) == len(text) else []

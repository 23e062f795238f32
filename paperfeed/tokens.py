"""The text of a query → its tokens, each with its place. What they mean is the parser's affair."""

import re
from typing import NamedTuple

from paperfeed.query import FIELDS

_ALIASES = {"authors": "author", "keywords": "keyword", "organization": "org", "organisation": "org"}
_TOKEN = re.compile(
    rf"""\s+|(?P<open>(?:(?ai:{"|".join((*FIELDS, *_ALIASES))}):)?\()|(?P<close>\))|(?P<minus>-)(?=\S)
    |(?P<phrase>"[^"]*"?)|(?P<field>[A-Za-z]+:(?:"[^"]*"?|[^\s()"]+))|(?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_NO_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters, which an argument that is not UTF-8 has."""


class Token(NamedTuple):
    """A piece of a text and where it stands; `kind` is empty behind the last one.

    open      ( or field:(
    close     )
    minus     a - before something
    phrase    "words"
    field     name:value or name:"value"
    word      anything else
    """

    kind: str
    text: str
    start: int
    end: int


END = Token("", "", 0, 0)


def tokens(text: str) -> list[Token]:
    """What `text` consists of. What is no character counts as a blank."""
    return [Token(m.lastgroup, m[0], *m.span()) for m in _TOKEN.finditer(plain(text)) if m.lastgroup]


def plain(text: str) -> str:
    """Blanks for control characters and halves of characters: every other one stays where it is."""
    return _NO_CHARACTER.sub(" ", text)


def field_name(text: str) -> str:
    """The name of a field as it is printed: `author` for Authors."""
    return _ALIASES.get(text.lower(), text.lower())


def cited(text: str) -> str:
    """A part of a text as a notice shows it."""
    return text if len(text) <= 60 else text[:59] + "…"

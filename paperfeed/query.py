"""The query tree and its printing, and TERMS, which documents what may be written.

`parse` (parse.py) makes a tree from text; `store/select.py` gives it its meaning in SQL, the index
answers its text. Nothing here knows papers or databases. What a query prints is parsed to the same
query again, as long as it is not longer than LONGEST.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from paperfeed.dates import NAMED, Days

LONGEST = 300
"""Characters of a query that are looked at."""
DEEPEST = 20
"""Levels of parentheses, and of views inside views, that are looked at."""

TEXT_FIELDS = ("title", "abstract", "author", "keyword", "note", "org")
NUMBER_FIELDS = ("votes", "stars", "comments")
DAY_FIELDS = ("on", "before", "after")
FIELDS = ("is", "has", "tag", "in", "like", "sort", *TEXT_FIELDS, *NUMBER_FIELDS, *DAY_FIELDS)
"""All that may stand before a colon, as it is printed."""

STATES = ("unread", "read", "starred", "done", "dismissed", "snoozed", "woken", "inbox", "late")
POSSESSIONS = ("code", "note", "tag", "pdf")
SIGNS = (">", ">=", "<", "<=", "=")
ORDERS = ("relevance", "day", "votes", "title")
DAY_NAMES = (*NAMED, "mon", "tue", "wed", "thu", "fri", "sat", "sun")

_BARE = re.compile(r'[^\s()"]+')


def quoted(text: str) -> str:
    """A value as it is written behind a colon: in quotes if it has to be."""
    return text if _BARE.fullmatch(text) else f'"{text}"'


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand together in a field, or in any when `field` is empty.

    `like` is empty, `*` for words that begin so, or `~` for words that are spelt nearly so.
    """

    words: str
    phrase: bool = False
    field: str = ""
    like: str = ""

    def __str__(self) -> str:
        words = f'"{self.words}"' if self.phrase else self.words
        return f"{self.field}:{words}{self.like}" if self.field else f"{words}{self.like}"


@dataclass(frozen=True, slots=True)
class State:
    """The paper is in this state; `name` is one of STATES."""

    name: str

    def __str__(self) -> str:
        return f"is:{self.name}"


@dataclass(frozen=True, slots=True)
class Has:
    """The paper has it; `name` is one of POSSESSIONS."""

    name: str

    def __str__(self) -> str:
        return f"has:{self.name}"


@dataclass(frozen=True, slots=True)
class Tag:
    """The paper has this tag."""

    name: str

    def __str__(self) -> str:
        return f"tag:{quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Day:
    """A digest of a day that is on, before or after `days` lists the paper; `text` as written."""

    field: str
    text: str
    days: Days

    def __str__(self) -> str:
        return f"{self.field}:{quoted(self.text)}"


@dataclass(frozen=True, slots=True)
class Number:
    """The newest known `field` compares so with `number`; unknown is 0. `sign` is one of SIGNS."""

    field: str
    sign: str
    number: int

    def __str__(self) -> str:
        return f"{self.field}{self.sign}{self.number}"


@dataclass(frozen=True, slots=True)
class Similar:
    """The paper resembles the one that is known by this id."""

    id: str

    def __str__(self) -> str:
        return f"like:{quoted(self.id)}"


@dataclass(frozen=True, slots=True)
class InView:
    """What the view of this name selects, which is what `tree` selects."""

    name: str
    tree: "Node"

    def __str__(self) -> str:
        return f"in:{quoted(self.name)}"


@dataclass(frozen=True, slots=True)
class Not:
    """What `part` does not select."""

    part: "Node"

    def __str__(self) -> str:
        return f"-{_grouped(self.part, And, Or)}"


@dataclass(frozen=True, slots=True)
class And:
    """What every part selects; with no part, everything."""

    parts: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " ".join(_grouped(part, And, Or) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """What any part selects."""

    parts: "tuple[Node, ...]"

    def __str__(self) -> str:
        return " OR ".join(_grouped(part, Or) for part in self.parts)


Leaf = Text | State | Has | Tag | Day | Number | Similar | InView
Node = Leaf | Not | And | Or
EVERYTHING = And(())


class Notice(NamedTuple):
    """What was odd about a part of a text, in a sentence, and where the part begins and ends."""

    told: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.told

    def placed(self) -> str:
        """The sentence, and where: for who sees it without the text beside it."""
        return f"{self.told} (character {self.start + 1})" if self.start else self.told


@dataclass(frozen=True, slots=True)
class Query:
    """A tree, what was odd about the text it came from, and the order that it asks for (one of ORDERS)."""

    tree: Node = EVERYTHING
    notices: tuple[Notice, ...] = ()
    order: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.tree), self.order and f"sort:{self.order}")))

    def texts(self) -> tuple[Text, ...]:
        """The words a found paper is to contain, in the order written; none that stand after `-`."""
        return tuple(_texts(self.tree))


class Term(NamedTuple):
    """A kind of term, for the help screen and the README."""

    form: str
    means: str
    example: str


TERMS = (
    Term("word word", "both words, in title, abstract, authors, keywords or your notes", "masked tokens"),
    Term('"a phrase"', "the words side by side", '"mixture of experts"'),
    Term("word*", "words that begin so", "quanti*"),
    Term("word~", "words that are spelt nearly so", "tranformer~"),
    Term(
        "title: author:",
        "only there: a word, a phrase, or all words of a group; also abstract: keyword: note: org:",
        "title:(lora OR adapter) author:hinton",
    ),
    Term("-part", "not this", "-survey"),
    Term("a OR b", "either; AND binds tighter and is not written", "lora OR adapter"),
    Term("( )", "grouping", "(lora OR adapter) is:unread"),
    Term(
        "is:",
        f"{', '.join(STATES)} (late: came to a day that was done; woken: back from a snooze)",
        "is:starred",
    ),
    Term("has:", "code, a note of yours, a tag, a pdf", "has:code -has:note"),
    Term("tag:", "a tag of yours", "tag:moe"),
    Term("in:", "what a view holds", "in:inbox votes>=5"),
    Term("like:", "papers like this one, by its id", "like:arxiv:2403.06634"),
    Term(
        "on:",
        "listed on a day, month, year or range: 2025-03-14, 2025-03, 2025, a..b, a.., mon..fri, today, yesterday, 3d,"
        ' 2w, "last week", "this month"',
        "on:2025-03-10..2025-03-14",
    ),
    Term("before: after:", "listed before or after it, both exclusive", "after:2025-03"),
    Term(
        "votes> < =", "by the newest known votes; >= and <= too; stars (of its code) and comments likewise", "votes>=50"
    ),
    Term("sort:", f"the order of the list: {', '.join(ORDERS)}", "is:starred sort:votes"),
)


def _grouped(part: Node, *kinds: type) -> str:
    return f"({part})" if isinstance(part, kinds) else str(part)


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, InView):
        yield from _texts(node.tree)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _texts(part)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of a tree, those of its views in their place."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case InView(_, tree):
            yield from leaves(tree)
        case _:
            yield node


def without(node: Node, gone: Collection[Node]) -> Node | None:
    """A tree without these leaves, and without what held nothing else; None if nothing is left."""
    match node:
        case And(parts) | Or(parts):
            left = tuple(kept for part in parts if (kept := without(part, gone)) is not None)
            return replace(node, parts=left) if left or not parts else None
        case Not(part):
            inner = without(part, gone)
            return inner and Not(inner)
        case InView(name, tree):
            inner = without(tree, gone)
            return inner and InView(name, inner)
    return None if node in gone else node


def is_text(node: Node) -> bool:
    """Whether a tree asks for nothing but text, so that the index can answer it."""
    match node:
        case Text() | Similar():
            return True
        case Not(part):
            return is_text(part)
        case InView(_, tree):
            return is_text(tree)
        case And(parts) | Or(parts):
            return bool(parts) and all(map(is_text, parts))
    return False


def has_text(node: Node) -> bool:
    """Whether a tree asks for text at all."""
    return any(isinstance(leaf, Text | Similar) for leaf in leaves(node))

"""The one query grammar: parse, print, and the tree between. TERMS documents it.

    query  = all ("OR" all)*              either
    all    = part+                        every one of them
    part   = "-" part | "(" query ")" | term
    term   = word | "a phrase" | field:word | field:"a phrase"

The meaning of a tree is given where it is answered (`store/select.py` for state, days and numbers,
the index for text); nothing here knows papers or databases. Parsing never fails: what makes no
sense as a term is searched as text, and `Query.notices` says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from paperfeed.dates import Days, parse_days

LONGEST = 300
"""Characters of a query that are looked at."""
DEEPEST = 20
"""Levels of parentheses that are looked at."""

STATES = ("unread", "read", "starred", "done", "snoozed", "inbox")
DAY_FIELDS = ("on", "before", "after")


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand together in the title, abstract, authors or keywords."""

    words: str
    phrase: bool = False

    def __str__(self) -> str:
        return f'"{self.words}"' if self.phrase else self.words


@dataclass(frozen=True, slots=True)
class State:
    """The paper is in this state; `name` is one of STATES."""

    name: str

    def __str__(self) -> str:
        return f"is:{self.name}"


@dataclass(frozen=True, slots=True)
class Tag:
    """The paper has this tag."""

    name: str

    def __str__(self) -> str:
        return f"tag:{self.name}" if _BARE.fullmatch(self.name) else f'tag:"{self.name}"'


@dataclass(frozen=True, slots=True)
class Day:
    """A digest of a day that is on, before or after `days` lists the paper; `text` as written."""

    field: str
    text: str
    days: Days

    def __str__(self) -> str:
        return f'{self.field}:"{self.text}"' if " " in self.text else f"{self.field}:{self.text}"


@dataclass(frozen=True, slots=True)
class Votes:
    """The newest known votes compare so with `number`; `sign` is > >= < <= or =."""

    sign: str
    number: int

    def __str__(self) -> str:
        return f"votes{self.sign}{self.number}"


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


Leaf = Text | State | Tag | Day | Votes
Node = Leaf | Not | And | Or
EVERYTHING = And(())


@dataclass(frozen=True, slots=True)
class Query:
    """A tree and what was odd about the text it came from, in sentences."""

    tree: Node = EVERYTHING
    notices: tuple[str, ...] = ()

    def __str__(self) -> str:
        return str(self.tree)

    def texts(self) -> tuple[Text, ...]:
        """The words a found paper is to contain, in the order written; none that stand after `-`."""
        return tuple(_texts(self.tree))


class Term(NamedTuple):
    """A kind of term, for the help screen and the README."""

    form: str
    means: str
    example: str


TERMS = (
    Term("word word", "both words, in title, abstract, authors or keywords", "masked tokens"),
    Term('"a phrase"', "the words side by side", '"mixture of experts"'),
    Term("-part", "not this", "-survey"),
    Term("a OR b", "either; AND binds tighter and is not written", "lora OR adapter"),
    Term("( )", "grouping", "(lora OR adapter) is:unread"),
    Term("is:", ", ".join(STATES), "is:starred"),
    Term("tag:", "a tag of yours", "tag:moe"),
    Term(
        "on:",
        'listed on a day, month, year or range: 2025-03-14, 2025-03, 2025, a..b, today, yesterday, 3d, 2w, "last week"',
        "on:2025-03-10..2025-03-14",
    ),
    Term("before: after:", "listed before or after it, both exclusive", "after:2025-03"),
    Term("votes> < =", "by the newest known votes; >= and <= too", "votes>=50"),
)

_TOKEN = re.compile(
    r"""\s+|(?P<open>\()|(?P<close>\))|(?P<minus>-)(?=\S)|(?P<phrase>"[^"]*"?)
    |(?P<field>[A-Za-z]+:(?:"[^"]*"?|[^\s()"]+))|(?P<word>[^\s()"]+)""",
    re.VERBOSE,
)
_BARE = re.compile(r'[^\s()"]+')
_VOTES = re.compile(r"votes(>=|<=|>|<|=)(.*)", re.IGNORECASE)


def parse(text: str, today: date) -> Query:
    """The query that `text` writes. `today` is what relative days count from."""
    notices = []
    if len(text) > LONGEST:
        notices.append(f"only the first {LONGEST} characters are searched")
        text = text[:LONGEST]
    return _Parser(text, today, notices).query()


class _Parser:
    """One pass over the tokens of a text, by recursive descent."""

    def __init__(self, text: str, today: date, notices: list[str]) -> None:
        self.tokens = [(m.lastgroup or "", m[0]) for m in _TOKEN.finditer(text) if m.lastgroup]
        self.at = 0
        self.today = today
        self.notices = notices

    def query(self) -> Query:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            parts.append(self.either(0))
            if self.peek()[0] == "close":
                self.notices.append("a ) without its ( is left out")
                self.at += 1
        return Query(_and(parts), tuple(dict.fromkeys(self.notices)))

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def either(self, depth: int) -> Node:
        parts = [self.every(depth)]
        while self.peek() == ("word", "OR"):
            self.at += 1
            parts.append(self.every(depth))
        kept = [part for part in parts if part != EVERYTHING]
        if len(kept) < len(parts) and len(parts) > 1:
            self.notices.append("OR needs a term on both sides")
        return _or(kept)

    def every(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.at < len(self.tokens) and self.peek()[0] != "close" and self.peek() != ("word", "OR"):
            part = self.part(depth)
            if part is not None:
                parts.append(part)
        return _and(parts)

    def part(self, depth: int) -> Node | None:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "minus":
            negate = True
            while self.peek()[0] == "minus":
                negate, self.at = not negate, self.at + 1
            if self.peek()[0] in ("", "close") or self.peek() == ("word", "OR"):
                return None
            inner = self.part(depth)
            if inner is None or inner == EVERYTHING:
                return None
            return (inner.part if isinstance(inner, Not) else Not(inner)) if negate else inner
        if kind == "open":
            if depth >= DEEPEST:
                self.notices.append(f"parentheses deeper than {DEEPEST} are left out")
                return None
            group = self.either(depth + 1)
            if self.peek()[0] == "close":
                self.at += 1
            else:
                self.notices.append("a ( without its ) ends with the query")
            return None if group == EVERYTHING else group
        if kind == "phrase":
            return self.phrase(text)
        if kind == "field":
            return self.field(text)
        return self.word(text)

    def phrase(self, text: str) -> Node | None:
        if len(text) < 2 or not text.endswith('"'):
            self.notices.append('a " without its end goes to the end of the query')
        return self.text(" ".join(text.strip('"').split()), phrase=True)

    def word(self, text: str) -> Node | None:
        if votes := _VOTES.fullmatch(text):
            return self.votes(votes[1], votes[2]) or self.text(text)
        return self.text(text)

    def votes(self, sign: str, number: str) -> Votes | None:
        if number.isdecimal() and len(number) < 10:
            return Votes(sign, int(number))
        self.notices.append(f"“{number}” is no number of votes: searched as text")
        return None

    def text(self, words: str, phrase: bool = False) -> Node | None:
        if any(char.isalnum() for char in words):
            return Text(words, phrase)
        if words:
            self.notices.append(f"{words} has no letters or digits: left out")
        return None

    def field(self, token: str) -> Node | None:
        name, _, value = token.partition(":")
        quoted = value.startswith('"')
        if quoted:
            value = " ".join(value.strip('"').split())
        found = self.term(name.lower(), value)
        if found is not None:
            return found
        return self.text(value, phrase=True) if quoted else self.text(token)

    def term(self, name: str, value: str) -> Node | None:
        if name == "is":
            if value.lower() in STATES:
                return State(value.lower())
            self.notices.append(f"is:{value} is no state (there are {', '.join(STATES)}): searched as text")
        elif name == "tag":
            if value:
                return Tag(value)
            self.notices.append("tag: needs a name: left out")
        elif name in DAY_FIELDS:
            days = parse_days(value, self.today)
            if days:
                return Day(name, value.lower(), days)
            self.notices.append(f"{name}:{value} names no day (write 2025-03-14, 2025-03, 3d, today): searched as text")
        elif name == "votes":
            return self.votes("=", value)
        else:
            self.notices.append(f"unknown field {name}: searched as text")
        return None


def _and(parts: list[Node]) -> Node:
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def _or(parts: list[Node]) -> Node:
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return And(()) if not flat else flat[0] if len(flat) == 1 else Or(flat)


def _grouped(part: Node, *kinds: type) -> str:
    return f"({part})" if isinstance(part, kinds) else str(part)


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _texts(part)

"""Text → query: the one grammar. What terms there are stands in `query.TERMS`.

    query  = all ("OR" all)*              either
    all    = part+                        every one of them
    part   = "-" part | [field:] "(" query ")" | term
    term   = word | word* | word~ | "a phrase" | field:value | field:"a value" | votes>number

Parsing never fails and takes time in proportion to what is looked at: what makes no sense as a
term is searched as text or left out, and a notice of the query says so.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from paperfeed.leaves import NEEDS, leaf_of
from paperfeed.query import (
    DEEPEST,
    EVERYTHING,
    FIELDS,
    LONGEST,
    NUMBER_FIELDS,
    ORDERS,
    TEXT_FIELDS,
    And,
    InView,
    Node,
    Not,
    Notice,
    Or,
    Query,
    Text,
)
from paperfeed.tokens import END, Token, cited, field_name, plain, tokens

LONGEST_VIEWS = 1_500
"""Characters of views, and of views inside them, that one query may take in together."""

_BEGUN = re.compile(r"([A-Za-z]+)(:|[<>=]+)")
_COMPARED = re.compile(r"([A-Za-z]+)([<>=]+.+)", re.DOTALL)


class _Sort(NamedTuple):
    """A sort: as it was met; `inside` parentheses or behind a `-`."""

    value: str
    token: Token
    place: int
    inside: bool


class _Views:
    """The views that a query may name, and how much of their text it may yet take in."""

    def __init__(self, views: Mapping[str, str]) -> None:
        self.left = LONGEST_VIEWS
        self.named: dict[str, tuple[str, str]] = {}
        for name, text in views.items():
            shown = " ".join(plain(name).replace('"', " ").split())
            if shown:
                self.named.setdefault(shown.casefold(), (shown, text))

    def told(self) -> str:
        names = [shown for shown, _ in self.named.values()]
        return f" (there are {', '.join(names[:12])}{', …' if len(names) > 12 else ''})" if names else ""


def parse(text: str, today: date, views: Mapping[str, str] = MappingProxyType({})) -> Query:
    """The query that `text` writes. Relative days count from `today`; `in:` finds the text of `views`."""
    return _Parser(text, today, _Views(views)).query()


class _Parser:
    """One pass over the tokens of a text, by recursive descent. Of a view: at its depth in the query."""

    def __init__(self, text: str, today: date, views: _Views, depth: int = 0, within: tuple[str, ...] = ()) -> None:
        self.tokens = tokens(text[:LONGEST])
        self.at = 0
        self.today = today
        self.views = views
        self.within = within
        self.outermost = self.depth = depth
        self.scope = ""
        """The field that stands before the parentheses around a part."""
        self.minuses = 0
        self.has_or = False
        self.sorts: list[_Sort] = []
        self.notices: dict[str, Notice] = {}
        if len(text) > LONGEST:
            self.say(f"only the first {LONGEST} characters are searched", END._replace(end=len(text)))

    def query(self) -> Query:
        parts: list[Node] = []
        while self.at < len(self.tokens):
            parts.append(self.either())
            if self.peek().kind == "close":
                self.say("a ) without its ( is left out", self.take())
        order = self.order()
        return Query(_and(parts), tuple(sorted(self.notices.values(), key=lambda notice: notice.start)), order)

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def at_or(self) -> bool:
        return self.peek()[:2] == ("word", "OR")

    def at_part(self) -> bool:
        return self.peek().kind not in ("", "close") and not self.at_or()

    def say(self, told: str, token: Token) -> None:
        self.notices.setdefault(told, Notice(told, token.start, token.end))

    def said(self) -> int:
        """Grows with whatever is left out of the tree, but not in silence."""
        return len(self.notices) + len(self.sorts)

    # What holds parts together

    def either(self) -> Node:
        parts, ors = [self.every()], []
        while self.at_or():
            ors.append(self.take())
            parts.append(self.every())
        self.has_or = self.has_or or bool(ors and self.depth == self.outermost)
        for token, before, after in zip(ors, parts, parts[1:], strict=False):
            if EVERYTHING in (before, after):
                self.say("OR needs a term on both sides", token)
        return _or([part for part in parts if part != EVERYTHING])

    def every(self) -> Node:
        parts: list[Node] = []
        while self.at_part():
            if (part := self.part()) is not None:
                parts.append(part)
        return _and(parts)

    def part(self) -> Node | None:
        token = self.take()
        if token.kind == "minus":
            return self.negated(token)
        if token.kind == "open":
            return self.group(token)
        if token.kind == "word":
            return self.word(token)
        if token.kind == "field":
            return self.field(token)
        return self.term(self.scope, self.unquoted(token.text, token), token, phrase=True)

    def negated(self, token: Token) -> Node | None:
        negate, said = True, self.said()
        while self.peek().kind == "minus":
            negate, _ = not negate, self.take()
        self.minuses += 1
        inner = self.part() if self.at_part() else None
        self.minuses -= 1
        if inner is None:
            if self.said() == said:
                self.say("a - without a term behind it is left out", token)
            return None
        return inner if not negate else inner.part if isinstance(inner, Not) else Not(inner)

    def group(self, token: Token) -> Node | None:
        if self.depth >= DEEPEST:
            self.say(f"parentheses deeper than {DEEPEST} are left out", token)
            return None
        outer, said, name = self.scope, self.said(), field_name(token.text[:-2])
        self.scope, self.depth = name or outer, self.depth + 1
        inner = self.either()
        self.scope, self.depth = outer, self.depth - 1
        if self.peek().kind == "close":
            self.take()
        else:
            self.say("a ( without its ) ends with the query", token)
        if inner == EVERYTHING and name and self.said() == said:
            self.say(f"{name}: needs {NEEDS[name]} in its parentheses: left out", token)
        return None if inner == EVERYTHING else inner

    # Terms

    def word(self, token: Token) -> Node | None:
        text = token.text
        if text == "AND":
            self.say("AND is meant without being written: left out", token)
            return None
        if text == "NOT":
            self.say("NOT is written as a - before a term: searched as text", token)
        elif begun := _BEGUN.fullmatch(text):
            name = field_name(begun[1])
            if name in FIELDS and (begun[2] == ":" or name in NUMBER_FIELDS):
                self.say(f"{name}{begun[2]} needs {NEEDS[name]} right behind it: left out", token)
                return None
            if begun[2] == ":" and self.peek().kind == "open" and self.peek().start == token.end:
                self.say(f"unknown field {cited(name)}: searched as text", token)
        elif compared := _COMPARED.fullmatch(text):
            name, value = compared[1].lower(), compared[2]
            if name in NUMBER_FIELDS:
                return self.leaf(name, value, token, phrase=False)
            if not value.startswith("=") and len(name) > 2 and value.lstrip("<>=").isdecimal():
                known = ", ".join(NUMBER_FIELDS)
                self.say(f"{cited(name)} is no number of a paper (there are {known}): searched as text", token)
        return self.term(self.scope, text, token, phrase=False)

    def field(self, token: Token) -> Node | None:
        written, _, value = token.text.partition(":")
        name, phrase = field_name(written), value.startswith('"')
        value = self.unquoted(value, token) if phrase else value
        if name in FIELDS:
            return self.term(name, value, token, phrase)
        self.say(f"unknown field {cited(name)}: searched as text", token)
        return self.as_text(value, token, phrase)

    def unquoted(self, text: str, token: Token) -> str:
        if len(text) < 2 or not text.endswith('"'):
            self.say('a " without its end goes to the end of the query', token)
        return " ".join(text.strip('"').split())

    def term(self, field: str, value: str, token: Token, phrase: bool) -> Node | None:
        """What `value` means in `field`, or by itself when `field` is empty."""
        if field and not value:
            self.say(f"{field}: needs {NEEDS[field]} right behind it: left out", token)
            return None
        if not field or field in TEXT_FIELDS:
            return self.text(value, token, phrase, field)
        if field == "sort":
            inside = self.depth > self.outermost or self.minuses > 0
            self.sorts.append(_Sort(value.lower(), token, self.at - 1, inside))
            return None
        return self.view(value, token, phrase) if field == "in" else self.leaf(field, value, token, phrase)

    def leaf(self, field: str, value: str, token: Token, phrase: bool) -> Node | None:
        found = leaf_of(field, value, self.today)
        if not isinstance(found, str):
            return found
        self.say(f"{found}: searched as text", token)
        return self.as_text(value, token, phrase)

    def as_text(self, value: str, token: Token, phrase: bool) -> Node | None:
        """A field and its value as the words they are written with."""
        field = self.scope if self.scope in TEXT_FIELDS else ""
        return self.text(value if phrase else token.text, token, phrase, field)

    def text(self, words: str, token: Token, phrase: bool, field: str) -> Node | None:
        like = words[-1] if words.endswith(("*", "~")) and not phrase else ""
        bare = words.rstrip(like) if like else words
        if any(char.isalnum() for char in bare):
            if "*" in bare and not phrase:
                self.say(f"{cited(words)}: a * counts only at the end of a word: searched without it", token)
            return Text(bare, phrase, field, like)
        if words:
            self.say(f"{cited(words)} has no letters or digits: left out", token)
        return None

    def view(self, value: str, token: Token, phrase: bool) -> Node | None:
        name, text = self.views.named.get(value.casefold(), ("", ""))
        length = min(len(text), LONGEST)
        if not name:
            self.say(f"in:{cited(value)} is no view{self.views.told()}: searched as text", token)
            return self.as_text(value, token, phrase)
        if name in self.within:
            self.say(f"in:{cited(name)} stands inside itself: left out", token)
        elif self.depth >= DEEPEST:
            self.say(f"views deeper than {DEEPEST} are left out", token)
        elif length > self.views.left:
            self.say(f"in:{cited(name)} makes the query too long: left out", token)
        else:
            self.views.left -= length
            inner = _Parser(text, self.today, self.views, self.depth + 1, (*self.within, name)).query()
            for notice in inner.notices:
                self.say(f"in the view {cited(name)}: {notice}", token)
            return InView(name, inner.tree)
        return None

    def order(self) -> str | None:
        """The order that the query asks for, wherever it stands.

        At either end of the text it is plain that it goes for the whole query; else that is said.
        """
        found: _Sort | None = None
        places = {sort.place for sort in self.sorts}
        for sort in self.sorts:
            told = f"sort:{cited(sort.value)}"
            if sort.value not in ORDERS:
                self.say(f"{told} is no order (there are {', '.join(ORDERS)}): left out", sort.token)
                continue
            at_end = places.issuperset(range(sort.place)) or places.issuperset(range(sort.place, len(self.tokens)))
            if sort.inside or (self.has_or and not at_end):
                self.say(f"{told} goes for the whole query, not for a part of it", sort.token)
            if found and found.value != sort.value:
                self.say(f"of several orders the last one counts: sort:{found.value} is left out", found.token)
            found = sort
        return found and found.value


def _and(parts: list[Node]) -> Node:
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def _or(parts: list[Node]) -> Node:
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return And(()) if not flat else flat[0] if len(flat) == 1 else Or(flat)

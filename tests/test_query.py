"""The query grammar: what is parsed, what is printed, and what is said of odd queries."""

from datetime import date

import pytest
from builders import DAY
from hypothesis import example, given
from hypothesis import strategies as st

from paperfeed.dates import Days
from paperfeed.query import (
    DEEPEST,
    EVERYTHING,
    LONGEST,
    TERMS,
    And,
    Day,
    Node,
    Not,
    Or,
    Query,
    State,
    Tag,
    Term,
    Text,
    Votes,
    parse,
)

A, B, C = Text("a"), Text("b"), Text("c")
MARCH = Days(date(2025, 3, 1), date(2025, 3, 31))
FRAGMENTS = st.sampled_from([
    "(", ")", "-", '"', " ", " OR ", "OR", "or", "a", "b c", '"a phrase"', "is:", "is:unread", "IS:Starred", "is:odd",
    "tag:", "tag:moe", 'tag:"two words"', 'tag:"(x)"', 'tag:"', "on:", "on:2025-03", 'on:"last week"', "before:3D",
    "after:2025..2024", "votes", ">", ">=5", "votes>5", "votes:7", "votes<x", "foo:bar", ":", "::", "!!", "ß",
])  # fmt: skip
FRAGMENTED = st.lists(FRAGMENTS, max_size=24).map("".join)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("a", A),
        ("a b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a or b", And((A, Text("or"), B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a (b OR c)", And((A, Or((B, C))))),
        ("(a (b c))", And((A, B, C))),
        ("(a OR (b OR c))", Or((A, B, C))),
        ("-a b", And((Not(A), B))),
        ("--a", A),
        ("-(-a)", A),
        ("-(a b)", Not(And((A, B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("seq-to-seq", Text("seq-to-seq")),
        ('"mixture  of experts"', Text("mixture of experts", phrase=True)),
        ('-"a b"', Not(Text("a b", phrase=True))),
        ("is:unread", State("unread")),
        ("IS:Starred", State("starred")),
        ("tag:moe", Tag("moe")),
        ('tag:"to read"', Tag("to read")),
        ("on:2025-03", Day("on", "2025-03", MARCH)),
        ('after:"Last  Week"', Day("after", "last week", Days(date(2025, 3, 3), date(2025, 3, 9)))),
        ("before:2025-03-01..2025-03-31", Day("before", "2025-03-01..2025-03-31", MARCH)),
        ("votes>=50", Votes(">=", 50)),
        ("VOTES<3", Votes("<", 3)),
        ("votes:7", Votes("=", 7)),
        ("()", EVERYTHING),
        ("a ()", A),
    ],
)
def test_a_query_says_what_its_text_means(text: str, tree: Node) -> None:
    assert parse(text, DAY) == Query(tree)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.form)
def test_the_example_of_every_documented_term_is_understood(term: Term) -> None:
    query = parse(term.example, DAY)
    assert query.notices == ()
    assert query.tree != EVERYTHING


@pytest.mark.parametrize(
    ("text", "tree", "odd"),
    [
        ("a)", A, ")"),
        ("(a", A, "("),
        ('"a b', Text("a b", phrase=True), '"'),
        ("a OR", A, "OR"),
        ("OR b", B, "OR"),
        ("a !!", A, "!!"),
        ("is:odd", Text("is:odd"), "is:odd"),
        ("on:someday", Text("on:someday"), "on:someday"),
        ('on:"some day"', Text("some day", phrase=True), "some day"),
        ("votes>1k", Text("votes>1k"), "1k"),
        ("votes:many", Text("votes:many"), "many"),
        ("votes=1234567890", Text("votes=1234567890"), "1234567890"),
        ("author:ada", Text("author:ada"), "author"),
        ('a tag:""', A, "tag:"),
        ("(" * (DEEPEST + 1) + "a", A, str(DEEPEST)),
        ("a " * LONGEST, And((A,) * (LONGEST // 2)), str(LONGEST)),
    ],
)
def test_an_odd_part_is_searched_as_text_or_left_out_and_named(text: str, tree: Node, odd: str) -> None:
    query = parse(text, DAY)
    assert query.tree == tree
    assert any(odd in notice for notice in query.notices)


def test_a_notice_is_given_once() -> None:
    assert len(parse("a ) b ) c )", DAY).notices) == 1


# A third of the length that is looked at: printing may add blanks and parentheses.
@given(FRAGMENTED | st.text(st.characters(), max_size=LONGEST // 3) | st.text('ab ():"-OR>', max_size=LONGEST // 3))
@example('x"y"-(z OR -w)v) tag:"("')
def test_a_printed_query_means_the_same_again(text: str) -> None:
    query = parse(text, DAY)
    again = parse(str(query), DAY)
    assert again.tree == query.tree
    assert str(again) == str(query)


@given(st.text(st.characters(), max_size=2_000) | st.lists(FRAGMENTS, max_size=600).map("".join))
@example("(" * 2_000)
@example("-(" * 1_000)
@example("-" * 2_000 + "a")
@example('"' * 1_999)
@example("on:" + ".." * 900)
@example("a" * 2_000)
def test_no_text_is_too_odd_to_parse(text: str) -> None:
    query = parse(text, DAY)
    assert isinstance(str(query), str)
    assert all(query.notices)


@pytest.mark.parametrize(
    ("text", "words"),
    [("a -b (c OR is:read)", ("a", "c")), ('"a b" -(c d) tag:moe', ("a b",)), ("is:unread", ())],
)
def test_the_words_to_highlight_are_those_that_are_asked_for(text: str, words: tuple[str, ...]) -> None:
    assert tuple(found.words for found in parse(text, DAY).texts()) == words

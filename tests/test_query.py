"""The query grammar: what is parsed, what is printed, and what is said of odd queries."""

import re
from collections.abc import Sequence
from datetime import date

import pytest
from builders import DAY
from hypothesis import assume, example, given
from hypothesis import strategies as st

from paperfeed.config import VIEWS
from paperfeed.dates import Days, parse_days
from paperfeed.parse import LONGEST_VIEWS, parse
from paperfeed.query import (
    DEEPEST,
    EVERYTHING,
    FIELDS,
    LONGEST,
    NUMBER_FIELDS,
    ORDERS,
    POSSESSIONS,
    SIGNS,
    STATES,
    TERMS,
    TEXT_FIELDS,
    And,
    Day,
    Has,
    InView,
    Node,
    Not,
    Notice,
    Number,
    Or,
    Query,
    Similar,
    State,
    Tag,
    Term,
    Text,
)

A, B, C = Text("a"), Text("b"), Text("c")
MARCH = Days(date(2025, 3, 1), date(2025, 3, 31))
MINE = {**VIEWS, "To read": "is:starred -is:read", "best": 'in:inbox (votes>50 OR tag:"(x)")'}
"""The views of the user in these tests."""
ODD = {"loop": "a in:loop", "ping": "a in:pong", "pong": "b in:ping", "slip": "foo:bar (", 'a "b"  \n c': "d"}
FRAGMENTS = st.sampled_from([
    "(", ")", "-", '"', " ", " OR ", "OR", "or", "AND", "NOT", "a", "b c", '"a phrase"', "a*", "b~", "*", "~", "d*e",
    "is:", "is:unread", "IS:Starred", "is:odd", "is:(", "tag:", "tag:moe", 'tag:"two words"', 'tag:"(x)"', 'tag:"',
    "on:", "on:2025-03", 'on:"last week"', "before:3D", "after:2025..2024", "on:mon..fri", "on:2025..",
    "votes", ">", ">=5", "votes>5", "votes:7", "votes<x", "stars:>=3", "comments>", "votes=<5",
    "foo:bar", "foo:(", "foo:", ":", "::", "!!", "ß", "title:", "title:(", "author:ada*", "Authors:(", 'note:"x y"',
    "has:code", "has:x", "in:", "in:inbox", 'in:"to read"', "in:none", "in:loop", "in:ping", "in:slip", "in:(",
    "like:", "like:arxiv:2403.06634", "like:\"title:a b\"", "sort:", "sort:day", "sort:votes", "sort:x", "SORT:(",
])  # fmt: skip
FRAGMENTED = st.lists(FRAGMENTS, max_size=24).map("".join)
SPACED = st.lists(FRAGMENTS, max_size=16).map(" ".join)


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
        ("on:Mon..fri", Day("on", "mon..fri", Days(date(2025, 3, 10), DAY))),
        ("on:2025-03..", Day("on", "2025-03..", Days(date(2025, 3, 1), DAY))),
        ("votes>=50", Number("votes", ">=", 50)),
        ("VOTES<3", Number("votes", "<", 3)),
        ("votes:7", Number("votes", "=", 7)),
        ("votes=07", Number("votes", "=", 7)),
        ("stars>100", Number("stars", ">", 100)),
        ("comments:<=3", Number("comments", "<=", 3)),
        ("has:code", Has("code")),
        ("-HAS:Note", Not(Has("note"))),
        ("is:late", State("late")),
        ("like:arxiv:2403.06634", Similar("arxiv:2403.06634")),
        ('like:"title:a  paper"', Similar("title:a paper")),
        ("trans*", Text("trans", like="*")),
        ("transfomer~", Text("transfomer", like="~")),
        ("C++*", Text("C++", like="*")),
        ("a**", Text("a", like="*")),
        ('"trans*"', Text("trans*", phrase=True)),
        ("title:lora", Text("lora", field="title")),
        ('abstract:"a  b"', Text("a b", phrase=True, field="abstract")),
        ("author:hint*", Text("hint", field="author", like="*")),
        ("Authors:ada keywords:x", And((Text("ada", field="author"), Text("x", field="keyword")))),
        ("organization:x OR organisation:y", Or((Text("x", field="org"), Text("y", field="org")))),
        ("title:a:b", Text("a:b", field="title")),
        ("title:-a", Text("-a", field="title")),
        ("title:(a OR b)", Or((Text("a", field="title"), Text("b", field="title")))),
        ("-title:(a)", Not(Text("a", field="title"))),
        ('title:(a "b c" -(a* b~))', And((
            Text("a", field="title"), Text("b c", phrase=True, field="title"),
            Not(And((Text("a", field="title", like="*"), Text("b", field="title", like="~")))),
        ))),
        ("title:(a author:b is:read) c", And((Text("a", field="title"), Text("b", field="author"), State("read"), C))),
        ("title:(a abstract:(b))", And((Text("a", field="title"), Text("b", field="abstract")))),
        ("is:(read OR starred)", Or((State("read"), State("starred")))),
        ('tag:(moe "to read")', And((Tag("moe"), Tag("to read")))),
        ("votes:(>50 OR 3)", Or((Number("votes", ">", 50), Number("votes", "=", 3)))),
        ("in:inbox", InView("inbox", State("inbox"))),
        ("IN:Inbox", InView("inbox", State("inbox"))),
        ("-in:all", Not(InView("all", EVERYTHING))),
        ('in:"to  READ"', InView("To read", And((State("starred"), Not(State("read")))))),
        ("()", EVERYTHING),
        ("a ()", A),
    ],
)  # fmt: skip
def test_a_query_says_what_its_text_means(text: str, tree: Node) -> None:
    assert parse(text, DAY, MINE) == Query(tree)


def test_a_view_may_stand_on_another_one() -> None:
    tree = And((InView("inbox", State("inbox")), Or((Number("votes", ">", 50), Tag("(x)")))))
    assert parse("a in:best", DAY, MINE) == Query(And((A, InView("best", tree))))


@pytest.mark.parametrize(
    ("text", "tree", "order"),
    [
        ("sort:votes", EVERYTHING, "votes"),
        ("a SORT:Day", A, "day"),
        ("sort:title a b", And((A, B)), "title"),
        ("a sort:relevance b", And((A, B)), "relevance"),
        ("a OR b sort:votes", Or((A, B)), "votes"),
        ("sort:votes a OR b", Or((A, B)), "votes"),
        ("a sort:votes sort:votes", A, "votes"),
        ("in:sorted a", And((InView("sorted", B), A)), None),
    ],
)
def test_the_order_is_asked_for_at_the_top_of_a_query(text: str, tree: Node, order: str | None) -> None:
    assert parse(text, DAY, {"sorted": "b sort:votes"}) == Query(tree, (), order)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.form)
def test_the_example_of_every_documented_term_is_understood(term: Term) -> None:
    query = parse(term.example, DAY, VIEWS)
    assert query.notices == ()
    assert query.tree != EVERYTHING


def test_every_field_is_documented() -> None:
    told = " ".join(f"{term.form} {term.means}" for term in TERMS)
    assert [field for field in FIELDS if f"{field}:" not in told and field not in NUMBER_FIELDS] == []
    assert [name for name in (*STATES, *POSSESSIONS, *ORDERS, *NUMBER_FIELDS, "title:") if name not in told] == []


@pytest.mark.parametrize(
    ("text", "tree", "odd"),
    [
        ("a)", A, ")"),
        ("(a", A, "("),
        ('"a b', Text("a b", phrase=True), '"'),
        ("a OR", A, "OR"),
        ("OR b", B, "OR"),
        ("a OR OR b", Or((A, B)), "OR"),
        ("a !!", A, "!!"),
        ("a **", A, "**"),
        ("a title:~", A, "~"),
        ("is:odd", Text("is:odd"), "is:odd"),
        ("title:(is:odd)", Text("is:odd", field="title"), "is:odd"),
        ("has:odd", Text("has:odd"), "has:odd"),
        ("on:someday", Text("on:someday"), "on:someday"),
        ('on:"some day"', Text("some day", phrase=True), "some day"),
        ("votes>1k", Text("votes>1k"), "1k"),
        ("votes:many", Text("votes:many"), "many"),
        ("votes=1234567890", Text("votes=1234567890"), "1234567890"),
        ("votes=>5", Text("votes=>5"), "=>5"),
        ("stars>x", Text("stars>x"), "no number of stars"),
        ("likes>5", Text("likes>5"), "likes"),
        ("editor:ada", Text("editor:ada"), "unknown field editor"),
        ('editor:"ada b"', Text("ada b", phrase=True), "unknown field editor"),
        ("editor:(a b)", And((Text("editor:"), A, B)), "unknown field editor"),
        ("title:(a editor:b)", And((Text("a", field="title"), Text("editor:b", field="title"))), "editor"),
        ('a tag:""', A, "tag:"),
        ("a tag:", A, "tag:"),
        ("a title: b", And((A, B)), "title:"),
        ("a is:", A, "is: needs a state"),
        ("a title:()", A, "title: needs a word"),
        ("a votes>", A, "votes>"),
        ("a -()", A, "a - without"),
        ("a (-)", A, "-"),
        ("-OR a", A, "a - without"),
        ("a -(-)", A, "-"),
        ("a AND b", And((A, B)), "AND"),
        ("a NOT b", And((A, Text("NOT"), B)), "NOT"),
        ("D*-lite", Text("D*-lite"), "D*-lite"),
        ("*former", Text("*former"), "*former"),
        ("in:none", Text("in:none"), "in:none is no view (there are inbox"),
        ('in:"no view"', Text("no view", phrase=True), "in:no view"),
        ("a in:loop", And((A, InView("loop", A))), "in:loop stands inside itself"),
        ("in:ping", InView("ping", And((A, InView("pong", B)))), "in:ping stands inside itself"),
        ("in:slip", InView("slip", Text("foo:bar")), "in the view slip: unknown field foo"),
        ("in:deep0", None, f"deeper than {DEEPEST}"),
        ("in:long0", None, "makes the query too long"),
        ("(" * (DEEPEST + 1) + "a", A, str(DEEPEST)),
        ("a " * LONGEST, And((A,) * (LONGEST // 2)), str(LONGEST)),
    ],
)
def test_an_odd_part_is_searched_as_text_or_left_out_and_named(text: str, tree: Node | None, odd: str) -> None:
    chain = {f"deep{n}": f"in:deep{n + 1}" for n in range(DEEPEST * 3)} | {"deep60": "a"}
    much = {f"long{n}": "a " * 140 + f"in:long{n + 1}" for n in range(DEEPEST)}
    query = parse(text, DAY, {**MINE, **ODD, **chain, **much})
    assert tree is None or query.tree == tree
    assert any(odd in str(notice) for notice in query.notices)


@pytest.mark.parametrize(
    ("text", "order", "odd"),
    [
        ("a sort:odd", None, "sort:odd"),
        ("a sort:", None, "sort: needs an order"),
        ("a sort:day sort:votes", "votes", "sort:day is left out"),
        ("(a sort:day)", "day", "whole query"),
        ("a -sort:day", "day", "whole query"),
        ("a sort:day OR b", "day", "whole query"),
        ("a OR sort:day b", "day", "whole query"),
        ("a sort:(day)", "day", "whole query"),
    ],
)
def test_an_odd_order_is_named(text: str, order: str | None, odd: str) -> None:
    query = parse(text, DAY)
    assert query.order == order
    assert any(odd in str(notice) for notice in query.notices)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("lora nofield:x y", "nofield:x"),
        ("lora ) x", ")"),
        ("lora (x", "("),
        ("a OR OR b", "OR"),
        ("a (b -() c)", "-"),
        ("a is:odd", "is:odd"),
        ('a "b c', '"b c'),
        ("a sort:day sort:votes", "sort:day"),
        ("a -in:slip b", "in:slip"),
        ("\x00\t a !!", "!!"),
        ("title: a", "title:"),
    ],
)
def test_a_notice_says_where_its_part_stands(text: str, part: str) -> None:
    for notice in parse(text, DAY, {**MINE, **ODD}).notices:
        assert text[notice.start : notice.end] == part


def test_the_place_is_told_unless_it_is_the_beginning() -> None:
    [notice] = parse("lora nofield:x", DAY).notices
    assert str(notice) == "unknown field nofield: searched as text"
    assert notice.placed() == "unknown field nofield: searched as text (character 6)"
    [notice] = parse("nofield:x", DAY).notices
    assert notice.placed() == str(notice)
    [notice] = parse("a " * LONGEST, DAY).notices
    assert notice.placed() == str(notice)


def test_a_notice_is_given_once() -> None:
    assert len(parse("a ) b ) c )", DAY).notices) == 1


# What is printed

WORDS = st.from_regex(r"[a-zé漢0-9][a-z0-9.+'#-]{0,6}", fullmatch=True)
PHRASES = st.lists(WORDS | st.sampled_from(["(", ")", "OR", "a:b", "x*", "-"]), min_size=1, max_size=3).map(" ".join)
NAMES = PHRASES | st.sampled_from(["moe", "to read", "a(b", "-x", "?"])
DAYS = st.sampled_from(["2025-03-14", "2025", "today", "3d", "last week", "mon..fri", "2025..", "..2025", "sunday"])
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Text, WORDS, field=st.sampled_from(("", *TEXT_FIELDS)), like=st.sampled_from(("", "*", "~"))),
    st.builds(
        Text, PHRASES.filter(lambda text: any(map(str.isalnum, text))), st.just(True), st.sampled_from(("", "title"))
    ),
    st.builds(State, st.sampled_from(STATES)),
    st.builds(Has, st.sampled_from(POSSESSIONS)),
    st.builds(Tag, NAMES),
    st.builds(Similar, NAMES | st.just("arxiv:2403.06634")),
    st.builds(Number, st.sampled_from(NUMBER_FIELDS), st.sampled_from(SIGNS), st.integers(0, 10**9 - 1)),
    st.builds(
        lambda field, text: Day(field, text, parse_days(text, DAY)), st.sampled_from(["on", "before", "after"]), DAYS
    ),
    st.sampled_from(sorted(MINE)).map(lambda name: InView(name, parse(MINE[name], DAY, MINE).tree)),
)


def joined(kind: type[And] | type[Or], parts: Sequence[Node]) -> Node:
    """As the parser builds it: no And of Ands, no Or of Ors."""
    return kind(tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))))


def grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(
        parts.map(lambda part: part.part if isinstance(part, Not) else Not(part)),
        some.map(lambda parts: joined(And, parts)),
        some.map(lambda parts: joined(Or, parts)),
    )


TREES = st.just(EVERYTHING) | st.recursive(LEAVES, grown, max_leaves=8)


@given(st.builds(Query, TREES, st.just(()), st.sampled_from((None, *ORDERS))))
@example(Query(Or((A, And((B, Not(Or((A, C))))))), (), "votes"))
def test_a_printed_tree_is_parsed_to_the_same_tree(query: Query) -> None:
    assume(len(str(query)) <= LONGEST)
    again = parse(str(query), DAY, MINE)
    assert again == query
    assert str(again) == str(query)


@given(FRAGMENTED | SPACED | st.text(st.characters(), max_size=LONGEST) | st.text('ab ():"-OR>*~', max_size=LONGEST))
@example('x"y"-(z OR -w)v) tag:"("')
@example("a OR sort:day b")
@example("is:odd* in:inbox* votes>5*")
@example('i\u017f:(a) i\u017f:b \u017fort:day wee\u212a on:"last wee\u212a"')
def test_a_printed_query_means_the_same_again(text: str) -> None:
    query = parse(text, DAY, {**MINE, **ODD})
    assume(len(str(query)) <= LONGEST)  # printing may add blanks, parentheses and fields
    again = parse(str(query), DAY, {**MINE, **ODD})
    assert (again.tree, again.order) == (query.tree, query.order)
    assert str(again) == str(query)
    assert again.notices == () or query.notices


@given(
    st.text(st.characters(), max_size=2_000)
    | st.lists(FRAGMENTS, max_size=600).map("".join)
    | st.text(st.characters(), min_size=1, max_size=9).map(lambda text: text * (1_000_000 // len(text)))
)
@example("(" * 2_000)
@example("-(" * 1_000)
@example("title:(" * 1_000)
@example("-" * 2_000 + "a")
@example('"' * 1_999)
@example("on:" + ".." * 900)
@example("a" * 2_000)
@example("in:both " * 1_000)
@example("sort:day " * 1_000)
@example("\x00\x1b[31m\ud800\udfff\u202e\ufeff" * 100)
def test_no_text_is_too_odd_to_parse(text: str) -> None:
    both = "in:both in:other " * 30
    query = parse(text, DAY, {**MINE, **ODD, "both": both, "other": both, "text": text})
    assert isinstance(str(query), str)
    assert all(str(notice) and 0 <= notice.start <= notice.end <= len(text) for notice in query.notices)


SOUND = st.recursive(
    FRAGMENTS.filter(lambda part: any(map(str.isalnum, part)) and not parse(part, DAY, MINE).notices),
    lambda parts: st.one_of(
        parts.map("-({})".format),
        parts.map("title:({})".format),
        st.lists(parts, min_size=2, max_size=3).map(" ".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
    ),
    max_leaves=8,
)


@given(SOUND)
def test_what_is_left_out_is_told(text: str) -> None:
    """Of a query without notices, every word that was written is printed, but for a field around other fields."""
    query = parse(text, DAY, MINE)
    assume(not query.notices)
    written = set(re.findall(r"\w+", text.lower())) - {*FIELDS, "authors"}
    assert [word for word in written if word not in str(query).lower()] == []


def test_the_views_of_a_query_are_taken_in_up_to_a_length() -> None:
    """Else views inside views, each named twice, would double with every level."""
    views = {f"v{n}": f"in:v{n + 1} in:v{n + 1} a" for n in range(12)} | {"v12": "a"}
    query = parse("in:v0", DAY, views)
    assert any("too long" in str(notice) for notice in query.notices)
    assert 10 < len(query.texts()) < LONGEST_VIEWS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a -b (c OR is:read)", ("a", "c")),
        ('"a b" -(c d) tag:moe', ("a b",)),
        ("is:unread", ()),
        ("a in:words title:b*", ("a", "x", "b")),
        ("-in:words like:a", ()),
    ],
)
def test_the_words_to_highlight_are_those_that_are_asked_for(text: str, words: tuple[str, ...]) -> None:
    assert tuple(found.words for found in parse(text, DAY, {"words": "x -y"}).texts()) == words


def test_a_notice_reads_as_its_sentence() -> None:
    assert f"{Notice('a ) is odd', 3, 4)}" == "a ) is odd"

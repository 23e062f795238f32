"""Whatever is typed into the box gets an answer or a sentence: no text at all breaks a search.

With an index and without. That it takes no longer than it may is `test_what_a_query_may_spend…`: no clock here.
"""

import re
from collections.abc import Iterator

import pytest
import small_library
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paperfeed.index.work import Work
from paperfeed.library import Library, Look
from paperfeed.query import LONGEST, ORDERS
from paperfeed.texts import SLOWLY

Libraries = dict[str, Library]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Libraries]:
    ways = (small_library.with_index_in_pieces, small_library.without_index)
    opened = {make.__name__: make(tmp_path_factory.mktemp("home")) for make in ways}
    yield opened
    for library in opened.values():
        library.close()


SIGNS = (
    *"-()\"*~:.'/$\\%_[]{}^+#@!?,;|&=<>`",
    *(
        "OR",
        "AND",
        "NOT",
        " ",
        " -",
        "--",
        "((",
        "))",
        '""',
        "**",
        "~~",
        "..",
        "::",
        "$$",
        "\\frac{",
        "\\",
        "]]",
        "(?:",
    ),
    *(
        "'; DROP TABLE papers; --",
        "%_%",
        "*[!a]*",
        "x' OR 1=1",
        "(a+)+$",
        ".*",
        "\\d",
        "NEAR(a b)",
        "{a TO b}",
        "?1",
        ":a",
    ),
)
NAMES = "title abstract author keyword note org is has tag in like sort votes stars comments on before after".split()  # noqa: SIM905
FIELDS = [name + sign for name in NAMES for sign in (":", ":(", ':"', ">", "<=", "=", ":-", ":*", ":..")]
VALUES = (
    *(
        "inbox",
        "mine",
        "nested",
        "common",
        "late",
        "moe",
        "relevance",
        "arxiv:2503.00004",
        "title:x",
        "9" * 400,
        "-1",
        "1e9",
    ),
    *("2025-03-14", "2025-13-99", "0000-00-00", "9999-12-31", "2025..", "..2025", "..", "9999w", "0d", "mon..sun", "٣"),
)
WORDS = (
    *(
        "lattice",
        "the",
        "of",
        "GPT-4o",
        "pre-trained",
        "c++",
        "a",
        "x",
        "ж",
        "模型",
        "模",
        "β",
        "ﬁ",
        "½",
        "İ",
        "ß",
        "ſ",
        "ǆ",
    ),
    *(
        "\u0301",
        "a\u0301\u0323",
        "\u202eabc",
        "\ufeff",
        "\u200d",
        "👩‍👩‍👧",
        "🇩🇪",
        "\ud800",
        "\udfff",
        "\x00",
        "\x1b[2J",
        "\uffff",
    ),
    *(
        "ก็",
        "हिन्दी",
        "العربية",
        "עברית",
        "ㅎㅏㄴ",
        "ﾊﾟ",
        "１２３",
        "Ⅷ",
        "㎞",
        "𝔸",
        "a" * 90,
        "模" * 90,
        "a-" * 40,
        "１" * 70,
    ),
)
SCRAPS = st.sampled_from([*SIGNS, *FIELDS, *VALUES, *WORDS]) | st.text(max_size=5)
ANY_TEXT = st.one_of(
    st.text(max_size=400),
    st.text(st.characters(), max_size=400),  # halves of characters too
    st.lists(SCRAPS, max_size=40).map("".join),
    st.lists(SCRAPS, max_size=40).map(" ".join),
    st.tuples(SCRAPS, st.sampled_from(["", " ", " OR ", "-", "("])).map(lambda two: (two[0] + two[1]) * 60),
)
HUGE = (
    "a",
    "(",
    ")",
    '"',
    "-",
    "*",
    "~",
    "OR ",
    "a OR ",
    "模",
    "\x00",
    "\ud800",
    "in:mine ",
    "title:(",
    "\\frac{",
    "$",
    "\u0301",
    "is:late ",
)


def is_sentence(told: str) -> bool:
    """Something to read, on one line and not long; what it cites is cleaned by who shows it."""
    return re.search(r"[a-z]{2,}.* [a-z]{2,}", told) is not None and told == told.strip() and len(told) < 1_000


def ask_everything(library: Library, text: str) -> Look:
    """All that the box does with a text, from the first letter to Enter."""
    query = library.parse(text)
    count = library.count(query)
    look = library.look(query)
    for order in ORDERS:
        assert len(library.look(query, order).rows) == count
        typed = library.look(query, order, typing=True)
        entries = library.entries(typed.rows[:30])
        for typing in (True, False):
            for row, found in library.found(entries, query, typing).items():
                title = next(entry.paper.title for entry in entries if entry.row == row)
                assert all(0 <= span.start < span.end <= 2 * len(title) + 9 for span in found.title)
                assert len(found.snippet.text) <= 300
    assert library.look(query, also=(1,)).rows.count(1) == 1
    for told in (*map(str, look.notices), *(one.told for one in look.advice)):
        assert is_sentence(told), told
    for one in look.advice:
        assert library.count(library.parse(one.query)) > 0
    return look


@given(ANY_TEXT)
@example("")
@example("like:x\ud800")
@example("tag:\udfff")
@example('on:"\x00"')
@example("a\u0301" * 150)
@example("ﷺ" * 300)
@example("İ" * 300)
@example("x~ OR ж~ OR a*")
@example(" OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"))
@example(" ".join(f'"{word} the"' for word in "of in to on for from with by and that is at".split()))  # noqa: SIM905
@example('"' + "the " * 90)
@example("-(" * 40 + "lattice" + ")" * 40)
@example("title:" * 60)
@settings(max_examples=25)
def test_any_text_gets_an_answer(libraries, text):
    for library in libraries.values():
        ask_everything(library, text)


@pytest.mark.parametrize("scrap", HUGE)
def test_of_a_megabyte_the_beginning_is_looked_at_and_this_is_said(libraries, scrap):
    text = (scrap * (1_000_000 // len(scrap) + 1))[:1_000_000]
    for library in libraries.values():
        assert f"only the first {LONGEST} characters are searched" in map(str, ask_everything(library, text).notices)
        assert library.look(library.parse(text)).rows == library.look(library.parse(text[:LONGEST])).rows


@given(ANY_TEXT)
@settings(max_examples=50)
def test_no_text_is_taken_for_damage_of_the_index(libraries, text):
    library = libraries["with_index_in_pieces"]
    assert SLOWLY not in library.look(library.parse(text), "relevance").notices
    assert library.indexing.count()


@given(ANY_TEXT)
@settings(max_examples=50)
def test_a_text_changes_nothing(libraries, text):
    for library in libraries.values():
        library.look(library.parse(text), typing=True)
        assert library.count(library.parse("")) == 30
        assert library.history() and len(library.history()) == len(library.history())


# What a query may cost


def test_what_a_query_may_spend_is_spent_and_the_rest_is_left_out_and_told(libraries, monkeypatch):
    library = libraries["with_index_in_pieces"]
    whole = library.look(library.parse("lattice quantum* experts"))
    monkeypatch.setattr("paperfeed.index.work.MOST", 1)
    monkeypatch.setattr("paperfeed.index.work.MOST_PER_PAPER", 0)
    for _ in range(2):  # what is remembered counts like what is read
        look = library.look(library.parse("lattice quantum* experts"))
        assert look.notices == ("too much to search at once: “quantum*”, “experts” left out",)
        assert set(look.rows) == set(library.look(library.parse("lattice")).rows) > set(whole.rows)
    assert library.look(library.parse("lattice is:done xylophone")).advice == ()
    phrase = library.look(library.parse('"mixture of experts"'))
    assert phrase.notices == ('too much to search at once: “"mixture of experts"” left out',)


@given(ANY_TEXT)
@settings(max_examples=40)
def test_no_text_costs_much_more_than_a_query_may(libraries, text):
    library = libraries["with_index_in_pieces"]
    with library._database.reading() as run:
        from paperfeed.texts import Texts

        query = library.parse(text)
        work = Work()
        texts = Texts(library._index, run, query, typing=False, work=work)
        from paperfeed.store import select

        select.where(query.tree, texts.resolve, library.today)
        assert work.spent <= work.most * 2

"""One query, one answer: the count, the list in every order and the search say what a plain reading says.

With a whole index, with one in pieces that still waits for papers, and with none.
"""

from collections.abc import Iterator

import pytest
import small_library
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_reading import Reader
from small_library import number_of

from paperfeed.library import Library
from paperfeed.query import ORDERS
from paperfeed.texts import SLOWLY

ALL = set(range(1, 31))
LATTICE = {2, 3, 7, 9, 21, 29}
MODEL = {1, 5, 9, 15, 24}

EXPECTED = {
    # Compounds, and what is written in several ways
    "gpt-4o": {1, 2, 3, 6, 24},
    "gpt4o": {1, 2, 3, 6, 24},
    "GPT 4o": {1, 2, 3, 6, 24},
    '"gpt 4o"': {1, 2, 3, 6, 24},
    '"gpt4o writes"': {1},
    "pretrained": {1, 4, 5, 6, 17},
    "pre-trained": {1, 4, 5, 6, 17},
    '"pre trained"': {1, 4, 6, 17},
    '"pre-trained language"': {5},
    "c++": {1},
    "kähler": {7, 8},
    "KAHLER": {7, 8},
    "naive": {7},
    "l1": {9, 10},
    "ℓ₁": {9, 10},
    r"$\ell_1$": {9, 10},
    "alpha": {1},
    "β": {13, 14},
    "synth2": {1},
    "knn": {19, 20},
    "k-NN": {19, 20},
    "llama 3": {20},
    "state-of-the-art": {19, 24},
    '"state of the art"': {19, 24},
    "don't": {26},
    "3.5": {9},
    "100%": {26},
    # Words
    "lattice": LATTICE,
    "the lattice of": LATTICE,
    "the": ALL,
    "-the": ALL,
    "modelling": MODEL,
    "mixture experts": {3, 4, 17, 18},
    '"mixture of experts"': {3, 4, 17},
    '"experts of a mixture"': {18},
    "李明": {1, 11},
    "李": {1, 11},
    "模": {11, 12, 22},
    '"语言模型"': {11, 12},
    "текста": {25},
    # Beginnings and misspellings
    "modeli*": MODEL,
    "quant*": {21, 22},
    "трансформ*": {25},
    "lattise~": LATTICE,
    "tranformer~": {3, 4, 7},
    "трансфорер~": {25},
    "zebrafish~": set(),
    # Fields
    "title:lattice": {2, 9, 21, 29},
    "author:lattice": {21},
    "abstract:lattice": {7, 9, 21},
    "org:lattice": {2, 5},
    "note:lattice": {3},
    "note:the": ALL,
    "keyword:vision": {4, 24},
    'author:"Émile Borel"': {1, 7},
    "author:(emile borel)": {1, 7},
    "org:labs": {2, 5},
    "org:former": set(),
    # States, possessions, numbers, days
    "is:read": {1, 2, 3, *range(11, 21)},
    "is:done": {3, 4, 5, 22, 28},
    "is:dismissed": {28},
    "is:snoozed": {8, 23, 24, 25, 26},
    "is:late": {29},
    "has:code": {1, 2},
    "has:note": {3, 6, 15, 22},
    "has:tag": {4, 6, 7, 8, 21},
    "has:pdf": ALL - {8, 14},
    "tag:moe": {4, 6, 21},
    'tag:"to read"': {7},
    "tag:100%": {7, 8},
    "tag:m_e": set(),
    "votes>=40": {2, 7, 12, 17, 27},
    "votes=0": {4, 5, 10, 15, 20, 22, 25, 30},
    "stars>=100": {1},
    "comments>3": {5},
    "on:2025-03-16": {2, 3, *range(20, 29)},
    "on:2025-03-15": {4, *range(9, 21), 29, 30},
    "after:2025-03-16": {5},
    "before:2025-03-15": set(range(1, 11)),
    # Together
    "in:mine": {4, 6, *LATTICE},
    "in:nested": {4, 6, 7, 9, 21, 29},
    "in:everything": ALL,
    "in:vision": {4, 13, 14, 23, 24},
    "lattice is:unread votes>=10": {7, 9, 21, 29},
    "(lattice OR quantum) -title:lattice": {3, 7, 22},
    "-lattice has:note": {6, 15, 22},
    "lattice -lattice": set(),
    "lattice OR -lattice": ALL,
}

OTHERS = """
-lattice | --lattice | -(lattice OR quantum) | -(lattice quantum) | lattice quantum | lattice OR quantum sparse
(lattice OR quantum) sparse | sparse lattice | sparse -lattice | lattice -is:read | -lattice -is:read | 4o | gpt
gpt4o mini | "gpt4o mini" | "gpt-4o mini" | "gpt 4o writes c++" | "mini gpt" | -gpt4o | "4o mini study"
fine-tuned | finetuned | "fine tuned" | "pre trained and fine-tuned" | "pretrained and finetuned" | pre trained
trained | "trained vision" | "pre-trained vision transformers" | "pretrained vision" | pre-training
"pretraining is cheap" | state-of-the-art model | "state-of-the-art image" | "state of the art image"
"of the art" | "the art" | "the" | "mixture experts" | "of experts, too" | "experts" | "of" | "of of"
"the of and to" | "and its" | "and" lattice | kahler | Kähler manifolds | "kahler metrics" | naïvely | émile
EMILE | "jean pierre" | jean-pierre | jeanpierre | serre | ell_1 | ℓ2 | $\\ell_2$ sparse | "l1 and l2"
"norms l1" | l | 1 | "l1 penalties" | α | $\\alpha$ | alpha-divergence | beta-vae | β-vae | "beta vae"
beta distributions | vae | 大规模 | 模型 | "的训练" | 语言学 | 语言 模型 | -模型 | 训练 OR 李明 | 明 | "明" | 学
note:模型 | title:模型
型 | трансформеры | "для текста" | ТРАНСФОРМЕРЫ | knn graphs | "k nearest" | "k nn search" | nn | 3d
"3d printing" | llama | llama3 | llama-3 | 3 | a_b | ab | "a b" | x^2 | "don t" | dont | bach's | bach
"note of bach" | 100 | "100 percent" | attention | attentive | attend | study | studies | modeling | models
"modeling the models" | "models the" | quantised | lat* | l* | la* | models* | gpt-4* | pre-t* | pretr* | k*
4* | c++* | é* | ℓ* | 模* | 语* | the* | t* | stud* | attenti* | title:lat* | author:qu* | org:op* | note:bril*
-lat* | quant* -quantum | gpt4* mini | 10* | lattices* | quantisation* | gpt4~ | experts~ | epxert~ | modl~
knn~ | lattices~ | pretraind~ | pre-traind~ | kahlr~ | of~ | a~ | the~ | 3d~ | 模型~ | -modl~ | title:latice~
author:borrel~ | org:latice~ | note:latice~ | keyword:loar~ | title:"gpt-4o" | title:gpt4o | abstract:gpt4o
note:gpt4o | note:"pre trained" | note:"" | note:the | note:"the" | -note:the | note:over | note:uber
title:(lattice OR quantum) | author:(borel OR zola) -author:germain | keyword:"mixture of experts"
keyword:lora | keyword:(language models) | keyword:"experts vision" | org:openai | org:open | org:"lattice labs"
-org:lattice | author:"ada lovelace" | author:"lovelace alan" | author:turing | title:the | author:the lattice
abstract:"sparse codes" | is:unread | is:starred | is:inbox | -is:inbox | is:inbox is:unread
is:snoozed OR is:done | is:late is:unread | -is:late | -has:note | has:note lattice | has:code OR has:tag
has:pdf -has:code | tag:MOE | tag:moe OR tag:100% | -tag:moe | tag:% | votes>40 | votes<10 | votes<=0 | votes:20
votes=40 | -votes>10 | stars>0 | stars<10 | stars=0 | comments>=12 | comments=0 | on:2025-03-14 | on:2025-03
on:2025 | on:2024 | on:today | on:yesterday | on:fri | on:"this month" | on:3d | on:..2025-03-14
on:2025-03-14..2025-03-15 | on:2025-03-16.. | -on:2025-03-15 | before:2025-04
after:2025-03-15 before:2025-03-31 | on:2025-03-15 on:2025-03-16 | after:2025-03-16 on:2025-03-14 | in:inbox
in:all | in:starred | in:done | -in:mine | in:mine in:vision | in:mine OR in:vision | in:common
in:common lattice | -in:common | in:everything lattice | -in:everything | lattice -in:nested
in:snoozed -in:inbox | sort:votes | lattice sort:votes | sort:title lattice OR quantum
is:starred sort:relevance | lattice sort:day | in:vision sort:day | lattice OR is:starred | is:starred OR the
the OR lattice | the (of OR and) | -the lattice | (the) | -(the of) is:read | of is:read
(lattice OR is:read) (quantum OR is:unread) | -(lattice is:read) | -(lattice OR is:read)
-(-(lattice) -(quantum)) | lattice lattice | lattice OR lattice | "lattice" lattice | lattice title:lattice
lattice OR title:lattice | ((((lattice)))) | lattice () | lattice OR | OR lattice | lattice ) quantum
( lattice quantum | lattice - quantum | - | * | unknown:lattice | votes>many lattice | is:nothing lattice
has:lattice | on:lattice | in:lattice | AND lattice | lattice NOT quantum | lattice, | lattice. | (lattice)
[lattice] | lattice/quantum | lattice+sparse | lattice\\sparse | https://example.org/lattice | #lattice
"""
TABLE = (*EXPECTED, *(text.strip() for line in OTHERS.splitlines() for text in line.split(" | ") if line), "")

WAYS = {
    "a whole index": small_library.with_whole_index,
    "an index in pieces": small_library.with_index_in_pieces,
    "no index": small_library.without_index,
}
Libraries = dict[str, Library]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Libraries]:
    """The small library, come by in every way."""
    opened = {way: make(tmp_path_factory.mktemp("home")) for way, make in WAYS.items()}
    yield opened
    for library in opened.values():
        library.close()


@pytest.fixture(scope="module")
def readers(libraries: Libraries) -> dict[str, Reader]:
    return {way: reader_of(library) for way, library in libraries.items()}


def reader_of(library: Library) -> Reader:
    entries = library.entries(library.look(library.parse("")).rows)
    late = {entry.row for entry in entries if number_of(entry) in small_library.LATE}
    return Reader(entries, library.today, late)


def numbers(library: Library, rows: set[int]) -> set[int]:
    return {number_of(entry) for entry in library.entries(sorted(rows))}


def rows_of(library: Library, text: str) -> set[int]:
    """The rows of a query, after every door to them was held against the others."""
    query = library.parse(text)
    looks = [library.look(query, order) for order in ORDERS]
    found = set(looks[0].rows)
    for look in looks:
        assert set(look.rows) == found, text
        assert len(look.rows) == len(found), text
        assert bool(look.advice) <= (not found), text
    assert library.count(query) == len(found), text
    look = library.look(query, "day")
    if look.days:
        entries = library.entries(look.rows)
        assert [entry.day for entry in entries] == [day.day for day in look.days for _ in range(day.count)], text
        assert [day.unread for day in look.days] == [
            sum(entry.marks.read is None for entry in entries if entry.day == day.day) for day in look.days
        ], text
        assert look.unread == sum(entry.marks.read is None for entry in entries), text
    return found


def check(library: Library, reader: Reader, way: str, text: str) -> None:
    tree = library.parse(text).tree
    found = rows_of(library, text)
    if way == "no index" or not reader.has_unknown(tree):
        assert numbers(library, found) == numbers(library, reader.rows(tree)), text


def test_the_ways_differ_only_in_the_index(libraries: Libraries):
    whole, pieces, without = libraries.values()
    assert [library.indexing.waits() for library in (whole, pieces, without)] == [0, 10, 30]
    assert (whole.indexing.count(), pieces.indexing.count()) == (30, 21)
    for library in libraries.values():
        assert numbers(library, rows_of(library, "")) == ALL
        assert library.look(library.parse("lattice")).notices == ((SLOWLY,) if library is without else ())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", EXPECTED)
def test_a_query_selects_what_is_written_down_for_it(libraries, way, text):
    library = libraries[way]
    assert numbers(library, rows_of(library, text)) == EXPECTED[text]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", dict.fromkeys(TABLE))
def test_a_query_selects_what_a_plain_reading_of_it_does(libraries, readers, way, text):
    check(libraries[way], readers[way], way, text)


# Any query

COMPOUNDS = "GPT-4o gpt4o gpt 4o pre trained pre-trained pretrained model experts of 模型 语言模型 k-nn".split()  # noqa: SIM905
PIECES = st.sampled_from([*TABLE, *COMPOUNDS])
TREES = st.recursive(
    PIECES,
    lambda parts: st.one_of(
        parts.map("-({})".format),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' '.join(some)})"),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: f"({' OR '.join(some)})"),
    ),
    max_leaves=6,
)
WORDS = sorted({word for n in ALL for word in small_library.said_in(small_library.paper(n)).split()})
SIGNS = "-( ) OR AND \" * ~ : - . ' / $ title: author: note: on: votes> tag: in: is:".split()  # noqa: SIM905
SCRAPS = st.sampled_from([*WORDS, *SIGNS, " "])
TEXTS = st.lists(SCRAPS, max_size=12).flatmap(lambda some: st.sampled_from((" ".join(some), "".join(some))))


@given(TREES | TEXTS | st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(lambda some: f'"{" ".join(some)}"'))
@settings(max_examples=300)
def test_any_query_selects_what_a_plain_reading_of_it_does(libraries, readers, text):
    for way, library in libraries.items():
        check(library, readers[way], way, text)


@given(st.data())
@settings(max_examples=200)
def test_words_that_stand_side_by_side_are_found_as_a_phrase_and_by_themselves(libraries, data):
    number = data.draw(st.sampled_from(sorted(ALL)))
    text = data.draw(st.sampled_from(small_library.said_in(small_library.paper(number)).splitlines()))
    stretches = text.replace('"', " ").split()
    first = data.draw(st.integers(0, len(stretches)))
    some = " ".join(stretches[first : data.draw(st.integers(first, len(stretches)))])
    assume(any(char.isalnum() for char in some))
    for library in libraries.values():
        assert number in numbers(library, rows_of(library, f'"{some}"'))


# Words that no paper has


@pytest.mark.parametrize(
    ("asked", "found", "told"),
    [
        ("latice", LATTICE - {3}, "“latice” is in no paper: searched “lattice” instead"),
        ("title:latice", {2, 9, 21, 29}, "“latice” is in no paper: searched “lattice” instead"),
        ("latice quantum", {21}, "“latice” is in no paper: searched “lattice” instead"),
        ("-latice", ALL, None),
        ('"latice models"', set(), None),
        ("latice*", set(), None),
        ("xylophone", set(), None),
        ("-xylophone", ALL, None),
        ("xylophone OR is:done", {3, 4, 5, 22, 28}, None),
    ],
)
def test_a_word_that_no_paper_has_is_taken_for_one_that_some_have(libraries, asked, found, told):
    library = libraries["a whole index"]
    assert numbers(library, rows_of(library, asked)) == found
    notices = library.look(library.parse(asked)).notices
    assert [notice.lower() for notice in notices] == ([told] if told else [])


@pytest.mark.parametrize("asked", ["brilliantly", "attention", "studies", "attenti* studies"])
def test_a_word_of_a_note_or_of_a_paper_that_waits_for_the_index_is_taken_for_no_other(libraries, asked):
    library = libraries["an index in pieces"]
    assert library.look(library.parse(asked)).notices == ()
    assert numbers(library, rows_of(library, asked)) == numbers(
        libraries["no index"], rows_of(libraries["no index"], asked)
    )


def test_no_word_is_taken_for_one_that_papers_had_once(libraries):
    library = libraries["an index in pieces"]
    for asked in ("zebrafisk", "obsolet", "zebrafish"):
        look = library.look(library.parse(asked))
        assert (len(look.rows), look.notices) == (0, ())


# Papers that are like one


@pytest.mark.parametrize("way", ["a whole index", "an index in pieces"])
@pytest.mark.parametrize("name", ["arxiv:2503.00004", "arxiv:2503.00021", "arxiv:2503.00030", "arxiv:2503.09999"])
def test_papers_like_one_are_others_and_the_same_by_every_door(libraries, way, name):
    library = libraries[way]
    found = numbers(library, rows_of(library, f"like:{name}"))
    assert int(name[-2:]) not in found
    assert numbers(library, rows_of(library, f"-like:{name}")) == ALL - found
    for other, its in (("is:read", {1, 2, 3, *range(11, 21)}), ("lattice", LATTICE)):
        assert numbers(library, rows_of(library, f"like:{name} {other}")) == found & its
        assert numbers(library, rows_of(library, f"like:{name} OR {other}")) == found | its


def test_without_an_index_no_paper_is_like_another_and_this_is_said(libraries):
    library = libraries["no index"]
    look = library.look(library.parse("like:arxiv:2503.00004"))
    assert (len(look.rows), look.notices) == (0, (SLOWLY, "what papers are like one cannot be told without the index"))

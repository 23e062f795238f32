"""The yardsticks of the benchmarks: percentiles, and our queries in FTS5's words."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks import fts
from benchmarks.figures import Cost, measured, percentile, ratios
from builders import make_digest, make_paper, open_library
from hypothesis import given
from hypothesis import strategies as st

PAPERS = [
    make_paper(1, title="Mixture of experts", abstract="Experts are mixed."),
    make_paper(2, title="Experts of a mixture", abstract="A survey."),
    make_paper(3, title="Diffusion for video", abstract="Nothing of the others, but for a modelling."),
]


@pytest.fixture
def library_file(tmp_path: Path) -> Path:
    with open_library(tmp_path / "home") as library:
        library.take_in(make_digest(PAPERS))
        return library.paths.library


@pytest.fixture
def table(tmp_path: Path, library_file: Path) -> fts.Fts:
    fts.build(tmp_path / "fts5.db", library_file)
    return fts.Fts(tmp_path / "fts5.db")


@pytest.mark.parametrize(("percent", "value"), [(50, 5), (90, 9), (95, 10), (99, 10), (100, 10)])
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(percent: int, value: int) -> None:
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], percent) == value


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_of_so_many_percent_of_the_values_none_is_above_the_percentile(values: list[int], percent: int) -> None:
    found = percentile(values, percent)
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_ratios_are_those_of_the_medians_and_of_the_95_of_100() -> None:
    ours = [Cost(float(wall), 0.0) for wall in (1, 2, 9)]
    theirs = [Cost(float(wall), 0.0) for wall in (4, 4, 3)]
    assert ratios(ours, theirs) == "0.50, 2.25"


def test_what_is_measured_is_also_returned_and_costs_add_up() -> None:
    result, cost = measured(sorted, [3, 1, 2], reverse=True)
    assert result == [3, 2, 1] and cost.wall > 0
    assert Cost(1.0, 2.0) + Cost(3.0, 4.0) == Cost(4.0, 6.0)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("masked tokens", '"masked" AND "tokens"'),
        ('"mixture of experts" routing', '"mixture of experts" AND "routing"'),
        ("lora OR adapter tuning", '"lora" OR "adapter" AND "tuning"'),
        ("diffusion -video -image", '("diffusion") NOT "video" NOT "image"'),
        ("title:attention author:zhang", 'title : "attention" AND authors : "zhang"'),
        ("transform*", '"transform*" *'),
        ("gpt-4o C++", '"gpt-4o" AND "C++"'),
        ("attention + memory", '"attention" AND "memory"'),
    ],
)
def test_words_phrases_or_and_not_are_put_in_the_words_of_fts5(text: str, match: str) -> None:
    assert fts.translate(text) == match


@pytest.mark.parametrize(
    "text",
    ["", "-survey", "(a OR b) c", "retreival~", "agents is:unread", "votes>20 agents", "on:2025-03", "lora OR", 'a "b'],
)
def test_what_fts5_cannot_answer_is_not_translated(text: str) -> None:
    assert fts.translate(text) is None


def test_while_typing_only_the_last_word_may_be_the_beginning_of_one() -> None:
    assert fts.translate("mixture of exp", typing=True) == '"mixture" AND "of" AND "exp" *'
    assert fts.translate('"mixture of exp', typing=True) == '"mixture" AND "of" AND "exp" *'
    assert fts.translate('"mixture of experts"', typing=True) == '"mixture of experts"'


@given(st.text(alphabet="ab \"-*:()OR~>'\\ é", max_size=20), st.booleans())
def test_whatever_is_translated_is_a_query_to_fts5(text: str, typing: bool) -> None:
    match = fts.translate(text, typing)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(title, keywords, authors, abstract)")
        if match is not None:
            connection.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (match,)).fetchone()


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("experts", {"Mixture of experts", "Experts of a mixture"}),
        ('"mixture of experts"', {"Mixture of experts"}),
        ("experts -survey", {"Mixture of experts"}),
        ("survey OR diffusion", {"Experts of a mixture", "Diffusion for video"}),
        ("abstract:diffusion", set()),
        ("model*", {"Diffusion for video"}),
    ],
)
def test_fts5_answers_from_the_papers_of_the_library(table: fts.Fts, text: str, titles: set[str]) -> None:
    match = fts.translate(text)
    assert match is not None
    with closing(table):
        answer = table.ask(match)
    assert {row[1] for row in answer.first} == titles
    assert answer.hits == len(titles)


def test_a_table_that_is_not_of_all_papers_is_built_again(tmp_path: Path, library_file: Path) -> None:
    file = tmp_path / "fts5.db"
    assert not fts.is_built(file, 3)
    fts.build(file, library_file)
    assert fts.is_built(file, 3)
    assert not fts.is_built(file, 4)

"""How ranking is measured: the measures, the queries made from papers, and the set judged by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from benchmarks.judge import JUDGED, ask, changes, known_papers, score_table, weight_names, with_rows
from benchmarks.judging import CLASSES, Asked, answer, dcg, ndcg, rank_of, read_judged, reciprocal_rank, score
from benchmarks.queries import MAKERS, Known, Shelf, content, drawn, made_queries, one_typo, words
from builders import make_digest, make_paper, open_library
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.paper import arxiv_id

SEED = 7
GRADES = st.dictionaries(st.integers(0, 30), st.integers(1, 3), min_size=1, max_size=20)
RANKINGS = st.lists(st.integers(0, 30), unique=True, max_size=30)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=14)

# What a ranking is worth


def test_a_paper_counts_by_the_place_where_it_stands() -> None:
    assert rank_of([5, 3, 9], {9, 3}) == 2
    assert rank_of([5, 3, 9], {4}) is None
    assert [reciprocal_rank(rank) for rank in (1, 2, 4, None)] == [1.0, 0.5, 0.25, 0.0]


def test_gains_are_discounted_by_their_place() -> None:
    assert dcg([3, 2, 0, 1]) == pytest.approx(7 + 3 / 1.584963 + 1 / 2.321928)
    assert dcg([]) == 0


def test_a_gain_is_measured_against_the_best_order() -> None:
    grades = {1: 3, 2: 2, 3: 1}
    assert ndcg([1, 2, 3], grades) == 1
    assert ndcg([3, 2, 1], grades) == pytest.approx((1 + 3 / 1.584963 + 7 / 2) / (7 + 3 / 1.584963 + 1 / 2))
    assert ndcg([9, 8], grades) == 0


def test_only_the_first_ten_gain() -> None:
    assert ndcg([*range(100, 110), 1], {1: 3}) == 0
    assert ndcg(range(10), dict.fromkeys(range(25), 2)) == 1


@given(RANKINGS, GRADES)
def test_a_gain_is_between_nothing_and_all(ranking: list[int], grades: dict[int, int]) -> None:
    assert 0 <= ndcg(ranking, grades) <= 1 + 1e-9


@given(RANKINGS.filter(lambda ranking: len(ranking) > 1), GRADES, st.data())
def test_a_better_paper_further_up_never_lowers_the_gain(
    ranking: list[int], grades: dict[int, int], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(ranking) - 1))
    pair = sorted(ranking[at - 1 : at + 1], key=lambda row: -grades.get(row, 0))
    assert ndcg([*ranking[: at - 1], *pair, *ranking[at + 1 :]], grades) >= ndcg(ranking, grades) - 1e-9


def test_a_paper_that_only_touches_on_a_query_is_not_what_was_looked_for() -> None:
    given = answer(Asked("topic", "x", {1: 1, 2: 2}), [1, 2])
    assert given.rank == 2
    assert given.ndcg > 0


def test_a_score_sums_up_its_answers() -> None:
    asked = Asked("topic", "x", {1: 3})
    answers = [
        answer(asked, [1]),
        answer(asked, [2, 1]),
        answer(asked, [*range(2, 12), 1]),
        answer(asked._replace(fits=2), []),
    ]
    found = score(answers)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 11 + 0) / 4)
    assert (found.queries, found.hit1, found.hit10, found.none, found.ambiguous) == (4, 0.25, 0.5, 1, 1)
    assert score([]).mrr == 0


# Slips


def slips(wrong: str, right: str) -> int:
    """How many letters were left out, added, missed or swapped with their neighbour."""
    rows = [list(range(len(right) + 1))]
    for at, letter in enumerate(wrong, 1):
        row = [at]
        for to, meant in enumerate(right, 1):
            row.append(min(rows[-1][to] + 1, row[-1] + 1, rows[-1][to - 1] + (letter != meant)))
            if at > 1 and to > 1 and letter == right[to - 2] and wrong[at - 2] == meant:
                row[-1] = min(row[-1], rows[-2][to - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


@given(WORDS, st.integers())
def test_a_mistyped_word_is_one_slip_away(word: str, seed: int) -> None:
    typed = one_typo(word, Random(seed))
    assert slips(typed, word) == 1
    assert typed == one_typo(word, Random(seed))


def test_the_first_letter_is_mostly_right() -> None:
    typed = [one_typo("benchmark", Random(seed)) for seed in range(1_000)]
    assert 100 < sum(not word.startswith("b") for word in typed) < 200
    assert {len(word) for word in typed} == {8, 9, 10}


# Queries made from papers

SUBJECTS = (
    "tokenizer", "renderer", "scheduler", "retriever", "decoder", "planner", "captioner", "checker", "encoder", "mixer",
)  # fmt: skip
FIELDS = (
    "protein", "weather", "piano", "glacier", "satellite", "molecule", "traffic", "courtroom", "archive", "harbour",
)  # fmt: skip


def known(row: int, title: str, abstract: str = "What it says.", author: str = "Ada Lovelace") -> Known:
    return Known(row, f"arxiv:2503.{row:05d}", title, abstract, (author, "Alan Turing"))


def some_papers() -> list[Known]:
    """A hundred papers, no two about the same; what an abstract says of each stands in that of another too."""
    found = []
    for row in range(100):
        subject, place = SUBJECTS[row % 10], FIELDS[row // 10]
        again = " ".join(f"{word}{row // 2}" for word in ("alpha", "gamma", "delta", "kappa", "sigma", "omega"))
        title = f'Careful "{subject.title()}" Systems: Learning {place.title()} {place}net{row // 2} with Patience'
        found.append(known(row, title, f"First of all we say nothing. Then {again} appear.", "Björn Müller"))
    return found


def made(kind: str, papers: Sequence[Known]) -> list[tuple[Asked, Known]]:
    """The queries of this kind, each with its paper."""
    by_row = {paper.row: paper for paper in papers}
    found = [one for one in made_queries(papers, SEED, 30) if one.kind == kind]
    assert len(found) == 30
    return [(one, by_row[next(iter(one.grades))]) for one in found]


def test_the_same_papers_and_seed_give_the_same_queries() -> None:
    papers = some_papers()
    assert made_queries(papers, SEED, 30) == made_queries(papers[::-1], SEED, 30)
    assert made_queries(papers, SEED, 30) != made_queries(papers, SEED + 1, 30)


def test_a_new_paper_changes_one_of_the_drawn_at_most() -> None:
    papers = some_papers()
    before = drawn(papers, SEED, 30)
    for row in range(200, 230):
        after = drawn([*papers, known(row, "Entirely other matters discussed slowly")], SEED, 30)
        assert len(set(before) - set(after)) <= 1


@pytest.mark.parametrize(
    "title", ["Too short", "The $\\ell_1$ norm of several things", "A^2 search: reasoning about more"]
)
def test_a_title_that_nobody_types_so_is_not_drawn(title: str) -> None:
    assert drawn([known(1, title)], SEED, 5) == []


def test_a_whole_title_opens_no_phrase() -> None:
    for asked, paper in made("title", some_papers()):
        assert asked.text == paper.title.replace('"', "")


def test_the_words_of_a_title_are_its_telling_ones_in_order() -> None:
    for asked, paper in made("title words", some_papers()):
        chosen = asked.text.split()
        assert 3 <= len(chosen) <= 5
        assert chosen == [word for word in words(paper.title) if word in chosen]
        assert set(chosen) & set(SUBJECTS), "the word that fewest titles have is there"
        assert "with" not in chosen


def test_a_begun_title_is_still_being_typed() -> None:
    for asked, paper in made("partial", some_papers()):
        assert asked.typing
        assert paper.title.replace('"', "").casefold().startswith(asked.text)
        assert not paper.title.casefold().split()[len(asked.text.split()) - 1].endswith(asked.text[-4:])


def test_a_mistyped_query_has_one_word_that_no_paper_has() -> None:
    papers = some_papers()
    shelf = Shelf.of(papers)
    for asked, paper in made("one typo", papers):
        [wrong] = [word for word in asked.text.split() if word not in shelf.texts]
        assert min(slips(wrong, word) for word in words(paper.title)) == 1


def test_an_author_is_typed_without_accents() -> None:
    for asked, paper in made("title+author", some_papers()):
        *chosen, name = asked.text.split()
        assert name == "muller"
        assert len(chosen) == 2
        assert set(chosen) <= set(content(paper.title))


def test_words_of_an_abstract_are_in_no_title_and_not_in_one_abstract_only() -> None:
    for asked, paper in made("abstract", some_papers()):
        chosen = asked.text.split()
        assert 4 <= len(chosen) <= 5
        assert not set(chosen) & set(words(paper.title))
        assert set(chosen) <= set(words(paper.abstract))
        assert asked.fits == 2


def test_a_phrase_stands_in_the_title() -> None:
    for asked, paper in made("phrase", some_papers()):
        assert asked.text[0] == asked.text[-1] == '"'
        run = words(asked.text)
        assert len(run) == 3
        assert " ".join(run) in " ".join(words(paper.title))


def test_a_query_says_how_many_papers_it_fits() -> None:
    title = "Gentle glaciers carve northern valleys"
    papers = [known(1, title), known(2, title), known(3, "Loud rivers flood southern harbours")]
    asked = [one for one in made_queries(papers, SEED, 3) if one.kind in ("title words", "phrase", "title+author")]
    assert len(asked) == 9
    assert all(one.fits == (1 if 3 in one.grades else 2) for one in asked)


# The set judged by hand

SET = """
[[query]]
class = "topic"
texts = ["a", "b"]
typos = ["c"]
3 = ["2503.00001"]
1 = ["2503.00002"]
"""


def test_every_text_of_a_judged_query_shares_its_grades() -> None:
    judged = read_judged(SET)
    assert [(one.kind, one.text) for one in judged] == [("topic", "a"), ("topic", "b"), ("typo", "c")]
    assert all(one.grades == {"2503.00001": 3, "2503.00002": 1} for one in judged)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"topic"', '"subject"'),
        ('3 = ["2503.00001"]', '3 = ["2503.00002"]'),
        ('3 = ["2503.00001"]', ""),
        ('3 = ["2503.00001"]', '4 = ["2503.00001"]'),
        ('3 = ["2503.00001"]', "3 = [2503]"),
        ('["a", "b"]', '["a", "a"]'),
    ],
    ids=["no such class", "two grades", "nothing good", "no such grade", "no id", "judged twice"],
)
def test_a_judged_set_that_contradicts_itself_is_refused(before: str, after: str) -> None:
    assert before in SET
    with pytest.raises(ValueError, match=r"."):
        read_judged(SET.replace(before, after))


def test_the_judged_set_has_every_class_and_real_ids() -> None:
    judged = read_judged(JUDGED.read_text("utf-8"))
    counts = Counter(one.kind for one in judged)
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 10
    assert all(arxiv_id(name) == name for one in judged for name in one.grades)


# Asking a library


def test_a_library_is_asked_and_told_of_in_a_table(tmp_path: Path) -> None:
    titles = ("Quiet glaciers carve northern valleys", "Loud rivers flood southern harbours")
    papers = [make_paper(number, title=title) for number, title in enumerate(titles, 1)]
    with open_library(tmp_path) as library:
        library.take_in(make_digest(papers))
        library.indexing.take_waiting()
        asked = with_rows(library, read_judged(SET.replace('"a"', '"glaciers"').replace('"c"', '"glacirs"')))
        answers = [ask(library, one) for one in asked]
        assert [one.rank for one in answers] == [1, None, 1]
        assert {paper.title for paper in known_papers(library)} == set(titles)
    head, _, topic, typo, *_ = score_table({"judged": answers}, latency=False).splitlines()
    assert head.split(" | ")[1].strip() == "queries"
    assert topic.split()[1:6:2] == ["topic", "2", "0.500"]
    assert typo.split()[1:6:2] == ["typo", "1", "1.000"]


def test_judged_papers_that_a_library_lacks_are_left_out(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        assert with_rows(library, read_judged(SET)) == []
        library.take_in(make_digest([make_paper(2)]))
        assert with_rows(library, read_judged(SET)) == [], "what is left only touches on it"
        library.take_in(make_digest([make_paper(1)]))
        assert [len(one.grades) for one in with_rows(library, read_judged(SET))] == [2, 2, 2]


def test_changed_weights_are_those_that_the_index_goes_by(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.weights = replace(library.weights, **changes(f"{weight_names()[0]}=9.5"))
        assert getattr(library.weights, weight_names()[0]) == 9.5


def test_every_kind_of_made_query_has_a_name_of_its_own() -> None:
    assert not set(MAKERS) & set(CLASSES)

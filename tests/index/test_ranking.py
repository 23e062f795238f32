"""The order of what was found: titles that are what was typed, then scores, with a little for new and voted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.index.ranking import LOOKED_AT, Facts, ranked

TODAY = date(2025, 3, 14)
PLAIN = Facts("Some title of no matter", date(2020, 1, 1), 0)


def order(
    found: Mapping[int, float], facts: Mapping[int, Facts] | None = None, typed: str = "", unfinished: bool = False
) -> list[int]:
    """The rows in order; facts that are not given are the same for all."""
    known = facts or {}

    def facts_of(rows: Sequence[int]) -> dict[int, Facts]:
        return {row: known.get(row, PLAIN) for row in rows}

    return ranked(list(found), list(found.values()), facts_of, typed, unfinished, TODAY).tolist()


def titles(*named: str) -> dict[int, Facts]:
    return {row: PLAIN._replace(title=title) for row, title in enumerate(named, 1)}


@given(st.dictionaries(st.integers(1, 10_000), st.floats(0.5, 99, width=32), max_size=3 * LOOKED_AT))
def test_papers_that_are_otherwise_equal_come_by_their_scores(found):
    best = order(found)
    assert sorted(best) == sorted(found)
    assert [found[row] for row in best] == sorted(found.values(), reverse=True)


def test_of_two_with_the_same_score_the_later_row_comes_first():
    assert order({3: 1.0, 9: 1.0, 5: 1.0, 1: 2.0}) == [1, 9, 5, 3]


def test_nothing_found_is_nothing_in_order():
    assert order({}) == []


def test_a_title_that_is_what_was_typed_comes_before_one_that_has_it_and_that_before_scattered_words():
    facts = titles("Experts and a mixture", "Sparse mixture of experts", "Mixture of Experts")
    for typed in ("mixture of experts", "Mixture of Experts", "mixtures of expert"):
        assert order({1: 1.3, 2: 1.0, 3: 1.0}, facts, typed) == [3, 2, 1]
    assert order({1: 1.3, 2: 1.0, 3: 1.0}, facts, "") == [1, 3, 2]


def test_scores_that_are_far_better_come_first_whatever_the_title():
    assert order({1: 9.0, 2: 1.0}, titles("Another", "Mixture of experts"), "mixture of experts") == [1, 2]


def test_one_word_alone_is_no_more_in_a_title_than_its_score_says_unless_it_is_the_title():
    facts = titles("Attention", "Attention in a long title", "No such word in it at all")
    assert order({1: 1.0, 2: 1.9, 3: 2.0}, facts, "attention") == [1, 3, 2]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("kahler manifolds", "Kähler Manifolds"),
        ("GPT-4o writes", "GPT4o writes"),
        ("gpt 4o writes", "GPT-4o Writes"),
        ("knn graphs", "k-NN graphs"),
        ("k-nn graphs", "kNN graphs"),
        ("l2 norms", "$\\ell_2$ norms"),
        ("ℓ2 norms", "L2 norms"),
        ("pretrained models", "Pre-trained models"),
        ("state of the art", "State-of-the-Art"),
        ("扩散模型", "扩散模型"),
    ],
)
def test_a_title_may_write_what_was_typed_in_another_way(typed, title):
    assert order({1: 1.5, 2: 1.0}, titles("Another", title), typed) == [2, 1]


@pytest.mark.parametrize("typed", ["mixture of e", "mixture of exper", "mixture of experts"])
def test_a_title_has_what_is_being_typed_at_every_letter(typed):
    facts = titles("Experts of a mixture", "A mixture of experts")
    assert order({1: 1.2, 2: 1.0}, facts, typed, unfinished=True) == [2, 1]


def test_the_newer_and_the_more_voted_come_before_papers_that_are_otherwise_equal():
    newer, older = (PLAIN._replace(day=TODAY - timedelta(days)) for days in (3, 900))
    assert order({1: 1.0, 2: 1.0}, {1: newer, 2: older}) == [1, 2]
    more, fewer = (PLAIN._replace(votes=votes) for votes in (80, 3))
    assert order({1: 1.0, 2: 1.0}, {1: more, 2: fewer}) == [1, 2]


def test_new_and_voted_count_for_little():
    best = PLAIN._replace(day=TODAY + timedelta(2), votes=10**9)
    worst = PLAIN._replace(day=date(1990, 1, 1), votes=-5)
    assert order({1: 1.0, 2: 1.3}, {1: best, 2: worst}) == [2, 1]
    assert order({1: 1.0, 2: 1.1}, {1: best, 2: worst}) == [1, 2]


def test_papers_that_are_gone_are_not_among_the_best():
    found = ranked([1, 2, 3], [3.0, 2.0, 1.0], lambda rows: {1: PLAIN, 3: PLAIN}, "", False, TODAY)
    assert found.tolist() == [1, 3]


def test_only_the_best_are_looked_at_once_more_and_the_others_follow_by_their_scores():
    asked: list[Sequence[int]] = []

    def facts_of(rows: Sequence[int]) -> dict[int, Facts]:
        asked.append(rows)
        return {row: PLAIN._replace(votes=row) for row in rows}

    rows = list(range(1, 3 * LOOKED_AT))
    found = ranked(rows, [1000.0 - row for row in rows], facts_of, "", False, TODAY)
    assert list(map(sorted, asked)) == [rows[:LOOKED_AT]]
    assert found.tolist()[LOOKED_AT:] == rows[LOOKED_AT:]

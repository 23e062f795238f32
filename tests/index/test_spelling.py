"""Which words are spelt nearly so: distances held against their definition."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.index.spelling import FURTHEST, SHORT, SHORTEST, alike, distance, nearest

WORDS = st.text("abc", max_size=8)


@cache
def plainly(one: str, other: str) -> int:
    """The optimal string alignment distance as it is defined, by the last letters."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        plainly(one[:-1], other) + 1,
        plainly(one, other[:-1]) + 1,
        plainly(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    ]
    if one[-2:] == other[-2:][::-1] and len(one) > 1 and len(other) > 1:
        ways.append(plainly(one[:-2], other[:-2]) + 1)
    return min(ways)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("", "", 0),
        ("model", "model", 0),
        ("model", "modle", 1),
        ("model", "mdel", 1),
        ("model", "moddel", 1),
        ("model", "nodel", 1),
        ("transfromer", "transformer", 1),
        ("tranformer", "transformer", 1),
        ("atention", "attentoin", 2),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),
        ("naïve", "naive", 1),
        ("", "abc", 3),
    ],
)
def test_edits_are_counted_and_neighbours_that_changed_places_are_one(one, other, edits):
    assert distance(one, other, 9) == edits


@given(WORDS, WORDS)
def test_the_distance_is_what_its_definition_says(one, other):
    assert distance(one, other, 20) == plainly(one, other)


@given(WORDS, WORDS, st.integers(0, 4))
def test_it_is_as_far_there_as_back_and_none_counts_further_than_asked(one, other, most):
    assert distance(one, other, most) == distance(other, one, most) == min(plainly(one, other), most + 1)


@given(WORDS, st.sets(WORDS))
def test_all_known_words_within_reach_are_found_and_no_others(word, known):
    reach = 1 if len(word) < SHORT else FURTHEST
    within = {(plainly(word, other), other) for other in known if other != word and plainly(word, other) <= reach}
    assert sorted(alike(word, sorted(known))) == (sorted(within) if len(word) >= SHORTEST else [])


def test_a_word_of_two_letters_is_like_none():
    assert list(alike("ab", ["abc", "ba", "ac"])) == []
    assert nearest("ab", {"abc": 9}) == (0, [])


def test_the_fewest_edits_count_first_and_then_how_frequent_a_word_is():
    known = {"transform": 900, "transformed": 5, "transformer": 40, "transformers": 100}
    assert nearest("transformrs", known) == (1, ["transformers"])
    assert nearest("transforme", known) == (1, ["transform", "transformer", "transformed"])
    assert nearest("modal", {"model": 5, "modal": 1_000, "medal": 5, "nodal": 90}) == (1, ["nodal", "medal", "model"])
    assert nearest("zebra", known) == (0, [])

"""What is offered when a search finds nothing: decided from counts that are made by hand."""

from collections.abc import Mapping, Sequence

import pytest
from builders import DAY
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.advice import MOST, Advice, advice
from paperfeed.parse import parse
from paperfeed.query import LONGEST, Node, Text

VIEWS = {"mine": "is:starred OR tag:mine"}


def offered(
    text: str, counts: Mapping[str, int], spellings: Mapping[str, Sequence[str]] | None = None
) -> tuple[Advice, ...]:
    """What is offered where these queries, as they are printed, find so many and all others nothing."""
    known = spellings or {}

    def count(tree: Node) -> int:
        return counts.get(str(tree), 0)

    def spelt(part: Text) -> Sequence[str]:
        return known.get(str(part), ())

    return advice(parse(text, DAY, VIEWS), count, spelt)


def test_another_spelling_is_offered_first_and_then_what_is_found_without_a_part():
    told = offered(
        "tranformer survey",
        {"transformer survey": 12, "survey": 3, "tranformer OR survey": 3},
        {"tranformer": ["transformer"]},
    )
    assert told == (
        ("did you mean “transformer”? 12 found", "transformer survey"),
        ("without tranformer: 3 found", "survey"),
        ("any of these words: 3 found", "tranformer OR survey"),
    )


def test_the_part_that_killed_the_search_is_named():
    assert offered("lora is:starred", {"lora": 1_234}) == (("without is:starred: 1,234 found", "lora"),)
    assert offered("-lora tag:none", {"-lora": 7}) == (("without tag:none: 7 found", "-lora"),)
    assert offered("lora (a OR zebra)", {"lora": 7})[0] == ("without a OR zebra: 7 found", "lora")


def test_of_several_parts_those_come_first_without_which_most_is_found():
    told = offered("red green blue", {"green blue": 5, "red blue": 90, "red green": 20, "red OR green OR blue": 4_000})
    assert [one.told for one in told] == [
        "without green: 90 found",
        "without blue: 20 found",
        "any of these words: 4,000 found",
    ]


def test_any_of_the_words_is_offered_with_all_that_are_no_words():
    [told] = offered("red green is:unread", {"(red OR green) is:unread": 8})
    assert told == ("any of these words: 8 found", "(red OR green) is:unread")


def test_any_of_the_words_is_not_offered_for_one_word():
    assert offered("red is:unread", {"red is:unread": 8}) == ()


def test_the_first_spelling_that_finds_something_is_offered():
    told = offered("modle", {"medal": 2, "model": 9}, {"modle": ["mode", "model", "medal"]})
    assert told == (("did you mean “model”? 9 found", "model"),)


def test_a_word_spelt_otherwise_is_looked_for_where_the_other_was():
    [told] = offered("title:modle", {"title:model": 2}, {"title:modle": ["model"]})
    assert told.query == "title:model"


def test_an_order_that_was_asked_for_stays():
    [told] = offered("red green sort:votes", {"red": 3})
    assert told.query == "red sort:votes"
    [told] = offered("red green sort:votes", {"red OR green": 3})
    assert told.query == "red OR green sort:votes"


@pytest.mark.parametrize("text", ["", "zebra", "-zebra", "a OR b", "is:starred"])
def test_what_has_one_part_is_offered_nothing_if_nothing_is_like_it(text):
    assert offered(text, {}) == ()


def test_at_most_three_offers_are_made():
    everything = {"b c d": 1, "a c d": 1, "a b d": 1, "a b c": 1, "a OR b OR c OR d": 1, "x b c d": 1, "a y c d": 1}
    told = offered("a b c d", everything, {"a": ["x"], "b": ["y"]})
    assert len(told) == MOST
    assert [one.query for one in told[:2]] == ["x b c d", "a y c d"]


PARTS = st.sampled_from(
    ["lora", '"mixture of experts"', "title:lora", "quanti*", "tranformer~", "-survey", "-(a OR b)", "(a OR b)",
     "is:unread", "has:code", "tag:moe", 'tag:"to read"', "in:mine", "like:arxiv:2403.06634", "on:2025-03", "votes>=5",
     "author:(hinton OR bengio)", "NOT", "sort:title"]
)  # fmt: skip


@given(
    st.lists(PARTS, min_size=1, max_size=6), st.lists(st.sampled_from(["GPT-4o", "l’été", "C++", "李明"]), max_size=2)
)
def test_every_offer_is_a_query_that_finds_as_many_as_it_tells(parts, spellings):
    counted: dict[str, int] = {}

    def count(tree: Node) -> int:
        return counted.setdefault(str(tree), len(counted) % 4)

    query = parse(" ".join(parts), DAY, VIEWS)
    told = advice(query, count, lambda part: spellings)
    assert len(told) <= MOST
    for one in told:
        again = parse(one.query, DAY, VIEWS)
        assert str(again) == one.query
        assert again.order == query.order
        number = counted[str(again.tree)]
        assert number and f"{number} found" in one.told


def test_an_offer_that_would_be_too_long_to_be_searched_is_not_made():
    words = " ".join(f"title:word{number:03}" for number in range(20))
    told = advice(parse(words, DAY), lambda tree: 1, lambda part: ())
    assert told and all(len(one.query) <= LONGEST for one in told)
    assert not any(one.told.startswith("any of") for one in told)

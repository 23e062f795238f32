"""The reader's place as a value and as a text: what is written is read, and nothing else is."""

import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.tui.place import ABOVE, BELOW, MOST, Asked, Place, Spot, from_text, of_most, place_of, spot, to_text

TODAY = date(2025, 3, 14)
IDS = {row: f"arxiv:2503.{row:05d}" for row in range(1, 200)}
ROWS = {name: row for row, name in IDS.items()}

rows = st.lists(st.sampled_from(sorted(IDS)), unique=True, max_size=1 + BELOW + ABOVE).map(tuple)
spots = st.builds(Spot, rows, st.integers(-50, 200))
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
steps = st.builds(Asked, st.sampled_from(["search", "filter", "like"]), texts, st.text("Ab\x00é", max_size=9), spots)
places = st.builds(Place, texts, spots, st.lists(steps, max_size=MOST).map(tuple), st.dates())


def known(names: Sequence[str]) -> Mapping[str, int]:
    return {name: ROWS[name] for name in names if name in ROWS}


WHOLE = to_text(Place("all", Spot((5, 6), 3), (Asked("filter", "votes>=2", "", Spot((6,), 1)),), TODAY), IDS)


@given(places)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert from_text(to_text(place, IDS), known) == place


def test_papers_that_are_gone_are_left_out() -> None:
    place = Place("inbox", Spot((5, 6, 7), 2), (), TODAY)
    assert from_text(to_text(place, {5: "gone:1", 6: IDS[6]}), known) == place._replace(spot=Spot((6,), 2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "7",
        '"inbox"',
        "{not json",
        "[" * 100_000,
        WHOLE.replace('"all"', "7"),
        WHOLE.replace('"all"', '"\\ud800"'),
        WHOLE.replace('"votes>=2"', '"\\udfff"'),
        WHOLE.replace('"votes>=2"', '"  "'),
        WHOLE.replace('"filter"', '"drop table"'),
        WHOLE.replace('"held": 3', '"held": 1e400'),
        WHOLE.replace('"held": 3', '"held": ' + "9" * 5_000),
        WHOLE.replace('"held": 3', '"held": 90000000'),
        WHOLE.replace("2025-03-14", "2025-13-14"),
        WHOLE.replace('"arxiv:2503.00005"', "5"),
        WHOLE.replace('"papers"', '"pages"'),
        WHOLE.replace('"steps"', '"stops"'),
        WHOLE[:-20],
    ],
)
def test_a_damaged_text_is_no_place_and_no_error(text: str) -> None:
    assert from_text(text, known) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists))
def test_any_value_in_any_part_of_it_is_a_place_or_none(value: object) -> None:
    for name in json.loads(WHOLE):
        found = from_text(json.dumps({**json.loads(WHOLE), name: value}), known)
        assert found is None or isinstance(found, Place)


def test_the_spot_is_the_paper_then_those_below_it_then_those_above_it() -> None:
    assert spot(array("q", range(10, 16)), 2, 7) == Spot((12, 13, 14, 15, 11, 10), 7)
    assert spot(array("q"), 0, 0) == Spot()
    assert len(spot(range(1_000), 500, 0).rows) == 1 + BELOW + ABOVE


def test_a_paper_that_is_gone_gives_the_neighbour_below_else_the_one_above() -> None:
    left = spot(range(10, 16), 2, 0)
    assert place_of(left, [10, 11, 12, 13]) == 2
    assert place_of(left, [10, 11, 14, 15]) == 2
    assert place_of(left, [10, 11]) == 1
    assert place_of(left, [1, 2]) is None


def test_another_morning_begins_with_the_newest_unless_one_was_elsewhere() -> None:
    inbox, yesterday = Place("inbox", Spot((5,), 2), (), TODAY), date(2025, 3, 13)
    assert inbox.this_morning(TODAY) == inbox
    assert inbox._replace(day=yesterday).this_morning(TODAY) == Place()
    for elsewhere in (inbox._replace(view="all"), inbox._replace(steps=(Asked("search", "moe"),))):
        assert elsewhere._replace(day=yesterday).this_morning(TODAY).spot == Spot((5,), 2)


def test_of_many_searches_the_last_are_kept_with_all_that_they_narrow() -> None:
    asked = [
        Asked("search", "a"),
        *(Asked("filter", str(n)) for n in range(3)),
        *[Asked("like", "like:x")] * (MOST - 2),
    ]
    assert of_most(asked[:MOST]) == tuple(asked[:MOST])
    assert of_most(asked) == tuple(asked[4:])
    assert of_most([Asked("filter", str(n)) for n in range(MOST + 1)]) == ()

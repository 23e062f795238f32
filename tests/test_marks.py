"""What the user did: an act, its change and inverse, and the joining of two papers' marks."""

from collections.abc import Mapping
from datetime import date

import pytest
from builders import DAY, make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.marks import FIELDS, UNMARKED, VERBS, Act, Change, Entry, Fields, Marks, Value, decide, join, marks_of
from paperfeed.paper import Listing, PaperId

NOW = 1_741_944_600_000
EARLIER = NOW - 86_400_000
TITLES = {1: "One", 2: "Two", 3: "Three"}

TIMES = st.integers(1, NOW) | st.none()
DAYS = st.dates(DAY, date(2025, 3, 18)).map(date.isoformat)
NOTES = st.text(min_size=1)
FIELDS_OF_ONE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("read", "starred", "done", "dismissed", "tag:moe", "tag:code"), TIMES)
    | dict.fromkeys(("snoozed", "woken"), DAYS | st.none())
    | {"note": NOTES | st.none()},
)
ACTS = st.builds(
    lambda verb, rows, tag, day, auto: Act(
        verb, tuple(rows), {"tag": tag, "until": day, "note": tag}.get(VERBS[verb].argument), auto
    ),
    st.sampled_from(sorted(VERBS)),
    st.lists(st.integers(1, 4), max_size=6),
    st.sampled_from(["moe", "code"]),
    DAYS,
    st.booleans(),
)


def applied(change: Change, held: Mapping[int, Fields]) -> dict[int, dict[str, Value]]:
    """The fields after the change; each edit must find what it says was there before."""
    after = {row: dict(fields) for row, fields in held.items()}
    for edit in change.edits:
        fields = after.setdefault(edit.row, {})
        assert fields.get(edit.field) == edit.before
        fields[edit.field] = edit.after
    return after


def set_fields(held: Mapping[int, Fields]) -> dict[tuple[int, str], Value]:
    return {(row, name): value for row, one in held.items() for name, value in one.items() if value is not None}


@given(ACTS, st.dictionaries(st.integers(1, 4), FIELDS_OF_ONE, max_size=4))
def test_an_act_and_then_its_inverse_give_back_the_fields(act: Act, held: dict[int, Fields]) -> None:
    change = decide(act, held, TITLES, NOW)
    after = applied(change, held)
    assert set_fields(applied(change.inverse(), after)) == set_fields(held)
    assert change.inverse().inverse() == change


@given(ACTS, st.dictionaries(st.integers(1, 4), FIELDS_OF_ONE, max_size=4))
def test_an_act_alters_nothing_when_it_is_done_again(act: Act, held: dict[int, Fields]) -> None:
    after = applied(decide(act, held, TITLES, NOW), held)
    assert decide(act, after, TITLES, NOW + 1).edits == ()


@pytest.mark.parametrize(
    ("act", "fields", "edits"),
    [
        (Act("read", (1,)), {}, [("read", None, NOW)]),
        (Act("read", (1,)), {"read": EARLIER}, []),
        (Act("unread", (1,)), {"read": EARLIER}, [("read", EARLIER, None)]),
        (Act("unstar", (1,)), {"starred": None}, []),
        (Act("tag", (1,), "moe"), {"tag:code": EARLIER}, [("tag:moe", None, NOW)]),
        (Act("untag", (1,), "moe"), {"tag:moe": EARLIER}, [("tag:moe", EARLIER, None)]),
        (Act("dismiss", (1,)), {"done": EARLIER}, [("dismissed", None, NOW)]),
        (
            Act("dismiss", (1,)),
            {"snoozed": "code"},
            [("snoozed", "code", None), ("done", None, NOW), ("dismissed", None, NOW)],
        ),
        (Act("undone", (1,)), {"done": EARLIER, "dismissed": NOW}, [("done", EARLIER, None), ("dismissed", NOW, None)]),
        (Act("done", (1,)), {"woken": "code"}, [("woken", "code", None), ("done", None, NOW)]),
        (Act("wake", (1,)), {"snoozed": "code", "read": EARLIER}, [("snoozed", "code", None)]),
        (
            Act("wake", (1,), auto=True),
            {"snoozed": "code", "read": EARLIER},
            [("snoozed", "code", None), ("read", EARLIER, None), ("woken", None, "code")],
        ),
        (Act("note", (1,), "as typed [/]"), {}, [("note", None, "as typed [/]")]),
        (Act("note", (1,), ""), {"note": "old"}, [("note", "old", None)]),
        (Act("note", (1,), "old"), {"note": "old"}, []),
        (Act("snooze", (1,), "2025-03-20"), {}, [("snoozed", None, "2025-03-20")]),
        (Act("snooze", (1,), "2025-03-20"), {"snoozed": "2025-03-15"}, [("snoozed", "2025-03-15", "2025-03-20")]),
        (Act("snooze", (1,), "2025-03-20"), {"snoozed": "2025-03-20"}, []),
        (
            Act("snooze", (1,), "2025-03-20"),
            {"done": EARLIER},
            [("done", EARLIER, None), ("snoozed", None, "2025-03-20")],
        ),
        (Act("snooze", (1,), "2025-03-20"), {"snoozed": "2025-03-20", "done": EARLIER}, [("done", EARLIER, None)]),
    ],
)
def test_an_act_alters_only_what_is_not_so_already(
    act: Act, fields: Fields, edits: list[tuple[str, Value, Value]]
) -> None:
    change = decide(act, {1: fields}, TITLES, NOW)
    assert [(edit.field, edit.before, edit.after) for edit in change.edits] == edits


def test_a_paper_named_twice_is_altered_once() -> None:
    change = decide(Act("star", (2, 1, 2)), {1: {"starred": EARLIER}}, TITLES, NOW)
    assert change.rows == (2,)
    assert len(change.edits) == 1


@pytest.mark.parametrize(
    ("act", "label"),
    [
        (Act("star", (1,)), "starred “One”"),
        (Act("tag", (1,), "moe"), "tagged moe “One”"),
        (Act("tag", (1, 2, 3), "moe"), "tagged moe: 3 papers"),
        (Act("snooze", (2,), "2025-03-20"), "snoozed until Thu 20 Mar 2025 “Two”"),
        (Act("snooze", (2,), "votes>=50"), "snoozed until it has 50 votes “Two”"),
        (Act("dismiss", tuple(range(1, 1001))), "dismissed: 1,000 papers"),
        (Act("note", (2,), "read [again]"), "noted “Two”"),
        (Act("undone", (1, 2)), "back in the inbox: 0 papers"),
        (Act("done", (4,)), "done “Entropy-aware self-training for speaker…”"),
    ],
)
def test_a_label_tells_the_act_and_the_papers_that_it_altered(act: Act, label: str) -> None:
    titles = {**TITLES, 4: "Entropy-aware self-training for speaker models"}
    assert decide(act, {}, titles, NOW).label == label


@given(FIELDS_OF_ONE, FIELDS_OF_ONE)
def test_joining_is_the_same_both_ways_and_loses_nothing(first: Fields, second: Fields) -> None:
    joined = join(first, second)
    assert joined == join(second, first)
    assert joined.keys() == first.keys() | second.keys()
    for field, value in [*first.items(), *second.items()]:
        if value is not None:
            assert joined[field] is not None
            assert field != "note" or str(value) in str(joined[field])


@given(FIELDS_OF_ONE)
def test_joining_with_nothing_or_with_itself_alters_nothing(fields: Fields) -> None:
    assert join(fields, {}) == join({}, fields) == join(fields, fields) == fields


@pytest.mark.parametrize(
    ("field", "first", "second", "joined"),
    [
        ("read", EARLIER, NOW, EARLIER),
        ("tag:moe", None, NOW, NOW),
        ("snoozed", "2025-03-15", "2025-03-20", "2025-03-20"),
        ("note", "see also b", "a", "a\n\nsee also b"),
        ("note", "same", "same", "same"),
    ],
)
def test_joining_keeps_the_earlier_time_the_later_snooze_and_both_notes(
    field: str, first: Value, second: Value, joined: Value
) -> None:
    assert join({field: first}, {field: second}) == {field: joined}


def test_marks_are_the_set_fields_with_the_tags_by_name() -> None:
    fields = {"read": 5, "starred": None, "note": "n", "tag:moe": 1, "tag:code": 2, "tag:gone": None}
    assert marks_of(fields) == Marks(read=5, note="n", tags=("code", "moe"))
    assert marks_of({}) == UNMARKED
    assert set(FIELDS) | {"tags"} == set(Marks.__slots__)


def test_an_entry_says_on_which_days_and_by_which_sources_it_was_listed() -> None:
    later, paper = date(2025, 3, 17), make_paper()
    listings = (Listing(later, "arxiv", 0), Listing(DAY, "huggingface", 4), Listing(DAY, "arxiv", 1))
    entry = Entry(1, PaperId("arxiv:2503.00001"), paper, UNMARKED, listings, DAY, None)
    assert entry.days == (DAY, later)
    assert entry.sources == ("arxiv", "huggingface")

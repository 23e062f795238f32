"""Completion: the end of a term that is being typed, if there is a likely one."""

import pytest
from builders import DAY
from hypothesis import assume, example, given
from hypothesis import strategies as st

from paperfeed.completion import VALUES, complete
from paperfeed.config import VIEWS
from paperfeed.parse import parse
from paperfeed.query import LONGEST, quoted

NAMES = {"in": [*VIEWS, "To read", "long reads"], "tag": ["moe", "to read", "moe-lora", "Optics", "a(b"]}


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("is:", "is:unread"),
        ("is:s", "is:starred"),
        ("is:sn", "is:snoozed"),
        ("IS:La", "IS:Late"),
        ("lora is:d", "lora is:done"),
        ("-is:re", "-is:read"),
        ("(is:re", "(is:read"),
        ("-(-is:re", "-(-is:read"),
        ('"a b"is:re', '"a b"is:read'),
        ("has:p", "has:pdf"),
        ("sort:v", "sort:votes"),
        ("in:", "in:inbox"),
        ("in:st", "in:starred"),
        ('in:"to r', 'in:"To read"'),
        ("tag:m", "tag:moe"),
        ("tag:moe-", "tag:moe-lora"),
        ("tag:o", "tag:optics"),
        ('tag:"to', 'tag:"to read"'),
        ('tag:"moe', 'tag:"moe"'),
        ('tag:"a(', 'tag:"a(b"'),
        ("on:", "on:today"),
        ("on:y", "on:yesterday"),
        ('on:"', 'on:"today"'),
        ('on:"last', 'on:"last week"'),
        ('before:"this m', 'before:"this month"'),
        ("after:we", "after:wed"),
    ],
)
def test_a_value_is_completed_by_the_likeliest_that_begins_so(text: str, completed: str) -> None:
    found = complete(text, NAMES)
    assert found is not None
    assert found.lower() == completed.lower()


@pytest.mark.parametrize("text", [
    "", " ", "ti", "tit", "title", "au", "is", "lora", "title:lo", "author:", "votes>", "like:ar", "note:", "is:odd",
    "is:read", "tag:moe", "in:inbox", "on:today", "is:re ", "is:(re", "a-is:re", "x:is:re", "1is:re", "on:la", "tag:to",
    'tag:"moe"', '"is:re', '"a is:re', 'tag:"x" "is:re', "tag:zzz", "in:no", "is:read)", "is:\x00r", "foo:", "-", "(",
])  # fmt: skip
def test_nothing_is_completed_where_no_list_of_values_stands_behind_a_colon(text: str) -> None:
    assert complete(text, NAMES) is None


def test_a_value_with_blanks_is_written_in_quotes() -> None:
    assert complete("tag:", {"tag": ["to read"]}) == 'tag:"to read"'
    assert complete("in:", {"in": ["a(b"]}) == 'in:"a(b"'


@pytest.mark.parametrize("name", ["", " ", 'a"b', "a\nb", "a\x1bb", " a", "a  b", "a\ud800"])
def test_a_name_that_cannot_be_written_is_not_offered(name: str) -> None:
    assert complete("tag:", {"tag": [name]}) is None
    assert complete('tag:"', {"tag": [name, "moe"]}) == 'tag:"moe"'


def test_no_query_is_completed_to_more_than_is_looked_at() -> None:
    assert complete("a" * (LONGEST - 9) + " is:st", NAMES) is None
    assert complete("is:" * 400_000, NAMES) is None
    assert complete("-" * 1_000_000, NAMES) is None
    assert complete("a" * (LONGEST - 11) + " is:st", NAMES) is not None


def test_names_are_the_users_own_and_values_the_grammars() -> None:
    assert complete("tag:m", {}) is None
    assert complete("is:u", {"is": ["upside-down"]}) == "is:unread"


@pytest.mark.parametrize("field", VALUES)
def test_every_value_can_be_reached_and_is_understood(field: str) -> None:
    for value in VALUES[field]:
        whole = f"{field}:{quoted(value)}"
        assert complete(whole[:-1], {}) == whole
        assert parse(whole, DAY).notices == ()


FRAGMENTS = st.sampled_from([
    "is:", "is:u", "is:read", "has:", "has:c", "sort:", "sort:d", "in:", "in:i", 'in:"', 'in:"to', "tag:", "tag:m",
    'tag:"', 'tag:"t', "on:", 'on:"last', "before:t", "-", "(", ")", " ", '"', "a", " OR ", "title:(", "title:", "x:",
])  # fmt: skip
OWN = st.lists(st.sampled_from(["moe", "To read", "a(b", 'a"b', "?", "ß", "ẞtraße", "a\tb"]) | st.text(max_size=5))


BEGUN = st.sampled_from(
    ["is:", "-has:c", "(sort:", "in:", "in:a", 'in:"', "tag:", "-tag:m", 'tag:"T', "on:t", "after:"]
)


@given(st.lists(FRAGMENTS, max_size=9).map("".join) | st.text(max_size=30), BEGUN, OWN)
@example("", "tag:m", ["MOE"])
@example("a sort:day ", "tag:", ["x y"])
def test_what_is_completed_begins_as_it_was_typed_and_is_no_odder(before: str, begun: str, names: list[str]) -> None:
    text, views = before + begun, dict.fromkeys(names, "a")
    completed = complete(text, {"in": names, "tag": names})
    if completed is None:
        return
    assert completed.startswith(text)
    assert len(completed) > len(text)
    if not parse(text, DAY, views).notices:
        assert parse(completed, DAY, views).notices == ()


GOOD = st.sampled_from(["", "a ", "-a ", "(a OR b) ", 'tag:"x y" ', "a OR ", "a -", "is:read -", '"a b" '])
TERMS = st.sampled_from([
    "is:unread", "has:code", "sort:votes", "in:starred", 'in:"To read"', "tag:moe", 'tag:"to read"', "on:yesterday",
    'on:"last week"', "before:today", 'after:"this month"',
])  # fmt: skip


@given(GOOD, TERMS, st.data())
def test_a_term_that_was_begun_is_completed_to_one_that_is_understood(
    before: str, term: str, data: st.DataObject
) -> None:
    assume(not (term.startswith("sort:") and before.endswith(("-", "OR "))))
    typed = data.draw(st.integers(term.index(":") + 1, len(term) - 1), "letters typed")
    completed = complete(before + term[:typed], NAMES)
    assert completed is not None
    assert parse(completed, DAY, dict.fromkeys(NAMES["in"], "a")).notices == ()

"""Marking, undoing and the history on the command line: every verb, by its number, and what a slip gets."""

import json
from pathlib import Path

import pytest
from builders import make_digest, open_library
from test_cli_views import paperfeed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(3))
    return tmp_path


def entries(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in paperfeed(home, "list", "--json")[1].splitlines()]


def test_papers_are_dismissed_snoozed_tagged_and_noted_with_any_text(home: Path) -> None:
    odd = "see [bold]§2[/]: $x^2$ 日本"
    assert paperfeed(home, "mark", "dismiss", "arxiv:2503.00001")[2] == "paperfeed: dismissed “Paper number 1”\n"
    assert paperfeed(home, "mark", "snooze", "arxiv:2503.00002", "--until", "50 votes")[0] == 0
    assert paperfeed(home, "mark", "note", "arxiv:2503.00003", "--note", odd)[0] == 0
    assert paperfeed(home, "mark", "tag", "arxiv:2503.00003", "--tag", odd)[0] == 0
    first, second, third = entries(home)
    assert (first["done"], first["dismissed"]) == (True, True)
    assert second["snoozed_until"] == "votes>=50"
    assert (third["note"], third["tags"]) == (odd, [odd])
    assert paperfeed(home, "count", "is:inbox")[1] == "1\n"
    assert paperfeed(home, "mark", "note", "arxiv:2503.00003", "--note", "")[2].startswith("paperfeed: note removed")
    assert paperfeed(home, "mark", "wake", "arxiv:2503.00002")[2] == "paperfeed: awake again “Paper number 2”\n"
    assert paperfeed(home, "count", "is:inbox")[1] == "2\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("snooze", "arxiv:2503.00001", "--until", "soon"), "--until soon: expected a day after today or a condition"),
        (("snooze", "arxiv:2503.00001", "--until", "2020-01-01"), "expected a day after today"),
        (("star", "arxiv:2503.00001", "--until", "monday"), "--until goes with snooze"),
        (("note", "arxiv:2503.00001"), "note goes with --note"),
        (("tag", "arxiv:2503.00001"), "tag goes with --tag"),
        (("tag", "arxiv:2503.00001", "--tag", "   "), "an empty tag"),
        (("tag", "arxiv:2503.00001", "--tag", "x" * 101), "100 characters at most"),
        (("done", "--query", "is:nonsense"), "nothing was marked"),
        (("done",), "name papers by ID or with --query"),
    ],
)
def test_a_slip_is_named_and_marks_nothing(home: Path, arguments: tuple[str, ...], told: str) -> None:
    before = entries(home)
    status, _, message = paperfeed(home, "mark", *arguments)
    assert (status, told in message) == (2, True), message
    assert entries(home) == before


def test_any_act_is_taken_back_by_its_number_and_later_ones_stay(home: Path) -> None:
    for verb, number in (("star", 1), ("read", 2), ("done", 3)):
        assert paperfeed(home, "mark", verb, f"arxiv:2503.0000{number}")[0] == 0
    numbers = [line.split()[0] for line in paperfeed(home, "history")[1].splitlines()]
    assert numbers == ["3", "2", "1"]
    assert paperfeed(home, "undo", "2") == (0, "", "paperfeed: undone: read “Paper number 2”\n")
    assert [(one["starred"], one["read"], one["done"]) for one in entries(home)] == [
        (True, False, False),
        (False, False, False),
        (False, False, True),
    ]
    assert paperfeed(home, "undo", "2")[2] == "paperfeed: read “Paper number 2”: it is taken back already\n"
    assert "there is no act 9" in paperfeed(home, "undo", "9")[2]


def test_all_acts_since_one_are_taken_back_and_done_again_one_by_one(home: Path) -> None:
    beginning = entries(home)
    for verb, number in (("star", 1), ("read", 1), ("dismiss", 1)):
        paperfeed(home, "mark", verb, f"arxiv:2503.0000{number}")
    assert paperfeed(home, "undo", "--since", "2")[2].splitlines() == [
        "paperfeed: undone: dismissed “Paper number 1”",
        "paperfeed: undone: read “Paper number 1”",
    ]
    assert paperfeed(home, "count", "is:starred is:inbox is:unread")[1] == "1\n"
    assert paperfeed(home, "redo")[2] == "paperfeed: done again: read “Paper number 1”\n"
    assert paperfeed(home, "undo", "--since", "1")[0] == 0
    assert entries(home) == beginning
    assert "nothing stands that was done since act 1" in paperfeed(home, "undo", "--since", "1")[2]
    assert paperfeed(home, "undo", "1", "--since", "2")[0] == 2


@pytest.mark.parametrize("name", ["2503.00002", "arXiv:2503.00002v3", "https://arxiv.org/abs/2503.00002"])
def test_a_paper_of_arxiv_is_known_by_its_number_and_its_links_too(home: Path, name: str) -> None:
    assert paperfeed(home, "mark", "star", name)[2] == "paperfeed: starred “Paper number 2”\n"

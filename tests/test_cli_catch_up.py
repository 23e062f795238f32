"""Catching up on the command line: what is printed, and the stroke that can be taken back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import make_digest, make_paper, open_library
from test_cli_views import paperfeed

from paperfeed.paper import Listed


@pytest.fixture
def home(tmp_path: Path) -> Path:
    items = [Listed(make_paper(n), n) for n in range(1, 31)]
    with open_library(tmp_path) as library:
        library.take_in(make_digest(items, day=datetime.now(UTC).date()))
    return tmp_path


def test_the_best_are_printed_with_their_reasons(home: Path) -> None:
    status, out, told = paperfeed(home, "catch-up", "--minutes", "1", "--days", "2")
    assert status == 0
    lines = out.splitlines()
    assert "Paper number 30" in lines[0]
    assert lines[1].split() == ["30", "votes"]
    assert len(lines) == 8
    assert "30 papers on 1 day · 1 min · the best 4" in told


def test_json_gives_each_entry_and_why(home: Path) -> None:
    out = paperfeed(home, "catch-up", "--minutes", "1", "--json")[1]
    found = [json.loads(line) for line in out.splitlines()]
    assert [(one["votes"], one["why"]) for one in found] == [(n, f"{n} votes") for n in (30, 29, 28, 27)]


def test_nothing_is_marked_unless_it_is_asked_for_and_then_in_one_stroke(home: Path) -> None:
    before = paperfeed(home, "list", "--json")[1]
    paperfeed(home, "catch-up")
    assert paperfeed(home, "list", "--json")[1] == before
    assert "done: 26 papers" in paperfeed(home, "catch-up", "--minutes", "1", "--rest-done")[2]
    assert paperfeed(home, "count", "is:inbox")[1] == "4\n"
    assert "nothing to change" in paperfeed(home, "catch-up", "--rest-done")[2]
    paperfeed(home, "undo")
    assert paperfeed(home, "list", "--json")[1] == before


@pytest.mark.parametrize("slip", [("--minutes", "0"), ("--days", "0"), ("--days", "366"), ("--minutes", "soon")])
def test_a_number_that_cannot_be_is_a_slip(home: Path, slip: tuple[str, str]) -> None:
    assert paperfeed(home, "catch-up", *slip)[0] == 2

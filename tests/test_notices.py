"""What the command line says of an odd query: what was done, and where the odd part stands."""

from pathlib import Path

import pytest
from builders import make_digest, open_library
from click.testing import CliRunner, Result

from paperfeed.cli import paperfeed
from paperfeed.texts import SLOWLY


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(3))
    return tmp_path


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(paperfeed, ["--home", str(home), "--offline", *arguments])


@pytest.mark.parametrize("command", ["count", "list", "search"])
def test_an_odd_part_is_named_with_its_place(home: Path, command: str) -> None:
    said = run(home, command, "paper is:odd").stderr.splitlines()
    assert "paperfeed: is:odd is no state" in said[0]
    assert said[0].endswith("searched as text (character 7)")
    assert len([line for line in said if "is no state" in line]) == 1


def test_the_place_is_not_told_when_the_part_comes_first(home: Path) -> None:
    assert run(home, "count", "editor:ada").stderr == "paperfeed: unknown field editor: searched as text\n"


def test_what_the_search_itself_says_is_said_too(home: Path) -> None:
    assert run(home, "list", "number", "sort:odd").stderr.splitlines()[-1] == f"paperfeed: {SLOWLY}"


def test_nothing_is_marked_by_an_odd_query(home: Path) -> None:
    result = run(home, "mark", "done", "--query", "paper tag:")
    assert result.exit_code == 2
    assert "tag: needs a name right behind it: left out (character 7): nothing was marked" in result.stderr
    assert run(home, "count", "is:done").stdout == "0\n"

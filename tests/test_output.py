"""What `paperfeed search` prints: the entry, and below it the place where the words stand."""

from pathlib import Path

import pytest
from builders import make_digest, make_paper, open_library
from click.testing import CliRunner

from paperfeed.cli import paperfeed

PAPERS = (
    make_paper(1, title="Graphs of molecules", abstract="Said at length. " * 30 + "The last graph is of a molecule."),
    make_paper(2, title="Attention to graphs", abstract="", keywords=("tears",)),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(PAPERS))
        library.indexing.take_waiting()
    return tmp_path


def search(home: Path, *query: str, colour: bool = False) -> list[str]:
    done = CliRunner().invoke(paperfeed, ["--home", str(home), "search", *query], color=colour)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def test_below_each_entry_stands_the_place_where_the_words_are(home: Path) -> None:
    first, second = search(home, "molecule")
    assert first.endswith("2503.00001   Graphs of molecules")
    assert second.startswith("          … ")
    assert second.endswith("The last graph is of a molecule.")


def test_words_that_stand_elsewhere_are_shown_with_the_name_of_the_place(home: Path) -> None:
    assert search(home, "tears")[1:] == ["          keywords: tears"]


def test_without_a_text_to_show_there_is_one_line(home: Path) -> None:
    assert len(search(home, "attention")) == 1
    assert len(search(home, "is:unread")) == 2


def test_words_are_bold_in_title_and_text_and_nowhere_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    first, second = search(home, "molecules", colour=True)
    assert first.endswith("2503.00001   Graphs of \x1b[1mmolecules\x1b[0m")
    assert second.endswith("\x1b[1mmolecule\x1b[0m.")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in "".join(search(home, "molecules", colour=True))

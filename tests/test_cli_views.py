"""Views on the command line: listed, saved, forgotten, and what a wrong name gets."""

import json
import subprocess
import sys
from pathlib import Path

from builders import make_digest, open_library
from pty_app import environment

from paperfeed.paths import Paths

ROOT = Path(__file__).resolve().parent.parent


def paperfeed(home: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    command = [sys.executable, "-m", "paperfeed", "--home", str(home), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment(), check=False)
    return done.returncode, done.stdout, done.stderr


def settings(home: Path, text: str) -> None:
    file = Paths.under(home).config_file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def listed(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in paperfeed(home, "views", "--json")[1].splitlines()]


def test_a_view_is_saved_listed_counted_and_forgotten(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(5))
    assert paperfeed(tmp_path, "save", "liked", "votes>=8", "is:unread") == (0, "", "paperfeed: saved as 4 · “liked”\n")
    views = listed(tmp_path)
    assert [view["name"] for view in views] == ["inbox", "today", "all", "starred", "snoozed", "done", "liked"]
    assert views[-1] == {"name": "liked", "query": "votes>=8 is:unread", "key": "4", "papers": 3, "unread": 3}
    assert [view["key"] for view in views] == ["1", None, "2", "3", None, None, "4"]
    status, shown, _ = paperfeed(tmp_path, "views")
    assert status == 0
    assert shown.splitlines()[-1].split() == ["4", "liked", "3", "unread", "of", "3", "votes>=8", "is:unread"]
    assert paperfeed(tmp_path, "save", "Liked", "votes>9") == (0, "", "paperfeed: replaced “Liked”\n")
    assert paperfeed(tmp_path, "forget", "liked") == (0, "", "paperfeed: forgot “Liked”, which was: votes>9\n")
    assert len(listed(tmp_path)) == 6


def test_wrong_names_are_told(tmp_path: Path) -> None:
    settings(tmp_path, "[view]\nmoe = 'experts'\n")
    for arguments, status, told in (
        (("save", "inbox", "x"), 2, "“inbox” is always there: take another name"),
        (("save", "a/b", "x"), 2, "a view's name has letters, digits"),
        (("save", "moe", "x"), 2, "“moe” is written in "),
        (("save", "x", " "), 2, "an empty query"),
        (("save", "x"), 2, "Missing argument"),
        (("forget", "moe"), 1, "it cannot be changed here"),
        (("forget", "all"), 1, "“all” is always there"),
        (("forget", "nowhere"), 1, "no view is called “nowhere”: `paperfeed views` lists them"),
        (("forget", "\x1b]0;x\x07"), 1, "no view is called “"),
    ):
        ended, out, error = paperfeed(tmp_path, *arguments)
        assert (ended, out) == (status, ""), arguments
        assert told in error
        assert "\x1b" not in error
    assert [(view["name"], view["key"]) for view in listed(tmp_path)][6:] == [("moe", "4")]


def test_the_settings_in_force_name_the_views_of_ones_own(tmp_path: Path) -> None:
    settings(tmp_path, "[view]\n'my view' = 'experts'\n")
    facts = json.loads(paperfeed(tmp_path, "config", "--json")[1])
    assert facts["view.my view"] == "experts"
    assert facts["view.inbox"] == "is:inbox"


def test_what_makes_no_sense_in_a_saved_query_is_said(tmp_path: Path) -> None:
    status, _, told = paperfeed(tmp_path, "save", "odd", "is:nothing")
    assert status == 0
    assert "is:nothing is no state" in told
    assert "saved as 4 · “odd”" in told

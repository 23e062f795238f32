"""The real program in a real terminal: from the first key to the shell prompt behind it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import make_digest, make_paper, open_library
from pty_app import PtyApp, environment, paperfeed_command
from sources.server import FeedServer, api_item

ALTERNATE, MAIN = b"\x1b[?1049h", b"\x1b[?1049l"


def settings(home: Path, text: str) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text(text)


def starred(home: Path) -> list[str]:
    with open_library(home) as library:
        return [entry.paper.title for entry in library.entries(library.look(library.parse("is:starred")).rows)]


def test_a_morning_in_a_real_terminal(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(make_digest([make_paper(n) for n in range(1, 6)]))
        library.indexing.take_waiting()
    with PtyApp.paperfeed(tmp_path, columns=80, lines=24) as app:
        app.wait_for("Inbox · 5 unread of 5", 30)
        app.send("sje")
        app.wait_for("done “Paper number 2”")
        app.send("\r")
        app.wait_for("What paper 3 says")
        app.send("\x1b")
        app.wait_for("Paper number 5")
        app.send("/number 4\r")
        app.wait_for("Search · ")
        app.send("\x1b")
        app.wait_for("Inbox · ")
        app.send("z")
        app.wait_for("undone: done “Paper number 2”")
        app.send("q")
        assert app.wait(20) == 0
        assert app.raw.count(ALTERNATE) == app.raw.count(MAIN) == 1
        assert app.raw.rindex(b"\x1b[?25h") > app.raw.index(ALTERNATE)
        assert b"Traceback" not in app.raw
    assert starred(tmp_path) == ["Paper number 1"]
    with open_library(tmp_path) as library:
        assert library.count(library.parse("is:done")) == 0


def test_a_first_run_fills_the_inbox_from_the_network(tmp_path: Path) -> None:
    today = time.strftime("%Y-%m-%d")
    with FeedServer({today: [api_item(1), api_item(2)]}) as server:
        settings(tmp_path, f'[[source]]\nname = "huggingface"\nurl = "{server.url}"\ndays = 3\n')
        with PtyApp.paperfeed(tmp_path, PAPERFEED_OFFLINE="0") as app:
            app.wait_for("2 new papers", 30)
            app.wait_for("What paper 1 says")
            app.send("s")
            app.wait_for("starred “Paper number 1”")
            app.send("q")
            assert app.wait(20) == 0
    assert starred(tmp_path) == ["Paper number 1"]


def test_a_first_run_without_network_opens_the_samples_on_one_key(tmp_path: Path) -> None:
    with PtyApp.paperfeed(tmp_path) as app:
        app.wait_for("Offline, as asked", 30)
        app.send("D")
        app.wait_for("unread of", 60)
        app.send("s")
        app.wait_for("starred “")
        app.send("q")
        assert app.wait(20) == 0
    assert starred(tmp_path) == []


def test_the_demo_shows_the_samples_and_leaves_nothing_behind(tmp_path: Path) -> None:
    samples = Path(__file__).parents[2] / "assets" / "samples"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with PtyApp.paperfeed(tmp_path / "home", "--demo", TMPDIR=str(temporary)) as app:
        app.wait_for("unread of", 60)
        shown = "\n".join(app.display)
        newest = json.loads(sorted(samples.glob("*.json"))[-1].read_text())
        assert sum(one["paper"]["title"][:20] in shown for one in newest) >= 5
        app.send("q")
        assert app.wait(20) == 0
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "home" / "data").exists()


def test_leaving_while_a_server_drips_is_quick(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.take_in(make_digest(2))
        library.indexing.take_waiting()
    with FeedServer() as server:
        server.fail("drip", 0.1)
        settings(tmp_path, f'[[source]]\nname = "huggingface"\nurl = "{server.url}"\n')
        with PtyApp.paperfeed(tmp_path, PAPERFEED_OFFLINE="0") as app:
            app.wait_for("Paper number 1", 30)
            app.wait_until(lambda: bool(server.requests), 20, "a request")
            began = time.monotonic()
            app.send("q")
            assert app.wait(20) == 0
            assert time.monotonic() - began < 5


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_without_a_terminal_it_hints_at_the_command_line(tmp_path: Path, closed: str) -> None:
    master, slave = os.openpty()
    try:
        streams = {"stdin": slave, "stdout": slave, closed: subprocess.DEVNULL}
        command = [*paperfeed_command(), "--home", str(tmp_path)]
        done = subprocess.run(command, **streams, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False)
    finally:
        os.close(slave)
        os.close(master)
    assert done.returncode == 2
    assert b"paperfeed list" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_do_nothing_gets_the_same_hint(tmp_path: Path, term: str) -> None:
    with PtyApp.paperfeed(tmp_path, TERM=term) as app:
        assert app.wait(30) == 2
        assert b"paperfeed --linear" in app.raw
        assert ALTERNATE not in app.raw


def test_a_library_that_cannot_be_opened_is_told_on_a_plain_screen(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "library.db").write_bytes(b"no database, and long enough to be read as one" * 100)
    with PtyApp.paperfeed(tmp_path) as app:
        assert app.wait(30) == 3
        assert b"Traceback" not in app.raw
        assert ALTERNATE not in app.raw


def test_the_program_can_be_started_as_a_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paperfeed", "--home", str(tmp_path), "keys"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "the next unread paper below" in done.stdout

"""How a text gets to the clipboard: the way that is taken, the bytes that are sent, and what is said of it."""

import base64
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import Clock, make_digest, open_library
from pty_app import PtyApp, environment, paperfeed_command

from paperfeed.tui.clipboard import (
    LONGEST,
    Around,
    Clipboard,
    Copied,
    Tmux,
    Way,
    decide,
    for_screen,
    for_tmux,
    give,
    read_tmux,
)

LINK = "https://huggingface.co/papers/2503.00001"
PLAIN = f"\x1b]52;c;{base64.b64encode(LINK.encode()).decode()}\x07"
XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/somewhere,1,0"}
ALL = {name: f"/usr/bin/{name}" for name in ("wl-copy", "xclip", "xsel", "pbcopy", "tmux")}


NO_PROGRAMS: Mapping[str, str] = {}


def way(
    environment: Mapping[str, str],
    programs: Mapping[str, str] = NO_PROGRAMS,
    tmux: Tmux | None = None,
    text: str = LINK,
) -> Way:
    return decide(text, text, Around(environment, programs, tmux))


# The way that is taken


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ("/usr/bin/wl-copy",)),
        ({"DISPLAY": ":0"}, ("/usr/bin/xclip", "-selection", "clipboard")),
    ],
)
def test_before_a_desktop_its_own_program_is_given_the_text(
    environment: dict[str, str], command: tuple[str, ...]
) -> None:
    programs = {name: path for name, path in ALL.items() if name != "pbcopy"}
    taken = way({**XTERM, **environment}, programs)
    assert (taken.command, taken.sequence, taken.told) == (command, "", f"copied {LINK}")


@pytest.mark.parametrize(("name", "rest"), [("pbcopy", ()), ("xsel", ("--clipboard", "--input")), ("clip.exe", ())])
def test_whichever_program_there_is_is_taken(name: str, rest: tuple[str, ...]) -> None:
    assert way({**XTERM, "DISPLAY": ":0"}, {name: f"/bin/{name}"}).command == (f"/bin/{name}", *rest)


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY"])
def test_over_ssh_the_terminal_is_sent_the_text_and_the_far_desktop_is_let_alone(variable: str) -> None:
    taken = way({**XTERM, "DISPLAY": "localhost:10.0", variable: "x"}, ALL)
    assert (taken.command, taken.sequence, taken.told) == ((), PLAIN, f"copied {LINK}")


@pytest.mark.parametrize("term", ["linux", "dumb", "vt100", "", "unknown"])
def test_a_terminal_without_a_clipboard_is_sent_nothing_and_the_text_is_shown(term: str) -> None:
    taken = way({"TERM": term})
    assert (taken.command, taken.sequence, taken.warning) == ((), "", True)
    assert taken.told == f"TERM={term} has no clipboard: here it is: {LINK}"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"XTERM_VERSION": "XTerm(379)"}, f"sent {LINK}: whether xterm takes it is for its settings to say"),
        ({"VTE_VERSION": "7200"}, f"sent {LINK}: whether this terminal takes it is for its settings to say"),
        ({"LC_TERMINAL": "iTerm2"}, f"sent {LINK}: whether iTerm2 takes it is for its settings to say"),
        ({"TERM": "screen-256color"}, f"sent {LINK}: it arrives if your tmux has `set -g set-clipboard on`"),
    ],
)
def test_of_a_terminal_that_may_refuse_it_nothing_more_is_said_than_is_known(more: dict[str, str], told: str) -> None:
    taken = way({**XTERM, **more})
    assert (taken.sequence, taken.told) == (PLAIN, told)


def test_a_text_longer_than_terminals_take_is_not_sent() -> None:
    longest = "x" * (LONGEST // 4 * 3)
    assert len(way(XTERM, text=longest).sequence) <= LONGEST + 9
    taken = decide(f"{longest}xxx", "a long one", Around(XTERM, {}))
    assert taken == ("too long for a terminal to take: a long one", "", (), True)
    assert decide(f"{longest}xxx", "it", Around({"DISPLAY": ":0"}, ALL)).command


@pytest.mark.parametrize(
    ("tmux", "sequence", "command"),
    [
        (Tmux((3, 3), "on", False, True), PLAIN, ()),
        (Tmux((3, 4), "external", True, True), for_tmux(PLAIN), ()),
        (Tmux((3, 4), "off", True, True), for_tmux(PLAIN), ()),
        (Tmux((3, 4), "on", True, False), for_tmux(PLAIN), ()),
        (Tmux((3, 3), "external", False, True), "", ("/usr/bin/tmux", "load-buffer", "-w", "-")),
    ],
)
def test_in_tmux_its_settings_decide_how_the_text_gets_out(tmux: Tmux, sequence: str, command: tuple[str, ...]) -> None:
    taken = way({**TMUX, "SSH_TTY": "x"}, ALL, tmux)
    assert taken == (f"copied {LINK}", sequence, command, False)


@pytest.mark.parametrize(
    ("tmux", "why"),
    [
        (Tmux((3, 3), "off", False, True), "set -g set-clipboard on lets it through"),
        (Tmux((3, 3), "on", False, False), "its terminal takes none"),
    ],
)
def test_where_tmux_lets_nothing_out_it_keeps_the_text_and_this_is_said(tmux: Tmux, why: str) -> None:
    taken = way(TMUX, {"tmux": "tmux"}, tmux)
    assert taken == (f"tmux keeps it (prefix ] pastes it): {why}   {LINK}", "", ("tmux", "load-buffer", "-"), True)


def test_a_tmux_that_says_nothing_is_sent_the_text_in_both_ways() -> None:
    taken = way(TMUX)
    assert taken.sequence == PLAIN + for_tmux(PLAIN)
    assert taken.told.startswith(f"sent {LINK} to tmux, which did not say")


def test_in_screen_the_text_is_wrapped_in_pieces() -> None:
    text = "x" * 1_000
    sequence = way({"TERM": "screen", "STY": "1.pts"}, text=text).sequence
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sequence, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sequence
    assert "".join(pieces) == f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    assert len(pieces) > 1
    assert for_screen("") == ""


@pytest.mark.parametrize(
    ("answer", "tmux"),
    [
        ("3.3a|external|0|bpaste,clipboard,title\n", Tmux((3, 3), "external", False, True)),
        ("3.4|on|all|clipboard", Tmux((3, 4), "on", True, True)),
        ("next-3.6|off|off|title", Tmux((3, 6), "off", False, False)),
        ("2.8|external||", Tmux((2, 8), "external", True, True)),
        ("", None),
        ("no server running", None),
    ],
)
def test_what_tmux_says_is_understood(answer: str, tmux: Tmux | None) -> None:
    assert read_tmux(answer) == tmux


# What is carried out


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A desktop with a clipboard program that keeps what it is given, in the file returned."""
    if sys.platform in ("darwin", "win32"):
        pytest.skip("another program there")
    kept, place = tmp_path / "kept", tmp_path / "programs"
    place.mkdir()
    script = place / "xclip"
    script.write_text(f"#!/bin/sh\ncat >'{kept}.part' && mv '{kept}.part' '{kept}'\n")
    script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("SSH_CONNECTION")
    yield kept


def copied(*texts: str) -> list[Copied]:
    """What becomes of texts that are copied one after the other."""
    delivered: list[Copied] = []
    clipboard = Clipboard(delivered.append)
    for text in texts:
        clipboard.copy(text, text[:20])
    until = time.monotonic() + 20
    while len(delivered) < len(texts) and time.monotonic() < until:
        time.sleep(0.01)
    return delivered


def test_the_program_has_the_text_when_it_is_said_to_be_copied(program: Path) -> None:
    assert copied("Dollár\n論文") == [Copied("Dollár\n論文", "", "copied Dollár\n論文", False)]
    assert program.read_text("utf-8") == "Dollár\n論文"


def test_of_two_texts_the_one_copied_last_is_there_in_the_end(program: Path) -> None:
    assert [one.text for one in copied("first", "second")] == ["first", "second"]
    assert program.read_text("utf-8") == "second"


def test_where_the_program_fails_the_terminal_is_sent_the_text(program: Path) -> None:
    (program.parent / "programs" / "xclip").write_text("#!/bin/sh\nexit 1\n")
    assert copied(LINK) == [Copied(LINK, PLAIN, f"copied {LINK[:20]}", False)]


def test_where_everything_fails_the_text_is_shown_and_nothing_is_said_to_be_copied(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (program.parent / "programs" / "xclip").write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("TERM", "linux")
    assert copied(LINK) == [Copied(LINK, "", f"xclip did not take it: here it is: {LINK}", True)]


def test_a_program_that_is_gone_took_nothing(tmp_path: Path) -> None:
    assert give((str(tmp_path / "none"),), "x") is False


# What reaches a terminal


def sent_to(app: PtyApp) -> list[str]:
    """What a terminal is told to put on its clipboard."""
    found = re.findall(rb"\x1b\]52;c?;([^\x07\x1b]*)", bytes(app.raw))
    return [base64.b64decode(payload).decode() for payload in found]


def one_paper(home: Path) -> None:
    with open_library(home, Clock()) as library:
        library.take_in(make_digest(1))
        library.indexing.take_waiting()


def test_a_terminal_is_sent_each_text_that_is_copied(tmp_path: Path) -> None:
    one_paper(tmp_path)
    with PtyApp.paperfeed(tmp_path) as app:
        app.wait_for("Paper number 1", 30)
        for key, told in {"y": "https://", "i": "arxiv:", "t": "Paper", "b": "BibTeX"}.items():
            app.send(f"y{key}")
            app.wait_for(f"copied {told}")
        link, name, title, bibtex = sent_to(app)
        assert (link, name, title) == (LINK, "arxiv:2503.00001", "Paper number 1")
        assert bibtex.startswith("@misc{lovelace2025paper,\n")


def test_the_linux_console_is_sent_nothing(tmp_path: Path) -> None:
    one_paper(tmp_path)
    with PtyApp.paperfeed(tmp_path, TERM="linux") as app:
        app.wait_for("Paper number 1", 30)
        app.send("yy")
        app.wait_for(f"TERM=linux has no clipboard: here it is: {LINK}")
        assert sent_to(app) == []


def in_tmux(home: Path, option: str, value: str) -> tuple[list[str], str]:
    """What the terminal around tmux is sent when a link is copied in it, and the status line."""
    program = shutil.which("tmux")
    if program is None:
        pytest.skip("no tmux here")
    settings = home / "tmux.conf"
    settings.write_text(f"set -g {option} {value}\nset -g default-terminal screen-256color\nset -g status off\n")
    env = environment(PAPERFEED_OFFLINE="1", PAPERFEED_HOME=str(home / "home"))
    with TemporaryDirectory(prefix="pf") as place:  # the name of a socket must be short
        command = [program, "-S", f"{place}/s", "-f", str(settings), "new-session", *paperfeed_command()]
        return in_terminal(command, env)


def in_terminal(command: list[str], env: Mapping[str, str]) -> tuple[list[str], str]:
    with PtyApp(command, env=env) as app:
        app.wait_for("Paper number 1", 30)
        app.send("yy")
        app.wait_for(LINK)
        app.settle(0.3)
        told = app.display[-1].strip()
        app.send("q")
        app.wait(10)
    return sent_to(app), told


@pytest.mark.parametrize(("option", "value"), [("set-clipboard", "external"), ("set-clipboard", "on")])
def test_through_tmux_a_text_reaches_the_terminal_around_it(tmp_path: Path, option: str, value: str) -> None:
    one_paper(tmp_path / "home")
    sent, told = in_tmux(tmp_path, option, value)
    assert sent == [LINK]
    assert told.startswith(f"copied {LINK}")


def test_a_tmux_that_lets_nothing_through_is_named(tmp_path: Path) -> None:
    one_paper(tmp_path / "home")
    sent, told = in_tmux(tmp_path, "set-clipboard", "off")
    assert sent == []
    assert told.startswith("tmux keeps it (prefix ] pastes it): set -g set-clipboard on lets it through")

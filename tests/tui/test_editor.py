"""A text in the user's own editor: what it is given, what is taken back, and what becomes of its file."""

import stat
import sys
from pathlib import Path

import pytest
from builders import make_digest, make_paper, open_library
from pty_app import PtyApp

from paperfeed.errors import EditorFailed
from paperfeed.marks import Act
from paperfeed.tui.editor import command_in, edited

ROOT = Path(__file__).resolve().parent.parent.parent


def editor(folder: Path, code: str) -> list[str]:
    """An editor that runs this Python with `path`, and tells in `seen` what it was given."""
    script = folder / "editor.py"
    seen = f"open({str(folder / 'seen')!r}, 'wb').write(path.read_bytes())"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n{seen}\n{code}\n")
    return [sys.executable, str(script)]


@pytest.mark.parametrize(
    ("text", "given", "left", "taken"),
    [
        ("", b"", b"new\n", "new"),
        ("", b"", b"new", "new"),
        ("old", b"old\n", b"old\n\n", "old\n"),
        ("old", b"old\n", b" two \r\nlines\r\n", " two \r\nlines"),
        ("a\nb\n", b"a\nb\n\n", "“ü” 論文 \x1b[31m\n".encode(), "“ü” 論文 \x1b[31m"),
        ("old", b"old\n", b"", ""),
    ],
)
def test_a_text_is_taken_as_it_was_left_but_for_the_last_line_break(
    tmp_path: Path, text: str, given: bytes, left: bytes, taken: str
) -> None:
    assert edited(editor(tmp_path, f"path.write_bytes({left!r})"), text) == taken
    assert (tmp_path / "seen").read_bytes() == given


@pytest.mark.parametrize("text", ["", "one line", "lines\n\nand more\n", "ends oddly\r"])
def test_a_text_that_was_not_altered_is_nothing_to_take(tmp_path: Path, text: str) -> None:
    assert edited(editor(tmp_path, "pass"), text) is None
    assert edited(editor(tmp_path, "path.write_bytes(path.read_bytes())"), text) is None


def test_the_file_is_for_this_user_alone_and_gone_afterwards(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    told = f"st = [p.stat().st_mode for p in (path, path.parent)]; open({str(kept)!r}, 'w').write(f'{{st}} {{path}}')"
    assert edited(editor(tmp_path, told), "secret") is None
    modes, path = kept.read_text().split("] ")
    assert [stat.S_IMODE(int(mode)) for mode in modes[1:].split(",")] == [0o600, 0o700]
    assert not Path(path).exists()
    assert not Path(path).parent.exists()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("path.write_text('new'); sys.exit(3)", "ended with 3: nothing was changed"),
        ("path.unlink()", "left no file"),
        ("path.write_bytes(b'\\xff\\xfe')", "no UTF-8 text"),
    ],
)
def test_an_editor_that_fails_changes_nothing(tmp_path: Path, code: str, told: str) -> None:
    with pytest.raises(EditorFailed, match=told):
        edited(editor(tmp_path, code), "old")


def test_an_editor_that_is_not_there_is_named() -> None:
    with pytest.raises(EditorFailed, match="no-such-editor cannot be started"):
        edited(["no-such-editor"], "old")


def test_the_visual_editor_comes_before_the_other_and_may_have_options() -> None:
    assert command_in({"VISUAL": "'my editor' -w", "EDITOR": "vi"}) == ["my editor", "-w"]
    assert command_in({"VISUAL": " ", "EDITOR": "vi"}) == ["vi"]
    for environment, told in (({}, "no editor is set"), ({"EDITOR": "vi '"}, "a quote is open")):
        with pytest.raises(EditorFailed, match=told):
            command_in(environment)


def test_a_note_is_written_in_an_editor_which_has_the_terminal_meanwhile(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest([make_paper(n) for n in range(1, 4)]))
        library.apply(Act("note", (library.row_of("arxiv:2503.00002"),), "one\ntwo"))
        library.indexing.take_waiting()
    code = "print('the editor', 'is here'); input(); path.write_text(path.read_text() + 'three\\n')"
    command = editor(tmp_path, code)
    more = {"VISUAL": " ".join(command), "PYTHONPATH": str(ROOT)}
    with PtyApp.paperfeed(home, columns=80, lines=24, **more) as app:
        app.wait_for("Inbox · 3 unread of 3", 30)
        app.send("M")
        app.wait_for("the editor is here")
        app.send("\x03")
        app.wait_for("nothing was changed")
        app.wait_for("Paper number 3")
        app.send("jm")
        app.wait_until(lambda: app.raw.count(b"the editor is here") == 2, what="the editor again")
        app.send("\r")
        app.wait_for("noted “Paper number 2”")
        app.send("s")
        app.wait_for("starred “Paper number 2”")
        app.send("q")
        assert app.wait(20) == 0
    with open_library(home) as library:
        [entry] = library.entries([library.row_of("arxiv:2503.00002")])
        assert entry.marks.note == "one\ntwo\nthree"
        assert library.count(library.parse("has:note")) == 1

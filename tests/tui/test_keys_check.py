"""`paperfeed keys` and `paperfeed keys --check`: the map in print, and the keys that never arrive."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from pty_app import DOWN, ESCAPE, PtyApp, environment

from paperfeed.config import KeySetting
from paperfeed.tui.key_map import key_map
from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import ACTIONS
from paperfeed.tui.keys_check import KeysCheck, Sheet, taker


def sheet(*settings: KeySetting) -> Sheet:
    return Sheet(key_map("paperfeed", settings)[0])


def settings(home: Path, text: str) -> Path:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "paperfeed", "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)


def printed(app: PtyApp) -> str:
    return "\n".join(line.rstrip() for line in app.display)


# The sheet


def test_every_key_of_the_map_in_force_is_on_the_sheet_once() -> None:
    check = sheet(KeySetting("star", ("s", "F5"), ""), KeySetting("done", ("g x",), ""))
    assert len(check.keys) == len(set(check.keys))
    assert {"g", "x", "f5", "s"} <= set(check.keys)
    assert "e" in check.keys  # of g e
    assert not any(" " in key for key in check.keys)


def test_what_arrives_is_named_and_ticked() -> None:
    check = sheet()
    assert check.last == "Press each of these keys once."
    for key, told in [
        ("s", "s came: Star"),
        ("g", "g came: begins a sequence"),
        ("ctrl+x", "Ctrl-x came: it does nothing in this key map"),
        ("left_square_bracket", "[ came: Newer day"),
    ]:
        check.take(key)
        assert check.last == told
    ticked = " ".join(check.lines(80)).split("✓ ")[1:]
    assert [part.split()[0] for part in ticked] == ["g", "[", "s"]
    assert not {"s", "g", "left_square_bracket"} & set(check.missing)


@pytest.mark.parametrize(
    ("keys", "ends"),
    [(["q"], False), (["q", "q"], True), (["q", "j", "q"], False), (["escape", "q"], False), (["escape"] * 2, True)],
)
def test_q_or_esc_twice_in_a_row_ends_it(keys: Sequence[str], ends: bool) -> None:
    check = sheet()
    assert [check.take(key) for key in keys][-1] is ends


@pytest.mark.parametrize("width", [20, 78, 158])
def test_the_sheet_fits_the_window(width: int) -> None:
    lines = sheet().lines(width)
    assert all(len(line) <= width for line in lines)
    assert len(sheet().lines(78)) <= 18


def test_the_report_names_what_did_not_arrive_and_what_may_have_taken_it() -> None:
    check = sheet(KeySetting("star", ("Ctrl-s",), ""))
    for key in check.keys:
        if key not in ("ctrl+s", "f1", "left_square_bracket"):
            check.take(key)
    report = check.report({"TMUX": "x"})
    assert f"{len(check.keys) - 3} of {len(check.keys)} keys arrived. These did not:" in report
    assert "  Ctrl-s   flow control" in report
    assert "  F1   many terminals keep it" in report
    assert "  [   many keyboards write it with AltGr" in report
    assert "tmux list-keys" in report
    assert "ssh" not in report


def test_when_all_arrived_that_is_all_that_is_said() -> None:
    check = sheet()
    for key in check.keys:
        check.take(key)
    assert check.report({"TMUX": "x", "SSH_CONNECTION": "x"}) == f"All {len(check.keys)} keys arrived."


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("ctrl+b", "prefix of tmux"),
        ("ctrl+g", "have it bound"),
        ("alt+x", "Option"),
        ("f3", "the desktop"),
        ("pageup", "Fn"),
        ("circumflex_accent", "waits for a letter"),
        ("é", "not on every keyboard"),
    ],
)
def test_what_often_takes_a_key_is_known(key: str, told: str) -> None:
    assert told in taker(key)


@pytest.mark.parametrize("key", ["j", "up", "slash", "7"])
def test_of_a_key_that_nothing_takes_nothing_is_said(key: str) -> None:
    assert taker(key) == ""


# The little app


async def test_the_sheet_is_ticked_off_in_a_small_window() -> None:
    check = sheet()
    app = KeysCheck(check)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "question_mark", "ctrl+x")
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        text = "\n".join("".join(segment.text for segment in strip) for strip in strips)
        assert "✓ j" in text
        assert "✓ ?" in text
        assert "  k" in text
        assert "Ctrl-x came" in text
        assert f"{len(check.keys) - 2} to come · q q or Esc Esc ends" in text
        assert all(show_key(key) in text for key in check.keys)
        await pilot.press("escape", "escape")
    assert app._exit


def test_the_check_prints_its_report_behind_itself(tmp_path: Path) -> None:
    with PtyApp.paperfeed(tmp_path, "keys", "--check", columns=80, lines=24) as app:
        app.wait_for("Press each of these keys once.", 30)
        app.send("js" + DOWN)
        app.wait_for("↓ came: Down")
        app.send("q")
        app.wait_for("q came: Quit")
        app.send("q")
        assert app.wait(20) == 0
        assert "keys arrived. These did not:" in printed(app)
        assert b"Traceback" not in app.raw
    assert not (tmp_path / "data" / "library.db").exists()


@pytest.mark.parametrize("key", ["q", ESCAPE])
def test_the_check_ends_by_one_key_pressed_twice(key: str, tmp_path: Path) -> None:
    with PtyApp.paperfeed(tmp_path, "keys", "--check", columns=80, lines=24) as app:
        app.wait_for("Press each of these keys once.", 30)
        app.send(key)
        app.wait_for("came: ")
        app.send(key)
        assert app.wait(20) == 0


def test_without_a_terminal_the_check_says_what_it_needs(tmp_path: Path) -> None:
    done = run(tmp_path, "keys", "--check")
    assert done.returncode == 2
    assert done.stderr == "paperfeed: `paperfeed keys --check` needs a terminal to press keys in\n"
    assert done.stdout == ""


# The map in print


def test_the_map_in_force_is_printed(tmp_path: Path) -> None:
    settings(tmp_path, "[keys]\npreset = 'vim'\nstar = ['X', 'F5']\nsamples = ''\n")
    done = run(tmp_path, "keys")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["X", "F5", "star"] in [line[:3] for line in lines]
    assert ["d", "d", "e", "done"] in [line[:4] for line in lines]
    assert ["samples", "open"] in [line[:2] for line in lines]
    objects = [json.loads(line) for line in run(tmp_path, "keys", "--json").stdout.splitlines()]
    assert [one["action"] for one in objects] == [action.name for action in ACTIONS]
    star = next(one for one in objects if one["action"] == "star")
    assert star == {
        "action": "star",
        "keys": ["X", "F5"],
        "title": "Star",
        "help": "star, or take the star away",
        "group": "Mark",
        "scope": "inbox",
    }


def test_a_broken_map_is_named_by_every_command_that_speaks_of_settings(tmp_path: Path) -> None:
    file = settings(tmp_path, "[keys]\nstar = 'e'\nquit = ''\n")
    problems = (
        f"{file}:3: keys.quit: it always has a key: it stays on “q”",
        f"{file}:2: keys.star: “e” is taken by done: it stays on “s”",
    )
    for command in (["keys"], ["config"], ["doctor", "--json"]):
        done = run(tmp_path, *command)
        assert done.returncode == 1
        assert all(problem in done.stdout + done.stderr for problem in problems), done
    assert "star" in run(tmp_path, "keys").stdout


def test_the_settings_in_force_name_the_preset_and_the_keys_of_ones_own(tmp_path: Path) -> None:
    file = settings(tmp_path, "[keys]\npreset = 'mutt'\nstar = ['x', 'g x']\n")
    facts = json.loads(run(tmp_path, "config", "--json").stdout)
    assert facts["keys.preset"] == "mutt"
    assert facts["keys.star"] == ["x", "g x"]
    assert f'keys.preset = "mutt"  # {file}' in run(tmp_path, "config").stdout


def test_the_app_starts_with_a_broken_map_and_names_the_line(tmp_path: Path) -> None:
    settings(tmp_path, "[keys]\nhelp = 'Entr'\npreset = 'mutt'\n")
    with PtyApp.paperfeed(tmp_path, "--demo") as app:
        app.wait_for("? keys", 30)
        app.send("u")
        app.wait_for("nothing to undo")
        app.send("q")
        assert app.wait(20) == 0
    with PtyApp.paperfeed(tmp_path) as app:
        app.wait_for(" config.toml:2: keys.help: “Entr” is no key (did you mean Enter?): it stays on “?”, “F1”", 30)
        app.send("q")
        assert app.wait(20) == 0

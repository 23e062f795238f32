"""A text in the user's own editor: $VISUAL or $EDITOR on a private file that is gone afterwards.

Owns the file and the running of the editor. The terminal is the caller's to give and to take back.
"""

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from paperfeed.errors import EditorFailed

NONE_SET = "no editor is set: $VISUAL or $EDITOR names one"


def command_in(environment: Mapping[str, str]) -> list[str]:
    """How the editor is started. Raises EditorFailed when none is set, or what is set makes no sense."""
    text = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    try:
        command = shlex.split(text)
    except ValueError:
        raise EditorFailed(f"the editor “{text}” cannot be started: a quote is open") from None
    if not command:
        raise EditorFailed(NONE_SET)
    return command


def edited(command: list[str], text: str) -> str | None:
    """The text as it was left in the editor, or None if nothing was altered. Waits for the editor's end.

    The file ends in a line break, as editors want it: one at the end is not part of the text. Raises EditorFailed.
    """
    before = f"{text}\n".encode("utf-8", "replace") if text else b""
    with tempfile.TemporaryDirectory(prefix="paperfeed-") as folder:  # a folder for this user alone
        path = Path(folder, "note.txt")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(before)
        status = _run([*command, str(path)])
        try:
            after = path.read_bytes()
        except OSError as error:
            raise EditorFailed(f"{Path(command[0]).name} left no file: nothing was changed") from error
    if status:
        raise EditorFailed(f"{Path(command[0]).name} ended with {status}: nothing was changed")
    if after == before:
        return None
    try:
        return _without_last_break(after.decode("utf-8"))
    except UnicodeDecodeError:
        raise EditorFailed("what the editor left is no UTF-8 text: nothing was changed") from None


def _run(command: list[str]) -> int:
    """The exit status. A Ctrl-C is the editor's: it must not end the program that waits for it."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # unlike "ignore", this is not handed on to the editor
    try:
        return subprocess.run(command).returncode  # noqa: S603  # the user's own editor
    except OSError as error:
        raise EditorFailed(f"the editor {command[0]} cannot be started: {error.strerror or error}") from error
    finally:
        signal.signal(signal.SIGINT, before)


def _without_last_break(text: str) -> str:
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")

"""One run of the program: where its files are, its settings, how it speaks and how it ends.

Shared by the command line and by the way straight into the inbox, which waits for no parser.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from paperfeed.clean import clean
from paperfeed.config import load
from paperfeed.errors import LibraryUnusable, NoTerminal, PaperfeedError
from paperfeed.paths import Paths

if TYPE_CHECKING:
    from paperfeed.library import Library
    from paperfeed.tui.key_map import KeyMap


class Session:
    """What holds for the whole run; the library is opened when it is needed."""

    def __init__(self, home: Path | None, offline: bool) -> None:
        os.umask(0o077)
        self.paths = Paths.under(home) if home else Paths.default()
        environment = dict(os.environ, PAPERFEED_OFFLINE="1") if offline else os.environ
        self.config, self.problems = load(self.paths.config_file, environment)
        if self.config.keys:
            self.problems += self._keys[1]
        self.failed = False

    @property
    def key_map(self) -> "KeyMap":
        """The keys in force."""
        return self._keys[0]

    @cached_property
    def _keys(self) -> "tuple[KeyMap, tuple[str, ...]]":
        from paperfeed.tui.key_map import key_map

        return key_map(self.config.preset, self.config.keys)

    @contextmanager
    def library(self) -> "Iterator[Library]":
        from paperfeed.library import Library

        for problem in self.problems:
            say(problem)
        with Library.open(self.paths, self.config) as library:
            yield library

    def fail(self, message: str) -> None:
        """Says what failed; the run goes on, and ends with status 1."""
        self.failed = True
        say(message)


def say(message: str) -> None:
    """A message, to stderr, on one line and without anything a terminal would act on."""
    print(f"paperfeed: {clean(message, 2_000)}", file=sys.stderr)  # noqa: T201


def ended_by(error: PaperfeedError) -> int:
    """Says what ended the run; the exit status."""
    say(str(error))
    return 2 if isinstance(error, NoTerminal) else 3 if isinstance(error, LibraryUnusable) else 1


def open_inbox(session: Session, demo: bool = False) -> None:
    """Runs the terminal program. Raises NoTerminal, or LibraryError if there is no library to open."""
    need_terminal(
        "the inbox needs a terminal; `paperfeed list` prints to a pipe, and `paperfeed --linear` works on one"
    )
    from paperfeed.tui.start import run, run_demo

    if demo or run(session.paths, session.config, session.problems):
        run_demo(session.config)


def need_terminal(otherwise: str) -> None:
    """Raises NoTerminal where nothing can be shown in full screen."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NoTerminal(otherwise)
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise NoTerminal("this terminal cannot show it (TERM is dumb or unset): try `paperfeed --linear`")

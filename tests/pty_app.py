"""A program in a terminal of its own: a pty, with pyte as the screen. For journeys and benchmarks.

Answers the queries that a modern terminal answers, and keeps every byte that the program wrote.
Nothing is read but inside `read`, `wait_for`, `settle` and `display`; bytes become a screen only
when somebody looks at it, so that timing reads costs no more than the reads.
"""

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ENTER, ESCAPE, TAB, BACKSPACE = "\r", "\x1b", "\t", "\x7f"
UP, DOWN, HOME, END, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"

SYNCHRONIZED = 2026
_QUERY = re.compile(rb"\x1b\[(?:(?P<cursor>6n)|(?P<status>5n)|(?P<device>0?c)|\?(?P<mode>\d+)\$p)")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][\d;]*[A-Za-z]|\x1b[P_^X].*?\x1b\\", re.DOTALL)
_UNFINISHED = re.compile(rb"\x1b(?:\[[^@-~]{0,40}|[P_^X\]][^\x07\x1b]*\x1b?)?$")
_OURS = ("PYTHON", "TEXTUAL", "PAPERFEED", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "COLORTERM", "TMUX")


def environment(**more: str) -> dict[str, str]:
    """The environment of a program: that of a plain, modern terminal, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **more}


def paperfeed_command() -> list[str]:
    """How this environment's paperfeed is started."""
    script = Path(sys.executable).with_name("paperfeed")
    return [str(script)] if script.exists() else [sys.executable, "-m", "paperfeed"]


class PtyApp:
    """A running program and the screen it paints. A context manager; leaving it ends the program."""

    def __init__(
        self, command: Sequence[str], columns: int = 160, lines: int = 45, env: Mapping[str, str] | None = None
    ) -> None:
        self.raw = bytearray()
        self.status: int | None = None
        self._fed = 0
        self._asked = 0
        self._ended = False
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = os.openpty()
        self._set_size(columns, lines)
        name = os.ttyname(slave)
        # A session leader that opens a terminal gets it as its own: resizes and hang-ups reach it.
        opened = [(os.POSIX_SPAWN_OPEN, number, name, os.O_RDWR, 0) for number in (0, 1, 2)]
        self.began = time.perf_counter()
        self.pid = os.posix_spawn(
            command[0], list(command), dict(env or environment()), file_actions=opened, setsid=True
        )
        os.close(slave)

    @classmethod
    def paperfeed(cls, home: Path, *options: str, columns: int = 160, lines: int = 45, **more: str) -> "PtyApp":
        """The real program on `home`, offline. `more` goes into its environment."""
        env = environment(**{"PAPERFEED_OFFLINE": "1", "PAPERFEED_HOME": str(home), **more})
        return cls([*paperfeed_command(), *options], columns, lines, env)

    def __enter__(self) -> "PtyApp":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # To the program

    def send(self, keys: str | bytes) -> None:
        """Types."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, lines: int) -> None:
        self._feed()
        self._screen.resize(lines, columns)
        self._set_size(columns, lines)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    # From the program

    def read(self, seconds: float) -> bytes:
        """What the program writes next; empty if it writes nothing for so long, or has ended."""
        if self._ended or not select.select([self._master], [], [], max(seconds, 0))[0]:
            return b""
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux: the other end is closed
            data = b""
        self._ended = not data
        self.raw += data
        self._answer()
        return data

    def settle(self, seconds: float = 0.045, at_most: float = 5.0) -> bytes:
        """Reads until nothing was written for so long; what came."""
        begin, until = len(self.raw), time.perf_counter() + at_most
        while self.read(seconds) and time.perf_counter() < until:
            pass
        return bytes(self.raw[begin:])

    def wait_for(self, text: str, seconds: float = 10.0) -> None:
        """Until `text` stands on the screen."""
        self.wait_until(lambda: text in "\n".join(self.display), seconds, f"{text!r} on the screen")

    def wait_until(self, holds: Callable[[], bool], seconds: float = 10.0, what: str = "it") -> None:
        """Until `holds()`, asked again whenever something was written, and a few times a second."""
        until = time.perf_counter() + seconds
        while not holds():
            if time.perf_counter() > until or self._ended:
                ended = ", and the program has ended" if self._ended else ""
                raise AssertionError(f"waited {seconds} s for {what}{ended}; the screen:\n" + "\n".join(self.display))
            self.read(0.1)

    @property
    def display(self) -> list[str]:
        """The lines of the screen as they are now."""
        while self.read(0):
            pass
        self._feed()
        return list(self._screen.display)

    def style_of(self, text: str) -> pyte.screens.Char:
        """How the first letter of `text` is shown where it stands first on the screen."""
        for line, shown in enumerate(self.display):
            if text in shown:
                cells = self._screen.buffer[line]
                column = next(
                    at for at in range(self._screen.columns)
                    if "".join(cells[x].data for x in range(at, self._screen.columns)).startswith(text)
                )  # fmt: skip
                return cells[column]
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.display))

    def column(self, number: int) -> str:
        """What stands in a column of cells, from the top of the screen."""
        assert self.display
        return "".join(self._screen.buffer[line][number].data for line in range(self._screen.lines))

    def wait(self, seconds: float = 10.0) -> int:
        """Until the program has ended; its exit status, negative for a signal."""
        until = time.perf_counter() + seconds
        while self.status is None:
            self.read(0.02)
            found, status = os.waitpid(self.pid, os.WNOHANG)
            if found:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() > until:
                raise AssertionError(f"still running after {seconds} s; the screen:\n" + "\n".join(self.display))
            elif self._ended:
                time.sleep(0.01)
        return self.status

    def kill(self) -> None:
        """Ends the program without a word of warning."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def close(self) -> None:
        """Ends the program, if it has not ended, and gives the terminal back."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.status is None:
                os.kill(self.pid, number)
                try:
                    self.wait(3)
                except AssertionError:
                    continue
        if self._master >= 0:
            os.close(self._master)
            self._master, self._ended = -1, True

    def _answer(self) -> None:
        """Answers the queries among what was written since the last time."""
        for query in _QUERY.finditer(self.raw, self._asked):
            self._asked = query.end()
            if query["cursor"]:
                self.send("\x1b[1;1R")
            elif query["status"]:
                self.send("\x1b[0n")
            elif query["device"]:
                self.send("\x1b[?62;22c")
            else:
                known = int(query["mode"]) == SYNCHRONIZED
                self.send(f"\x1b[?{int(query['mode'])};{2 if known else 0}$y")

    def _feed(self) -> None:
        """Brings the screen up to what was written, but for a sequence of which the end is not here."""
        data = bytes(self.raw[self._fed :])
        if unfinished := _UNFINISHED.search(data):
            data = data[: unfinished.start()]
        self._fed += len(data)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

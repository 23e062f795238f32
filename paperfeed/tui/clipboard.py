"""The clipboard: by which way a text gets there from here, and what can honestly be said of it.

The way is decided by `decide`, a pure function of what is around; `Clipboard` asks and runs programs in a
thread of its own. Nobody is told "copied" when nothing was sent. What is written to the terminal, the app writes.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

LONGEST: Final = 74_994
"""Bytes of base64 that terminals are sure to take in one piece."""
PATIENCE: Final = 2.0
"""Seconds that a program gets to answer, or to take a text."""
CHUNK: Final = 256
"""Bytes that GNU screen lets through at a time."""
UNABLE: Final = ("linux", "dumb", "unknown", "vt52", "vt100", "vt102", "vt220", "cons25", "sun")
"""Terminals that have no clipboard, by TERM."""
DOUBTFUL: Final = {"XTERM_VERSION": "xterm", "VTE_VERSION": "this terminal", "KONSOLE_VERSION": "Konsole"}
"""Terminals that take a text only in some versions, or when their settings say so; by a variable that they set."""
HELPERS: Final[Mapping[str, tuple[str, ...]]] = {
    "pbcopy": (),
    "wl-copy": (),
    "xclip": ("-selection", "clipboard"),
    "xsel": ("--clipboard", "--input"),
    "clip.exe": (),
}
"""Programs that hand a text to the desktop, with their arguments; each reads it from its input."""
_QUESTION = "#{version}|#{set-clipboard}|#{allow-passthrough}|#{client_termfeatures}"


class Tmux(NamedTuple):
    """What tmux says of itself."""

    version: tuple[int, int]
    set_clipboard: str
    passes: bool
    """Whether it hands on what is wrapped for the terminal around it."""
    terminal_takes: bool
    """Whether, as far as it knows, that terminal has a clipboard."""


class Around(NamedTuple):
    """What the way to the clipboard depends on."""

    environment: Mapping[str, str]
    programs: Mapping[str, str]
    """Where the programs are that there are, of HELPERS and tmux."""
    tmux: Tmux | None = None
    """None where it was not asked, or gave no answer."""

    @property
    def in_tmux(self) -> bool:
        return bool(self.environment.get("TMUX"))

    @property
    def is_remote(self) -> bool:
        return any(self.environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))


class Way(NamedTuple):
    """How a text is copied: a program is given it, or the terminal is sent a sequence, or neither; and what is said."""

    told: str
    sequence: str = ""
    command: tuple[str, ...] = ()
    warning: bool = False


class Copied(NamedTuple):
    """A text on its way: what the terminal is to be sent, if anything, and what the user is to be told."""

    text: str
    sequence: str
    told: str
    warning: bool


def decide(text: str, what: str, around: Around) -> Way:
    """The way for a text that is called `what` when it is spoken of."""
    if helper := _helper(around):
        return Way(f"copied {what}", command=helper)
    sent = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    if len(sent) - len("\x1b]52;c;\x07") > LONGEST:
        return Way(f"too long for a terminal to take: {what}", warning=True)
    if around.in_tmux:
        return _through_tmux(sent, what, around)
    if around.environment.get("STY"):
        return Way(f"copied {what}", for_screen(sent))
    term = around.environment.get("TERM", "")
    if not term or term.partition("-")[0] in UNABLE:
        return Way(f"TERM={term} has no clipboard: here it is: {text}", warning=True)
    if term.startswith(("screen", "tmux")):  # we came here through one that runs elsewhere
        return Way(f"sent {what}: it arrives if your tmux has `set -g set-clipboard on`", sent)
    name = next((name for variable, name in DOUBTFUL.items() if around.environment.get(variable)), "")
    iterm = "iTerm" in around.environment.get("LC_TERMINAL", around.environment.get("TERM_PROGRAM", ""))
    if name or iterm:
        return Way(f"sent {what}: whether {name or 'iTerm2'} takes it is for its settings to say", sent)
    return Way(f"copied {what}", sent)


def _through_tmux(sent: str, what: str, around: Around) -> Way:
    tmux, program = around.tmux, around.programs.get("tmux", "tmux")
    if tmux is None:
        return Way(f"sent {what} to tmux, which did not say what it does with it", sent + for_tmux(sent))
    if tmux.set_clipboard == "on" and tmux.terminal_takes:
        return Way(f"copied {what}", sent)
    if tmux.passes:
        return Way(f"copied {what}", for_tmux(sent))
    if tmux.set_clipboard == "external" and tmux.terminal_takes and tmux.version >= (3, 2):
        return Way(f"copied {what}", command=(program, "load-buffer", "-w", "-"))
    why = "its terminal takes none" if not tmux.terminal_takes else "set -g set-clipboard on lets it through"
    told = f"tmux keeps it (prefix ] pastes it): {why}   {what}"
    return Way(told, command=(program, "load-buffer", "-"), warning=True)


def _helper(around: Around) -> tuple[str, ...]:
    """The desktop's own program, where there is a desktop and it is the one before which the user sits."""
    if around.is_remote:
        return ()
    needs = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY", "xsel": "DISPLAY"}
    for name, arguments in HELPERS.items():
        if name in around.programs and (name not in needs or around.environment.get(needs[name])):
            return (around.programs[name], *arguments)
    return ()


def for_tmux(sequence: str) -> str:
    """Wrapped so that tmux hands it on to the terminal around it."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def for_screen(sequence: str) -> str:
    """Wrapped so that GNU screen hands it on, in the pieces that it takes."""
    return "".join(f"\x1bP{sequence[at : at + CHUNK]}\x1b\\" for at in range(0, len(sequence), CHUNK))


def read_tmux(answer: str) -> Tmux | None:
    """What tmux said to the question; None where it is no answer."""
    match = re.match(r"[^\d|]*(\d+)\.(\d+)[^|]*\|(\w*)\|(\w*)\|(.*)", answer)
    if match is None:
        return None
    version = (int(match[1]), int(match[2]))
    passes = version < (3, 3) or match[4] in ("1", "on", "all")
    features = match[5].strip()
    return Tmux(version, match[3], passes, not features or "clipboard" in features.split(","))


class Clipboard:
    """Copies one text after the other, in a thread; `deliver` is called there with what became of each."""

    def __init__(self, deliver: Callable[[Copied], object]) -> None:
        self._deliver = deliver
        self._thread: ThreadPoolExecutor | None = None

    def copy(self, text: str, what: str, before: str = "") -> None:
        """Copies a text; what is told of it stands behind `before`."""
        from concurrent.futures import ThreadPoolExecutor

        self._thread = self._thread or ThreadPoolExecutor(1, "clipboard")
        self._thread.submit(self._copy, text, what, before)

    def _copy(self, text: str, what: str, before: str) -> None:
        around = look_around()
        way = decide(text, what, around)
        if way.command and not give(way.command, text):
            failed = Path(way.command[0]).name
            way = decide(text, what, around._replace(programs={}))
            if way.command or not way.sequence:
                way = Way(f"{failed} did not take it: here it is: {text}", warning=True)
        self._deliver(Copied(text, way.sequence, before + way.told, way.warning))


def look_around() -> Around:
    """What is around now. Asks tmux, where it has to, so this is not for the thread of the screen."""
    environment = dict(os.environ)
    names = (*_on_this_system(environment), *(("tmux",) if environment.get("TMUX") else ()))
    programs = {name: path for name in names if (path := shutil.which(name))}
    around = Around(environment, programs)
    if around.in_tmux and "tmux" in programs and not _helper(around):
        return around._replace(tmux=_ask_tmux(programs["tmux"]))
    return around


def _on_this_system(environment: Mapping[str, str]) -> Iterable[str]:
    if sys.platform == "darwin":
        return ("pbcopy",)
    if sys.platform == "win32" or environment.get("WSL_DISTRO_NAME"):
        return ("clip.exe",)
    return ("wl-copy", "xclip", "xsel")


def _ask_tmux(program: str) -> Tmux | None:
    question = (program, "display-message", "-p", _QUESTION)
    try:
        done = subprocess.run(question, capture_output=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_tmux(done.stdout.decode(errors="replace")) if done.returncode == 0 else None


def give(command: tuple[str, ...], text: str) -> bool:
    """Runs a program with `text` as its input; whether it took it."""
    windows = Path(command[0]).name.lower() == "clip.exe"
    data, quiet = text.encode("utf-16" if windows else "utf-8"), subprocess.DEVNULL
    try:
        done = subprocess.run(command, input=data, stdout=quiet, stderr=quiet, timeout=PATIENCE)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

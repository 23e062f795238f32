"""`paperfeed keys --check`: press every key once, and see which never arrive and what may have taken them.

The sheet that is ticked off is a plain value; the app around it only paints it and hands it what came.
"""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from paperfeed.tui.key_map import KeyMap
from paperfeed.tui.key_names import show_key

ENDS: Final = ("q", "escape")
"""Keys that end the check when they come twice in a row."""
ARRIVED: Final = "✓"
_TAKERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("f1", "f10", "f11"), "many terminals keep it for their own help, menu or full screen"),
    **dict.fromkeys(
        ("pageup", "pagedown", "home", "end"), "the terminal may scroll with it, or it is Fn with an arrow (on a Mac)"
    ),
    "tab": "the desktop or the terminal may go from window to window with it",
    "escape": "tmux waits after it: `set -sg escape-time 10` lets it through at once",
    **dict.fromkeys(("space", "enter", "backspace", "delete"), "an input method may take it while it composes"),
}
_TAKERS_OF_CTRL: Final[Mapping[str, str]] = {
    "a": "it is the prefix of screen",
    "b": "it is the prefix of tmux",
    "s": "flow control: the terminal stops its output (`stty -ixon` turns that off)",
    "z": "it suspends programs",
    **dict.fromkeys("hjkl", "it goes from pane to pane where tmux and vim share keys"),
}


class Sheet:
    """The keys that are to come, and those that came."""

    def __init__(self, keys: KeyMap) -> None:
        parts = (part for action in keys.actions for key in action.keys for part in key.split(" "))
        self.keys = tuple(dict.fromkeys(parts))
        self.arrived: list[str] = []
        self._titles: dict[str, str] = {}
        for action in keys.actions:
            for key in action.keys:
                self._titles.setdefault(key, action.title)

    def take(self, key: str) -> bool:
        """A key that came; whether it ends the check."""
        ends = key in ENDS and self.arrived[-1:] == [key]
        self.arrived.append(key)
        return ends

    @property
    def missing(self) -> list[str]:
        return [key for key in self.keys if key not in self.arrived]

    @property
    def last(self) -> str:
        """What came last, by name and by what it does."""
        if not self.arrived:
            return "Press each of these keys once."
        key = self.arrived[-1]
        if title := self._titles.get(key):
            return f"{show_key(key)} came: {title}"
        begins = key in self.keys
        return f"{show_key(key)} came: {'begins a sequence' if begins else 'it does nothing in this key map'}"

    def lines(self, width: int) -> list[str]:
        """The keys in columns, ticked or not."""
        marked = [f"{ARRIVED if key in self.arrived else ' '} {show_key(key)}" for key in self.keys]
        room = max(map(cell_len, marked), default=0) + 2
        columns = max(width // room, 1)
        padded = [one + " " * (room - cell_len(one)) for one in marked]
        return ["".join(padded[start : start + columns]).rstrip() for start in range(0, len(padded), columns)]

    def report(self, environment: Mapping[str, str]) -> str:
        """What to say at the end."""
        missing = self.missing
        if not missing:
            return f"All {len(self.keys)} keys arrived."
        told = [f"{len(self.keys) - len(missing)} of {len(self.keys)} keys arrived. These did not:"]
        for why in dict.fromkeys(map(taker, missing)):
            shown = " ".join(show_key(key) for key in missing if taker(key) == why)
            told += textwrap.wrap(f"{shown}   {why}".rstrip(), 78, initial_indent="  ", subsequent_indent="    ")
        told += ["", *_surroundings(missing, environment)]
        told.append("[keys] in the settings gives an action another key; `paperfeed keys` names both.")
        return "\n".join(told)


def taker(key: str) -> str:
    """What often takes a key before a program in the terminal sees it."""
    *held, last = key.split("+")
    if "ctrl" in held:
        return _TAKERS_OF_CTRL.get(last, "tmux, screen, the shell or the terminal may have it bound")
    if "alt" in held:
        return "the terminal may write another letter with it (on a Mac: let Option send Esc)"
    if told := _TAKERS.get(last):
        return told
    if last[0] == "f" and last[1:].isdigit():
        return "the desktop or the terminal may have it bound"
    sign = show_key(last)
    if sign in "[]{}\\|@#~":
        return "many keyboards write it with AltGr or Option only"
    if sign in "^`'\"":
        return "on many keyboards it waits for a letter to stand on"
    return "" if sign.isascii() or len(last) > 1 else "it is not on every keyboard"


def _surroundings(missing: Iterable[str], environment: Mapping[str, str]) -> list[str]:
    """What stands between the keyboard and this program, as far as it can be seen."""
    told = []
    if "TMUX" in environment:
        told.append("You are in tmux: `tmux list-keys -T root` prints the keys that it takes.")
    if "STY" in environment:
        told.append("You are in screen: its prefix (Ctrl-A unless set) never arrives.")
    if "SSH_CONNECTION" in environment:
        told.append("You are connected by ssh: keys that the terminal at your end takes do not travel.")
    if any(key.isascii() and key.isalpha() and len(key) == 1 for key in missing):
        told.append("Letters are missing: does your keyboard write another alphabet?")
    return told


class KeysCheck(App[None]):
    """The sheet on the screen."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#keys { width: 100%; height: 100%; padding: 0 1; }"

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._text = Static(id="keys", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self._show()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if self._sheet.take(event.key):
            self.exit()
        self._show()

    def _show(self) -> None:
        left = len(self._sheet.missing)
        lines = (
            f"paperfeed keys --check · {f'{left} to come' if left else 'all came'} · q q or Esc Esc ends",
            self._sheet.last,
            "",
            *self._sheet.lines(self.size.width - 2),
        )
        self._text.update(Content("\n".join(lines)))


def run_check(keys: KeyMap, environment: Mapping[str, str]) -> str:
    """Listens until it is ended; what to say then."""
    sheet = Sheet(keys)
    KeysCheck(sheet).run()
    return sheet.report(environment)

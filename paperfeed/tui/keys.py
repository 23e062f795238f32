"""The table of every action: id, keys, title, help. Bindings, palette, help and README come from it.

Knows nothing of Textual. An action `name` is carried out by `action_<name>` of the inbox screen.
Keys are named as Textual names them; two of them with a blank between are pressed one after the other.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Action(NamedTuple):
    """Something that a key does."""

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: str

    @property
    def shown(self) -> str:
        """The keys as a person reads them: j ↓."""
        return "  ".join(show_key(key) for key in self.keys)


ACTIONS: Final = (
    Action("down", ("j", "down"), "Down", "the next paper", "Move"),
    Action("up", ("k", "up"), "Up", "the paper before", "Move"),
    Action("top", ("g g", "home"), "Top", "the first paper", "Move"),
    Action("bottom", ("G", "end"), "Bottom", "the last paper", "Move"),
    Action("page_down", ("pagedown",), "Page down", "a screen further", "Move"),
    Action("page_up", ("pageup",), "Page up", "a screen back", "Move"),
    Action("next_unread", ("n",), "Next unread", "the next unread paper below", "Move"),
    Action("previous_unread", ("p",), "Previous unread", "the nearest unread paper above", "Move"),
    Action("newer_day", ("left_square_bracket",), "Newer day", "the first paper of the day above", "Move"),
    Action("older_day", ("right_square_bracket",), "Older day", "the first paper of the day below", "Move"),
    Action("open", ("enter", "l"), "Read", "open the paper; in a small window, full screen", "Read"),
    Action("read_on", ("space",), "Read on", "page the paper; at its end mark it read, next unread", "Read"),
    Action("preview_down", ("J",), "Scroll paper down", "a line down in the paper", "Read"),
    Action("preview_up", ("K",), "Scroll paper up", "a line up in the paper", "Read"),
    Action("back", ("escape",), "Back", "back to the list, or from a search to where you were", "Read"),
    Action("star", ("s",), "Star", "star, or take the star away", "Mark"),
    Action("toggle_read", ("r",), "Read or unread", "mark read, or unread again", "Mark"),
    Action("done", ("e",), "Done", "done with it: out of the inbox; next unread. Among the done: back in", "Mark"),
    Action("undo", ("z",), "Undo", "take back what was done last, also of days before", "Mark"),
    Action("redo", ("Z",), "Redo", "do again what was taken back", "Mark"),
    Action("search", ("slash",), "Search", "search everything as you type", "Find"),
    Action("filter", ("backslash",), "Filter", "narrow what is shown, as you type", "Find"),
    Action("similar", ("equals_sign",), "Similar papers", "papers like the one under the cursor", "Find"),
    Action("save_view", ("S",), "Save as view", "keep the search as a view; rename or forget such a view", "Find"),
    Action("view_inbox", ("1", "g i"), "Inbox", "what is neither done nor snoozed", "Find"),
    Action("view_all", ("2", "g a"), "All", "everything ever listed", "Find"),
    Action("view_starred", ("3", "g s"), "Starred", "what you starred", "Find"),
    Action("view_snoozed", ("g b",), "Snoozed", "what sleeps until a day", "Find"),
    Action("view_done", ("g e",), "Done view", "what you are done with", "Find"),
    Action("view_4", ("4",), "Saved view 4", "the first of your views", "Find"),
    Action("view_5", ("5",), "Saved view 5", "the second of your views", "Find"),
    Action("view_6", ("6",), "Saved view 6", "the third of your views", "Find"),
    Action("view_7", ("7",), "Saved view 7", "the fourth of your views", "Find"),
    Action("view_8", ("8",), "Saved view 8", "the fifth of your views", "Find"),
    Action("view_9", ("9",), "Saved view 9", "the sixth of your views", "Find"),
    Action("refresh", ("R",), "Refresh", "fetch the last days; let in what is new", "Do"),
    Action("browse", ("o",), "Open in browser", "the paper's page in the browser", "Do"),
    Action("copy_link", ("y",), "Copy link", "the paper's link to the clipboard", "Do"),
    Action("help", ("question_mark", "f1"), "Help", "this list, and what a search understands", "Do"),
    Action("palette", ("colon",), "Palette", "every action by name", "Do"),
    Action("samples", ("D",), "Sample digests", "open the samples (only while the library is empty)", "Do"),
    Action("quit", ("q",), "Quit", "leave; everything is saved already", "Do"),
)

BAR_KEYS: Final = (
    ("↑ ↓", "the searches made before, and back to what you typed"),
    ("Tab →", "take the ending that is offered"),
    ("Enter", "keep what was found"),
    ("Esc", "back to where you were"),
)
"""What keys do in the line of a search or a filter, beside what they do in any line."""

_SHOWN: Final[Mapping[str, str]] = {
    "down": "↓",
    "up": "↑",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "slash": "/",
    "backslash": "\\",
    "equals_sign": "=",
    "question_mark": "?",
    "f1": "F1",
    "colon": ":",
}


def show_key(key: str) -> str:
    """A key, or a sequence of keys, as a person reads it."""
    return " ".join(_SHOWN.get(part, part) for part in key.split(" "))


def by_keys() -> dict[str, Action]:
    """Each key or sequence with its action."""
    return {key: action for action in ACTIONS for key in action.keys}


def prefixes() -> frozenset[str]:
    """The keys that wait for another one."""
    return frozenset(key.split(" ")[0] for key in by_keys() if " " in key)


def after(prefix: str) -> list[tuple[str, Action]]:
    """The keys that may follow a prefix, with what they do."""
    return [(key.split(" ")[1], action) for key, action in by_keys().items() if key.startswith(f"{prefix} ")]

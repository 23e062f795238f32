"""Whole key maps by name: what hands know from other programs, as far as they have what is here.

Each names the actions whose keys differ from the table's, written as a person writes keys. A key that a preset gives
away is taken from the action that had it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

Preset = Mapping[str, Sequence[str]]

NEWSBOAT: Final[Preset] = {
    "read": ("I",),
    "unread": ("N", "u"),
    "refresh": ("r", "R"),
    "filter": ("F", "\\"),
    "quit": ("q", "Q"),
}
MUTT: Final[Preset] = {
    "top": ("=", "g g", "Home"),
    "page_down": ("PgDn", "z"),
    "page_up": ("PgUp", "Z"),
    "next_unread": ("Tab", "n"),
    "previous_unread": ("Shift-Tab", "p"),
    "open": ("Enter",),
    "star": ("F",),
    "unread": ("N", "w"),
    "select": ("t", "x"),
    "tag": ("Y", "+"),
    "fold": ("V",),
    "done": ("s", "e"),
    "undo": ("u",),
    "redo": ("U",),
    "filter": ("l", "\\"),
    "similar": ("~",),
    "refresh": ("$", "R"),
}
GMAIL: Final[Preset] = {
    "open": ("o", "Enter"),
    "back": ("u", "Esc"),
    "browse": ("w",),
    "read": ("I", "r"),
    "unread": ("U",),
    "dismiss": ("#", "!", "d"),
    "tag": ("l", "t", "+"),
    "refresh": ("N", "R"),
}
VIM: Final[Preset] = {
    "newer_day": ("{", "["),
    "older_day": ("}", "]"),
    "previous_unread": ("N", "p"),
    "back": ("Esc", "h"),
    "done": ("d d", "e"),
    "dismiss": ("d n",),
    "unread": ("g u",),
    "fold": ("z a", "Tab"),
    "undo": ("u",),
    "redo": ("U",),
    "quit": ("q", "Z Z"),
}

PRESETS: Final[Mapping[str, Preset]] = {
    "paperfeed": {},
    "newsboat": NEWSBOAT,
    "mutt": MUTT,
    "gmail": GMAIL,
    "vim": VIM,
}

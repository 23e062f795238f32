"""Views that the user names: what a name may be, the keys of the first ones, and a name for a search.

Where views are kept and what they hold is the library's; nothing here knows files or queries.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST_NAME = 40
KEYS = "456789"
"""The keys of the first views that the user named."""
NAME_RULE = f"letters, digits, single blanks, _ and -, {LONGEST_NAME} characters at most"

_NAME = re.compile(r"[\w-]+(?: [\w-]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT_NAME = 20
_OF_TAG = "tag:"


class SavedView(NamedTuple):
    """A view that the user named."""

    name: str
    query: str


def view_of_tag(tag: str) -> str:
    """What the view of a tag is called. No view of the user's can be called so: there is a colon in it."""
    return f"{_OF_TAG}{tag}"


def tag_of(view: str) -> str | None:
    """The tag of which it is the view, if it is one of a tag."""
    return view[len(_OF_TAG) :] if view.startswith(_OF_TAG) else None


def may_be_called(name: str) -> bool:
    """Whether a view can have this name."""
    return len(name) <= LONGEST_NAME and bool(_NAME.fullmatch(name)) and any(char.isalnum() for char in name)


def same_name(first: str, second: str) -> bool:
    """Whether two names are one: case makes no difference."""
    return first.casefold() == second.casefold()


def key_of(name: str, saved: Iterable[SavedView]) -> str | None:
    """The key that opens a view among these, if it is one of the first."""
    return next((key for key, view in zip(KEYS, saved, strict=False) if same_name(view.name, name)), None)


def told_saved(name: str, saved: Iterable[SavedView], replaced: bool) -> str:
    """What is said when a view was saved; `saved` are all that there are now."""
    if replaced:
        return f"replaced “{name}”"
    key = key_of(name, saved)
    return f"saved as {key} · “{name}”" if key else f"saved as “{name}”"


def name_for(text: str) -> str:
    """A name to offer for a search: the letters of its words, as many words as make a short name."""
    name = ""
    for word in _LETTERS.findall(text):
        longer = f"{name} {word}".strip()
        if len(longer) > _SHORT_NAME:
            break
        name = longer
    return name or "".join(_LETTERS.findall(text)[:1])[:_SHORT_NAME]

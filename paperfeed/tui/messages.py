"""What widgets and the backend can say. The inbox screen listens; nobody else does.

Nobody compares or prints messages, and making those methods would cost the start ten milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from paperfeed.library import LastRefresh, Look, Taken
from paperfeed.marks import Change, Entry


@dataclass(eq=False, repr=False)
class CursorMoved(Message):
    """The list's cursor stands on another paper; None while that is not read from disk yet."""

    entry: Entry | None


@dataclass(eq=False, repr=False)
class PageWanted(Message):
    """The list shows, or is about to show, rows that it has not got."""

    generation: int
    page: int
    rows: Sequence[int]


@dataclass(eq=False, repr=False)
class PageRead(Message):
    """The rows of a page, for the list as it was at `generation`."""

    generation: int
    page: int
    entries: Sequence[Entry]


@dataclass(eq=False, repr=False)
class PaperChosen(Message):
    """The user clicked on a paper, or pressed Enter on it."""


@dataclass(eq=False, repr=False)
class ViewChosen(Message):
    """The user clicked on a view of the sidebar."""

    name: str


@dataclass(eq=False, repr=False)
class DayChosen(Message):
    """The user clicked on a day of the sidebar."""

    number: int


@dataclass(eq=False, repr=False)
class QueryTyped(Message):
    """The text of the query bar changed."""

    text: str


@dataclass(eq=False, repr=False)
class QuerySubmitted(Message):
    """Enter in the query bar."""

    text: str


@dataclass(eq=False, repr=False)
class QueryLeft(Message):
    """Esc in the query bar."""


@dataclass(eq=False, repr=False)
class KeyAhead(Message):
    """A key typed into the query bar after the one that left it: it is meant for the list."""

    key: str


@dataclass(eq=False, repr=False)
class Looked(Message):
    """A list for the screen: a view, a search, or the same list with what is new let in."""

    look: Look
    first: Sequence[Entry]
    asked: int
    kind: str
    """view, search, or again: the same list with what is new."""


@dataclass(eq=False, repr=False)
class Counted(Message):
    """How many papers each view holds, when each source was last asked, what waits for the index."""

    views: dict[str, int]
    sources: Sequence[LastRefresh]
    waits: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Counted)


@dataclass(eq=False, repr=False)
class Changed(Message):
    """An act is on disk; the entries as they are now."""

    change: Change
    entries: Sequence[Entry]
    told: str
    """What to say of it; empty for what paperfeed did by itself."""
    back: bool = False
    """An undo or a redo: the cursor goes to its paper."""


@dataclass(eq=False, repr=False)
class UnreadFound(Message):
    """Where in the list the next unread paper is; None if there is none that way."""

    generation: int
    place: int | None


@dataclass(eq=False, repr=False)
class Fetching(Message):
    """A refresh goes on: so many of so many days, with the newest answer."""

    done: int
    total: int
    source: str

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Fetching)


@dataclass(eq=False, repr=False)
class Refreshed(Message):
    """A refresh has ended; what each day brought."""

    taken: Sequence[Taken]


@dataclass(eq=False, repr=False)
class Failed(Message):
    """Something could not be done, in a sentence."""

    told: str
    doing: str = ""

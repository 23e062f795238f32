"""What widgets and the backend can say. The inbox screen listens; nobody else does.

Nobody compares or prints messages, and making those methods would cost the start ten milliseconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.message import Message

from paperfeed.found import Found, Sought
from paperfeed.library import LastRefresh, Look, Taken
from paperfeed.marks import Change, Entry
from paperfeed.views import SavedView


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
    sought: Sought | None = None
    """What the list is searched for, if it is one of a search."""


@dataclass(eq=False, repr=False)
class PageRead(Message):
    """The rows of a page, for the list as it was at `generation`."""

    generation: int
    page: int
    entries: Sequence[Entry]
    found: Mapping[int, Found] = field(default_factory=dict)
    """What a search found in these entries, by row."""


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
    view: str = ""
    """Which view it is: the inbox, where another was asked for that is no more."""
    sought: Sought | None = None
    """What was searched for, when it is told what was found in each paper."""
    found: Mapping[int, Found] = field(default_factory=dict)
    """What was found in the first entries, by row."""


@dataclass(eq=False, repr=False)
class Counted(Message):
    """How many papers the views hold that are always there, which others there are, how sources and index stand."""

    views: Mapping[str, int]
    saved: Sequence[SavedView]
    sources: Sequence[LastRefresh]
    waits: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Counted)


@dataclass(eq=False, repr=False)
class Indexing(Message):
    """How many papers wait for the index, and how far another process has come with them, if one is at it."""

    waits: int
    progress: tuple[int, int] | None

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Indexing)


@dataclass(eq=False, repr=False)
class SavedCounted(Message):
    """How many unread papers a saved view holds."""

    views: Mapping[str, int]


@dataclass(eq=False, repr=False)
class ViewsSaved(Message):
    """The saved views are others now; `before` is called `after`, or is gone where that is empty."""

    saved: Sequence[SavedView]
    told: str
    before: str = ""
    after: str = ""


@dataclass(eq=False, repr=False)
class Offered(Message):
    """What the query bar can bring back and complete: past searches, names by their field."""

    past: Sequence[str]
    names: Mapping[str, Sequence[str]]


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

"""What widgets and the backend can say. The inbox screen listens; nobody else does.

Nobody compares or prints messages, and making those methods would cost the start ten milliseconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from paperfeed.catching_up import Away, Offer
from paperfeed.found import Found, Sought
from paperfeed.library import LastRefresh, Look, Taken
from paperfeed.marks import Change, Entry
from paperfeed.progress import DaysProgress
from paperfeed.tally import Tally
from paperfeed.views import SavedView
from paperfeed.watch import News

if TYPE_CHECKING:
    from paperfeed.tui.clipboard import Copied


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
class LinkChosen(Message):
    """The user clicked on a numbered link of the paper."""

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
    """A key typed ahead: into the query bar, and meant for the list; or on the inbox, for the screen over it."""

    key: str


@dataclass(eq=False, repr=False)
class KeyClicked(Message):
    """The user clicked on the name of a key."""

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
    today: Tally | None = None
    """What was done today, with an empty inbox."""


@dataclass(eq=False, repr=False)
class DaysCounted(Message):
    """How far one is with each day."""

    progress: DaysProgress

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, DaysCounted)


@dataclass(eq=False, repr=False)
class Counted(Message):
    """Which views there are beside those that are always there, how sources and index stand."""

    saved: Sequence[SavedView]
    tags: Sequence[str]
    """The tags that have a view, the one most used first."""
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
class ViewsCounted(Message):
    """How many papers each view holds, or how many unread ones."""

    views: Mapping[str, int]


@dataclass(eq=False, repr=False)
class ViewsSaved(Message):
    """The saved views are others now; `before` is called `after`, or is gone where that is empty."""

    saved: Sequence[SavedView]
    told: str
    before: str = ""
    after: str = ""
    hint: str = ""
    """Which key is of use then, as `KeyMap.told` reads it."""


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
    hint: str = ""
    """Which key is of use then, as `KeyMap.told` reads it."""
    back: bool = False
    """An undo or a redo: the cursor goes to its paper."""
    asked: Sequence[int] = ()
    """The rows for which the user asked it: also those that were so already."""
    following: str = ""
    """What an undo would take back next."""


@dataclass(eq=False, repr=False)
class About(Message):
    """What must be known to ask for a tag or a note: the tags there are, the tags and notes of these papers."""

    verb: str
    rows: Sequence[int]
    known: Sequence[str]
    tags: Sequence[str]
    notes: Sequence[str]
    """The different ones, with an empty one if a paper has none."""


@dataclass(eq=False, repr=False)
class Picked(Message):
    """Which of the rows of a list a query selects, in the list's order; and what was odd about it."""

    rows: Sequence[int]
    notices: Sequence[str]


@dataclass(eq=False, repr=False)
class RowPicked(Message):
    """The user clicked on the state of a paper: it is selected, or no longer."""

    row: int


@dataclass(eq=False, repr=False)
class Elsewhere(Message):
    """What other processes wrote to the library; papers that they marked, unless they are many."""

    news: News
    entries: Sequence[Entry]


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


@dataclass(eq=False, repr=False)
class Dealt(Message):
    """Papers to be shown one at a time: their rows, the entries of the first ones, and how fast the reader is."""

    title: str
    rows: Sequence[int]
    start: int
    entries: Sequence[Entry]
    pace: float
    """Seconds a paper."""


@dataclass(eq=False, repr=False)
class CardsRead(Message):
    """More entries of what was dealt."""

    entries: Sequence[Entry]


@dataclass(eq=False, repr=False)
class OfferMade(Message):
    """What to read after an absence, with the entries of what was chosen; the answer to question `asked`."""

    offer: Offer
    entries: Sequence[Entry]
    asked: int = 0


@dataclass(eq=False, repr=False)
class AwaySeen(Message):
    """How long the user was away."""

    away: Away


@dataclass(eq=False, repr=False)
class Ended(Message):
    """A program that was started for the user gave up soon, in a sentence."""

    told: str


@dataclass(eq=False, repr=False)
class CopyDone(Message):
    """What became of a text that was to be copied."""

    copied: "Copied"

"""What the timeline's list says to its screen, and what the backend answers to that screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from paperfeed.history import Done, Standing, Timeline


@dataclass(eq=False, repr=False)
class ActsWanted(Message):
    """The list shows, or is about to show, acts that it has not got."""

    numbers: Sequence[int]


@dataclass(eq=False, repr=False)
class ActMoved(Message):
    """The cursor stands on another act."""


@dataclass(eq=False, repr=False)
class ActChosen(Message):
    """The user clicked on the act under the cursor."""


@dataclass(eq=False, repr=False)
class TimelineRead(Message):
    """The acts in order, with or without those done by paperfeed itself; not `whole` if there are older ones."""

    timeline: Timeline
    with_auto: bool
    whole: bool


@dataclass(eq=False, repr=False)
class ActsRead(Message):
    """Acts that the list asked for."""

    acts: Sequence[Done]


@dataclass(eq=False, repr=False)
class ActPapersRead(Message):
    """The papers of an act: how many, and the first ones by row and title; `go`: they are to be gone to."""

    number: int
    papers: int
    titles: Sequence[tuple[int, str]]
    go: bool = False


@dataclass(eq=False, repr=False)
class SinceCounted(Message):
    """What would be taken back from an act on."""

    act: Done
    standing: Standing


@dataclass(eq=False, repr=False)
class Turned(Message):
    """Acts were taken back or done again; what to say of it."""

    told: str

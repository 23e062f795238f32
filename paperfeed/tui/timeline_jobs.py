"""What the timeline asks of the library, as jobs for the backend's thread. The answers go to the timeline's screen.

What an act that is taken back changes is told to the inbox too, so that the list behind is right.
"""

from collections.abc import Sequence

from textual.message import Message

from paperfeed.history import told_turned, told_turned_since
from paperfeed.library import Library
from paperfeed.marks import Change
from paperfeed.render import shown
from paperfeed.tui.backend import Backend, Listener
from paperfeed.tui.timeline_messages import ActPapersRead, ActsRead, SinceCounted, TimelineRead, Turned

AT_FIRST = 256
"""Acts that are shown at once; the others follow when they are counted."""
TITLES = 64
"""Papers of an act that are named."""


class TimelineJobs:
    """The timeline's questions. Every method returns at once."""

    def __init__(self, backend: Backend, screen: Listener) -> None:
        self._backend = backend
        self._screen = screen

    def timeline(self, with_auto: bool) -> None:
        """The acts in order, as `TimelineRead`: the newest at once, then all of them."""

        def first(library: Library) -> Message:
            newest = library.timeline(with_auto, AT_FIRST)
            whole = len(newest.numbers) < AT_FIRST
            if not whole:
                self._backend.ask(
                    lambda library: TimelineRead(library.timeline(with_auto), with_auto, whole=True), self._screen
                )
            return TimelineRead(newest, with_auto, whole)

        self._backend.ask(first, self._screen)

    def acts(self, numbers: Sequence[int]) -> None:
        self._backend.ask(lambda library: ActsRead(library.done(numbers)), self._screen)

    def papers(self, number: int, go: bool = False) -> None:
        """The papers of an act, as `ActPapersRead`."""

        def job(library: Library) -> Message:
            rows = library.papers_of(number)
            entries = library.entries(rows[:TITLES])
            return ActPapersRead(number, len(rows), [(one.row, shown(one.paper.title)) for one in entries], go)

        self._backend.ask(job, self._screen)

    def count_since(self, number: int) -> None:
        """What would be taken back from an act on, as `SinceCounted`."""

        def job(library: Library) -> Message:
            [act] = library.done([number])
            return SinceCounted(act, library.standing_since(number))

        self._backend.ask(job, self._screen)

    def turn(self, number: int, way: int) -> None:
        """Takes an act back (way -1) or does it again (way 1), as `Turned`."""

        def job(library: Library) -> Message:
            papers = len(library.papers_of(number))
            change = library.take_back(number) if way < 0 else library.do_again(number)
            self._backend.say_changed(library, change)
            return Turned(told_turned(change.label, papers, len(change.rows), way))

        self._backend.ask(job, self._screen, "undo")

    def take_back_since(self, number: int) -> None:
        """Takes back an act and all after it, as `Turned`."""

        def job(library: Library) -> Message:
            papers = library.standing_since(number).papers
            changes = library.undo_since(number)
            edits = tuple(edit for change in changes for edit in change.edits)
            self._backend.say_changed(library, Change("", edits))
            return Turned(told_turned_since(len(changes), papers - sum(len(one.rows) for one in changes)))

        self._backend.ask(job, self._screen, "undo")

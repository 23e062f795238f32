"""The reader's place on the inbox screen: kept as it changes, and come back to at the next start.

What a place is, and what is kept of it, is in `place`. The first list is read before there is a screen;
what takes longer, searches above all, is asked for here once that has been painted.
"""

from typing import TYPE_CHECKING

from paperfeed.tui.place import Asked, Place, Spot, of_most, place_of, spot
from paperfeed.tui.worker import First

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Placing:
    """The reader's place on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.waits = screen.first.waits
        """Whether no list was shown yet."""
        self._to_come: list[Asked] = list(screen.first.place.steps)
        self._spot: Spot | None = None
        """Where the cursor goes in the list that was asked for."""

    # Keeping

    def keep(self) -> None:
        """Keeps where the reader is, but not halfway to where the last run was left."""
        if not (self.waits or self._to_come or self._spot):
            self.screen.backend.keep_place(self.now())

    def now(self) -> Place:
        papers, looking = self.screen.list, self.screen.looking
        shown = [step for step in self.screen.searching.steps if step.shown]
        spots = [spot(step.before.look.rows, step.before.cursor, step.before.cursor_y) for step in shown]
        spots.append(spot(papers.rows, papers.cursor, papers.cursor_y))
        steps = [Asked(step.kind, step.text, step.title, at) for step, at in zip(shown, spots[1:], strict=True)]
        return Place(looking.view, spots[0], of_most(steps), self.screen.reading.today)

    # Coming back

    def begin(self, first: First) -> bool:
        """Asks for what the first frame could not show; whether there is something of it."""
        if not first.waits:
            return self.go_on()
        to_come, place = self._to_come, first.place
        self.screen.look(place.view)
        self.waits, self._to_come, self._spot = True, to_come, place.spot
        return True

    def go_on(self) -> bool:
        """A list has come: puts the cursor where it was, and asks for the search on it; whether there is one."""
        self.waits = False
        if self._spot is not None:
            place = place_of(self._spot, self.screen.list.rows)
            if place is not None:
                self.screen.list.put(place, self._spot.held)
                self.screen.show_where()
            self._spot = None
        if not self._to_come:
            return False
        asked = self._to_come.pop(0)
        self._spot = asked.spot
        self.screen.key_reader.waiting = True
        self.screen.searching.go_on(asked)
        return True

    def failed(self, doing: str) -> None:
        """Something could not be done: if it was this, the reader goes on from here."""
        if doing != "refresh":
            self.forget()

    def forget(self) -> None:
        """Another list is wanted."""
        self.waits, self._to_come, self._spot = False, [], None

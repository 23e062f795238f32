"""Where the cursor goes: the actions of the group Move.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Moving:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def down(self) -> None:
        self._step(1)

    def up(self) -> None:
        self._step(-1)

    def _step(self, stops: int) -> None:
        self.screen.list.direction = 1 if stops > 0 else -1
        self.screen.list.step(stops)

    def top(self) -> None:
        self.screen.list.direction = 1
        self.screen.list.to_top()

    def bottom(self) -> None:
        self.screen.list.direction = 1
        self.screen.list.move(len(self.screen.list.rows) - 1)

    def page_down(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.preview.page()
        else:
            self._step(self.screen.list.page_step)

    def page_up(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.preview.page(-1)
        else:
            self._step(-self.screen.list.page_step)

    def next_unread(self) -> None:
        self.screen.list.direction = 1
        self.go_on()

    def previous_unread(self) -> None:
        self.screen.list.direction = -1
        self.go_on()

    def go_on(self, without: Collection[int] = frozenset()) -> bool:
        """To the next unread paper the way the reader was going, `without` these rows; whether the library is asked."""
        papers = self.screen.list
        ahead = papers.direction > 0
        first = papers.cursor + (not papers.on_heading)  # of a folded day, all papers are still below the cursor
        places = range(first, len(papers.rows)) if ahead else range(papers.cursor - 1, -1, -1)
        return self._seek_unread(places, {*without, *self.screen.triage.closing})

    def _seek_unread(self, places: range, without: Collection[int]) -> bool:
        """Goes to the first unread of these places; whether the library is asked for what the list has not got."""
        papers = self.screen.list
        for number, place in enumerate(places):
            if papers.rows[place] in without:
                continue
            entry = papers.held(place)
            if entry is None:
                self.screen.key_reader.waiting = True
                self.screen.backend.next_unread(papers.generation, papers.rows, places[number:], without)
                return True
            if papers.is_open(entry):
                papers.move(place, unfold=True)
                return False
        self.go_to_unread(None)
        return False

    def go_to_unread(self, place: int | None) -> None:
        """The end of a search for the next unread paper."""
        if place is None:
            self.screen.triage.say_too("nothing unread that way")
        else:
            self.screen.list.move(place, unfold=True)

    def newer_day(self) -> None:
        papers = self.screen.list
        papers.direction = -1
        number = papers.day_number
        if number is None:
            return
        first = papers.first_of_day(number)
        start = number if first is not None and papers.cursor > first else number - 1
        self._go_to_day(start, "this is the newest day")

    def older_day(self) -> None:
        self.screen.list.direction = 1
        number = self.screen.list.day_number
        if number is not None:
            self._go_to_day(number + 1, "this is the oldest day")

    def _go_to_day(self, number: int, otherwise: str) -> None:
        place = self.screen.list.first_of_day(number)
        if place is None:
            self.screen.status.show(otherwise)
        else:
            self.screen.list.move(place)

    def fold(self) -> None:
        papers = self.screen.list
        self.screen.reading.close()
        if papers.day_number is None:
            self.screen.status.show("there are no days here to fold")
        else:
            papers.toggle_fold(papers.day_number)

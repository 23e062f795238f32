"""Which view is looked at, and how its list is kept up to date while one works on it.

Asks the backend for lists and puts the answers on the screen. Searches over a view are in `searching`.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from paperfeed.marks import Entry
from paperfeed.tui.messages import Looked

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Looking:
    """The view on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.view = "inbox"
        self.awaited = False
        """Whether another list than the one that stands is on its way."""
        self.touched: dict[int, None] = {}
        """What was marked since the view was opened: it stays there, whether the view still selects it or not."""
        self._asked = 0
        self._outdated = False
        self._return_to: int | None = None

    def ask(self) -> int:
        """The number of a question: of several, only the answer to the last one is wanted."""
        self._asked += 1
        return self._asked

    def look(self, name: str) -> None:
        """Leaves what is shown for a view, asked for anew."""
        self.view, self.touched, self._outdated = name, {}, False
        self.screen.searching.forget()
        self.screen.status.show("")
        self.screen.reading.close()
        self.awaited = self.screen.key_reader.waiting = True
        self.screen.backend.view(name, self.ask())

    def look_again(self) -> None:
        """The view that is shown, with what is new; what was worked on stays until it is left."""
        searching, backend = self.screen.searching, self.screen.backend
        self._outdated = bool(searching.steps) or self.awaited
        if self.awaited or not self.can_look_again:
            return
        here = set(self.screen.list.rows)  # without what was marked in a search, and is not of this view
        also = tuple(self.touched.keys() & here)
        if searching.narrows:
            backend.search(searching.wanted(), self.ask(), typing=False, again=True, also=also)
        else:
            backend.view(self.view, self.ask(), again=True, also=also)

    @property
    def can_look_again(self) -> bool:
        """Whether a view is shown, whole or narrowed, and no search that would be disturbed."""
        return not self.screen.searching.steps or self.screen.searching.narrows

    def looked(self, message: Looked) -> None:
        """A list is here."""
        if message.asked != self._asked:
            return
        if message.kind == "again":
            self.screen.list.show_more(message.look, message.first, message.found)
            self.mind_what_is_below()
            self.screen.show_around()
            self.go_back_to(self._return_to)
            return
        self.awaited = False
        if message.kind == "search":
            self.screen.searching.answered(message.look)
        else:
            self.view = message.view
        self.screen.show_look(message)
        self.screen.searching.show_found()
        if message.look.notices or message.kind == "search":
            self.screen.status.show("; ".join(map(str, message.look.notices)))
        self.screen.pressing.press_kept()
        self.catch_up()

    def catch_up(self) -> None:
        """Lets in what came while another list was shown or awaited."""
        if self._outdated and self.can_look_again:
            self.look_again()

    def mind_what_is_below(self) -> None:
        """Something is other than it was: so the list to which a search goes back is out of date."""
        self._outdated |= bool(self.screen.searching.steps)

    def keep_up(self, changed: Iterable[Entry]) -> None:
        """Entries that were marked."""
        entries = tuple(changed)
        self.touched |= dict.fromkeys(entry.row for entry in entries)
        self.screen.list.update(entries)
        self.screen.searching.keep_up(entries)
        self.mind_what_is_below()

    def find(self, row: int) -> None:
        """Puts the cursor on a paper, which is let in if the view holds it and the list has not got it."""
        self.go_back_to(row, self.look_again if self.can_look_again else None)

    def go_back_to(self, row: int | None, otherwise: Callable[[], None] | None = None) -> None:
        """Puts the cursor on a paper; if the list has not got it, `otherwise` is to bring it."""
        place = None if row is None else self.screen.list.place_of(row)
        self._return_to = row if place is None and otherwise else None
        if place is not None:
            self.screen.list.move(place)
        elif otherwise:
            otherwise()

    def renamed(self, before: str, after: str) -> None:
        """A saved view has another name, or, where that is empty, is gone."""
        self.mind_what_is_below()
        if before == self.view and not after:
            self.look("inbox")
        elif before == self.view:
            self.view = after
            self.screen.show_around()

"""Which view is looked at, and how its list is kept up to date while one works on it.

Asks the backend for lists and puts the answers on the screen. Searches over a view are in `searching`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from paperfeed.dates import show_day
from paperfeed.marks import Entry
from paperfeed.tally import Tally
from paperfeed.tui.messages import Looked
from paperfeed.watch import News

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Looking:
    """The view on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.view = screen.first.place.view
        self.awaited = False
        """Whether another list than the one that stands is on its way."""
        self.done_today: Tally | None = None
        """What was done today, as it was when the inbox was found empty."""
        self.touched: dict[int, None] = {}
        """What was marked since the view was opened: it stays there, whether the view still selects it or not."""
        self._asked = 0
        self._outdated = False
        self._return_to: tuple[int, ...] = ()
        self._day: date | None = None
        self._folded: dict[str, dict[date, bool]] = {}

    def ask(self) -> int:
        """The number of a question: of several, only the answer to the last one is wanted."""
        self._asked += 1
        return self._asked

    def folded(self) -> dict[date, bool]:
        """The days that were folded by hand in the list that is shown, or unfolded; of a view, they stay so."""
        return {} if self.screen.searching.steps else self._folded.setdefault(self.view, {})

    def look(self, name: str, day: date | None = None) -> None:
        """Leaves what is shown for a view, asked for anew; with a day, to go there."""
        self.view, self.touched, self._outdated, self._day, self._return_to = name, {}, False, day, ()
        self.screen.triage.forget()
        self.screen.placing.forget()
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
            self.done_today = message.today
            self.screen.list.show_more(message.look, message.first, message.found)
            self.mind_what_is_below()
            self.screen.triage.mind_the_list()
            self.screen.show_around()
            self.count_days()
            self.go_back_to(self._return_to)
            return
        self.awaited = False
        if message.kind == "search":
            self.screen.searching.answered(message.look)
        else:
            self.view, self.done_today = message.view, message.today
        self.screen.show_look(message)
        self.count_days()
        if message.kind == "view":
            self.go_back_to(self._return_to)
        self.screen.searching.show_found()
        if message.look.notices or message.kind == "search":
            self.screen.status.show("; ".join(map(str, message.look.notices)))
        if self._day is not None and message.kind == "view":
            self.go_to_day(self._day)
        if self.screen.placing.go_on():  # keys that were typed are for what is still to come
            return
        self.screen.pressing.press_kept()
        self.catch_up()

    def count_days(self) -> None:
        """Asks how far one is with each day, where that is shown."""
        if self.view == "inbox" and not self.screen.searching.steps:
            self.screen.backend.days()
        elif not self.screen.searching.steps:
            self.screen.list.show_progress(None)

    def go_to_day(self, day: date) -> None:
        """The first paper of a day, or of the nearest one before it: here, or else among all papers."""
        papers, self._day, view = self.screen.list, None, self.view
        number = papers.day_at_or_before(day)
        if number is None and (view != "all" or self.screen.searching.steps):
            self.look("all", day)
            return
        if number is None and papers.days:
            number = len(papers.days) - 1
        place = None if number is None else papers.first_of_day(number)
        if number is None or place is None:
            self.screen.status.show(f"no papers of {show_day(day)}")
            return
        papers.move(place)
        found = papers.days[number].day
        if found > day:
            self.screen.status.show(f"{show_day(found)} is the oldest day there is")
        elif found < day:
            self.screen.status.show(f"no papers of {show_day(day)}: the nearest before")

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
        unknown = self.screen.list.update(entries)
        self.screen.searching.keep_up(entries)
        self.mind_what_is_below()
        if unknown:  # many were marked at once: what is not at hand cannot be counted here
            self.look_again()

    def keep_up_with_others(self, news: News, changed: Iterable[Entry]) -> None:
        """What other processes wrote: marks are seen at once, other papers are let in as after a refresh."""
        entries = tuple(changed)
        self.touched |= dict.fromkeys(news.marked)
        self.keep_up(entries)
        unseen = set(news.marked) - self.screen.list.held_rows()  # they count in headings, or belong here now
        if news.papers or unseen or len(entries) < len(news.marked):
            self.look_again()

    def find(self, rows: Sequence[int]) -> None:
        """Lets these papers in, as far as the view holds them; the cursor stays among them, or goes to the first."""
        if self.can_look_again and not self.screen.list.holds(rows):
            self._return_to = tuple(rows)
            self.look_again()
        else:
            self.go_back_to(rows)

    def show_paper(self, row: int) -> None:
        """Puts the cursor on a paper: in the list that is shown if that has it, else in the one of all papers."""
        if self.screen.list.place_of(row) is None:
            self.look("all")
            self._return_to = (row,)
        else:
            self.go_back_to((row,))

    def go_back_to(self, rows: Sequence[int]) -> None:
        """Puts the cursor on the first of these papers, unless it stands on one of them."""
        self._return_to = ()
        papers, wanted = self.screen.list, frozenset(rows)
        if wanted and papers.row not in wanted:
            place = next((place for place, row in enumerate(papers.rows) if row in wanted), None)
            papers.move(papers.cursor if place is None else place, unfold=place is not None)

    def renamed(self, before: str, after: str) -> None:
        """A saved view has another name, or, where that is empty, is gone."""
        self.mind_what_is_below()
        if before == self.view and not after:
            self.look("inbox")
        elif before == self.view:
            self.view = after
            self.screen.show_around()

"""Cards and catching up from the inbox screen: which papers are dealt, and where the cursor is afterwards.

Asks the backend and opens the screens, which are imported when they are first wanted.
"""

from typing import TYPE_CHECKING

from paperfeed.catching_up import MINUTES, Away
from paperfeed.dates import show_day
from paperfeed.tui.messages import Dealt, OfferMade

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Dealing:
    """Cards of the list on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self._offered = False

    def cards(self) -> None:
        """The unread papers of the day under the cursor; where there are no days, from the cursor on."""
        from paperfeed.tui.card_jobs import deal_unread

        papers, number = self.screen.list, self.screen.list.day_number
        if not papers.rows:
            self.screen.status.show("no papers here to be shown as cards")
            return
        if number is None:
            step = self.screen.searching.shown
            title, start, end = step.told if step else self._view, papers.cursor, len(papers.rows)
        else:
            title, start = show_day(papers.days[number].day), papers.first_of_day(number) or 0
            end = start + papers.days[number].count
        self.screen.key_reader.waiting = True  # what is typed next is meant for the cards
        deal_unread(self.screen.backend, self.screen, title, papers.rows[start:end], papers.inbox)

    @property
    def _view(self) -> str:
        return self.screen.sidebar.title_of(self.screen.looking.view)

    def dealt(self, message: Dealt) -> None:
        kept = self.screen.key_reader.resume()
        if not message.rows:  # what was typed was not meant for the list
            self.screen.status.show(f"nothing unread: {message.title}")
            return
        from paperfeed.tui.cards_screen import CardsScreen

        screen = CardsScreen(
            self.screen.backend,
            self.screen.another_preview(),
            message,
            self.screen.reading.today,
        )
        self.screen.app.push_screen(screen, self._closed)
        for key in kept:
            screen.take(key)

    def _closed(self, row: int | None) -> None:
        """The cards were left, this one on top."""
        self.screen.looking.go_back_to(() if row is None else (row,))
        self.screen.reading.show()

    # Catching up

    def look_for_absence(self) -> None:
        """At the start, and when papers came: whether there is much to catch up with."""
        if not self._offered:
            from paperfeed.tui.card_jobs import look_for_absence

            look_for_absence(self.screen.backend, self.screen)

    def away(self, away: Away) -> None:
        """Says so once, and never over something that went wrong."""
        if away.is_long and not self._offered and not self.screen.status.warning:
            self._offered = True
            self.screen.tell(away.told, "{catch_up} catches up")

    def catch_up(self) -> None:
        from paperfeed.tui.card_jobs import make_offer

        self.screen.key_reader.waiting = True
        make_offer(self.screen.backend, self.screen, None, MINUTES)

    def offered(self, message: OfferMade) -> None:
        from paperfeed.tui.catch_up_screen import CatchUpScreen

        screen = CatchUpScreen(self.screen, message)
        self.screen.app.push_screen(screen, self._caught_up)
        for key in self.screen.key_reader.resume():
            screen.take(key)

    def _caught_up(self, told: str | None) -> None:
        """It was left; if many papers were marked done, they leave the inbox, as when a view is left."""
        looking = self.screen.looking
        if told and not self.screen.searching.steps:
            looking.look(looking.view)
        if told:
            self.screen.status.show(told)

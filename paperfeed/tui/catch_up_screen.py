"""Catching up: what waits since the last visit, the best of it for the minutes there are, and the rest in one stroke.

Nothing is marked without a key. Ends with what to say of the stroke, if there was one.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Container

from paperfeed.catching_up import LONGEST, Offer, step
from paperfeed.dates import show_day
from paperfeed.marks import Act
from paperfeed.tui import card_jobs, messages
from paperfeed.tui.above import Above
from paperfeed.tui.chosen_list import ChosenList
from paperfeed.tui.key_line import KeyLine
from paperfeed.tui.keys import CATCH_UP
from paperfeed.tui.status_bar import Bar, TooSmall

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

OFFERS: Final = (
    *(("cards", "reads them"), ("rest_done", "rest done"), ("longer", "more"), ("shorter", "fewer minutes")),
    *(("fewer_days", "fewer"), ("more_days", "more days")),
)
WAYS_OUT: Final = (("leave", "list"), ("help", "keys"))
"""The actions that are named below the offer, each with a word."""
CHANGES_OFFER: Final = ("longer", "shorter", "fewer_days", "more_days", "leave")
"""What need not wait for an offer that is on its way: all else is meant for that one."""


class CatchUpScreen(Above[str]):
    """An offer, which keys make longer or shorter."""

    SCOPE = CATCH_UP

    def __init__(self, inbox: "InboxScreen", made: messages.OfferMade) -> None:
        super().__init__()
        self.inbox, self.backend = inbox, inbox.backend
        self.offer, self._entries = made.offer, made.entries
        self.days = (inbox.reading.today - made.offer.since).days + 1
        self.minutes = made.offer.minutes
        self.header, self.status = Bar("header", inbox.glyphs), Bar("status", inbox.glyphs)
        self.list = ChosenList(inbox.glyphs)
        self._asked = 0
        self._painted = False
        self._waits_for = ""
        """What is on its way, if anything: an offer, cards, or a stroke. Keys that are meant for it are kept."""
        self._kept: list[str] = []
        self._seen: set[int] = set()
        self._struck = ""

    def compose(self) -> ComposeResult:
        yield self.header
        with Container(id="body"):
            yield self.list
        yield KeyLine(self.named(*OFFERS), self.named(*WAYS_OUT), self.inbox.glyphs)
        yield self.status
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        self.backend.listen(self)
        self._show()
        self.call_after_refresh(self._go_on)

    def on_unmount(self) -> None:
        self.backend.unlisten(self)

    # What is shown

    def _show(self) -> None:
        self.header.show(self.offer.head)
        why = {one.row: one.why for one in self.offer.chosen}
        self.list.show(self._entries, why, empty_told(self.offer))

    def _go_on(self) -> None:
        kept, self._kept, self._waits_for, self._painted = self._kept, [], "", True
        for key in kept:
            self.take(key)

    def _ask(self) -> None:
        """Another offer; of several on their way only the last is wanted."""
        self._asked += 1
        self._waits_for = "offer"
        card_jobs.make_offer(
            self.backend, self, self.days, self.minutes, tuple(self._seen), self._asked, self._is_wanted(self._asked)
        )

    def _is_wanted(self, asked: int) -> Callable[[], bool]:
        return lambda: asked == self._asked

    def on_offer_made(self, message: messages.OfferMade) -> None:
        if message.asked == self._asked:
            self.offer, self._entries = message.offer, message.entries
            self._show()
            self._go_on()

    # Keys

    def press(self, key: str) -> None:
        name = self.names.get(key)
        may_pass = not self._waits_for or (self._waits_for == "offer" and name in CHANGES_OFFER)
        if self._kept or not self._painted or not may_pass:
            self._kept.append(key)
        elif name is None:
            self.status.show(self.does_nothing(key))
        else:
            getattr(self, name)()

    def longer(self) -> None:
        self._change_minutes(up=True)

    def shorter(self) -> None:
        self._change_minutes(up=False)

    def _change_minutes(self, up: bool) -> None:
        minutes = step(self.minutes, up)
        if minutes == self.minutes:
            self.status.show(f"{minutes} min is as {'long' if up else 'short'} as it gets")
        else:
            self.minutes = minutes
            self._ask()

    def fewer_days(self) -> None:
        if self.days == 1:
            self.status.show("today is the least   ] looks further back")
        else:
            self.days -= 1
            self._ask()

    def more_days(self) -> None:
        if self.days >= LONGEST:
            self.status.show("a year is as far back as it goes")
        else:
            self.days += 1
            self._ask()

    def cards(self) -> None:
        if self.list.entry is None:
            self.status.show(empty_told(self.offer))
            return
        self._waits_for = "cards"
        rows = [entry.row for entry in self.list.entries]
        self._seen.update(rows)  # read as cards they are no longer unread, and still to be chosen
        title = f"Since {show_day(self.offer.since)}"
        card_jobs.deal(self.backend, self, title, rows, self.list.cursor)

    def rest_done(self) -> None:
        if not self.offer.rest:
            self.status.show("there are no others on these days")
            return
        self._waits_for = "stroke"
        self.backend.apply(Act("done", self.offer.rest))

    def down(self) -> None:
        self.list.move(self.list.cursor + 1)

    def up(self) -> None:
        self.list.move(self.list.cursor - 1)

    def page_down(self) -> None:
        self.list.move(self.list.cursor + self.list.page_step)

    def page_up(self) -> None:
        self.list.move(self.list.cursor - self.list.page_step)

    def top(self) -> None:
        self.list.move(0)

    def bottom(self) -> None:
        self.list.move(len(self.list.entries))

    def undo(self) -> None:
        self.backend.undo()

    def redo(self) -> None:
        self.backend.redo()

    def leave(self) -> None:
        self.end(self._struck)

    def on_paper_chosen(self) -> None:
        self.press("enter")

    # Answers

    def on_dealt(self, message: messages.Dealt) -> None:
        from paperfeed.tui.cards_screen import CardsScreen

        today = self.inbox.reading.today
        screen = CardsScreen(self.backend, self.inbox.another_preview(), message, today)
        self.app.push_screen(screen, self.list.move_to)
        kept, self._kept, self._waits_for = self._kept, [], ""
        for key in kept:
            screen.take(key)

    def on_changed(self, message: messages.Changed) -> None:
        self.list.update(message.entries)
        if message.told:
            self.status.show(self.told(message))
        if len(message.change.rows) > 1:
            self._struck = self.told(message)
        if self._waits_for == "stroke":
            self._go_on()

    def on_failed(self, message: messages.Failed) -> None:
        self.status.show(message.told, warning=True)
        if self._painted:
            self._go_on()


def empty_told(offer: Offer) -> str:
    """What to say when nothing is chosen."""
    if offer.rest:
        return "All that waits on these days is read.   e marks it done   ] looks further back"
    return "Nothing waits on these days.   ] looks further back"

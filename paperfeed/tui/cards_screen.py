"""Cards: one paper at a time, full width; a key marks it and the next one lies there.

What is done goes to the library through the backend, as in the inbox; which card lies on top is the deck's.
Ends with the row of the last card.
"""

from datetime import date
from typing import Final

from textual.app import ComposeResult
from textual.containers import Container

from paperfeed.links import open_in_browser, safe_url
from paperfeed.marks import Act
from paperfeed.pace import time_left
from paperfeed.tui import card_jobs, messages
from paperfeed.tui.above import Above
from paperfeed.tui.backend import Backend
from paperfeed.tui.card_progress import CardProgress, Ending
from paperfeed.tui.deck import Deck, summary
from paperfeed.tui.dwell import Dwell
from paperfeed.tui.key_line import KeyLine
from paperfeed.tui.keys import CARDS
from paperfeed.tui.preview import Preview
from paperfeed.tui.status_bar import Bar, TooSmall

MARKS: Final = (("done", "done"), ("star", "star"), ("dismiss_paper", "dismiss"), ("keep", "next"))
MOVES: Final = (("back", "back"), ("undo", "undo"), ("leave", "list"), ("help", "keys"))
"""The actions that are named below the card, each with a word."""
NEEDS_NO_CARD: Final = ("back", "undo", "redo", "leave", "help")
"""What can be done when the last card is behind."""


class CardsScreen(Above[int | None]):
    """The cards that were dealt."""

    SCOPE = CARDS

    def __init__(self, backend: Backend, preview: Preview, dealt: messages.Dealt, today: date) -> None:
        super().__init__()
        glyphs = preview.glyphs
        self.backend = backend
        self.preview = preview
        self.today = today
        self.deck = Deck(dealt.rows, dealt.entries, dealt.start)
        self.progress, self.ending = CardProgress(glyphs), Ending()
        self.status = Bar("status", glyphs)
        self.dwell = Dwell(backend.config.read_after, self.set_timer, self._dwelt)
        self._title, self._pace = dealt.title, dealt.pace
        self._began = backend.clock()
        self._kept: list[str] = []
        self._painted = False
        self._turns_back = False
        """An undo or a redo is on its way: what is typed next is meant for the card that it goes to."""

    def compose(self) -> ComposeResult:
        yield self.progress
        with Container(id="body"):
            yield self.preview
            yield self.ending
        yield KeyLine(self.named(*MARKS), self.named(*MOVES), self.preview.glyphs)
        yield self.status
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        self.backend.listen(self)
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        self.backend.unlisten(self)

    # Which card is shown

    def _begin(self) -> None:
        self._painted = True
        self._go_on()

    def _go_on(self) -> None:
        """Shows the card on top; keys that were meant for it are pressed."""
        self._show()
        while self._kept and not self._waiting:
            self.take(self._kept.pop(0))

    def _show(self) -> None:
        deck, total = self.deck, len(self.deck.rows)
        if self.has_class("-over") != deck.at_end:
            self.set_class(deck.at_end, "-over")
        if deck.at_end:
            where = f"{total:,} of {total:,}"
            seconds = (self.backend.clock() - self._began).total_seconds()
            told = summary(self._title, total, seconds, deck.tally)
            ways = "{cards_leave} back to the list · {cards_back} the last card · {cards_undo} undo"
            self.ending.show(told, self.key_map.told(ways))
        else:
            where = f"{deck.place + 1:,} of {total:,} · {time_left(deck.left, self._pace)} left"
            self.preview.show(deck.entry, self.today)
        self.progress.show(self._title, deck.place, total, where)
        self.dwell.watch(deck.entry if self.is_current and self.app.app_focus else None)
        self._ask_ahead()

    def _ask_ahead(self) -> None:
        if rows := self.deck.wanted():
            card_jobs.read_cards(self.backend, self, rows)

    def _go(self, place: int) -> None:
        self.deck.go(place)
        self._show()

    def _dwelt(self, row: int) -> None:
        if self.is_current and not self.deck.at_end and self.deck.row == row:
            self.backend.apply(Act("read", (row,), auto=True))

    # Keys

    @property
    def _waiting(self) -> bool:
        """Whether the card that keys are meant for is yet to come: they are kept."""
        is_here = self.deck.entry is not None or self.deck.at_end
        return self._turns_back or not (self._painted and is_here)

    def press(self, key: str) -> None:
        name = self.names.get(key)
        may_leave = name == "leave" and self._painted and not self._kept
        if self._waiting and not may_leave:
            self._kept.append(key)
            self._ask_ahead()  # again, if it failed
        elif name is None:
            self.status.show(self.does_nothing(key))
        elif self.deck.at_end and name not in NEEDS_NO_CARD:
            self.status.show(self.key_map.told("that was the last card   {cards_leave} goes back to the list"))
        else:
            getattr(self, name)()

    def done(self) -> None:
        self._act("done")

    def star(self) -> None:
        self._act("star")

    def dismiss_paper(self) -> None:
        self._act("dismiss")

    def _act(self, verb: str) -> None:
        """Does it, on disk before it is said; the next card does not wait for that."""
        self.backend.apply(Act(verb, (self.deck.rows[self.deck.place],)))
        self._go(self.deck.place + 1)

    def keep(self) -> None:
        if self.preview.at_end:
            self.forward()
        else:
            self.preview.page()

    def forward(self) -> None:
        self._go(self.deck.place + 1)

    def back(self) -> None:
        self._go(self.deck.place - 1)

    def line_down(self) -> None:
        self.preview.line(1)

    def line_up(self) -> None:
        self.preview.line(-1)

    def page_down(self) -> None:
        self.preview.page()

    def page_up(self) -> None:
        self.preview.page(-1)

    def undo(self) -> None:
        self._turns_back = True
        self.backend.undo()

    def redo(self) -> None:
        self._turns_back = True
        self.backend.redo()

    def browse(self) -> None:
        entry = self.deck.entry
        link = safe_url(entry.paper.url or entry.paper.pdf_url) if entry else None
        if link is None:
            self.status.show("no source gave a link for this paper", warning=True)
        elif open_in_browser(link):
            self.status.show(f"opened {link}")
        else:
            self.app.copy_to_clipboard(link)
            self.status.show(f"no browser here: copied {link}")

    def leave(self) -> None:
        self.end(self.deck.row)

    # Answers

    def on_cards_read(self, message: messages.CardsRead) -> None:
        self.deck.take(message.entries)
        self._go_on()

    def on_changed(self, message: messages.Changed) -> None:
        self.deck.change(message.entries)
        if message.told:
            self.status.show(self.told(message))
        if message.back:
            self._turns_back = False
            place = self.deck.place_of(message.change.rows)
            if place is not None:
                self.dwell.spare(self.deck.rows[place])
                self.deck.go(place)
            self._go_on()
        else:
            self._show()

    def on_failed(self, message: messages.Failed) -> None:
        self.status.show(message.told, warning=True)
        self._turns_back &= message.doing != "undo"
        self._go_on()
        if self._painted and self._waiting and not self._turns_back:  # the card cannot be read
            self._kept.clear()
            self.deck.asked_in_vain()

    # The window

    def on_screen_resume(self) -> None:
        if not self._waiting:
            self._show()

    def on_app_blur(self) -> None:
        self.dwell.stop()

    def on_app_focus(self) -> None:
        self.dwell.watch(self.deck.entry if self.is_current else None)

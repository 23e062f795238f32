"""What is done to papers on the inbox screen: to which of them, where the cursor goes, what is said of it.

A verb is done to the rows that were shown when its key was pressed, whatever comes in between. Nothing
here knows a key; what a verb has to be told is asked for in `asking`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from paperfeed.marks import Act
from paperfeed.tui import messages
from paperfeed.tui.selection import NONE, Selection, count_told

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

LEAVES = ("done", "dismiss", "snooze")
"""Verbs behind which one goes on to the next unread paper."""
NO_PAPER = "there is no paper here"
PATIENCE = 0.1
"""Seconds that one waits at most for the library before one goes on."""
OF_DONE = ("done", "dismissed")
"""Views in which done and dismiss bring papers back."""


class Triage:
    """The verbs on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.selection = NONE
        self.last: tuple[str, str | None] | None = None
        """The verb that was done last, with what it was told."""
        self.closing: set[int] = set()
        """Papers with which one is through, of which the library has not answered yet."""
        self._awaited: list[tuple[int, ...]] = []
        self._said = self._too = ""
        self._counted: tuple[Selection, int, int] = (NONE, 0, 0)
        self._picking = False
        self._leaving: tuple[int, ...] = ()
        self._patience: Timer | None = None

    # On which papers

    def target(self) -> tuple[int, ...]:
        """The papers that a verb is for: the selected ones of the list, or else the one under the cursor."""
        papers = self.screen.list
        if self.selection.rows:
            rows = tuple(row for row in papers.rows if row in self.selection.rows)
            if not rows:
                self.screen.tell(f"none of the {len(self.selection.rows):,} selected is here", "{back} selects none")
            return rows
        if papers.entry is None:
            self.screen.status.show(NO_PAPER)
            return ()
        return (papers.entry.row,)

    # Acting

    def do(self, verb: str, argument: str | None = None, rows: Sequence[int] | None = None) -> None:
        """Does it to these papers, or to those that it is for now."""
        rows = self.target() if rows is None else tuple(rows)
        if not rows:
            return
        self.last = verb, argument
        opposite = self._opposite(verb)
        self._send(verb, argument, rows, opposite)
        if verb in LEAVES and opposite is None and self.screen.list.row in rows:
            self._leave(rows)
        if verb in LEAVES and self.selection.rows:
            self.select(self.selection.without(rows))

    def do_to_all(self, verb: str) -> None:
        """Does it to every paper of the list as it is shown."""
        rows = tuple(self.screen.list.shown_rows)
        if rows:
            self._send(verb, None, rows, None)
        else:
            self.screen.status.show(NO_PAPER)

    def _send(self, verb: str, argument: str | None, rows: tuple[int, ...], opposite: str | None) -> None:
        screen = self.screen
        screen.looking.touched |= dict.fromkeys(rows)
        self._awaited.append(rows)
        if verb == "unread" and screen.list.row in rows:
            screen.reading.dwell.spare(screen.list.row)
        if opposite is not None:
            screen.backend.turn(verb, opposite, rows)
            return
        if verb == "read" or (verb in LEAVES and screen.list.inbox):
            self.closing.update(rows)
        screen.backend.apply(Act(verb, rows, argument))

    def _opposite(self, verb: str) -> str | None:
        """What the verb does to papers that are so already."""
        if verb in ("done", "dismiss") and self.screen.looking.view in OF_DONE and not self.screen.searching.everywhere:
            return "undone"
        return "unstar" if verb == "star" else None

    def repeat(self) -> None:
        """What was done last, to what it would be for now."""
        if self.last is None:
            self.screen.status.show("nothing to repeat yet: . does again what was done last")
        else:
            self.do(*self.last)

    def _leave(self, rows: tuple[int, ...]) -> None:
        """Goes on once these papers are marked on disk, so that both are painted at once; keys wait that long."""
        self.screen.key_reader.waiting = True
        self._leaving = rows
        self._patience = self.screen.set_timer(PATIENCE, self._go_on_without)

    def _go_on(self) -> bool:
        """Leaves them for the next unread paper; whether the library has to be asked where that is."""
        rows, self._leaving = self._leaving, ()
        if self._patience is not None:
            self._patience.stop()
        return self.screen.actions.moving.go_on(frozenset(rows))

    def _go_on_without(self) -> None:
        """The library is busy: what was pressed waits its turn there, and the reader does not."""
        if self._leaving and not self._go_on():
            self.screen.pressing.press_kept()

    def changed(self, message: messages.Changed) -> None:
        """An act is on disk."""
        screen, rows = self.screen, message.change.rows
        leaves = bool(self._leaving) and tuple(message.asked) == self._leaving
        asks = leaves and self._go_on()
        if message.asked in self._awaited:
            self._awaited.remove(tuple(message.asked))
            self.closing = {row for asked in self._awaited for row in asked} & self.closing
        screen.looking.keep_up(message.entries)
        screen.show_where()
        screen.count_soon()
        if message.told:
            hint = " · ".join(filter(None, (screen.key_map.told(message.hint), self._next(message.following))))
            self._said, self._too = "   ".join(filter(None, (message.told, hint, self._too))), ""
            screen.status.show(self._said)
        if message.back and rows:
            screen.reading.dwell.spare(screen.list.row if screen.list.row in rows else rows[0])
            screen.looking.find(rows)
        if leaves and screen.list.entry is not screen.preview.entry:
            screen.reading.show()  # now, not when the list's message arrives: list and preview in one frame
        if leaves and not asks:
            screen.pressing.press_kept()

    def _next(self, label: str) -> str:
        """What the next undo would take back."""
        return f"{self.screen.key_map.key_of('undo')} next: {label}" if label else ""

    def failed(self) -> None:
        """Something was not done."""
        self._awaited.clear()
        self.closing.clear()
        self._too, self._picking, self._leaving = "", False, ()

    def say_too(self, text: str) -> None:
        """Says something of the act that was just done, behind what is said of the act itself."""
        if self._awaited:
            self._too = text
        elif self._said and self.screen.status.left == self._said:
            self.screen.status.show(f"{self._said}   {text}")
        else:
            self.screen.status.show(text)

    # Selecting

    def select(self, selection: Selection) -> None:
        """Another selection."""
        if selection != self.selection:
            self.selection = selection
            self.screen.list.select(selection.rows)
            self.screen.show_where()

    def pick(self, text: str) -> None:
        """Selects what a query finds of the list; keys that follow wait, for they are meant for what it selects."""
        self._picking = self.screen.key_reader.waiting = True
        self.screen.backend.pick(self.screen.list.shown_rows, text)

    def forget(self) -> None:
        """The view is left: nothing is selected any more."""
        self._picking = False
        self.select(NONE)

    def mind_the_list(self) -> None:
        """The list of the whole view is another: what is no longer in it is not selected any more."""
        if self.selection.rows and not self.screen.searching.steps:
            self.select(self.selection.among(self.screen.list.rows))

    def picked(self, message: messages.Picked) -> None:
        """What a query selects of the list."""
        if self._picking:
            self._picking = False
            here = set(self.screen.list.rows)
            rows = [row for row in message.rows if row in here]
            self.select(Selection(frozenset(rows), rows[-1] if rows else None))
            found = f"{len(rows):,} selected" if rows else "none of these papers is so: none is selected"
            self.screen.status.show("; ".join((found, *message.notices)))
        self.screen.pressing.press_kept()

    @property
    def told(self) -> str:
        """How many are selected."""
        if not self.selection.rows:
            return ""
        papers = self.screen.list
        if self._counted[:2] != (self.selection, papers.generation):
            here = len(self.selection.rows.intersection(papers.rows))
            self._counted = self.selection, papers.generation, here
        return count_told(len(self.selection.rows), self._counted[2])

"""A key pressed on the inbox screen → an action; keys that come too early are kept for what they were meant for.

After a key that waits for another one, what may follow stands in the status line: not at once, or it would flash.
"""

from typing import TYPE_CHECKING

from textual import events
from textual.keys import key_to_character
from textual.timer import Timer

from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import ACTIONS
from paperfeed.tui.messages import KeyAhead

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

VERBS = {"star", "read", "unread", "done", "dismiss", "snooze", "tag", "untag", "note", "note_in_editor", "repeat"}
NEEDS_PAPER = {
    *VERBS,
    *("select", "select_range", "read_on", "similar", "browse", "pdf", "authors"),
    *(action.name for action in ACTIONS if action.group == "Copy" or action.name.startswith("link_")),
}
"""Actions for which the paper under the cursor must have come from disk."""
STRIP_AFTER = 0.3
"""Seconds after which a key that waits for another one shows what may follow."""
LONGEST_TOLD = 16
"""A key with a longer name than this is not named."""


class Pressing:
    """What is pressed on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self._awaits_paper = False
        self._strip: Timer | None = None
        self.strip_shown = False
        """Whether the status line shows what may follow, and nothing else."""

    def press(self, key: str) -> None:
        screen, reader, bar = self.screen, self.screen.key_reader, self.screen.query_bar
        if screen.app.screen is not screen:  # typed ahead of the screen that a key before it opened
            screen.app.screen.post_message(KeyAhead(key))
            return
        if bar is not None and bar.is_open:  # opened by a key that was kept as this one was
            bar.take(events.Key(key, key_to_character(key)))
            return
        began = reader.pending
        self._end_strip()
        if began and key == "escape" and not reader.waiting:  # takes back what was begun, and does nothing else
            reader.pending = ""
            return
        if not began and not reader.waiting and screen.searching.takes(key):
            return
        action = reader.read(key)
        if action is not None and action.name in {*NEEDS_PAPER, "open"} and screen.list.on_heading:
            screen.status.show("Tab unfolds the day")
        elif action is not None and action.name in NEEDS_PAPER and screen.list.reading:
            self._awaits_paper = True
            reader.hold(key)
        elif action is not None:
            screen.actions.run(action)
            if screen.list.entry is not screen.preview.entry:
                screen.reading.show()  # now, not when the list's message arrives: list and preview in one frame
        elif reader.pending:
            self._strip = screen.set_timer(STRIP_AFTER, self._show_strip)
        elif not reader.waiting:
            told = f"{show_key(began)} {show_key(key)}".strip()
            told = told if len(told) <= LONGEST_TOLD else "that key"
            screen.tell(f"{told} does nothing here", "{help} shows the keys")

    def _show_strip(self) -> None:
        """What may follow has the whole line to itself."""
        self.strip_shown = True
        status = self.screen.status
        status.show(self.screen.key_reader.strip(status.size.width - 2, self.screen.actions.titles), right="")

    def _end_strip(self) -> None:
        if self._strip is not None:
            self._strip.stop()
            self._strip = None
        if self.strip_shown:
            self.strip_shown = False
            self.screen.status.show("")
            self.screen.show_where()

    def press_kept(self) -> None:
        """Keys typed while an answer was awaited act on what it brought, not on what stood before."""
        for key in self.screen.key_reader.resume():
            self.press(key)

    def page_came(self) -> None:
        """More of the list is here; if the paper that keys wait for is, they are pressed."""
        if self._awaits_paper and not self.screen.list.reading:
            self._awaits_paper = False
            self.press_kept()

    def failed(self) -> None:
        """Something could not be done; what was typed for a paper that cannot be read is dropped."""
        if self._awaits_paper:
            self._awaits_paper = False
            self.screen.key_reader.resume()
        self.press_kept()

"""A key pressed on the inbox screen → an action; keys that come too early are kept for what they were meant for."""

from typing import TYPE_CHECKING

from textual import events
from textual.keys import key_to_character

from paperfeed.tui.keys import show_key

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

NEEDS_PAPER = {"read_on", "star", "toggle_read", "done", "browse", "copy_link", "similar"}
"""Actions for which the paper under the cursor must have come from disk."""


class Pressing:
    """What is pressed on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self._awaits_paper = False

    def press(self, key: str) -> None:
        screen, reader, bar = self.screen, self.screen.key_reader, self.screen.query_bar
        if bar is not None and bar.is_open:  # opened by a key that was kept as this one was
            bar.take(events.Key(key, key_to_character(key)))
            return
        began = reader.pending
        if not began and not reader.waiting and screen.searching.takes(key):
            return
        action = reader.read(key)
        if action is not None and action.name in NEEDS_PAPER and screen.list.reading:
            self._awaits_paper = True
            reader.hold(key)
        elif action is not None:
            if began:
                screen.status.show("")
            screen.actions.run(action.name)
            if screen.list.entry is not screen.preview.entry:
                screen.reading.show()  # now, not when the list's message arrives: list and preview in one frame
        elif reader.pending:
            screen.status.show(reader.strip)
        elif not reader.waiting:
            told = f"{show_key(began)} {show_key(key)}".strip()
            screen.status.show(f"{told} does nothing here   ? shows the keys" if len(told) < 16 else "")

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

"""What is done to the paper under the cursor, or to those that are selected: the actions of the group Mark.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Marking:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def star(self) -> None:
        self.screen.triage.do("star")

    def read(self) -> None:
        self.screen.triage.do("read")

    def unread(self) -> None:
        self.screen.triage.do("unread")

    def done(self) -> None:
        self.screen.triage.do("done")

    def dismiss(self) -> None:
        self.screen.triage.do("dismiss")

    def snooze(self) -> None:
        self.screen.asking.ask("snooze")

    def tag(self) -> None:
        self.screen.asking.ask("tag")

    def untag(self) -> None:
        self.screen.asking.ask("untag")

    def note(self) -> None:
        self.screen.asking.ask("note")

    def note_in_editor(self) -> None:
        self.screen.asking.ask("note", in_editor=True)

    def all_read(self) -> None:
        self.screen.triage.do_to_all("read")

    def repeat(self) -> None:
        self.screen.triage.repeat()

    def undo(self) -> None:
        self.screen.backend.undo()

    def redo(self) -> None:
        self.screen.backend.redo()

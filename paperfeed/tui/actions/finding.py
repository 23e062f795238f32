"""Searches, filters and the views they are kept as: the actions of the group Find.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Finding:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def search(self) -> None:
        self.screen.searching.open("search")

    def filter(self) -> None:
        self.screen.searching.open("filter")

    def similar(self) -> None:
        entry = self.screen.list.entry
        if entry is not None:
            self.screen.searching.like(entry)

    def save_view(self) -> None:
        self.screen.searching.open_name()

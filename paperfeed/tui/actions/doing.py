"""Everything else: the actions of the group Do.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Doing:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def cards(self) -> None:
        self.screen.dealing.cards()

    def refresh(self) -> None:
        if self.screen.backend.config.offline:
            self.screen.status.show("offline, as asked: nothing is fetched", warning=True)
        elif self.screen.backend.fetching:
            self.screen.status.show("a refresh is going on already")
        else:
            self.screen.refresh_papers()

    def help(self) -> None:
        self.screen.app.show_help()

    def palette(self) -> None:
        self.screen.app.action_command_palette()

    def samples(self) -> None:
        if self.screen.sidebar.counts.get("all"):
            self.screen.status.show("the samples are for an empty library; `paperfeed --demo` shows them at any time")
        else:
            self.screen.app.exit("demo")

    def quit(self) -> None:
        self.screen.app.exit()

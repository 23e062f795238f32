"""Which view is opened: the actions of the group Go.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen
    from paperfeed.tui.timeline_screen import Left


class Going:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def view_inbox(self) -> None:
        self.screen.look("inbox")

    def view_today(self) -> None:
        self.screen.look("today")

    def view_all(self) -> None:
        self.screen.look("all")

    def view_starred(self) -> None:
        self.screen.look("starred")

    def view_snoozed(self) -> None:
        self.screen.look("snoozed")

    def view_done(self) -> None:
        self.screen.look("done")

    def view_tags(self) -> None:
        if self.screen.sidebar.tags:
            self.screen.searching.open("search", "tag:")
        else:
            self.screen.status.show("nothing is tagged yet")

    def go_to_day(self) -> None:
        self.screen.searching.ask_for_day()

    def catch_up(self) -> None:
        self.screen.dealing.catch_up()

    def view_4(self) -> None:
        self._saved_view("4")

    def view_5(self) -> None:
        self._saved_view("5")

    def view_6(self) -> None:
        self._saved_view("6")

    def view_7(self) -> None:
        self._saved_view("7")

    def view_8(self) -> None:
        self._saved_view("8")

    def view_9(self) -> None:
        self._saved_view("9")

    def timeline(self) -> None:
        from paperfeed.tui.timeline_screen import TimelineScreen

        self.screen.app.push_screen(
            TimelineScreen(self.screen.backend, self.screen.key_map, self.screen.glyphs), self._left_timeline
        )

    def _left_timeline(self, left: "Left | None") -> None:
        if left and left.changed:
            self.screen.status.show("")
        if left and left.row is not None:
            self.screen.looking.show_paper(left.row)
        elif left and left.changed:
            self.screen.looking.look_again()

    def _saved_view(self, key: str) -> None:
        name = next((view.name for view in self.screen.sidebar.saved if view.key == key), None)
        if name is None:
            self.screen.tell(f"there is no view {key} yet", "{save_view} keeps a search as one")
        else:
            self.screen.look(name)

"""The paper under the cursor on the inbox screen: shown, opened, closed, and read by staying on it."""

from datetime import date
from typing import TYPE_CHECKING

from paperfeed.tui.dwell import Dwell

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Reading:
    """The paper on the inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.dwell = Dwell(screen.backend.config.read_after, screen.set_timer, self._dwelt)

    @property
    def today(self) -> date:
        return self.screen.backend.clock().astimezone().date()

    @property
    def previewing(self) -> bool:
        """Whether the paper under the cursor can be read."""
        return bool(self.screen.preview.display) and not self.screen.has_class("-tiny")

    @property
    def _is_on_top(self) -> bool:
        """Textual's `is_current` holds for the screen below the one on top, too."""
        return self.screen.app.screen is self.screen

    def show(self) -> None:
        """The paper under the cursor, wherever it is shown."""
        if self.previewing:
            self.screen.preview.show(self.screen.list.entry, self.today)
        self.screen.show_where()
        self.begin_dwell()

    def show_if_other(self) -> None:
        papers = self.screen.list
        if papers.entry is not self.screen.preview.entry or papers.on_heading or not papers.rows:
            self.show()

    def begin_dwell(self) -> None:
        """The paper on show begins to be read, if anybody looks at it."""
        looked_at = self.previewing and self._is_on_top and self.screen.app.app_focus
        self.dwell.watch(self.screen.list.entry if looked_at else None)

    def _dwelt(self, row: int) -> None:
        if self.screen.list.row == row and self.previewing and self._is_on_top:
            self.screen.act("read", row, auto=True)

    def open(self) -> None:
        """Shows the paper full screen where there is no room for it beside the list."""
        if self.screen.has_class("-narrow") and self.screen.list.rows:
            self.screen.add_class("-reading")
            self.screen.call_after_refresh(self.show_if_other)

    def close(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.remove_class("-reading")
            self.begin_dwell()
            self.screen.call_after_refresh(self.screen.list.reveal)

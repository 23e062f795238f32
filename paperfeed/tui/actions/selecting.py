"""Which papers are selected for what is done next: the actions of the group Select.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

from paperfeed.tui.prompting import Prompt
from paperfeed.tui.selection import NONE, Selection
from paperfeed.tui.triage import NO_PAPER

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Selecting:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def select(self) -> None:
        entry = self.screen.list.entry
        if entry is None:
            self.screen.status.show(NO_PAPER)
        else:
            self.screen.triage.select(self.screen.triage.selection.turned(entry.row))

    def select_range(self) -> None:
        triage, papers = self.screen.triage, self.screen.list
        if papers.entry is None:
            self.screen.status.show(NO_PAPER)
            return
        row, anchor = papers.entry.row, triage.selection.anchor
        reached = triage.selection.reaching(row, papers.shown_rows)
        triage.select(reached)
        if anchor in (None, row) or anchor not in papers.rows:
            self.screen.status.show("v again further on selects up to there")

    def select_all(self) -> None:
        rows = self.screen.list.shown_rows
        self.screen.triage.select(Selection(frozenset(rows), rows[-1]) if rows else NONE)

    def select_none(self) -> None:
        self.screen.triage.select(NONE)

    def select_unread(self) -> None:
        self.screen.triage.pick("is:unread is:inbox" if self.screen.list.inbox else "is:unread")

    def select_starred(self) -> None:
        self.screen.triage.pick("is:starred")

    def select_matching(self) -> None:
        self.screen.prompting.open(Prompt("select:", self._matching, hint="a query: words, tag:, has:code, votes>50"))

    def _matching(self, text: str) -> str | None:
        if not text.strip():
            return "write a query, as for a search; Esc selects nothing"
        self.screen.triage.pick(text)
        return None

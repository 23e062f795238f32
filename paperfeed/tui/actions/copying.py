"""What of a paper goes to the clipboard: the actions of the group Copy.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from paperfeed.clean import clean
from paperfeed.marks import Entry
from paperfeed.paper_links import page_of
from paperfeed.render import shown

if TYPE_CHECKING:
    from paperfeed.tui.clipboard import Clipboard
    from paperfeed.tui.inbox_screen import InboxScreen

NO_LINK = "no source gave a link for this paper"
SHOWN_TITLE = 40


class Copying:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def copy_link(self) -> None:
        entries = self._entries()
        links = [link for entry in entries if (link := page_of(entry.paper))]
        if links:
            self._copy(links, "links")
        elif entries:
            self.screen.status.show(NO_LINK, warning=True)

    def copy_id(self) -> None:
        self._copy([entry.id for entry in self._entries()], "ids")

    def copy_title(self) -> None:
        self._copy([clean(entry.paper.title) for entry in self._entries()], "titles")

    def copy_bibtex(self) -> None:
        from paperfeed.cite import bibtex

        if entries := self._entries():
            self._clipboard.copy(bibtex(entries), f"BibTeX of {_named(entries)}")

    def copy_markdown(self) -> None:
        from paperfeed.cite import markdown

        if entries := self._entries():
            self._clipboard.copy(markdown(entries), f"Markdown of {_named(entries)}")

    def _entries(self) -> Sequence[Entry]:
        """The papers that are copied: the one under the cursor."""
        entry = self.screen.list.entry
        return () if entry is None else (entry,)

    def _copy(self, lines: Sequence[str], names: str) -> None:
        if lines:
            self._clipboard.copy("\n".join(lines), lines[0] if len(lines) == 1 else f"{len(lines)} {names}")

    def instead_of_opening(self, link: str) -> None:
        """For a link that cannot be opened here."""
        self._clipboard.copy(link, link, before="no browser here: ")

    @cached_property
    def _clipboard(self) -> "Clipboard":
        from paperfeed.tui.clipboard import Clipboard
        from paperfeed.tui.messages import CopyDone

        return Clipboard(lambda copied: self.screen.post_message(CopyDone(copied)))


def _named(entries: Sequence[Entry]) -> str:
    """“Masked Token Modeling…”, or how many papers."""
    if len(entries) != 1:
        return f"{len(entries)} papers"
    return f"“{shown(entries[0].paper.title, SHOWN_TITLE)}”"

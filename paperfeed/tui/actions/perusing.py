"""The paper on show, and what it leads to: the actions of the group Read.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from collections.abc import Mapping, Sequence
from functools import partialmethod
from typing import TYPE_CHECKING

from paperfeed.links import open_in_browser, open_with
from paperfeed.paper_links import MOST, PaperLink, page_of, paper_links, pdf_of
from paperfeed.tui.actions.copying import NO_LINK
from paperfeed.tui.messages import Ended

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen

NOT_ON_SHOW = "the paper is not on show: Enter opens it"


class Perusing:
    """The actions of this group on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def open(self) -> None:
        self.screen.reading.open()

    def read_on(self) -> None:
        entry = self.screen.list.entry
        if entry is None:
            return
        if not self.screen.reading.previewing:
            self.screen.reading.open()
            return
        if self.screen.preview.entry is not entry:  # typed ahead: what is shown is still another paper
            self.screen.preview.show(entry, self.screen.reading.today)
        if not self.screen.preview.at_end:
            self.screen.preview.page()
        else:
            if entry.marks.read is None:
                self.screen.act("read", entry.row)
            self.screen.actions.moving.next_unread()

    def preview_down(self) -> None:
        self._scroll(1)

    def preview_up(self) -> None:
        self._scroll(-1)

    def _scroll(self, lines: int) -> None:
        if self.screen.reading.previewing:
            self.screen.preview.line(lines)
        else:
            self.screen.status.show(NOT_ON_SHOW)

    def back(self) -> None:
        if self.screen.triage.selection.rows:
            self.screen.triage.forget()
        elif self.screen.has_class("-reading"):
            self.screen.reading.close()
        elif self.screen.searching.steps:
            self.screen.searching.leave()

    def authors(self) -> None:
        if not self.screen.reading.previewing:
            self.screen.status.show(NOT_ON_SHOW)
        elif not self.screen.preview.has_more_authors:
            self.screen.status.show("all its authors are on show")
        else:
            self.screen.preview.turn_authors()

    def browse(self) -> None:
        entry = self.screen.list.entry
        link = page_of(entry.paper) if entry else None
        if link:
            self._browse(link)
        elif entry:
            self.screen.status.show(NO_LINK, warning=True)

    def pdf(self) -> None:
        entry, viewer = self.screen.list.entry, self.screen.backend.config.pdf_viewer
        link = pdf_of(entry.paper) if entry else None
        if link is None:
            if entry:
                self.screen.status.show("no PDF of this paper is known", warning=True)
        elif not viewer.strip():
            self._browse(link)
        elif why := open_with(viewer, link, self._ended):
            self.screen.status.show(why, warning=True)
        else:
            self.screen.status.show(f"opened {link}")

    def follow(self, number: int) -> None:
        """Opens the link with this number."""
        links = self._links()
        if number <= len(links):
            self._browse(links[number - 1].url)
        elif self.screen.list.entry is not None:
            self.screen.status.show(f"this paper has no link {number}")

    link_1 = partialmethod(follow, 1)
    link_2 = partialmethod(follow, 2)
    link_3 = partialmethod(follow, 3)
    link_4 = partialmethod(follow, 4)
    link_5 = partialmethod(follow, 5)
    link_6 = partialmethod(follow, 6)
    link_7 = partialmethod(follow, 7)
    link_8 = partialmethod(follow, 8)
    link_9 = partialmethod(follow, 9)

    @property
    def link_titles(self) -> Mapping[str, str]:
        """What the keys of the links open now, by the name of the action; nothing where there is no such link."""
        named = [link.name for link in self._links()] + [""] * MOST
        return {f"link_{number}": named[number - 1] for number in range(1, MOST + 1)}

    def _links(self) -> Sequence[PaperLink]:
        entry = self.screen.list.entry
        return paper_links(entry)[:MOST] if entry else ()

    def _browse(self, link: str) -> None:
        if open_in_browser(link, self._ended):
            self.screen.status.show(f"opened {link}")
        else:
            self.screen.actions.copying.instead_of_opening(link)

    def _ended(self, told: str) -> None:
        """A program that was started gave up; called in a thread."""
        self.screen.post_message(Ended(told))

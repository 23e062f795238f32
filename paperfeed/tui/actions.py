"""What each action of the table in `keys` does, in terms of the inbox screen.

One method an action, named after it. Nothing here knows a key, a file or a thread.
"""

from typing import TYPE_CHECKING

from paperfeed.links import open_in_browser, safe_url
from paperfeed.marks import Entry

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Actions:
    """The actions on one inbox screen."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen

    def run(self, name: str) -> None:
        """Carries out the action with this name."""
        getattr(self, name)()

    # Move

    def down(self) -> None:
        self.screen.list.move(self.screen.list.cursor + 1)

    def up(self) -> None:
        self.screen.list.move(self.screen.list.cursor - 1)

    def top(self) -> None:
        self.screen.list.move(0)

    def bottom(self) -> None:
        self.screen.list.move(len(self.screen.list.rows) - 1)

    def page_down(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.preview.page()
        else:
            self.screen.list.move(self.screen.list.cursor + self.screen.list.page_step)

    def page_up(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.preview.page(-1)
        else:
            self.screen.list.move(self.screen.list.cursor - self.screen.list.page_step)

    def next_unread(self) -> None:
        papers = self.screen.list
        self._seek_unread(range(papers.cursor + 1, len(papers.rows)))

    def previous_unread(self) -> None:
        self._seek_unread(range(self.screen.list.cursor - 1, -1, -1))

    def _seek_unread(self, places: range) -> None:
        """Goes to the first unread of these places; asks the library for what the list has not got."""
        papers = self.screen.list
        for number, place in enumerate(places):
            entry = papers.held(place)
            if entry is None:
                self.screen.key_reader.waiting = True
                self.screen.backend.next_unread(papers.generation, papers.rows, places[number:])
                return
            if self.screen.list.is_open(entry):
                papers.move(place)
                return
        self.go_to_unread(None)

    def go_to_unread(self, place: int | None) -> None:
        """The end of a search for the next unread paper."""
        if place is None:
            self.screen.status.show("nothing unread that way")
        else:
            self.screen.list.move(place)

    def newer_day(self) -> None:
        papers = self.screen.list
        number = papers.day_number
        if number is None:
            return
        first = papers.first_of_day(number)
        start = number if first is not None and papers.cursor > first else number - 1
        self._go_to_day(start, "this is the newest day")

    def older_day(self) -> None:
        number = self.screen.list.day_number
        if number is not None:
            self._go_to_day(number + 1, "this is the oldest day")

    def _go_to_day(self, number: int, otherwise: str) -> None:
        place = self.screen.list.first_of_day(number)
        if place is None:
            self.screen.status.show(otherwise)
        else:
            self.screen.list.move(place)

    # Read

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
            self.next_unread()

    def preview_down(self) -> None:
        self.screen.preview.line(1)

    def preview_up(self) -> None:
        self.screen.preview.line(-1)

    def back(self) -> None:
        if self.screen.has_class("-reading"):
            self.screen.reading.close()
        elif self.screen.searching.steps:
            self.screen.searching.leave()

    # Mark

    def star(self) -> None:
        self._toggle("starred", "star", "unstar")

    def toggle_read(self) -> None:
        self._toggle("read", "read", "unread")

    def _toggle(self, field: str, on: str, off: str) -> None:
        """Turns a mark over; of keys typed ahead, each turns over what the one before made of it."""
        entry = self.screen.list.entry
        if entry is None:
            return
        now = self.screen.wanted.get((entry.row, field), getattr(entry.marks, field) is not None)
        self.screen.wanted[entry.row, field] = not now
        self.screen.act(off if now else on, entry.row)

    def done(self) -> None:
        entry = self.screen.list.entry
        if entry is None:
            return
        if entry.marks.done is not None and self.screen.looking.view == "done":
            self.screen.act("undone", entry.row)
            return
        self.screen.act("done", entry.row)
        self.next_unread()

    def undo(self) -> None:
        self.screen.backend.undo()

    def redo(self) -> None:
        self.screen.backend.redo()

    # Find

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

    def view_inbox(self) -> None:
        self.screen.look("inbox")

    def view_all(self) -> None:
        self.screen.look("all")

    def view_starred(self) -> None:
        self.screen.look("starred")

    def view_snoozed(self) -> None:
        self.screen.look("snoozed")

    def view_done(self) -> None:
        self.screen.look("done")

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

    def _saved_view(self, key: str) -> None:
        name = next((view.name for view in self.screen.sidebar.saved if view.key == key), None)
        if name is None:
            self.screen.status.show(f"there is no view {key} yet   S keeps a search as one")
        else:
            self.screen.look(name)

    # Do

    def refresh(self) -> None:
        if self.screen.backend.config.offline:
            self.screen.status.show("offline, as asked: nothing is fetched", warning=True)
        elif self.screen.backend.fetching:
            self.screen.status.show("a refresh is going on already")
        else:
            self.screen.refresh_papers()

    def browse(self) -> None:
        link = self._link(self.screen.list.entry)
        if link and not open_in_browser(link):
            self.screen.app.copy_to_clipboard(link)
            self.screen.status.show(f"no browser here: copied {link}")
        elif link:
            self.screen.status.show(f"opened {link}")

    def copy_link(self) -> None:
        link = self._link(self.screen.list.entry)
        if link:
            self.screen.app.copy_to_clipboard(link)
            self.screen.status.show(f"copied {link}")

    def _link(self, entry: Entry | None) -> str | None:
        link = safe_url(entry.paper.url or entry.paper.pdf_url) if entry else None
        if entry and link is None:
            self.screen.status.show("no source gave a link for this paper", warning=True)
        return link

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

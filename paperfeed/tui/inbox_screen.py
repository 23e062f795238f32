"""The inbox: which list is shown, and what is to be done with each answer of the backend.

State and message handlers only: what the keys do is in `actions`, widgets paint, the backend works.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer

from paperfeed.library import Look
from paperfeed.marks import Act, Entry
from paperfeed.tui import empty, messages
from paperfeed.tui.actions import Actions
from paperfeed.tui.backend import Backend
from paperfeed.tui.dwell import Dwell
from paperfeed.tui.key_reader import KeyReader
from paperfeed.tui.keys import show_key
from paperfeed.tui.layout import Layout, layout_for
from paperfeed.tui.painting import Divider
from paperfeed.tui.paper_list import PaperList, Shown
from paperfeed.tui.preview import Preview
from paperfeed.tui.refreshing import Refreshing
from paperfeed.tui.sidebar import VIEWS, Sidebar
from paperfeed.tui.status_bar import Bar, TooSmall
from paperfeed.tui.worker import First

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp
    from paperfeed.tui.query_bar import QueryBar

TYPING_PAUSE = 0.04
"""Seconds without a key after which a search is asked for."""
LAYOUTS = ("wide", "medium", "narrow", "tiny")
NEEDS_PAPER = {"read_on", "star", "toggle_read", "done", "browse", "copy_link"}
"""Actions for which the paper under the cursor must have come from disk."""
TITLES = {view.name: view.title for view in VIEWS}


class InboxScreen(Screen[None]):
    """Sidebar, list and preview, the query bar above and the status below."""

    app: "PaperfeedApp"
    AUTO_FOCUS = ""

    def __init__(self, backend: Backend, first: First, problems: Sequence[str]) -> None:
        super().__init__()
        self.backend = backend
        self.first = first
        self.problems = problems
        self.list, self.preview, self.sidebar = PaperList(), Preview(), Sidebar()
        self.header, self.status = Bar("header"), Bar("status")
        self.query_bar: QueryBar | None = None
        self.actions = Actions(self)
        self.key_reader = KeyReader()
        self.refreshing = Refreshing(max(source.days for source in backend.config.sources))
        self.view = "inbox"
        self.searching = False
        self.query_text = ""
        self.notices: Sequence[str] = ()
        self.asked = 0
        self.touched: dict[int, None] = {}
        self.before_search: Shown | None = None
        self.outdated = False
        self.looking = False
        self.awaiting_paper = False
        self.return_to: int | None = None
        self.wanted: dict[tuple[int, str], bool] = {}
        self.dwell = Dwell(backend.config.read_after, self.set_timer, self.dwelt)
        self.typing: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self.header
        with Container(id="body"):
            yield self.sidebar
            yield self.list
            yield Divider(id="divider")
            yield self.preview
        yield self.status
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        self.backend.listen(self)
        self.key_reader.waiting = True  # keys typed before there is anything to see are kept
        self.sidebar.show_counts(self.first.counts)
        self.list.focus()
        self.show_look(self.first.look, self.first.entries)
        self.status.show("; ".join(self.problems), warning=bool(self.problems))
        self.call_after_refresh(self.after_first_frame)

    async def after_first_frame(self) -> None:
        """What can wait until the papers are on the screen."""
        from paperfeed.tui import query_bar

        self.app.started()
        self.query_bar = query_bar.QueryBar()
        await self.mount(self.query_bar, after=self.header)
        self.backend.counts()
        if self.backend.config.offline:
            self.refreshing.trouble = "Offline, as asked: nothing is fetched."
        elif self.backend.config.refresh_at_start:
            self.refresh_papers()
        self.show_empty()
        self.press_kept()

    # Lists

    def look(self, name: str) -> None:
        """Leaves what is shown for a view, asked for anew."""
        self.view, self.touched, self.outdated = name, {}, False
        self.forget_search()
        self.close_paper()
        self.asked += 1
        self.looking = self.key_reader.waiting = True
        self.backend.view(name, self.asked)

    def look_again(self) -> None:
        """The view that is shown, with what is new; what was worked on stays until it is left."""
        if self.searching or self.looking:
            self.outdated = True
            return
        self.asked += 1
        also = self.touched.keys() & set(self.list.rows)  # not what was marked in a search and is not of this view
        self.backend.view(self.view, self.asked, again=True, also=tuple(also))

    def on_looked(self, message: messages.Looked) -> None:
        if message.asked != self.asked:
            return
        if message.kind == "again":
            self.list.show_more(message.look, message.first)
            self.show_around()
            self.go_back_to(self.return_to)
        else:
            self.looking = False
            self.searching = message.kind == "search"
            self.notices = message.look.notices
            self.show_look(message.look, message.first)
            self.status.show("; ".join(self.notices))
            self.press_kept()
            self.catch_up()

    def catch_up(self) -> None:
        """Lets in what came while another list was shown or awaited."""
        if self.outdated and not self.searching:
            self.outdated = False
            self.look_again()

    def show_look(self, look: Look, first: Sequence[Entry]) -> None:
        self.list.show(look, first)
        self.show_around()

    def show_around(self) -> None:
        """Everything beside the list that depends on which list it is."""
        self.sidebar.show_view("" if self.searching else self.view)
        self.list.inbox = self.view == "inbox" and not self.searching
        self.show_empty()
        self.show_where()

    def show_empty(self) -> None:
        """The text of an empty list."""
        papers = self.sidebar.counts.get("all", 0)
        kind = "search" if self.searching else "view"
        going_on, trouble = self.refreshing.going_on, self.refreshing.trouble
        if any(not one.error for one in self.refreshing.sources):
            trouble = trouble or f"The last {self.refreshing.days} days brought no papers."
        now = empty.Situation(kind, self.view, papers, self.query_text, self.notices, going_on, trouble)
        self.list.show_empty(empty.lines(now))

    def show_where(self) -> None:
        """The header, and the place in the list."""
        total, unread = len(self.list.rows), sum(day.unread for day in self.list.days)
        if self.searching:
            where = f"Search · {total:,} found · {self.query_text}"
        else:
            where = f"{TITLES[self.view]} · " + (f"{unread:,} unread of {total:,}" if unread else f"{total:,} papers")
        self.header.show(where, self.refreshing.told(self.backend.clock().timestamp()))
        place = f"{self.list.cursor + 1:,} of {total:,} · " if total else ""
        self.status.show(right=f"{place}/ search · ? keys" if self.size.width >= 100 else f"{place}? keys")
        self.sidebar.show_days(self.list.days, self.list.day_number)

    def on_page_wanted(self, message: messages.PageWanted) -> None:
        self.backend.page(message.generation, message.page, message.rows)

    def on_page_read(self, message: messages.PageRead) -> None:
        self.list.take_page(message.generation, message.page, message.entries)
        if self.awaiting_paper and not self.list.reading:
            self.awaiting_paper = False
            self.press_kept()

    def on_unread_found(self, message: messages.UnreadFound) -> None:
        if message.generation == self.list.generation:
            self.actions.go_to_unread(message.place)
        self.press_kept()

    def on_view_chosen(self, message: messages.ViewChosen) -> None:
        self.look(message.name)

    def on_day_chosen(self, message: messages.DayChosen) -> None:
        place = self.list.first_of_day(message.number)
        if place is not None:
            self.list.move(place)

    # Reading

    @property
    def today(self) -> date:
        return self.backend.clock().astimezone().date()

    @property
    def previewing(self) -> bool:
        """Whether the paper under the cursor can be read."""
        return bool(self.preview.display) and not self.has_class("-tiny")

    def on_cursor_moved(self, message: messages.CursorMoved) -> None:
        if self.list.entry is not self.preview.entry or not self.list.rows:
            self.show_paper()

    def show_paper(self) -> None:
        """The paper under the cursor, wherever it is shown."""
        if self.previewing:
            self.preview.show(self.list.entry, self.today)
        self.show_where()
        self.begin_dwell()

    def begin_dwell(self) -> None:
        """The paper on show begins to be read, if anybody looks at it."""
        looked_at = self.previewing and self.is_current and self.app.app_focus
        self.dwell.watch(self.list.entry if looked_at else None)

    def dwelt(self, row: int) -> None:
        if self.list.row == row and self.previewing and self.is_current:
            self.act("read", row, auto=True)

    def on_screen_resume(self) -> None:
        self.begin_dwell()

    def on_app_blur(self) -> None:
        self.dwell.stop()

    def on_app_focus(self) -> None:
        self.begin_dwell()

    def on_paper_chosen(self) -> None:
        self.open_paper()

    def open_paper(self) -> None:
        """Shows the paper full screen where there is no room for it beside the list."""
        if self.has_class("-narrow") and self.list.rows:
            self.add_class("-reading")
            self.call_after_refresh(self.on_cursor_moved, messages.CursorMoved(self.list.entry))

    def close_paper(self) -> None:
        if self.has_class("-reading"):
            self.remove_class("-reading")
            self.begin_dwell()
            self.call_after_refresh(self.list.reveal)

    # Marks

    def act(self, verb: str, row: int, auto: bool = False) -> None:
        self.touched[row] = None
        if verb == "unread":
            self.dwell.spare(row)
        self.backend.apply(Act(verb, (row,), auto=auto))

    def on_changed(self, message: messages.Changed) -> None:
        for entry in message.entries:
            self.touched[entry.row] = None
            for field in ("read", "starred"):
                self.wanted.pop((entry.row, field), None)
        self.list.update(message.entries)
        self.show_where()
        self.backend.counts()
        if message.told:
            self.status.show(message.told)
        if self.searching:
            self.outdated = True  # the list that it began from holds these papers as they were
        if message.back and message.change.rows:
            self.dwell.spare(message.change.rows[0])
            self.go_back_to(message.change.rows[0], otherwise=None if self.searching else self.look_again)

    def go_back_to(self, row: int | None, otherwise: Callable[[], None] | None = None) -> None:
        """Puts the cursor on a paper; if the list has not got it, `otherwise` is to bring it."""
        place = None if row is None else self.list.place_of(row)
        self.return_to = row if place is None and otherwise else None
        if place is not None:
            self.list.move(place)
        elif otherwise:
            otherwise()

    def on_counted(self, message: messages.Counted) -> None:
        self.sidebar.show_counts(message.views)
        self.refreshing.sources = list(message.sources)
        if message.waits and not self.refreshing.going_on:
            self.backend.index()
        self.show_empty()
        self.show_where()

    def on_failed(self, message: messages.Failed) -> None:
        self.wanted.clear()
        self.looking = False
        if self.awaiting_paper:
            self.awaiting_paper = False
            self.key_reader.resume()  # what was typed was meant for a paper that cannot be read
        if message.doing == "refresh":
            self.refreshing.going_on = ""
        self.status.show(message.told, warning=True)
        self.show_where()
        self.press_kept()

    # Searching

    def open_search(self) -> None:
        if self.before_search is None:
            self.before_search = self.list.keep()
        self.close_paper()
        if self.query_bar is not None:
            self.query_bar.open(self.query_text if self.searching else "")

    def on_query_typed(self, message: messages.QueryTyped) -> None:
        if self.typing is not None:
            self.typing.stop()
        text = message.text
        self.typing = self.set_timer(TYPING_PAUSE, lambda: self.search(text, typing=True))

    def search(self, text: str, typing: bool) -> None:
        """Asks for what `text` selects; the list that stands stays until the answer is here."""
        self.asked += 1
        self.looking = bool(text.strip())
        if self.looking:
            self.query_text = text
            self.backend.search(text, self.asked, typing)
        elif self.before_search is not None and self.searching:
            self.bring_back()

    def on_query_submitted(self, message: messages.QuerySubmitted) -> None:
        if self.typing is not None:
            self.typing.stop()
        if not message.text.strip():
            self.leave_search()
            return
        self.key_reader.waiting = True
        self.search(message.text, typing=False)
        self.close_query()

    def on_query_left(self) -> None:
        self.leave_search()

    def leave_search(self) -> None:
        """Back to the list and the place from which the search began."""
        self.asked += 1
        if self.searching:
            self.bring_back()
        self.forget_search()
        self.looking = False
        self.catch_up()

    def bring_back(self) -> None:
        self.searching = False
        if self.before_search is not None:
            self.list.bring_back(self.before_search)
        self.status.show("")
        self.show_around()

    def close_query(self) -> None:
        if self.query_bar is not None:
            self.query_bar.close()
        self.list.focus()

    def forget_search(self) -> None:
        if self.typing is not None:
            self.typing.stop()
        self.searching, self.before_search, self.query_text, self.notices = False, None, "", ()
        self.close_query()

    # Refreshing

    @property
    def library_is_empty(self) -> bool:
        """As far as is known: a list with papers in it is not asked to count them before it is shown."""
        counts = self.sidebar.counts
        return bool(counts) and not counts["all"]

    def refresh_papers(self) -> None:
        if self.backend.fetching:
            return
        hosts = [urlsplit(source.url).hostname or source.name for source in self.backend.config.sources]
        self.refreshing.begin(hosts, first=self.library_is_empty)
        self.backend.refresh()
        self.show_empty()
        self.show_where()

    def on_fetching(self, message: messages.Fetching) -> None:
        self.refreshing.goes_on(message.done, message.total, message.source)
        if self.refreshing.first:
            self.look_again()
        self.show_empty()
        self.show_where()

    def on_refreshed(self, message: messages.Refreshed) -> None:
        told, warning = self.refreshing.end(message.taken, empty=self.library_is_empty)
        if any(one.new or one.updated for one in message.taken):
            self.look_again()
        self.status.show(told, warning=warning)
        self.backend.counts()
        self.show_empty()
        self.show_where()

    # Keys and the window

    def on_key(self, event: events.Key) -> None:
        if self.query_bar is not None and self.query_bar.is_open:
            self.query_bar.take(event)
            return
        event.stop()
        event.prevent_default()
        self.press(event.key)

    def on_key_ahead(self, message: messages.KeyAhead) -> None:
        self.press(message.key)

    def press_kept(self) -> None:
        """Keys typed while an answer was awaited act on what it brought, not on what stood before."""
        for key in self.key_reader.resume():
            self.press(key)

    def press(self, key: str) -> None:
        began = self.key_reader.pending
        action = self.key_reader.read(key)
        if action is not None and action.name in NEEDS_PAPER and self.list.reading:
            self.awaiting_paper = True
            self.key_reader.hold(key)
        elif action is not None:
            if began:
                self.status.show("")
            self.actions.run(action.name)
            if self.list.entry is not self.preview.entry:
                self.show_paper()  # now, not when the list's message arrives: list and preview in one frame
        elif self.key_reader.pending:
            self.status.show(self.key_reader.strip)
        elif not self.key_reader.waiting:
            told = f"{show_key(began)} {show_key(key)}".strip()
            self.status.show(f"{told} does nothing here   ? shows the keys" if len(told) < 16 else "")

    def on_resize(self, event: events.Resize) -> None:
        now = layout_for(event.size.width, event.size.height)
        if not self.has_class(f"-{now}"):
            self.lay_out(now)
            self.call_after_refresh(self.show_paper)

    def lay_out(self, layout: Layout) -> None:
        for name in LAYOUTS:
            self.set_class(name == layout, f"-{name}")
        if layout != "narrow":
            self.remove_class("-reading")

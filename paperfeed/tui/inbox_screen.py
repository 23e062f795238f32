"""The inbox: which list is shown, and what is to be done with each answer of the backend.

Widgets and message handlers only: what is to be done is decided in `looking`, `searching`, `reading` and
`pressing`, what the keys do is in `actions`, widgets paint, the backend works.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from paperfeed.marks import Act
from paperfeed.tui import empty, messages
from paperfeed.tui.actions import Actions
from paperfeed.tui.backend import Backend
from paperfeed.tui.key_reader import KeyReader
from paperfeed.tui.layout import Layout, layout_for
from paperfeed.tui.looking import Looking
from paperfeed.tui.painting import Divider
from paperfeed.tui.paper_list import PaperList
from paperfeed.tui.pressing import Pressing
from paperfeed.tui.preview import Preview
from paperfeed.tui.reading import Reading
from paperfeed.tui.refreshing import Refreshing
from paperfeed.tui.searching import Searching
from paperfeed.tui.sidebar import Sidebar
from paperfeed.tui.status_bar import Bar, TooSmall
from paperfeed.tui.worker import First

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp
    from paperfeed.tui.query_bar import QueryBar

LAYOUTS = ("wide", "medium", "narrow", "tiny")
INDEXING_PAUSE = 1.0
"""Seconds between two questions how far the index has come."""


class InboxScreen(Screen[None]):
    """Sidebar, list and preview, the query bar above and the status below."""

    app: "PaperfeedApp"
    AUTO_FOCUS = ""

    def __init__(self, backend: Backend, first: First, problems: Sequence[str]) -> None:
        super().__init__()
        self.backend = backend
        self.first = first
        self.problems = problems
        self.list, self.sidebar = PaperList(), Sidebar()
        self.preview = Preview(self.list.found_in)
        self.header, self.status = Bar("header"), Bar("status")
        self.query_bar: QueryBar | None = None
        self.actions = Actions(self)
        self.key_reader, self.pressing = KeyReader(), Pressing(self)
        self.refreshing = Refreshing(max(source.days for source in backend.config.sources))
        self.looking, self.searching, self.reading = Looking(self), Searching(self), Reading(self)
        self.wanted: dict[tuple[int, str], bool] = {}

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
        self.sidebar.show_saved(self.first.saved)
        self.list.focus()
        self.list.show(self.first.look, self.first.entries)
        self.show_around()
        self.status.show("; ".join(self.problems), warning=bool(self.problems))
        self.call_after_refresh(self.after_first_frame)

    async def after_first_frame(self) -> None:
        """What can wait until the papers are on the screen."""
        from paperfeed.completion import complete
        from paperfeed.tui import query_bar, suggesting

        self.app.started()
        self.query_bar = query_bar.QueryBar(suggesting.Suggesting(complete))
        await self.mount(self.query_bar, after=self.header)
        self.backend.prepare(self.first.entries)
        self.backend.counts()
        self.backend.offers()
        if self.backend.config.offline:
            self.refreshing.trouble = "Offline, as asked: nothing is fetched."
        elif self.backend.config.refresh_at_start:
            self.refresh_papers()
        self.show_empty()
        self.pressing.press_kept()

    # Lists: which one is wanted is decided in `looking`

    def look(self, name: str) -> None:
        self.looking.look(name)

    def look_again(self) -> None:
        self.looking.look_again()

    def on_looked(self, message: messages.Looked) -> None:
        self.looking.looked(message)

    def show_look(self, message: messages.Looked) -> None:
        self.list.show(message.look, message.first, sought=message.sought, found=message.found)
        self.show_around()

    def show_around(self) -> None:
        """Everything beside the list that depends on which list it is."""
        everywhere = self.searching.everywhere
        self.sidebar.show_view("" if everywhere else self.looking.view)
        self.list.inbox = self.looking.view == "inbox" and not everywhere
        self.show_empty()
        self.show_where()

    def show_empty(self) -> None:
        """The text of an empty list."""
        self.list.show_empty(empty.lines(self.situation()))

    def situation(self) -> empty.Situation:
        """What there is to say where no papers are."""
        papers, step = self.sidebar.counts.get("all", 0), self.searching.shown
        notices = tuple(map(str, step.notices)) if step else ()
        advice = tuple(one.told for one in step.advice) if step else ()
        going_on, trouble = self.refreshing.going_on, self.refreshing.trouble
        if any(not one.error for one in self.refreshing.sources):
            trouble = trouble or f"The last {self.refreshing.days} days brought no papers."
        view, searched = self.looking.view, self.searching.looked_for()
        return empty.Situation(view, papers, searched, notices, advice, going_on, trouble)

    def show_where(self) -> None:
        """The header, and the place in the list."""
        total, unread = len(self.list.rows), sum(day.unread for day in self.list.days)
        where = f"{self.sidebar.title_of(self.looking.view)} · "
        where += f"{unread:,} unread of {total:,}" if unread else f"{total:,} papers"
        if (step := self.searching.shown) is not None:
            where = self.searching.header(step)
        self.header.show(where, self.refreshing.told(self.backend.clock().timestamp()))
        place = f"{self.list.cursor + 1:,} of {total:,} · " if total else ""
        self.status.show(right=f"{place}/ search · ? keys" if self.size.width >= 100 else f"{place}? keys")
        self.sidebar.show_days(self.list.days, self.list.day_number)

    def on_page_wanted(self, message: messages.PageWanted) -> None:
        self.backend.page(message.generation, message.page, message.rows, message.sought)

    def on_page_read(self, message: messages.PageRead) -> None:
        self.list.take_page(message.generation, message.page, message.entries, message.found)
        self.pressing.page_came()

    def on_unread_found(self, message: messages.UnreadFound) -> None:
        if message.generation == self.list.generation:
            self.actions.go_to_unread(message.place)
        self.pressing.press_kept()

    def on_view_chosen(self, message: messages.ViewChosen) -> None:
        self.look(message.name)

    def on_day_chosen(self, message: messages.DayChosen) -> None:
        place = self.list.first_of_day(message.number)
        if place is not None:
            self.list.move(place)

    # Reading: what is to be done is decided in `reading`

    def on_cursor_moved(self, message: messages.CursorMoved) -> None:
        self.reading.show_if_other()

    def on_screen_resume(self) -> None:
        self.reading.begin_dwell()

    def on_app_blur(self) -> None:
        self.reading.dwell.stop()

    def on_app_focus(self) -> None:
        self.reading.begin_dwell()

    def on_paper_chosen(self) -> None:
        self.reading.open()

    # Marks

    def act(self, verb: str, row: int, auto: bool = False) -> None:
        self.looking.touched[row] = None
        if verb == "unread":
            self.reading.dwell.spare(row)
        self.backend.apply(Act(verb, (row,), auto=auto))

    def on_changed(self, message: messages.Changed) -> None:
        for entry in message.entries:
            for field in ("read", "starred"):
                self.wanted.pop((entry.row, field), None)
        self.looking.keep_up(message.entries)
        self.show_where()
        self.backend.counts()
        if message.told:
            self.status.show(message.told)
        if message.back and message.change.rows:
            self.reading.dwell.spare(message.change.rows[0])
            self.looking.find(message.change.rows[0])

    def on_counted(self, message: messages.Counted) -> None:
        self.sidebar.show_counts(message.views)
        self.sidebar.show_saved(message.saved)
        self.refreshing.sources = list(message.sources)
        if message.waits and not self.refreshing.going_on:
            self.backend.index()
            self.set_timer(INDEXING_PAUSE, self.backend.indexing)
        self.show_empty()
        self.show_where()

    def on_indexing(self, message: messages.Indexing) -> None:
        """Goes on asking until nothing waits; what goes on is told in the header."""
        self.refreshing.indexed = message.progress if message.waits else None
        if message.waits:
            self.set_timer(INDEXING_PAUSE, self.backend.indexing)
        self.show_where()

    def on_saved_counted(self, message: messages.SavedCounted) -> None:
        self.sidebar.show_counts(message.views)

    def on_failed(self, message: messages.Failed) -> None:
        self.wanted.clear()
        self.looking.awaited = False
        self.searching.failed()
        if message.doing == "refresh":
            self.refreshing.going_on = ""
        self.status.show(message.told, warning=True)
        self.show_where()
        self.pressing.failed()

    # Searching: what is to be done is decided in `searching`

    @property
    def bar_is_open(self) -> bool:
        return self.query_bar is not None and self.query_bar.is_open

    def close_query(self) -> None:
        if self.query_bar is not None:
            self.query_bar.close()
        self.list.focus()

    def on_query_typed(self, message: messages.QueryTyped) -> None:
        self.searching.typed(message.text)

    def on_query_submitted(self, message: messages.QuerySubmitted) -> None:
        self.searching.submitted(message.text)

    def on_query_left(self) -> None:
        self.searching.left()

    def on_offered(self, message: messages.Offered) -> None:
        if self.query_bar is not None:
            self.query_bar.know(message.past, message.names)

    def on_views_saved(self, message: messages.ViewsSaved) -> None:
        self.sidebar.show_saved(message.saved)
        self.looking.renamed(message.before, message.after)
        self.status.show(message.told)
        self.backend.counts()
        self.backend.offers()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.list and not self.list.rows:
            self.searching.take(empty.advice_on(self.situation(), event.y - 1))

    # Refreshing

    @property
    def library_is_empty(self) -> bool:
        """As far as is known: a list with papers in it is not asked to count them before it is shown."""
        return self.sidebar.counts.get("all") == 0

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
        self.pressing.press(event.key)

    def on_key_ahead(self, message: messages.KeyAhead) -> None:
        self.pressing.press(message.key)

    def on_resize(self, event: events.Resize) -> None:
        now = layout_for(event.size.width, event.size.height)
        if not self.has_class(f"-{now}"):
            self.lay_out(now)
            self.call_after_refresh(self.reading.show)

    def lay_out(self, layout: Layout) -> None:
        for name in LAYOUTS:
            self.set_class(name == layout, f"-{name}")
        if layout != "narrow":
            self.remove_class("-reading")

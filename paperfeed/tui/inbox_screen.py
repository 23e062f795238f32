"""The inbox: which list is shown, and what is to be done with each answer of the backend.

Widgets and message handlers only: what is to be done is decided in `looking`, `searching`, `reading` and
`pressing`, what the keys do is in `actions`, widgets paint, the backend works.
"""

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer

from paperfeed.glyphs import Glyphs
from paperfeed.marks import Act
from paperfeed.render import counted
from paperfeed.tui import empty, messages
from paperfeed.tui.actions import Actions
from paperfeed.tui.asking import Asking
from paperfeed.tui.backend import Backend
from paperfeed.tui.dealing import Dealing
from paperfeed.tui.key_map import key_map
from paperfeed.tui.key_reader import KeyReader
from paperfeed.tui.layout import Layout, layout_for
from paperfeed.tui.looking import Looking
from paperfeed.tui.painting import Divider
from paperfeed.tui.paper_list import PaperList
from paperfeed.tui.placing import Placing
from paperfeed.tui.pressing import Pressing
from paperfeed.tui.preview import Preview
from paperfeed.tui.prompting import Prompting
from paperfeed.tui.reading import Reading
from paperfeed.tui.refreshing import Refreshing
from paperfeed.tui.searching import Searching
from paperfeed.tui.sidebar import Sidebar
from paperfeed.tui.status_bar import Bar, TooSmall
from paperfeed.tui.triage import Triage
from paperfeed.tui.worker import First

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp
    from paperfeed.tui.query_bar import QueryBar

LAYOUTS = ("wide", "medium", "narrow", "tiny")
COUNTING_PAUSE = 0.6
"""Seconds without an act after which the views are counted again."""
INDEXING_PAUSE = 1.0
"""Seconds between two questions how far the index has come."""
ANNOUNCED_AFTER = 4.0
"""Seconds for which what is said of an act stays, before anything that can wait takes its place."""
TICK = 1.0
"""Seconds between two looks at what others wrote, and within which the reader's place is kept."""
DAY_PAUSE = 60.0
"""Seconds between two looks at the calendar."""


class InboxScreen(Screen[None]):
    """Sidebar, list and preview, the query bar above and the status below."""

    app: "PaperfeedApp"
    AUTO_FOCUS = ""

    def __init__(self, backend: Backend, first: First, problems: Sequence[str], glyphs: Glyphs) -> None:
        super().__init__()
        self.backend = backend
        self.first = first
        self.problems = problems
        self.glyphs = glyphs
        self.list, self.sidebar = PaperList(glyphs), Sidebar(glyphs)
        self.preview = self.another_preview()
        self.header, self.status = Bar("header", glyphs), Bar("status", glyphs)
        self.query_bar: QueryBar | None = None
        self.actions = Actions(self)
        self.key_map, _ = key_map(backend.config.preset, backend.config.keys)
        self.sidebar.keys = self.key_map.digits()
        self.key_reader, self.pressing = KeyReader(self.key_map), Pressing(self)
        self.refreshing = Refreshing(max(source.days for source in backend.config.sources))
        self.looking, self.searching, self.reading = Looking(self), Searching(self), Reading(self)
        self.dealing, self.placing = Dealing(self), Placing(self)
        self.triage, self.asking, self.prompting = Triage(self), Asking(self), Prompting(self)
        self.day = self.reading.today
        self.counting: Timer | None = None

    def another_preview(self) -> Preview:
        """A pane that shows papers as that of the inbox does."""
        return Preview(self.list.found_in, self.backend.config.reading_width, self.glyphs)

    @property
    def is_current(self) -> bool:
        """Textual takes what is below a screen that covers it for visible, and would paint both with every change."""
        return super().is_current and (self.app.screen is self or self.app.screen.styles.background.a < 1)

    def compose(self) -> ComposeResult:
        yield self.header
        with Container(id="body"):
            yield self.sidebar
            yield Divider("edge", self.glyphs)
            yield self.list
            yield Divider("divider", self.glyphs)
            yield self.preview
        yield self.status
        yield TooSmall(id="too-small")

    def on_mount(self) -> None:
        self.backend.listen(self)
        self.key_reader.waiting = True  # keys typed before there is anything to see are kept
        self.sidebar.show_counts(self.first.counts)
        self.sidebar.show_saved(self.first.saved)
        self.list.focus()
        self.looking.done_today, at = self.first.today, self.first.place.spot.held
        self.list.show_at(self.first.look, self.first.pages, self.first.cursor, at, self.looking.folded())
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
        self.looking.count_days()
        self.backend.counts()
        self.backend.offers()
        self.set_interval(DAY_PAUSE, self.mind_the_day)
        if self.backend.config.offline:
            self.refreshing.trouble = "Offline, as asked: nothing is fetched."
        elif self.backend.config.refresh_at_start:
            self.refresh_papers()
        self.dealing.look_for_absence()
        self.show_empty()
        self.set_interval(TICK, self.keep_up)
        if not self.placing.begin(self.first):
            self.pressing.press_kept()

    def keep_up(self) -> None:
        """What is done now and then: a crash costs no more than a second of it."""
        self.placing.keep()
        self.backend.news()
        self.announce()
        if self.backend.keeps_waiting():
            self.status.show("the library is busy   what you pressed waits its turn")

    def on_unmount(self) -> None:
        self.placing.keep()

    # Lists: which one is wanted is decided in `looking`

    def look(self, name: str) -> None:
        self.looking.look(name)

    def look_again(self) -> None:
        self.looking.look_again()

    def on_looked(self, message: messages.Looked) -> None:
        self.looking.looked(message)

    def show_look(self, message: messages.Looked) -> None:
        folded = self.looking.folded()
        self.list.show(message.look, message.first, sought=message.sought, found=message.found, folded=folded)
        self.show_around()

    def show_around(self) -> None:
        """Everything beside the list that depends on which list it is."""
        everywhere = self.searching.everywhere
        self.sidebar.show_view("" if everywhere else self.looking.view)
        self.list.inbox = self.looking.view == "inbox" and not everywhere
        self.list.whole = self.searching.shown is None
        self.list.today = self.reading.today
        self.show_empty()
        self.show_where()

    def show_empty(self) -> None:
        """The text of an empty list; none, while the first list is yet to come."""
        told = () if self.placing.waits else empty.lines(self.situation(), self.key_map)
        self.list.show_empty(told)

    def situation(self) -> empty.Situation:
        """What there is to say where no papers are."""
        papers, step = self.sidebar.counts.get("all", 0), self.searching.shown
        notices = tuple(map(str, step.notices)) if step else ()
        advice = tuple(one.told for one in step.advice) if step else ()
        going_on, trouble = self.refreshing.going_on, self.refreshing.trouble
        if any(not one.error for one in self.refreshing.sources):
            trouble = trouble or f"The last {self.refreshing.days} days brought no papers."
        view, searched, today = self.looking.view, self.searching.looked_for(), str(self.looking.done_today or "")
        title = self.sidebar.title_of(view)
        return empty.Situation(view, title, papers, today, searched, notices, advice, going_on, trouble)

    def show_where(self) -> None:
        """The header, and the place in the list."""
        total, unread = len(self.list.rows), sum(day.unread for day in self.list.days)
        where = f"{self.sidebar.title_of(self.looking.view)} · "
        where += "…" if self.placing.waits else f"{unread:,} unread of {total:,}" if unread else counted(total, "paper")
        if (step := self.searching.shown) is not None:
            where = self.searching.header(step)
        self.header.show(where, self.refreshing.told(self.backend.clock().timestamp()))
        place = f"{self.list.cursor + 1:,} of {total:,}" if total else ""
        keys = self.key_map.told("{search} search · {help} keys" if self.size.width >= 100 else "{help} keys")
        right = " · ".join(filter(None, (self.triage.told, place, keys)))
        if not self.pressing.strip_shown:
            self.status.show(right="" if self.prompting.prompt else right)  # what was expected may need all the room
        self.sidebar.show_days(self.list.days, self.list.day_number)

    def tell(self, told: str, hint: str = "", warning: bool = False) -> None:
        """Says something, and behind it which key is of use now: `hint` names it as `KeyMap.told` reads it."""
        self.status.show("   ".join(filter(None, (told, self.key_map.told(hint)))), warning=warning)

    def on_page_wanted(self, message: messages.PageWanted) -> None:
        self.backend.page(message.generation, message.page, message.rows, message.sought)

    def on_page_read(self, message: messages.PageRead) -> None:
        self.list.take_page(message.generation, message.page, message.entries, message.found)
        self.pressing.page_came()

    def on_unread_found(self, message: messages.UnreadFound) -> None:
        if message.generation == self.list.generation:
            self.actions.moving.go_to_unread(message.place)
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

    def on_link_chosen(self, message: messages.LinkChosen) -> None:
        self.actions.perusing.follow(message.number)

    def on_ended(self, message: messages.Ended) -> None:
        self.status.show(message.told, warning=True)

    def on_copy_done(self, message: messages.CopyDone) -> None:
        self.app.send_copied(message.copied)
        self.status.show(message.copied.told, warning=message.copied.warning)

    # Marks

    def act(self, verb: str, row: int, auto: bool = False) -> None:
        self.looking.touched[row] = None
        self.backend.apply(Act(verb, (row,), auto=auto))

    def on_changed(self, message: messages.Changed) -> None:
        self.triage.changed(message)

    def on_about(self, message: messages.About) -> None:
        self.asking.answer(message)

    def on_picked(self, message: messages.Picked) -> None:
        self.triage.picked(message)

    def on_row_picked(self, message: messages.RowPicked) -> None:
        self.triage.select(self.triage.selection.turned(message.row))

    def mind_the_day(self) -> None:
        """Asks what is due when another day has begun."""
        if self.reading.today != self.day:
            self.day = self.reading.today
            self.backend.wake()
            self.look_again()
            self.reading.show()

    def on_elsewhere(self, message: messages.Elsewhere) -> None:
        self.looking.keep_up_with_others(message.news, message.entries)
        self.refreshing.came(message.news.new, monotonic())
        self.announce()
        self.show_where()
        self.backend.counts()

    def announce(self) -> None:
        """Says that papers came, where that takes the place of nothing that was said just now."""
        if self.refreshing.unsaid and (not self.status.left or monotonic() - self.status.said_at > ANNOUNCED_AFTER):
            self.status.show(self.refreshing.unsaid)
            self.refreshing.unsaid = ""

    def count_soon(self) -> None:
        """Counts the views again when no key has acted for a moment: nobody reads the numbers while pressing keys."""
        if self.counting is not None:
            self.counting.stop()
        self.counting = self.set_timer(COUNTING_PAUSE, self.count)

    def count(self) -> None:
        self.counting = None
        self.backend.counts()

    def on_counted(self, message: messages.Counted) -> None:
        self.sidebar.show_saved(message.saved)
        self.sidebar.show_tags(message.tags)
        self.refreshing.sources = list(message.sources)
        if message.waits and not self.refreshing.going_on:
            self.backend.index()
            self.set_timer(INDEXING_PAUSE, self.backend.indexing)
        self.show_empty()
        self.show_where()

    def on_days_counted(self, message: messages.DaysCounted) -> None:
        self.list.show_progress(message.progress)

    def on_indexing(self, message: messages.Indexing) -> None:
        """Goes on asking until nothing waits; what goes on is told in the header."""
        self.refreshing.indexed = message.progress if message.waits else None
        if message.waits:
            self.set_timer(INDEXING_PAUSE, self.backend.indexing)
        self.show_where()

    def on_views_counted(self, message: messages.ViewsCounted) -> None:
        self.sidebar.show_counts(message.views)
        self.show_empty()

    def on_failed(self, message: messages.Failed) -> None:
        self.triage.failed()
        self.looking.awaited = False
        self.searching.failed()
        self.placing.failed(message.doing)
        if message.doing == "refresh":
            self.refreshing.going_on = ""
        self.status.show(message.told, warning=True)
        self.show_where()
        if message.doing == "ask":  # what was typed ahead was meant for what was asked for
            self.key_reader.resume()
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
        if self.prompting.prompt is not None:
            self.prompting.submitted(message.text)
        else:
            self.searching.submitted(message.text)

    def on_query_left(self) -> None:
        if self.prompting.prompt is not None:
            self.prompting.left()
        else:
            self.searching.leave()

    def on_offered(self, message: messages.Offered) -> None:
        if self.query_bar is not None:
            self.query_bar.know(message.past, message.names)

    def on_views_saved(self, message: messages.ViewsSaved) -> None:
        self.sidebar.show_saved(message.saved)
        self.looking.renamed(message.before, message.after)
        self.tell(message.told, message.hint)
        self.backend.counts()
        self.backend.offers()

    def on_click(self, event: events.Click) -> None:
        line = self.list.empty_line_at(event.y) if event.widget is self.list else None
        if line is not None:
            self.searching.take(empty.advice_on(self.situation(), line))

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
        told, hint, warning = self.refreshing.end(message.taken, empty=self.library_is_empty)
        if any(one.new or one.updated for one in message.taken):
            self.look_again()
        if self.problems and self.status.warning and monotonic() - self.status.said_at < ANNOUNCED_AFTER:
            self.refreshing.unsaid = told  # a mistake in the settings was just named, and is read first
        else:
            self.tell(told, hint, warning)
        self.backend.counts()
        self.dealing.look_for_absence()
        self.show_empty()
        self.show_where()

    # Cards and catching up: what is to be done is decided in `dealing`

    def on_dealt(self, message: messages.Dealt) -> None:
        self.dealing.dealt(message)

    def on_offer_made(self, message: messages.OfferMade) -> None:
        self.dealing.offered(message)

    def on_away_seen(self, message: messages.AwaySeen) -> None:
        self.dealing.away(message.away)

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

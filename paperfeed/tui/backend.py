"""The threads behind the screen: one owns the library, one searches, one downloads.

Each answers with a message; the screen never waits for any of them. Jobs for the library are done
in the order in which they were given; of searches only the latest counts.
"""

import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.message import Message

from paperfeed.completion import may_go_on
from paperfeed.config import VIEWS, Config
from paperfeed.errors import LibraryBusy, LibraryError, NothingToUndo, PaperfeedError, UnknownView
from paperfeed.found import Found, Sought
from paperfeed.library import Clock, Library, Look, Taken
from paperfeed.marks import Act, Change, Entry
from paperfeed.paths import Paths
from paperfeed.query import has_text
from paperfeed.tui import mark_jobs
from paperfeed.tui.messages import (
    Counted,
    DaysCounted,
    Elsewhere,
    Failed,
    Fetching,
    Indexing,
    Looked,
    Offered,
    PageRead,
    Refreshed,
    UnreadFound,
    ViewsCounted,
    ViewsSaved,
)
from paperfeed.tui.place import Place, to_text
from paperfeed.tui.worker import FIRST_PAGE, Worker, prepare, read
from paperfeed.views import told_saved, view_of_tag

MOST_TAGS = 12
"""Of so many tags, those most used, the unread are counted."""
Job = Callable[[Library], Message | None]
ACTS = ("mark", "undo")
"""What a job does that somebody pressed a key for, and that must not be lost."""
LONG = 0.5
"""Seconds after which such a job is late."""
BUSY = "another program is writing to the library   try again"
MANY = 500
"""Papers marked by others of which each is read at once; of more, those that are seen."""


if TYPE_CHECKING:
    from paperfeed.sources import Fetched, Validators


class Listener(Protocol):
    """Whoever gets the messages: the screen."""

    def post_message(self, message: Message) -> bool: ...


class Wanted(NamedTuple):
    """What a search selects: of a view, or (with None) of everything, what each text selects too."""

    view: str | None
    texts: tuple[str, ...]
    order: str = ""
    """The order of the list; without one, days in a view or where there are no words, else relevance."""


class Backend:
    """What the screen can ask for. Every method returns at once."""

    def __init__(self, paths: Paths, config: Config, clock: Clock, worker: Worker) -> None:
        self.paths = paths
        self.config = config
        self.clock = clock
        self._library = worker
        self._search: Worker | None = None
        self._listeners: list[Listener] = []
        self._indexing: subprocess.Popen[bytes] | None = None
        self._cancel = threading.Event()
        self._fetching: threading.Thread | None = None
        self._counts = 0
        self._place: Place | None = None
        self._awaits_news = False
        self._acts: deque[float] = deque()

    def listen(self, listener: Listener) -> None:
        """Lets one more hear the answers that are for all."""
        self._listeners.append(listener)

    def unlisten(self, listener: Listener) -> None:
        self._listeners.remove(listener)

    def close(self) -> None:
        """Lets the library finish what was acknowledged or asked; drops everything else."""
        self._cancel.set()
        if self._search is not None:
            self._search.close(patience=0.2)
        self._library.close(patience=8.0 if self._acts else 3.0)  # what was pressed may wait for another process

    def stop_indexing(self) -> None:
        """Ends the indexing subprocess, whose home is about to go."""
        if self._indexing is not None and self._indexing.poll() is None:
            self._indexing.terminate()
            self._indexing.wait(5)

    # Looking

    def view(self, name: str, asked: int, again: bool = False, also: Sequence[int] = ()) -> None:
        """The list of a view, as `Looked`; `again` for the list that is shown already."""
        kind = "again" if again else "view"

        def job(library: Library) -> Message:
            try:
                look, shown = library.look(library.view(name), also=also), name
            except UnknownView as error:  # dropped meanwhile, by the command line or another window
                look, shown = library.look(library.view("inbox"))._replace(notices=(str(error),)), "inbox"
            return _looked(library, look, asked, kind, shown)

        self._ask(job)

    def search(self, wanted: Wanted, asked: int, typing: bool, again: bool = False, also: Sequence[int] = ()) -> None:
        """What is wanted, as `Looked`, unless a later search overtakes this one; `again` as for a view."""
        if self._search is None or not self._search.is_alive:
            open_library = lambda: Library.open(self.paths, self.config, self.clock, read_only=True)  # noqa: E731
            failed = lambda error: self._say(Failed(str(error), "search"))  # noqa: E731
            self._search = Worker("search", open_library, failed, latest_only=True).start()

        def job(library: Library) -> Message:
            query = library.narrowed(wanted.view, wanted.texts)
            by_words = wanted.view is None and has_text(query.tree)
            order = wanted.order or ("relevance" if by_words else "day")
            unfinished = typing and may_go_on(wanted.texts[-1])
            look = library.look(query, order, unfinished, also)
            sought = Sought(query, unfinished) if by_words or query.texts() else None
            return _looked(library, look, asked, "again" if again else "search", sought=sought)

        self._search.do(self._posting(job, "search"))

    def page(self, generation: int, page: int, rows: Sequence[int], sought: Sought | None = None) -> None:
        def job(library: Library) -> Message:
            entries = read(library, rows)
            return PageRead(generation, page, entries, _found(library, entries, sought))

        self._ask(job)

    def prepare(self, entries: Sequence[Entry]) -> None:
        """Gets entries that the screen has ready to be shown."""
        self._ask(lambda _: prepare(entries))

    def counts(self) -> None:
        """Which views there are and how things stand, as `Counted`; then how many papers each holds, `ViewsCounted`."""
        self._counts += 1
        turn = self._counts

        def job(library: Library) -> Message:
            saved, tags = library.kept.views(), library.kept.tags()[:MOST_TAGS]
            names = [*VIEWS, *(one.name for one in saved), *map(view_of_tag, tags)]
            self._count_views(names, turn, {})
            return Counted(saved, tags, library.last_refreshes(), library.indexing.waits())

        self._ask(job)

    def _count_views(self, names: Sequence[str], turn: int, counted: dict[str, int]) -> None:
        """One view after the other: whatever else is asked meanwhile is done in between, so no key waits for all."""

        def job(library: Library) -> Message | None:
            if turn != self._counts:
                return None
            with suppress(UnknownView):
                counted.update(library.counts(names[:1]))
            if len(names) == 1:
                return ViewsCounted(counted)
            self._count_views(names[1:], turn, counted)
            return None

        self._ask(job)

    def days(self) -> None:
        """How far one is with each day, as `DaysCounted`."""
        self._ask(lambda library: DaysCounted(library.progress()))

    def indexing(self) -> None:
        """How the index stands, as `Indexing`."""
        self._ask(lambda library: Indexing(library.indexing.waits(), library.indexing.progress()))

    def offers(self) -> None:
        """What the query bar can bring back and complete, as `Offered`."""
        self._ask(lambda library: Offered(library.kept.past(), library.kept.names()))

    def next_unread(
        self, generation: int, rows: Sequence[int], places: range, without: Collection[int] = frozenset()
    ) -> None:
        """The first unread of `rows` at `places`, in their order, `without` these rows, as `UnreadFound`."""

        def job(library: Library) -> Message:
            wanted = [place for place in places if rows[place] not in without]
            found = library.first_unread([rows[place] for place in wanted])
            return UnreadFound(generation, None if found is None else wanted[found])

        self._ask(job)

    # Keeping searches

    def remember(self, text: str) -> None:
        def job(library: Library) -> None:
            with suppress(LibraryError):  # a full disk is told when a mark is lost, not when a search is
                library.kept.remember(text)

        self._ask(job)

    def save_view(self, name: str, wanted: Wanted) -> None:
        """Keeps what is wanted as a view; says so by `ViewsSaved`."""

        def job(library: Library) -> Message:
            plain = wanted.view is None and len(wanted.texts) == 1
            text = wanted.texts[0].strip() if plain else str(library.narrowed(wanted.view, wanted.texts))
            replaced = library.kept.save(name, text)
            saved = library.kept.views()
            return ViewsSaved(saved, told_saved(name, saved, replaced))

        self._ask(job, "mark")

    def rename_view(self, name: str, to: str) -> None:
        def job(library: Library) -> Message:
            replaced = library.kept.rename(name, to)
            told = f"replaced “{to}”" if replaced else f"“{name}” is called “{to}” now"
            return ViewsSaved(library.kept.views(), told, name, to)

        self._ask(job, "mark")

    def forget_view(self, name: str) -> None:
        def job(library: Library) -> Message:
            library.kept.forget(name)
            hint = "{search} and ↑ bring its query back"
            return ViewsSaved(library.kept.views(), f"forgot “{name}”", name, hint=hint)

        self._ask(job, "mark")

    # Acting

    def apply(self, act: Act) -> None:
        """Does what the user asks for; says so by `Changed`."""
        self._ask(lambda library: mark_jobs.apply(library, act), "mark")

    def turn(self, verb: str, opposite: str, rows: Sequence[int]) -> None:
        """The verb, or its opposite if all of these papers are so already."""
        self._ask(lambda library: mark_jobs.turn(library, verb, opposite, rows), "mark")

    def undo(self) -> None:
        self._ask(mark_jobs.undo, "undo")

    def redo(self) -> None:
        self._ask(mark_jobs.redo, "undo")

    def wake(self) -> None:
        """Lets back in what has slept enough."""
        self._ask(mark_jobs.wake)

    def about(self, verb: str, rows: Sequence[int]) -> None:
        """What must be known to ask for a tag or a note, as `About`."""
        self._ask(lambda library: mark_jobs.about(library, verb, rows), "ask")

    def pick(self, rows: Sequence[int], text: str) -> None:
        """Those of a list's rows that a query selects, as `Picked`."""
        self._ask(lambda library: mark_jobs.pick(library, rows, text), "ask")

    # Beside other processes

    def keep_place(self, place: Place) -> None:
        """Keeps where the reader is, unless that is kept already."""

        def job(library: Library) -> None:
            if place != self._place:
                with suppress(LibraryError):  # kept a second later, then; no reader wants to hear of it
                    library.keep_place(to_text(place, library.ids_of(place.rows)))
                    self._place = place

        if place != self._place:
            self._ask(job)

    def news(self) -> None:
        """What other processes wrote, as `Elsewhere`; nothing, if they wrote nothing that is to be seen."""

        def job(library: Library) -> Message | None:
            self._awaits_news = False
            with suppress(LibraryError):  # whoever presses a key is told
                news = library.watch.news()
                if news is not None:
                    return Elsewhere(news, library.entries(news.marked) if len(news.marked) <= MANY else ())
            return None

        if not self._awaits_news:
            self._awaits_news = True
            self._ask(job)

    def keeps_waiting(self) -> bool:
        """Whether something that was pressed long ago is not done yet: another process is writing, most likely."""
        return bool(self._acts) and monotonic() - self._acts[0] > LONG

    # Fetching

    @property
    def fetching(self) -> bool:
        return self._fetching is not None and self._fetching.is_alive()

    def refresh(self) -> None:
        """Fetches the last days of every source; `Fetching` on the way, `Refreshed` at the end."""
        if self.fetching:
            return

        def begin(library: Library) -> Message | None:
            if self.fetching:  # asked for twice before it began
                return None
            from paperfeed.sources.fetching import days_back

            last = library.newest_day
            plan = {one.name: days_back(last - timedelta(one.days - 1), last) for one in self.config.sources}
            args = (plan, library.validators())
            self._fetching = threading.Thread(target=self._fetch, args=args, name="fetch", daemon=True)
            self._fetching.start()
            return None

        self._ask(begin, "refresh")

    def _fetch(self, plan: Mapping[str, Sequence[date]], known: "Mapping[str, Validators]") -> None:
        from paperfeed.sources.fetching import refresh_days, sources_of
        from paperfeed.sources.http import Http

        total = sum(len(days) for days in plan.values())
        taken: list[Taken] = []
        try:
            with Http(self._cancel) as http:
                for source in sources_of(self.config):
                    for fetched in refresh_days([source], plan[source.name], http.get, known):
                        if self._cancel.is_set():
                            return
                        self._ask(self._storing(fetched, taken, total), "refresh")
        except Exception as error:  # noqa: BLE001  # a mistake of ours must show, and must not look like an endless refresh
            self._say(Failed(f"an unexpected error, please report it: {type(error).__name__}: {error}", "refresh"))
        self._ask(lambda library: self._refreshed(library, taken), "refresh")

    def _refreshed(self, library: Library, taken: Sequence[Taken]) -> Message:
        if (woken := mark_jobs.wake(library)) is not None:
            self._say(woken)
        return Refreshed(tuple(taken))

    def _storing(self, fetched: "Fetched", taken: list[Taken], total: int) -> Job:
        def job(library: Library) -> Message:
            taken.append(library.take_in_fetched(fetched))
            return Fetching(len(taken), total, fetched.source)

        return job

    def index(self) -> None:
        """Lets a subprocess index what waits; it goes on when the app ends, and is harmless to kill."""
        if self._indexing is not None and self._indexing.poll() is None:
            return
        home = ["--home", str(self.paths.home)] if self.paths.home else []
        command = [sys.executable, "-m", "paperfeed", *home, "reindex", "--waiting"]
        quiet = subprocess.DEVNULL
        self._indexing = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)  # noqa: S603

    # Answers

    def ask(self, job: Job, to: Listener, doing: str = "") -> None:
        """A job whose answer is for one screen alone, which may be closed by then."""
        self._ask(job, doing, to)

    def say_changed(self, library: Library, change: Change) -> None:
        """Lets the screens that listen know of an act that another one did, from inside a job."""
        self._say(mark_jobs.changed(library, change, ""))

    def _ask(self, job: Job, doing: str = "", to: Listener | None = None) -> None:
        posting = self._posting(job, doing, to)
        if doing not in ACTS:
            self._library.do(posting)
            return
        self._acts.append(monotonic())

        def act(library: Library) -> None:
            posting(library)
            self._acts.popleft()

        self._library.do(act)

    def _posting(self, job: Job, doing: str, to: Listener | None = None) -> Callable[[Library], None]:
        """The job as one that never raises: its answer, or what went wrong, goes to the listeners."""

        def posting(library: Library) -> None:
            try:
                answer = job(library)
            except NothingToUndo as error:
                answer = Failed(str(error), doing)
            except LibraryBusy:
                answer = Failed(f"{'not saved: ' if doing in ACTS else ''}{BUSY}", doing)
            except LibraryError as error:
                answer = Failed(f"not saved: {error}" if doing in ACTS else str(error), doing)
            except PaperfeedError as error:
                answer = Failed(str(error), doing)
            except Exception as error:  # noqa: BLE001  # a mistake of ours must show, and must not end this thread
                answer = Failed(f"an unexpected error, please report it: {type(error).__name__}: {error}", doing)
            if answer is not None:
                self._say(answer, to)

        return posting

    def _say(self, message: Message, to: Listener | None = None) -> None:
        for listener in (to,) if to is not None else tuple(self._listeners):
            listener.post_message(message)


def _looked(
    library: Library, look: Look, asked: int, kind: str, view: str = "", sought: Sought | None = None
) -> Looked:
    first = read(library, look.rows[:FIRST_PAGE])
    today = library.done_today() if view == "inbox" and not look.rows else None
    return Looked(look, first, asked, kind, view, sought, _found(library, first, sought), today)


def _found(library: Library, entries: Sequence[Entry], sought: Sought | None) -> dict[int, Found]:
    return library.found(entries, *sought) if sought else {}

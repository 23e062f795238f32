"""The threads behind the screen: one owns the library, one searches, one downloads.

Each answers with a message; the screen never waits for any of them. Jobs for the library are done
in the order in which they were given; of searches only the latest counts.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from textual.message import Message

from paperfeed.completion import may_go_on
from paperfeed.config import VIEWS, Config
from paperfeed.errors import LibraryError, NothingToUndo, PaperfeedError, UnknownView
from paperfeed.found import Found, Sought
from paperfeed.library import Clock, Library, Look, Taken
from paperfeed.marks import VERBS, Act, Change, Entry
from paperfeed.paths import Paths
from paperfeed.query import has_text
from paperfeed.tui.messages import (
    Changed,
    Counted,
    Failed,
    Fetching,
    Indexing,
    Looked,
    Offered,
    PageRead,
    Refreshed,
    SavedCounted,
    UnreadFound,
    ViewsSaved,
)
from paperfeed.tui.worker import FIRST_PAGE, Worker, prepare, read
from paperfeed.views import told_saved

Job = Callable[[Library], Message | None]


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
        self._listener: Listener | None = None
        self._indexing: subprocess.Popen[bytes] | None = None
        self._cancel = threading.Event()
        self._fetching: threading.Thread | None = None
        self._counts = 0

    def listen(self, listener: Listener) -> None:
        self._listener = listener

    def close(self) -> None:
        """Lets the library finish what was acknowledged or asked; drops everything else."""
        self._cancel.set()
        if self._search is not None:
            self._search.close(patience=0.2)
        self._library.close(patience=3.0)

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
        """How many papers each view holds: as `Counted`, and then each saved view as `SavedCounted`."""
        self._counts += 1
        turn = self._counts

        def job(library: Library) -> Message:
            saved = library.saved_views()
            self._count_saved([one.name for one in saved], turn)
            return Counted(library.counts(VIEWS), saved, library.last_refreshes(), library.index_waits())

        self._ask(job)

    def _count_saved(self, names: Sequence[str], turn: int) -> None:
        """One view after the other: whatever else is asked meanwhile is done in between, so no key waits for all."""

        def job(library: Library) -> Message | None:
            if not names or turn != self._counts:
                return None
            self._count_saved(names[1:], turn)
            with suppress(UnknownView):
                return SavedCounted(library.counts(names[:1]))
            return None

        self._ask(job)

    def indexing(self) -> None:
        """How the index stands, as `Indexing`."""
        self._ask(lambda library: Indexing(library.index_waits(), library.index_progress()))

    def offers(self) -> None:
        """What the query bar can bring back and complete, as `Offered`."""
        self._ask(lambda library: Offered(library.past_searches(), library.names()))

    def next_unread(self, generation: int, rows: Sequence[int], places: range) -> None:
        """The first unread of `rows` at `places`, in their order, as `UnreadFound`."""
        wanted = [rows[place] for place in places]

        def job(library: Library) -> Message:
            found = library.first_unread(wanted)
            return UnreadFound(generation, None if found is None else places[found])

        self._ask(job)

    # Keeping searches

    def remember(self, text: str) -> None:
        def job(library: Library) -> None:
            with suppress(LibraryError):  # a full disk is told when a mark is lost, not when a search is
                library.remember_search(text)

        self._ask(job)

    def save_view(self, name: str, wanted: Wanted) -> None:
        """Keeps what is wanted as a view; says so by `ViewsSaved`."""

        def job(library: Library) -> Message:
            plain = wanted.view is None and len(wanted.texts) == 1
            text = wanted.texts[0].strip() if plain else str(library.narrowed(wanted.view, wanted.texts))
            replaced = library.save_view(name, text)
            saved = library.saved_views()
            return ViewsSaved(saved, told_saved(name, saved, replaced))

        self._ask(job, "mark")

    def rename_view(self, name: str, to: str) -> None:
        def job(library: Library) -> Message:
            replaced = library.rename_view(name, to)
            told = f"replaced “{to}”" if replaced else f"“{name}” is called “{to}” now"
            return ViewsSaved(library.saved_views(), told, name, to)

        self._ask(job, "mark")

    def forget_view(self, name: str) -> None:
        def job(library: Library) -> Message:
            library.forget_view(name)
            told = f"forgot “{name}”   / and ↑ bring its query back"
            return ViewsSaved(library.saved_views(), told, name)

        self._ask(job, "mark")

    # Acting

    def apply(self, act: Act) -> None:
        def job(library: Library) -> Message:
            change = library.apply(act)
            told = f"{change.label}   z undo" if change.edits else f"{VERBS[act.verb].told} already"
            return _changed(library, change, "" if act.auto else told)

        self._ask(job, "mark")

    def undo(self) -> None:
        def job(library: Library) -> Message:
            change = library.undo()
            return _changed(library, change, f"undone: {change.label}   Z again", back=True)

        self._ask(job, "undo")

    def redo(self) -> None:
        def job(library: Library) -> Message:
            change = library.redo()
            return _changed(library, change, f"done again: {change.label}   z undo", back=True)

        self._ask(job, "undo")

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
        self._ask(lambda _: Refreshed(tuple(taken)), "refresh")

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

    def _ask(self, job: Job, doing: str = "") -> None:
        self._library.do(self._posting(job, doing))

    def _posting(self, job: Job, doing: str) -> Callable[[Library], None]:
        """The job as one that never raises: its answer, or what went wrong, goes to the listener."""

        def posting(library: Library) -> None:
            try:
                answer = job(library)
            except NothingToUndo as error:
                answer = Failed(str(error), doing)
            except LibraryError as error:
                answer = Failed(f"not saved: {error}" if doing in ("mark", "undo") else str(error), doing)
            except PaperfeedError as error:
                answer = Failed(str(error), doing)
            except Exception as error:  # noqa: BLE001  # a mistake of ours must show, and must not end this thread
                answer = Failed(f"an unexpected error, please report it: {type(error).__name__}: {error}", doing)
            if answer is not None:
                self._say(answer)

        return posting

    def _say(self, message: Message) -> None:
        if self._listener is not None:
            self._listener.post_message(message)


def _looked(
    library: Library, look: Look, asked: int, kind: str, view: str = "", sought: Sought | None = None
) -> Looked:
    first = read(library, look.rows[:FIRST_PAGE])
    return Looked(look, first, asked, kind, view, sought, _found(library, first, sought))


def _found(library: Library, entries: Sequence[Entry], sought: Sought | None) -> dict[int, Found]:
    return library.found(entries, *sought) if sought else {}


def _changed(library: Library, change: Change, told: str, back: bool = False) -> Changed:
    return Changed(change, library.entries(change.rows), told, back)

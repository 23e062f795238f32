"""The threads behind the screen: one owns the library, one searches, one downloads.

Each answers with a message; the screen never waits for any of them. Jobs for the library are done
in the order in which they were given; of searches only the latest counts.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from paperfeed.config import Config
from paperfeed.errors import LibraryError, NothingToUndo, PaperfeedError
from paperfeed.library import Clock, Library, Look, Taken
from paperfeed.marks import VERBS, Act, Change
from paperfeed.paths import Paths
from paperfeed.tui.messages import Changed, Counted, Failed, Fetching, Looked, PageRead, Refreshed, UnreadFound
from paperfeed.tui.worker import FIRST_PAGE, Worker

Job = Callable[[Library], Message | None]


if TYPE_CHECKING:
    from paperfeed.sources import Fetched, Validators


class Listener(Protocol):
    """Whoever gets the messages: the screen."""

    def post_message(self, message: Message) -> bool: ...


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
        self._ask(lambda library: _looked(library, library.look(library.view(name), also=also), asked, kind))

    def search(self, text: str, asked: int, typing: bool) -> None:
        """What a query selects, as `Looked`, unless a later search overtakes this one."""
        if self._search is None or not self._search.is_alive:
            open_library = lambda: Library.open(self.paths, self.config, self.clock, read_only=True)  # noqa: E731
            failed = lambda error: self._say(Failed(str(error), "search"))  # noqa: E731
            self._search = Worker("search", open_library, failed, latest_only=True).start()

        def job(library: Library) -> Message:
            query = library.parse(text)
            order = "relevance" if query.texts() else "day"
            return _looked(library, library.look(query, order, typing), asked, "search")

        self._search.do(self._posting(job, "search"))

    def page(self, generation: int, page: int, rows: Sequence[int]) -> None:
        self._ask(lambda library: PageRead(generation, page, library.entries(rows)))

    def counts(self) -> None:
        self._ask(lambda library: Counted(library.counts(), library.last_refreshes(), library.index_waits()))

    def next_unread(self, generation: int, rows: Sequence[int], places: range) -> None:
        """The first unread of `rows` at `places`, in their order, as `UnreadFound`."""
        wanted = [rows[place] for place in places]

        def job(library: Library) -> Message:
            found = library.first_unread(wanted)
            return UnreadFound(generation, None if found is None else places[found])

        self._ask(job)

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


def _looked(library: Library, look: Look, asked: int, kind: str) -> Looked:
    return Looked(look, library.entries(look.rows[:FIRST_PAGE]), asked, kind)


def _changed(library: Library, change: Change, told: str, back: bool = False) -> Changed:
    return Changed(change, library.entries(change.rows), told, back)

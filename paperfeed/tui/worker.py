"""A thread that owns a library and does jobs in order, and what the first frame shows of it.

Imports no Textual: the first list is read before that.
"""

import queue
import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from paperfeed.errors import LibraryError, PaperfeedError
from paperfeed.latex import to_unicode
from paperfeed.library import Library, Look
from paperfeed.marks import Entry
from paperfeed.query import has_text
from paperfeed.tally import Tally
from paperfeed.tui.place import Place, from_text, place_of
from paperfeed.views import SavedView

FIRST_PAGE = 64
"""Rows of a page of the list, and of the one read with a new list."""
IN_SIGHT = 60
"""Papers from the top of the screen that the first frame is given."""


def read(library: Library, rows: Sequence[int]) -> Sequence[Entry]:
    """The entries of these rows, for the screen."""
    entries = library.entries(rows)
    prepare(entries)
    return entries


def prepare(entries: Sequence[Entry]) -> None:
    """Converts what the screen will ask for, here in a thread: the first LaTeX takes it a few frames."""
    for entry in entries:
        to_unicode(entry.paper.title)
        to_unicode(entry.paper.abstract)


class First(NamedTuple):
    """What the first frame shows."""

    place: Place
    look: Look
    cursor: int
    pages: Mapping[int, Sequence[Entry]]
    """The pages of the list that are in sight."""
    counts: Mapping[str, int]
    """How many papers each view holds; empty while that is not known."""
    saved: Sequence[SavedView]
    waits: bool = False
    """Whether the list is yet to be asked for."""
    today: Tally | None = None
    """What was done today, with an empty inbox."""

    @property
    def entries(self) -> Sequence[Entry]:
        return [entry for page in self.pages.values() for entry in page]


class Worker:
    """A thread that does jobs on one library, in the order given.

    `open_library` is called in the thread; if it raises, `failed` is told, and every job is dropped.
    `latest_only` forgets jobs that a newer one overtook.
    """

    def __init__(
        self,
        name: str,
        open_library: Callable[[], Library],
        failed: Callable[[LibraryError], None] | None = None,
        latest_only: bool = False,
    ) -> None:
        self._open = open_library
        self._failed = failed
        self._latest_only = latest_only
        self._jobs: queue.SimpleQueue[Callable[[Library], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> "Worker":
        self._thread.start()
        return self

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def do(self, job: Callable[[Library], None]) -> None:
        """Hands in a job; a job must not raise."""
        self._jobs.put(job)

    def close(self, patience: float) -> None:
        """Ends the thread after the jobs it was given; waits so many seconds for that."""
        self._jobs.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        try:
            library = self._open()
        except LibraryError as error:
            if self._failed is not None:
                self._failed(error)
            return
        try:
            while (job := self._next()) is not None:
                job(library)
        finally:
            library.close()

    def _next(self) -> Callable[[Library], None] | None:
        job = self._jobs.get()
        while self._latest_only and job is not None and not self._jobs.empty():
            job = self._jobs.get()
        return job


def first_look(library: Library) -> First:
    """What the first frame needs: the list that the reader left, else the inbox, with the pages to be seen of it."""
    library.watch.begin()
    with suppress(PaperfeedError):  # of a view that is gone, or of a text that is damaged: no reason not to start
        told = library.place
        place = None if told is None else from_text(told, library.rows_of)
        if place is not None:
            return _look_at(library, place.this_morning(library.today))
    return _look_at(library, Place())


def _look_at(library: Library, place: Place) -> First:
    query, saved = library.view(place.view), library.kept.views()
    if place != Place() and has_text(query.tree):  # opening the index would keep the first frame waiting
        return First(place, Look(array("q")), 0, {}, {}, saved, waits=True)
    look = library.look(query)
    cursor = place_of(place.spot, look.rows) or 0
    top = max(cursor - place.spot.held, 0)
    seen = range(top // FIRST_PAGE, max(cursor, top + IN_SIGHT) // FIRST_PAGE + 1) if look.rows else range(0)
    pages = {number: library.entries(look.rows[number * FIRST_PAGE :][:FIRST_PAGE]) for number in seen}
    counts = {} if look.rows else library.counts()  # an empty inbox has to know why
    today = None if look.rows else library.done_today()
    return First(place, look, cursor, pages, counts, saved, today=today)

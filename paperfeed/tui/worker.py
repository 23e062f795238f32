"""A thread that owns a library and does jobs in order, and what the first frame shows of it.

Imports no Textual: the first list is read before that.
"""

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from paperfeed.errors import LibraryError
from paperfeed.latex import to_unicode
from paperfeed.library import Library, Look
from paperfeed.marks import Entry
from paperfeed.views import SavedView

FIRST_PAGE = 64
"""Rows of a page of the list, and of the one read with a new list."""


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

    look: Look
    entries: Sequence[Entry]
    counts: Mapping[str, int]
    """How many papers each view holds; empty while that is not known."""
    saved: Sequence[SavedView]


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
    """What the first frame needs: the inbox and its first page."""
    look = library.look(library.view("inbox"))
    counts = {} if look.rows else library.counts()  # an empty inbox has to know why
    return First(look, library.entries(look.rows[:FIRST_PAGE]), counts, library.saved_views())

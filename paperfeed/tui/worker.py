"""A thread that owns a library and does jobs in order. Imports no Textual: it starts before that.

The inbox's first list is read here while the main thread still imports the user interface.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from paperfeed.library import Library, Look
from paperfeed.marks import Entry

FIRST_PAGE = 64
"""Rows of a page of the list, and of the one read with a new list."""


@dataclass(frozen=True, slots=True)
class First:
    """What the first frame shows."""

    look: Look
    entries: Sequence[Entry]
    counts: dict[str, int]
    """How many papers each view holds; empty while that is not known."""


class Worker:
    """Jobs for one library, in the order given. `latest_only` forgets jobs that a newer one overtook."""

    def __init__(self, name: str, open_library: Callable[[], Library], latest_only: bool = False) -> None:
        self.opened: Future[None] = Future()
        self._open = open_library
        self._latest_only = latest_only
        self._jobs: queue.SimpleQueue[Callable[[Library], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> "Worker":
        self._thread.start()
        return self

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
        except BaseException as error:  # noqa: BLE001  # the one who waits for `opened` raises it
            self.opened.set_exception(error)
            return
        self.opened.set_result(None)
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


def first_look(worker: Worker) -> "Future[First]":
    """What the first frame needs: the inbox and its first page."""
    found: Future[First] = Future()

    def job(library: Library) -> None:
        try:
            look = library.look(library.view("inbox"))
            counts = {} if look.rows else library.counts()  # an empty inbox has to know why
            found.set_result(First(look, library.entries(look.rows[:FIRST_PAGE]), counts))
        except BaseException as error:  # noqa: BLE001  # raised where the future is asked
            found.set_exception(error)

    worker.do(job)
    return found

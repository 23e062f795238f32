"""Keeping the index up with the papers: what waits, taking it in, building it anew.

Part of the library, which makes it. Searches nothing; raises IndexTrouble where the index cannot be written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from paperfeed.errors import IndexTrouble
from paperfeed.store import entries as store_entries
from paperfeed.store import outbox, select
from paperfeed.store.database import Database

if TYPE_CHECKING:
    from paperfeed.index.index import Document, Index

Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""

AT_ONCE = 2_000


class Indexing:
    """What the library's index has to take."""

    def __init__(self, database: Database, index: "Callable[[], Index]") -> None:
        self._database = database
        self._opened = index

    @property
    def _index(self) -> "Index":
        return self._opened()

    def waits(self) -> int:
        """How many papers the index has yet to take; all of them when there is no index."""
        with self._database.reading() as run:
            waiting = outbox.count_waiting(run)
            ready = True
            with suppress(IndexTrouble):
                ready = self._index.is_ready()
            return waiting if ready else select.count(run, select.Where("1"))

    def take_waiting(self, progress: Progress | None = None) -> int:
        """Lets the index take what waits, or builds it if there is none. How many were taken.

        Raises IndexTrouble, when another process is at it or the folder may not be used.
        """
        if not self._index.is_ready():
            return self.rebuild(progress)
        done = 0
        with self._database.reading() as run:
            total = outbox.count_waiting(run)
        while batch := self._waiting(0):
            try:
                self._index.add(self._telling(self._documents(batch), done, total))
            except IndexTrouble:
                if self._index.is_ready():
                    raise
                return self.rebuild(progress)  # damaged: what cannot be read is not mended
            self._settle(batch)
            done += len(batch)
            if progress:
                progress(done, max(total, done))
        return done

    def tidy(self) -> None:
        """Joins the small pieces that many updates leave; for when nobody waits. Raises IndexTrouble."""
        self._index.tidy()

    def progress(self) -> tuple[int, int] | None:
        """How far another process has come that is writing the index: so many papers of so many."""
        return self._index.progress()

    def rebuild(self, progress: Progress | None = None) -> int:
        """Builds the index anew from all papers; the old one serves until it is whole."""
        with self._database.transaction() as run:
            outbox.post_all(run)
            total = outbox.count_waiting(run)
        batches: list[list[tuple[int, int]]] = []

        def documents() -> "Iterator[Document]":
            after = done = 0
            while batch := self._waiting(after):
                batches.append(batch)
                after = batch[-1][0]
                yield from self._telling(self._documents(batch), done, total, progress)
                done += len(batch)

        self._index.rebuild(documents())
        for batch in batches:
            self._settle(batch)
        if progress:
            progress(total, total)
        return total

    def _waiting(self, after: int) -> list[tuple[int, int]]:
        with self._database.reading() as run:
            return outbox.waiting(run, AT_ONCE, after)

    def _documents(self, batch: Sequence[tuple[int, int]]) -> "Iterator[Document]":
        for some in store_entries.portions([row for _, row in batch]):
            with self._database.reading() as run:
                found = dict(store_entries.papers_of(run, some))
            for row in some:
                yield row, found.get(row)

    def _telling(
        self, documents: "Iterable[Document]", done: int, total: int, progress: Progress | None = None
    ) -> "Iterator[Document]":
        """The documents, of which so many are done already; the index, which takes them, is telling how far it is."""
        for number, document in enumerate(documents, done + 1):
            yield document
            if number % 100 == 0:
                self._index.tell(number, max(total, number))
                if progress:
                    progress(number, max(total, number))

    def _settle(self, batch: Sequence[tuple[int, int]]) -> None:
        with self._database.transaction() as run:
            outbox.taken(run, (seq for seq, _ in batch))

    def count(self) -> int:
        """How many papers the index holds. Raises IndexTrouble."""
        return self._index.count()

"""The one door to the core: open, look, show, act, undo, take in, refresh, index.

Joins the store, the index, the sources and the plan. Plain and synchronous; a Library is for
one thread at a time. Every method raises errors of `errors.py` only.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from paperfeed.config import VIEWS, Config
from paperfeed.errors import IndexTrouble, UnknownPaper
from paperfeed.marks import Act, Change, DayCount, Entry, decide
from paperfeed.paper import Digest, paper_ids
from paperfeed.paths import Paths
from paperfeed.query import And, Query, Text, parse
from paperfeed.store import entries as store_entries
from paperfeed.store import journal, outbox, select
from paperfeed.store import marks as store_marks
from paperfeed.store.database import Database, Execute

if TYPE_CHECKING:
    from paperfeed.index.index import Document, Index
    from paperfeed.sources import Fetched, Validators

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""

INDEX_AT_ONCE = 2_000
SLOWLY = "the full-text index is not ready: searched without it, more slowly"


class Look(NamedTuple):
    """What a query selects: rows in order, its days (in the order of days only), what to say of it."""

    rows: "array[int]"
    days: tuple[DayCount, ...] = ()
    unread: int = 0
    notices: tuple[str, ...] = ()


class Taken(NamedTuple):
    """What taking in one digest brought."""

    source: str
    day: date
    kind: str
    listed: int
    new: int
    updated: int
    unchanged: int
    skipped: int
    problems: tuple[str, ...]
    error: str | None = None


class LastRefresh(NamedTuple):
    """When a source was last asked (ms since 1970), and what was wrong then."""

    source: str
    at: int
    error: str | None


def now_utc() -> datetime:
    return datetime.now(UTC)


class Library:
    """Everything on disk of one user. Made by `Library.open`."""

    def __init__(self, paths: Paths, config: Config, database: Database, clock: Clock) -> None:
        self.paths = paths
        self.config = config
        self.clock = clock
        self._database = database

    @classmethod
    def open(cls, paths: Paths, config: Config, clock: Clock = now_utc, read_only: bool = False) -> "Library":
        """Opens the library, made anew if there is none. Raises LibraryError.

        With `read_only` it must be there, and sees all that others commit.
        """
        return cls(paths, config, Database(paths.library, read_only), clock)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if "_index" in self.__dict__:
            self._index.close()
        self._database.close()

    @cached_property
    def _index(self) -> "Index":
        from paperfeed.index.index import Index

        return Index(self.paths.index, self._database.fact("library"))

    # Looking

    @property
    def today(self) -> date:
        return self.clock().astimezone().date()

    @property
    def newest_day(self) -> date:
        """The newest day that a source can have a digest of: the world's, not the user's."""
        return self.clock().astimezone(UTC).date()

    def parse(self, text: str) -> Query:
        return parse(text, self.today)

    def view(self, name: str) -> Query:
        """The query of one of the views that are always there."""
        return self.parse(self.config.views.get(name, VIEWS[name]))

    def look(self, query: Query, order: str = "day", typing: bool = False, also: Iterable[int] = ()) -> Look:
        """What `query` selects, and `also` these rows. `order`: day, votes, title or relevance.

        With `typing`, the last word may still be unfinished.
        """
        with self._database.reading() as run:
            texts = _Texts(self._index, run, query, typing)
            condition = select.where(query.tree, texts.resolve, self.today)
            if kept := tuple(also):
                condition = select.either(condition, select.rows_among(kept))
            rows = select.rows(run, condition, "day" if order == "relevance" else order)
            days = tuple(select.days(run, condition)) if order == "day" else ()
        if order == "relevance":
            rows = array("q", sorted(rows, key=lambda row: -texts.scores.get(row, 0.0)))
        return Look(rows, days, sum(day.unread for day in days), (*query.notices, *texts.notices))

    def count(self, query: Query) -> int:
        with self._database.reading() as run:
            texts = _Texts(self._index, run, query, typing=False)
            return select.count(run, select.where(query.tree, texts.resolve, self.today))

    def counts(self) -> dict[str, int]:
        """How many papers each view holds, in the order of the views; of the inbox, the unread."""
        found = {name: self.count(self.view(name)) for name in VIEWS}
        inbox = self.view("inbox")
        found["inbox"] = self.count(Query(And((inbox.tree, self.parse("is:unread").tree))))
        return found

    def entries(self, rows: Sequence[int]) -> list[Entry]:
        """The entries of these rows in this order, without those that are gone."""
        with self._database.reading() as run:
            return store_entries.entries(run, rows)

    def row_of(self, name: str) -> int:
        """The row of the paper known by this id. Raises UnknownPaper."""
        with self._database.reading() as run:
            found = store_entries.rows_of(run, (name,))
        if name not in found:
            raise UnknownPaper(f"no paper with the id {name}: `paperfeed list --json` shows ids")
        return found[name]

    def first_unread(self, rows: Sequence[int]) -> int | None:
        """The place among `rows` of the first one that is not read."""
        with self._database.reading() as run:
            for start in range(0, len(rows), 500):
                some = rows[start : start + 500]
                held = store_marks.fields_of(run, some)
                for place, row in enumerate(some, start):
                    if held.get(row, {}).get("read") is None:
                        return place
        return None

    def spans(self, text: str, query: Query) -> list[tuple[int, int]]:
        """Where the words that `query` looks for stand in `text`."""
        from paperfeed.index import words

        wanted = {term for leaf in query.texts() for term, _ in words.terms(leaf.words)} - words.COMMON
        return words.spans(text, frozenset(wanted)) if wanted else []

    # Acting

    def apply(self, act: Act) -> Change:
        """Does what the user asks, in one transaction; on return it is on disk.

        Papers that are so already are left out of the change; if that leaves none, nothing is
        written and the change has number 0.
        """
        now = self._now()
        with self._database.transaction() as run:
            held = {}
            titles = {}
            for some in _portions(act.rows, 500):
                held.update(store_marks.fields_of(run, some))
                titles.update(store_entries.titles(run, some))
            there = Act(act.verb, tuple(row for row in act.rows if row in titles), act.argument, act.auto)
            change = decide(there, held, titles, now)
            return journal.record(run, change, now, act.auto) if change.edits else change

    def undo(self) -> Change:
        """Takes back the newest act that stands. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.undo(run, self._now())

    def redo(self) -> Change:
        """Does again what was taken back last. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.redo(run, self._now())

    def history(self, limit: int = -1) -> list[journal.Act]:
        with self._database.reading() as run:
            return list(journal.history(run, limit))

    # Taking in

    def take_in(self, digest: Digest) -> Taken:
        """Stores a digest, whole or not at all."""
        with self._database.transaction() as run:
            return self._take_in(run, digest)

    def take_in_fetched(self, fetched: "Fetched") -> Taken:
        """Stores what came of one day, with the validators to ask "changed since?" next time."""
        error = str(fetched.error) if fetched.error else None
        with self._database.transaction() as run:
            parts = [self._take_in(run, digest) for digest in fetched.digests]
            for url, known in fetched.validators.items():
                run("INSERT OR REPLACE INTO validators VALUES (?, ?, ?)", (url, known.etag, known.modified))
            run("INSERT OR REPLACE INTO refreshes VALUES (?, ?, ?)", (fetched.source, self._now(), error))
        kind = fetched.digests[0].kind if fetched.digests else ""
        problems = tuple(problem for part in parts for problem in part.problems)
        return Taken(
            fetched.source,
            fetched.day,
            kind,
            sum(part.listed for part in parts),
            sum(part.new for part in parts),
            sum(part.updated for part in parts),
            sum(part.unchanged for part in parts),
            sum(part.skipped for part in parts),
            problems,
            error,
        )

    def _take_in(self, run: Execute, digest: Digest) -> Taken:
        from paperfeed.refresh import plan
        from paperfeed.store import papers

        known = papers.held(run, (name for item in digest.items for name in paper_ids(item.paper)))
        todo = plan(known, digest)
        papers.carry_out(run, todo, self._now())
        return Taken(
            digest.source, digest.day, digest.kind, todo.listed, todo.new, todo.updated, todo.unchanged,
            digest.skipped, digest.problems,
        )  # fmt: skip

    def import_file(self, path: Path, day: date | None = None) -> list[Taken]:
        """Stores the digests in a file, all or none. Raises SourceError."""
        from paperfeed.sources.files import read_digests

        digests = read_digests(path, day, self.clock())
        with self._database.transaction() as run:
            return [self._take_in(run, digest) for digest in digests]

    def validators(self) -> dict[str, "Validators"]:
        from paperfeed.sources import Validators

        with self._database.reading() as run:
            return {url: Validators(etag, modified) for url, etag, modified in run("SELECT * FROM validators")}

    def last_refreshes(self) -> list[LastRefresh]:
        with self._database.reading() as run:
            return [LastRefresh(*row) for row in run("SELECT source, at, error FROM refreshes ORDER BY source")]

    # The index

    def index_waits(self) -> int:
        """How many papers the index has yet to take; all of them when there is no index."""
        with self._database.reading() as run:
            waiting = outbox.count_waiting(run)
            ready = True
            with suppress(IndexTrouble):
                ready = self._index.is_ready()
            return waiting if ready else select.count(run, select.Where("1"))

    def index_waiting(self, progress: Progress | None = None) -> int:
        """Lets the index take what waits, or builds it if there is none. How many were taken.

        Raises IndexTrouble, when another process is at it or the folder may not be used.
        """
        if not self._index.is_ready():
            return self.rebuild_index(progress)
        done = 0
        with self._database.reading() as run:
            total = outbox.count_waiting(run)
        while batch := self._waiting(0):
            try:
                self._index.add(self._documents(batch))
            except IndexTrouble:
                if self._index.is_ready():
                    raise
                return self.rebuild_index(progress)  # damaged: what cannot be read is not mended
            self._settle(batch)
            done += len(batch)
            if progress:
                progress(done, max(total, done))
        return done

    def rebuild_index(self, progress: Progress | None = None) -> int:
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
                for document in self._documents(batch):
                    yield document
                    done += 1
                    if progress and done % 100 == 0:
                        progress(done, max(total, done))

        self._index.rebuild(documents())
        for batch in batches:
            self._settle(batch)
        if progress:
            progress(total, total)
        return total

    def _waiting(self, after: int) -> list[tuple[int, int]]:
        with self._database.reading() as run:
            return outbox.waiting(run, INDEX_AT_ONCE, after)

    def _documents(self, batch: Sequence[tuple[int, int]]) -> "Iterator[Document]":
        for some in _portions([row for _, row in batch], 200):
            found = {entry.row: entry.paper for entry in self.entries(some)}
            for row in some:
                yield row, found.get(row)

    def _settle(self, batch: Sequence[tuple[int, int]]) -> None:
        with self._database.transaction() as run:
            outbox.taken(run, (seq for seq, _ in batch))

    # Upkeep

    def check(self) -> list[str]:
        """What is wrong with the library file, in SQLite's words; empty if nothing."""
        return self._database.check()

    def indexed(self) -> int:
        """How many papers the index holds. Raises IndexTrouble."""
        return self._index.count()

    def _now(self) -> int:
        return int(self.clock().timestamp() * 1000)


class _Texts:
    """Answers the text of one query: from the index, else from SQLite, saying so."""

    def __init__(self, index: "Index", run: Execute, query: Query, typing: bool) -> None:
        self.scores: dict[int, float] = {}
        self.notices: tuple[str, ...] = ()
        self._index = index
        self._run = run
        wanted = query.texts()
        self._wanted = set(wanted)
        self._unfinished = wanted[-1] if typing and wanted and not wanted[-1].phrase else None

    def resolve(self, text: Text) -> Iterable[int] | None:
        try:
            found = self._index.search(text, typing=text == self._unfinished)
        except IndexTrouble:
            self.notices = (SLOWLY,)
            return select.containing(self._run, text.words)
        if found is None:
            self.notices = (*self.notices, f"“{text.words}” is in nearly every paper: left out")
            return None
        if text in self._wanted:
            for row, score in found.items():
                self.scores[row] = self.scores.get(row, 0.0) + score
        return {*found, *select.containing(self._run, text.words, only_waiting=True)}


def _portions(values: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]

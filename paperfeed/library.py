"""The one door to the core: open, look, show, act, undo, take in, refresh, index.

Joins the store, the index, the sources and the plan. Plain and synchronous; a Library is for
one thread at a time. Every method raises errors of `errors.py` only.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from paperfeed.advice import Advice, advice
from paperfeed.config import VIEWS, Config
from paperfeed.errors import BadView, IndexTrouble, UnknownPaper, UnknownView
from paperfeed.found import Found, found_in
from paperfeed.index.work import Work
from paperfeed.marks import Act, Change, DayCount, Entry, decide
from paperfeed.paper import Digest, paper_ids
from paperfeed.parse import parse
from paperfeed.paths import Paths
from paperfeed.query import LONGEST, And, Node, Notice, Query, has_text, is_text
from paperfeed.store import entries as store_entries
from paperfeed.store import journal, outbox, searches, select
from paperfeed.store import marks as store_marks
from paperfeed.store import views as store_views
from paperfeed.store.database import Database, Execute
from paperfeed.texts import Scored, Texts
from paperfeed.views import SavedView, same_name

if TYPE_CHECKING:
    from paperfeed.index.index import Document, Index
    from paperfeed.index.weights import Weights
    from paperfeed.sources import Fetched, Validators

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
"""Called with how many of how many are done."""

INDEX_AT_ONCE = 2_000


class Look(NamedTuple):
    """What a query selects: rows in order, its days (in the order of days only), what to say of it."""

    rows: "array[int]"
    days: tuple[DayCount, ...] = ()
    unread: int = 0
    notices: tuple[Notice | str, ...] = ()
    advice: tuple[Advice, ...] = ()
    """What to search instead, when nothing was found."""


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

    @property
    def weights(self) -> "Weights":
        """The numbers that decide the order of a search; to be set before the first one."""
        return self._index.weights

    @weights.setter
    def weights(self, weights: "Weights") -> None:
        self._index.weights = weights

    # Looking

    @property
    def today(self) -> date:
        return self.clock().astimezone().date()

    @property
    def newest_day(self) -> date:
        """The newest day that a source can have a digest of: the world's, not the user's."""
        return self.clock().astimezone(UTC).date()

    def parse(self, text: str) -> Query:
        return parse(text, self.today, self.views)

    def view(self, name: str) -> Query:
        """The query of a view. Raises UnknownView."""
        text = self.config.views.get(name, VIEWS.get(name))
        return self.parse(self._saved_view(name).query if text is None else text)

    def narrowed(self, view: str | None, texts: Iterable[str]) -> Query:
        """What a view holds (or, with None, everything), narrowed by each text; in all else the last one counts."""
        found = Query() if view is None else self.view(view)
        for text in texts:
            found = _both(found, self.parse(text))
        return found

    def look(self, query: Query, order: str = "day", typing: bool = False, also: Iterable[int] = ()) -> Look:
        """What `query` selects, and `also` these rows. `order`: day, votes, title or relevance.

        The order that the query itself names comes first. With `typing`, its last word may be unfinished.
        """
        order, kept = query.order or order, tuple(also)
        with self._database.reading() as run:
            texts = Texts(self._index, run, query, typing)
            days: tuple[DayCount, ...] = ()
            if order == "relevance" and has_text(query.tree):
                rows = self._by_relevance(run, texts, query, kept)
            else:
                condition = self._condition(texts, query, kept)
                if order == "day":
                    rows, days = select.rows_and_days(run, condition)
                else:
                    rows = select.rows(run, condition, "day" if order == "relevance" else order)
            advise = not rows and has_text(query.tree) and not texts.slow
            advised = self._advice(run, texts, query) if advise else ()
        notices: tuple[Notice | str, ...] = (*query.notices, *texts.notices)
        return Look(rows, days, sum(day.unread for day in days), notices, advised)

    def _condition(self, texts: Texts, query: Query, kept: Sequence[int]) -> select.Where:
        condition = select.where(query.tree, texts.resolve, self.today)
        return select.either(condition, select.rows_among(kept)) if kept else condition

    def _by_relevance(self, run: Execute, texts: Texts, query: Query, kept: Sequence[int]) -> "array[int]":
        if is_text(query.tree) and not kept:
            found = texts.found(query.tree)
            return select.rows(run, select.Where("1"), "day") if found is None else texts.ranked(found, self.today)
        rows = select.rows(run, self._condition(texts, query, kept), "day")
        return texts.ranked(Scored(rows, array("f", (texts.scores.get(row, 0.0) for row in rows))), self.today)

    def _advice(self, run: Execute, texts: Texts, query: Query) -> tuple[Advice, ...]:
        def count(tree: Node) -> int:
            """None, when to tell it costs too much: part of the tree would be left out."""
            found = 0 if texts.work.is_too_much() else self._count(run, Query(tree), texts.work)
            return 0 if texts.work.is_too_much() else found

        return advice(query, count, texts.spellings)

    def count(self, query: Query) -> int:
        with self._database.reading() as run:
            return self._count(run, query)

    def _count(self, run: Execute, query: Query, work: Work | None = None) -> int:
        texts = Texts(self._index, run, query, typing=False, work=work)
        if is_text(query.tree):
            found = texts.found(query.tree)
            return len(found.rows) if found else select.count(run, select.Where("1"))
        return select.count(run, select.where(query.tree, texts.resolve, self.today))

    def counts(self, views: Iterable[str] | None = None) -> dict[str, int]:
        """How many papers each view holds, or each of these; of the inbox and of saved views, the unread.

        Takes a query a view. Raises UnknownView.
        """
        names = [*VIEWS, *(one.name for one in self.saved_views())] if views is None else views
        total = VIEWS.keys() - {"inbox"}
        return {name: self.count(self.narrowed(name, () if name in total else ("is:unread",))) for name in names}

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
                read = select.read_among(run, some)
                for place, row in enumerate(some, start):
                    if row not in read:
                        return place
        return None

    def found(self, entries: Iterable[Entry], query: Query, typing: bool = False) -> dict[int, Found]:
        """How each of these entries, by row, shows what `query` looks for; nothing, if it looks for no words."""
        texts = query.texts()
        if not texts:
            return {}
        from paperfeed.index.finder import Finder

        find = Finder(texts, texts[-1] if typing else None)
        return {entry.row: found_in(entry, find) for entry in entries}

    # Searches that are kept

    def past_searches(self) -> list[str]:
        """The searches that were made, the latest first."""
        with self._database.reading() as run:
            return searches.past(run)

    def remember_search(self, text: str) -> None:
        with self._database.transaction() as run:
            searches.remember(run, text, self._now())

    def saved_views(self) -> list[SavedView]:
        """The views of the settings, then those that were saved, in the order of their making."""
        with self._database.reading() as run:
            return self.config.saved_views + [one for one in store_views.saved(run) if not self.config.claims(one.name)]

    @property
    def views(self) -> Mapping[str, str]:
        """The query of each view as text: those that are always there, then the user's own."""
        return {**VIEWS, **self.config.views, **dict(self.saved_views())}

    def save_view(self, name: str, query: str) -> bool:
        """Keeps a query as a view; whether it took the place of one with this name. Raises BadView."""
        if why := self.config.refuses(name):
            raise BadView(why)
        if len(query) > LONGEST:
            raise BadView(f"a view's query has {LONGEST} characters at most")
        with self._database.transaction() as run:
            before = store_views.save(run, name, query)
            if before is not None and before.query != query:
                searches.remember(run, before.query, self._now())
        return before is not None

    def rename_view(self, name: str, to: str) -> bool:
        """Another name for a saved view; whether it took the place of one with that name.

        Raises UnknownView and BadView.
        """
        found = self._own_view(name)
        if why := self.config.refuses(to):
            raise BadView(why)
        with self._database.transaction() as run:
            other = None if same_name(name, to) else store_views.find(run, to)
            if other is not None:
                store_views.forget(run, other.name)
                searches.remember(run, other.query, self._now())
            store_views.rename(run, found.name, to)
        return other is not None

    def forget_view(self, name: str) -> SavedView:
        """Drops a saved view; its query becomes the latest search. Raises UnknownView and BadView."""
        found = self._own_view(name)
        with self._database.transaction() as run:
            store_views.forget(run, found.name)
            searches.remember(run, found.query, self._now())
        return found

    def names(self) -> Mapping[str, Sequence[str]]:
        """What can stand behind `tag:` and `in:`."""
        with self._database.reading() as run:
            return {"tag": [tag for tag, _ in store_marks.tags(run)], "in": list(self.views)}

    def _saved_view(self, name: str) -> SavedView:
        found = next((one for one in self.saved_views() if same_name(one.name, name)), None)
        if found is None:
            raise UnknownView(f"no view is called “{name}”: `paperfeed views` lists them")
        return found

    def _own_view(self, name: str) -> SavedView:
        """A saved view that can be changed here."""
        if why := self.config.claims(name):
            raise BadView(f"{why}: it cannot be changed here")
        return self._saved_view(name)

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
                self._index.add(self._telling(self._documents(batch), done, total))
            except IndexTrouble:
                if self._index.is_ready():
                    raise
                return self.rebuild_index(progress)  # damaged: what cannot be read is not mended
            self._settle(batch)
            done += len(batch)
            if progress:
                progress(done, max(total, done))
        return done

    def tidy_index(self) -> None:
        """Joins the small pieces that many updates leave; for when nobody waits. Raises IndexTrouble."""
        self._index.tidy()

    def index_progress(self) -> tuple[int, int] | None:
        """How far another process has come that is writing the index: so many papers of so many."""
        return self._index.progress()

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
            return outbox.waiting(run, INDEX_AT_ONCE, after)

    def _documents(self, batch: Sequence[tuple[int, int]]) -> "Iterator[Document]":
        for some in _portions([row for _, row in batch], 200):
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

    # Upkeep

    def check(self) -> list[str]:
        """What is wrong with the library file, in SQLite's words; empty if nothing."""
        return self._database.check()

    def indexed(self) -> int:
        """How many papers the index holds. Raises IndexTrouble."""
        return self._index.count()

    def _now(self) -> int:
        return int(self.clock().timestamp() * 1000)


def _both(first: Query, second: Query) -> Query:
    """What both select; in all else the second one counts, if it says anything."""
    trees = (first.tree, second.tree)
    parts: tuple[Node, ...] = tuple(
        part for tree in trees for part in (tree.parts if isinstance(tree, And) else (tree,))
    )
    tree = parts[0] if len(parts) == 1 else And(parts)
    return replace(second, tree=tree, order=second.order or first.order)


def _portions(values: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]

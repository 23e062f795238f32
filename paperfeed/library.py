"""The one door to the core: open, look, show, act, undo, take in, refresh, index.

Joins the store, the index, the sources and the plan. Plain and synchronous; a Library is for
one thread at a time. Every method raises errors of `errors.py` only.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from paperfeed.advice import Advice, advice
from paperfeed.config import VIEWS, Config
from paperfeed.dates import parse_day
from paperfeed.errors import UnknownPaper
from paperfeed.found import Found, found_in
from paperfeed.history import Done, Standing, Timeline, timeline
from paperfeed.index.work import Work
from paperfeed.indexing import Indexing
from paperfeed.kept import Kept
from paperfeed.marks import Act, Change, DayCount, Entry, Value, decide
from paperfeed.paper import Digest, arxiv_id, paper_ids
from paperfeed.parse import parse
from paperfeed.paths import Paths
from paperfeed.progress import DaysProgress
from paperfeed.query import And, Node, Notice, Query, State, Tag, has_text, is_text
from paperfeed.snooze import is_asleep, kept_as
from paperfeed.store import deeds, journal, select
from paperfeed.store import entries as store_entries
from paperfeed.store import marks as store_marks
from paperfeed.store.database import Database, Execute
from paperfeed.tally import Tally, tally
from paperfeed.texts import Scored, Texts
from paperfeed.views import tag_of
from paperfeed.waiting import Waiting
from paperfeed.watch import Watch

if TYPE_CHECKING:
    from paperfeed.index.index import Index
    from paperfeed.index.weights import Weights
    from paperfeed.sources import Fetched, Validators

Clock = Callable[[], datetime]


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
        self.kept = Kept(database, config, self._now)
        self.indexing = Indexing(database, lambda: self._index)
        self.waiting = Waiting(database, clock, lambda: self.look(replace(self.view("inbox"), order="day")))
        self.watch = Watch(database)

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
        return parse(text, self.today, self.kept.queries)

    def view(self, name: str) -> Query:
        """The query of a view; of a tag, with the name that `views.view_of_tag` gives it. Raises UnknownView."""
        tag = tag_of(name)
        if tag is not None:
            return Query(Tag(tag))
        text = self.config.views.get(name, VIEWS.get(name))
        return self.parse(self.kept.find(name).query if text is None else text)

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
                    stay = kept and _wants_inbox(query)
                    here = select.where(State("inbox"), texts.resolve, self.today) if stay else None
                    rows, days = select.rows_and_days(run, condition, here)
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
        """How many papers each view holds, or each of these; of the inbox, today and the user's own, the unread.

        Takes a query a view. Raises UnknownView.
        """
        names = [*VIEWS, *(one.name for one in self.kept.views())] if views is None else views
        total = VIEWS.keys() - {"inbox", "today"}
        return {name: self.count(self.narrowed(name, () if name in total else ("is:unread",))) for name in names}

    def progress(self) -> DaysProgress:
        """How far one is with each day."""
        with self._database.reading() as run:
            return select.progress(run, self.today)

    def done_today(self) -> Tally:
        """What was done since midnight and stands."""
        midnight = self.clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        with self._database.reading() as run:
            return tally(deeds.since(run, int(midnight.timestamp() * 1000)))

    def entries(self, rows: Sequence[int]) -> list[Entry]:
        """The entries of these rows in this order, without those that are gone."""
        with self._database.reading() as run:
            return store_entries.entries(run, rows)

    def fields(self, rows: Sequence[int]) -> dict[int, dict[str, Value]]:
        """What is marked on these rows, by row and field: for many, quicker than their entries."""
        with self._database.reading() as run:
            return store_marks.fields_of(run, rows)

    def row_of(self, name: str) -> int:
        """The row of the paper known by this id; of one of arXiv, the number or a link does. Raises UnknownPaper."""
        number = arxiv_id(name)
        with self._database.reading() as run:
            found = store_entries.rows_of(run, (name, *([f"arxiv:{number}"] if number else ())))
        if not found:
            raise UnknownPaper(f"no paper with the id {name}: `paperfeed list --json` shows ids")
        return found.get(name) or next(iter(found.values()))

    def rows_of(self, names: Sequence[str]) -> dict[str, int]:
        """The rows of the papers known by these ids; ids of none are left out."""
        with self._database.reading() as run:
            return store_entries.rows_of(run, names)

    def ids_of(self, rows: Sequence[int]) -> dict[int, str]:
        """The ids of these rows, without those that are gone."""
        with self._database.reading() as run:
            return store_entries.ids_of(run, rows)

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

    # Where the reader is

    @property
    def place(self) -> str | None:
        """The text that was kept last of the reader's place."""
        return self._database.find_fact("place")

    def keep_place(self, text: str) -> None:
        """Keeps a text of the reader's place. Raises LibraryBusy at once, if another process is writing."""
        self._database.keep_fact("place", text)

    # Acting

    def apply(self, act: Act) -> Change:
        """Does what the user asks, in one transaction; on return it is on disk.

        Papers that are so already are left out of the change; if that leaves none, nothing is
        written and the change has number 0.
        """
        with self._database.transaction() as run:
            return self._apply(run, act)

    def _apply(self, run: Execute, act: Act) -> Change:
        now = self._now()
        held = store_marks.fields_of(run, act.rows)
        titles = store_entries.titles(run, act.rows)
        there = replace(act, rows=tuple(row for row in act.rows if row in titles))
        values: dict[int, Value] = {}
        if act.verb == "snooze" and act.argument and parse_day(act.argument) is None:
            values = self._kept_until(run, there.rows, act.argument)
            there = replace(there, rows=tuple(values))
        change = decide(there, held, titles, now, values)
        return journal.record(run, change, now, act.auto) if change.edits else change

    def _kept_until(self, run: Execute, rows: Sequence[int], until: str) -> dict[int, Value]:
        """What is kept of a condition for each of these papers; those of which it is true already are left out."""
        papers = dict(store_entries.papers_of(run, rows))
        votes = {row: number for row, _, _, number in store_entries.facts(run, rows)}
        kept = {row: kept_as(until, papers[row]) for row in rows}
        return {row: held for row, held in kept.items() if is_asleep(held, papers[row], votes[row], self.today)}

    def wake(self) -> Change:
        """Lets back in, unread, what has slept enough; that is an act of paperfeed's own."""
        with self._database.reading() as run:
            rows = select.due(run, self.today)
        if not rows:
            return Change("", ())
        with self._database.transaction() as run:
            return self._apply(run, Act("wake", tuple(select.due(run, self.today)), auto=True))

    def undo(self) -> Change:
        """Takes back the newest act that stands. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.undo(run, self._now())

    def undoable(self) -> str | None:
        """What `undo` would take back now, if there is anything."""
        with self._database.reading() as run:
            return journal.undoable(run)

    def redo(self) -> Change:
        """Does again what was taken back last. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.redo(run, self._now())

    def take_back(self, number: int) -> Change:
        """Takes back an act, wherever it stands in the history. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.turn(run, number, self._now(), -1)

    def do_again(self, number: int) -> Change:
        """Does an act again that is taken back. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.turn(run, number, self._now(), 1)

    def undo_since(self, number: int) -> tuple[Change, ...]:
        """Takes back an act and all that was done after it. Raises NothingToUndo."""
        with self._database.transaction() as run:
            return journal.undo_since(run, number, self._now())

    def history(self, limit: int = -1, before: int | None = None) -> list[journal.Act]:
        """What was done, the newest first; with `before`, what was done before this act."""
        with self._database.reading() as run:
            return list(journal.history(run, limit, before))

    def timeline(self, with_auto: bool = True, limit: int = -1) -> Timeline:
        """The acts by number and day, the newest first, with or without those done by paperfeed itself."""
        with self._database.reading() as run:
            return timeline(journal.acts(run, with_auto, limit))

    def done(self, numbers: Sequence[int]) -> list[Done]:
        """These acts, as lines of the history."""
        with self._database.reading() as run:
            return journal.lines(run, numbers)

    def papers_of(self, number: int) -> list[int]:
        """The rows that an act altered, in the order of the list."""
        with self._database.reading() as run:
            return journal.papers_of(run, number)

    def standing_since(self, number: int) -> Standing:
        """What `undo_since` would take back."""
        with self._database.reading() as run:
            return journal.standing_since(run, number)

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
        self.watch.took(todo.new)
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

    # Upkeep

    def check(self) -> list[str]:
        """What is wrong with the library file, in SQLite's words; empty if nothing."""
        return self._database.check()

    def _now(self) -> int:
        return int(self.clock().timestamp() * 1000)


def _wants_inbox(query: Query) -> bool:
    """Whether all that the query selects is in the inbox."""
    inbox = State("inbox")
    return query.tree == inbox or (isinstance(query.tree, And) and inbox in query.tree.parts)


def _both(first: Query, second: Query) -> Query:
    """What both select; in all else the second one counts, if it says anything."""
    trees = (first.tree, second.tree)
    parts: tuple[Node, ...] = tuple(
        part for tree in trees for part in (tree.parts if isinstance(tree, And) else (tree,))
    )
    tree = parts[0] if len(parts) == 1 else And(parts)
    return replace(second, tree=tree, order=second.order or first.order)

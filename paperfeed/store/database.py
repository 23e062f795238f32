"""The library file: opening, creating, migrating, transactions, and SQLite's errors as ours.

Knows no table's meaning. A connection is for one thread at a time.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from paperfeed.errors import LibraryBusy, LibraryError, LibraryFull, LibraryUnusable
from paperfeed.paths import private_folder
from paperfeed.store.schema import APPLICATION_ID, STEPS

Execute = Callable[..., sqlite3.Cursor]
"""`Connection.execute`, handed out only inside a transaction."""

MAGIC = b"SQLite format 3\0"

BUSY_SECONDS = 5.0
"""How long a writer waits for another process's transaction."""
LIGHT_SECONDS = 0.1
"""How long it waits with something that can be written later as well."""


class Database:
    """One connection. `read_only` sees what others commit and can write nothing."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._version = 0
        with converted(path):
            if not read_only:
                _create_private(path)
            mode = "ro" if read_only else "rw"
            self.connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._prepare()
            except BaseException:  # whatever it was, the file must not stay open behind it
                self.connection.close()
                raise

    def _prepare(self) -> None:
        run = self.connection.execute
        tables = run("SELECT count(*) FROM sqlite_schema").fetchone()[0]  # first: another process may just make them
        [version], [application] = run("PRAGMA user_version").fetchone(), run("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID and (tables or application):
            raise LibraryUnusable(f"{self.path} is a database, but not a library of paperfeed: move it away")
        if version > len(STEPS):
            raise LibraryUnusable(
                f"{self.path} was written by a newer paperfeed (format {version}, this one knows {len(STEPS)}):"
                " update paperfeed"
            )
        if self.read_only:
            run("PRAGMA query_only = 1")
            return
        self._use_wal()
        run("PRAGMA synchronous = FULL")
        if version < len(STEPS):
            self._migrate()

    def _use_wal(self) -> None:
        """The one statement for which SQLite itself does not wait, when others open a new library too."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(0.01)

    def _migrate(self) -> None:
        with self.transaction() as run:
            version = run("PRAGMA user_version").fetchone()[0]  # another process may have been first
            for step in STEPS[version:]:
                for statement in _statements(step):
                    run(statement)
            if version == 0:
                import uuid

                names = [("library", uuid.uuid4().hex), ("device", uuid.uuid4().hex), ("stamp", "")]
                self.connection.executemany("INSERT INTO facts_of_library VALUES (?, ?)", names)
            run(f"PRAGMA application_id = {APPLICATION_ID}")
            run(f"PRAGMA user_version = {len(STEPS)}")

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """All or nothing; the commit has reached the disk when this ends."""
        with converted(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection.execute
                self.connection.execute("COMMIT")
            except BaseException:  # an interrupt too must not leave half a change
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[Execute]:
        """One consistent view of the library over several statements."""
        with converted(self.path):
            if self.connection.in_transaction:
                yield self.connection.execute
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection.execute
            finally:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")

    def fact(self, name: str) -> str:
        with self.reading() as run:
            value: str = run("SELECT value FROM facts_of_library WHERE name = ?", (name,)).fetchone()[0]
            return value

    def find_fact(self, name: str) -> str | None:
        with self.reading() as run:
            found = run("SELECT value FROM facts_of_library WHERE name = ?", (name,)).fetchone()
            return None if found is None else str(found[0])

    def keep_fact(self, name: str, value: str) -> None:
        """Keeps what is not worth waiting for: neither for another process, nor for the disk."""
        run = self.connection.execute
        try:
            run(f"PRAGMA busy_timeout = {int(LIGHT_SECONDS * 1000)}")
            run("PRAGMA synchronous = NORMAL")
            with self.transaction() as write:
                write("INSERT OR REPLACE INTO facts_of_library VALUES (?, ?)", (name, value))
        finally:
            run("PRAGMA synchronous = FULL")
            run(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since this was asked last."""
        with converted(self.path):
            version: int = self.connection.execute("PRAGMA data_version").fetchone()[0]
        before, self._version = self._version, version
        return before != version

    @property
    def written(self) -> int:
        """A number that is another one when this connection has written."""
        return self.connection.total_changes

    def check(self) -> list[str]:
        """SQLite's own `integrity_check`: what is wrong, or nothing."""
        with converted(self.path):
            lines = [row[0] for row in self.connection.execute("PRAGMA integrity_check(20)")]
        return [] if lines == ["ok"] else lines

    def close(self) -> None:
        self.connection.close()


@contextmanager
def converted(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into the library's, each naming the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise _converted(error, path) from error
    except OSError as error:
        raise LibraryUnusable(f"{path} cannot be opened ({(error.strerror or str(error)).lower()})") from error
    except UnicodeEncodeError as error:  # half a character, as an argument that is not UTF-8 has
        raise LibraryError("text that is not Unicode can be neither kept nor looked for") from error


def _converted(error: sqlite3.Error, path: Path) -> LibraryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusy(f"{path} is held by another program: try again")
    if code == sqlite3.SQLITE_FULL:
        return LibraryFull(f"the disk of {path} is full: nothing was changed")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LibraryUnusable(f"{path} is damaged or no database ({error}): move it away, or restore a backup")
    if code == sqlite3.SQLITE_CANTOPEN:
        return LibraryUnusable(f"{path} cannot be opened ({error})")
    if code == sqlite3.SQLITE_READONLY:
        return LibraryError(f"{path} cannot be written: nothing was changed")
    return LibraryError(f"{path}: {error}")


def _create_private(path: Path) -> None:
    private_folder(path.parent)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "rb") as file:
        head = file.read(len(MAGIC))
    if head and head != MAGIC:  # SQLite takes a short file of anything for an empty database
        raise LibraryUnusable(f"{path} is not a library of paperfeed: move it away")


def _statements(script: str) -> Iterator[str]:
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            yield part
            part = ""

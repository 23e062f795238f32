"""The library file: private, refused when it is not ours, and whole whatever happens in the middle."""

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from builders import make_digest, open_library

from paperfeed.errors import LibraryBusy, LibraryError, LibraryFull, LibraryUnusable, PaperfeedError
from paperfeed.library import Library
from paperfeed.marks import Act
from paperfeed.store import database
from paperfeed.store.database import Database
from paperfeed.store.schema import STEPS


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def raw(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of a few papers, closed."""
    with open_library(tmp_path / "home") as library:
        library.take_in(make_digest(3))
        return library.paths.library


# Private


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_files_and_folders_are_for_the_user_alone(tmp_path, mask):
    before = os.umask(mask)
    try:
        with open_library(tmp_path / "home") as library:
            library.take_in(make_digest(3))
            library.indexing.take_waiting()
            files = list(library.paths.data.iterdir())
            assert {file.name for file in files} >= {"library.db", "library.db-wal", "library.db-shm"}
            assert {mode(file) for file in files} == {0o600}
            assert {mode(library.paths.data), mode(library.paths.cache), mode(library.paths.index)} == {0o700}
    finally:
        os.umask(before)


def test_a_folder_that_others_could_read_is_closed_to_them(tmp_path):
    (tmp_path / "home" / "data").mkdir(mode=0o755, parents=True)
    with open_library(tmp_path / "home") as library:
        assert mode(library.paths.data) == 0o700


def test_a_commit_waits_for_the_disk(path):
    store = Database(path)
    with store.reading() as run:
        assert run("PRAGMA journal_mode").fetchone() == ("wal",)
        assert run("PRAGMA synchronous").fetchone() == (2,)
    store.close()


# Refused


def test_a_library_of_a_newer_version_is_refused_and_left_alone(path):
    raw(path, "PRAGMA user_version = 99")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LibraryUnusable, match=r"newer paperfeed \(format 99"):
            Database(path, read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement", ["CREATE TABLE songs (title)", "PRAGMA application_id = 252006674"])
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path, statement):
    path = tmp_path / "library.db"
    raw(path, statement)
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LibraryUnusable, match="not a library of paperfeed"):
            Database(path, read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"a letter", b"SQLite format 3\0" + b"\xff" * 4096, b"\0" * 8192, b"{}" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryUnusable):
        Database(path)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_library(tmp_path):
    (tmp_path / "library.db").touch()
    Database(tmp_path / "library.db").close()
    Database(tmp_path / "library.db", read_only=True).close()


def test_a_folder_in_the_place_of_the_library_is_refused(tmp_path):
    (tmp_path / "library.db").mkdir()
    with pytest.raises(LibraryUnusable, match="cannot be opened"):
        Database(tmp_path / "library.db")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(LibraryUnusable, match="cannot be opened"):
        Database(tmp_path / "data" / "library.db")


def test_there_is_nothing_to_read_before_a_library_is_made(tmp_path):
    with pytest.raises(LibraryError):
        Database(tmp_path / "data" / "library.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("damage", ["cut", "zeroed", "garbled"])
def test_a_damaged_library_is_told_from_a_whole_one_and_never_crashes(tmp_path, damage, share):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest(300))
        path = library.paths.library
    whole = path.read_bytes()
    at = int(len(whole) * share) // 4096 * 4096
    garbled = bytes(range(256)) * 16
    path.write_bytes(
        whole[:at]
        if damage == "cut"
        else whole[:at] + (bytes(4096) if damage == "zeroed" else garbled) + whole[at + 4096 :]
    )
    for read_only in (False, True):
        try:
            with open_library(home, read_only=read_only) as library:
                for look in (lambda: library.look(library.parse("paper")), lambda: library.entries(range(1, 301))):
                    try:
                        look()
                    except PaperfeedError as error:
                        assert "library.db" in str(error)
                assert library.check() != []
        except LibraryError as error:
            assert "library.db" in str(error)


# Busy, full, interrupted


def test_a_library_that_another_program_holds_is_busy_for_writers_and_open_to_readers(path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    home = path.parent.parent
    with open_library(home) as library:
        holder.execute("BEGIN EXCLUSIVE")
        writes = [
            lambda: library.take_in(make_digest(4)),
            lambda: library.apply(Act("star", (1,))),
            library.undo,
            library.redo,
            library.indexing.rebuild,
        ]
        for write in writes:
            with pytest.raises(LibraryBusy, match="held by another program: try again"):
                write()
        assert library.count(library.parse("")) == 3
        assert [entry.row for entry in library.entries([1])] == [1]
        with open_library(home) as second:
            assert second.count(second.parse("is:unread")) == 3
        holder.execute("ROLLBACK")
        assert library.apply(Act("star", (1,))).number == 1
    holder.close()


def test_a_library_held_for_a_moment_is_waited_for(path):
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.2, lambda: holder.execute("COMMIT"))
    timer.start()
    with open_library(path.parent.parent) as library:
        assert library.apply(Act("star", (1,))).number == 1
    timer.join()
    holder.close()


def test_a_full_disk_changes_nothing(library: Library):
    library.take_in(make_digest(3))
    with library._database.reading() as run:
        pages = run("PRAGMA page_count").fetchone()[0]
    library._database.connection.execute(f"PRAGMA max_page_count = {pages}")
    before = library.entries(range(1, 10))
    with pytest.raises(LibraryFull, match="nothing was changed"):
        library.take_in(make_digest(500))
    assert library.entries(range(1, 10)) == before
    assert library.check() == []
    library._database.connection.execute("PRAGMA max_page_count = 100000")
    assert library.take_in(make_digest(500)).new == 497


def test_what_breaks_off_leaves_nothing_behind(path):
    store = Database(path)
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), store.transaction() as run:
            run("DELETE FROM papers")
            raise error
    with store.transaction() as run:
        assert run("SELECT count(*) FROM papers").fetchone() == (3,)
    store.close()


def test_several_reads_see_one_moment(path):
    first, second = Database(path), Database(path)
    with first.reading() as run:
        before = run("SELECT count(*) FROM papers").fetchone()
        with second.transaction() as write:
            write("DELETE FROM papers WHERE row = 1")
        assert run("SELECT count(*) FROM papers").fetchone() == before
    with first.reading() as run:
        assert run("SELECT count(*) FROM papers").fetchone() == (2,)
    first.close()
    second.close()


# Versions


def test_an_older_library_is_brought_up_to_date_and_keeps_what_it_holds(path, monkeypatch):
    monkeypatch.setattr(database, "STEPS", (*STEPS, "CREATE TABLE more (a);\nINSERT INTO more VALUES (7);\n"))
    store = Database(path)
    with store.reading() as run:
        assert run("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
        assert run("SELECT a FROM more").fetchall() == [(7,)]
        assert run("SELECT count(*) FROM papers").fetchone() == (3,)
    store.close()
    Database(path).close()


def test_a_step_that_fails_leaves_the_older_version(path, monkeypatch):
    monkeypatch.setattr(database, "STEPS", (*STEPS, "CREATE TABLE more (a);\nCREATE TABLE more (a);\n"))
    with pytest.raises(LibraryError):
        Database(path)
    monkeypatch.undo()
    store = Database(path)
    with store.reading() as run:
        assert run("PRAGMA user_version").fetchone() == (len(STEPS),)
        assert run("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").fetchone() == (0,)
    store.close()


def test_programs_that_start_at_once_make_one_library(tmp_path):
    for turn in range(8):
        path = tmp_path / str(turn) / "library.db"
        names: list[str] = []
        errors: list[PaperfeedError] = []
        gate = threading.Barrier(4)

        def start(path=path, gate=gate, names=names, errors=errors) -> None:
            gate.wait()
            try:
                store = Database(path)
                names.append(store.fact("library"))
                store.close()
            except PaperfeedError as error:
                errors.append(error)

        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert len(names) == 4
        assert len(set(names)) == 1


def test_opening_fails_without_leaving_the_file_open(tmp_path):
    path = tmp_path / "library.db"
    path.write_text("a letter")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(LibraryUnusable):
            Database(path)
    assert len(list(Path("/proc/self/fd").iterdir())) == before

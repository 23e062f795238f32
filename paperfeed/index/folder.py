"""The folder of the index: whether it may be opened, and whose and which version it is.

A Whoosh index contains pickles: whoever can write the folder can run code as its reader. So it is
private to the user, checked before each opening, and thrown away rather than trusted.
"""

import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paperfeed.errors import IndexTrouble
from paperfeed.paths import private_folder

try:
    import fcntl
except ImportError:  # Windows: Whoosh's own lock is what is left there
    fcntl = None  # type: ignore[assignment]

MARKER = "paperfeed.json"
STALE = 15.0
"""Seconds without news after which a process that was writing is taken for dead."""


def is_ready(folder: Path, library: str, version: str) -> bool:
    """Whether a whole index of this library and version is there. Raises IndexTrouble if unsafe."""
    if not folder.is_dir():
        return False
    check_owner(folder)
    try:
        marker = json.loads((folder / MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(marker == {"library": library, "version": version})


def built(folder: Path) -> tuple[int, int]:
    """What tells this index from the one that was in its place before: each starts at generation 1."""
    facts = (folder / MARKER).stat()
    return facts.st_ino, facts.st_mtime_ns


def check_owner(folder: Path) -> None:
    """Only a folder and files of the user's own, that no one else can write."""
    if os.name != "posix":
        return
    closed = folder.lstat().st_mode & 0o077 == 0  # then it matters not what a umask left open inside
    for path in (folder, *folder.iterdir()):
        facts = path.lstat()
        if facts.st_uid != os.getuid() or (facts.st_mode & 0o022 and not closed):
            raise IndexTrouble(f"{path} belongs to someone else or can be written by others: it is not opened")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Lets one process at a time add to an index or build one; raises IndexTrouble for the others."""
    private_folder(folder.parent)
    with (folder.parent / f"{folder.name}-lock").open("wb") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexTrouble("another paperfeed is writing the index") from error
        try:
            yield
        finally:
            _progress_file(folder).unlink(missing_ok=True)


def tell(folder: Path, done: int, total: int) -> None:
    """Lets other processes know how far the one that is writing has come."""
    _progress_file(folder).write_text(f"{done} {total}", "ascii")


def progress(folder: Path) -> tuple[int, int] | None:
    """How many papers of how many another process has written; None if none is at it."""
    path = _progress_file(folder)
    try:
        if time.time() - path.stat().st_mtime > STALE:
            return None
        done, total = path.read_text("ascii").split()
        return int(done), int(total)
    except (OSError, ValueError):  # not there, or just being written
        return None


def _progress_file(folder: Path) -> Path:
    return folder.parent / f"{folder.name}-progress"


def begin(folder: Path) -> Path:
    """A new empty folder beside `folder`, to build an index in."""
    private_folder(folder.parent)
    for left in folder.parent.glob(f"{folder.name}.*"):  # what a killed rebuild left behind
        shutil.rmtree(left, ignore_errors=True)
    return private_folder(folder.parent / f"{folder.name}.{uuid.uuid4().hex[:8]}")


def finish(built: Path, folder: Path, library: str, version: str) -> None:
    """Marks `built` as whole and puts it in the place of `folder`."""
    (built / MARKER).write_text(json.dumps({"library": library, "version": version}), "utf-8")
    old = folder.parent / f"{folder.name}.old-{uuid.uuid4().hex[:8]}"
    if folder.exists():
        folder.rename(old)
    built.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def distrust(folder: Path) -> None:
    """Takes the mark of a whole index away, so that it is built anew."""
    (folder / MARKER).unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Throws an index away."""
    shutil.rmtree(folder, ignore_errors=True)

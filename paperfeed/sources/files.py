"""The user's files as digests: what may be read, what kind it is, and of which day.

Reads regular files only, at most `LARGEST` bytes, and never waits on a pipe. Raises UnreadableFile
or NotADigest, each with a sentence that can stand behind the file's name.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from paperfeed.dates import parse_day
from paperfeed.errors import NotADigest, UnreadableFile
from paperfeed.paper import Digest, Listed
from paperfeed.sources import huggingface, page

LARGEST = 32 * 1024 * 1024
KINDS = (".json", ".txt")
"""The endings of files that are looked at in a folder."""

_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def expand(path: Path) -> list[Path]:
    """The files that `path` stands for: itself, or the digests of a folder, by name."""
    try:
        if not path.is_dir():
            return [path]
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in KINDS and not p.name.startswith("."))
    except OSError as error:
        raise UnreadableFile(_why(error)) from error
    if not inside:
        raise UnreadableFile(f"a folder without a file that ends in {' or '.join(KINDS)}")
    return inside


def read_file(path: Path) -> tuple[bytes, datetime]:
    """The bytes of a regular file and when it was last modified (UTC)."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise UnreadableFile("a folder" if stat.S_ISDIR(facts.st_mode) else "not a regular file")
            if facts.st_size > LARGEST:
                raise UnreadableFile(f"larger than {LARGEST >> 20} MiB")
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(_why(error)) from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableFile("not a name that a file can have") from error
    if len(body) > LARGEST:
        raise UnreadableFile(f"larger than {LARGEST >> 20} MiB")
    return body, datetime.fromtimestamp(max(facts.st_mtime, 0), UTC)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_digests(path: Path, day: date | None, now: datetime) -> list[Digest]:
    """The digests in a file. `day` overrides what the file says of its day."""
    body, modified = read_file(path)
    modified = min(modified, now)
    if not body.strip():
        raise NotADigest("empty")
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") or path.suffix.lower() == ".json":
        return list(_json_digests(path, body, day, modified))
    return [_page_digest(body, day, modified)]


def _json_digests(path: Path, body: bytes, day: date | None, captured: datetime) -> Iterator[Digest]:
    """A digest for each day that the answer lists: by option, file name, or what the items say."""
    items, skipped, problems = huggingface.read_answer(body)
    named = _DAY.findall(path.stem)
    fixed = day or (parse_day(named[-1]) if named else None)
    days: dict[date, list[Listed]] = {}
    undated = 0
    for said, item in items:
        undated += fixed is None and said is None
        days.setdefault(fixed or said or captured.astimezone().date(), []).append(item)
    if undated:
        problems += (f"no day for {undated} papers: the file's own day is taken (--date overrides)",)
    if not items:
        days[fixed or captured.astimezone().date()] = []
        problems += ("lists no papers",)
    for number, (when, listed) in enumerate(sorted(days.items())):
        first = number == 0
        yield Digest(
            huggingface.NAME_OF_SOURCE,
            when,
            captured,
            tuple(listed),
            "huggingface",
            0,
            skipped if first else 0,
            problems if first else (),
        )


def _page_digest(body: bytes, day: date | None, captured: datetime) -> Digest:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotADigest("binary, or text that is not UTF-8") from error
    if "\0" in text:
        raise NotADigest("binary")
    own = captured.astimezone().date()
    found = page.read_page(text, own)
    problems = found.problems
    if day is None and found.day is None:
        problems += (f"the page names no day: the file's own day, {own}, is taken (--date overrides)",)
    when = day or found.day or own
    return Digest(page.NAME_OF_SOURCE, when, captured, found.items, "page", 0, found.skipped, problems)


def _why(error: OSError) -> str:
    known = {
        errno.ENOENT: "no such file",
        errno.EACCES: "no permission to read it",
        errno.EISDIR: "a folder",
        errno.ELOOP: "a link that leads back to itself",
        errno.ENXIO: "not a regular file",
    }
    return known.get(error.errno or 0) or (error.strerror or type(error).__name__).lower()

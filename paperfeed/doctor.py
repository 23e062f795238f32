"""`paperfeed doctor`: what can be checked on the user's machine, in words."""

import os
import platform
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperfeed.dates import show_ago
from paperfeed.errors import IndexTrouble
from paperfeed.library import Library
from paperfeed.query import Query


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, whether it is well, and what was found or is to be done."""

    name: str
    well: bool
    told: str


def examine(library: Library, config_problems: tuple[str, ...]) -> Iterator[Check]:
    """Looks at the program, the library, the index, the settings and the sources."""
    from paperfeed import __version__

    yield Check("paperfeed", True, f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    wrong = library.check()
    papers = "" if wrong else f"{library.count(Query()):,} papers, whole"
    yield Check("library", not wrong, f"{library.paths.library}: {'; '.join(wrong) or papers}")
    yield from _private(library.paths.data, library.paths.library, library.paths.index)
    yield _index(library)
    yield Check("settings", not config_problems, "; ".join(config_problems) or str(library.paths.config_file))
    now = library.clock().timestamp()
    for last in library.last_refreshes():
        told = f"asked {show_ago(now - last.at / 1000)}{f': {last.error}' if last.error else ''}"
        yield Check(f"source {last.source}", last.error is None, told)
    yield _terminal()


def _private(*paths: Path) -> Iterator[Check]:
    for path in paths:
        if path.exists() and os.name == "posix":
            mode = stat.S_IMODE(path.stat().st_mode)
            well = not mode & 0o077 and path.stat().st_uid == os.getuid()
            told = "only you can read it" if well else f"others may read it (mode {mode:03o}): chmod go= {path}"
            yield Check("private", well, f"{path}: {told}")


def _index(library: Library) -> Check:
    if not library.count(Query()):
        return Check("index", True, "no papers yet, so none is needed")
    try:
        held, waits = library.indexing.count(), library.indexing.waits()
    except IndexTrouble as trouble:
        return Check("index", False, f"{library.paths.index}: {trouble}: `paperfeed reindex` builds it")
    if waits:
        return Check("index", False, f"{waits:,} papers wait for it: `paperfeed reindex` takes them in")
    return Check("index", True, f"{library.paths.index}: {held:,} papers")


def _terminal() -> Check:
    term = os.environ.get("TERM", "")
    colours = ", no colours wanted (NO_COLOR)" if os.environ.get("NO_COLOR") else ""
    well = term not in ("", "dumb")
    told = "" if well else ": the inbox cannot be shown, `paperfeed --linear` reads it line by line"
    return Check("terminal", well, f"TERM={term or '(unset)'}{colours}{told}")

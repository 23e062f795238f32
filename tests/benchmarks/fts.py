"""SQLite's FTS5 on the same papers: what paperfeed's search is compared with.

A file of its own, made from the library's. Set up as one would who wanted it fast: the Porter
stemmer, prefix indexes, one merged segment, titles weighing most; no stop words are left out.
"""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

FIRST_PAGE = 64
COLUMNS = {"title": "title", "keyword": "keywords", "author": "authors", "abstract": "abstract"}
_WHOLE = 1
"""The `user_version` of a file that was finished."""

_TOKEN = re.compile(
    r"""(?P<minus>-(?=\S))?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s()"]+))|(?P<other>\S)"""
)


class Answer(NamedTuple):
    """The best rows with their text, and how many match in all."""

    first: Sequence[tuple[object, ...]]
    hits: int


class Fts:
    """An open FTS5 table of all papers."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)

    def close(self) -> None:
        self.connection.close()

    def ask(self, match: str) -> Answer:
        """What a list needs to be shown: the first page by rank, and the number of all hits."""
        run = self.connection.execute
        sql = "SELECT rowid, title, keywords, authors, abstract FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?"
        first = run(sql, (match, FIRST_PAGE)).fetchall()
        return Answer(first, run("SELECT count(*) FROM texts WHERE texts MATCH ?", (match,)).fetchone()[0])


def build(file: Path, library: Path) -> None:
    """Makes the table out of a library file."""
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        run = connection.execute
        run("ATTACH ? AS library", (f"{library.absolute()}",))
        run("BEGIN")
        run(
            "CREATE VIRTUAL TABLE texts USING fts5(title, keywords, authors, abstract,"
            " tokenize='porter unicode61 remove_diacritics 2', prefix='2 3 4')"
        )
        run("INSERT INTO texts (texts, rank) VALUES ('rank', 'bm25(4.0, 2.0, 2.0, 1.0)')")
        run(
            "INSERT INTO texts (rowid, title, keywords, authors, abstract)"
            " SELECT row, title, keywords, authors, abstract FROM library.papers"
        )
        run("INSERT INTO texts (texts) VALUES ('optimize')")
        run("COMMIT")
        run(f"PRAGMA user_version = {_WHOLE}")


def is_built(file: Path, papers: int) -> bool:
    """Whether the table is there, whole, and of so many papers."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _WHOLE:
            return False
        return bool(connection.execute("SELECT count(*) FROM texts").fetchone()[0] == papers)


def translate(text: str, typing: bool = False) -> str | None:
    """A query of ours in FTS5's words; None where FTS5 has no such thing, or nothing is left to look for.

    Known are words, phrases, OR, -not, `word*` and four fields. With `typing` the last word may be
    the beginning of one.
    """
    tokens = [match.groupdict() for match in _TOKEN.finditer(text)]
    sides: list[tuple[list[str], list[str]]] = [([], [])]
    for place, token in enumerate(tokens):
        if token["other"]:
            if typing and token["other"] == '"':  # of a phrase without its end
                continue
            return None
        if token["word"] == "OR" and not (token["minus"] or token["field"]):
            sides.append(([], []))
            continue
        part = _part(token, unfinished=typing and place == len(tokens) - 1)
        if part is None:
            return None
        if part:
            sides[-1][1 if token["minus"] else 0].append(part)
    written = [_side(wanted, unwanted) for wanted, unwanted in sides if wanted]
    return " OR ".join(written) if len(written) == len(sides) else None


def _side(wanted: Sequence[str], unwanted: Sequence[str]) -> str:
    together = " AND ".join(wanted)
    return f"({together}) NOT {' NOT '.join(unwanted)}" if unwanted else together


def _part(token: dict[str, str | None], unfinished: bool) -> str | None:
    """One term; empty if it has no letter or digit, None if FTS5 does not know its like."""
    field, phrase, words = token["field"], token["phrase"], token["phrase"] or token["word"] or ""
    if field and field.lower() not in COLUMNS:
        return None
    if not phrase and (words.endswith("~") or re.search(r"[<>=]", words)):
        return None
    if not any(char.isalnum() for char in words):
        return ""
    begun = not phrase and (unfinished or words.endswith("*"))
    column = f"{COLUMNS[field.lower()]} : " if field else ""
    return f'{column}"{words}"{" *" if begun else ""}'

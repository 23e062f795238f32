"""The index as the library sees it: add papers, rebuild, search. Keeps one searcher open.

Whoosh and pickle raise a dozen types over damaged files, so this module catches Exception, at its
edge only, and turns it into IndexTrouble.
"""

import errno
import warnings
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperfeed.errors import IndexTrouble, PaperfeedError
from paperfeed.index import folder
from paperfeed.paper import Paper

if TYPE_CHECKING:
    from paperfeed.query import Text

MEMORY_MB = 48
"""What Whoosh may hold back before it writes a piece of a batch to disk."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

Document = tuple[int, Paper | None]
"""A row and its paper, or None when the row is gone."""


class Index:
    """The index of one library in one folder. Opened when first used; not for several threads."""

    def __init__(self, path: Path, library: str) -> None:
        self.path = path
        self.library = library
        self._searcher: Any = None
        self._rows: array[int] = array("q")
        self._state: object = None
        self._distrusted = False

    def is_ready(self) -> bool:
        """Whether there is an index to search: whole, ours, of this version."""
        with _troubles():
            return folder.is_ready(self.path, self.library, _version())

    def add(self, documents: Iterable[Document]) -> None:
        """Takes papers in, in place of what was held of their rows. Raises IndexTrouble if busy."""
        with self._distrusting(), folder.writing(self.path):
            folder.check_owner(self.path)
            writer = _open(self.path).writer(limitmb=MEMORY_MB)
            try:
                _write(writer, documents, replace=True)
            except BaseException:  # an interrupt too must give the writer's lock back
                writer.cancel()
                raise
            writer.commit()

    def rebuild(self, documents: Iterable[Document]) -> None:
        """A new index of `documents`, which takes the old one's place when it is whole."""
        with _troubles(), folder.writing(self.path):
            from whoosh.filedb.filestore import FileStorage

            from paperfeed.index import schema

            built = folder.begin(self.path)
            writer = FileStorage(str(built)).create_index(schema.schema()).writer(limitmb=MEMORY_MB)
            try:
                _write(writer, documents, replace=False)
            except BaseException:  # an interrupt too must give the writer's lock back
                writer.cancel()
                folder.discard(built)
                raise
            writer.commit()
            folder.finish(built, self.path, self.library, _version())

    def search(self, text: "Text", typing: bool = False) -> dict[int, float] | None:
        """The rows that contain `text`, with scores; None if it has no word to search by.

        With `typing`, the last word may be the beginning of one.
        """
        with self._distrusting():
            from paperfeed.index import search

            searcher = self._open_searcher()
            query = search.query_for(text, searcher, typing)
            if query is None:
                return None
            return {self._rows[number]: score for score, number in search.scored(searcher, query)}

    def count(self) -> int:
        """How many papers the index holds."""
        with self._distrusting():
            number: int = self._open_searcher().doc_count()
            return number

    def close(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = self._state = None

    @contextmanager
    def _distrusting(self) -> Iterator[None]:
        """An index that turns out to be damaged is no longer ready: the next update builds it anew.

        Once only: what fails again on a new index is no damage, and building would not mend it.
        """
        try:
            with _troubles():
                yield
        except IndexTrouble as trouble:
            if _is_damage(trouble.__cause__) and not self._distrusted:
                self._distrusted = True
                with suppress(OSError):
                    folder.distrust(self.path)
            raise

    def _open_searcher(self) -> Any:
        """The newest state of the index. Never `refresh()`, whose forks return wrong results."""
        if not folder.is_ready(self.path, self.library, _version()):
            self.close()
            raise IndexTrouble("the index is not built yet")
        index = _open(self.path)
        state = folder.built(self.path), index.latest_generation()
        if self._searcher is None or state != self._state:
            self.close()
            self._searcher = index.searcher()
            reader = self._searcher.reader()
            column = reader.column_reader("row") if reader.doc_count_all() else ()
            self._rows = array("q", (column[number] for number in range(reader.doc_count_all())))
            self._state = state
        return self._searcher


def _version() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # whoosh 2.7.4 has invalid escapes
        from paperfeed.index import schema
    return schema.VERSION


def _open(path: Path) -> Any:
    from whoosh.filedb.filestore import FileStorage

    from paperfeed.index import schema

    return FileStorage(str(path)).open_index(schema=schema.schema())


def _write(writer: Any, documents: Iterable[Document], replace: bool) -> None:
    for row, paper in documents:
        if replace:
            writer.delete_by_term("key", str(row))
        if paper is not None:
            writer.add_document(
                key=str(row),
                row=row,
                title=paper.title,
                abstract=paper.abstract,
                authors="\n".join(paper.authors),
                keywords="\n".join(paper.keywords),
            )


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except PaperfeedError:
        raise
    except Exception as error:  # see the head of this module
        if _is_lock(error):
            raise IndexTrouble("another paperfeed is writing the index") from error
        raise IndexTrouble(f"the index cannot be used ({type(error).__name__}: {error})") from error


def _is_lock(error: BaseException | None) -> bool:
    return type(error).__name__ == "LockError"


def _is_damage(error: BaseException | None) -> bool:
    """Whether the files are to blame: not a lock, a full disk, or too little of something else."""
    if error is None or _is_lock(error) or isinstance(error, MemoryError | RecursionError):
        return False
    return not (isinstance(error, OSError) and error.errno in (*_FULL, *_FORBIDDEN))

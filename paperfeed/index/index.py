"""The index as the library sees it: add papers, rebuild, search. Keeps one state of it open.

Whoosh and pickle raise a dozen types over damaged files, so this module catches Exception, at its
edge only, and turns it into IndexTrouble.
"""

import errno
import warnings
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from paperfeed.errors import IndexTrouble, PaperfeedError
from paperfeed.index import folder
from paperfeed.index.weights import WEIGHTS, Weights
from paperfeed.paper import Paper

if TYPE_CHECKING:
    from paperfeed.index.work import Work
    from paperfeed.query import Node, Similar, Text

SEGMENT = 40_000
"""Papers of a piece of the index: they are gathered in memory, some five kilobytes each."""
MOST_SEGMENTS = 8
LARGE = 5_000
"""Papers from which on a piece is left as it is."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


Document = tuple[int, Paper | None]
"""A row and its paper, or None when the row is gone."""


class Answer(NamedTuple):
    """What a tree of texts means: rows of papers with scores, in no order."""

    rows: "array[int] | None"
    """None if the tree has nothing to search by."""
    scores: Sequence[float]
    taken_for: Mapping[str, Sequence[str]]
    """Words that no paper has, each with what was searched instead."""
    unknown: Sequence[str]
    """Words that no paper has, and that are like none."""
    left_out: Sequence[str]
    """Texts that nearly every paper has."""
    too_much: "Sequence[Text | Similar]" = ()
    """Leaves that were left out since those before them had already cost too much."""


PhraseIn = Callable[[Sequence[int], "Text"], Collection[int]]
"""Which of these rows have a phrase in their text."""
PaperOf = Callable[[str], tuple[int, Paper] | None]
"""The row and the text of the paper with an id."""
Elsewhere = Callable[["Text"], bool]
"""Whether something that the index has not got has this word."""


class Index:
    """The index of one library in one folder. Opened when first used; not for several threads."""

    def __init__(self, path: Path, library: str) -> None:
        self.path = path
        self.library = library
        self.weights = WEIGHTS
        self._opened: _Opened | None = None
        self._distrusted = False

    def is_ready(self) -> bool:
        """Whether there is an index to search: whole, ours, of this version."""
        with _troubles():
            return folder.is_ready(self.path, self.library, _version())

    # Writing

    def add(self, documents: Iterable[Document]) -> None:
        """Takes papers in, in place of what was held of their rows. Raises IndexTrouble if busy."""
        with self._distrusting(), folder.writing(self.path):
            folder.check_owner(self.path)
            opened = self._open()
            with _writing(opened.whoosh) as writer:
                deleted = set(opened.scores.deleted)
                numbers = {row: number for number, row in enumerate(opened.rows) if number not in deleted}
                for row, paper in documents:
                    if row in numbers:
                        writer.delete_document(numbers.pop(row))
                    _write(writer, row, paper)
                writer.commit(merge=False)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """A new index of `documents`, which takes the old one's place when it is whole."""
        with _troubles(), folder.writing(self.path):
            built = folder.begin(self.path)
            try:
                index = _create(built)
                for some in _portions(documents, SEGMENT):
                    with _writing(index) as writer:
                        for row, paper in some:
                            _write(writer, row, paper)
                        writer.commit(merge=False)
            except BaseException:  # an interrupt too must leave nothing behind
                folder.discard(built)
                raise
            folder.finish(built, self.path, self.library, _version())

    def tell(self, done: int, total: int) -> None:
        """Lets other processes know how far an update has come."""
        with suppress(OSError):
            folder.tell(self.path, done, total)

    def progress(self) -> tuple[int, int] | None:
        """How far another process has come that is writing the index: so many papers of so many."""
        return folder.progress(self.path)

    def tidy(self) -> None:
        """Makes one of the small pieces that many updates leave behind. Takes a second or two."""
        with self._distrusting():
            opened = self._open()
            if len(opened.leaves) <= MOST_SEGMENTS:
                return
            with folder.writing(self.path), _writing(opened.whoosh) as writer:
                writer.commit(mergetype=_merge_small)

    # Searching

    def answer(
        self,
        tree: "Node",
        phrase_in: PhraseIn,
        paper_of: PaperOf,
        unfinished: "Text | None",
        elsewhere: Elsewhere = lambda _: False,
        work: "Work | None" = None,
    ) -> Answer:
        """The papers that a tree of texts means.

        `unfinished` is the text of the tree that is still being typed: its last word may go on.
        """
        with self._distrusting():
            from paperfeed.index.evaluate import Evaluation

            opened = self._open()

            def beside(numbers: Sequence[int], text: "Text") -> Sequence[int]:
                with _outside():
                    found = phrase_in([opened.rows[number] for number in numbers], text)
                return [number for number in numbers if opened.rows[number] in found]

            def known(name: str) -> tuple[int, Paper] | None:
                with _outside():
                    found = paper_of(name)
                return found and (opened.number_of(found[0]), found[1])

            def has_word(alone: "Text") -> bool:
                with _outside():
                    return elsewhere(alone)

            evaluation = Evaluation(opened.scores, beside, known, has_word, unfinished, work)
            hits = evaluation.hits(tree)
            rows = None if hits is None else array("q", map(opened.rows.__getitem__, hits.numbers))
            scores = () if hits is None else array("f", map(hits.scores.__getitem__, hits.numbers))
            taken_for, unknown = evaluation.taken_for, evaluation.unknown
            return Answer(rows, scores, taken_for, unknown, evaluation.left_out, evaluation.too_much)

    def likelier(self, text: "Text", work: "Work | None" = None) -> Sequence[str]:
        """What a word that few papers have may have been meant for."""
        with self._distrusting():
            from paperfeed.index.evaluate import likelier
            from paperfeed.index.work import Work

            return likelier(self._open().scores, text, work or Work())

    def count(self) -> int:
        """How many papers the index holds."""
        with self._distrusting():
            return self._open().count()

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

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

    def _open(self) -> "_Opened":
        """The newest state of the index."""
        if not folder.is_ready(self.path, self.library, _version()):
            self.close()
            raise IndexTrouble("the index is not built yet")
        whoosh = _index(self.path)
        state = folder.built(self.path), whoosh.latest_generation()
        if self._opened is None or state != self._opened.state:
            self.close()
            self._opened = _Opened(whoosh, state, self.weights)
        return self._opened


class _Opened:
    """An index as it was when it was opened: never refreshed, but opened anew after each change."""

    def __init__(self, whoosh: Any, state: object, weights: Weights) -> None:
        from paperfeed.index import postings
        from paperfeed.index.scores import Scores

        self.whoosh = whoosh
        self.state = state
        self._reader = whoosh.reader()
        self.leaves = postings.leaves(self._reader)
        self.rows: array[int] = array("q")
        for leaf in self.leaves:
            self.rows.extend(leaf.papers.numbers("row"))
        self.scores = Scores(self.leaves, weights)

    def count(self) -> int:
        return len(self.rows) - len(self.scores.deleted)

    def number_of(self, row: int) -> int:
        """The number of the paper with this row; -1 if there is none. What it replaced has the same row."""
        number = -1
        with suppress(ValueError):
            while (number := self.rows.index(row, number + 1)) in self.scores.deleted:
                pass
            return number
        return -1

    def close(self) -> None:
        self._reader.close()


def _version() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # whoosh 2.7.4 has invalid escapes
        from paperfeed.index import schema
    return schema.VERSION


def _storage(path: Path) -> Any:
    from paperfeed.index import postings

    postings.guard()
    return postings.Storage(str(path))


def _index(path: Path) -> Any:
    from paperfeed.index import schema

    return _storage(path).open_index(schema=schema.schema())


def _create(path: Path) -> Any:
    from paperfeed.index import schema

    return _storage(path).create_index(schema.schema())


@contextmanager
def _writing(index: Any) -> Iterator[Any]:
    """A writer that is to be committed inside; whatever happens, its lock is given back."""
    from paperfeed.index import postings

    writer = postings.writer_of(index)
    try:
        yield writer
    finally:
        if not writer.is_closed:
            writer.cancel()


def _write(writer: Any, row: int, paper: Paper | None) -> None:
    from paperfeed.index import schema

    if paper is not None:
        writer.add_document(**schema.document(row, paper))


def _merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Lets the writer take in every segment that is not large; those that stay."""
    from whoosh.reading import SegmentReader

    kept = []
    for segment in segments:
        if segment.doc_count() > LARGE:
            kept.append(segment)
            continue
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept


def _portions(documents: Iterable[Document], size: int) -> Iterator[Iterable[Document]]:
    """The documents so many at a time, none of them held."""
    left = iter(documents)
    while (first := next(left, None)) is not None:
        yield chain((first,), islice(left, size - 1))


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except PaperfeedError:
        raise
    except _Outside as passed:
        raise passed.error from None
    except Exception as error:  # see the head of this module
        if _is_lock(error):
            raise IndexTrouble("another paperfeed is writing the index") from error
        raise IndexTrouble(f"the index cannot be used ({type(error).__name__}: {error})") from error


class _Outside(Exception):
    """An error of something that the caller handed in: no fault of the index, and raised as it was."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


@contextmanager
def _outside() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever it is, it is the caller's
        raise _Outside(error) from error


def _is_lock(error: BaseException | None) -> bool:
    """Whether another process is writing: by Whoosh's lock, or by the one of `folder.writing`."""
    return type(error).__name__ == "LockError" or isinstance(error, BlockingIOError)


def _is_damage(error: BaseException | None) -> bool:
    """Whether the files are to blame: not a lock, a full disk, or too little of something else."""
    if error is None or _is_lock(error) or isinstance(error, MemoryError | RecursionError):
        return False
    return not (isinstance(error, OSError) and error.errno in (*_FULL, *_FORBIDDEN))

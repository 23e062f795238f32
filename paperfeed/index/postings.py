"""All that paperfeed uses of Whoosh's inner workings, in this one place: how postings are kept and read.

A codec, which is Whoosh's own way to be extended, keeps the postings of a term as plain arrays, each
behind its checksum, so that they are read in one piece and nothing in them is ever unpickled; files
are mapped into memory instead of copied. `tests/index/test_postings.py` holds it against stock
Whoosh: the same papers, the same scores.
"""

import io
import mmap
import pickle
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec import whoosh3
from whoosh.columns import NumericColumn
from whoosh.filedb import structfile
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.system import pack_ushort
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

_LENGTHS = struct.Struct("!Ii")
"""Of a record of the file of terms: the bytes of its key, and of what is known of the term."""
_FREQUENCY = struct.Struct("!I")
_FREQUENCY_AT = 5
_EXTENT = struct.Struct("!qi")
_EXTENT_AT = whoosh3.W3TermInfo._struct.size
_CHECKSUM = struct.Struct("=I")
_NUMBER = struct.Struct("!q")
WIDE = 1 << 15
"""Added to a place where a term spans several (`words.Form.wide`)."""
MOST = 255
"""Times that a word is counted in one field of one paper."""

_TRUSTED = {
    ("whoosh.codec.whoosh3", "W3Segment"),
    ("paperfeed.index.postings", "Codec"),
    ("collections", "defaultdict"),
    ("builtins", "int"),
    ("builtins", "set"),
    ("_codecs", "encode"),
}
"""All that the files of an index may have made when they are read."""


class Postings(NamedTuple):
    """The papers of a leaf that have a term in a field: their numbers, ascending, and how they have it.

    A code is 256 times the number of times, at most MOST, plus the byte that Whoosh keeps of the
    field's length.
    """

    numbers: "array[int]"
    codes: "array[int]"


class Places(NamedTuple):
    """Where a term stands in the papers that have it: all places in one array, and where each paper's begin."""

    numbers: "array[int]"
    starts: Sequence[int]
    places: "array[int]"


class Place(NamedTuple):
    """In how many papers of a leaf a field has a term, and where in its file the postings are."""

    frequency: int
    offset: int
    length: int


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _TRUSTED:
            raise pickle.UnpicklingError(f"the index holds {module}.{name}, which no index of ours does")
        return super().find_class(module, name)


def _load(file: Any) -> Any:
    return _Unpickler(file).load()


def _loads(data: bytes) -> Any:
    return _load(io.BytesIO(data))


def guard() -> None:
    """Lets Whoosh unpickle nothing but what an index of ours is made of."""
    from whoosh import columns, formats

    structfile.load_pickle = _load
    whoosh3.loads = columns.loads = formats.loads = _loads


class _Mapped(structfile.BufferFile):  # type: ignore[misc]  # whoosh has no types
    """A file as mapped memory. Whoosh's own class for that copies all of it first."""

    def __init__(self, file: Any, name: str) -> None:
        self._name = name
        self._buf = self.file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.onclose = None
        self.is_real = self.is_closed = False

    def subset(self, position: int, length: int, name: str | None = None) -> Any:
        return structfile.BufferFile(self.get(position, length), name=name or self._name)

    def get(self, position: int, length: int) -> bytes:
        found: bytes = self._buf[position : position + length]
        return found


class Storage(FileStorage):  # type: ignore[misc]
    """The folder of an index."""

    def open_file(self, name: str, **others: Any) -> Any:
        path = Path(self.folder, name)
        with path.open("rb") as file:
            if path.stat().st_size == 0:  # cannot be mapped
                return structfile.BufferFile(b"", name=name)
            return _Mapped(file, name)


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's codec, but for the postings."""

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Any:
        name = segment.make_filename(self.TERMS_EXT)
        length = storage.file_length(name)
        return _TermsReader(self, storage.open_file(name), length, segment.open_file(storage, self.POSTS_EXT))

    def per_document_writer(self, storage: Any, segment: Any) -> Any:
        return _PaperWriter(self, storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        return _PaperReader(storage, segment)


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes the postings that a `_Pool` has gathered, term by term."""

    def add_postings(self, schema: Any, lengths: "_PaperReader", items: "Iterable[tuple[str, bytes, _Term]]") -> None:
        field = None
        of_field = b""
        for name, term, held in items:
            if name != field:
                field = name
                self.start_field(name, schema[name])
                of_field = lengths.length_bytes(name)
            self._write(term, held, bytes(map(of_field.__getitem__, held.numbers)))

    def _write(self, term: bytes, held: "_Term", lengths: bytes) -> None:
        numbers, times = held.numbers, held.times
        codes = array("H", ((count << 8) | length for count, length in zip(times, lengths, strict=True)))
        info = whoosh3.W3TermInfo()
        info._weight, info._df, info._maxweight = float(sum(times)), len(numbers), float(max(times))
        info._minlength, info._maxlength = byte_to_length(min(lengths)), byte_to_length(max(lengths))
        info._minid, info._maxid = numbers[0], numbers[-1]
        start = self._postfile.tell()
        for data in (numbers.tobytes() + codes.tobytes(), bytes(held.places)):
            self._postfile.write(_CHECKSUM.pack(zlib.crc32(data)))
            self._postfile.write(data)
        info.set_extent(start, self._postfile.tell() - start)
        self._tindex.add(pack_ushort(self._fieldid) + term, info.to_bytes())


class _PaperWriter(whoosh3.W3PerDocWriter):  # type: ignore[misc]
    """Keeps a checksum of the numbers of each column: a wrong one would show a wrong paper."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        segment.checksums = {}

    def add_column_value(self, fieldname: str, column: Any, value: Any) -> None:
        super().add_column_value(fieldname, column, value)
        if isinstance(column, NumericColumn) and column._typecode == "q":
            sums = self._segment.checksums
            sums[fieldname] = zlib.crc32(_NUMBER.pack(value), sums.get(fieldname, 0))


class _PaperReader(whoosh3.W3PerDocReader):  # type: ignore[misc]
    def length_bytes(self, field: str) -> bytes:
        """A byte for each paper: how long the field is, as Whoosh keeps it."""
        name = whoosh3._lenfield(field)
        kept = b""
        if self.has_column(name):
            file, start, length = self._get_column_file(name)
            kept = file.get(start, length)
            file.close()
        return kept.ljust(self.doc_count_all(), b"\0")

    def numbers(self, column: str) -> "array[int]":
        """The whole of a column of 64-bit numbers. Raises ValueError if they are not as they were written."""
        file, start, length = self._get_column_file(column)
        data = file.get(start, length)
        file.close()
        if zlib.crc32(data) != self._segment.checksums[column]:
            raise ValueError("numbers of papers that are not as they were written")
        return array("q", (value for (value,) in _NUMBER.iter_unpack(data)))


class _TermsReader(whoosh3.W3TermsReader):  # type: ignore[misc]
    def find(self, field: str, term: bytes) -> "Place | None":
        """Where the postings of a term are, if the field has it in any paper."""
        try:
            info = self._tindex[self._keycoder(field, term)]
        except KeyError:
            return None
        return Place(*_FREQUENCY.unpack_from(info, _FREQUENCY_AT), *_EXTENT.unpack_from(info, _EXTENT_AT))

    def read(self, place: "Place") -> Postings:
        """The postings at a place. Raises ValueError if they are not as they were written."""
        data = self._checked(place.offset, place.frequency * 6)
        numbers, codes = array("I"), array("H")
        numbers.frombytes(data[: place.frequency * 4])
        codes.frombytes(data[place.frequency * 4 :])
        return Postings(numbers, codes)

    def places(self, place: "Place") -> Places:
        """Where the term stands in each paper. Raises ValueError as `read` does."""
        numbers, codes = self.read(place)
        before = _CHECKSUM.size + place.frequency * 6
        places = array("H")
        places.frombytes(self._checked(place.offset + before, place.length - before - _CHECKSUM.size))
        return Places(numbers, list(accumulate((code >> 8 for code in codes), initial=0)), places)

    def _checked(self, offset: int, length: int) -> bytes:
        data = self._postfile.get(offset, _CHECKSUM.size + length)
        body: bytes = data[_CHECKSUM.size :]
        if len(body) != length or _CHECKSUM.unpack_from(data)[0] != zlib.crc32(body):
            raise ValueError("postings that are not as they were written")
        return body

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings as Whoosh itself wants them, one by one."""
        place = self.find(field, term)
        if place is None:
            raise TermNotFound(f"no term {field}:{term!r}")
        numbers, starts, places = self.places(place)
        times = array("f", (end - start for start, end in pairwise(starts)))
        values = [places[start:end].tobytes() for start, end in pairwise(starts)]
        info = self.term_info(field, term)
        return ListMatcher(numbers, times, values, format_, scorer=scorer, term=(field, term), terminfo=info)

    def beginning(self, field: str, letters: bytes) -> Iterator[tuple[int, int, int]]:
        """The terms of a field that begin so, in order: how long, in how many papers, and where it is (see `term_at`).

        In the plainest way there is: of one letter there are ten thousand terms in a large library.
        """
        key = self._keycoder(field, letters)
        data, end, at = self._dbfile.file, self._tindex.endofdata, self._tindex.closest_key_pos(key)
        lengths, frequency, width = _LENGTHS.unpack_from, _FREQUENCY.unpack_from, len(key)
        while at is not None and at < end:
            size, more = lengths(data, at)
            if data[at + 8 : at + 8 + width] != key:
                return
            yield size - 2, frequency(data, at + 8 + size + _FREQUENCY_AT)[0], at
            at += 8 + size + more

    def of_length(self, field: str, letters: bytes, shortest: int, longest: int) -> Iterator[tuple[bytes, int]]:
        """The terms of a field that begin so and are about as long, each with the number of papers that have it."""
        data = self._dbfile.file
        for length, frequency, at in self.beginning(field, letters):
            if shortest <= length <= longest:
                yield data[at + 10 : at + 10 + length], frequency

    def term_at(self, at: int) -> tuple[bytes, "Place"]:
        """The term that `beginning` told of, and where its postings are."""
        data = self._dbfile.file
        info = at + 8 + _LENGTHS.unpack_from(data, at)[0]
        place = Place(
            *_FREQUENCY.unpack_from(data, info + _FREQUENCY_AT), *_EXTENT.unpack_from(data, info + _EXTENT_AT)
        )
        return data[at + 10 : info], place


class _Term:
    """What is gathered of a term: in which papers it stands, how often, and at which places."""

    __slots__ = ("numbers", "places", "times")

    def __init__(self) -> None:
        self.numbers = array("I")
        self.times = array("B")
        self.places = bytearray()


class _Pool:
    """Where Whoosh's writer puts postings, gathered by term: there is nothing left to sort but the terms."""

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._terms: dict[tuple[str, bytes], _Term] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        field, term, number, _, places = item
        held = self._terms.get((field, term))
        if held is None:
            self.fieldnames.add(field)
            held = self._terms[field, term] = _Term()
        held.numbers.append(number)
        held.times.append(min(len(places) // 2, MOST))
        held.places += places[: 2 * MOST]

    def iter_postings(self) -> Iterator[tuple[str, bytes, _Term]]:
        for field, term in sorted(self._terms):
            yield field, term, self._terms[field, term]

    def cleanup(self) -> None:
        self._terms.clear()


def writer_of(index: Any) -> Any:
    """A writer of this codec; takes Whoosh's lock on the index."""
    writer = SegmentWriter(index, codec=Codec(), compound=False)
    writer.pool = _Pool()
    return writer


class Leaf(NamedTuple):
    """A segment as it is read: its terms and papers, and the number of its first paper."""

    terms: _TermsReader
    papers: _PaperReader
    base: int


def leaves(reader: Any) -> Sequence[Leaf]:
    """The segments of an open index. One without papers has none, but a reader that stands for nothing."""
    return [_leaf(leaf, base) for leaf, base in reader.leaf_readers() if isinstance(leaf, SegmentReader)]


def _leaf(leaf: Any, base: int) -> Leaf:
    return Leaf(leaf._terms, leaf._perdoc, base)

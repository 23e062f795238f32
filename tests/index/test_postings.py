"""Our way to keep and read postings, held against stock Whoosh: the same papers, the same scores."""

import pickle
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import make_paper
from whoosh import columns, formats
from whoosh.codec import whoosh3
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.filedb import structfile
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.query import And, Or, Prefix, Term

from paperfeed.errors import IndexTrouble
from paperfeed.index import postings
from paperfeed.index.index import Index
from paperfeed.index.schema import BOOSTS, PaperAnalyzer, document, schema
from paperfeed.index.scores import Hits, Scores
from paperfeed.index.weights import FIELDS, WEIGHTS, Weights
from paperfeed.paper import Paper

WORDS = tuple(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi omicron pi rho sigma tau".split()  # noqa: SIM905
)
EVERYWHERE = FIELDS[""]


def make_papers(number: int) -> list[Paper]:
    """Papers of a few words each, some of them in nearly all, the same ones at each call."""
    chance = random.Random(7)  # no secret

    def some(most: int) -> str:
        return " ".join(WORDS[int(chance.random() ** 2 * len(WORDS))] for _ in range(chance.randint(1, most)))

    return [
        make_paper(n, title=some(8), abstract=some(200), authors=(some(2), some(3)), keywords=(some(2),) * (n % 3))
        for n in range(number)
    ]


PAPERS = make_papers(120)


@pytest.fixture(scope="module")
def stock() -> Iterator[Any]:
    """A searcher of stock Whoosh, with its own codec, over the same papers."""
    texts = {name: TEXT(analyzer=PaperAnalyzer(), phrase=False) for name in (*BOOSTS, "org", "spelling")}
    index = RamStorage().create_index(Schema(row=NUMERIC(stored=True), **texts))
    with unguarded(), index.writer() as writer:
        for row, paper in enumerate(PAPERS):
            writer.add_document(**document(row, paper))
    with unguarded():
        searcher = index.searcher()
    yield searcher
    searcher.close()


@contextmanager
def unguarded() -> Iterator[None]:
    """Lets Whoosh unpickle what an index of its own is made of, which no index of ours holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structfile, "load_pickle", pickle.load)
        yield


def write(folder: Path, papers: list[Paper], pieces: int = 1) -> Any:
    """An index of ours over papers, in so many pieces."""
    index = postings.Storage(str(folder)).create_index(schema())
    size = -(-len(papers) // pieces)
    for start in range(0, len(papers), size):
        writer = postings.writer_of(index)
        for row, paper in enumerate(papers[start : start + size], start):
            writer.add_document(**document(row, paper))
        writer.commit(merge=False)
    return index


def scores_of(index: Any, weights: Weights = WEIGHTS) -> Scores:
    return Scores(postings.leaves(index.reader()), weights)


def found_by(searcher: Any, query: Any) -> dict[int, float]:
    collector = searcher.collector(limit=None)
    searcher.search_with_collector(query, collector)
    return {number: score for score, number in collector.results().top_n}


def as_found(hits: Hits) -> dict[int, float]:
    return {number: hits.scores[number] for number in hits.numbers}


def anywhere(term: str) -> Any:
    return Or([Term(name, term, boost=boost) for name, boost in BOOSTS.items()])


def stem(word: str) -> str:
    from paperfeed.index.words import stem as stemmed

    return stemmed(word)


@pytest.mark.parametrize("pieces", [1, 5])
def test_each_word_has_the_papers_and_scores_of_stock_whoosh(tmp_path: Path, stock: Any, pieces: int):
    scores = scores_of(write(tmp_path, PAPERS, pieces))
    for word in WORDS:
        ours, theirs = as_found(scores.word(stem(word), EVERYWHERE)), found_by(stock, anywhere(stem(word)))
        assert ours.keys() == theirs.keys()
        assert ours == pytest.approx(theirs, rel=1e-5)


def test_words_together_have_the_papers_and_scores_of_stock_whoosh(tmp_path: Path, stock: Any):
    scores = scores_of(write(tmp_path, PAPERS, 3))
    for one, other in zip(WORDS, reversed(WORDS), strict=True):
        terms = [stem(one), stem(other), stem(WORDS[3])]
        parts = [scores.word(term, EVERYWHERE) for term in terms]
        both = found_by(stock, And([anywhere(term) for term in terms]))
        any_ = found_by(stock, Or([anywhere(term) for term in terms]))
        if len(set(terms)) == 3:
            assert as_found(scores.all_of(parts)) == pytest.approx(both, rel=1e-5)
            assert as_found(scores.any_of(parts)) == pytest.approx(any_, rel=1e-5)


@pytest.mark.parametrize("letters", ["a", "e", "th", "om", "zz"])
def test_a_beginning_has_the_papers_of_stock_whoosh(tmp_path: Path, stock: Any, letters: str):
    scores = scores_of(write(tmp_path, PAPERS, 2))
    theirs = found_by(stock, Or([Prefix(name, letters) for name in BOOSTS]))
    assert set(scores.begun(letters, EVERYWHERE, limited=False).numbers) == theirs.keys()


def test_stock_whoosh_can_search_what_we_wrote(tmp_path: Path, stock: Any):
    index = write(tmp_path, PAPERS, 2)
    with index.searcher() as searcher:
        for word in WORDS:
            theirs = found_by(stock, anywhere(stem(word)))
            assert found_by(searcher, anywhere(stem(word))) == pytest.approx(theirs, rel=1e-5)


def test_a_deleted_paper_is_not_found_and_pieces_can_be_joined(tmp_path: Path):
    index = write(tmp_path, PAPERS, 4)
    writer = postings.writer_of(index)
    for number in (0, 50, 119):
        writer.delete_document(number)
    writer.commit(merge=False)
    apart = as_found(scores_of(index).word("alpha", EVERYWHERE))
    assert apart and not apart.keys() & {0, 50, 119}

    writer = postings.writer_of(index)
    writer.commit(optimize=True)
    left = [paper for number, paper in enumerate(PAPERS) if number not in (0, 50, 119)]
    (tmp_path / "again").mkdir()
    whole, joined = scores_of(write(tmp_path / "again", left)), scores_of(index)
    assert len(joined.leaves) == 1
    of_joined, of_whole = (as_found(scores.word("alpha", EVERYWHERE)) for scores in (joined, whole))
    assert of_joined == pytest.approx(of_whole, rel=0.01)  # Whoosh adds up lengths that it keeps in a byte each


def test_postings_that_are_not_as_they_were_written_are_refused(tmp_path: Path):
    write(tmp_path, PAPERS)
    [path] = tmp_path.glob("*.pst")
    data = bytearray(path.read_bytes())
    for place in range(0, len(data), 3):
        data[place] ^= 0x55
    path.write_bytes(bytes(data))
    index = postings.Storage(str(tmp_path)).open_index(schema=schema())
    with pytest.raises(ValueError, match="not as they were written"):
        scores_of(index).word("alpha", EVERYWHERE)


class Bomb:
    """Something that does harm when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("protocol", [2, 5])
def test_nothing_but_an_index_of_ours_is_unpickled(tmp_path: Path, protocol: int):
    home, harm = tmp_path / "index", tmp_path / "harm"
    index = Index(home, "a library")
    index.rebuild(enumerate(PAPERS[:3]))
    index.close()
    [path] = home.glob("*.toc")
    data = path.read_bytes()
    start = data.rfind(b"\x80\x05")  # the list of segments
    path.write_bytes(data[:start] + pickle.dumps(Bomb(harm), protocol) + data[start:])
    with pytest.raises(IndexTrouble, match="which no index of ours does"):
        index.count()
    assert not harm.exists()


@pytest.mark.parametrize("module", [whoosh3, columns, formats])
def test_no_part_of_whoosh_unpickles_what_it_likes(tmp_path: Path, module: Any):
    postings.guard()
    with pytest.raises(pickle.UnpicklingError):
        module.loads(pickle.dumps(Bomb(tmp_path / "harm")))
    assert not (tmp_path / "harm").exists()


def test_files_are_mapped_and_not_copied(tmp_path: Path):
    write(tmp_path, PAPERS)
    [path] = tmp_path.glob("*.trm")
    ours = postings.Storage(str(tmp_path)).open_file(path.name)
    theirs = FileStorage(str(tmp_path)).open_file(path.name)
    assert type(ours.file).__name__ == "mmap"
    assert ours.get(3, 40) == theirs.get(3, 40)
    ours.seek(0)
    theirs.seek(0)
    assert (ours.read(4), ours.tell(), ours.read_int()) == (theirs.read(4), theirs.tell(), theirs.read_int())
    ours.close()
    theirs.close()

"""The full-text index: what words find, that it follows the library, and that damage only makes it slow."""

import gc
import json
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pytest
from builders import DAY, make_digest, make_paper, open_library

from paperfeed.errors import IndexTrouble, LibraryBusy
from paperfeed.index import folder
from paperfeed.index import index as index_module
from paperfeed.index.index import MOST_SEGMENTS, Answer, Index
from paperfeed.index.plain import Phrase
from paperfeed.library import Library
from paperfeed.paper import Paper
from paperfeed.query import And, Not, Similar, Text
from paperfeed.texts import SLOWLY

pytestmark = [  # whoosh leaves a file that it cannot read to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FIRST = make_paper(
    1,
    title="GPT-4o writes C++ for Kähler manifolds",
    abstract="Transformers attend. We measured naïve k-NN baselines at 3.5 billion parameters.",
    authors=("Émile Borel", "李明"),
    keywords=("mixture of experts", "LoRA"),
)
SECOND = make_paper(
    2,
    title="Attention in a transformer: μLO and ℓ2 norms",
    abstract="Experts of a mixture are trained in Synth² with C# code.",
    authors=("Sophie Germain",),
)


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index", "a library")
    yield made
    made.close()


def phrase_in(rows: Sequence[int], text: Text) -> Collection[int]:
    """Which of the two papers have a phrase in one field, read from their text."""
    phrase, held = Phrase(text), {1: FIRST, 2: SECOND}
    texts = {row: (paper.title, paper.abstract, "\n".join(paper.authors), "\n".join(paper.keywords))
             for row, paper in held.items()}  # fmt: skip
    return {row for row in rows if any(map(phrase.is_in, texts[row]))}


def answer(index: Index, words: str, phrase: bool = False, typing: bool = False) -> Answer:
    text = Text(words, phrase)
    return index.answer(text, phrase_in, {}.get, text if typing else None)


def found(index: Index, words: str, phrase: bool = False, typing: bool = False) -> list[int] | None:
    rows = answer(index, words, phrase, typing).rows
    return None if rows is None else sorted(rows)


# Searching


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("gpt4o", [1]),
        ("GPT-4o", [1]),
        ("gpt", [1]),
        ("4o", [1]),
        ("c++", [1]),
        ("C#", [2]),
        ("kahler", [1]),
        ("KÄHLER", [1]),
        ("naive", [1]),
        ("transformer", [1, 2]),
        ("attention", [2]),
        ("emile", [1]),
        ("germain", [2]),
        ("lora", [1]),
        ("李明", [1]),
        ("knn", [1]),
        ("3.5", [1]),
        ("l2", [2]),
        ("synth2", [2]),
        ("μLO", [2]),
        ("muLO", [2]),
        ("$\\ell_2$", [2]),
        ("ℓ₂", [2]),
        ("gpt 4o", [1]),
        ("李", [1]),
        ("3.6", []),
        ("zebra", []),
        ("kahler zebra", []),
    ],
)
def test_a_word_finds_the_papers_that_have_it_in_any_form(index, asked, rows):
    index.rebuild([(1, FIRST), (2, SECOND)])
    assert found(index, asked) == rows


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("mixture of experts", [1]),
        ("experts of a mixture", [2]),
        ("of experts", [1]),
        ("mixture experts", []),
        ("gpt 4o writes", [1]),
        ("gpt4o writes", [1]),
        ("gpt-4o writes", [1]),
        ("writes gpt4o", []),
        ("the", []),
        ("Ada Lovelace", []),
        ("Borel", [1]),
    ],
)
def test_a_phrase_finds_words_side_by_side_in_one_field(index, asked, rows):
    index.rebuild([(1, FIRST), (2, SECOND)])
    assert found(index, asked, phrase=True) == rows


@pytest.mark.parametrize("asked", ["the", "of a", "!!!", ""])
def test_common_words_are_no_words_to_search_by(index, asked):
    index.rebuild([(1, FIRST)])
    assert found(index, asked) is None


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("trans", [1, 2]),
        ("transformer", [1, 2]),
        ("kähl", [1]),
        ("gpt-4", [1]),
        ("mani", [1]),
        ("wri", [1]),
        ("ka", [1]),
        ("mu", [2]),
        ("zzz", []),
        ("transformer att", [1, 2]),
        ("transformer attends kahl", [1]),
    ],
)
def test_the_last_word_may_be_unfinished_while_typing(index, asked, rows):
    index.rebuild([(1, FIRST), (2, SECOND)])
    assert found(index, asked, typing=True) == rows


@pytest.mark.parametrize(
    "word", ["modeling", "attention", "optimization", "efficiently", "generative", "GPT-4o", "fine-tuning", "naïveté"]
)
def test_a_paper_is_found_at_every_letter_of_a_word_on_the_way(index, word):
    other = Paper(title="Unlike", abstract="Biology, zoos.")
    index.rebuild([(1, Paper(title=f"{word}, shown")), (2, Paper(title=f"{word.replace('-', ' ')}!")), (3, other)])
    for length in range(1, len(word) + 1):
        if word[length - 1] != "-":
            assert found(index, word[:length], typing=True) == [1, 2], word[:length]


def test_a_word_that_no_paper_has_stands_for_those_that_begin_so_and_this_is_told(index):
    index.rebuild([(1, FIRST)])
    assert found(index, "mani", typing=True) == [1]
    said = answer(index, "mani!")
    assert (list(said.rows or ()), said.taken_for) == ([1], {"mani": ("mani*",)})
    assert answer(index, "manx").taken_for == {}


def test_an_unfinished_phrase_is_its_words_in_any_order(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    assert found(index, "experts of a mixt", phrase=True) == []
    assert found(index, "experts of a mixt", phrase=True, typing=True) == [1, 2]


@pytest.mark.parametrize(
    ("asked", "instead", "rows"),
    [
        ("kahlre", ["kahler"], [1]),
        ("transfromer", ["transformer"], [1, 2]),
        ("manifodls kahler", ["manifolds"], [1]),
        ("xixture", ["mixture"], [1, 2]),
    ],
)
def test_a_word_that_no_paper_has_stands_for_the_nearest_ones_that_some_have(index, asked, instead, rows):
    index.rebuild([(1, FIRST), (2, SECOND)])
    said = answer(index, asked)
    assert sorted(said.rows or ()) == rows
    assert [(word, list(words)) for word, words in said.taken_for.items()] == [(asked.split()[0], instead)]
    assert said.unknown == []


def test_a_word_that_is_like_none_is_said_to_be_unknown(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    said = answer(index, "Zebra kahler")
    assert (list(said.rows or ()), said.unknown, said.taken_for) == ([], ["Zebra"], {})


def test_what_is_to_be_excluded_stands_for_nothing_else(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    said = index.answer(Not(Text("kahlre")), phrase_in, {}.get, None)
    assert (sorted(said.rows or ()), said.taken_for, said.unknown) == ([1, 2], {}, [])


def test_a_word_of_which_only_replaced_papers_are_left_is_no_word_to_search_instead(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    index.add([(1, make_paper(1, title="Replaced"))])
    said = answer(index, "kahlre")
    assert (list(said.rows or ()), said.unknown, said.taken_for) == ([], ["kahlre"], {})


def test_words_left_out_are_told(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    tree = And((Text("the"), Text("kahler"), Text("of")))
    said = index.answer(tree, phrase_in, {}.get, None)
    assert (list(said.rows or ()), said.left_out) == ([1], ["the", "of"])


def test_a_word_in_the_title_counts_for_more_than_one_in_the_abstract(index):
    plain = make_paper(3, title="Other", abstract="Something about tokens " + "and other things " * 10)
    index.rebuild([(1, plain), (2, make_paper(4, title="Tokens", abstract="Other " + "and other things " * 10))])
    said = answer(index, "token")
    scores = dict(zip(said.rows or (), said.scores, strict=True))
    assert scores[2] > scores[1] > 0


def test_a_query_of_very_many_words_is_cut_off(index):
    index.rebuild([(1, make_paper(1, title=" ".join(f"w{n}" for n in range(40))))])
    assert found(index, " ".join(f"w{n}" for n in range(32)) + " nowhere") == [1]


# Following the library


def test_papers_are_added_replaced_and_deleted(index):
    index.rebuild([])
    assert (found(index, "kahler"), index.count()) == ([], 0)
    index.add([(1, FIRST), (2, SECOND)])
    assert (found(index, "kahler"), index.count()) == ([1], 2)
    index.add([(1, make_paper(1, title="Replaced"))])
    assert (found(index, "kahler"), found(index, "subject"), index.count()) == ([], [1], 2)
    index.add([(1, None), (7, None)])
    assert (found(index, "subject"), found(index, "attention"), index.count()) == ([], [2], 1)


def test_a_paper_can_be_replaced_and_deleted_again_and_again(index):
    index.rebuild([(1, FIRST), (2, SECOND)])
    for subject in ("lattices", "comets", "otters"):
        index.add([(1, make_paper(1, title=f"On {subject}", abstract=""))])
        assert (found(index, subject), index.count()) == ([1], 2)
    assert [found(index, word) for word in ("kahler", "lattices", "comets", "otters")] == [[], [], [], [1]]
    index.add([(2, make_paper(2, title="On otters", abstract="")), (1, None)])
    assert (found(index, "otters"), index.count()) == ([2], 1)
    index.add([(2, None)])
    assert (found(index, "otters"), index.count()) == ([], 0)
    index.add([(1, FIRST)])
    assert (found(index, "kahler"), index.count()) == ([1], 1)


def pieces(index: Index) -> int:
    return len({path.name.split(".")[0] for path in index.path.glob("*.trm")})


def grow(index: Index) -> None:
    """An index of ten papers in ten pieces, the first of them deleted and the last replaced."""
    index.rebuild([(1, FIRST)])
    for row in range(2, 11):
        index.add([(row, make_paper(row, title=f"Otters and number{row}", abstract="They swim, as otters do."))])
    index.add([(10, SECOND), (1, None)])


def all_answers(index: Index) -> list[list[int] | None]:
    asked = ("otters", "otters number7", "number10", "kahler", "attention", "swim", "number1")
    asked_begun = [found(index, words, typing=True) for words in asked]
    phrases = [found(index, words, phrase=True) for words in ("otters do", "experts of a mixture", "do otters")]
    return [*(found(index, words) for words in asked), *asked_begun, *phrases]


def test_many_small_pieces_are_made_one_that_answers_as_before(index):
    grow(index)
    before = pieces(index), index.count(), all_answers(index)
    index.tidy()
    assert before[0] > MOST_SEGMENTS
    assert (pieces(index), index.count(), all_answers(index)) == (1, 9, before[2])
    assert before[1] == 9


def test_a_tidied_index_takes_papers_as_before(index):
    grow(index)
    index.tidy()
    index.add([(3, FIRST), (4, None), (11, make_paper(11, title="Otters again"))])
    assert (found(index, "kahler"), found(index, "otters")) == ([3], [2, 5, 6, 7, 8, 9, 11])
    assert index.count() == 9
    for row in range(20, 30):
        index.add([(row, make_paper(row, title="Otters"))])
    index.tidy()
    assert (pieces(index), index.count()) == (1, 19)
    assert found(index, "otters") == [2, 5, 6, 7, 8, 9, 11, *range(20, 30)]


def test_a_few_pieces_and_large_ones_are_left_alone(index, monkeypatch):
    index.rebuild([(row, make_paper(row)) for row in range(1, 6)])
    for row in range(6, 9):
        index.add([(row, make_paper(row))])
    files = sorted(index.path.iterdir())
    index.tidy()
    assert sorted(index.path.iterdir()) == files
    monkeypatch.setattr(index_module, "LARGE", 4)
    for row in range(9, 15):
        index.add([(row, make_paper(row))])
    [large] = [path for path in files if path.suffix == ".pst" and path.stat().st_size == max(
        other.stat().st_size for other in files if other.suffix == ".pst")]  # fmt: skip
    index.tidy()
    assert (pieces(index), index.count()) == (2, 14)
    assert large.exists()
    assert found(index, "paper") == list(range(1, 15))


def test_an_index_that_another_is_writing_is_left_for_another_time(index):
    grow(index)
    with folder.writing(index.path), pytest.raises(IndexTrouble, match="another paperfeed"):
        index.tidy()
    with folder.writing(index.path), pytest.raises(IndexTrouble, match="another paperfeed"):
        index.add([(1, FIRST)])
    assert index.is_ready()
    index.tidy()
    assert pieces(index) == 1


def test_an_index_without_papers_finds_nothing_and_takes_papers(index):
    index.rebuild([])
    said = answer(index, "kahler")
    assert (list(said.rows or ()), said.unknown, index.count()) == ([], ["kahler"], 0)
    assert index.likelier(Text("kahler")) == []
    index.add([(1, None)])
    index.add([(1, FIRST)])
    assert (found(index, "kahler"), index.count()) == ([1], 1)


def test_a_rebuild_takes_the_place_of_what_was_there(index):
    index.rebuild([(1, FIRST)])
    assert found(index, "kahler") == [1]
    index.rebuild([(5, SECOND)])
    assert (found(index, "kahler"), found(index, "attention"), index.count()) == ([], [5], 1)


def test_a_rebuild_by_another_is_seen_at_once(index):
    other = Index(index.path, index.library)
    other.rebuild([(1, FIRST)])
    assert found(index, "kahler") == [1]
    other.rebuild([(5, FIRST)])
    assert found(index, "kahler") == [5]
    other.add([(6, FIRST)])
    assert found(index, "kahler") == [5, 6]


def test_row_numbers_may_be_as_large_as_sqlite_has_them(index):
    index.rebuild([(2**62, FIRST), (1, SECOND)])
    assert found(index, "kahler") == [2**62]


def test_a_rebuild_that_breaks_off_leaves_the_old_index_and_nothing_else(index):
    index.rebuild([(1, FIRST)])

    def breaking():
        yield 2, SECOND
        raise LibraryBusy("another program has it")

    for update in (index.rebuild, index.add):
        with pytest.raises(LibraryBusy, match="another program has it"):
            update(breaking())
    assert (found(index, "kahler"), index.count()) == ([1], 1)
    assert sorted(path.name for path in index.path.parent.iterdir()) == ["index", "index-lock"]


def test_what_a_killed_rebuild_left_is_cleared_away_by_the_next(index):
    index.rebuild([(1, FIRST)])
    left = index.path.parent / "index.deadbeef"
    shutil.copytree(index.path, left)
    index.rebuild([(1, FIRST)])
    assert not left.exists()


def test_an_interrupted_update_frees_the_index_for_the_next(index):
    index.rebuild([(1, FIRST)])

    def interrupted():
        yield 2, SECOND
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add(interrupted())
    index.add([(2, SECOND)])
    assert index.count() == 2


# How far it is


def test_how_far_an_update_has_come_is_seen_by_others_until_it_ends(index):
    other = Index(index.path, index.library)
    seen = []

    def documents():
        for row in (1, 2):
            yield row, make_paper(row)
            index.tell(row, 2)
            seen.append(other.progress())

    assert other.progress() is None
    for update in (index.rebuild, index.add):
        update(documents())
        assert other.progress() is None
    assert seen == [(1, 2), (2, 2), (1, 2), (2, 2)]


def test_an_update_that_breaks_off_is_seen_by_others_no_longer(index):
    index.rebuild([])

    def breaking():
        index.tell(1, 2)
        yield 1, FIRST
        raise KeyboardInterrupt

    for update in (index.rebuild, index.add):
        with pytest.raises(KeyboardInterrupt):
            update(breaking())
        assert index.progress() is None


def test_a_process_without_news_for_long_is_taken_for_dead(index):
    index.rebuild([])
    index.tell(3, 9)
    assert index.progress() == (3, 9)
    [path] = index.path.parent.glob("*progress*")
    then = path.stat().st_mtime - folder.STALE - 60
    os.utime(path, (then, then))
    assert index.progress() is None


@pytest.mark.parametrize("written", ["", "3", "3 x", "3 9 9", "\N{SUPERSCRIPT TWO} 9", "\0"])
def test_progress_that_is_just_being_written_is_none(index, written):
    index.rebuild([])
    index.tell(3, 9)
    [path] = index.path.parent.glob("*progress*")
    path.write_text(written, "utf-8")
    assert index.progress() is None


def test_a_folder_that_cannot_be_written_does_no_harm_to_who_tells(tmp_path):
    Index(tmp_path / "nowhere" / "index", "a library").tell(1, 2)
    assert list(tmp_path.iterdir()) == []


def test_an_updated_library_leaves_no_progress_behind(library: Library):
    library.take_in(make_digest(120))
    told: list[tuple[int, int] | None] = []
    library.indexing.rebuild(lambda done, total: told.append(library.indexing.progress()))
    assert told == [(100, 120), None]
    library.take_in(make_digest(240))
    assert library.indexing.take_waiting() == 120
    assert library.indexing.progress() is None


# Whose it is


def test_there_is_no_index_before_it_is_built(index):
    assert not index.is_ready()
    with pytest.raises(IndexTrouble, match="not built yet"):
        found(index, "word")


def test_the_index_of_another_library_or_version_is_not_used(index):
    index.rebuild([(1, FIRST)])
    assert index.is_ready()
    assert not Index(index.path, "another library").is_ready()
    marker = index.path / "paperfeed.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "version": "0.0"}))
    assert not index.is_ready()


def test_an_index_that_others_can_write_is_refused(index):
    index.rebuild([(1, FIRST)])
    index.path.chmod(0o770)
    with pytest.raises(IndexTrouble, match="can be written by others"):
        found(index, "kahler")
    with pytest.raises(IndexTrouble, match="can be written by others"):
        index.add([(2, SECOND)])
    index.path.chmod(0o755)
    assert found(index, "kahler") == [1]
    next(index.path.glob("*.pst")).chmod(0o664)
    with pytest.raises(IndexTrouble, match="can be written by others"):
        found(index, "kahler")
    index.path.chmod(0o700)
    assert found(index, "kahler") == [1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_an_index_of_another_user_is_refused(index):
    index.rebuild([(1, FIRST)])
    os.chown(next(index.path.glob("*.toc")), 12345, -1)
    with pytest.raises(IndexTrouble, match="belongs to someone else"):
        found(index, "kahler")


def test_an_index_that_was_refused_is_in_order_after_a_rebuild(library: Library):
    library.take_in(make_digest(2))
    library.indexing.take_waiting()
    library.paths.index.chmod(0o777)
    assert library.look(library.parse("paper")).notices == (SLOWLY,)
    with pytest.raises(IndexTrouble):
        library.indexing.take_waiting()
    library.indexing.rebuild()
    assert library.look(library.parse("paper")).notices == ()


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o077])
def test_any_umask_gives_an_index_that_is_private_and_of_use(tmp_path, mask):
    before = os.umask(mask)
    try:
        with open_library(tmp_path / "home") as library:
            library.take_in(make_digest(2))
            library.indexing.take_waiting()
            library.take_in(make_digest(3))
            library.indexing.take_waiting()
            look = library.look(library.parse("paper"))
            assert (len(look.rows), look.notices) == (3, ())
            assert library.paths.index.stat().st_mode & 0o077 == 0
            assert library.paths.cache.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


# Busy, full, damaged


def test_two_processes_do_not_build_the_index_at_once(library: Library):
    library.take_in(make_digest(1))
    with folder.writing(library.paths.index), pytest.raises(IndexTrouble, match="another paperfeed"):
        library.indexing.rebuild()
    assert library.indexing.rebuild() == 1


def test_a_busy_index_is_left_for_another_time(library: Library):
    from whoosh.filedb.filestore import FileStorage

    library.take_in(make_digest(1))
    library.indexing.take_waiting()
    library.take_in(make_digest(2))
    writer = FileStorage(str(library.paths.index)).open_index().writer()
    with pytest.raises(IndexTrouble, match="another paperfeed is writing the index"):
        library.indexing.take_waiting()
    assert len(library.look(library.parse("paper")).rows) == 2
    writer.cancel()
    assert library.indexing.take_waiting() == 1
    assert library.indexing.count() == 2


def test_a_full_disk_leaves_the_index_for_another_time(library: Library):
    import resource

    library.take_in(make_digest(1))
    library.indexing.take_waiting()
    large = make_paper(2, title="Large", abstract=" ".join(f"word{n}" for n in range(2_000)))
    library.take_in(make_digest([large], captured=make_digest().captured))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(IndexTrouble, match="File too large"):
            library.indexing.take_waiting()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert library.look(library.parse("large")).rows.tolist() == [2]
    assert library.indexing.take_waiting() == 1
    assert library.look(library.parse("large word7")).rows.tolist() == [2]
    assert (library.indexing.waits(), library.indexing.count()) == (0, 2)


DAMAGES = {
    "removed": lambda path: path.unlink(),
    "empty": lambda path: os.truncate(path, 0),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "garbage": lambda path: path.write_bytes(b"\x80\x04garbage." * 20),
    "a folder": lambda path: (path.unlink(), path.mkdir(mode=0o700)),
}


@pytest.mark.parametrize("waiting", [False, True], ids=["up to date", "with papers waiting"])
@pytest.mark.parametrize("damage", list(DAMAGES))
@pytest.mark.parametrize("pattern", ["*.toc", "*.trm", "*.pst", "*.row.col", "paperfeed.json", "MAIN_WRITELOCK"])
def test_a_damaged_index_answers_slowly_and_is_mended(tmp_path, pattern, damage, waiting):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest([FIRST, SECOND]))
        library.indexing.take_waiting()
        if waiting:
            library.take_in(make_digest([make_paper(3)], day=DAY))
    paths = list(library.paths.index.glob(pattern))
    assert paths
    for path in paths:
        DAMAGES[damage](path)
    with open_library(home) as library:
        look = library.look(library.parse("writes"))
        assert look.rows.tolist() == [1]
        assert look.notices == (() if pattern == "MAIN_WRITELOCK" else (SLOWLY,))
        if pattern == "MAIN_WRITELOCK" and damage == "a folder":
            return  # no update, and still right: what makes it a folder is not the weather
        library.indexing.take_waiting()
        look = library.look(library.parse("writes kahler"))
        assert (look.rows.tolist(), look.notices) == ([1], ())
        assert (library.indexing.waits(), library.indexing.count()) == (0, 3 if waiting else 2)


def test_an_index_damaged_while_it_is_updated_is_mended_at_once(tmp_path):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest([FIRST]))
        library.indexing.take_waiting()
        library.take_in(make_digest([FIRST, SECOND]))
        next(library.paths.index.glob("*.pst")).unlink()
        next(library.paths.index.glob("*.toc")).write_bytes(b"")
        library.indexing.take_waiting()
        assert library.look(library.parse("germain")).notices == ()
        assert library.indexing.count() == 2


def test_what_fails_outside_of_the_index_is_raised_as_it_was_and_is_no_damage(index):
    index.rebuild([(1, FIRST), (2, SECOND)])

    def failing(*asked: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(sqlite3.OperationalError):
        index.answer(Similar("arxiv:2503.00001"), phrase_in, failing, None)
    with pytest.raises(sqlite3.OperationalError):
        index.answer(Text("gpt4o writes", phrase=True), failing, {}.get, None)
    assert found(index, "kahler") == [1]


def test_wrong_lengths_are_no_reason_to_find_less(library: Library):
    library.take_in(make_digest([FIRST, SECOND]))
    library.indexing.take_waiting()
    lengths = list(library.paths.index.glob("*_len.col"))
    for path in lengths:
        DAMAGES["removed"](path)
    assert lengths
    assert library.look(library.parse("writes kahler"))[:1] == library.look(library.parse("writes"))[:1]
    assert library.look(library.parse("writes kahler")).notices == ()


def test_an_index_removed_while_it_is_open_is_built_anew(library: Library):
    library.take_in(make_digest([FIRST, SECOND]))
    library.indexing.take_waiting()
    assert library.look(library.parse("germain")).notices == ()
    shutil.rmtree(library.paths.index)
    assert library.look(library.parse("germain")).notices == (SLOWLY,)
    assert library.indexing.waits() == 2
    assert library.indexing.take_waiting() == 2
    assert library.look(library.parse("germain")).notices == ()


def test_a_file_in_the_place_of_the_index_is_moved_out_of_the_way(library: Library):
    library.take_in(make_digest([FIRST]))
    library.paths.cache.mkdir(parents=True)
    library.paths.index.write_text("not a folder")
    assert library.look(library.parse("writes")).notices == (SLOWLY,)
    library.indexing.take_waiting()
    assert library.look(library.parse("writes")).notices == ()


# The library and its index


def test_papers_that_wait_are_found_all_the_same(library: Library):
    library.take_in(make_digest([FIRST]))
    library.indexing.take_waiting()
    library.take_in(make_digest([SECOND]))
    assert library.indexing.waits() == 1
    assert library.look(library.parse("germain")).rows.tolist() == [2]
    assert library.look(library.parse("germain")).notices == ()


def test_a_rebuild_takes_every_paper_and_tells_how_far_it_is(library: Library):
    library.take_in(make_digest(250))
    told: list[tuple[int, int]] = []
    assert library.indexing.rebuild(lambda done, total: told.append((done, total))) == 250
    assert told == [(100, 250), (200, 250), (250, 250)]
    assert (library.indexing.waits(), library.indexing.count()) == (0, 250)


def test_a_change_of_the_text_goes_to_the_index_and_a_change_of_votes_does_not(library: Library):
    from datetime import timedelta

    from paperfeed.paper import Listed

    library.take_in(make_digest([Listed(FIRST, 1)]))
    library.indexing.take_waiting()
    library.take_in(make_digest([Listed(FIRST, 9)], captured=make_digest().captured + timedelta(1)))
    assert library.indexing.waits() == 0
    library.take_in(
        make_digest([Listed(make_paper(1, title="Other", abstract="", authors=()), 9)],
                    captured=make_digest().captured + timedelta(2))
    )  # fmt: skip
    assert library.indexing.waits() == 1
    library.indexing.take_waiting()
    assert library.look(library.parse("other")).rows.tolist() == [1]
    assert library.look(library.parse("writes")).rows.tolist() == []


def test_relevance_puts_the_title_first(library: Library):
    said = "A long abstract that says words and more words about nothing much at all. "
    library.take_in(
        make_digest([Paper(title="Other", abstract=said + "lattice", arxiv_id="2503.00001"),
                     Paper(title="A lattice", abstract=said, arxiv_id="2503.00002")])
    )  # fmt: skip
    library.indexing.take_waiting()
    query = library.parse("lattice")
    assert library.look(query, "day").rows.tolist() == [1, 2]
    assert library.look(query, "relevance").rows.tolist() == [2, 1]
    assert library.look(query, "relevance").days == ()

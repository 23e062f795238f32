"""The full-text index: what words find, that it follows the library, and that damage only makes it slow."""

import gc
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import DAY, make_digest, make_paper, open_library
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.errors import IndexTrouble, LibraryBusy
from paperfeed.index import folder
from paperfeed.index.index import Index
from paperfeed.index.schema import PaperAnalyzer
from paperfeed.index.words import fold, spans, stem, terms, words
from paperfeed.library import SLOWLY, Library
from paperfeed.paper import Paper
from paperfeed.query import Text

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


def found(index: Index, words: str, phrase: bool = False, typing: bool = False) -> list[int] | None:
    rows = index.search(Text(words, phrase), typing)
    return None if rows is None else sorted(rows)


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Masked Token Modeling", [("mask", 0), ("token", 1), ("model", 2)]),
        ("GPT-4o", [("gpt", 0), ("4o", 1), ("gpt4o", 0)]),
        ("C++ and C#", [("c++", 0), ("and", 1), ("c#", 2)]),
        ("Kähler naïve", [("kahler", 0), ("naiv", 1)]),
        ("snake_case", [("snake", 0), ("case", 1), ("snakecas", 0)]),
        ("k-NN's", [("k", 0), ("nn", 1), ("s", 2), ("knn", 0)]),
        ("3.5B", [("3", 0), ("5b", 1), ("35b", 0)]),
        ("ℓ2 Synth²", [("l2", 0), ("synth2", 1)]),
        ("李明", [("李明", 0)]),
        ("… — ! \ufffd", []),
    ],
)
def test_a_text_is_cut_into_terms(text, expected):
    assert list(terms(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("transformers", "transformer"),
        ("Modeling", "modeled"),
        ("ＧＰＴ", "gpt"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "cafe"),
        ("ﬁne-tuning", "fine-tuning"),
    ],
)
def test_forms_of_a_word_give_one_term(one, other):
    assert list(terms(one)) == list(terms(other))


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_gives_terms_in_order_and_the_same_for_whoosh(text):
    made = list(terms(text))
    assert all(term for term, _ in made)
    starts = [word.place for word in words(text)]
    assert starts == sorted(set(starts))
    assert [(token.text, token.pos) for token in _copies(text)] == made
    assert fold(fold(text)) == fold(text) or not text.isascii()


def _copies(text: str) -> list:
    class Copy:
        def __init__(self, token) -> None:
            self.text, self.pos = token.text, token.pos

    return [Copy(token) for token in PaperAnalyzer()(text, positions=True)]


def test_short_words_and_numbers_keep_their_form():
    assert [stem(word) for word in ("ai", "4o", "2503", "ünits")] == ["ai", "4o", "2503", "ünits"]


# Where words stand


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("Masked models model masks", {"model"}, ["models", "model"]),
        ("GPT-4o is not GPT", {"gpt"}, ["GPT-4o", "GPT"]),
        ("GPT-4o is not GPT", {"gpt4o"}, ["GPT-4o"]),
        ("Kähler and Kahler", {"kahler"}, ["Kähler", "Kahler"]),
        ("nothing here", {"model"}, []),
        ("", {"model"}, []),
    ],
)
def test_the_words_looked_for_are_marked(text, wanted, marked):
    assert [text[start:end] for start, end in spans(text, frozenset(wanted))] == marked


@given(st.text(max_size=100), st.text(max_size=20))
@settings(max_examples=100)
def test_marked_places_lie_inside_the_text_and_in_order(text, wanted):
    places = spans(text, frozenset(term for term, _ in terms(wanted)), begins=fold(wanted))
    ends = [0]
    for start, end in places:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


def test_the_library_marks_what_a_query_looks_for_and_not_what_it_excludes(library: Library):
    query = library.parse('the masked -token "of experts" is:unread')
    assert library.spans("the masked token of the experts", query) == [(4, 10), (24, 31)]
    assert library.spans("the masked token", library.parse("the -token is:unread")) == []


# Searching


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("gpt4o", [1]),
        ("GPT-4o", [1]),
        ("gpt", [1]),
        ("4o", [1]),
        ("gpt-4", []),
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
        ("nothing", []),
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
        ("gpt4o writes", []),
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
        ("mu", []),
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


def test_an_unfinished_word_is_none_when_not_typing_or_followed_by_a_blank(index):
    index.rebuild([(1, FIRST)])
    assert found(index, "kahl") == []
    assert found(index, "kahl ", typing=True) == []


def test_a_word_in_the_title_counts_for_more_than_one_in_the_abstract(index):
    plain = make_paper(3, title="Other", abstract="Something about tokens " + "and other things " * 10)
    index.rebuild([(1, plain), (2, make_paper(4, title="Tokens", abstract="Other " + "and other things " * 10))])
    scores = index.search(Text("token"))
    assert scores is not None
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
    assert (found(index, "kahler"), found(index, "replaced"), index.count()) == ([], [1], 2)
    index.add([(1, None), (7, None)])
    assert (found(index, "replaced"), found(index, "attention"), index.count()) == ([], [2], 1)


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


# Whose it is


def test_there_is_no_index_before_it_is_built(index):
    assert not index.is_ready()
    with pytest.raises(IndexTrouble, match="not built yet"):
        index.search(Text("word"))


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
        index.search(Text("kahler"))
    with pytest.raises(IndexTrouble, match="can be written by others"):
        index.add([(2, SECOND)])
    index.path.chmod(0o755)
    assert found(index, "kahler") == [1]
    next(index.path.glob("*.seg")).chmod(0o664)
    with pytest.raises(IndexTrouble, match="can be written by others"):
        index.search(Text("kahler"))
    index.path.chmod(0o700)
    assert found(index, "kahler") == [1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_an_index_of_another_user_is_refused(index):
    index.rebuild([(1, FIRST)])
    os.chown(next(index.path.glob("*.toc")), 12345, -1)
    with pytest.raises(IndexTrouble, match="belongs to someone else"):
        index.search(Text("kahler"))


def test_an_index_that_was_refused_is_in_order_after_a_rebuild(library: Library):
    library.take_in(make_digest(2))
    library.index_waiting()
    library.paths.index.chmod(0o777)
    assert library.look(library.parse("paper")).notices == (SLOWLY,)
    with pytest.raises(IndexTrouble):
        library.index_waiting()
    library.rebuild_index()
    assert library.look(library.parse("paper")).notices == ()


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o077])
def test_any_umask_gives_an_index_that_is_private_and_of_use(tmp_path, mask):
    before = os.umask(mask)
    try:
        with open_library(tmp_path / "home") as library:
            library.take_in(make_digest(2))
            library.index_waiting()
            library.take_in(make_digest(3))
            library.index_waiting()
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
        library.rebuild_index()
    assert library.rebuild_index() == 1


def test_a_busy_index_is_left_for_another_time(library: Library):
    from whoosh.filedb.filestore import FileStorage

    library.take_in(make_digest(1))
    library.index_waiting()
    library.take_in(make_digest(2))
    writer = FileStorage(str(library.paths.index)).open_index().writer()
    with pytest.raises(IndexTrouble, match="another paperfeed is writing the index"):
        library.index_waiting()
    assert len(library.look(library.parse("paper")).rows) == 2
    writer.cancel()
    assert library.index_waiting() == 1
    assert library.indexed() == 2


def test_a_full_disk_leaves_the_index_for_another_time(library: Library):
    import resource

    library.take_in(make_digest(1))
    library.index_waiting()
    large = make_paper(2, title="Large", abstract=" ".join(f"word{n}" for n in range(2_000)))
    library.take_in(make_digest([large], captured=make_digest().captured))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(IndexTrouble, match="File too large"):
            library.index_waiting()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert library.look(library.parse("large")).rows.tolist() == [2]
    assert library.index_waiting() == 1
    assert library.look(library.parse("large word7")).rows.tolist() == [2]
    assert (library.index_waits(), library.indexed()) == (0, 2)


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
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "paperfeed.json", "MAIN_WRITELOCK"])
def test_a_damaged_index_answers_slowly_and_is_mended(tmp_path, pattern, damage, waiting):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest([FIRST, SECOND]))
        library.index_waiting()
        if waiting:
            library.take_in(make_digest([make_paper(3)], day=DAY))
    [path] = library.paths.index.glob(pattern)
    DAMAGES[damage](path)
    with open_library(home) as library:
        look = library.look(library.parse("writes"))
        assert look.rows.tolist() == [1]
        assert look.notices == (() if pattern == "MAIN_WRITELOCK" else (SLOWLY,))
        if pattern == "MAIN_WRITELOCK" and damage == "a folder":
            return  # no update, and still right: what makes it a folder is not the weather
        library.index_waiting()
        look = library.look(library.parse("writes kahler"))
        assert (look.rows.tolist(), look.notices) == ([1], ())
        assert (library.index_waits(), library.indexed()) == (0, 3 if waiting else 2)


def test_an_index_damaged_while_it_is_updated_is_mended_at_once(tmp_path):
    home = tmp_path / "home"
    with open_library(home) as library:
        library.take_in(make_digest([FIRST]))
        library.index_waiting()
        library.take_in(make_digest([FIRST, SECOND]))
        next(library.paths.index.glob("*.seg")).unlink()
        next(library.paths.index.glob("*.toc")).write_bytes(b"")
        library.index_waiting()
        assert library.look(library.parse("germain")).notices == ()
        assert library.indexed() == 2


def test_an_index_removed_while_it_is_open_is_built_anew(library: Library):
    library.take_in(make_digest([FIRST, SECOND]))
    library.index_waiting()
    assert library.look(library.parse("germain")).notices == ()
    shutil.rmtree(library.paths.index)
    assert library.look(library.parse("germain")).notices == (SLOWLY,)
    assert library.index_waits() == 2
    assert library.index_waiting() == 2
    assert library.look(library.parse("germain")).notices == ()


def test_a_file_in_the_place_of_the_index_is_moved_out_of_the_way(library: Library):
    library.take_in(make_digest([FIRST]))
    library.paths.cache.mkdir(parents=True)
    library.paths.index.write_text("not a folder")
    assert library.look(library.parse("writes")).notices == (SLOWLY,)
    library.index_waiting()
    assert library.look(library.parse("writes")).notices == ()


# The library and its index


def test_papers_that_wait_are_found_all_the_same(library: Library):
    library.take_in(make_digest([FIRST]))
    library.index_waiting()
    library.take_in(make_digest([SECOND]))
    assert library.index_waits() == 1
    assert library.look(library.parse("germain")).rows.tolist() == [2]
    assert library.look(library.parse("germain")).notices == ()


def test_a_rebuild_takes_every_paper_and_tells_how_far_it_is(library: Library):
    library.take_in(make_digest(250))
    told: list[tuple[int, int]] = []
    assert library.rebuild_index(lambda done, total: told.append((done, total))) == 250
    assert told == [(100, 250), (200, 250), (250, 250)]
    assert (library.index_waits(), library.indexed()) == (0, 250)


def test_a_change_of_the_text_goes_to_the_index_and_a_change_of_votes_does_not(library: Library):
    from datetime import timedelta

    from paperfeed.paper import Listed

    library.take_in(make_digest([Listed(FIRST, 1)]))
    library.index_waiting()
    library.take_in(make_digest([Listed(FIRST, 9)], captured=make_digest().captured + timedelta(1)))
    assert library.index_waits() == 0
    library.take_in(
        make_digest([Listed(make_paper(1, title="Other", abstract="", authors=()), 9)],
                    captured=make_digest().captured + timedelta(2))
    )  # fmt: skip
    assert library.index_waits() == 1
    library.index_waiting()
    assert library.look(library.parse("other")).rows.tolist() == [1]
    assert library.look(library.parse("writes")).rows.tolist() == []


def test_relevance_puts_the_title_first(library: Library):
    said = "A long abstract that says words and more words about nothing much at all. "
    library.take_in(
        make_digest([Paper(title="Other", abstract=said + "lattice", arxiv_id="2503.00001"),
                     Paper(title="A lattice", abstract=said, arxiv_id="2503.00002")])
    )  # fmt: skip
    library.index_waiting()
    query = library.parse("lattice")
    assert library.look(query, "day").rows.tolist() == [1, 2]
    assert library.look(query, "relevance").rows.tolist() == [2, 1]
    assert library.look(query, "relevance").days == ()

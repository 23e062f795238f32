"""Scores of words and sets of papers: held against plain arithmetic, bounded in what is remembered."""

from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.index import postings
from paperfeed.index import scores as scores_module
from paperfeed.index.schema import document, schema
from paperfeed.index.scores import Hits, Scores
from paperfeed.index.weights import FIELDS
from paperfeed.paper import Paper

EVERYWHERE = FIELDS[""]
TITLE = FIELDS["title"]
SIZE = 12


def scores_of(folder: Path, *pieces: Sequence[Paper], deleted: Sequence[int] = ()) -> Scores:
    """The scores of an index over these pieces, its papers numbered from 0."""
    folder.mkdir(exist_ok=True)
    index = postings.Storage(str(folder)).create_index(schema())
    row = 0
    for papers in pieces:
        writer = postings.writer_of(index)
        for paper in papers:
            row += 1
            writer.add_document(**document(row, paper))
        writer.commit(merge=False)
    if deleted:
        writer = postings.writer_of(index)
        for number in deleted:
            writer.delete_document(number)
        writer.commit(merge=False)
    return Scores(postings.leaves(index.reader()))


def titled(*titles: str) -> list[Paper]:
    return [make_paper(number, title=title, abstract="", authors=()) for number, title in enumerate(titles, 1)]


def as_found(hits: Hits) -> dict[int, float]:
    """The papers with their scores; nothing else may have one, and they stand in order."""
    assert sum(score != 0 for score in hits.scores) == len(hits.numbers)
    assert list(hits.numbers) == sorted(set(hits.numbers))
    return {number: hits.scores[number] for number in hits.numbers}


# Sets of papers


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Scores:
    return scores_of(tmp_path_factory.mktemp("sets"), [make_paper(n) for n in range(SIZE)])


def made(found: dict[int, int]) -> Hits:
    values = array("f", (found.get(number, 0) for number in range(SIZE)))
    return Hits(array("I", sorted(found)), values)


SETS = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 1_000))
SOME = st.lists(SETS, min_size=1, max_size=4)


@given(SOME)
def test_papers_in_any_of_several_sets_have_their_scores_added_up(sets, some):
    assert as_found(sets.any_of([made(one) for one in some])) == dict(sum(map(Counter, some), Counter()))


@given(SOME)
def test_papers_in_all_of_several_sets_have_their_scores_added_up(sets, some):
    both = set(some[0]).intersection(*some)
    assert as_found(sets.all_of([made(one) for one in some])) == {n: sum(one[n] for one in some) for n in both}


@given(SOME)
def test_papers_in_the_best_of_several_sets_have_the_best_of_their_scores(sets, some):
    assert as_found(sets.best_of([made(one) for one in some])) == {
        number: max(one.get(number, 0) for one in some) for number in set().union(*some)
    }


@given(SETS, SETS)
def test_papers_without_those_of_another_set_keep_their_scores(sets, whole, part):
    left = {number: score for number, score in whole.items() if number not in part}
    assert as_found(sets.without(made(whole), made(part))) == left
    assert as_found(sets.only(made(whole), sorted(left))) == left


@given(SOME)
def test_what_is_put_together_leaves_its_parts_as_they_were(sets, some):
    parts = [made(one) for one in some]
    for together in (sets.any_of, sets.all_of, sets.best_of):
        together(parts)
    sets.without(parts[0], parts[-1])
    assert [as_found(part) for part in parts] == some


def test_everything_is_every_paper_and_nothing_is_none(sets):
    assert set(as_found(sets.everything())) == set(range(SIZE))
    assert as_found(sets.nothing()) == {}
    assert len(sets.nothing().scores) == SIZE


# Words


def test_a_word_counts_more_the_rarer_it_is_and_the_shorter_the_field(tmp_path):
    scores = scores_of(
        tmp_path, titled("otter", "otter in a long title of very many words", "common", "common", "common")
    )
    rare, frequent = as_found(scores.word("otter", TITLE)), as_found(scores.word("common", TITLE))
    assert rare.keys() == {0, 1}
    assert rare[0] > rare[1]
    assert rare[0] > frequent[2]
    assert (scores.frequency("common", "title"), scores.frequency("common", "abstract")) == (3, 0)
    assert scores.has("otter", EVERYWHERE) and not scores.has("zebra", EVERYWHERE)


def test_deleted_papers_are_in_no_set(tmp_path):
    papers = titled("otter swims", "otters and others", "an otter", "another")
    scores = scores_of(tmp_path, papers[:2], papers[2:], deleted=[1, 2])
    assert as_found(scores.word("otter", TITLE)).keys() == {0}
    assert as_found(scores.begun("ot", TITLE, limited=False)).keys() == {0}
    assert as_found(scores.alike("oter", TITLE)).keys() == {0}
    assert as_found(scores.any_word(["otter", "anoth"], TITLE)).keys() == {0, 3}
    assert as_found(scores.everything()).keys() == {0, 3}


@pytest.mark.parametrize("limited", [False, True])
def test_a_beginning_finds_all_papers_while_there_are_few(tmp_path, limited):
    scores = scores_of(tmp_path, titled("otter", "oak", "tree"), titled("ocean", "otters"))
    assert as_found(scores.begun("o", TITLE, limited)).keys() == {0, 1, 3, 4}
    assert as_found(scores.begun("ot", TITLE, limited)).keys() == {0, 4}
    assert as_found(scores.begun("zz", TITLE, limited)) == {}


def test_a_limited_beginning_finds_the_papers_of_the_most_frequent_words(tmp_path, monkeypatch):
    often, sometimes, once = ["oak"] * 5, ["otter"] * 3, ["ocean", "onion"]
    scores = scores_of(tmp_path, titled(*often, *sometimes, *once))
    monkeypatch.setattr(scores_module, "MOST_ENDINGS", 2)
    assert as_found(scores.begun("o", TITLE, limited=True)).keys() == set(range(8))
    assert as_found(scores.begun("o", TITLE, limited=False)).keys() == set(range(10))
    monkeypatch.setattr(scores_module, "MOST_POSTINGS", 6)
    assert as_found(scores.begun("o", ("title", "abstract"), limited=True)).keys() == set(range(5))
    monkeypatch.setattr(scores_module, "MOST_POSTINGS", 1)  # the most frequent one is read whatever it takes
    assert as_found(scores.begun("o", ("title", "authors"), limited=True)).keys() == set(range(5))


def test_words_that_are_spelt_nearly_so_are_found_with_the_word_itself(tmp_path):
    scores = scores_of(tmp_path, titled("transformer", "transformers", "transfromer", "former", "rtansformer"))
    assert as_found(scores.alike("transform", TITLE)).keys() == {0, 1, 2, 4}
    assert as_found(scores.alike("zebra", TITLE)) == {}


def test_the_nearest_words_are_the_likeliest_first_and_not_much_rarer_than_it(tmp_path, monkeypatch):
    scores = scores_of(tmp_path, titled(*["model"] * 3, "modal", "medal", "yodel"))
    assert scores.nearest("modle").terms == ["model"]
    assert scores.nearest("mdel").terms == ["model"]
    assert scores.nearest("omdel").terms == ["model"]
    assert scores.nearest("modl").terms == ["model", "modal"]
    assert scores.nearest("q").terms == []
    assert scores.nearest("hodel").terms == ["model", "yodel"]
    monkeypatch.setattr(scores_module, "RARER", 2)
    assert scores.nearest("moddl").terms == ["model"]


# Words side by side


@given(st.lists(st.lists(st.sampled_from(["red", "blue", "green"]), max_size=6), min_size=1, max_size=6),
       st.lists(st.sampled_from(["red", "blue", "green"]), min_size=1, max_size=3))  # fmt: skip
def test_words_stand_side_by_side_where_a_plain_reading_finds_them(tmp_path_factory, titles, wanted):
    scores = scores_of(tmp_path_factory.mktemp("beside"), titled(*map(" ".join, titles)))
    sure, perhaps, _ = scores.side_by_side(wanted, TITLE)
    size = len(wanted)
    there = {n for n, title in enumerate(titles) if any(title[at : at + size] == wanted for at in range(len(title)))}
    assert (sure, perhaps) == (there, set())


def test_side_by_side_is_in_one_field_and_a_compound_leaves_it_to_the_text(tmp_path):
    papers = [
        make_paper(1, title="Red", abstract="blue", authors=()),
        make_paper(2, title="Blue", abstract="Red blue", authors=()),
        make_paper(3, title="Gpt-4o writes", abstract="", authors=()),
    ]
    scores = scores_of(tmp_path, papers)
    assert scores.side_by_side(["red", "blue"], EVERYWHERE)[:2] == ({1}, set())
    assert scores.side_by_side(["gpt4o", "write"], EVERYWHERE)[:2] == (set(), {2})
    assert scores.side_by_side(["gpt", "4o", "write"], EVERYWHERE)[:2] == ({2}, set())
    assert scores.side_by_side(["zebra", "write"], EVERYWHERE)[:2] == (set(), set())


# Memory


def test_what_is_remembered_is_bounded_and_changes_nothing(tmp_path, monkeypatch):
    words = [f"word{number}" for number in range(60)]
    papers = titled(*(f"{word} shared" for word in words))
    rich = scores_of(tmp_path / "rich", papers)
    monkeypatch.setattr(scores_module, "ROOM", 8_000)
    monkeypatch.setattr(scores_module, "ROOM_PER_PAPER", 0)
    poor = scores_of(tmp_path / "poor", papers)
    for _ in range(2):
        for word in ("shared", *words):
            assert as_found(poor.word(word, TITLE)) == as_found(rich.word(word, TITLE))
            assert as_found(poor.begun(word, TITLE, limited=True)) == as_found(rich.begun(word, TITLE, limited=True))
            assert sum(4 * (len(hits.numbers) + len(hits.scores)) for hits in poor._held.values()) <= 8_000
    assert len(rich._held) == 2 * 61
    assert rich.word("word7", TITLE) is rich.word("word7", TITLE)


def test_what_was_asked_for_last_is_remembered_longest(tmp_path, monkeypatch):
    monkeypatch.setattr(scores_module, "ROOM", 2_000)
    monkeypatch.setattr(scores_module, "ROOM_PER_PAPER", 0)
    scores = scores_of(tmp_path, titled(*(f"word{number}" for number in range(10))))
    first = scores.word("word0", TITLE)
    for number in range(1, 10):
        scores.word(f"word{number}", TITLE)
        assert scores.word("word0", TITLE) is first
    for number in range(1, 10):
        scores.word(f"word{number}", TITLE)
    assert scores.word("word0", TITLE) is not first

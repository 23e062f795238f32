"""Where the words of a query stand in what is shown of an entry."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from builders import DAY, make_digest, make_paper, open_library
from hypothesis import given, settings
from hypothesis import strategies as st

from paperfeed.index import words
from paperfeed.index.finder import Finder
from paperfeed.parse import parse
from paperfeed.paths import assets
from paperfeed.query import Text


def found(query: str, text: str, field: str = "abstract", typing: bool = False) -> list[str]:
    """The places in a text that a query marks."""
    texts = parse(query, DAY).texts()
    spans = Finder(texts, texts[-1] if typing else None)({field: text})[field]
    return [text[span.start : span.end] for span in spans]


@cache
def abstracts() -> list[str]:
    """Real abstracts, those of the samples."""
    files = sorted((assets() / "samples").glob("*.json"))
    return [one["paper"]["summary"] for path in files for one in json.loads(path.read_text("utf-8"))]


# Words


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("model", "Models model a modelled remodel.", ["Models", "model", "modelled"]),
        ("masked tokens", "Mask a token, then unmask it", ["Mask", "token"]),
        ("gpt-4o", "gpt4o, GPT-4o and (GPT-4o)", ["gpt4o", "GPT-4o", "GPT-4o"]),
        ("gpt4o", "GPT-4o is not GPT-3", ["GPT-4o"]),
        ("gpt-4o", "GPT-4o is not GPT-3", ["GPT-4o"]),
        ("gpt-4o", "gpt4o is not GPT-3", ["gpt4o"]),
        ("gpt-4o", "GPT, or perhaps 4o", ["GPT", "4o"]),
        ("gpt-4o gpt", "GPT-4o is not GPT-3", ["GPT-4o", "GPT-3"]),
        ("k-nn", "a k-NN of a K and an NN", ["k-NN"]),
        ("pretrain", "pre-trained and pretraining", ["pre-trained", "pretraining"]),
        ("train", "pre-trained_models; train/test", ["pre-trained_models", "train"]),
        ("c++", "C++ and c, C#", ["C++"]),
        ("kahler", "Kähler (KÄHLER) kahler", ["Kähler", "KÄHLER", "kahler"]),
        ("naïve", "naive", ["naive"]),
        ("l2", "the ℓ2 norm", ["ℓ2"]),
        ("fine", "a ﬁne day … fine", ["ﬁne", "fine"]),
        ("attention", "“Attention…” is “attention”", ["Attention", "attention"]),
        ("the of", "the art of it", []),
        ("the art", "the art of it", ["art"]),
        ("stability", "stable, ability, stabilities", ["stabilities"]),
        ("x", "x and y", ["x"]),
        ("1", "1\ufe0f\u20e3 and 1", ["1\ufe0f\u20e3", "1"]),
        ("a OR zebra", "", []),
    ],
)
def test_words_are_marked_in_each_of_their_forms(query: str, text: str, marked: list[str]) -> None:
    assert found(query, text) == marked


def test_what_stands_after_a_minus_is_not_marked() -> None:
    assert found("apple -pear -(plum OR fig)", "apple pear plum fig") == ["apple"]


def test_what_is_looked_for_quickly_is_all_that_is_there() -> None:
    """Every fifth word of every abstract, looked for in all: held against looking at every word."""
    text = " ".join(abstracts())
    parts = [(match.start(), match[0], terms_of(match[0])) for match in re.finditer(r"\S+", text)]
    some = {word for abstract in abstracts() for word in abstract.split()[::5] if len(list(words.terms(word))) == 1}
    wrong = []
    for word in sorted(some):
        wanted = terms_of(word) - words.COMMON
        near = [(at, part) for at, part, terms in parts if terms & wanted]
        plain = [(at + start, at + end) for at, part in near for start, end in words.spans(part, wanted)]
        if [span[:2] for span in Finder([Text(word)])({"abstract": text})["abstract"]] != plain:
            wrong.append(word)
    assert len(some) > 300
    assert wrong == []


@cache
def terms_of(text: str) -> frozenset[str]:
    return frozenset(term for term, _ in words.terms(text))


@given(st.text(max_size=80), st.text(max_size=12), st.booleans(), st.booleans())
@settings(max_examples=200)
def test_any_text_is_marked_in_order_and_inside(text: str, wanted: str, phrase: bool, typing: bool) -> None:
    sought = Text(wanted, phrase)
    spans = Finder([sought], sought if typing and not phrase else None)({"title": text, "note": wanted})
    for field, shown in (("title", text), ("note", wanted)):
        end = 0
        for span in spans[field]:
            assert end <= span.start < span.end <= len(shown)
            end = span.end


# Phrases


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ('"mixture of experts"', "A Mixture of Experts. No mixture, no experts.", ["Mixture of Experts"]),
        ('"mixture of experts"', "a mixture-of-experts layer", ["mixture-of-experts"]),
        ('"mixture of experts"', "one mixture and many experts", ["mixture", "experts"]),
        ('"of experts"', "a mixture of experts", ["of experts"]),
        ('"language model"', "language models, a language, a model", ["language models"]),
        ('"language model" model', "language models, a language, a model", ["language models", "model"]),
        ('"to be or not"', "to be or not to be", ["to be or not"]),
        ('"a b" "b c"', "a b c", ["a b"]),
        ('"state of the art"', "state-of-the-art is the state (of the art)", ["state-of-the-art", "state (of the art"]),
        ('"video model" image', "an image-video model", ["image-video model"]),
        ('"one"', "one and the other", ["one"]),
        ('"deep', "deep", ["deep"]),
    ],
)
def test_a_phrase_is_marked_as_one_where_it_stands(query: str, text: str, marked: list[str]) -> None:
    assert found(query, text) == marked


def test_words_of_a_phrase_are_not_marked_alone_when_it_stands_in_another_field() -> None:
    texts = {"title": "Language models", "abstract": "A model of a language", "note": ""}
    spans = Finder(parse('"language model"', DAY).texts())(texts)
    assert [(span.start, span.end) for span in spans["title"]] == [(0, 15)]
    assert spans["abstract"] == []


def test_three_words_of_an_abstract_are_found_in_it_where_they_stand() -> None:
    looked_for = 0
    for abstract in abstracts():
        places = list(re.finditer(r"\S+", abstract))
        for first, last in zip(places[::9], places[2::9], strict=False):
            some = abstract[first.start() : last.end()]
            if '"' in some or len(list(words.words(some))) != 3:
                continue
            spans = Finder([Text(some, phrase=True)])({"abstract": abstract})["abstract"]
            begins, ends = (word.start for word in list(words.words(some))[::2])
            where = range(first.start() + begins, first.start() + ends)
            assert any(span.start <= where.start and where.stop < span.end for span in spans), some
            looked_for += 1
    assert looked_for > 200


# While one types


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("att", "Attention, attend, at, batter", ["Attention", "attend"]),
        ("modeli", "modeling is no model", ["modeling"]),
        ("masked tok", "a mask, tokens, masses", ["mask", "tokens"]),
        ("gpt-4", "GPT-4o and GPT-4", ["GPT-4o", "GPT-4"]),
        ("gpt-4", "GPT-3", ["GPT-3"]),
        ('"language mod', "language models, and a mode", ["language", "models", "mode"]),
        ("the", "the theory", ["theory"]),
        ("at", "attention at", []),
    ],
)
def test_the_word_that_is_being_typed_is_marked_as_a_beginning(query: str, text: str, marked: list[str]) -> None:
    assert found(query, text, typing=True) == marked


def test_two_letters_are_marked_in_titles_only() -> None:
    assert found("tr", "Trees and transformers", "title", typing=True) == ["Trees", "transformers"]
    assert found("tr", "Trees and transformers", "abstract", typing=True) == []
    assert found("t", "Trees and transformers", "title", typing=True) == []


def test_a_finished_word_is_no_beginning() -> None:
    assert found("att", "Attention") == []


# The door


def test_the_library_tells_of_each_entry_where_the_words_stand(tmp_path: Path) -> None:
    papers = [make_paper(1, title="Masked tokens", abstract="The experts mask."), make_paper(2)]
    with open_library(tmp_path) as library:
        library.take_in(make_digest(papers))
        entries = library.entries(library.look(library.parse("")).rows)
        told = library.found(entries, library.parse('mask -token "of experts" is:unread'))
        assert set(told) == {entry.row for entry in entries}
        first = told[entries[0].row]
        assert [span[:2] for span in first.title] == [(0, 6)]
        assert [span[:2] for span in first.abstract] == [(4, 11), (12, 16)]
        assert library.found(entries, library.parse("is:unread")) == {}
        begun = library.found(entries, library.parse("expe"), typing=True)[entries[0].row]
        assert [span[:2] for span in begun.abstract] == [(4, 11)]
        assert library.found(entries, library.parse("expe"))[entries[0].row].abstract == ()

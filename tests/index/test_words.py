"""Words: what a text is cut into, that query and index cut alike, and where words stand."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperfeed.index.schema import PaperAnalyzer
from paperfeed.index.words import LONGEST, Word, fold, plain, sequences, spans, stem, terms, words

LETTERS = "aAbBcoOvVsxX019äÄßéñİıσςΣβΩжЖ日本語ガｶﾞ학습ℓ₁²½ﬁµ"
"""Letters and digits of many kinds, and few enough to meet each other."""
TEXTS = st.text(st.sampled_from(LETTERS + " -.'’_‐+#,\u0301\u3099") | st.characters(), max_size=40)
WRITTEN = st.text(st.sampled_from(LETTERS + " -.'_,"), max_size=40)


def found_by(text: str, asked: str) -> bool:
    """Whether every word of `asked` is in `text`: by the whole of it, or by its parts."""
    held = {term for term, _ in terms(text)}
    return all(word.joined in held or held.issuperset(word.parts) for word in words(plain(asked)))


# What a text is cut into


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Masked Token Modeling", [("mask", 0), ("token", 1), ("model", 2)]),
        ("GPT-4o", [("gpt", 0), ("4o", 1), ("gpt4o", 0)]),
        ("GPT4o", [("gpt", 0), ("4o", 1), ("gpt4o", 0)]),
        ("C++ and C# or F#", [("c++", 0), ("and", 1), ("c#", 2), ("or", 3), ("f#", 4)]),
        ("Kähler naïve", [("kahler", 0), ("naiv", 1)]),
        ("snake_case", [("snake", 0), ("case", 1), ("snakecas", 0)]),
        ("k-NN's", [("k", 0), ("nn", 1), ("knn", 0)]),
        ("models’ and a model’s", [("model", 0), ("and", 1), ("a", 2), ("model", 3)]),
        ("3.5B in 2025", [("3", 0), ("5b", 1), ("35b", 0), ("in", 2), ("2025", 3)]),
        ("ℓ2 l1 F1 3D 7b", [("l2", 0), ("l1", 1), ("f1", 2), ("3d", 3), ("7b", 4)]),
        ("Synth²", [("synth", 0), ("2", 1), ("synth2", 0)]),
        ("256²", [("256", 0), ("2", 1), ("2562", 0)]),
        ("YOLOv8", [("yolo", 0), ("v8", 1), ("yolov8", 0)]),
        ("Conv2D", [("conv", 0), ("2d", 1), ("conv2d", 0)]),
        ("… — ! \ufffd _ __", []),
    ],
)
def test_a_text_is_cut_into_terms(text, expected):
    assert list(terms(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gpt4o-mini", [("gpt", 0), ("4o", 1), ("mini", 2), ("gpt4omini", 0), ("gpt4o", 0)]),
        ("Qwen2.5-VL", [("qwen", 0), ("2", 1), ("5", 2), ("vl", 3), ("qwen25vl", 0), ("qwen25", 0)]),
        ("the Mini-GPT4o", [("the", 0), ("mini", 1), ("gpt", 2), ("4o", 3), ("minigpt4o", 1), ("gpt4o", 2)]),
    ],
)
def test_a_piece_of_a_compound_is_a_term_too(text, expected):
    assert list(terms(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深度学习", [("深度", 0), ("度学", 1), ("学习", 2), ("习", 2)]),
        ("李明", [("李明", 0), ("明", 0)]),
        ("学", [("学", 0)]),
        ("深度learning-3学", [("深度", 0), ("度", 0), ("learn", 1), ("3", 2), ("learning3", 1), ("学", 3)]),
        ("ガンﾀﾞ", [("ガン", 0), ("ンダ", 1), ("ダ", 1)]),
        ("한국어", [("한국", 0), ("국어", 1), ("어", 1)]),
    ],
)
def test_chinese_japanese_and_korean_are_cut_into_pairs(text, expected):
    assert list(terms(text)) == expected


def test_a_single_chinese_character_asks_for_the_pairs_that_begin_with_it():
    assert [word.begins for word in words("学 学习 x")] == [True, False, False]
    assert all(any(term.startswith(char) for term, _ in terms("深度学习")) for char in "深度学习")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("transformers", "transformer"),
        ("Modeling", "modeled"),
        ("ＧＰＴ", "gpt"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "cafe"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("ﬁne-tuning", "fine-tuning"),
        ("fine‑tuning", "fine-tuning"),
        (r"$\ell_1$", "ℓ1"),
        ("ℓ₁", "l1"),
        (r"Schr\"odinger", "Schrödinger"),
        (r"\textbf{L}arge", "large"),
        ("β-VAE", "beta-vae"),
        (r"$\pi_0$", "pi0"),
        ("µP", "muP"),
        ("Gamme", "gammes"),
    ],
)
def test_forms_of_a_word_give_the_same_terms(one, other):
    assert list(terms(one)) == list(terms(other))


def test_a_greek_word_is_no_row_of_names():
    assert [term for term, _ in terms("λόγος ΔΔ δ")] == ["λογοσ", "δδ", "delta"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("GPT-4o", "gpt4o"),
        ("GPT-4o", "gpt-4o"),
        ("GPT-4o", "gpt 4o"),
        ("gpt4o", "GPT-4o"),
        ("GPT 4o", "gpt4o"),
        ("GPT-4o-mini", "gpt4o"),
        ("gpt4o-mini", "gpt4o"),
        ("Qwen2.5-VL", "qwen25"),
        ("Qwen2.5-VL", "qwen 2.5 vl"),
        ("YOLOv8", "yolo v8"),
        ("Llama3", "llama 3"),
        ("Llama-3.1", "llama3.1"),
        ("k-NN", "knn"),
        ("kNN", "k-nn"),
        ("3-D", "3d"),
        ("finetuned", "fine-tuning"),
        ("β-VAE", "beta-vae"),
        ("beta VAE", "β-VAE"),
        (r"the $\ell_1$-norm", "l1"),
        (r"the $\ell_1$-norm", "ℓ₁ norm"),
        (r"the l1 norm", r"$\ell_1$"),
        ("深度学习", "学习"),
    ],
)
def test_a_word_is_found_however_it_is_written(text, asked):
    assert found_by(text, asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("GPT-4", "gpt4o"), ("4o", "gpt4o"), ("C", "c++"), ("256²", "25"), ("L2", "l1"), ("学深", "学习")],
)
def test_another_word_is_not_found(text, asked):
    assert not found_by(text, asked)


def test_short_words_and_numbers_keep_their_form():
    assert [stem(word) for word in ("ai", "4o", "2503", "ünits")] == ["ai", "4o", "2503", "ünits"]


def test_a_word_without_end_is_cut():
    for text in ("a" * 20_000, "é" * 20_000, "a-" * 9_000, "a1" * 9_000):
        assert max(len(term) for term, _ in terms(text)) <= LONGEST


# Any text


@given(TEXTS)
def test_any_text_gives_terms_in_order_and_the_same_for_whoosh(text):
    made = list(terms(text))
    assert all(term and " " not in term for term, _ in made)
    starts = [word.place for word in words(text)]
    assert starts == sorted(set(starts))
    assert [(token.text, token.pos) for token in _copies(text)] == made


def _copies(text: str) -> list:
    class Copy:
        def __init__(self, token) -> None:
            self.text, self.pos = token.text, token.pos

    return [Copy(token) for token in PaperAnalyzer()(text, positions=True)]


@given(TEXTS)
@example("İİ GPT")
def test_words_stand_in_the_text_and_in_order(text):
    before = Word(0, 0, 0, (), (), None)
    for word in words(text):
        assert before.start <= word.start < word.end <= len(text)
        assert before.end <= word.end
        assert before.end <= word.start or before.parts[0][-1] == word.parts[0][0], "only pairs share a character"
        before = word


@given(TEXTS)
def test_every_word_of_a_text_finds_it(text):
    text = plain(text)
    for word in words(text):
        assert found_by(text, text[word.start : word.end])


@given(TEXTS.filter(lambda text: "$" not in text and "\\" not in text))
def test_composed_and_decomposed_texts_give_the_same_terms(text):
    assert list(terms(unicodedata.normalize("NFC", text))) == list(terms(unicodedata.normalize("NFD", text)))


@given(WRITTEN)
def test_capitals_and_small_letters_give_the_same_terms(text):
    made = list(terms(text))
    assert made == list(terms(text.lower())) == list(terms(text.casefold())) == list(terms(text.upper()))


@given(st.lists(st.sampled_from(["gpt", "4o", "llama3", "k", "nn", "β", "2", "v8", "naïve"]), min_size=2, max_size=4))
def test_a_compound_holds_its_parts_and_itself_as_one(pieces):
    held = {term for term, _ in terms("-".join(pieces))}
    for piece in pieces:
        assert held.issuperset(term for term, _ in terms(piece))
    assert held.issuperset(term for word in words("-".join(pieces)) for term, _ in word.forms())
    assert stem(fold("".join(map(fold, pieces)))) in held


# Phrases


@pytest.mark.parametrize(
    ("text", "apart", "joined"),
    [
        ("", " ", " "),
        ("A mixture of experts", " a mixtur of expert ", " a mixtur of expert "),
        ("GPT-4o writes C++", " gpt 4o write c++ ", " gpt4o write c++ "),
        (r"$\ell_1$-norm of 深度学习", " l1 norm of 深度 度学 学习 ", " l1norm of 深度 度学 学习 "),
    ],
)
def test_a_text_is_a_row_of_terms_to_find_phrases_in(text, apart, joined):
    assert sequences(text) == (apart, joined)


@pytest.mark.parametrize(
    ("phrase", "stands"),
    [
        ("gpt4o writes", True),
        ("gpt 4o write", True),
        ("writes fine-tuned", True),
        ("writes finetuned", True),
        ("writes gpt4o", False),
        ("pt 4o", False),
    ],
)
def test_a_phrase_stands_where_one_of_its_rows_does(phrase, stands):
    held = sequences("the GPT-4o writes fine-tuned models")
    assert any(row in whole for row in sequences(phrase) for whole in held) is stands


@given(TEXTS)
def test_the_rows_hold_the_terms_of_the_words(text):
    apart, joined = sequences(text)
    cut = list(words(plain(text)))
    assert apart.split(" ")[1:-1] == [part for word in cut for part in word.parts]
    assert joined.split(" ")[1:-1] == [word.joined or word.parts[0] for word in cut]


# Where words stand


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("Masked models model masks", {"model"}, ["models", "model"]),
        ("GPT-4o is not GPT", {"gpt"}, ["GPT-4o", "GPT"]),
        ("GPT-4o is not GPT", {"gpt4o"}, ["GPT-4o"]),
        ("gpt4o-mini", {"gpt4o"}, ["gpt4o-mini"]),
        ("Kähler and Kahler", {"kahler"}, ["Kähler", "Kahler"]),
        ("İzmir ½ ﬁne Cafe\u0301 cafe", {"cafe", "fine"}, ["ﬁne", "Cafe\u0301", "cafe"]),
        ("我们深度学习", {"深度", "度学", "学习"}, ["深度学习"]),
        ("nothing here", {"model"}, []),
        ("", {"model"}, []),
    ],
)
def test_the_words_looked_for_are_marked(text, wanted, marked):
    assert [text[start:end] for start, end in spans(text, frozenset(wanted))] == marked


def test_beginnings_of_words_are_marked_too():
    assert spans("Kähler models", frozenset(), begins="kah") == [(0, 6)]


@given(TEXTS, TEXTS)
def test_marked_places_lie_inside_the_text_and_in_order(text, wanted):
    ends = [0]
    for start, end in spans(text, frozenset(term for term, _ in terms(wanted)), begins=fold(wanted)):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


@given(TEXTS)
def test_all_words_of_a_text_are_marked_when_all_are_looked_for(text):
    text = plain(text)
    marked = spans(text, frozenset(term for term, _ in terms(text)))
    inside = {place for start, end in marked for place in range(start, end)}
    assert all(inside.issuperset(range(word.start, word.end)) for word in words(text))

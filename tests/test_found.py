"""What an entry of a search shows: the places of the words, and the piece of text that says most."""

import re
from collections.abc import Mapping

import pytest
from builders import DAY, make_paper
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.found import Find, Piece, Span, found_in, from_best, pieces, snippet
from paperfeed.marks import Entry, Marks
from paperfeed.paper import Paper, PaperId

FILLER = "and so it goes on for a while without a word of what matters here "


def looking_for(*wanted: str) -> Find:
    """Finds these words, as they are written."""

    def find(texts: Mapping[str, str]) -> dict[str, list[Span]]:
        return {field: spans_of(text, *wanted) for field, text in texts.items()}

    return find


def spans_of(text: str, *wanted: str) -> list[Span]:
    return [Span(*m.span(), m[0]) for m in re.finditer(r"\w+", text) if m[0] in wanted]


def piece(text: str, *wanted: str) -> Piece:
    return Piece(text, tuple(spans_of(text, *wanted)))


def entry_of(paper: Paper, note: str | None = None) -> Entry:
    return Entry(1, PaperId("arxiv:1"), paper, Marks(note=note), (), DAY, None)


def marked(piece: Piece) -> list[str]:
    return [text for text, found in pieces(*piece) if found]


# The snippet


def test_a_short_text_is_shown_whole() -> None:
    assert snippet(piece("an apple and a pear", "pear")) == piece("an apple and a pear", "pear")


def test_a_long_text_is_shown_from_a_word_a_little_before_what_was_found() -> None:
    text = FILLER * 5 + "then comes the apple and after it " + FILLER * 5
    shown = snippet(piece(text, "apple"))
    assert shown.text.startswith("… ")
    assert shown.text.endswith("…")
    assert f" {shown.text.removeprefix('… ').removesuffix('…')} " in text
    assert marked(shown) == ["apple"]
    assert shown.text.index("apple") <= 45


def test_nothing_is_cut_away_before_what_stands_at_the_beginning() -> None:
    assert snippet(piece("The apple " + FILLER * 9, "apple")).text.startswith("The apple and so")


def test_what_stands_at_the_end_is_shown_with_as_much_before_it_as_there_is_room_for() -> None:
    shown = snippet(piece(FILLER * 9 + "apple", "apple"))
    assert shown.text.endswith("matters here apple")
    assert 200 < len(shown.text) <= 240


def test_without_anything_found_the_beginning_is_shown() -> None:
    shown = snippet(piece(FILLER * 9))
    assert shown.text.startswith("and so it goes on")
    assert shown.text.endswith("…")
    assert len(shown.text) <= 240


def test_different_words_count_for_more_than_one_word_again_and_again() -> None:
    text = "apple apple apple apple " + FILLER * 5 + "an apple, a pear, " + FILLER * 5
    assert marked(snippet(piece(text, "apple", "pear"))) == ["apple", "pear"]


def test_words_that_were_told_already_count_for_less() -> None:
    text = FILLER * 5 + "an apple, a pear, " + FILLER * 5 + "and a plum " + FILLER * 5
    assert marked(snippet(piece(text, "apple", "pear", "plum"))) == ["apple", "pear"]
    assert marked(snippet(piece(text, "apple", "pear", "plum"), told={"apple", "pear"})) == ["plum"]


def test_of_places_that_say_as_much_the_first_is_shown() -> None:
    text = FILLER * 5 + "first apple " + FILLER * 5 + "second apple " + FILLER * 5
    assert "first apple" in snippet(piece(text, "apple")).text


def test_a_text_without_blanks_is_shown_around_what_was_found_too() -> None:
    text = "語" * 300 + "果" + "語" * 300
    shown = snippet(Piece(text, (Span(300, 301, "果"),)))
    assert marked(shown) == ["果"]
    assert len(shown.text) <= 240


WORDS = st.lists(st.sampled_from(["apple", "pear", "a", "longer-words", "語語語", "x" * 60, ","]), max_size=120)


@given(WORDS, st.integers(8, 120))
def test_a_snippet_is_part_of_its_text_and_marks_what_was_marked_there(parts: list[str], size: int) -> None:
    whole = piece(" ".join(parts), "apple", "pear")
    shown = snippet(whole, size)
    assert len(shown.text) <= size
    assert shown.text.removeprefix("… ").removesuffix("…") in whole.text
    assert set(marked(shown)) <= {"apple", "pear"}
    assert marked(shown) or not whole.spans or size < 100
    assert "".join(text for text, _ in pieces(*shown)) == shown.text


@given(WORDS, st.integers(8, 120))
def test_from_the_best_place_on_all_that_follows_is_kept(parts: list[str], size: int) -> None:
    whole = piece(" ".join(parts), "apple", "pear")
    rest = from_best(whole, size)
    assert whole.text.endswith(rest.text.removeprefix("… "))
    assert rest.spans == tuple(spans_of(rest.text, "apple", "pear"))


# The entry


def test_title_and_abstract_tell_where_the_words_stand() -> None:
    paper = make_paper(title="An apple a day", abstract="One apple.\n\nAnother apple.")
    found = found_in(entry_of(paper), looking_for("apple"))
    assert [span[:2] for span in found.title] == [(3, 8)]
    assert [span[:2] for span in found.abstract] == [(4, 9), (20, 25)]
    assert marked(found.snippet) == ["apple", "apple"]
    assert "\n" not in found.snippet.text


def test_places_are_those_of_the_text_as_it_is_shown() -> None:
    found = found_in(entry_of(make_paper(title="  An\u200b \x1b apple")), looking_for("apple"))
    assert [span[:2] for span in found.title] == [(5, 10)]


@pytest.mark.parametrize(
    ("facts", "note", "wanted", "label", "shown"),
    [
        ({"authors": ("Ada Lovelace", "Alan Turing")}, None, "Turing", "", "Ada Lovelace, Alan Turing"),
        ({"keywords": ("fruit", "apple pie")}, None, "pie", "keywords:", "fruit, apple pie"),
        ({"organization": "Orchard Labs"}, None, "Orchard", "", "Orchard Labs"),
        ({}, "bake this\nwith cinnamon", "cinnamon", "note:", "bake this with cinnamon"),
    ],
)
def test_words_that_stand_elsewhere_are_shown_where_they_stand(
    facts: dict[str, object], note: str | None, wanted: str, label: str, shown: str
) -> None:
    found = found_in(entry_of(make_paper(**facts), note), looking_for(wanted))
    assert (found.label, found.snippet.text) == (label, shown)
    assert marked(found.snippet) == [wanted]


def test_the_abstract_is_shown_when_it_or_the_title_has_all_the_words() -> None:
    paper = make_paper(title="An apple", abstract="Of a pear.", keywords=("apple", "pear"))
    found = found_in(entry_of(paper), looking_for("apple", "pear"))
    assert (found.label, found.snippet.text) == ("", "Of a pear.")


def test_what_adds_most_to_title_and_abstract_is_shown() -> None:
    paper = make_paper(title="An apple", authors=("Ada Pear",), keywords=("pear", "plum"))
    found = found_in(entry_of(paper), looking_for("apple", "pear", "plum"))
    assert (found.label, found.snippet.text) == ("keywords:", "pear, plum")


def test_an_entry_of_which_only_the_title_is_known_has_no_snippet() -> None:
    found = found_in(entry_of(Paper("An apple")), looking_for("apple"))
    assert found.snippet == Piece("")
    assert found.label == ""

"""Text from outside → text that is safe to store and to show."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed import clean as clean_module
from paperfeed.clean import ABSTRACT, MARKS_PER_LETTER, TITLE, clean, clean_paragraphs

JOINERS = "\u200c\u200d"
NASTY = st.sampled_from([
    "\x1b[31m", "\x9b2J", "\x00", "\r\n", "\n\n", "\u2028", "\x1f", "\u202e", "\u200b", "\u200d", "\ud800",
    "\U000e0041", "\u0301", "\u0344", "e", "\u1100", "\u1161", "\u09c7", "\u09be", "\u0316" * 5, " ", "  ", "é",
    "\ue000", "\u0378",
])  # fmt: skip
TEXTS = st.lists(st.text(st.characters(), max_size=20) | NASTY, max_size=20).map("".join)
LIMITS = st.integers(1, 40)
BOTH = pytest.mark.parametrize("cleaner", [clean, clean_paragraphs])
Cleaner = Callable[..., str]


@BOTH
@given(TEXTS, LIMITS)
def test_cleaning_twice_is_cleaning_once(cleaner: Cleaner, text: str, limit: int) -> None:
    once = cleaner(text, limit)
    assert cleaner(once, limit) == once


def test_what_passes_without_a_look_would_pass_with_one() -> None:
    """Each letter, and each beside each other kind: a sign behind it has every letter looked at."""
    passing = [chr(code) for code in range(0x10000) if clean_module._HARMLESS.fullmatch(chr(code))]
    assert len(passing) > 30_000
    looked_at = clean_module._plain("".join(passing) + "\u200b")
    assert looked_at == "".join(passing)
    assert all(unicodedata.is_normalized("NFC", char) for char in passing)


@BOTH
@given(TEXTS, LIMITS)
def test_nothing_that_a_terminal_obeys_or_hides_is_left_and_the_length_is_kept(
    cleaner: Cleaner, text: str, limit: int
) -> None:
    cleaned = cleaner(text, limit)
    kept = JOINERS + ("\n" if cleaner is clean_paragraphs else "")
    forbidden = ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
    assert [char for char in cleaned if char not in kept and unicodedata.category(char) in forbidden] == []
    assert len(cleaned) <= limit
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mRed\x1b]0;title\x07", "\ufffd[31mRed\ufffd]0;title\ufffd"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("a\x00b\x7fc", "a\ufffdb\ufffdc"),
        ("half a pair \ud800.", "half a pair \ufffd."),
    ],
)
def test_a_title_keeps_its_letters_but_loses_its_escape_sequences(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("hidden", ["\u202e", "\u2067", "\u200b", "\ufeff", "\u00ad", "\U000e0041"])
def test_invisible_characters_vanish_without_a_trace(hidden: str) -> None:
    assert clean(f"pay{hidden}pal") == "paypal"


@pytest.mark.parametrize(
    "text",
    [
        "naïve Σ-approach",
        "نی\u200cز",
        "क्\u200dष",
        "👩\u200d💻 at work",
        "深度学习",
        "[/] [red]x[/red] {0} $t \\[b]",
        "🇩🇪",
    ],
)
def test_letters_of_every_script_joiners_and_brackets_stay(text: str) -> None:
    assert clean(text) == clean_paragraphs(text) == text


def test_letters_come_out_composed_even_around_invisible_characters() -> None:
    assert clean("e\u0301 e\u200b\u0301") == "é é"


@pytest.mark.parametrize("between", ["", "\u200d", "\u200b"])
def test_combining_marks_cannot_climb_over_other_lines(between: str) -> None:
    climbing = clean("x" + ("\u0316" * 3 + between) * 50 + "y")
    assert climbing.count("\u0316") == MARKS_PER_LETTER
    assert climbing[0] == "x"
    assert climbing[-1] == "y"


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\r\n", "\t", "\x85", "\u2029", "\u00a0", "\x1f", " \n\n "])
def test_a_title_is_one_line_with_single_blanks(gap: str) -> None:
    assert clean(f"{gap}one{gap}two{gap}") == "one two"


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", " \n\n\n\n ", "\u2029\u2029", "\r\r"])
def test_an_abstract_keeps_its_paragraphs_as_one_line_each(gap: str) -> None:
    assert clean_paragraphs(f"{gap}one\ntwo  three{gap}four{gap}") == "one two three\n\nfour"


@BOTH
def test_what_is_too_long_ends_with_an_ellipsis(cleaner: Cleaner) -> None:
    assert cleaner("word word word", 10) == "word word…"
    assert cleaner("word  word word", 11) == "word word…"
    assert cleaner("0123456789", 10) == "0123456789"


def test_the_default_lengths_are_those_of_titles_and_abstracts() -> None:
    assert len(clean("é" * 5_000)) == TITLE
    assert len(clean_paragraphs("é" * 50_000)) == ABSTRACT


@pytest.mark.parametrize("text", [" " * 90_000, "a" + "\n" + " " * 90_000 + "x", "\n" * 90_000, "\n a" * 30_000])
def test_blanks_without_end_cost_no_time(text: str) -> None:
    begin = time.process_time()
    clean_paragraphs(text)
    assert time.process_time() - begin < 1

"""The signs, and texts beside them: in ASCII, and of one width on every terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed.glyphs import ASCII, UNICODE, Glyphs, glyphs_for, steady, to_ascii
from paperfeed.latex import to_unicode
from paperfeed.marks import Marks

TEXTS = st.text(max_size=40) | st.text(st.sampled_from("ab αβ²³₁₂·…論👩🔬🇩🇪🏽\u200d\ufe0f\u0301é½≤"), max_size=40)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("An α-VAE, Δ ≤ 5 × 10⁻³", "An alpha-VAE, Delta <= 5 x 10^-3"),
        (to_unicode(r"$\ell_1$, $n^2$, $x^\top$, $\mathbb{R}$, $a \to b$"), "l_1, n^2, x^T, R, a -> b"),
        ("“quoted” – naïve Łukasz … Ærø", '"quoted" - naive Lukasz ... AEro'),
        ("論文の要約 한국어", "????? ???"),
        ("👩\u200d🔬 👍🏽 🇩🇪 ❤\ufe0f 1\ufe0f\u20e3", "? ? DE ? 1"),
        ("𝛼𝔹 ﬁ ½ ™ Å", "alphaB fi 1/2 TM A"),
        ("5 votes · 3 stars, a·b", "5 votes - 3 stars, a*b"),
        ("e\u0301 a\u00a0b\u200b", "e a b"),
        ("a\ue000\ud800", "a??"),
    ],
)
def test_a_text_in_ascii_says_what_it_can(text: str, written: str) -> None:
    assert to_ascii(text) == written


@given(TEXTS)
def test_every_text_becomes_ascii_and_ascii_stays_as_it_is(text: str) -> None:
    written = to_ascii(text)
    assert written.isascii()
    assert to_ascii(written) == written
    assert all(unicodedata.category(char) != "Cc" for char in written if char not in text)


@given(TEXTS, st.integers(0, 40), st.sampled_from([UNICODE, ASCII]))
def test_the_beginning_of_a_text_gives_the_beginning_of_what_is_shown(text: str, end: int, glyphs: Glyphs) -> None:
    text = text.replace(" · ", " ")  # whether a dot parts two texts is seen from what follows
    assert glyphs.text(text).startswith(glyphs.text(text[:end]))


@given(TEXTS)
def test_what_is_steady_stays_and_nothing_is_added(text: str) -> None:
    assert steady(steady(text)) == steady(text)
    assert len(steady(text)) <= len(text)


def test_nothing_that_a_reader_needs_is_lost_for_the_width() -> None:
    for text in ("naïve é e\u0301", "論文 한국어", "שלום مرحبا", "👩 ❤ 🔬", "α ≤ β"):
        assert steady(text) == text
    assert steady("👩\u200d🔬 won 👍🏽 🇩🇪 1\ufe0f\u20e3") == "👩 won 👍 DE 1"


def test_each_sign_is_one_cell_and_those_of_one_column_differ() -> None:
    for glyphs in (UNICODE, ASCII):
        assert all(len(sign) == 1 for sign in glyphs[1:] if sign != glyphs.ellipsis)
        states = (glyphs.unread, glyphs.done, glyphs.snoozed, glyphs.dismissed, glyphs.selected, " ")
        assert len(set(states)) == len(states)
        assert glyphs.full != glyphs.empty and glyphs.folded != glyphs.unfolded
    assert all(sign.isascii() for sign in ASCII)


@pytest.mark.parametrize(
    ("marks", "signs"),
    [
        (Marks(), ("●", " ")),
        (Marks(read=1), (" ", " ")),
        (Marks(starred=1), ("●", "★")),
        (Marks(read=1, done=1, starred=1), ("✓", "★")),
        (Marks(snoozed="2025-03-15"), ("z", " ")),
        (Marks(read=1, snoozed="2025-03-15"), ("z", " ")),
    ],
)
def test_a_state_has_its_sign(marks: Marks, signs: tuple[str, str]) -> None:
    assert UNICODE.states(marks) == signs
    of = dict(zip(UNICODE[1:], ASCII[1:], strict=True)) | {" ": " "}
    assert ASCII.states(marks) == tuple(of[sign] for sign in signs)


@pytest.mark.parametrize(
    ("environment", "encoding", "ascii_only"),
    [
        ({"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, "UTF-8", False),
        ({"TERM": "xterm"}, "utf-8", False),
        ({"TERM": "xterm", "LC_ALL": "C"}, "ANSI_X3.4-1968", True),
        ({"TERM": "xterm", "LANG": "de_DE.ISO-8859-1"}, "ISO-8859-1", True),
        ({"TERM": "xterm", "LC_ALL": "", "LANG": "xx_XX.utf8"}, "ANSI_X3.4-1968", False),
        ({"TERM": "xterm", "LC_ALL": "C", "LANG": "en_GB.UTF-8"}, "ANSI_X3.4-1968", True),
        ({"TERM": "linux", "LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({"TERM": "screen.linux", "LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({"TERM": "dumb", "LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({"TERM": "vt100", "LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({"TERM": "linux-16color", "LANG": "en_GB.UTF-8"}, "UTF-8", True),
        ({}, "UTF-8", False),
    ],
)
def test_a_terminal_gets_the_signs_it_can_show(environment: dict[str, str], encoding: str, ascii_only: bool) -> None:
    assert glyphs_for("auto", environment, encoding) is (ASCII if ascii_only else UNICODE)
    assert glyphs_for(True, environment, encoding) is ASCII
    assert glyphs_for(False, environment, encoding) is UNICODE

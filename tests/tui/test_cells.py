"""What fits where: cutting, pieces in ASCII, and ASCII in as many cells as before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperfeed.found import Piece, Span
from paperfeed.glyphs import ASCII, UNICODE, Glyphs
from paperfeed.tui.cells import ascii_cells, beginning, cut, piece_in

TEXTS = st.text(max_size=40) | st.text(st.sampled_from("ab 論熊αβ²…👩🔬🇩🇪🏽\u200d\ufe0f\u0301é─│▌"), max_size=40)


@given(TEXTS, st.integers(0, 30), st.sampled_from([UNICODE, ASCII]))
def test_a_text_is_cut_to_its_room_and_says_so(text: str, width: int, glyphs: Glyphs) -> None:
    short = cut(text, width, glyphs)
    assert cell_len(short) <= width
    assert short == text if cell_len(text) <= width else short.endswith(glyphs.ellipsis[:width])
    assert short == text or short.startswith(beginning(text, width, glyphs))


@given(TEXTS)
def test_a_line_in_ascii_takes_as_many_cells_as_before(text: str) -> None:
    assert ascii_cells(text).isascii()
    assert cell_len(ascii_cells(text)) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("┌─│▌ j ↓ →", "+-|| j v >"),
        ("論 文", "?? ??"),
        ("“α” ≤ … e\u0301", '"a" < . e'),
        ("🔎 Search…", "/  Search."),
    ],
)
def test_what_is_laid_out_already_keeps_its_columns_in_ascii(text: str, written: str) -> None:
    assert ascii_cells(text) == written


def test_a_piece_keeps_its_words_where_they_stand() -> None:
    piece = Piece("α ≤ apple, 論 pie", (Span(4, 9, "a"), Span(11, 12, "b"), Span(13, 16, "c")))
    shown = piece_in(ASCII, piece)
    assert shown.text == "alpha <= apple, ? pie"
    assert [shown.text[span.start : span.end] for span in shown.spans] == ["apple", "?", "pie"]
    assert [span.word for span in shown.spans] == ["a", "b", "c"]
    assert piece_in(UNICODE, piece) is piece
    assert piece_in(UNICODE, Piece("👩\u200d🔬 won", (Span(4, 7, ""),))) == Piece("👩 won", (Span(2, 5, ""),))

"""What fits where: texts and the cells they take. Pure: strings in, strings out; no widget, no style."""

from rich.cells import cell_len, set_cell_size

from paperfeed.found import Piece, Span
from paperfeed.glyphs import Glyphs, to_ascii


def cut(text: str, width: int, glyphs: Glyphs) -> str:
    """A text in at most `width` cells, with an ellipsis where it is cut."""
    if cell_len(text) <= width:
        return text
    return beginning(text, width, glyphs) + glyphs.ellipsis[: max(width, 0)]


def beginning(text: str, width: int, glyphs: Glyphs) -> str:
    """What is left of a text that is cut so that with an ellipsis it takes `width` cells at most."""
    return set_cell_size(text, max(width - len(glyphs.ellipsis), 0)).rstrip()


def piece_in(glyphs: Glyphs, piece: Piece) -> Piece:
    """A piece of text as it is shown with these glyphs, its spans where the same words stand."""
    text, spans = piece
    if text.isascii():
        return piece
    shown = glyphs.text(text)
    if shown == text:
        return piece
    places = ((len(glyphs.text(text[:start])), len(glyphs.text(text[:end])), word) for start, end, word in spans)
    return Piece(shown, tuple(Span(*place) for place in places))


def ascii_cells(text: str) -> str:
    """A text in ASCII that takes as many cells as before: for what is laid out already."""
    if text.isascii():
        return text
    kept = "".join(char if char < "\x80" else _fitted(char) for char in text)
    return set_cell_size(kept, cell_len(text))


_NARROW = {"↑": "^", "↓": "v", "→": ">", "←": "<", "⇒": ">", "⇐": "<", "≠": "#", "🔎": "/"}
"""Signs of which the ASCII says something else when it is cut, or nothing."""


def _fitted(char: str) -> str:
    """One sign in as many cells as it has."""
    cells = cell_len(char)
    plain = _NARROW.get(char) or to_ascii(char)
    return plain[:cells].ljust(cells, "?" if plain == "?" else " ")

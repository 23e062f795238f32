"""A text → its lines, none wider than so many cells. Pure, and quick: it stands on the way of every key.

Owns where a line is broken. Knows no widget and no colour.
"""

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from paperfeed.found import Span

GAP = "   "
"""Between two items of a line."""
_ONE_CELL = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0481\u2010-\u2027\u2030-\u205e\u2200-\u22ff]*"
)
"""Texts of signs that are one cell wide, each and together: nearly all that comes."""


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, none wider than `width` cells; a word that is wider is cut."""
    if _ONE_CELL.fullmatch(text) and "  " not in text and text == text.strip(" "):
        return _wrapped_plain(text, width)
    return _wrapped_by_cells(text, width)


def _wrapped_plain(text: str, width: int) -> Iterator[str]:
    """The same where a sign is a cell: a line is found, not put together."""
    at = 0
    while len(text) - at > width:
        blank = text.rfind(" ", at, at + width + 1)
        yield text[at : blank if blank > 0 else at + width]
        at = blank + 1 if blank > 0 else at + width
    yield text[at:]


def _wrapped_by_cells(text: str, width: int) -> Iterator[str]:
    line, room = "", width
    for word in text.split(" "):
        cells = cell_len(word)
        if line and cells + 1 <= room:
            line, room = f"{line} {word}", room - cells - 1
            continue
        if line:
            yield line
        while cells > width:
            head = set_cell_size(word, width).rstrip() or word[0]
            yield head
            word = word[len(head) :]
            cells = cell_len(word)
        line, room = word, width - cells
    yield line


def flowed(items: Sequence[str], width: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Items side by side, as many as a line holds, each whole if it can be; and where in the line items begin."""
    line, starts = "", tuple[int, ...]()
    for item in items:
        if line and cell_len(line) + len(GAP) + cell_len(item) <= width:
            starts += (len(line) + len(GAP),)
            line += GAP + item
            continue
        if line:
            yield line, starts
        *full, line = wrapped(item, width)
        yield from ((piece, (0,) if number == 0 else ()) for number, piece in enumerate(full))
        starts = () if full else (0,)
    if line:
        yield line, starts


def within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans between two places of a text, counted from the first; what juts out is cut off."""
    return tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start, span.word)
        for span in spans
        if span.start < end and start < span.end
    )

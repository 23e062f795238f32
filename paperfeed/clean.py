"""Text from outside → text that is safe to store and to show.

Owns the rules for control characters, invisible characters and length. Knows nothing of papers,
terminals or files: whoever takes text in, or prints text that he did not write, passes it here.
"""

import re
import unicodedata

TITLE = 1_000
"""Characters a title may have."""
ABSTRACT = 20_000
"""Characters an abstract may have."""
NAME = 500
"""Characters a name, an id or another short fact may have."""
MARKS_PER_LETTER = 4
"""Combining marks kept on one letter; more are only there to climb over other lines."""

_BREAKS = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")
_PARAGRAPH = re.compile(r"\n\s*\n")
_JOINERS = "\u200c\u200d"
_HARMLESS = re.compile(
    "[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0481\u2010-\u2027\u2030-\u205e\u2100-\u2125"
    "\u2190-\u22ff\u2500-\u27bf\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3\uff01-\uff5e]*"
)
"""Text of letters and signs that stay as they are: nearly all that comes, and told a hundred times as fast."""


def clean(text: str, limit: int = TITLE) -> str:
    """One line: white space folded to single blanks, no control or invisible characters."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _shorten(_BLANKS.sub(" ", _plain(_BREAKS.sub(" ", text[: limit * 4]))).strip(), limit)


def clean_paragraphs(text: str, limit: int = ABSTRACT) -> str:
    """Like `clean`, with paragraphs kept as one line each, a blank line between them."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    lines = _BREAKS.sub("\n", text[: limit * 4].replace("\r\n", "\n"))
    paragraphs = (_BLANKS.sub(" ", _plain(part)).strip() for part in _PARAGRAPH.split(lines))
    return _shorten("\n\n".join(filter(None, paragraphs)), limit)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _plain(text: str) -> str:
    """Drops what is invisible and replaces what a terminal or SQLite would act on."""
    if _HARMLESS.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    visible = "".join(char for char in text if char in _JOINERS or unicodedata.category(char) != "Cf")
    for char in unicodedata.normalize("NFC", visible):
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks > MARKS_PER_LETTER:
                continue
        elif char not in _JOINERS:
            marks = 0
        if char.isspace():
            kept.append(char if char == "\n" else " ")
        elif category in ("Cc", "Cs", "Cn", "Co"):
            kept.append("\ufffd")
        else:
            kept.append(char)
    return "".join(kept)

"""Every sign that the interface draws, in Unicode and in ASCII, and what becomes of texts beside them.

Pure: values and functions of strings. Which set is used is decided once, by `glyphs_for`; whoever paints
is handed it. Nothing here knows a terminal, a widget or a colour.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from paperfeed.marks import Marks


class Glyphs(NamedTuple):
    """One set of signs, each one cell wide but for `ellipsis`, which is cut from a text's own room."""

    name: str
    unread: str
    star: str
    done: str
    snoozed: str
    woken: str
    dismissed: str
    cursor: str
    selected: str
    folded: str
    unfolded: str
    full: str
    empty: str
    rule: str
    upright: str
    dot: str
    ellipsis: str
    up: str
    down: str
    left: str
    right: str
    opening: str
    closing: str

    def text(self, text: str) -> str:
        """A text as it is shown beside these signs: of one width everywhere, or in ASCII."""
        return to_ascii(text) if self.ellipsis.isascii() else steady(text)

    def states(self, marks: "Marks") -> tuple[str, str]:
        """The two state columns of a row: dismissed, done, snoozed, back from a snooze or unread; starred."""
        unread = " " if marks.read is not None else self.woken if marks.woken else self.unread
        asleep = self.snoozed if marks.snoozed else unread
        first = self.dismissed if marks.dismissed else self.done if marks.done else asleep
        return first, self.star if marks.starred else " "


UNICODE = Glyphs(
    name="unicode",
    unread="●",
    star="★",
    done="✓",
    snoozed="z",
    woken="◉",
    dismissed="✗",
    cursor="▌",
    selected="◆",
    folded="▸",
    unfolded="▾",
    full="━",
    empty="─",
    rule="─",
    upright="│",
    dot="·",
    ellipsis="…",
    up="↑",
    down="↓",
    left="←",
    right="→",
    opening="“",
    closing="”",
)
ASCII = Glyphs(
    name="ascii",
    unread="o",
    star="*",
    done="+",
    snoozed="z",
    woken="@",
    dismissed="x",
    cursor=">",
    selected="#",
    folded="+",
    unfolded="-",
    full="#",
    empty=".",
    rule="-",
    upright="|",
    dot="-",
    ellipsis="...",
    up="^",
    down="v",
    left="<",
    right=">",
    opening='"',
    closing='"',
)

PLAIN_TERMINALS = ("linux", "dumb", "ansi", "unknown")
"""Terminals that have few signs beyond ASCII, or none. Those of the vt100's kind, too."""


def glyphs_for(wanted: bool | str, environment: Mapping[str, str], encoding: str) -> Glyphs:
    """The set that a setting asks for; if it is neither true nor false, the one that the terminal can show.

    `encoding` is the locale's. A UTF-8 that the environment names counts, even where that locale is not installed.
    """
    if isinstance(wanted, bool):
        return ASCII if wanted else UNICODE
    terminal = environment.get("TERM", "").lower().removeprefix("screen.").partition("-")[0]
    if terminal in PLAIN_TERMINALS or (terminal[:2] == "vt" and terminal[2:3].isdigit()):
        return ASCII
    named = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    return UNICODE if any("utf8" in one.lower().replace("-", "") for one in (named, encoding)) else ASCII


# Widths on which terminals do not agree

_PICTURE = "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_FLAGS = range(0x1F1E6, 0x1F200)
_ODD = (range(0x200B, 0x200E), range(0x2060, 0x2061), range(0x20E3, 0x20E4), range(0xFE00, 0xFE10),
        range(0x1F3FB, 0x1F400), range(0xE0000, 0xE01F0))  # fmt: skip
_MAY_DIFFER = frozenset(chr(code) for some in (_FLAGS, *_ODD) for code in some)


def steady(text: str) -> str:
    """A text without what is wide on one terminal and narrow on another.

    Of people and pictures joined into one, the first stands; a flag is its two letters; no shade, no variation.
    """
    if text.isascii() or _MAY_DIFFER.isdisjoint(text):
        return text
    alone = re.sub(f"\u200d{_PICTURE}", "", text)
    kept = (char if char not in _MAY_DIFFER else _letter_of_a_flag(char) for char in alone)
    return "".join(kept)


def _letter_of_a_flag(char: str) -> str:
    return chr(ord(char) - _FLAGS.start + ord("A")) if ord(char) in _FLAGS else ""


# Texts in ASCII

_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi"
_LETTERS = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", f"{_GREEK} chi psi omega".split(), strict=True))
_SIGNS = {
    "ς": "sigma", "–": "-", "—": "--", "―": "--", "‐": "-", "‑": "-", "‒": "-", "−": "-", "⁄": "/", "∕": "/",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‹": "'",
    "›": "'", "′": "'", "″": "''", "´": "'", "¨": '"', "¸": ",", "·": "*", "⋅": "*", "∙": "*", "•": "*", "∗": "*",
    "…": "...", "⋯": "...", "⋮": ":", "×": "x", "✕": "x", "÷": "/", "±": "+/-", "∓": "-/+", "≤": "<=", "≥": ">=",
    "⩽": "<=", "⩾": ">=", "≪": "<<", "≫": ">>", "≠": "!=", "≈": "~", "∼": "~", "≃": "~", "≅": "~", "∝": "~",
    "≡": "==", "≔": ":=", "∞": "inf", "√": "sqrt", "∑": "sum", "∏": "prod", "∫": "int", "∂": "d", "∇": "grad",
    "∈": "in", "∉": "not in", "⊂": "subset", "⊆": "subset", "∪": "union", "∩": "and", "∅": "{}", "∀": "all",
    "∃": "some", "¬": "not ", "∧": "and", "∨": "or", "⊕": "(+)", "⊗": "(x)", "⊙": "(.)", "∘": "o", "°": "deg",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇐": "<=", "⇔": "<=>", "↦": "|->", "⟶": "-->", "↑": "up",
    "↓": "down", "⟨": "<", "⟩": ">", "‖": "||", "∥": "||", "∣": "|", "⊤": "T", "⊥": "_|_", "⌊": "[", "⌋": "]",
    "⌈": "[", "⌉": "]", "†": "+", "‡": "++", "§": "S.", "¶": "P.", "©": "(c)", "®": "(r)", "™": "TM", "€": "EUR",
    "£": "GBP", "¥": "JPY", "¢": "c", "¿": "?", "¡": "!", "ª": "a", "º": "o", "ß": "ss", "æ": "ae", "Æ": "AE",
    "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "ng", "Ŋ": "Ng",
    "●": "o", "○": "o", "★": "*", "☆": "*", "✓": "+", "✔": "+", "✗": "x", "✘": "x", "◆": "#", "▌": "|", "▸": ">",
    "▾": "v", "▶": ">", "◀": "<", "▲": "^", "▼": "v", "█": "#",
}  # fmt: skip
_TABLE: Mapping[str, str] = {
    **_LETTERS,
    **{letter.upper(): name.capitalize() for letter, name in _LETTERS.items()},
    **_SIGNS,
    **dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺▔", "-"),
    **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻▎▏▐▍▕▊▋▉", "|"),
    **{chr(code): " " for code in range(0x2581, 0x2588)},
}
_OTHER_BOXES = range(0x2500, 0x2580)
_RAISED = {"<super>": "^", "<sub>": "_"}


def to_ascii(text: str) -> str:
    """The text in ASCII: letters without their marks, Greek by name, signs as they are typed, `?` for the rest.

    The beginning of a text gives the beginning of the result, so places can be carried over.
    """
    if text.isascii():
        return text
    made, before = [], ""
    for char in steady(text).replace(" · ", " - "):
        level, plain = ("", char) if char < "\x80" else _in_ascii(char)
        made.append(plain if level == before or not plain else level + plain)
        before = level if plain else before
    return "".join(made)


def _in_ascii(char: str) -> tuple[str, str]:
    """What marks a letter as raised or lowered, and a sign in ASCII."""
    if char in _TABLE:
        return "", _TABLE[char]
    if ord(char) in _OTHER_BOXES:
        return "", "+"
    kept = [part for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part)[0] not in "MC"]
    plain = "".join(_TABLE.get(part, part) for part in kept)
    if not plain.isascii() or (not plain and unicodedata.category(char) in ("Cc", "Cs", "Cn", "Co")):
        return "", "?"
    return _RAISED.get(unicodedata.decomposition(char).partition(" ")[0], ""), plain

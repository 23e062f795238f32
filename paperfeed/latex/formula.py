r"""A formula in LaTeX, without its dollars → Unicode: \ell_1 → ℓ₁, \frac{a+b}{2} \leq n^2 → (a+b)/2 ≤ n².

What is not known makes UnknownFormula, so that a formula is converted whole or not at all. The names
of symbols are pylatexenc's, which is imported when one is first asked for.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

LONGEST = 1_000
"""Characters of a formula or of an argument; a longer one stays as it is."""
DEEPEST = 8
"""How far arguments may stand in arguments."""

COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?|(.))", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_RUN = re.compile(r"[^\\{}^_~&$'\s]+")
_SIZE = re.compile(r"[bB]igg?[lrm]?|left|right|middle")
_BLANKS = re.compile(r"\s+")
_LOOSE = re.compile(r"(?<=[(\[⟨⌊⌈]) | (?=[)\]⟩⌋⌉,;])")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_ONE_PIECE = re.compile(r"[\w.′-]+|.")

FONTS = frozenset(
    re.findall(
        r"\w+",
        "mathbf mathcal mathrm mathsf mathit mathtt mathfrak mathscr mathnormal boldsymbol bm pmb operatorname mathop"
        " text textbf textit textsc textsf texttt textrm textmd textup textsl textnormal emph mbox hbox underline",
    )
)
"""Commands that only change how their argument looks."""
_FRACTIONS = frozenset(("frac", "tfrac", "dfrac", "cfrac", "nicefrac"))
_UNSEEN = frozenset(("displaystyle", "textstyle", "limits", "nolimits", "rm", "bf", "it", "cal", "sf", "tt"))
_MARKS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304", "dot": "\u0307",
    "ddot": "\u0308", "check": "\u030c", "overline": "\u0305", "vec": "\u20d7", "not": "\u0338",
}  # fmt: skip
_OWN = {
    "epsilon": "ε", "phi": "φ", "ast": "*", "star": "*", "bullet": "•", "prime": "′", "textgreater": ">",
    "textless": "<", "LaTeX": "LaTeX", "TeX": "TeX",
}  # fmt: skip
_PLANETS = frozenset(map(chr, range(0x263D, 0x2654)))  # whoever writes \saturn or \leo means a model
_BLACKBOARD = str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")
_RAISED = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
)
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISED_ALREADY = {"∘": "°", "⊤": "ᵀ", "*": "*", "†": "†", "‡": "‡", "′": "′", "°": "°"}
_SMALL_PAIRS = frozenset(("st", "nd", "rd", "th", "ij", "jk", "ik"))
"""Letters that are no word: 4th, xᵢⱼ; but x_max."""


class UnknownFormula(Exception):
    """There is something in a formula that is not known here."""


def formula(text: str, depth: int = 0) -> str:
    """Raises UnknownFormula."""
    return _LOOSE.sub("", _BLANKS.sub(" ", _Reader(text, depth).read())).strip()


def closings(text: str) -> dict[int, int]:
    """For each opening brace that is closed, and not too far away: where."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            start = opened.pop()
            if brace.start() - start <= LONGEST:
                found[start] = brace.start()
    return found


def script(sign: str, text: str) -> str:
    """A sub- or superscript (`_` or `^`): small where all its characters can be and it is no word."""
    text = _BLANKS.sub(" ", text).strip()
    if sign == "^" and text in _RAISED_ALREADY:
        return _RAISED_ALREADY[text]
    small = _RAISED if sign == "^" else _LOWERED
    if all(ord(char) in small for char in text) and (text in _SMALL_PAIRS or not _TWO_LETTERS.search(text)):
        return text.translate(small)
    return f"{sign}{_in_one_piece(text)}"


@lru_cache(maxsize=1_000)
def symbol(name: str) -> str | None:
    """What a command without an argument stands for: α, ≤, log."""
    if name in _OWN:
        return _OWN[name]
    spec = _names().get_macro_spec(name)
    made = getattr(spec, "simplify_repl", None)
    if not isinstance(made, str) or not made or spec.macroname != name or name == "today":
        return None
    if made.isspace():
        return " "
    return made if made.isprintable() and not re.search("..*[%<]|[%<].", made) and made not in _PLANETS else None


@lru_cache(maxsize=1)
def _names() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db().filter_context(keep_categories=["latex-base", "advanced-symbols"])


def _in_one_piece(text: str) -> str:
    return text if _ONE_PIECE.fullmatch(text) else f"({text.strip()})"


class _Reader:
    """Reads one formula, or one argument of it, from its beginning to its end."""

    def __init__(self, text: str, depth: int) -> None:
        if depth > DEEPEST:
            raise UnknownFormula
        self.text = text
        self.depth = depth
        self.at = 0
        self.closings = closings(text)

    def read(self) -> str:
        made = ""
        while self.at < len(self.text):
            start = self.at
            if run := _RUN.match(self.text, start):
                self.at = run.end()
                made += run[0]
            elif self.text[start] == "\\":
                piece = self.command(0)
                if _TWO_LETTERS.match(piece) and self.text.startswith(piece, start + 1) and made[-1:].isalnum():
                    made += " "  # n\log n
                self.skip_blank_after(piece, made)
                made += piece
            else:
                made += self.atom(0)
        return made

    def skip_blank_after(self, piece: str, before: str) -> None:
        r"""The blank behind a command may only be there to end its name: \Delta G, a\leq b."""
        if self.text[self.at : self.at + 1] != " ":
            return
        after = self.text[self.at + 1 : self.at + 2]
        sign = len(piece) == 1 and not piece.isascii()
        if piece in "∇∂∀∃¬" or (sign and (after.isalpha() if piece.isalpha() else not before.endswith(" "))):
            self.at += 1

    def atom(self, depth: int) -> str:
        """The next thing that a command or a script may take: a group, a command, a character."""
        if depth > DEEPEST:
            raise UnknownFormula
        sign = self.text[self.at : self.at + 1]
        if sign == "\\":
            return self.command(depth)
        if sign == "{":
            return self.group()
        if sign in ("}", "$", ""):
            raise UnknownFormula
        self.at += 1
        if sign in ("^", "_"):
            return script(sign, self.argument(depth))
        return "′" if sign == "'" else " " if sign in "~&" or sign.isspace() else sign

    def argument(self, depth: int) -> str:
        """The next atom that is not blank."""
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        return self.atom(depth + 1)

    def group(self) -> str:
        start, end = self.at, self.closings.get(self.at)
        if end is None:
            raise UnknownFormula
        self.at = end + 1
        return _Reader(self.text[start + 1 : end], self.depth + 1).read()

    def command(self, depth: int) -> str:
        found = COMMAND.match(self.text, self.at)
        if found is None:
            raise UnknownFormula
        name, sign, self.at = found[1], found[2], found.end()
        if sign:
            return self.sign(sign)
        if name in FONTS:
            return self.argument(depth)
        if name == "mathbb":
            return self.argument(depth).translate(_BLACKBOARD)
        if name in _MARKS:
            made = self.argument(depth)
            return unicodedata.normalize("NFC", made + _MARKS[name]) if len(made) == 1 else made
        if name in _FRACTIONS:
            above = _in_one_piece(self.argument(depth))
            return f"{above}/{_in_one_piece(self.argument(depth))}"
        if name == "sqrt":
            return f"√{_in_one_piece(self.argument(depth))}"
        if _SIZE.fullmatch(name):
            self.at += self.text.startswith(".", self.at)
            return ""
        known = "" if name in _UNSEEN else "deg" if name == "deg" else symbol(name)
        if known is None:
            raise UnknownFormula
        return known

    def sign(self, sign: str) -> str:
        r"""A command of one sign: \%, \,"""
        if sign in "%&$#_{}":
            return sign
        if sign in "!,;: \\\n":
            return "" if sign == "!" else " "
        if sign == "|":
            return "‖"
        raise UnknownFormula

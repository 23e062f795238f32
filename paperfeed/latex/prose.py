r"""The formulas ($…$, \(…\)) and the commands (\textbf{X}, \'e, \%) in a text → Unicode.

Only these are touched: a %, a _ or a lone dollar is a character of the text like any other.
"""

import re
import unicodedata

from paperfeed.latex.formula import COMMAND, DEEPEST, FONTS, LONGEST, UnknownFormula, closings, formula, script, symbol

_SPECIAL = re.compile(r"[$\\{~]")
_TO_DOLLAR = re.compile(r"(?:[^$\\]|\\.)+", re.DOTALL)
_AMOUNT = re.compile(r"[^\\^_{=<>]*\s[A-Za-z]{2,}[^\\^_{=<>]*")
"""Words between two dollars: prices, no formula."""
_SWITCH = re.compile(
    r"\\(?:em|bf|it|tt|sc|rm|sf|sl|bfseries|itshape|ttfamily|scshape|small|large|color\{[^{}]*\})(?![A-Za-z])\s*"
)
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])(?:([A-Za-z])|\{([A-Za-z]?)\}|\\([ij])(?![A-Za-z])|\{\\([ij])\})"
    r"|([uvHcdkbr])\{(?:([A-Za-z])|\\([ij]))\})"
)
_END_OF_QUOTE = re.compile(r"\\[\"'](?=[\s.,;:!?)\]]|$)")
_POSSESSIVE = re.compile(r"s(?!\w)")
_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_UNSEEN = frozenset(("allowbreak", "linebreak", "xspace", "protect", "noindent"))
_SHORT = {
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "etal": "et al.", "vs": "vs.", "cf": "cf.", "wrt": "w.r.t.",
    "Eg": "E.g.", "Ie": "I.e.",
}  # fmt: skip

Found = tuple[str, int]
"""What stands for a piece of the text, and where the text goes on."""


def prose(text: str, depth: int = 0) -> str:
    """`text` with its LaTeX as Unicode."""
    return text if depth > DEEPEST else _Prose(text, depth).converted()


def _formula(text: str, as_it_was: str, depth: int) -> str:
    try:
        return formula(text, depth) or as_it_was
    except UnknownFormula:
        return as_it_was


class _Prose:
    """A text, or an argument in it, that is read once from its beginning to its end."""

    def __init__(self, text: str, depth: int) -> None:
        self.text = text
        self.depth = depth
        self.closings = closings(text)
        self.has_quotes = _END_OF_QUOTE.search(text) is not None
        self.command_ended = -1

    def converted(self) -> str:
        pieces: list[str] = []
        at = 0
        while special := _SPECIAL.search(self.text, at):
            start = special.start()
            made, end = self.found(start) or (special[0], start + 1)
            pieces += (self.text[at:start], made)
            at = end
        return "".join((*pieces, self.text[at:]))

    def found(self, at: int) -> Found | None:
        sign = self.text[at]
        if sign == "$":
            return self.dollars(at)
        if sign == "{":
            return self.braced(at)
        if sign == "~":
            return (" ", at + 1) if self.is_tie(at) else None
        found = self.command(at)
        self.command_ended = found[1] if found else -1
        return found

    def dollars(self, at: int) -> Found | None:
        """A formula in dollars: the one that opens stands before ink, the one that closes behind it."""
        width = 2 if self.text.startswith("$$", at) else 1
        inside = _TO_DOLLAR.match(self.text, at + width, at + width + LONGEST)
        if inside is None or not self.text.startswith("$" * width, inside.end()):
            return None
        end = inside.end() + width
        if width == 1:
            if inside[0][0].isspace() or inside[0][-1].isspace():
                return None
            if self.text[end : end + 1].isdigit() and inside[0][0] != "\\":  # $\sim$50 is no price
                return None
        if "\n" in inside[0] or _AMOUNT.fullmatch(inside[0]):
            return None
        return _formula(inside[0], self.text[at:end], self.depth), end

    def braced(self, at: int) -> Found | None:
        r"""{\em X}, {\deg}, {\'e}: the braces go with the command."""
        inside = self.inside(at) if self.text.startswith("\\", at + 1) else None
        if inside is None:
            return None
        end = at + len(inside) + 2
        if switch := _SWITCH.match(inside):
            return prose(inside[switch.end() :], self.depth + 1), end
        made = prose(inside, self.depth + 1)
        return (f"{{{made}}}" if "\\" in made else made), end

    def is_tie(self, at: int) -> bool:
        """Whether ~ is a blank: in an argument, or beside a command. Elsewhere it means “about”."""
        before, after = self.text[at - 1 : at], self.text[at + 1 : at + 2]
        if self.depth or (at == self.command_ended and after.isalnum()):
            return True
        return after in ("\\", "$") and (before.isalpha() or before == ".")

    def inside(self, at: int) -> str | None:
        """What stands in the braces that open at a place."""
        end = self.closings.get(at)
        return None if end is None else self.text[at + 1 : end]

    def command(self, at: int) -> Found | None:
        command = COMMAND.match(self.text, at)
        if command is None:
            return None
        name, sign, end = command[1], command[2], command.end()
        as_it_was = command[0], end
        if sign:
            return self.sign(at, sign) or as_it_was
        if name in _UNSEEN:
            return "", end + self.text.startswith(" ", end)
        if name in _SHORT:
            return _SHORT[name], end + self.text.startswith(".", end)
        if argument := self.inside(end):
            return self.wrapped(at, name, argument, end) or self.accented(at) or as_it_was
        if name in FONTS and argument == "":
            return "", end + 2
        made = "°" if name == "deg" else symbol(name)
        if made is None:
            return as_it_was
        end += 2 * self.text.startswith("{}", end)
        after = self.text[end : end + 2]
        if made.isalpha() and self.text[at - 1 : at].isalpha() and after[:1] == " " and after[1:].islower():
            end += 1  # S\o ren
        return made, end

    def sign(self, at: int, sign: str) -> Found | None:
        r"""A command of one sign: \%, \(, \'e."""
        if sign in "%&$#_{}":
            return sign, at + 2
        if sign in " ,\n":
            return " " if sign == "," else sign, at + 2
        if sign in "([":
            end = self.text.find("\\)" if sign == "(" else "\\]", at + 2, at + 2 + LONGEST)
            inside = self.text[at + 2 : end]
            if end < 0 or "\n" in inside or _AMOUNT.fullmatch(inside):
                return None
            return _formula(inside, self.text[at : end + 2], self.depth), end + 2
        return self.accented(at)

    def accented(self, at: int) -> Found | None:
        r"""A letter with its accent: \'e, \"{o}, \c{c}. Where quotes are escaped, \" is none."""
        sign = self.text[at + 1]
        if sign in "'\"" and (self.has_quotes or _POSSESSIVE.match(self.text, at + 2)):
            return sign, at + 2
        accent = _ACCENT.match(self.text, at)
        if accent is None:
            return None
        letter = "".join(group or "" for group in accent.group(2, 3, 4, 5, 7, 8))
        made = unicodedata.normalize("NFC", letter + _MARKS[accent[1] or accent[6]]) if letter else sign
        return (made, accent.end()) if len(made) == 1 else None

    def wrapped(self, at: int, name: str, argument: str, start: int) -> Found | None:
        """A command with its argument in braces, which open at `start`."""
        end = start + len(argument) + 2
        inner = self.depth + 1
        if name in FONTS:
            return prose(argument, inner), end
        if name in ("textsuperscript", "textsubscript"):
            return script("^" if name == "textsuperscript" else "_", prose(argument, inner)), end
        if name in ("ensuremath", "mathbb"):
            command = self.text[at:end]
            return _formula(argument if name == "ensuremath" else command, command, inner), end
        before = self.text[at - 1 : at]
        gap = " " if before.isalnum() or before in (")", ".", ",") else ""
        if name == "url":
            return gap + re.sub(r"\\([%&#_~])", r"\1", argument), end
        if name == "footnote":
            return f"{gap}({prose(argument, inner)})", end
        if name in ("href", "textcolor") and (second := self.inside(end)):
            return prose(second, inner), end + len(second) + 2
        return None

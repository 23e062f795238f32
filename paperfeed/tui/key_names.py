"""What keys are called: by a person (`g g`, `PgDn`, `[`) and by Textual (`pagedown`, `left_square_bracket`).

A key, or two of them with a blank between, is kept as Textual calls it. Knows no action and no Textual.
"""

import contextlib
import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 2
"""Keys that may be pressed one after the other."""

_RENAMED: Final[Mapping[str, str]] = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that Textual calls otherwise than Unicode does."""


def _name_of(char: str) -> str:
    """What Textual calls the key that writes a character."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, char).lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


_SIGNS: Final[Mapping[str, str]] = {_name_of(sign): sign for sign in string.punctuation}
_SHOWN: Final[Mapping[str, str]] = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
_ALSO: Final[Mapping[str, str]] = {
    "return": "enter",
    "blank": "space",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "page-down": "pagedown",
    "pgup": "pageup",
    "page-up": "pageup",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "bksp": "backspace",
}
_NAMED: Final[Mapping[str, str]] = {
    **_ALSO,
    **{shown.lower(): name for name, shown in _SHOWN.items()},
    **{name: name for name in (*_SHOWN, *_SIGNS)},
}
"""Every name that a key may be written by, in small letters."""

_MODIFIER: Final = re.compile(r"(ctrl|control|c|alt|meta|m|shift|s)[+-](?=.)", re.IGNORECASE)
_MODIFIERS: Final[Mapping[str, str]] = {"control": "ctrl", "c": "ctrl", "meta": "alt", "m": "alt", "s": "shift"}
_NEVER: Final[Mapping[str, str]] = {
    "ctrl+i": "a terminal sends it as Tab",
    "ctrl+m": "a terminal sends it as Enter",
    "ctrl+left_square_bracket": "a terminal sends it as Esc",
    "ctrl+h": "a terminal sends it as Backspace",
    "ctrl+slash": "a terminal sends it as Ctrl-_",
    "ctrl+minus": "a terminal sends it as Ctrl-_",
    "ctrl+c": "it is for breaking off",
    "ctrl+q": "it always quits",
    "ctrl+p": "it always opens the palette",
}


def show_key(key: str) -> str:
    """A key, or a sequence of keys, as a person reads it."""
    return " ".join(map(_show_one, key.split(" ")))


def _show_one(key: str) -> str:
    *modifiers, last = key.split("+")
    shown = last if len(last) == 1 else _SHOWN.get(last) or _SIGNS.get(last) or _sign_called(last) or last
    return "-".join((*(one.capitalize() for one in modifiers), shown))


def _sign_called(name: str) -> str | None:
    """The sign of which this is the name. A _ in it may have been a hyphen."""
    words = name.split("_")
    hyphened = ("-".join((" ".join(words[:place]), " ".join(words[place:]))) for place in range(1, len(words)))
    for one in (" ".join(words), *hyphened):
        with contextlib.suppress(KeyError):
            return unicodedata.lookup(one)
    return None


def parse_key(text: str) -> str:
    """A key or a sequence as it was written, by its name. A ValueError says why it is none."""
    parts = text.split()
    if not parts:
        raise ValueError("a blank is no key: write Space")
    if len(parts) > LONGEST:
        raise ValueError(f"“{_short(text)}” has more than {LONGEST} keys one after the other")
    keys = [_parse_one(part) for part in parts]
    if len(keys) > 1 and "escape" in keys:
        raise ValueError(f"“{_short(text)}”: Esc takes back what was begun, so it stands alone")
    return " ".join(keys)


def _parse_one(text: str) -> str:
    if len(text) == 1:
        if not text.isprintable():
            raise ValueError("a control character is no key")
        return _NAMED.get(text) or _name_of(text)
    if name := _NAMED.get(text.lower()):
        return name
    modifiers, rest = set[str](), text
    if text[0] == "^" and len(text) == 2:
        modifiers, rest = {"ctrl"}, text[1]
    while match := _MODIFIER.match(rest):
        written = match[1].lower()
        modifiers.add(_MODIFIERS.get(written, written))
        rest = rest[match.end() :]
    if not modifiers and (sign := _sign_called(text)) and sign.isprintable() and _name_of(sign) == text:
        return text
    if not modifiers:
        raise ValueError(_no_key(text))
    return _with(modifiers, _parse_one(rest), text)


def _with(modifiers: set[str], key: str, text: str) -> str:
    """A key held with others, as Textual puts them together."""
    if "shift" in modifiers and len(key) == 1 and len(key.upper()) == 1 and key.isalpha():
        key = key.upper()
        modifiers = modifiers - {"shift"}
    elif "shift" in modifiers and (len(key) == 1 or key in _SIGNS):
        raise ValueError(f"“{_short(text)}”: write the sign that the keys give together")
    if "ctrl" in modifiers and len(key) == 1:
        key = key.lower()
    name = "+".join((*sorted(modifiers), key))
    if why := _NEVER.get(name):
        raise ValueError(f"“{_short(text)}” cannot be had: {why}")
    return "ctrl+@" if name in ("ctrl+space", "ctrl+at") else name  # they are one in a terminal


def _no_key(text: str) -> str:
    import difflib  # for a key that is none; every start would wait for it

    near = difflib.get_close_matches(text.lower(), _NAMED, 1)
    if len(text) == 2 and text.isprintable():
        return f"“{text}” is no key: keys one after the other have a blank between, “{' '.join(text)}”"
    hint = f" (did you mean {show_key(_NAMED[near[0]])}?)" if near else ""
    return f"“{_short(text)}” is no key{hint}"


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"

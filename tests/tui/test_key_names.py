"""Keys as a person writes them and as Textual names them."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import _character_to_key

from paperfeed.tui.key_names import parse_key, show_key


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("j", "j"),
        ("G", "G"),
        ("g g", "g g"),
        ("  g   i ", "g i"),
        ("Enter", "enter"),
        ("RETURN", "enter"),
        ("space", "space"),
        ("PgDn", "pagedown"),
        ("PageUp", "pageup"),
        ("Esc", "escape"),
        ("Del", "delete"),
        ("↓", "down"),
        ("F12", "f12"),
        ("[", "left_square_bracket"),
        ("left_square_bracket", "left_square_bracket"),
        ("Slash", "slash"),
        ("\\", "backslash"),
        ("+", "plus"),
        ("-", "minus"),
        ("* a", "asterisk a"),
        ("§", "section_sign"),
        ("é", "é"),
        ("ö", "ö"),
        ("Ctrl-S", "ctrl+s"),
        ("ctrl+s", "ctrl+s"),
        ("^s", "ctrl+s"),
        ("C-x", "ctrl+x"),
        ("Ctrl-_", "ctrl+underscore"),
        ("Ctrl-Space", "ctrl+@"),
        ("Ctrl-@", "ctrl+@"),
        ("Alt-x", "alt+x"),
        ("M-X", "alt+X"),
        ("Shift-i", "I"),
        ("Shift-Tab", "shift+tab"),
        ("ctrl+shift+up", "ctrl+shift+up"),
        ("Ctrl-Alt-Del", "alt+ctrl+delete"),
    ],
)
def test_a_key_is_read_however_it_is_written(written: str, name: str) -> None:
    assert parse_key(written) == name


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "a blank is no key: write Space"),
        ("   ", "a blank is no key: write Space"),
        ("gg", "“gg” is no key: keys one after the other have a blank between, “g g”"),
        ("a b c", "“a b c” has more than 2 keys one after the other"),
        ("Entr", "“Entr” is no key (did you mean Enter?)"),
        ("nonsense", "“nonsense” is no key"),
        ("x" * 50, f"“{'x' * 19}…” is no key"),
        ("g Esc", "“g Esc”: Esc takes back what was begun, so it stands alone"),
        ("Ctrl-i", "“Ctrl-i” cannot be had: a terminal sends it as Tab"),
        ("^[", "“^[” cannot be had: a terminal sends it as Esc"),
        ("Ctrl-/", "“Ctrl-/” cannot be had: a terminal sends it as Ctrl-_"),
        ("Ctrl-Q", "“Ctrl-Q” cannot be had: it always quits"),
        ("Shift-1", "“Shift-1”: write the sign that the keys give together"),
        ("Shift-/", "“Shift-/”: write the sign that the keys give together"),
        ("\x1b", "a control character is no key"),
    ],
)
def test_what_is_no_key_is_told(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(why)}$"):
        parse_key(written)


@pytest.mark.parametrize("sign", string.punctuation + string.ascii_letters + string.digits + "§°«»éßЖλ論")
def test_a_sign_has_the_name_that_textual_gives_it_and_is_shown_as_itself(sign: str) -> None:
    assert parse_key(sign) == _character_to_key(sign)
    assert show_key(parse_key(sign)) == sign


@pytest.mark.parametrize(
    ("name", "shown"),
    [("g g", "g g"), ("pagedown", "PgDn"), ("ctrl+s", "Ctrl-s"), ("shift+tab", "Shift-Tab"), ("o 1", "o 1"),
     ("left_curly_bracket", "{"), ("launch_media", "launch_media")],
)  # fmt: skip
def test_a_name_is_shown_as_a_person_reads_it(name: str, shown: str) -> None:
    assert show_key(name) == shown


@given(st.text(max_size=12))
def test_any_text_is_a_key_that_can_be_read_back_or_is_told_in_a_sentence(text: str) -> None:
    try:
        name = parse_key(text)
    except ValueError as why:
        assert str(why)
    else:
        if "_" not in show_key(name):  # of two hyphens in a sign's name nobody knows where they stood
            assert parse_key(name) == parse_key(show_key(name)) == name

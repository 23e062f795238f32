"""The key map in force: presets, settings on top of them, and what is said of those that cannot be."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperfeed import config
from paperfeed.config import KeySetting
from paperfeed.tui.key_map import ALWAYS, KeyMap, clashes, key_map
from paperfeed.tui.key_names import parse_key, show_key
from paperfeed.tui.key_reader import KeyReader, strip
from paperfeed.tui.keys import ACTIONS, Action
from paperfeed.tui.presets import PRESETS

KEYLESS: dict[str, set[str]] = {}
"""Actions that a preset leaves without a key, for something that matters more there."""
TABLE = (
    Action("up", ("k",), "Up", "", "Move"),
    Action("top", ("g g",), "Top", "", "Move"),
    Action("star", ("s", "asterisk"), "Star", "", "Mark"),
    Action("done", ("e",), "Done", "", "Mark"),
    Action("help", ("question_mark",), "Help", "", "Do"),
    Action("palette", ("colon",), "Palette", "", "Do"),
    Action("quit", ("q",), "Quit", "", "Do"),
    Action("next_card", ("e", "space"), "Next card", "", "Cards", "cards"),
    Action("end_cards", ("g",), "End", "", "Cards", "cards"),
)


def mapped(*lines: str, preset: str = "paperfeed", table: Sequence[Action] = TABLE) -> tuple[KeyMap, list[str]]:
    """The map with settings as `star = x, F5`, each on a line of its own, and the problems without the file's name."""
    settings = []
    for number, line in enumerate(lines, 1):
        name, _, keys = line.partition(" = ")
        settings.append(KeySetting(name, tuple(key for key in keys.split(", ") if key), f"config.toml:{number}"))
    found, problems = key_map(preset, settings, table)
    return found, [problem.removeprefix("config.toml:") for problem in problems]


def keys_of(found: KeyMap) -> dict[str, str]:
    return {action.name: ", ".join(map(show_key, action.keys)) for action in found.actions}


DEFAULTS = {action.name: ", ".join(map(show_key, action.keys)) for action in TABLE}


# Settings


def test_without_settings_the_keys_are_those_of_the_table() -> None:
    found, problems = key_map()
    assert found.actions == ACTIONS
    assert problems == ()


def test_an_action_gets_the_keys_that_the_settings_name_instead_of_its_own() -> None:
    found, problems = mapped("star = x, g s, F5", "up = ")
    assert problems == []
    assert keys_of(found) == {**DEFAULTS, "star": "x, g s, F5", "up": ""}
    assert found.by_keys()["g s"].name == "star"
    assert "s" not in found.by_keys()


def test_two_actions_can_change_places() -> None:
    found, problems = mapped("star = e", "done = s")
    assert problems == []
    assert (found.key_of("star"), found.key_of("done")) == ("e", "s")


def test_a_key_of_another_screen_is_free() -> None:
    found, problems = mapped("star = Space, g x")
    assert problems == []
    assert found.by_keys()["space"].name == "star"
    assert found.by_keys("cards")["space"].name == "next_card"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["star = e"], "1: keys.star: “e” is taken by done: it stays on “s”, “*”"),
        (["star = g"], "1: keys.star: “g” begins “g g”, which is taken by top: it stays on “s”, “*”"),
        (["star = k x"], "1: keys.star: “k x” begins with “k”, which is taken by up: it stays on “s”, “*”"),
        (["star = x", "done = x"], "2: keys.done: “x” is taken by keys.star in line 1: it stays on “e”"),
        (["up = x y", "done = x"], "2: keys.done: “x” begins “x y”, which is taken by keys.up in line 1: "
         "it stays on “e”"),
        (["star = x, x y"], "1: keys.star: “x y” and “x” cannot both be, one begins the other: it stays on “s”, “*”"),
        (["star = gg"], "1: keys.star: “gg” is no key: keys one after the other have a blank between, “g g”: "
         "it stays on “s”, “*”"),
        (["stra = x"], "1: unknown setting keys.stra (did you mean keys.star?): it is ignored"),
        (["xyzzy = x"], "1: unknown setting keys.xyzzy: it is ignored"),
        (["help = "], "1: keys.help: it always has a key: it stays on “?”"),
        (["up = q"], "1: keys.up: “q” is taken by quit: it stays on “k”"),
        (["up = " + ", ".join("0123456789")], "1: keys.up: more than 9 keys: it stays on “k”"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_named_with_its_line_and_changes_nothing(lines: list[str], told: str) -> None:
    found, problems = mapped(*lines)
    assert problems == [told]
    dropped = told.partition("keys.")[2].partition(":")[0]
    assert keys_of(found).get(dropped) == DEFAULTS.get(dropped)


def test_a_setting_that_counted_on_one_that_cannot_be_is_named_too() -> None:
    found, problems = mapped("star = e", "done = q")
    assert problems == [
        "2: keys.done: “q” is taken by quit: it stays on “e”",
        "1: keys.star: “e” is taken by done: it stays on “s”, “*”",
    ]
    assert keys_of(found) == DEFAULTS


def test_neither_help_nor_quit_can_be_taken_away_by_a_mistake() -> None:
    found, problems = mapped("up = ?", "star = q", "help = ", "quit = nonsense")
    assert len(problems) == 4
    assert keys_of(found) == DEFAULTS


KEYS = st.sampled_from(["", "q", "?", "e", "s", "g", "g g", "g x", "x", "x y", "k", ":", "Enter", "nonsense", " "])
SETTINGS = st.dictionaries(
    st.sampled_from([*(one.name for one in TABLE), "unknown"]), st.lists(KEYS, max_size=3), max_size=9
)


@given(SETTINGS)
def test_whatever_the_settings_say_no_key_stands_for_two_things_and_help_and_quit_have_one(
    settings: dict[str, list[str]],
) -> None:
    lines = [KeySetting(name, tuple(filter(None, keys)), "config.toml:1") for name, keys in settings.items()]
    found, problems = key_map("paperfeed", lines, TABLE)
    assert list(clashes(found.actions)) == []
    assert all(found.action(name).keys for name in ALWAYS)
    told = " ".join(problems)
    for line in lines:
        in_force = [show_key(key) for key in found.action(line.name).keys] if line.name != "unknown" else None
        assert f"keys.{line.name}" in told or in_force == list(dict.fromkeys(line.keys))


# Presets


def test_the_settings_know_every_preset_by_its_name() -> None:
    assert tuple(PRESETS) == config.PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_gives_keys_to_actions_of_the_table_and_none_to_two(name: str) -> None:
    found, problems = key_map(name)
    assert problems == ()
    assert PRESETS[name].keys() <= {action.name for action in ACTIONS}
    given = [action._replace(keys=tuple(map(parse_key, PRESETS[name].get(action.name, ())))) for action in ACTIONS]
    assert list(clashes(given)) == []
    assert list(clashes(found.actions)) == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_leaves_no_action_without_a_key_but_for_a_reason(name: str) -> None:
    found, _ = key_map(name)
    assert {action.name for action in found.actions if not action.keys} == KEYLESS.get(name, set())
    assert all(found.action(always).keys for always in ALWAYS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_changes_what_it_names_and_holds_down_no_ctrl(name: str) -> None:
    found, _ = key_map(name)
    for action in ACTIONS:
        keys = tuple(map(parse_key, PRESETS[name].get(action.name, ())))
        assert keys == () or set(keys) != set(action.keys), f"{action.name} is so by default"
        assert not any("ctrl+" in key or "alt+" in key for key in found.action(action.name).keys)


@pytest.mark.parametrize(
    ("preset", "keys"),
    [
        ("newsboat", {"unread": "N", "refresh": "r", "filter": "F", "browse": "o", "next_unread": "n"}),
        (
            "mutt",
            {"next_unread": "Tab", "undo": "u", "filter": "l", "star": "F", "done": "s", "tag": "Y", "refresh": "$"},
        ),
        ("gmail", {"back": "u", "done": "e", "star": "s", "open": "o", "undo": "z", "dismiss": "#", "unread": "U"}),
        ("vim", {"done": "d d", "undo": "u", "redo": "U", "top": "g g", "bottom": "G", "search": "/"}),
    ],
)
def test_hands_find_in_a_preset_what_they_know(preset: str, keys: dict[str, str]) -> None:
    found, _ = key_map(preset)
    assert {name: found.key_of(name) for name in keys} == keys


def test_a_key_that_a_preset_gives_away_is_taken_from_the_action_that_had_it() -> None:
    found, _ = key_map("mutt")
    assert found.by_keys()["l"].name == "filter"
    assert found.action("open").keys == ("enter",)


def test_settings_stand_on_the_preset() -> None:
    settings = [KeySetting("star", ("s",), "config.toml:3"), KeySetting("done", ("X",), "config.toml:4")]
    found, problems = key_map("mutt", settings)
    assert problems == ()
    assert (found.key_of("star"), found.key_of("done"), found.key_of("undo")) == ("s", "X", "u")
    _, problems = key_map("mutt", settings[:1])
    assert problems == ("config.toml:3: keys.star: “s” is taken by done: it stays on “F”",)


# What is made of it


def test_a_sentence_names_the_key_in_force() -> None:
    found, _ = mapped("star = F5, x", "done = ")
    assert found.told("{star} stars, {top} goes up") == "F5 stars, g g goes up"
    assert found.told("{done} is it") == ": Done is it"
    assert found.told("no key {here") == "no key {here"


def test_without_a_key_for_the_palette_its_own_one_is_named() -> None:
    found, _ = mapped("done = ", "palette = ")
    assert found.key_of("done") == "Ctrl-P Done"


def test_what_a_digit_opens_is_told_in_one_cell_or_not_at_all() -> None:
    settings = [
        KeySetting("view_inbox", ("I",), ""),
        KeySetting("view_all", ("g a",), ""),
        KeySetting("view_4", (), ""),
    ]
    found, _ = key_map("paperfeed", settings)
    assert found.digits() == {"1": "I", "2": "", "3": "3", "4": "", **{digit: digit for digit in "56789"}}


def test_a_reader_reads_the_keys_of_its_own_screen() -> None:
    found, _ = mapped("star = g s")
    inbox, cards = KeyReader(found), KeyReader(found, "cards")
    assert [inbox.read("g"), inbox.read("s")] == [None, found.action("star")]
    assert cards.read("g") == found.action("end_cards")
    inbox.read("g")
    assert inbox.strip(80) == "g …   g top · s star"
    assert inbox.strip(80, {"star": "Star of 3", "top": ""}) == "g …   s star of 3"
    assert inbox.strip(80, {"star": "", "top": ""}) == "g …   nothing here"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "a all of them · i inbox"),
        (23, "a all of them · i inbox"),
        (22, "a all of them  i inbox"),
        (15, "a all · i inbox"),
        (13, "a all  i inbo"),
        (9, "a a · i i"),
        (1, "a a  i i"),
    ],
)
def test_the_strip_shortens_what_does_not_fit(width: int, shown: str) -> None:
    assert strip([("a", "All of them"), ("i", "Inbox")], width) == shown

"""The table of actions and what is made of it: keys, help, palette; and that the sheet fits the code."""

import re
from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from textual.color import Color
from textual.theme import Theme
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, running, two_days

from paperfeed.query import TERMS
from paperfeed.tui import app as tui_app
from paperfeed.tui.actions import Actions
from paperfeed.tui.app import DARK, LIGHT
from paperfeed.tui.keys import ACTIONS, BAR_KEYS, by_keys, prefixes, show_key

NO_ACTIONS = {"run", "go_to_unread"}
"""Public methods of Actions that are no actions of the table."""


def test_every_action_of_the_table_can_be_carried_out_and_no_other_exists() -> None:
    methods = {name for name in vars(Actions) if not name.startswith("_")} - NO_ACTIONS
    assert methods == {action.name for action in ACTIONS}


def test_no_key_stands_for_two_actions() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys)) == len(by_keys())
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_no_key_that_begins_a_sequence_is_an_action_itself() -> None:
    assert not prefixes() & by_keys().keys()


def test_every_action_has_keys_a_title_and_a_help_line() -> None:
    assert all(action.keys and action.title and action.help and action.group for action in ACTIONS)


async def test_the_help_shows_every_action_and_every_term_of_a_query(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=(130, 160)) as app:
        await app.press("question_mark")
        await app.see("any other key closes this")
        for action in ACTIONS:
            assert action.help in app.text
            assert re.search(rf"{re.escape(action.shown)}\s+{re.escape(action.help)}", app.text)
        for keys, told in BAR_KEYS:
            assert re.search(rf"{re.escape(keys)}\s+{re.escape(told)}", app.text)
        for term in TERMS:
            assert term.form in app.text
            assert term.example in app.text


async def test_the_help_scrolls_in_a_small_window_and_any_other_key_closes_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("question_mark")
        await app.see("the next paper")
        assert TERMS[-1].example not in app.text
        await app.press("G")
        await app.see(TERMS[-1].example)
        await app.press("home", "j", "space", "k")
        await app.press("s")
        await app.see("Paper number 1")
        assert app.numbers("is:starred") == []


async def test_the_palette_finds_an_action_and_runs_it(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("colon")
        await app.see("Search for commands")
        await app.write("older day")
        await app.see("Older day   ]")
        await app.press("enter")
        await app.on("Paper number 11")


async def test_the_palette_over_the_help_does_no_harm(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("question_mark")
        await app.see("the next paper")
        await app.press("ctrl+p")
        await app.see("Search for commands")
        await app.write("older day")
        await app.see("Older day   ]")
        await app.press("enter", "escape")
        await app.on("Paper number 11")
        await app.press("s")
        await app.see("starred “Paper number 11”")


async def test_keys_typed_at_once_over_the_help_do_no_harm(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead("question_mark", "question_mark")
        await app.see("the next paper")
        app.type_ahead("x", "x", "x")
        await app.on("Paper number 1")
        await app.press("j")
        await app.on("Paper number 2")


async def test_the_palette_lists_every_action(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=(120, 160)) as app:
        await app.press("colon")
        await app.see("Search for commands", "leave; everything is saved already")
        for action in ACTIONS:
            assert f"{action.title}   {action.shown}" in app.text


@pytest.mark.parametrize(("keys", "told"), [(("x",), "x does nothing here"), (("g", "x"), "g x does nothing here")])
async def test_a_key_without_an_action_says_so(tmp_path: Path, keys: tuple[str, ...], told: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press(*keys)
        await app.see(told, "? shows the keys")


@pytest.mark.parametrize("key", ["tab", "shift+tab", "ctrl+a", "f5", "left", "right", "delete", "ctrl+c", "é", "論"])
async def test_other_keys_do_no_harm(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, two_days()) as app:
        app.type_ahead(key, "j")
        await app.on("Paper number 2")
        await app.settled()
        assert app.library.history() == []


async def test_every_key_of_every_action_is_taken(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("x")
        for keys in (
            keys for action in ACTIONS if action.name not in ("quit", "refresh", "browse") for keys in action.keys
        ):
            await app.press(*keys.split())
            await app.pilot.pause()
            assert f"{show_key(keys)} does nothing here" not in app.text
            await app.press("escape")
        assert app.app._exit is False


async def test_q_leaves(tmp_path: Path) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press("q")
        await app.until(lambda: app.app._exit, "the end")
        assert app.app.return_value is None


# The sheet


async def names_in_use(app: Driver) -> set[str]:
    """Every #id and .class that a widget has now, component classes too."""
    found = set()
    for node in (app.app.screen, *app.app.screen.query("*")):
        found |= {f".{name}" for name in node.classes}
        found |= {f".{name}" for kind in type(node).__mro__ for name in getattr(kind, "COMPONENT_CLASSES", ())}
        found |= {f"#{node.id}"} if node.id else set()
        found |= {kind.__name__ for kind in type(node).__mro__}
    return found


async def test_every_name_in_the_sheet_is_one_of_the_program(tmp_path: Path) -> None:
    sheet = Path(tui_app.__file__).with_name("paperfeed.tcss").read_text()
    selectors = re.findall(r"([^{}]+)\{[^}]*\}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    names = {name for part in selectors for name in re.findall(r"[.#][\w-]+|\b[A-Z]\w+", part)}
    assert len(names) > 20
    used: set[str] = set()
    async with running(tmp_path, two_days()) as app:
        for size in (WIDE, MEDIUM, NARROW, (15, 4)):
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            used |= await names_in_use(app)
        await app.pilot.resize_terminal(*NARROW)
        for key in ("enter", "slash", "escape", "question_mark"):
            await app.press(key)
            used |= await names_in_use(app)
    assert names - used == set()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 computes it."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in Color.parse(colour).rgb]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    grounds = {name: str(getattr(theme, name)) for name in ("background", "surface", "panel")}
    grounds["cursor"] = theme.variables["cursor"]
    texts = {name: str(getattr(theme, name)) for name in ("foreground", "primary", "accent", "warning", "error")}
    texts |= {name: theme.variables[name] for name in ("dim", "star", "bright")}
    poor = {
        f"{text} on {ground}": round(contrast(colour, under), 2)
        for text, colour in texts.items()
        for ground, under in grounds.items()
        if contrast(colour, under) < 4.5
    }
    assert poor == {}


def test_both_themes_name_the_same_colours() -> None:
    assert DARK.variables.keys() == LIGHT.variables.keys()


async def test_a_state_is_shown_by_a_glyph_and_not_by_colour_alone(tmp_path: Path) -> None:
    papers = [make_paper(n) for n in range(1, 5)]
    async with running(tmp_path, [make_digest(papers, day=date(2025, 3, 14))]) as app:
        await app.press("r", "j", "s", "j", "e")
        await app.see("done “Paper number 3”")
        marks = [line[1:5].split() for line in app.list_lines[1:5]]
        assert marks == [[], ["●", "★"], ["✓"], ["●"]]

"""The table of actions and what is made of it: keys, help, palette; and that the sheet fits the code."""

import re
from datetime import date
from pathlib import Path

import pytest
from builders import make_digest, make_paper
from textual import events
from tui.app_driver import MEDIUM, NARROW, WIDE, Driver, quiet, running, two_days

from paperfeed.config import KeySetting
from paperfeed.query import TERMS
from paperfeed.tui import app as tui_app
from paperfeed.tui import pressing
from paperfeed.tui.actions import Actions
from paperfeed.tui.inbox_screen import InboxScreen
from paperfeed.tui.key_map import clashes
from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import ACTIONS, BAR_KEYS, INBOX, TIMELINE, families, shown_keys
from paperfeed.tui.timeline_screen import TimelineScreen

NO_ACTIONS = {"go_on", "go_to_unread", "follow", "link_titles", "instead_of_opening"}
"""Public methods of a group that are no actions of the table."""


def test_every_action_of_the_table_can_be_carried_out_and_no_other_exists() -> None:
    groups = Actions(InboxScreen.__new__(InboxScreen)).groups
    methods = {
        (group, name)
        for group, one in groups.items()
        for name in vars(type(one))
        if not name.startswith("_") and name not in NO_ACTIONS
    }
    assert methods == {(action.group, action.name) for action in ACTIONS if action.scope == INBOX}


def test_no_key_stands_for_two_actions_or_begins_another_ones() -> None:
    assert list(clashes(ACTIONS)) == []
    assert len({action.name for action in ACTIONS}) == len(ACTIONS)


def test_every_action_of_the_timeline_can_be_carried_out_there() -> None:
    methods = {name.removeprefix("do_") for name in vars(TimelineScreen) if name.startswith("do_")}
    assert methods == {action.name.removeprefix(f"{TIMELINE}_") for action in ACTIONS if action.scope == TIMELINE}


def test_every_action_has_keys_a_title_and_a_help_line() -> None:
    assert all(action.keys and action.title and action.help and action.group for action in ACTIONS)


async def test_the_help_shows_every_action_and_every_term_of_a_query(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=(130, 260)) as app:
        await app.press("question_mark")
        await app.see("any other key closes this")
        for family in families(ACTIONS):
            assert re.search(rf"{re.escape(shown_keys(family))}\s+{re.escape(family[0].help)}", app.text)
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


@pytest.mark.parametrize("size", [WIDE, MEDIUM, NARROW])
async def test_the_help_is_searched_by_key_by_name_and_by_what_is_told(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, two_days(), size=size) as app:
        await app.press("question_mark")
        await app.see("the next paper")
        app.type_ahead("slash", "Z")
        await app.see("do again what was taken back")
        await app.see_no("the next paper", "take back what was done last")
        await app.press("backspace")
        await app.write("older day")
        await app.see("the first paper of the day below")
        await app.see_no("do again what was taken back", "the day above")
        await app.write("xx")
        await app.see("nothing here has “older dayxx”")
        await app.press("escape")
        await app.see("the next paper")
        await app.press("slash")
        await app.write("is:unread")
        await app.see("(lora OR adapter) is:unread")
        await app.press("enter", "j", "k", "q")
        await app.on("Paper number 1")
        assert app.app._exit is False


async def test_what_is_pasted_into_the_help_is_shown_safely(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("question_mark", "slash")
        app.app.post_message(events.Paste("[b]no\x1b[31m\nmarkup"))
        await app.see("nothing here has “[b]no�[31m markup”")


async def test_the_help_scrolls_by_the_keys_in_force_too(tmp_path: Path) -> None:
    keys = (KeySetting("bottom", ("B",), ""), KeySetting("search", ("f",), ""))
    async with running(tmp_path, two_days(), size=NARROW, config=quiet(keys=keys)) as app:
        await app.press("question_mark")
        await app.see("the next paper")
        await app.press("B")
        await app.see(TERMS[-1].example)
        await app.press("f")
        await app.write("redo")
        await app.see("do again what was taken back")


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
        app.type_ahead("X", "X", "X")
        await app.on("Paper number 1")
        await app.press("j")
        await app.on("Paper number 2")


async def test_the_palette_lists_every_action(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=(120, 330)) as app:
        await app.press("colon")
        await app.see("Search for commands", "leave; everything is saved already")
        for action in (one for one in ACTIONS if one.scope == INBOX):
            assert f"{action.title}   {action.shown}" in app.text


async def test_what_may_follow_a_key_is_shown_after_a_moment_and_esc_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), size=NARROW) as app:
        await app.press("s", "g")
        await app.see("g …   g top")
        await app.see_no("? keys", "z undo")
        await app.press("escape")
        await app.see("1 of 5 · ? keys")
        assert "Esc does nothing" not in app.text
        await app.press("i")
        await app.see("i does nothing here")


async def test_a_sequence_typed_at_once_never_shows_what_may_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressing, "STRIP_AFTER", 0.05)
    async with running(tmp_path, two_days()) as app:
        await app.press("s", "j")
        await app.see("2 of 5")
        app.type_ahead("g", "g")
        await app.on("Paper number 1")
        await app.pilot.pause(0.2)
        await app.see("starred “Paper number 1”", "1 of 5 · / search · ? keys")


# Keys of one's own


async def test_a_preset_is_in_force_everywhere(tmp_path: Path) -> None:
    async with running(tmp_path, two_days(), config=quiet(preset="mutt")) as app:
        await app.press("F")
        await app.see("starred “Paper number 1”", "u undo")
        await app.press("u")
        await app.see("undone: starred “Paper number 1”", "U again")
        await app.press("U")
        await app.see("done again: starred “Paper number 1”", "u undo")
        assert app.numbers("is:starred") == [1]
        await app.press("s")
        await app.see("done “Paper number 1”")
        await app.press("tab")
        await app.on("Paper number 3")
        await app.press("colon")
        await app.write("undo")
        await app.see("Undo   u")


async def test_keys_of_ones_own_are_in_force_and_named_in_every_sentence(tmp_path: Path) -> None:
    names = {
        "star": "w",
        "help": "f1",
        "search": "f2",
        "refresh": "f5",
        "view_all": "B a",
        "view_inbox": "I",
        "undo": "",
    }
    keys = tuple(KeySetting(name, (key,) if key else (), "") for name, key in names.items())
    async with running(tmp_path, two_days(), size=(160, 120), config=quiet(keys=keys)) as app:
        await app.see("F2 search · F1 keys", "▌I Inbox")
        await app.press("s")
        await app.see("s does nothing here   F1 shows the keys")
        await app.press("w")
        await app.see("starred “Paper number 1”   : Undo undo")
        await app.press("f1")
        await app.see("  w  ", "(no key)", "B a")
        await app.press("X", "4")
        await app.see("there is no view 4 yet   S keeps a search as one")
        await app.press("B", "a")
        await app.see("All · ")
        await app.press("I", "g", "b")
        await app.see("Nothing is snoozed.", "b lets the paper under the cursor sleep")


@pytest.mark.parametrize(("keys", "told"), [(("X",), "X does nothing here"), (("g", "x"), "g x does nothing here")])
async def test_a_key_without_an_action_says_so(tmp_path: Path, keys: tuple[str, ...], told: str) -> None:
    async with running(tmp_path, two_days()) as app:
        await app.press(*keys)
        await app.see(told, "? shows the keys")


@pytest.mark.parametrize("key", ["shift+tab", "ctrl+a", "f5", "left", "right", "delete", "ctrl+c", "é", "論"])
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
            keys
            for action in ACTIONS
            if action.scope == INBOX and action.name not in ("quit", "refresh", "browse", "cards", "catch_up")
            for keys in action.keys
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
        for keys in (("g", "c"), ("c", "j", "j", "j")):
            app.type_ahead(*keys)
            await app.until(lambda: app.app.screen is not app.screen, "the screen above")
            await app.settled()
            used |= await names_in_use(app)
            await app.press("escape")
            await app.until(lambda: app.app.screen is app.screen, "the inbox")
        for key in ("enter", "slash", "escape", "question_mark", "escape", "colon"):
            await app.press(key)
            used |= await names_in_use(app)
        await app.press("escape", "g", "h")
        used |= await names_in_use(app)
    assert names - used == set()


async def test_a_state_is_shown_by_a_glyph_and_not_by_colour_alone(tmp_path: Path) -> None:
    papers = [make_paper(n) for n in range(1, 5)]
    async with running(tmp_path, [make_digest(papers, day=date(2025, 3, 14))]) as app:
        await app.press("r", "j", "s", "j", "e")
        await app.see("done “Paper number 3”")
        marks = [line[1:5].split() for line in app.list_lines[1:5]]
        assert marks == [[], ["●", "★"], ["✓"], ["●"]]

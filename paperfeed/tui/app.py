"""The Textual application: themes, the palette, and the way in and out. The screen does the rest."""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from paperfeed.tui.backend import Backend
from paperfeed.tui.inbox_screen import InboxScreen
from paperfeed.tui.keys import ACTIONS, Action
from paperfeed.tui.layout import layout_for
from paperfeed.tui.worker import First

DARK = Theme(
    name="paperfeed-dark",
    primary="#7aa2f7",
    secondary="#7aa2f7",
    accent="#7aa2f7",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8ccd4",
    background="#16181d",
    surface="#16181d",
    panel="#20242c",
    dark=True,
    variables={"dim": "#959ca9", "star": "#e0af68", "cursor": "#2b3345", "rule": "#4a5060", "bright": "#f2f4f8"},
)
LIGHT = Theme(
    name="paperfeed-light",
    primary="#2450a4",
    secondary="#2450a4",
    accent="#2450a4",
    warning="#8a5a00",
    error="#b3261e",
    success="#2e6b1f",
    foreground="#2b2f36",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#eeeeea",
    dark=False,
    variables={"dim": "#5c636e", "star": "#8a5a00", "cursor": "#dbe4f7", "rule": "#a5aab3", "bright": "#000000"},
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}


class Palette(Provider):
    """Every action by name, with its key."""

    async def discover(self) -> Hits:
        for action in ACTIONS:
            yield DiscoveryHit(self._named(action), self._run(action.name), help=action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in ACTIONS:
            score = matcher.match(f"{self._title(action)} {action.help}")
            if score > 0:
                yield Hit(score, self._named(action), self._run(action.name), help=action.help)

    @property
    def _inbox(self) -> InboxScreen:
        app = self.app
        assert isinstance(app, PaperfeedApp)
        return app.inbox  # whatever screen the palette was opened over

    def _run(self, name: str) -> Callable[[], None]:
        return partial(self._inbox.actions.run, name)

    def _named(self, action: Action) -> Content:
        """The action with its key: as content, for a key such as [ is no markup."""
        return Content(f"{self._title(action)}   {action.shown}")

    def _title(self, action: Action) -> str:
        """The title; of a key for a saved view, the view's name."""
        return next((view.title for view in self._inbox.sidebar.saved if view.key in action.keys), action.title)


class PaperfeedApp(App[str]):
    """paperfeed in a terminal. Ends with "demo" when the samples are to be opened."""

    CSS_PATH = "paperfeed.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Palette}
    TITLE = "paperfeed"
    theme: Reactive[str] = Reactive("paperfeed-dark")
    """The default is set here: another one set at the start would have the styles read twice."""
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, backend: Backend, first: First, problems: Sequence[str] = ()) -> None:
        super().__init__()
        self.backend = backend
        self.inbox = InboxScreen(backend, first, problems)
        self.inbox.lay_out(layout_for(*self.size))  # before the first layout, or there would be two
        if backend.config.theme != "dark":
            self.theme = f"paperfeed-{backend.config.theme}"

    @property
    def available_themes(self) -> dict[str, Theme]:
        return {**super().available_themes, **THEMES}

    @property
    def current_theme(self) -> Theme:  # asked for with every line that is painted
        return THEMES.get(self.theme) or super().current_theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(DARK.variables)

    def get_default_screen(self) -> Screen[None]:
        return self.inbox

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        return ()

    def started(self) -> None:
        """The first frame is painted: what start-up made lives as long as the program does."""
        gc.collect()
        gc.freeze()
        gc.enable()

    def show_help(self) -> None:
        from paperfeed.tui.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

"""The Textual application: its looks, the palette, and the way in and out. The screen does the rest."""

import gc
import locale
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.filter import LineFilter, Monochrome
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme

from paperfeed.glyphs import ASCII, glyphs_for
from paperfeed.tui.backend import Backend
from paperfeed.tui.inbox_screen import InboxScreen
from paperfeed.tui.keys import Action
from paperfeed.tui.layout import layout_for
from paperfeed.tui.painting import AsciiOnly, Colourless
from paperfeed.tui.themes import DARK, THEMES, theme_named
from paperfeed.tui.worker import First

if TYPE_CHECKING:
    from paperfeed.tui.clipboard import Copied


class Palette(Provider):
    """Every action by name, with its key."""

    async def discover(self) -> Hits:
        for action in self._inbox.key_map.of():
            yield DiscoveryHit(self._named(action), self._run(action), help=action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._inbox.key_map.of():
            score = matcher.match(f"{self._title(action)} {action.help}")
            if score > 0:
                yield Hit(score, self._named(action), self._run(action), help=action.help)

    @property
    def _inbox(self) -> InboxScreen:
        app = self.app
        assert isinstance(app, PaperfeedApp)
        return app.inbox  # whatever screen the palette was opened over

    def _run(self, action: Action) -> Callable[[], None]:
        return partial(self._inbox.actions.run, action)

    def _named(self, action: Action) -> Content:
        """The action with its key: as content, for a key such as [ is no markup."""
        return Content(self._inbox.glyphs.text(f"{self._title(action)}   {action.shown}".rstrip()))

    def _title(self, action: Action) -> str:
        """The title; of a key for a saved view, the view's name."""
        return next(
            (view.title for view in self._inbox.sidebar.saved if action.name == f"view_{view.key}"), action.title
        )


def wanted_theme(app: "PaperfeedApp") -> str:
    return theme_named(app.backend.config.theme)


class PaperfeedApp(App[str]):
    """paperfeed in a terminal. Ends with "demo" when the samples are to be opened."""

    CSS_PATH = "paperfeed.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Palette}
    TITLE = "paperfeed"
    theme: Reactive[str] = Reactive(Initialize(wanted_theme))
    """The default is the setting: another one set at the start would have the styles read twice."""
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, backend: Backend, first: First, problems: Sequence[str] = ()) -> None:
        self.backend = backend  # first of all: the theme is asked for below
        super().__init__()
        self.no_color = bool(os.environ.get("NO_COLOR"))
        self.glyphs = glyphs_for(backend.config.ascii, os.environ, locale_encoding())
        last = ((Colourless(), self.no_color), (AsciiOnly(), self.glyphs is ASCII))
        self._last_filters: list[LineFilter] = [one for one, wanted in last if wanted]
        self.inbox = InboxScreen(backend, first, problems, self.glyphs)
        self.inbox.lay_out(layout_for(*self.size))  # before the first layout, or there would be two

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget passes. Textual would send greys where no colour is wanted."""
        usual = () if self.no_color else super().get_line_filters()
        return [*(one for one in usual if not isinstance(one, Monochrome)), *self._last_filters]

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
        gc.set_threshold(
            20_000, 50, 100
        )  # a collection in the midst of a key would be seen; little here goes in circles
        gc.enable()

    def send_copied(self, copied: "Copied") -> None:
        """A text that was copied, for the line of a search to paste, and what the terminal is to have of it."""
        self._clipboard = copied.text
        if copied.sequence and self._driver is not None:
            self._driver.write(copied.sequence)

    def show_help(self) -> None:
        from paperfeed.tui.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.inbox.key_map, self.glyphs))


def locale_encoding() -> str:
    """The encoding of the locale. Windows' is none of the terminal's: that one is told everything as Unicode."""
    return "utf-8" if sys.platform == "win32" else locale.getencoding()

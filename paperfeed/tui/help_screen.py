"""The help: every key of the map in force and every term of a query, made from their tables; and a search in it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from paperfeed.clean import clean
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.query import TERMS
from paperfeed.tui.key_map import KeyMap
from paperfeed.tui.keys import BAR_KEYS, families, shown_keys

LONGEST_TYPED: Final = 200
_FAR: Final = 9_999
SCROLLS: Final[Mapping[str, Mapping[str, int]]] = {
    "down": {"j": 1, "down": 1},
    "up": {"k": -1, "up": -1},
    "read_on": {"space": 10},
    "page_down": {"pagedown": 10},
    "page_up": {"pageup": -10},
    "bottom": {"G": _FAR, "end": _FAR},
    "top": {"home": -_FAR},
}
"""The keys that scroll here in any key map, by the actions of which the keys in force do so too."""
IN_LINE: Final = ("up", "down", "pageup", "pagedown")
"""Those of them that scroll while something is typed too."""


class Row(NamedTuple):
    """A line of the help: what is pressed or typed, and what it does."""

    group: str
    shown: str
    told: str
    example: str = ""
    title: str = ""
    keys: tuple[str, ...] = ()

    def has(self, word: str) -> bool:
        """Whether a word that was typed stands here. A single sign is looked for among the keys first of all."""
        if len(word) == 1 and self.keys:
            return word in self.keys
        texts = (self.shown, self.told, self.example, self.title, self.group)
        return any(word.casefold() in text.casefold() for text in texts)


class HelpLine(Input):
    """The line in which words are typed that the help is to have."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text, LONGEST_TYPED), *self.selection)


class HelpScreen(ModalScreen[None]):
    """A page to scroll and to search; any other key closes it."""

    AUTO_FOCUS = ""

    def __init__(self, keys: KeyMap, glyphs: Glyphs = UNICODE) -> None:
        super().__init__()
        self._keys = keys
        self.glyphs = glyphs
        self._scrolls: dict[str, int] = {}
        for name, always in SCROLLS.items():
            self._scrolls |= dict.fromkeys(keys.action(name).keys, next(iter(always.values())))
        for always in SCROLLS.values():  # last, for these are what the bottom line names
            self._scrolls |= always
        self._finds = {"slash", *keys.action("search").keys}
        self._page = Static(help_table(keys, glyphs), markup=False)
        self._line = HelpLine(compact=True, placeholder="a key, or words", select_on_focus=False, id="help-line")

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            with VerticalScroll(id="help-page", can_focus=False):
                yield self._page
            yield self._line
            yield Static("j k scroll, / searches, any other key closes this", id="help-hint", markup=False)

    def on_mount(self) -> None:
        self._line.display = False

    def on_key(self, event: events.Key) -> None:
        if self.focused is self._line and not self._takes(event):
            return  # on to what any line does with a key, such as Backspace
        event.stop()
        event.prevent_default()
        if self.focused is self._line:
            self._type(event)
        elif event.key in self._scrolls:
            self._scroll(event.key)
        elif event.key in self._finds:
            self._line.display = True
            self.set_focus(self._line)
        elif self.is_current:  # of two keys typed at once, the first one closed it
            self.dismiss()

    def _takes(self, event: events.Key) -> bool:
        """Whether a key means something to the page while the line has the focus, or came before it had."""
        return event.key in ("escape", "enter", *IN_LINE) or (event.character is not None and event.is_printable)

    def _type(self, event: events.Key) -> None:
        if event.key == "escape":
            self._line.value = ""
            self._line.display = False
            self.set_focus(None)
        elif event.key == "enter":
            self.set_focus(None)
        elif event.key in IN_LINE:
            self._scroll(event.key)
        else:
            self._line.insert_text_at_cursor(event.character or "")

    def _scroll(self, key: str) -> None:
        self.query_one("#help-page", VerticalScroll).scroll_relative(y=self._scrolls[key], animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._page.update(help_table(self._keys, self.glyphs, event.value))
        self.query_one("#help-page", VerticalScroll).scroll_home(animate=False)


def rows(keys: KeyMap) -> Iterator[Row]:
    """Everything that the help tells."""
    for family in families(keys.actions):
        first, pressed = family[0], tuple(key for one in family for key in one.shown.split("  "))
        yield Row(first.group, shown_keys(family), first.help, "", first.title, pressed)
    for shown, told in BAR_KEYS:
        yield Row("In the search box", shown, told)
    for term in TERMS:
        yield Row("Search", term.form, term.means, term.example)


def narrowed(found: Iterable[Row], text: str) -> list[Row]:
    """Those in which every word of a text stands."""
    words = text.split()
    return [row for row in found if all(row.has(word) for word in words)]


def help_table(keys: KeyMap, glyphs: Glyphs = UNICODE, text: str = "") -> Table:
    """The help as two columns; of a text that was typed, only what has its words."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, min_width=10)
    table.add_column()
    found = narrowed(rows(keys), text)
    group = ""
    for row in found:
        if row.group != group:
            group = row.group
            table.add_row(Text(f"\n{group}", "bold"), "")
        told = Text(row.told)
        if row.example:
            told.append(f"\n{row.example}", "dim")
        table.add_row(Text(f"  {glyphs.text(row.shown) or '(no key)'}", "bold"), told)
    if not found:
        table.add_row("", Text(f"\nnothing here has “{text.strip()}”"))
    return table

"""What screens that stand above the inbox have in common: a table of keys, a window that may be too small, a way out.

A key typed after the one that left such a screen is meant for the screen below, and gets there.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.keys import key_to_character
from textual.screen import Screen

from paperfeed.tui.key_line import KeyName, between
from paperfeed.tui.key_map import KeyMap
from paperfeed.tui.key_names import show_key
from paperfeed.tui.layout import layout_for
from paperfeed.tui.messages import Changed, KeyClicked

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp

Result = TypeVar("Result")


class Above(Screen[Result]):
    """A screen above another one. Its actions are those of its scope in the key map, without the scope's name."""

    app: "PaperfeedApp"
    AUTO_FOCUS = ""
    SCOPE: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self._left = False

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each key does here, by the name of a method."""
        keys = self.key_map.by_keys(self.SCOPE)
        return {key: action.name.removeprefix(f"{self.SCOPE}_") for key, action in keys.items()}

    @property
    def key_map(self) -> KeyMap:
        return self.app.inbox.key_map

    def named(self, *actions: tuple[str, str]) -> tuple[KeyName, ...]:
        """Keys with what they do, as a line of keys names them: of actions of this screen, by name and word."""
        own = {action.name.removeprefix(f"{self.SCOPE}_"): action.keys for action in self.key_map.of(self.SCOPE)}
        return between(
            [KeyName(f"{show_key(own[name][0])} {word}", own[name][0]) for name, word in actions if own[name]]
        )

    def does_nothing(self, key: str) -> str:
        """What is said of a key that has no action here."""
        help_keys = [one for one, name in self.names.items() if name == "help"]
        return f"{show_key(key)} does nothing here" + (
            f"   {show_key(help_keys[0])} shows the keys" if help_keys else ""
        )

    def told(self, message: "Changed") -> str:
        """What is said of an act, with the key that is of use now."""
        return "   ".join(filter(None, (message.told, self.key_map.told(message.hint))))

    def press(self, key: str) -> None:
        """A key that was typed here, or before this screen stood here, for it."""
        raise NotImplementedError

    def end(self, result: Result) -> None:
        """Leaves, once."""
        if self.is_current and not self._left:
            self._left = True
            self.dismiss(result)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.key)

    def on_key_clicked(self, message: KeyClicked) -> None:
        self.take(message.key)

    def take(self, key: str) -> None:
        if self._left:
            self.app.screen.post_message(events.Key(key, key_to_character(key)))
        else:
            self.press(key)

    def on_resize(self, event: events.Resize) -> None:
        tiny = layout_for(event.size.width, event.size.height) == "tiny"
        if self.has_class("-tiny") != tiny:
            self.set_class(tiny, "-tiny")

    def help(self) -> None:
        self.app.show_help()

"""The help: every key and every term of a query, made from their tables."""

from collections.abc import Iterator

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from paperfeed.query import TERMS
from paperfeed.tui.keys import ACTIONS

SCROLLS = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 10, "pagedown": 10, "pageup": -10, "G": 9_999, "home": -9_999}


class HelpScreen(ModalScreen[None]):
    """A page to scroll; any other key closes it."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(Text("\n").join(help_lines()), markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        page = self.query_one("#help", VerticalScroll)
        if event.key in SCROLLS:
            page.scroll_relative(y=SCROLLS[event.key], animate=False)
        else:
            self.dismiss()


def help_lines() -> Iterator[Text]:
    """The lines of the help."""
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            yield Text(f"\n{group}", "bold")
        yield Text.assemble((f"  {action.shown:<14}", "bold"), f"{action.title}: {action.help}")
    yield Text("\nSearch", "bold")
    for term in TERMS:
        yield Text.assemble((f"  {term.form:<16}", "bold"), term.means, (f"   {term.example}", "dim"))
    yield Text("\n  j k scroll, any other key closes this", "dim")

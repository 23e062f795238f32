"""The help: every key and every term of a query, made from their tables."""

from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from paperfeed.query import TERMS
from paperfeed.tui.keys import ACTIONS, BAR_KEYS

SCROLLS = {"j": 1, "down": 1, "k": -1, "up": -1, "space": 10, "pagedown": 10, "pageup": -10, "G": 9_999, "home": -9_999}


class HelpScreen(ModalScreen[None]):
    """A page to scroll; any other key closes it."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(help_table(), markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        page = self.query_one("#help", VerticalScroll)
        if event.key in SCROLLS:
            page.scroll_relative(y=SCROLLS[event.key], animate=False)
        elif self.is_current:  # of two keys typed at once, the first one closed it
            self.dismiss()


def help_table() -> Table:
    """The help as two columns: what is pressed or typed, and what it does."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, min_width=10)
    table.add_column()
    group = ""
    for action in ACTIONS:
        if action.group != group:
            group = action.group
            table.add_row(Text(f"\n{group}", "bold"), "")
        table.add_row(Text(f"  {action.shown}", "bold"), Text(action.help))
    table.add_row(Text("\nIn the search box", "bold"), "")
    for keys, told in BAR_KEYS:
        table.add_row(Text(f"  {keys}", "bold"), Text(told))
    table.add_row(Text("\nSearch", "bold"), "")
    for term in TERMS:
        table.add_row(Text(f"  {term.form}", "bold"), Text.assemble(term.means, (f"\n{term.example}", "dim")))
    table.add_row("", Text("\nj k scroll, any other key closes this", "dim"))
    return table

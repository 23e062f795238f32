"""The line in which a search is typed. Says what was typed; looks nothing up."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from paperfeed.clean import clean
from paperfeed.query import LONGEST
from paperfeed.tui.messages import KeyAhead, QueryLeft, QuerySubmitted, QueryTyped


class QueryInput(Input):
    """An input that Enter and Esc leave at once: what was typed ahead behind them is not its own."""

    left = False

    async def _on_key(self, event: events.Key) -> None:
        if not self.leave(event):
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text, LONGEST), *self.selection)

    def leave(self, event: events.Key) -> bool:
        """Whether the key leaves the input, or came after one that did."""
        if not self.left and event.key not in ("enter", "escape"):
            return False
        event.stop()
        event.prevent_default()
        if self.left:
            self.post_message(KeyAhead(event.key))
        else:
            self.left = True
            self.post_message(QueryLeft() if event.key == "escape" else QuerySubmitted(self.value))
        return True


class QueryBar(Horizontal):
    """`/` and the text behind it."""

    def __init__(self) -> None:
        super().__init__(id="query")

    def compose(self) -> ComposeResult:
        yield Label(" / ", markup=False)
        yield QueryInput(
            placeholder='words, "a phrase", is:unread, tag:, on:2025-03, votes>50, -not, OR',
            compact=True,
            max_length=LONGEST,
            select_on_focus=False,
        )

    @property
    def input(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def open(self, text: str = "") -> None:
        self.add_class("-open")
        self.input.can_focus, self.input.left = True, False
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.focus()

    def take(self, event: events.Key) -> None:
        """A key that was typed ahead of the bar, and so went to the list."""
        if not self.input.leave(event) and event.is_printable and event.character is not None:
            event.stop()
            self.input.insert_text_at_cursor(event.character)

    def close(self) -> None:
        self.remove_class("-open")
        self.input.can_focus = False  # a hidden input could be given the focus otherwise

    def on_mount(self) -> None:
        self.input.can_focus = False

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(QueryTyped(event.value))

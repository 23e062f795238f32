"""The line in which a search is typed. Says what was typed; looks nothing up."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Label

from paperfeed.query import LONGEST
from paperfeed.tui.messages import QueryLeft, QuerySubmitted, QueryTyped


class QueryInput(Input):
    """An input whose Esc leaves it."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(QueryLeft())
            return
        await super()._on_key(event)


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
        self.input.can_focus = True
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.focus()

    def close(self) -> None:
        self.remove_class("-open")
        self.input.can_focus = False  # a hidden input could be given the focus otherwise

    def on_mount(self) -> None:
        self.input.can_focus = False

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(QueryTyped(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(QuerySubmitted(event.value))

"""The line in which a search, a filter or an answer is typed. Says what was typed; looks nothing up."""

from collections.abc import Iterable, Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.widgets import Input, Label

from paperfeed.clean import clean
from paperfeed.query import LONGEST
from paperfeed.tui.messages import KeyAhead, QueryLeft, QuerySubmitted, QueryTyped
from paperfeed.tui.past_searches import PastSearches
from paperfeed.tui.suggesting import Offering, Suggesting, Underlining

HINT = 'words, "a phrase", is:unread, tag:, on:2025-03, votes>50, -not, OR'


class QueryInput(Input):
    """An input that Enter and Esc leave at once: what was typed ahead behind them is not its own."""

    _suggestion: Reactive[str]

    def __init__(self, suggesting: Suggesting | None) -> None:
        self.left = False
        self.suggesting = suggesting
        self.underlining = Underlining()
        self.past: PastSearches | None = None
        super().__init__(highlighter=self.underlining, compact=True, select_on_focus=False)

    async def _on_key(self, event: events.Key) -> None:
        if not self.take(event):
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(clean(event.text, self.max_length or LONGEST), *self.selection)

    def take(self, event: events.Key) -> bool:
        """Whether the key does something else here than in any input, or came after one that left it."""
        if self.left:
            self.post_message(KeyAhead(event.key))
        elif event.key in ("enter", "escape"):
            self.left = True
            self.post_message(QueryLeft() if event.key == "escape" else QuerySubmitted(self.value))
        elif event.key == "up" and self.past is not None:
            self.put(self.past.older(self.value))
        elif event.key == "down" and self.past is not None:
            self.put(self.past.newer(self.value))
        elif event.key == "tab" or (event.key == "right" and not self.value):
            self.put(self.suggester.whole(self.value) if isinstance(self.suggester, Suggesting) else None)
        elif event.key not in ("up", "down"):
            return False
        event.stop()
        event.prevent_default()
        return True

    def put(self, text: str | None) -> None:
        """Another text in the place of what is typed."""
        if text is not None:
            self.value = text
            self.cursor_position = len(text)

    def action_end(self, select: bool = False) -> None:
        if not select and self.cursor_at_end and self._suggestion:
            self.put(self._suggestion)
        else:
            super().action_end(select)


class QueryBar(Horizontal):
    """What is asked for, the text behind it, and how much was found."""

    def __init__(self, suggesting: Suggesting | None = None) -> None:
        super().__init__(id="query")
        self.past = PastSearches()
        self.suggesting = suggesting

    def compose(self) -> ComposeResult:
        yield Label("", id="prompt", markup=False)
        yield QueryInput(self.suggesting)
        yield Label("", id="found", markup=False)

    def on_mount(self) -> None:
        self.input.can_focus = False

    @property
    def input(self) -> QueryInput:
        return self.query_one(QueryInput)

    @property
    def text(self) -> str:
        return self.input.value

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    def open(self, prompt: str, text: str = "") -> None:
        """Opens for a query."""
        self.input.past, self.input.suggester, self.input.placeholder = self.past, self.suggesting, HINT
        self._open(prompt, text, LONGEST)

    def ask(self, prompt: str, text: str, hint: str, choices: Sequence[str], longest: int) -> None:
        """Opens for an answer, with `choices` to take from: no search is brought back."""
        self.input.past, self.input.suggester, self.input.placeholder = None, Offering(choices), hint
        self._open(prompt, text, longest)

    def _open(self, prompt: str, text: str, longest: int) -> None:
        self.add_class("-open")
        self.query_one("#prompt", Label).update(f" {prompt} ")
        self.show_found("")
        self.input.can_focus, self.input.left, self.input.max_length = True, False, longest
        with self.prevent(Input.Changed):
            self.input.put(text)
        self.input.focus()

    def take(self, event: events.Key) -> None:
        """A key that was typed ahead of the bar, and so went to the list."""
        if self.input.take(event):
            return
        if event.is_printable and event.character is not None:
            event.stop()
            self.input.insert_text_at_cursor(event.character)
        elif event.key == "backspace":
            event.stop()
            self.input.action_delete_left()

    def stay(self) -> None:
        """Enter did not end it: what stands there cannot be taken."""
        self.input.left = False

    def close(self) -> None:
        self.remove_class("-open")
        self.input.can_focus = False  # a hidden input could be given the focus otherwise

    def show_found(self, told: str) -> None:
        """What stands at the right end; the room for it is always there, so nothing moves."""
        self.query_one("#found", Label).update(told, layout=False)

    def know(self, past: Sequence[str], names: Mapping[str, Sequence[str]]) -> None:
        """The searches made before, and the names that can stand behind a field."""
        self.past.know(past)
        if self.suggesting is not None:
            self.suggesting.names = names

    def underline(self, text: str, notices: Iterable[object]) -> None:
        """Underlines what made no sense, if this is what stands there."""
        self.input.underlining.mark(text, notices)
        self.input.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(QueryTyped(event.value))

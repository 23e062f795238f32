"""Something is asked for in one line: a name, a tag, a note, a day.

A prompt says what is asked and what is done with the answer. One that cannot be taken stays, with
what was expected in the status line. The line itself is the query bar's.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from paperfeed.tui.inbox_screen import InboxScreen


class Prompt(NamedTuple):
    """What is asked for."""

    label: str
    take: Callable[[str], str | None]
    """Enter: does what the text says; or a sentence that says what was expected, and the line stays."""
    text: str = ""
    hint: str = ""
    """What stands in the empty line."""
    choices: Sequence[str] = ()
    """What is offered, the likeliest first."""
    longest: int = 300


class Prompting:
    """The prompt on the inbox screen, if there is one."""

    def __init__(self, screen: "InboxScreen") -> None:
        self.screen = screen
        self.prompt: Prompt | None = None

    def open(self, prompt: Prompt) -> None:
        """Asks; keys go to the line from now on."""
        bar = self.screen.query_bar
        if bar is None:
            return
        self.prompt = prompt
        bar.ask(prompt.label, prompt.text, prompt.hint, prompt.choices, prompt.longest)
        self.screen.status.show("")
        self.screen.show_where()

    def submitted(self, text: str) -> None:
        """Enter."""
        prompt = self.prompt
        if prompt is None:
            return
        self.prompt = None  # what is done may ask for something else
        self.screen.status.show("")  # what was expected before
        refused = prompt.take(text)
        if refused is not None and self.screen.query_bar is not None:
            self.prompt = prompt
            self.screen.status.show(refused, warning=True)
            self.screen.query_bar.stay()
        elif self.prompt is None:
            self.screen.close_query()
            self.screen.show_where()

    def left(self) -> None:
        """Esc: nothing was asked."""
        self.prompt = None
        self.screen.status.show("")
        self.screen.close_query()
        self.screen.show_where()

    def forget(self) -> None:
        """Another list is wanted: what was asked is no longer."""
        self.prompt = None

"""What the line of the query offers while one types: the rest of a term, and a line under an odd part.

Both are told what to show: nothing here knows the grammar, or where names come from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from rich.highlighter import Highlighter
from rich.text import Text
from textual.suggester import Suggester

Complete = Callable[[str, Mapping[str, Sequence[str]]], str | None]
"""A text and the names that can stand behind each field → the text with its last term complete."""


class Suggesting(Suggester):
    """Shows how `complete` would go on."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names: Mapping[str, Sequence[str]] = {}
        self._complete = complete

    def whole(self, text: str) -> str | None:
        """The completed text; None if there is nothing to add."""
        found = self._complete(text, self.names) if text else None
        return found if found and len(found) > len(text) else None

    async def get_suggestion(self, value: str) -> str | None:
        return self.whole(value)


class Offering(Suggesting):
    """Offers the first of a few texts that goes on as what is typed begins; before that, the first of all."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = choices
        super().__init__(self._first)

    def whole(self, text: str) -> str | None:
        return super().whole(text) if text else self._first("", {})

    def _first(self, text: str, names: Mapping[str, Sequence[str]]) -> str | None:
        begun = text.casefold()
        found = (one for one in self._choices if one.casefold().startswith(begun) and len(one) > len(text))
        return next((one for one in found if one.isprintable()), None)


@runtime_checkable
class Placed(Protocol):
    """A notice that says which part of the text it is about."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Underlining(Highlighter):
    """Underlines the parts of one text that made no sense; of any other text, nothing."""

    def __init__(self) -> None:
        self._text = ""
        self._spans: list[tuple[int, int]] = []

    def mark(self, text: str, notices: Iterable[object]) -> None:
        self._text = text
        self._spans = [(one.start, one.end) for one in notices if isinstance(one, Placed)]

    def highlight(self, text: Text) -> None:
        if text.plain == self._text:
            for start, end in self._spans:
                text.stylize("underline", start, end)

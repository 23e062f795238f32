"""The searches made before, as the arrow keys go through them. Pure: no widget, no file."""

from collections.abc import Sequence


class PastSearches:
    """Goes up to older searches and down again, to what was being typed."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._place = -1
        self._typed = ""

    def know(self, texts: Sequence[str]) -> None:
        """All that were made, the latest first."""
        if list(texts) != self._texts:
            self._texts, self._place = list(texts), -1

    def remember(self, text: str) -> None:
        """One more; one that was made before is the latest now."""
        self._texts, self._place = [text, *(one for one in self._texts if one != text)], -1

    def older(self, text: str) -> str | None:
        """The search before `text`, which stands there now; None if there is none."""
        self._look_at(text)
        return self._go(range(self._place + 1, len(self._texts)))

    def newer(self, text: str) -> str | None:
        """The search after `text`, and at last what was typed; None if nothing comes after that."""
        self._look_at(text)
        if self._place < 0:
            return None
        found = self._go(range(self._place - 1, -1, -1))
        if found is None:
            self._place = -1
        return self._typed if found is None else found

    def _look_at(self, text: str) -> None:
        """Text that is none of ours, or was altered, is what is being typed."""
        if self._place < 0 or text != self._texts[self._place]:
            self._place, self._typed = -1, text

    def _go(self, places: range) -> str | None:
        for place in places:
            if self._texts[place] != self._typed.strip():
                self._place = place
                return self._texts[place]
        return None

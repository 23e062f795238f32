"""Keys → actions: sequences such as `g g`, and keys typed ahead of an answer. No Textual, no screen."""

from collections.abc import Mapping, Sequence

from paperfeed.tui.key_map import KeyMap
from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import INBOX, Action


class KeyReader:
    """Reads one key at a time, on one screen. While `waiting`, keys are kept for `resume`."""

    def __init__(self, keys: KeyMap, scope: str = INBOX) -> None:
        self.pending = ""
        self.waiting = False
        self._kept: list[str] = []
        self._keys = keys
        self._scope = scope
        self._table = keys.by_keys(scope)
        self._prefixes = keys.prefixes(scope)

    def read(self, key: str) -> Action | None:
        """The action that `key` completes, if it does."""
        if self.waiting:
            self._kept.append(key)
            return None
        if self.pending:
            sequence, self.pending = f"{self.pending} {key}", ""
            return self._table.get(sequence)
        if key in self._prefixes:
            self.pending = key
            return None
        return self._table.get(key)

    def hold(self, key: str) -> None:
        """Keeps a key whose time has not come, and those after it, for `resume`."""
        self.waiting = True
        self._kept.append(key)

    def resume(self) -> list[str]:
        """Ends waiting; the keys that were typed meanwhile, to be read now."""
        self.waiting = False
        kept, self._kept = self._kept, []
        return kept

    def strip(self, width: int, titles: Mapping[str, str] | None = None) -> str:
        """What may follow the key that was pressed, on a line of so many cells.

        `titles` are those of actions that depend on what is shown. One that is empty has nothing to act on: it is
        left out.
        """
        now = titles or {}
        after = self._keys.after(self.pending, self._scope)
        options = [(show_key(key), title) for key, action in after if (title := now.get(action.name, action.title))]
        begun = f"{show_key(self.pending)} …   "
        return begun + (strip(options, width - len(begun)) if options else "nothing here")


def strip(options: Sequence[tuple[str, str]], width: int) -> str:
    """Keys with what they do on a line: with whole titles, else their first words, else as much of these as fits."""
    words = [title.split()[0] for _, title in options]
    titles = [title for _, title in options]
    lengths = range(max(map(len, words), default=1), 0, -1)
    line = ""
    for shown in (titles, words, *([word[:length] for word in words] for length in lengths)):
        told = [f"{key} {title[:1].lower()}{title[1:]}" for (key, _), title in zip(options, shown, strict=True)]
        for gap in (" · ", "  "):
            line = gap.join(told)
            if len(line) <= width:
                return line
    return line

"""Keys → actions: sequences such as `g g`, and keys typed ahead of an answer. No Textual, no screen."""

from paperfeed.tui.keys import Action, after, by_keys, prefixes, show_key


class KeyReader:
    """Reads one key at a time. While `waiting`, keys are kept for `resume`."""

    def __init__(self) -> None:
        self.pending = ""
        self.waiting = False
        self._kept: list[str] = []
        self._table = by_keys()
        self._prefixes = prefixes()

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

    @property
    def strip(self) -> str:
        """What may follow the key that was pressed."""
        options = "  ".join(f"{show_key(key)} {action.title.lower()}" for key, action in after(self.pending))
        return f"{show_key(self.pending)} …  {options}"

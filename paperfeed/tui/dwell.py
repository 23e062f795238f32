"""Read by staying: a paper that is on show for a while counts as read; one passed over never does."""

from collections.abc import Callable

from textual.timer import Timer

from paperfeed.marks import Entry

SetTimer = Callable[[float, Callable[[], None]], Timer]


class Dwell:
    """Watches the paper on show, and says `read` of its row when the time is over. 0 seconds: never."""

    def __init__(self, seconds: float, set_timer: SetTimer, read: Callable[[int], None]) -> None:
        self._seconds = seconds
        self._set_timer = set_timer
        self._read = read
        self._timer: Timer | None = None
        self._spared: int | None = None

    def watch(self, entry: Entry | None) -> None:
        """The paper that is on show from now on; None if there is none, or nobody looks."""
        self.stop()
        if entry is None:
            return
        row = entry.row
        if row != self._spared:
            self._spared = None
            if entry.marks.read is None and self._seconds:
                self._timer = self._set_timer(self._seconds, lambda: self._read(row))

    def spare(self, row: int) -> None:
        """This paper was made unread on purpose: staying on it does not undo that."""
        self._spared = row

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

"""What the screen knows and says of a refresh. Pure: messages in, sentences out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from paperfeed.dates import show_ago
from paperfeed.library import LastRefresh, Taken

AT_A_TIME = 10.0
"""Seconds without new papers after which others count as a refresh of their own."""


@dataclass
class Refreshing:
    """The refresh that is going on, or how the last one ended."""

    days: int
    going_on: str = ""
    first: bool = False
    """Nothing was there when it began: each day is shown as it comes."""
    trouble: str = ""
    sources: list[LastRefresh] = field(default_factory=list)
    _came: tuple[int, float] = (0, 0.0)
    unsaid: str = ""
    """That papers came, as long as it was not said."""
    indexed: tuple[int, int] | None = None
    """How many papers of how many the index has taken; None when it takes none."""

    def begin(self, hosts: Sequence[str], first: bool) -> None:
        self.first = first
        self.going_on = f"fetching the last {self.days} days from {', '.join(hosts)}"
        self.trouble = ""

    def goes_on(self, done: int, total: int, source: str) -> None:
        self.going_on = f"fetching {source} {done} of {total} days"

    def end(self, taken: Sequence[Taken], empty: bool) -> tuple[str, str, bool]:
        """What to say at the end, which key is of use then, and whether it is a warning."""
        self.going_on = ""
        new = sum(one.new for one in taken)
        failed = [one for one in taken if one.error]
        brought = f"{new:,} new paper{'s' if new != 1 else ''}" if new else "nothing new"
        skipped = sum(one.skipped for one in taken)
        if skipped:
            brought += f", {skipped} unreadable"
        if not failed:
            return brought, "{top} goes to the newest" if new else "", False
        days = f"{failed[0].day}" if len(failed) == 1 else f"{len(failed)} days"
        self.trouble = f"{failed[0].source}: {failed[0].error} (for {days})"
        rest = "" if empty and not new else f"; {brought if new else 'what was here is here'}"
        return f"{self.trouble}{rest}", "{refresh} tries again", True

    def came(self, new: int, now: float) -> None:
        """Another process brings new papers: what is to be said. Those that it brings day by day are added up."""
        if not new:
            return
        before, at = self._came
        self._came = (new + (before if now - at < AT_A_TIME else 0), now)
        self.unsaid = f"{self._came[0]:,} new paper{'s' if self._came[0] != 1 else ''} came · g g goes to the newest"

    def told(self, now: float) -> str:
        """The right end of the header. `now` in seconds since 1970."""
        if self.going_on:
            return self.going_on
        if self.indexed is not None:
            return "indexing {:,} of {:,}".format(*self.indexed)
        return " · ".join(
            f"{one.source}: {'failed ' if one.error else ''}{show_ago(now - one.at / 1000)}" for one in self.sources
        )

"""How fast the reader goes: seconds a paper, from the times of what was done to papers. Pure.

Nothing here knows the journal, a clock or a screen.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

USUAL: Final = 15.0
"""Seconds a paper, of a reader of whom too little is known."""
FEWEST: Final = 20
"""So many papers tell how fast somebody is; of fewer, none does."""
LATEST: Final = 300
"""So many papers are looked at, the latest ones: a reader changes."""
LONGEST: Final = 120.0
"""Seconds after which the reader was doing something else."""
QUICKEST: Final = 1.0
"""Seconds below which no paper was read: keys in a burst, or a script."""


class Touch(NamedTuple):
    """Something that was done to one paper. `at` in ms since 1970."""

    at: int
    paper: int


def pace_of(touches: Iterable[Touch]) -> float:
    """Seconds a paper, by these acts in the order in which they were done."""
    gaps = sorted(list(_gaps(touches))[-LATEST:])
    if len(gaps) < FEWEST:
        return USUAL
    middle = len(gaps) // 2  # the module that has a median for this takes longer to import than `count` to count
    return (gaps[middle] + gaps[~middle]) / 2


def _gaps(touches: Iterable[Touch]) -> Iterator[float]:
    """The seconds from leaving one paper to leaving the next: the last act on it is when it is left."""
    left: Touch | None = None
    last: Touch | None = None
    for touch in touches:
        if last is not None and touch.paper != last.paper:
            yield from _gap(left, last)
            left = last
        last = touch
    if last is not None:
        yield from _gap(left, last)


def _gap(before: Touch | None, after: Touch) -> Iterator[float]:
    seconds = (after.at - before.at) / 1000 if before is not None else -1.0
    if QUICKEST <= seconds <= LONGEST:
        yield seconds


def papers_in(minutes: int, pace: float) -> int:
    """How many papers a reader with this pace gets through; one at least."""
    return max(1, int(minutes * 60 / pace))


def time_left(papers: int, pace: float) -> str:
    """How long so many papers take: "about 6 min"."""
    return show_time(papers * pace, "about ")


def show_time(seconds: float, about: str = "") -> str:
    """A length of time as "under a minute", "6 min", "1 h 20 min"."""
    if seconds < 60:
        return "under a minute"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{about}{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{about}{hours} h" if not rest else f"{about}{hours} h {rest} min"

"""What was done, as a history shows it: the days it was done on, one line an act, and what taking one back came to.

Values and sentences. Pure: an act's time becomes local by the zone of the machine, and nothing else is asked.
"""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from paperfeed.dates import show_day
from paperfeed.marks import Edit, Value


class ActDay(NamedTuple):
    """Acts done one after the other on one day."""

    day: date
    acts: int


class Timeline(NamedTuple):
    """The numbers of acts, the newest first, and the days they fall on, in the same order."""

    numbers: "array[int]"
    days: tuple[ActDay, ...] = ()


class Done(NamedTuple):
    """An act as a line of the history: `at` in ms since 1970, `papers` how many it altered."""

    number: int
    label: str
    at: int
    auto: bool
    undone: bool
    papers: int


class Standing(NamedTuple):
    """What stands of an act and all that was done after it: acts, those done by paperfeed itself, papers in all."""

    acts: int
    auto: int
    papers: int


class Past(NamedTuple):
    """What an act made of one field of one paper, and whether the act stands."""

    number: int
    before: Value
    after: Value
    stands: bool


def turned(edit: Edit, act: int, others: Sequence[Past], held: Value, way: int) -> Edit | None:
    """How a field changes when an act is taken back (way -1) or done again (way 1); None if it stays.

    A field is what the newest act that stands made of it: so it stays where a later one stands, and what comes
    back is no work of an act that is taken back. `others` did something to the field too, the newest first.
    """
    if any(other.number > act and other.stands for other in others):
        return None
    without = _without(edit, [other for other in others if other.number < act])
    before, after = (edit.after, without) if way < 0 else (without, edit.after)
    return Edit(edit.row, edit.field, before, after) if held == before != after else None


def _without(edit: Edit, older: Sequence[Past]) -> Value:
    """What the field was, had the edit not been."""
    if all(edit.before not in (one.before, one.after) for one in older):
        return edit.before  # it came from elsewhere, as when two papers turned out to be one
    return next((one.after for one in older if one.stands), older[-1].before)


def local(at: int) -> datetime:
    """When that was, on this machine's clock."""
    return datetime.fromtimestamp(at / 1000).astimezone()


def timeline(acts: Iterable[tuple[int, int]]) -> Timeline:
    """Numbers and times of acts → their order by days. A clock that was set back begins a day anew."""
    numbers: array[int] = array("q")
    days: list[ActDay] = []
    begins, ends, count = 0, 0, 0
    day = date.min
    for number, at in acts:
        if not begins <= at < ends:
            if count:
                days.append(ActDay(day, count))
            day, count = local(at).date(), 0
            begins, ends = _midnight(day), _midnight(day + timedelta(1))
        numbers.append(number)
        count += 1
    return Timeline(numbers, (*days, ActDay(day, count)) if count else ())


def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)


def show_when(day: date, today: date) -> str:
    """Today, Yesterday, Fri 14 Mar 2025."""
    ago = (today - day).days
    return "Today" if ago == 0 else "Yesterday" if ago == 1 else show_day(day)


def show_papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"


def told_turned(label: str, papers: int, altered: int, way: int) -> str:
    """What taking an act back (way -1), or doing it again (way 1), came to: on so many of its papers."""
    done = "taken back" if way < 0 else "done again"
    left = papers - altered
    if left <= 0:
        return f"{done}: {label}"
    if not altered:
        who = "its paper was" if left == 1 else f"all {left:,} papers were"
        return f"{done}, and nothing is other than before: {who} marked again later"
    return f"{done} on {altered:,} of {papers:,} papers: {left:,} {'was' if left == 1 else 'were'} marked again later"


def told_turned_since(acts: int, left: int) -> str:
    """What taking back an act and all after it came to; `left` papers, act by act, were not altered."""
    told = "1 act taken back" if acts == 1 else f"{acts:,} acts taken back"
    return f"{told}; what else was done to {show_papers(left)} stays" if left > 0 else told


def asked_since(standing: Standing, at: int, today: date) -> str:
    """The question before all that is taken back: take back 14 acts since 09:12 (5 by paperfeed itself)?"""
    when = local(at)
    day = "" if when.date() == today else f" of {show_when(when.date(), today)}"
    acts = "1 act" if standing.acts == 1 else f"{standing.acts:,} acts"
    itself = f" ({standing.auto:,} by paperfeed itself)" if standing.auto else ""
    return f"take back {acts} since {when:%H:%M}{day}{itself}?"

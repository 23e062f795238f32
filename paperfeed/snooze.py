"""Until when a paper sleeps: until a day, or until something is true of it.

Pure. What is kept is a text: 2025-03-20, code, votes>=50, comments>3 (more than there were) or
version>2025-03-01 (a newer one than that). `store.select` has the same meaning in SQL.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from paperfeed.dates import WEEKDAYS, parse_day, parse_month_day, show_day
from paperfeed.paper import Paper

EXPECTED: Final = "tomorrow, mon, 3d, 2w, 2m, 2025-12-01, code, version, comment, 50 votes"
"""What can be written, for whoever wrote something else."""
OFFERED: Final = ("tomorrow", "monday", "1w", "2w", "1m", "code", "version", "50 votes", "comment")
"""What is offered where it is asked for."""
LONGEST: Final = 366 * 20
"""Days that a paper can sleep at most."""

_SPAN = re.compile(r"(?:in )?(\d{1,4}) ?(d|days?|w|weeks?|m|months?)")
_VOTES = re.compile(r"(?:votes? ?(?:>=|>|=)? ?)?(\d{1,6})(?: ?\+)?(?: votes?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([a-z]{3,9})(?: (\d{4}))?")
_HAPPENS: Final = {
    "code": "code",
    "has:code": "code",
    "version": "version",
    "new version": "version",
    "v2": "version",
    "comment": "comment",
    "comments": "comment",
    "a comment": "comment",
}


def parse_until(text: str, today: date) -> str | None:
    """What a person wrote: a day after today as 2025-03-20, or code, version, comment, votes>=50. None if nothing."""
    text = " ".join(text.casefold().split()).removeprefix("until ").removeprefix("next ")
    if text in _HAPPENS:
        return _HAPPENS[text]
    if "vote" in text and (votes := _VOTES.fullmatch(text)) and int(votes[1]):
        return f"votes>={int(votes[1])}"
    try:
        day = _day(text, today)
    except (ValueError, OverflowError):  # 30 February, a span beyond the calendar
        return None
    return day.isoformat() if day and today < day <= today + timedelta(LONGEST) else None


def _day(text: str, today: date) -> date | None:
    if text == "tomorrow":
        return today + timedelta(1)
    if text in ("week", "month"):
        return today + timedelta(7) if text == "week" else _months_on(today, 1)
    for number, name in enumerate(WEEKDAYS):
        if len(text) >= 3 and _FULL[number].startswith(text) and text.startswith(name.lower()):
            return today + timedelta((number - today.weekday() - 1) % 7 + 1)
    if span := _SPAN.fullmatch(text):
        count = int(span[1])
        if span[2].startswith("m"):
            return _months_on(today, count)
        return today + timedelta(count * (7 if span[2].startswith("w") else 1))
    if turned := _DAY_MONTH.fullmatch(text):
        text = f"{turned[2]} {turned[1]}" + (f", {turned[3]}" if turned[3] else "")
    return parse_day(text) or parse_month_day(text, today + timedelta(365))


_FULL: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:  # this month is shorter
            continue
    return date(year, month + 1, min(day.day, 28))


def kept_as(until: str, paper: Paper) -> str:
    """What is kept for one paper: with what it has now, where it sleeps until there is more."""
    if until == "comment":
        return f"comments>{paper.comments or 0}"
    if until == "version":
        return f"version>{(paper.updated or paper.published or '')[:10]}"
    return until


def is_asleep(until: str | None, paper: Paper, votes: int | None, today: date) -> bool:
    """Whether a paper with such a snooze sleeps today; what nobody can read never holds one back."""
    if not until:
        return False
    kind, number = _parts(until)
    asleep: dict[str, Callable[[], bool]] = {
        "day": lambda: until > today.isoformat(),
        "code": lambda: paper.github_url is None,
        "votes": lambda: (votes or 0) < int(number),
        "comments": lambda: (paper.comments or 0) <= int(number),
        "version": lambda: (paper.updated or "")[:10] <= number,
    }
    return kind in asleep and asleep[kind]()


def show_until(until: str) -> str:
    """Until when, after "snoozed until": Thu 20 Mar 2025, it has code, it has 50 votes."""
    kind, number = _parts(until)
    if kind == "day" and (day := parse_day(until)):
        return show_day(day)
    said = {
        "code": "it has code",
        "votes": f"it has {number} votes",
        "comments": "somebody comments",
        "comment": "somebody comments",
        "version": "there is a new version",
    }
    return said.get(kind, until)


def show_why(until: str) -> str:
    """Why a paper is back that slept until then."""
    kind, number = _parts(until)
    if kind == "day" and (day := parse_day(until)):
        return f"snoozed until {show_day(day)}"
    said = {
        "code": "it has code now",
        "votes": f"it has {number} votes now",
        "comments": "somebody commented",
        "version": "there is a new version",
    }
    return said.get(kind, f"snoozed until {until}")


def _parts(until: str) -> tuple[str, str]:
    """What kind of snooze it is, and its number or day."""
    if parse_day(until):
        return "day", until
    kind, _, number = until.partition(">")
    number = number.removeprefix("=")
    return kind, number if kind == "version" or number.isdecimal() else "0"

"""Days: parsing what people write ("Mar 12", 2025-03, 3d, yesterday), ranges, and printing.

A day is a `datetime.date`, an instant an aware UTC `datetime`. "Today" is always handed in; this
module never looks at a clock.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_DAY = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:, (\d{4}))?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_BACK = re.compile(r"(\d{1,4})([dw])")


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both among them."""

    first: date
    last: date


NAMED: Mapping[str, Callable[[date], Days]] = {
    "today": lambda today: Days(today, today),
    "yesterday": lambda today: Days(today - timedelta(1), today - timedelta(1)),
    "this week": lambda today: _week(today),
    "last week": lambda today: _week(today - timedelta(7)),
    "this month": lambda today: _month(today.year, today.month),
    "last month": lambda today: _month(*((today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12))),
    "this year": lambda today: _year(today.year),
    "last year": lambda today: _year(today.year - 1),
}
"""Days that have a name, as seen from a day. Weeks begin on Monday."""


def parse_days(text: str, today: date) -> Days | None:
    """What a query means by `text`; None when it names no days.

    A day, a month, a year (2025-03-14, 2025-03, 2025), one of NAMED, a weekday (the latest one), the
    last N days or weeks (3d, 2w), or a range: two of these with ".." between, or one of them and
    "..", which goes on until today or comes from the first day ever.
    """
    text = text.strip().lower()
    try:
        if text.count("..") == 1:
            begin, _, end = text.partition("..")
            return _range(begin.strip(), end.strip(), today)
        return _days(text, today)
    except (ValueError, OverflowError):  # month 13, 30 February, year 0, a week before the year 1
        return None


def _range(begin: str, end: str, today: date) -> Days | None:
    if not begin and not end:
        return None
    first = _days(begin, today) if begin else Days(date.min, date.min)
    if first and _weekday(begin) is not None and (wanted := _weekday(end)) is not None:
        last = first.first + timedelta((wanted - first.first.weekday()) % 7)
        return Days(first.first, last)
    until = _days(end, today) if end else Days(today, today)
    return Days(first.first, until.last) if first and until and first.first <= until.last else None


def _days(text: str, today: date) -> Days | None:
    if text in NAMED:
        return NAMED[text](today)
    if (wanted := _weekday(text)) is not None:
        day = today - timedelta((today.weekday() - wanted) % 7)
        return Days(day, day)
    if back := _BACK.fullmatch(text):
        count = int(back[1]) * (7 if back[2] == "w" else 1)
        return Days(today - timedelta(max(count - 1, 0)), today)
    if iso := _ISO.fullmatch(text):
        if iso[3]:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
            return Days(day, day)
        return _month(int(iso[1]), int(iso[2])) if iso[2] else _year(int(iso[1]))
    return None


def _weekday(text: str) -> int | None:
    """0 for mon or monday, 6 for sun or sunday."""
    for number, name in enumerate(_WEEKDAY_NAMES):
        if text in (name, name[:3]):
            return number
    return None


def _week(day: date) -> Days:
    monday = day - timedelta(day.weekday())
    return Days(monday, monday + timedelta(6))


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


def parse_day(text: str) -> date | None:
    """An ISO day (2025-03-14), or None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def parse_month_day(text: str, not_after: date) -> date | None:
    """ "Mar 12" → the latest such day that is not after `not_after`; a year in the text is believed."""
    match = _MONTH_DAY.fullmatch(text.strip())
    if not match or match[1].title() not in MONTHS:
        return None
    month, day = MONTHS.index(match[1].title()) + 1, int(match[2])
    years = [int(match[3])] if match[3] else range(not_after.year, max(not_after.year - 9, 0), -1)
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:  # 29 February in most years
            continue
        if match[3] or found <= not_after:
            return found
    return None


def parse_instant(text: object) -> str | None:
    """An ISO 8601 instant, normalised to UTC as 2025-03-14T09:30:00Z; None if it is none.

    Without a zone it is read as UTC. Total: any object may be handed in.
    """
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        instant = datetime.fromisoformat(text)
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ") if 1990 <= instant.year <= 2100 else None


def show_day(day: date) -> str:
    """Fri 14 Mar 2025: the same in every locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def show_day_short(day: date) -> str:
    """14 Mar 25, never wider than nine characters."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year % 100:02}"


def show_ago(seconds: float) -> str:
    """A length of time as "just now", "12 min ago", "3 h ago", "5 days ago"."""
    if seconds < 90:
        return "just now"
    if seconds < 5400:
        return f"{round(seconds / 60)} min ago"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} h ago"
    return f"{round(seconds / 86400)} days ago"

"""Days: parsing what people write ("Mar 12", 2025-03, 3d, yesterday), ranges, and printing.

A day is a `datetime.date`, an instant an aware UTC `datetime`. "Today" is always handed in; this
module never looks at a clock.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_MONTH_DAY = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:, (\d{4}))?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_BACK = re.compile(r"(\d{1,4})([dw])")


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both among them."""

    first: date
    last: date


def parse_days(text: str, today: date) -> Days | None:
    """What a query means by `text`; None when it names no days.

    A day, a month, a year (2025-03-14, 2025-03, 2025), today, yesterday, "last week", the last N
    days or weeks (3d, 2w), or a range of two of these with ".." between.
    """
    text = text.strip().lower()
    if text.count("..") == 1:
        begin, _, end = text.partition("..")
        first, last = parse_days(begin, today), parse_days(end, today)
        return Days(first.first, last.last) if first and last and first.first <= last.last else None
    if text == "today":
        return Days(today, today)
    if text == "yesterday":
        return Days(today - timedelta(1), today - timedelta(1))
    if text == "last week":
        monday = today - timedelta(today.weekday() + 7)
        return Days(monday, monday + timedelta(6))
    if back := _BACK.fullmatch(text):
        count = int(back[1]) * (7 if back[2] == "w" else 1)
        return Days(today - timedelta(max(count - 1, 0)), today)
    return _iso_days(text)


def _iso_days(text: str) -> Days | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return Days(date(year or 0, 1, 1), date(year or 0, 12, 31))
        if day is None:
            return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:  # month 13, 30 February, year 0
        return None


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


def show_ago(seconds: float) -> str:
    """A length of time as "just now", "12 min ago", "3 h ago", "5 days ago"."""
    if seconds < 90:
        return "just now"
    if seconds < 5400:
        return f"{round(seconds / 60)} min ago"
    if seconds < 36 * 3600:
        return f"{round(seconds / 3600)} h ago"
    return f"{round(seconds / 86400)} days ago"

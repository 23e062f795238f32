"""What is typed to go to a day: which day that is, and what is said of it. Pure."""

from datetime import date
from typing import NamedTuple

from paperfeed.dates import parse_days, parse_month_day

HINT = "2025-03-14, yesterday, mon, Mar 12, 2025-03"


class DayPrompt(NamedTuple):
    """A day is being typed."""

    today: date

    def read(self, text: str) -> date | None:
        """The day that is meant; of several, the newest, for that stands first. None if it cannot be read."""
        days = parse_days(text, self.today)
        return days.last if days else parse_month_day(text, self.today)

    def refuse(self, text: str) -> str:
        return f"“{text.strip()}” is no day that can be read: {HINT}"

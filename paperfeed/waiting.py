"""What waits for the user: how fast they go through papers, and what to read after an absence.

Part of the library, which makes it. Reads only: what is to be done with the papers is an act like any other.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from paperfeed.catching_up import ABSENCE, MINUTES, MOST, Away, Offer, choose, days_since, first_day
from paperfeed.pace import pace_of, papers_in
from paperfeed.store import waiting
from paperfeed.store.database import Database

if TYPE_CHECKING:
    from paperfeed.library import Look


class Waiting:
    """What waits. `clock` tells the moment, `inbox` what the inbox shows, in the order of days."""

    def __init__(self, database: Database, clock: Callable[[], datetime], inbox: "Callable[[], Look]") -> None:
        self._database = database
        self._clock = clock
        self._inbox = inbox

    @property
    def _now(self) -> datetime:
        return self._clock().astimezone()

    def pace(self) -> float:
        """The user's own speed, in seconds a paper."""
        with self._database.reading() as run:
            return pace_of(waiting.touches(run))

    def open_among(self, rows: Sequence[int], inbox: bool) -> list[int]:
        """Those of these rows that are unread, in their order; with `inbox`, that wait there too."""
        with self._database.reading() as run:
            found = waiting.open_among(run, rows, inbox, self._now.date())
        return [row for row in rows if row in found]

    def days(self) -> int:
        """How many days there are since the last visit: that is the last act before today."""
        now = self._now
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        with self._database.reading() as run:
            at = waiting.last_act(run, int(midnight.timestamp() * 1000))
        return days_since(None if at is None else self._day_of(at), now.date())

    def away(self) -> Away | None:
        """How long the user was away, and what came since; None if they were never here."""
        with self._database.reading() as run:
            at = waiting.last_act(run)
        if at is None:
            return None
        days = max((self._now.date() - self._day_of(at)).days, 0)
        if days <= ABSENCE:  # what came since need not be counted
            return Away(days, 0)
        rows, _ = self._since(first_day(days + 1, self._now.date()))
        return Away(days, len(self.open_among(rows, inbox=False)))

    def offer(self, days: int | None = None, minutes: int = MINUTES, also: Collection[int] = ()) -> Offer:
        """What of the last days to read in so many minutes; without days, of those since the last visit.

        Chosen are unread papers, and those of `also`, which the user has seen in the meantime.
        """
        since = first_day(self.days() if days is None else days, self._now.date())
        rows, counted = self._since(since)
        unread = set(self.open_among(rows, inbox=False)).union(also)
        with self._database.reading() as run:
            found = waiting.candidates(run, [row for row in rows if row in unread])
            liked = waiting.candidates(run, waiting.starred(run))
        chosen = choose(found, liked, min(papers_in(minutes, self.pace()), MOST))
        best = {one.row for one in chosen}
        return Offer(since, counted, minutes, chosen, tuple(row for row in rows if row not in best))

    def _since(self, first: date) -> tuple[Sequence[int], int]:
        """What waits in the inbox on that day and after it, and on how many days."""
        look = self._inbox()
        days = [day for day in look.days if day.day >= first]  # the newest are first
        return look.rows[: sum(day.count for day in days)], len(days)

    def _day_of(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, self._now.tzinfo).date()

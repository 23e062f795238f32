"""What stands in the list when it has no papers: what is happening, and what to press. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from paperfeed.clean import clean

NOTHING = {
    "inbox": ("Nothing left in the inbox.", "2 shows all papers, / searches them, R fetches new ones."),
    "all": ("No papers yet.", "R fetches the last days."),
    "starred": ("Nothing starred yet.", "s stars the paper under the cursor."),
    "snoozed": ("Nothing is snoozed.", "`paperfeed mark snooze ID --until DAY` lets a paper sleep."),
    "done": ("Nothing done yet.", "e takes the paper under the cursor out of the inbox."),
}


class Situation(NamedTuple):
    """Why there may be nothing to show. `searched` says what found nothing, if it was a search."""

    view: str
    papers: int
    searched: str = ""
    notices: Sequence[str] = ()
    advice: Sequence[str] = ()
    fetching: str = ""
    trouble: str = ""


def lines(now: Situation) -> tuple[str, ...]:
    """The lines for a list without papers."""
    if now.searched:
        return (*_found_nothing(now), *_numbered(now), "", _way_out(now))
    if now.papers:
        return NOTHING.get(now.view) or (f"Nothing in “{clean(now.view)}”.", NOTHING["inbox"][1])
    keys = ("", "D  open the sample digests", "?  help", "q  quit")
    if now.fetching:
        return ("Welcome to paperfeed.", "", clean(now.fetching), "The papers appear here as they come.", *keys)
    why = clean(now.trouble) or "Nothing was fetched yet."
    return ("Welcome to paperfeed. There are no papers yet.", "", why, "", "R  fetch the last days", *keys[1:])


def advice_on(now: Situation, line: int) -> int | None:
    """Which piece of advice, counted from 0, stands on a line of these."""
    place = line - len(_found_nothing(now))
    return place if now.searched and 0 <= place < len(now.advice) else None


def _found_nothing(now: Situation) -> tuple[str, ...]:
    notices = (clean(notice) for notice in now.notices)
    return (f"Nothing found for {clean(now.searched)}", *notices, *([""] if now.advice else []))


def _numbered(now: Situation) -> tuple[str, ...]:
    return tuple(f"{number}  {clean(told)}" for number, told in enumerate(now.advice, 1))


def _way_out(now: Situation) -> str:
    back = "Esc goes back to where you were."
    return f"Enter takes the first, a number its line. {back}" if now.advice else back

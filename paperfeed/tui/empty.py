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
    """Why there may be nothing to show."""

    kind: str
    view: str
    papers: int
    query: str = ""
    notices: Sequence[str] = ()
    fetching: str = ""
    trouble: str = ""


def lines(now: Situation) -> tuple[str, ...]:
    """The lines for a list without papers."""
    if now.kind == "search":
        notices = (clean(notice) for notice in now.notices)
        return (f"Nothing found for {clean(now.query)}", *notices, "", "Esc goes back to where you were.")
    if now.papers:
        return NOTHING[now.view]
    keys = ("", "D  open the sample digests", "?  help", "q  quit")
    if now.fetching:
        return ("Welcome to paperfeed.", "", clean(now.fetching), "The papers appear here as they come.", *keys)
    why = clean(now.trouble) or "Nothing was fetched yet."
    return ("Welcome to paperfeed. There are no papers yet.", "", why, "", "R  fetch the last days", *keys[1:])

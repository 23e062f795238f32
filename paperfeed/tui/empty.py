"""What stands in the list when it has no papers: what is happening, and what to press. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from paperfeed.clean import clean
from paperfeed.tui.key_map import KeyMap

NOTHING = {
    "today": ("Nothing was listed today yet.", "{refresh} fetches new papers, {view_all} shows all there are."),
    "all": ("No papers yet.", "{refresh} fetches the last days."),
    "starred": ("Nothing starred yet.", "{star} stars the paper under the cursor."),
    "snoozed": ("Nothing is snoozed.", "{snooze} lets the paper under the cursor sleep until a day."),
    "done": ("Nothing done yet.", "{done} takes the paper under the cursor out of the inbox."),
}


ELSEWHERE = "{view_all} shows all papers, {search} searches them, {refresh} fetches new ones."


class Situation(NamedTuple):
    """Why there may be nothing to show. `searched` says what found nothing, if it was a search.

    `title` is what the view is called, `today` what was done today.
    """

    view: str
    title: str
    papers: int
    today: str = ""
    searched: str = ""
    notices: Sequence[str] = ()
    advice: Sequence[str] = ()
    fetching: str = ""
    trouble: str = ""


def lines(now: Situation, key_map: KeyMap) -> tuple[str, ...]:
    """The lines for a list without papers."""
    if now.searched:
        return (*_found_nothing(now), *_numbered(now), "", _way_out(now, key_map))
    if now.papers and now.view == "inbox":  # what was done, and no more: one has earned a pause
        return (f"Inbox empty. Today: {now.today}." if now.today else "Inbox empty.",)
    if now.papers:
        told, hint = NOTHING.get(now.view) or (f"Nothing in “{clean(now.title)}”.", ELSEWHERE)
        return told, key_map.told(hint)
    fetch = key_map.told("{refresh}  fetch the last days")
    keys = ("", *map(key_map.told, ("{samples}  open the sample digests", "{help}  help", "{quit}  quit")))
    if now.fetching:
        return ("Welcome to paperfeed.", "", clean(now.fetching), "The papers appear here as they come.", *keys)
    why = clean(now.trouble) or "Nothing was fetched yet."
    return ("Welcome to paperfeed. There are no papers yet.", "", why, "", fetch, *keys[1:])


def advice_on(now: Situation, line: int) -> int | None:
    """Which piece of advice, counted from 0, stands on a line of these."""
    place = line - len(_found_nothing(now))
    return place if now.searched and 0 <= place < len(now.advice) else None


def _found_nothing(now: Situation) -> tuple[str, ...]:
    notices = (clean(notice) for notice in now.notices)
    return (f"Nothing found for {clean(now.searched)}", *notices, *([""] if now.advice else []))


def _numbered(now: Situation) -> tuple[str, ...]:
    return tuple(f"{number}  {clean(told)}" for number, told in enumerate(now.advice, 1))


def _way_out(now: Situation, key_map: KeyMap) -> str:
    back = key_map.told("{back} goes back to where you were.")
    return f"Enter takes the first, a number its line. {back}" if now.advice else back

"""Fetching the last days for somebody who waits for it, told in a few sentences. Touches library and network."""

from datetime import timedelta
from typing import NamedTuple

from paperfeed.errors import IndexTrouble
from paperfeed.library import Library


class Fetched(NamedTuple):
    """What is to be said of it, and whether anything is other than before."""

    told: list[str]
    changed: bool


def fetch(library: Library) -> Fetched:
    """Fetches the last days of every source, lets back in what has slept enough, and lets the index have it all."""
    from paperfeed.sources.fetching import days_back, refresh_days, sources_of
    from paperfeed.sources.http import Http

    spans, last, new = {one.name: one.days for one in library.config.sources}, library.newest_day, 0
    errors: dict[str, None] = {}
    with Http() as http:
        for source in sources_of(library.config):
            days = days_back(last - timedelta(spans[source.name] - 1), last)
            for fetched in refresh_days([source], days, http.get, library.validators()):
                taken = library.take_in_fetched(fetched)
                new += taken.new
                errors |= {f"{taken.source}: {taken.error}": None} if taken.error else {}
    woken = library.wake()
    told = [woken.label] if woken.edits else []
    told += errors
    told.append("1 new paper" if new == 1 else f"{new:,} new papers" if new else "no new papers")
    try:
        if library.indexing.waits():
            library.indexing.take_waiting()
            library.indexing.tidy()
    except IndexTrouble as trouble:
        told.append(f"{trouble}; search goes on without it, more slowly")
    return Fetched(told, bool(new or woken.edits))

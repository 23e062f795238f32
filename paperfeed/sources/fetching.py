"""Asking the sources that are set up for their days. Touches no library, so any thread may do it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from paperfeed.config import Config
from paperfeed.errors import SourceError, Unreachable
from paperfeed.sources import Fetched, Get, Source, Validators


def refresh_days(
    sources: Sequence[Source], days: Sequence[date], get: Get, known: Mapping[str, Validators]
) -> Iterator[Fetched]:
    """Asks each source for each day, in this order.

    A source that cannot be reached is not asked for its other days: they are given as failed too.
    """
    for source in sources:
        error: SourceError | None = None
        for day in days:
            if error is not None:
                yield Fetched(source.name, day, error=error)
                continue
            fetched = source.fetch(day, get, known)
            if isinstance(fetched.error, Unreachable):
                error = fetched.error
            yield fetched


def sources_of(config: Config, name: str | None = None) -> list[Source]:
    """The sources set up in `config`, or the one with this name."""
    from paperfeed.sources.huggingface import HuggingFace

    found: list[Source] = [HuggingFace(one.name, one.url) for one in config.sources if name in (None, one.name)]
    if not found:
        raise SourceError(f"no source is called {name}: there are {', '.join(s.name for s in config.sources)}")
    return found


def days_back(first: date, last: date) -> list[date]:
    """The days from `last` back to `first`."""
    return [last - timedelta(n) for n in range((last - first).days + 1)]

"""Commands that bring papers: import, refresh. What came is indexed, and what was due comes back."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperfeed.clean import clean
from paperfeed.cli.arguments import DAY, INDEXING, JSON
from paperfeed.errors import IndexTrouble, Offline, SourceError
from paperfeed.output import (
    print_import,
    print_refreshed,
    print_taken_files,
    progress_bar,
)
from paperfeed.session import Session, say

if TYPE_CHECKING:
    from paperfeed.library import Library, Taken


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--date", "day", type=DAY, help="The day of the digest, whatever the file says.")
@JSON
@click.pass_obj
def import_(session: Session, files: tuple[Path, ...], day: date | None, as_json: bool) -> None:
    """Take in saved digest pages and recorded API answers; of a folder, every .json and .txt in it."""
    from paperfeed.sources.files import expand

    paths: list[Path] = []
    failures: list[str] = []
    for name in files:
        try:
            paths += expand(name)
        except SourceError as error:
            failures.append(f"{clean(str(name))}: {error}")
    with session.library() as library:
        done: list[tuple[Path, Taken]] = []
        with progress_bar("reading", 0 if as_json else len(paths)) as progress:
            for number, path in enumerate(paths, 1):
                try:
                    taken = library.import_file(path, day)
                except SourceError as error:
                    failures.append(f"{clean(str(path))}: {error}")
                else:
                    done += ((path, one) for one in taken)
                    if as_json:
                        print_taken_files(path, taken)
                progress(number, len(paths))
        for failure in failures:
            session.fail(failure)
        if not as_json:
            print_import(done)
        wake(library)
        let_index_catch_up(session, library)


@click.command()
@click.option("--source", "name", metavar="NAME", help="Only this source.")
@click.option("--since", type=DAY, help="The first day to fetch.")
@click.option("--until", type=DAY, help="The last day to fetch; today unless told.")
@JSON
@click.pass_obj
def refresh(session: Session, name: str | None, since: date | None, until: date | None, as_json: bool) -> None:
    """Fetch the last days from the sources."""
    from paperfeed.sources.fetching import days_back, refresh_days, sources_of
    from paperfeed.sources.http import Http

    if session.config.offline:
        raise Offline("offline, as asked: nothing was fetched")
    spans = {one.name: one.days for one in session.config.sources}
    with session.library() as library, Http() as http:
        last = until or library.newest_day
        for source in sources_of(session.config, name):
            first = since or last - timedelta(spans[source.name] - 1)
            if first > last:
                raise click.UsageError(f"--since {first} is after --until {last}")
            days = days_back(first, last)
            failures: dict[str, list[date]] = {}
            with progress_bar(f"fetching {source.name}", 0 if as_json else len(days)) as progress:
                for number, fetched in enumerate(refresh_days([source], days, http.get, library.validators()), 1):
                    taken = library.take_in_fetched(fetched)
                    if taken.error:
                        failures.setdefault(taken.error, []).append(taken.day)
                    print_refreshed(taken, as_json)
                    progress(number, len(days))
            for error, failed in failures.items():
                more = f" and {len(failed) - 1} more days" if len(failed) > 1 else ""
                session.fail(f"{source.name}: {error} (for {failed[0]}{more}); what was there is kept")
        wake(library)
        let_index_catch_up(session, library)


def wake(library: "Library") -> None:
    """Lets back in what has slept enough, now that more is known."""
    change = library.wake()
    if change.edits:
        say(change.label)


def let_index_catch_up(session: Session, library: "Library") -> None:
    """Indexes what came; if that cannot be, search still answers, so it is only said."""
    waits = library.indexing.waits()
    if not waits:
        return
    try:
        with progress_bar("indexing", max(waits, INDEXING)) as progress:
            library.indexing.take_waiting(progress)
            library.indexing.tidy()
    except IndexTrouble as trouble:
        say(f"{trouble}; search goes on without it, more slowly")

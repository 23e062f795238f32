"""The command line: arguments → library → output.

Results go to stdout, messages to stderr. Imports what a command needs when it runs, so that
`paperfeed count` stays cheap enough for a prompt.
"""

import os
import shlex
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from paperfeed import __version__
from paperfeed.clean import clean
from paperfeed.config import SETTINGS, VIEWS, Config
from paperfeed.dates import parse_day
from paperfeed.errors import BadView, IndexTrouble, Offline, PaperfeedError, SourceError, UnknownPaper
from paperfeed.marks import VERBS, Act
from paperfeed.output import (
    looked,
    print_entries,
    print_found,
    print_import,
    print_refreshed,
    print_taken_files,
    print_views,
    progress_bar,
    say_query,
    to_json,
)
from paperfeed.session import Session, ended_by, open_inbox, say
from paperfeed.views import told_saved

if TYPE_CHECKING:
    from paperfeed.library import Library, Taken


INDEXING = 2
"""Stands for "more than one" until the number of papers to index is known."""


class Day(click.ParamType[date]):
    """A day on the command line: 2025-03-14."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        day = value if isinstance(value, date) else parse_day(str(value))
        if day is None:
            self.fail(f"{value!r} is not a day: write it as 2025-03-14", param, ctx)
        return day


DAY = Day()
JSON = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")
QUERY = click.argument("query", nargs=-1)
ORDER = click.Choice(["day", "relevance", "votes", "title"])


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="PAPERFEED_HOME", help="One folder for everything.")
@click.option("--offline", is_flag=True, help="Stay off the network (also PAPERFEED_OFFLINE=1).")
@click.option("--demo", is_flag=True, help="Open the sample digests in a throw-away home.")
@click.version_option(__version__, prog_name="paperfeed")
@click.pass_context
def paperfeed(ctx: click.Context, home: Path | None, offline: bool, demo: bool) -> None:
    """A terminal inbox for a dated feed of research papers. Without a command it opens the inbox."""
    ctx.obj = Session(home, offline)
    if ctx.invoked_subcommand is None:
        open_inbox(ctx.obj, demo)
    elif demo:
        raise click.UsageError("--demo takes no command")


@paperfeed.command("import")
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
        let_index_catch_up(session, library)


@paperfeed.command()
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
        let_index_catch_up(session, library)


@paperfeed.command("list")
@QUERY
@click.option("--limit", metavar="N", type=click.IntRange(min=0), help="How many entries at the most.")
@click.option("--offset", metavar="N", type=click.IntRange(min=0), default=0, help="How many to leave out first.")
@click.option("--sort", "order", type=ORDER, default="day", help="day unless told.")
@JSON
@click.pass_obj
def list_(session: Session, query: Sequence[str], limit: int | None, offset: int, order: str, as_json: bool) -> None:
    """Print entries, one a line."""
    with session.library() as library:
        found = looked(library, library.parse(" ".join(query)), order)
        print_entries(library, found, offset, limit, as_json)


@paperfeed.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), default=20, help="How many at the most; 20 unless told."
)
@JSON
@click.pass_obj
def search(session: Session, query: Sequence[str], limit: int, as_json: bool) -> None:
    """Print entries by relevance, with the place where the words stand."""
    with session.library() as library:
        parsed = library.parse(" ".join(query))
        found = looked(library, parsed, "relevance")
        if as_json:
            print_entries(library, found, 0, limit, as_json)
            return
        entries = library.entries(found.rows[:limit])
        shown = library.found(entries, parsed)
        for entry in entries:
            print_found(entry, shown.get(entry.row))
        say(f"{len(found.rows):,} found")
        for advice in found.advice:
            say(f"{advice.told}: paperfeed search {shlex.quote(advice.query)}")


@paperfeed.command()
@QUERY
@click.pass_obj
def count(session: Session, query: Sequence[str]) -> None:
    """Print how many entries a query selects."""
    with session.library() as library:
        parsed = library.parse(" ".join(query))
        say_query(parsed)
        click.echo(library.count(parsed))


@paperfeed.command()
@click.argument("name", metavar="ID")
@JSON
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Print one paper."""
    from paperfeed import render

    with session.library() as library:
        [entry] = library.entries([library.row_of(name)])
        click.echo(to_json(render.entry_json(entry)) if as_json else render.paper_text(entry))


@paperfeed.command()
@click.argument("verb", metavar="VERB", type=click.Choice(list(VERBS)))
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--query", "text", metavar="QUERY", help="Every entry that this selects.")
@click.option("--tag", metavar="TAG", help="The tag, for tag and untag.")
@click.option("--until", type=DAY, help="For snooze: until this day; tomorrow unless told.")
@click.pass_obj
def mark(
    session: Session, verb: str, ids: tuple[str, ...], text: str | None, tag: str | None, until: date | None
) -> None:
    """Mark papers: read unread star unstar done undone snooze tag untag."""
    if (verb in ("tag", "untag")) != (tag is not None):
        raise click.UsageError("--tag goes with tag and untag, and they with it")
    if not ids and text is None:
        raise click.UsageError("name papers by ID or with --query")
    with session.library() as library:
        rows: list[int] = []
        for name in ids:
            try:
                rows.append(library.row_of(name))
            except UnknownPaper as error:
                session.fail(str(error))
        if text is not None:
            query = library.parse(text)
            if query.notices:  # a slip in the query must not mark other papers than were meant
                raise click.UsageError(f"{'; '.join(one.placed() for one in query.notices)}: nothing was marked")
            rows += library.look(query).rows
        argument = clean(tag or "", 100) if tag is not None else None
        if verb == "snooze":
            argument = (until or library.today + timedelta(1)).isoformat()
        if tag is not None and not argument:
            raise click.UsageError("an empty tag")
        change = library.apply(Act(verb, tuple(dict.fromkeys(rows)), argument))
        if rows:
            say(change.label if change.edits else "nothing to change")


@paperfeed.command()
@JSON
@click.pass_obj
def views(session: Session, as_json: bool) -> None:
    """Print the views: key, name, unread papers, all papers, query."""
    with session.library() as library:
        print_views(library, as_json)


@paperfeed.command()
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.pass_obj
def save(session: Session, name: str, query: Sequence[str]) -> None:
    """Keep a query as a view. One that has the name already is replaced."""
    name, text = " ".join(name.split()), clean(" ".join(query))
    if not text:
        raise click.UsageError("an empty query: the view all shows everything")
    with session.library() as library:
        try:
            replaced = library.save_view(name, text)
        except BadView as error:
            raise click.UsageError(clean(str(error))) from error
        say_query(library.parse(text))
        say(told_saved(name, library.saved_views(), replaced))


@paperfeed.command()
@click.argument("name")
@click.pass_obj
def forget(session: Session, name: str) -> None:
    """Drop a saved view. Its query stays among the searches that ↑ brings back in the app."""
    with session.library() as library:
        view = library.forget_view(" ".join(name.split()))
        say(f"forgot “{view.name}”, which was: {view.query}")


@paperfeed.command()
@click.pass_obj
def undo(session: Session) -> None:
    """Take back what was done last."""
    with session.library() as library:
        say(f"undone: {library.undo().label}")


@paperfeed.command()
@click.pass_obj
def redo(session: Session) -> None:
    """Do again what was taken back last."""
    with session.library() as library:
        say(f"done again: {library.redo().label}")


@paperfeed.command()
@JSON
@click.option("--limit", metavar="N", type=click.IntRange(min=0), default=None, help="How many acts at the most.")
@click.pass_obj
def history(session: Session, as_json: bool, limit: int | None) -> None:
    """Print what was done, the newest first."""
    with session.library() as library:
        for act in library.history(-1 if limit is None else limit):
            at = datetime.fromtimestamp(act.at / 1000).astimezone()
            if as_json:
                facts = {"number": act.number, "at": at.isoformat(timespec="seconds"), "label": act.label}
                facts |= {"undone": act.undone, "auto": act.auto, "device": act.device, "papers": list(act.papers)}
                click.echo(to_json(facts))
            else:
                told = (" (undone)" if act.undone else "") + (" (by itself)" if act.auto else "")
                click.echo(f"{at:%Y-%m-%d %H:%M}  {act.label}{told}")


@paperfeed.command()
@click.option("--waiting", is_flag=True, help="Only what the index has yet to take.")
@click.pass_obj
def reindex(session: Session, waiting: bool) -> None:
    """Build the full-text index anew from the library."""
    with session.library() as library, progress_bar("indexing", INDEXING) as progress:
        done = library.index_waiting(progress) if waiting else library.rebuild_index(progress)
        library.tidy_index()
    say(f"{done:,} papers indexed")


@paperfeed.command()
@JSON
@click.pass_obj
def doctor(session: Session, as_json: bool) -> None:
    """Check the library, the index, the settings and the sources."""
    from paperfeed.doctor import examine

    with session.library() as library:
        for check in examine(library, session.problems):
            session.failed |= not check.well
            if as_json:
                click.echo(to_json({"name": check.name, "well": check.well, "told": check.told}))
            else:
                click.echo(f"{'ok ' if check.well else 'BAD'} {check.name}: {clean(check.told)}")


@paperfeed.command()
@JSON
@click.pass_obj
def config(session: Session, as_json: bool) -> None:
    """Print paths and settings in force, and where each comes from."""
    facts = settings_in_force(session)
    for problem in session.problems:
        session.fail(problem)
    if as_json:
        click.echo(to_json({name: value for name, (value, _) in facts.items()}))
        return
    for name, (value, origin) in facts.items():
        click.echo(f"{name} = {to_json(value)}  # {origin}")


@paperfeed.command()
def keys() -> None:
    """Print the key map in force."""
    from paperfeed.tui.keys import ACTIONS

    for action in ACTIONS:
        click.echo(f"{action.shown:<12} {action.title:<24} {action.help}")


def main() -> NoReturn:
    """The console script: runs the command and ends with its exit status."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
        sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    ctx: click.Context | None = None
    try:
        with paperfeed.make_context("paperfeed", sys.argv[1:]) as ctx:
            paperfeed.invoke(ctx)
        status = int(ctx.obj.failed) if isinstance(ctx.obj, Session) else 0
    except click.exceptions.Exit as end:
        status = end.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = 130
    except PaperfeedError as error:
        status = ended_by(error)
    except BrokenPipeError:  # `paperfeed list | head`: the reader has what it wanted
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # open till the end
        status = 0
    sys.exit(status)


def let_index_catch_up(session: Session, library: "Library") -> None:
    """Indexes what came; if that cannot be, search still answers, so it is only said."""
    waits = library.index_waits()
    if not waits:
        return
    try:
        with progress_bar("indexing", max(waits, INDEXING)) as progress:
            library.index_waiting(progress)
            library.tidy_index()
    except IndexTrouble as trouble:
        say(f"{trouble}; search goes on without it, more slowly")


def settings_in_force(session: Session) -> dict[str, tuple[object, str]]:
    """Every path and setting with its value and where it comes from."""
    paths, config = session.paths, session.config
    facts: dict[str, tuple[object, str]] = {
        "config_file": (str(paths.config_file), "path"),
        "library": (str(paths.library), "path"),
        "index": (str(paths.index), "path"),
        "log": (str(paths.log), "path"),
        "offline": (config.offline, config.origin.get("offline", "default")),
    }
    sources = [{"name": one.name, "kind": one.kind, "url": one.url, "days": one.days} for one in config.sources]
    facts["source"] = (sources, config.origin.get("source", "default"))
    for name, query in {**VIEWS, **config.views}.items():
        facts[f"view.{name}"] = (query, config.origin.get(f"view.{name}", "default"))
    values = _plain_values(config)
    for setting in SETTINGS:
        if setting.key in values:
            facts[setting.key] = (values[setting.key], config.origin.get(setting.key, "default"))
    return facts


def _plain_values(config: Config) -> dict[str, object]:
    return {
        "screen.theme": config.theme,
        "reading.after": config.read_after,
        "refresh.at_start": config.refresh_at_start,
    }

"""What the commands print: results to stdout, messages and progress to stderr.

Nothing reaches the terminal here that has not been through `clean`.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from paperfeed.clean import clean
from paperfeed.session import say

if TYPE_CHECKING:
    from paperfeed.catching_up import Offer
    from paperfeed.found import Found
    from paperfeed.indexing import Progress
    from paperfeed.library import Library, Look, Taken
    from paperfeed.marks import Entry
    from paperfeed.query import Query
    from paperfeed.tui.key_map import KeyMap

SHOWN_AT_MOST = 10
"""Files of an import that get a line each; of more, only those with something to say."""


def say_all(messages: Iterable[str]) -> None:
    for message in dict.fromkeys(messages):
        say(message)


def say_query(query: "Query") -> None:
    """What was odd about a query, and where."""
    say_all(notice.placed() for notice in query.notices)


def to_json(value: object) -> str:
    from paperfeed.render import json_line

    return json_line(value, ascii_only=(sys.stdout.encoding or "").lower() not in ("utf-8", "utf8"))


def one_paper(entry: "Entry", form: Literal["text", "json", "bibtex", "markdown"]) -> str:
    """A paper as `show` prints it."""
    from paperfeed import cite, render

    if form == "json":
        return to_json(render.entry_json(entry))
    if form == "text":
        return render.paper_text(entry)
    return cite.bibtex([entry]) if form == "bibtex" else cite.markdown([entry])


def looked(library: "Library", query: "Query", order: str) -> "Look":
    found = library.look(query, order)
    say_query(query)
    say_all(str(told) for told in found.notices if told not in query.notices)
    return found


def print_entries(library: "Library", found: "Look", offset: int, limit: int | None, as_json: bool) -> None:
    from paperfeed import render

    rows = found.rows[offset:] if limit is None else found.rows[offset : offset + limit]
    for start in range(0, len(rows), 500):
        for entry in library.entries(rows[start : start + 500]):
            click.echo(to_json(render.entry_json(entry)) if as_json else render.entry_line(entry))


def print_chosen(library: "Library", offer: "Offer", as_json: bool) -> None:
    """What was chosen to catch up with, the best first; below each, or in the field `why`, for what."""
    from paperfeed import render

    why = {one.row: one.why for one in offer.chosen}
    for entry in library.entries(list(why)):
        if as_json:
            click.echo(to_json({**render.entry_json(entry), "why": why[entry.row]}))
        else:
            click.echo(f"{render.entry_line(entry)}\n          {clean(why[entry.row])}")


def print_found(entry: "Entry", found: "Found | None") -> None:
    """An entry and, below it, the place where the words stand that were looked for."""
    from paperfeed import render
    from paperfeed.found import pieces

    line = render.entry_line(entry)
    if found is None:
        click.echo(line)
        return
    title = render.shown(entry.paper.title)
    click.echo(line.removesuffix(title) + highlighted(pieces(title, found.title)))
    if found.snippet.text:
        label = f"{found.label} " if found.label else ""
        click.echo(f"          {label}{highlighted(pieces(*found.snippet))}")


def print_keys(keys: "KeyMap", as_json: bool) -> None:
    """Every action with its keys."""
    from paperfeed.tui.key_names import show_key

    for action in keys.actions:
        if as_json:
            shown = [show_key(key) for key in action.keys]
            facts = {"action": action.name, "keys": shown, "title": action.title, "help": action.help}
            click.echo(to_json({**facts, "group": action.group, "scope": action.scope}))
        else:
            click.echo(f"{action.shown:<16} {action.name:<16} {action.help}".rstrip())


def print_views(library: "Library", as_json: bool) -> None:
    from paperfeed.views import key_of

    saved, texts = library.kept.views(), library.kept.queries
    fixed = {"inbox": "1", "all": "2", "starred": "3"}
    for name, query in texts.items():
        key = fixed.get(name) or key_of(name, saved)
        [papers, unread] = (library.count(library.narrowed(name, more)) for more in ((), ("is:unread",)))
        if as_json:
            click.echo(to_json({"name": name, "query": query, "key": key, "papers": papers, "unread": unread}))
        else:
            click.echo(f"{key or ' '} {clean(name):<20} {unread:>7,} unread of {papers:>7,}   {clean(query)}".rstrip())


def highlighted(parts: Iterable[tuple[str, bool]]) -> str:
    """Bold on a terminal that wants colour; click strips it elsewhere."""
    plain = bool(os.environ.get("NO_COLOR"))
    return "".join(click.style(text, bold=True) if found and not plain else text for text, found in parts)


def print_taken_files(path: Path, taken: "Iterable[Taken]") -> None:
    for one in taken:
        facts = {"path": clean(str(path), 4_000), "kind": one.kind, "day": one.day.isoformat()}
        names = ("listed", "new", "updated", "unchanged", "skipped")
        facts |= {name: getattr(one, name) for name in names}
        click.echo(to_json({**facts, "problems": list(one.problems)}))


def print_import(done: "Sequence[tuple[Path, Taken]]") -> None:
    for path, one in done:
        if len(done) <= SHOWN_AT_MOST or one.problems or one.skipped:
            told = f"{one.day}: {one.listed} listed, {one.new} new, {one.updated} updated"
            click.echo(f"{clean(path.name)}  {told}" + (f", {one.skipped} skipped" if one.skipped else ""))
        for problem in one.problems:
            say(f"{clean(path.name)}: {problem}")
    if len(done) > 1:
        listed, new, updated = (sum(getattr(one, name) for _, one in done) for name in ("listed", "new", "updated"))
        click.echo(f"{len(done)} digests: {listed:,} listed, {new:,} new, {updated:,} updated")


def print_refreshed(one: "Taken", as_json: bool) -> None:
    status = "failed" if one.error else "new" if one.new or one.updated else "unchanged"
    if as_json:
        facts = {"source": one.source, "day": one.day.isoformat(), "status": status, "listed": one.listed}
        click.echo(to_json({**facts, "new": one.new, "updated": one.updated, "error": one.error}))
    elif not one.error:
        click.echo(f"{one.source} {one.day}: " + (f"{one.new} new, {one.updated} updated" if one.listed else status))
    for problem in one.problems:
        say(f"{one.source} {one.day}: {problem}")


@contextmanager
def progress_bar(title: str, total: int) -> "Iterator[Progress]":
    """A bar on stderr, where that is a terminal and there is something to wait for."""
    if not sys.stderr.isatty() or total < 2:
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total or None)
        advance: Callable[[int, int], None] = lambda done, total: bar.update(task, completed=done, total=total)  # noqa: E731
        yield advance

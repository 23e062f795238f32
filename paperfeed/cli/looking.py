"""Commands that print papers: list, search, count, show. They change nothing."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from paperfeed.cli.arguments import JSON, ORDER, QUERY
from paperfeed.output import (
    looked,
    one_paper,
    print_entries,
    print_found,
    say_query,
)
from paperfeed.session import Session, say

if TYPE_CHECKING:
    pass


@click.command("list")
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


@click.command()
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


@click.command()
@QUERY
@click.pass_obj
def count(session: Session, query: Sequence[str]) -> None:
    """Print how many entries a query selects."""
    with session.library() as library:
        parsed = library.parse(" ".join(query))
        say_query(parsed)
        click.echo(library.count(parsed))


@click.command()
@click.argument("name", metavar="ID")
@JSON
@click.option("--bibtex", is_flag=True, help="An entry for a bibliography.")
@click.option("--markdown", is_flag=True, help="[title](link) — authors, year")
@click.pass_obj
def show(session: Session, name: str, as_json: bool, bibtex: bool, markdown: bool) -> None:
    """Print one paper."""
    if as_json + bibtex + markdown > 1:
        raise click.UsageError("one of --json, --bibtex and --markdown at a time")
    with session.library() as library:
        [entry] = library.entries([library.row_of(name)])
        click.echo(one_paper(entry, "json" if as_json else "bibtex" if bibtex else "markdown" if markdown else "text"))

"""Commands for the views: views, save, forget."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from paperfeed.clean import clean
from paperfeed.cli.arguments import JSON
from paperfeed.errors import BadView
from paperfeed.output import (
    print_views,
    say_query,
)
from paperfeed.session import Session, say
from paperfeed.views import told_saved

if TYPE_CHECKING:
    pass


@click.command()
@JSON
@click.pass_obj
def views(session: Session, as_json: bool) -> None:
    """Print the views: key, name, unread papers, all papers, query."""
    with session.library() as library:
        print_views(library, as_json)


@click.command()
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
            replaced = library.kept.save(name, text)
        except BadView as error:
            raise click.UsageError(clean(str(error))) from error
        say_query(library.parse(text))
        say(told_saved(name, library.kept.views(), replaced))


@click.command()
@click.argument("name")
@click.pass_obj
def forget(session: Session, name: str) -> None:
    """Drop a saved view. Its query stays among the searches that ↑ brings back in the app."""
    with session.library() as library:
        view = library.kept.forget(" ".join(name.split()))
        say(f"forgot “{view.name}”, which was: {view.query}")

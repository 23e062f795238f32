"""Commands that mark papers, and take that back: mark, catch-up, undo, redo, history."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from paperfeed.catching_up import LONGEST, MINUTES
from paperfeed.cli.arguments import JSON
from paperfeed.errors import UnknownPaper
from paperfeed.marks import VERBS, Act, refuses_tag
from paperfeed.output import (
    print_chosen,
    to_json,
)
from paperfeed.session import Session, say
from paperfeed.snooze import EXPECTED, parse_until

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("verb", metavar="VERB", type=click.Choice(list(VERBS)))
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--query", "text", metavar="QUERY", help="Every entry that this selects.")
@click.option("--tag", metavar="TAG", help="The tag, for tag and untag.")
@click.option("--note", metavar="TEXT", help="The note, for note; an empty one removes it.")
@click.option("--until", metavar="WHEN", help=f"For snooze: {EXPECTED}; tomorrow unless told.")
@click.pass_obj
def mark(session: Session, /, verb: str, ids: tuple[str, ...], text: str | None, **told: str | None) -> None:
    """Mark papers: read unread star unstar done undone dismiss snooze wake tag untag note."""
    if not ids and text is None:
        raise click.UsageError("name papers by ID or with --query")
    with session.library() as library:
        argument = argument_of(verb, told, library.today)
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
        change = library.apply(Act(verb, tuple(dict.fromkeys(rows)), argument))
        if rows:
            say(change.label if change.edits else "nothing to change")


def argument_of(verb: str, told: Mapping[str, str | None], today: date) -> str | None:
    """What an act with this verb is told by the options."""
    wanted = VERBS[verb].argument
    for name, value in told.items():
        if value is not None and name != wanted:
            verbs = " and ".join(one.name for one in VERBS.values() if one.argument == name)
            raise click.UsageError(f"--{name} goes with {verbs}")
    value = told.get(wanted)
    if wanted == "until":
        until = parse_until("tomorrow" if value is None else value, today)
        if until is None:
            raise click.UsageError(f"--until {value}: expected a day after today or a condition: {EXPECTED}")
        return until
    if wanted and value is None:
        raise click.UsageError(f"{verb} goes with --{wanted}")
    if wanted == "tag" and (why := refuses_tag(value or "")):
        raise click.UsageError(why)
    return value


@click.command("catch-up")
@click.option(
    "--days", metavar="N", type=click.IntRange(1, LONGEST), help="How many days back; the last visit unless told."
)
@click.option("--minutes", metavar="N", type=click.IntRange(1, 1_440), default=MINUTES, help=f"{MINUTES} unless told.")
@click.option("--rest-done", is_flag=True, help="Mark all others that wait on these days done, in one stroke.")
@JSON
@click.pass_obj
def catch_up(session: Session, days: int | None, minutes: int, rest_done: bool, as_json: bool) -> None:
    """Print the best of what waits since the last visit, for so many minutes, and why."""
    with session.library() as library:
        offer = library.waiting.offer(days, minutes)
        say(offer.head)
        print_chosen(library, offer, as_json)
        if rest_done:
            change = library.apply(Act("done", offer.rest))
            say(change.label if change.edits else "nothing to change")


@click.command()
@click.argument("number", required=False, metavar="[ACT]", type=click.IntRange(min=1))
@click.option("--since", metavar="ACT", type=click.IntRange(min=1), help="This act and all that was done after it.")
@click.pass_obj
def undo(session: Session, number: int | None, since: int | None) -> None:
    """Take back what was done last, or an act by its number in the history."""
    if number is not None and since is not None:
        raise click.UsageError("one act, or all --since one: not both")
    with session.library() as library:
        if since is not None:
            for change in library.undo_since(since):
                say(f"undone: {change.label}")
        elif number is None:
            say(f"undone: {library.undo().label}")
        else:
            say(f"undone: {library.take_back(number).label}")


@click.command()
@click.pass_obj
def redo(session: Session) -> None:
    """Do again what was taken back last."""
    with session.library() as library:
        say(f"done again: {library.redo().label}")


@click.command()
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
                click.echo(f"{act.number:>5}  {at:%Y-%m-%d %H:%M}  {act.label}{told}")

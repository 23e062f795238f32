"""The command line: arguments → library → output.

Results go to stdout, messages to stderr. Imports what a command needs when it runs, so that
`paperfeed count` stays cheap enough for a prompt.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from paperfeed import __version__
from paperfeed.cli.keeping import forget, save, views
from paperfeed.cli.looking import count, list_, search, show
from paperfeed.cli.marking import catch_up, history, mark, redo, undo
from paperfeed.cli.taking_in import import_, refresh
from paperfeed.cli.upkeep import config, doctor, keys, reindex
from paperfeed.errors import PaperfeedError
from paperfeed.session import Session, ended_by, open_inbox


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), envvar="PAPERFEED_HOME", help="One folder for everything.")
@click.option("--offline", is_flag=True, help="Stay off the network (also PAPERFEED_OFFLINE=1).")
@click.option("--demo", is_flag=True, help="Open the sample digests in a throw-away home.")
@click.option("--linear", is_flag=True, help="Read and triage line by line, for screen readers and plain terminals.")
@click.version_option(__version__, prog_name="paperfeed")
@click.pass_context
def paperfeed(ctx: click.Context, home: Path | None, offline: bool, demo: bool, linear: bool) -> None:
    """A terminal inbox for a dated feed of research papers. Without a command it opens the inbox."""
    ctx.obj = Session(home, offline)
    if demo or linear:
        if ctx.invoked_subcommand is not None:
            raise click.UsageError(f"{'--demo' if demo else '--linear'} takes no command")
        if linear:
            read_line_by_line(ctx.obj, demo)
            return
    if ctx.invoked_subcommand is None:
        open_inbox(ctx.obj, demo)


def read_line_by_line(session: Session, demo: bool) -> None:
    from paperfeed.linear.reading import run, run_demo

    if demo:
        run_demo()
    else:
        with session.library() as library:
            run(library)


for command in (
    import_,
    refresh,
    list_,
    search,
    count,
    show,
    mark,
    views,
    save,
    forget,
    catch_up,
    undo,
    redo,
    history,
    reindex,
    doctor,
    config,
    keys,
):
    paperfeed.add_command(command)


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

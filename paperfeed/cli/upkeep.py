"""Commands that look after library, index, settings and keys: reindex, doctor, config, keys."""

import os
from typing import TYPE_CHECKING

import click

from paperfeed.clean import clean
from paperfeed.cli.arguments import INDEXING, JSON
from paperfeed.config import SETTINGS, VIEWS, Config
from paperfeed.output import (
    print_keys,
    progress_bar,
    to_json,
)
from paperfeed.session import Session, need_terminal, say

if TYPE_CHECKING:
    pass


@click.command()
@click.option("--waiting", is_flag=True, help="Only what the index has yet to take.")
@click.pass_obj
def reindex(session: Session, waiting: bool) -> None:
    """Build the full-text index anew from the library."""
    with session.library() as library, progress_bar("indexing", INDEXING) as progress:
        done = library.indexing.take_waiting(progress) if waiting else library.indexing.rebuild(progress)
        library.indexing.tidy()
    say(f"{done:,} papers indexed")


@click.command()
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


@click.command()
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


@click.command()
@JSON
@click.option("--check", is_flag=True, help="Press each key, and see which never arrive.")
@click.pass_obj
def keys(session: Session, as_json: bool, check: bool) -> None:
    """Print the key map in force; with --check, find the keys that your terminal keeps for itself."""
    if check and as_json:
        raise click.UsageError("--check prints no JSON")
    if check:
        need_terminal("`paperfeed keys --check` needs a terminal to press keys in")
        from paperfeed.tui.keys_check import run_check

        click.echo(run_check(session.key_map, os.environ))
    else:
        print_keys(session.key_map, as_json)
    for problem in session.problems:
        session.fail(problem)


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
    for key in config.keys:
        facts[f"keys.{key.name}"] = (list(key.keys), config.origin.get(f"keys.{key.name}", "default"))
    values = _plain_values(config)
    for setting in SETTINGS:
        if setting.key in values:
            facts[setting.key] = (values[setting.key], config.origin.get(setting.key, "default"))
    return facts


def _plain_values(config: Config) -> dict[str, object]:
    return {
        "screen.theme": config.theme,
        "screen.ascii": config.ascii,
        "reading.after": config.read_after,
        "refresh.at_start": config.refresh_at_start,
        "keys.preset": config.preset,
    }

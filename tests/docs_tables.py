"""The README's tables, made from the tables in the code: `python tests/docs_tables.py` rewrites them.

Each stands between `<!-- name -->` and `<!-- /name -->`. The tests compare; only running this writes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from paperfeed.cli import paperfeed
from paperfeed.config import SETTINGS
from paperfeed.query import TERMS
from paperfeed.tui.key_map import key_map
from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import ACTIONS, INBOX, Action, families
from paperfeed.tui.presets import PRESETS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"


def keys() -> str:
    return key_table(one for one in ACTIONS if one.scope == INBOX)


def screens() -> str:
    """The keys of the other screens."""
    return key_table(one for one in ACTIONS if one.scope != INBOX)


def key_table(actions: Iterable[Action]) -> str:
    rows = []
    for family in families(actions):
        first, last = family[0], family[-1]
        many = len(family) > 1
        keys = f"{key_cell(first)} … {key_cell(last)}" if many else key_cell(first)
        names = f"{code(first.name)} … {code(last.name)}" if many else code(first.name)
        rows.append((keys, names, first.help))
    return table(("key", "action", "what it does"), rows)


def presets() -> str:
    """What the presets change: the keys in force, which are fewer where another action took one."""
    maps = {name: key_map(name)[0] for name in PRESETS}
    rows = []
    for action in ACTIONS:
        cells = {name: key_cell(found.action(action.name)) for name, found in maps.items()}
        if len({*cells.values()}) > 1:
            changed = [
                cell if name == "paperfeed" or cell != cells["paperfeed"] else "" for name, cell in cells.items()
            ]
            rows.append((code(action.name), *changed))
    return table(("action", *PRESETS), rows)


def key_cell(action: Action) -> str:
    return " or ".join(code(show_key(key)) for key in action.keys) or "no key"


def terms() -> str:
    return table(("term", "selects", "example"), [(code(one.form), one.means, code(one.example)) for one in TERMS])


def settings() -> str:
    return table(("setting", "what it does", "default"), [(code(s.key), s.means, default(s.default)) for s in SETTINGS])


def commands() -> str:
    rows = [(code("paperfeed"), "Open the inbox.")]
    rows += ((code(usage(name, one)), one.help or "") for name, one in paperfeed.commands.items())
    return table(("command", "what it does"), [(shown, first_line(help_text)) for shown, help_text in rows])


TABLES: Mapping[str, Callable[[], str]] = {
    "keys": keys,
    "screens": screens,
    "presets": presets,
    "terms": terms,
    "settings": settings,
    "commands": commands,
}


def usage(name: str, command: click.Command) -> str:
    """A command as the usage line writes it, with its options: mark VERB [ID]... [--query TEXT]."""
    ctx = click.Context(command, info_name=name)
    arguments = [
        piece for one in command.params if isinstance(one, click.Argument) for piece in one.get_usage_pieces(ctx)
    ]
    options = [f"[{option(one, ctx)}]" for one in command.params if isinstance(one, click.Option)]
    return " ".join(["paperfeed", name, *arguments, *options])


def option(one: click.Option, ctx: click.Context) -> str:
    name = max(one.opts, key=len)
    return name if one.is_flag else f"{name} {one.make_metavar(ctx).strip('[]')}"


def first_line(text: str) -> str:
    return " ".join(text.strip().split("\n\n")[0].split())


def default(text: str) -> str:
    return text if " " in text else code(text)


def code(text: str) -> str:
    return f"`{text}`"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=\n<!-- /{name} -->)", re.DOTALL)


def in_readme(name: str) -> str:
    """The table as the README has it."""
    found = block(name).findall(README.read_text("utf-8"))
    assert len(found) == 1, f"README has {len(found)} places for the table of {name}"
    return str(found[0])


def main() -> None:
    text = README.read_text("utf-8")
    for name, made in TABLES.items():
        in_readme(name)
        text = block(name).sub(made().replace("\\", r"\\"), text)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

"""Settings from config.toml. Every one has a default; a bad one is named and its default used.

Reading never fails: `load` returns what can be used and, as sentences, what could not be.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from paperfeed.links import safe_url, viewer_command
from paperfeed.views import LONGEST_NAME, NAME_RULE, SavedView, may_be_called, same_name

LARGEST = 1 << 20
KINDS = ("huggingface",)
THEMES = ("dark", "light", "contrast", "contrast-light")
NARROWEST, WIDEST = 40, 200
"""Cells of a line of the paper that is read."""
PRESETS = ("paperfeed", "newsboat", "mutt", "gmail", "vim")
"""Key maps that there are; which keys they have is the screen's affair."""


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """One [[source]]: where digests are fetched from, and how far back a refresh looks."""

    name: str = "huggingface"
    kind: str = "huggingface"
    url: str = "https://huggingface.co"
    days: int = 7


class KeySetting(NamedTuple):
    """A line of [keys] as it stands there: an action, its keys, and where the line is."""

    name: str
    keys: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force. `origin` names where each came from."""

    sources: tuple[SourceConfig, ...] = (SourceConfig(),)
    views: Mapping[str, str] = field(default_factory=dict)
    theme: str = "dark"
    ascii: bool | str = "auto"
    read_after: float = 3.0
    reading_width: int = 88
    pdf_viewer: str = ""
    refresh_at_start: bool = True
    offline: bool = False
    preset: str = "paperfeed"
    keys: tuple[KeySetting, ...] = ()
    """The user's own, on top of the preset's; nobody has looked yet whether they can be."""
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def saved_views(self) -> list[SavedView]:
        """The views that the file adds to those that are always there."""
        return [SavedView(name, query) for name, query in self.views.items() if name not in VIEWS]

    def claims(self, name: str) -> str | None:
        """Why the app can neither make nor change a view of this name, if it cannot."""
        if any(same_name(name, one) for one in VIEWS):
            return f"“{name}” is always there"
        ours = next((one.name for one in self.saved_views if same_name(name, one.name)), None)
        return ours and f"“{ours}” is written in {self.origin.get(f'view.{ours}', 'the settings')}"

    def refuses(self, name: str) -> str | None:
        """Why the app cannot make a view of this name, if it cannot."""
        if why := self.claims(name):
            return f"{why}: take another name"
        return None if may_be_called(name) else f"a view's name has {NAME_RULE}"


class Setting(NamedTuple):
    """A setting as documented: where it stands in the file, what it does."""

    key: str
    means: str
    default: str


SETTINGS = (
    Setting("source.name", "what the source is called", '"huggingface"'),
    Setting("source.kind", "what it is: huggingface", '"huggingface"'),
    Setting("source.url", "its base address", '"https://huggingface.co"'),
    Setting("source.days", "how many days back a refresh looks", "7"),
    Setting(
        "view.NAME",
        "the query of inbox, today, all, starred, snoozed, done; another name adds a view",
        "as shown by `config`",
    ),
    Setting("screen.theme", "dark, light, contrast or contrast-light; the last two have high contrast", '"dark"'),
    Setting("screen.ascii", "true: draw and write in ASCII only; auto: where the terminal has no more", '"auto"'),
    Setting("reading.after", "seconds after which a paper on show counts as read; 0 turns it off", "3.0"),
    Setting("reading.width", f"cells that a line of the paper may have, {NARROWEST} to {WIDEST}", "88"),
    Setting("reading.pdf_viewer", 'what `P` starts, e.g. "zathura {url}"; the browser if it is empty', '""'),
    Setting("refresh.at_start", "fetch when the app opens", "true"),
    Setting("keys.preset", f"the key map: {', '.join(PRESETS)}", '"paperfeed"'),
    Setting(
        "keys.ACTION",
        'another key for an action, or several: "x", "g x", ["x", "F5"]; "" for none',
        "as shown by `keys`",
    ),
)

VIEWS: Mapping[str, str] = {
    "inbox": "is:inbox",
    "today": "on:today",
    "all": "",
    "starred": "is:starred",
    "snoozed": "is:snoozed",
    "done": "is:done",
}
"""The queries of the views that are always there."""

_PLAIN: Mapping[str, tuple[str, tuple[type, ...], str]] = {
    "screen.theme": ("theme", (str,), "a text"),
    "screen.ascii": ("ascii", (bool, str), 'true, false or "auto"'),
    "reading.after": ("read_after", (int, float), "a number of seconds"),
    "reading.width": ("reading_width", (int,), "a whole number"),
    "reading.pdf_viewer": ("pdf_viewer", (str,), "a text"),
    "refresh.at_start": ("refresh_at_start", (bool,), "true or false"),
    "keys.preset": ("preset", (str,), "a text"),
}
_TABLES = tuple(dict.fromkeys(key.partition(".")[0] for key in _PLAIN))
_KEY = r"""(?:[\w.-]|"[^"]*"|'[^']*')+"""
_LINE = re.compile(rf"""\s*(?:\[+\s*(?P<table>{_KEY})\s*\]|(?P<key>{_KEY})\s*=)""")
_SOURCE_TYPES: Mapping[str, tuple[Any, str]] = {
    "name": (str, "a text"),
    "kind": (str, "a text"),
    "url": (str, "a text"),
    "days": (int, "a whole number"),
}


def load(path: Path, environment: Mapping[str, str]) -> tuple[Config, tuple[str, ...]]:
    """The settings of a file that may be missing, and what was wrong with it."""
    problems: list[str] = []
    text, table = _read(path, problems)
    config = _Reader(path, text, problems).config(table)
    if environment.get("PAPERFEED_OFFLINE", "") not in ("", "0"):
        config = replace(config, offline=True, origin={**config.origin, "offline": "PAPERFEED_OFFLINE"})
    return config, tuple(problems)


def _read(path: Path, problems: list[str]) -> tuple[str, dict[str, Any]]:
    try:
        if not path.exists():
            return "", {}
        import tomllib

        if not path.is_file() or path.stat().st_size > LARGEST:
            problems.append(f"{path}: not a file of at most {LARGEST >> 20} MiB: the defaults are used")
            return "", {}
        text = path.read_text("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(f"{path}: not UTF-8 text: the defaults are used")
    except OSError as error:
        problems.append(f"{path}: {(error.strerror or 'cannot be read').lower()}: the defaults are used")
    except (ValueError, RecursionError) as error:  # bad syntax, a number or a nesting without end
        problems.append(f"{path}: {error}: the defaults are used")
    return "", {}


class _Reader:
    """Takes a parsed file apart; each problem names file, line and key."""

    def __init__(self, path: Path, text: str, problems: list[str]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.problems = problems

    def config(self, table: dict[str, Any]) -> Config:
        values: dict[str, Any] = {}
        origin: dict[str, str] = {}
        for section, content in table.items():
            if section == "source":
                if sources := self.sources(content):
                    values["sources"] = sources
                    origin["source"] = str(self.path)
            elif section == "view":
                values["views"] = self.views(content)
                origin.update({f"view.{name}": str(self.path) for name in values["views"]})
            elif section == "keys" and isinstance(content, dict):
                values["keys"] = self.keys(content)
                origin.update({f"keys.{one.name}": str(self.path) for one in values["keys"]})
                if "preset" in content:
                    self.plain("keys.preset", content["preset"], values, origin)
            elif section in _TABLES and not isinstance(content, dict):
                self.bad(section, f"is not written as [{section}]")
            elif section in _TABLES:
                for key, value in content.items():
                    self.plain(f"{section}.{key}", value, values, origin)
            else:
                self.unknown(section, [*_TABLES, "source", "view"])
        return Config(**values, origin=origin)

    def plain(self, key: str, value: Any, values: dict[str, Any], origin: dict[str, str]) -> None:
        if key not in _PLAIN:
            self.unknown(key, list(_PLAIN))
            return
        name, kinds, told = _PLAIN[key]
        if type(value) not in kinds or (name == "ascii" and value not in (True, False, "auto")):
            self.bad(key, f"is not {told}")
        elif name == "theme" and value not in THEMES:
            self.bad(key, f"is none of {', '.join(THEMES)}")
        elif name == "preset" and value not in PRESETS:
            self.bad(key, f"is none of {', '.join(PRESETS)}")
        elif name == "read_after" and not 0 <= value <= 3600:
            self.bad(key, "is not from 0 to 3600")
        elif name == "reading_width" and not NARROWEST <= value <= WIDEST:
            self.bad(key, f"is not from {NARROWEST} to {WIDEST}")
        elif name == "pdf_viewer" and value.strip() and viewer_command(value, "") is None:
            self.bad(key, "has a quote that is not closed, or names no program")
        else:
            values[name] = value
            origin[key] = str(self.path)

    def views(self, content: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        if not isinstance(content, dict):
            self.bad("view", "is not written as [view]")
            return found
        for name, query in content.items():
            key = f"view.{name}"
            taken = next((one for one in (*VIEWS, *found) if same_name(one, name)), name)
            if not may_be_called(name):
                self.ignored(key, f"a view's name has {NAME_RULE}")
            elif taken != name:
                self.ignored(key, f"there is a view {taken}, and case makes no difference")
            elif isinstance(query, str):
                found[name] = query
            elif name in VIEWS:
                self.bad(key, "is not a query in quotes")
            else:
                self.ignored(key, "is not a query in quotes")
        return found

    def keys(self, content: dict[str, Any]) -> tuple[KeySetting, ...]:
        """The keys of actions, unread: a text is one key, an empty one none."""
        found = []
        for name, value in content.items():
            keys = [value] if isinstance(value, str) else value
            if name == "preset":
                continue
            if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
                self.bad(f"keys.{name}", "is not a key in quotes, or several in [ ]")
            else:
                found.append(KeySetting(name, tuple(key for key in keys if key), self.where(f"keys.{name}")))
        return tuple(found)

    def sources(self, content: Any) -> tuple[SourceConfig, ...]:
        if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
            self.bad("source", "is not written as [[source]]")
            return ()
        found: dict[str, SourceConfig] = {}
        for nth, table in enumerate(content, 1):
            one = self.source(table, nth)
            if found.setdefault(one.name, one) is not one:
                place = self.where("source.name", nth)
                self.problems.append(f"{place}: source.name “{one.name}” is used twice: the first one counts")
        return tuple(found.values())

    def source(self, content: dict[str, Any], nth: int) -> SourceConfig:
        values: dict[str, Any] = {}
        for key, value in content.items():
            if key not in _SOURCE_TYPES:
                self.unknown(f"source.{key}", [f"source.{f.name}" for f in fields(SourceConfig)], nth)
            elif not isinstance(value, _SOURCE_TYPES[key][0]) or isinstance(value, bool):
                self.bad(f"source.{key}", f"is not {_SOURCE_TYPES[key][1]}", nth)
            elif key == "kind" and value not in KINDS:
                self.bad("source.kind", f"is none of {', '.join(KINDS)}", nth)
            elif key == "url" and safe_url(value) is None:
                self.bad("source.url", "is no http or https address", nth)
            elif key == "days" and not 1 <= value <= 400:
                self.bad("source.days", "is not from 1 to 400", nth)
            elif key == "name" and not re.fullmatch(r"[\w.-]{1,40}", value):
                self.bad("source.name", "may have letters, digits, . _ - and 40 characters at most", nth)
            else:
                values[key] = value
        return SourceConfig(**values)

    def unknown(self, key: str, known: list[str], nth: int = 0) -> None:
        import difflib

        near = difflib.get_close_matches(key, known, 1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        self.problems.append(f"{self.where(key, nth)}: unknown setting {key}{hint}: it is ignored")

    def ignored(self, key: str, why: str) -> None:
        shown = key if len(key) <= 2 * LONGEST_NAME else f"{key[: 2 * LONGEST_NAME]}…"
        self.problems.append(f"{self.where(key)}: {shown}: {why}: it is ignored")

    def bad(self, key: str, why: str, nth: int = 0) -> None:
        self.problems.append(f"{self.where(key, nth)}: {key} {why}: the default is used")

    def where(self, key: str, nth: int = 0) -> str:
        """file:line of the line that sets `key`, in the nth table where several have one name."""
        table, tables = "", 0
        for number, line in enumerate(self.lines, 1):
            match = _LINE.match(line)
            if match and match["table"]:
                table = found = _unquoted(match["table"])
                tables += table == key.partition(".")[0]
            elif match:
                key_here = _unquoted(match["key"])
                found = f"{table}.{key_here}" if table else key_here
            if match and found == key and tables >= nth:
                return f"{self.path}:{number}"
        return str(self.path)


def _unquoted(key: str) -> str:
    return key.replace('"', "").replace("'", "")

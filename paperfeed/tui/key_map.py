"""The key map in force: the table of actions with the keys of a preset and of the user's settings. Pure.

A setting that cannot be is named with its file and line, and the action keeps the key it had. Whatever the settings
say, no key stands for two things, and help and quit have one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from paperfeed.config import KeySetting
from paperfeed.tui.key_names import parse_key, show_key
from paperfeed.tui.keys import ACTIONS, INBOX, Action
from paperfeed.tui.presets import PRESETS

ALWAYS: Final = ("help", "quit")
"""Actions that never go without a key."""
MOST: Final = 9
"""Keys that one action can have."""

Keys = Mapping[str, tuple[str, ...]]
"""The keys of actions, by their names."""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """Every action with the keys in force."""

    preset: str
    actions: tuple[Action, ...]

    def of(self, scope: str = INBOX) -> list[Action]:
        """The actions of one screen."""
        return [action for action in self.actions if action.scope == scope]

    def by_keys(self, scope: str = INBOX) -> dict[str, Action]:
        """Each key or sequence with its action."""
        return {key: action for action in self.of(scope) for key in action.keys}

    def prefixes(self, scope: str = INBOX) -> frozenset[str]:
        """The keys that wait for another one."""
        return frozenset(key.split(" ")[0] for key in self.by_keys(scope) if " " in key)

    def after(self, prefix: str, scope: str = INBOX) -> list[tuple[str, Action]]:
        """The keys that may follow a prefix, with what they do."""
        keys = self.by_keys(scope).items()
        return [(key.split(" ")[1], action) for key, action in keys if key.startswith(f"{prefix} ")]

    def action(self, name: str) -> Action:
        """The action of this name, which must be one of the table."""
        return next(action for action in self.actions if action.name == name)

    def key_of(self, name: str) -> str:
        """The key of an action as a sentence names it; without one, how the palette finds it."""
        action = self.action(name)
        if action.keys:
            return show_key(action.keys[0])
        palette = self.action("palette").keys
        return f"{show_key(palette[0]) if palette else 'Ctrl-P'} {action.title}"

    def digits(self) -> dict[str, str]:
        """What to press, in one cell, for what a digit does by default; empty where nothing of one cell does it."""
        table = {digit: action.name for action in ACTIONS for digit in action.keys if digit.isdecimal()}
        shown = {digit: [show_key(key) for key in self.action(name).keys] for digit, name in table.items()}
        return {digit: next((key for key in keys if len(key) == 1), "") for digit, keys in shown.items()}

    def told(self, sentence: str) -> str:
        """A sentence of ours with keys in it: of `{undo} undo`, z undo. No place for a text from outside."""
        return re.sub(r"\{(\w+)\}", lambda name: self.key_of(name[1]), sentence)


def key_map(
    preset: str = "paperfeed", settings: Sequence[KeySetting] = (), actions: Sequence[Action] = ACTIONS
) -> tuple[KeyMap, tuple[str, ...]]:
    """The map of a preset with settings on top, and what is wrong with these, in sentences."""
    base = _with_preset(PRESETS.get(preset, {}), actions)
    reader = _Settings(base, actions)
    reader.read(settings)
    reader.drop_clashes()
    keys = reader.keys
    return KeyMap(preset, tuple(one._replace(keys=keys[one.name]) for one in actions)), tuple(reader.problems)


def clash(key: str, other: str) -> bool:
    """Whether two keys of one screen cannot both be: they are the same, or one is the beginning of the other."""
    return key == other or key.startswith(f"{other} ") or other.startswith(f"{key} ")


def clashes(actions: Iterable[Action]) -> Iterator[tuple[str, str, str]]:
    """Each key that two actions have or that begins another's, with the names of both."""
    table = [(key, action) for action in actions for key in action.keys]
    for place, (key, action) in enumerate(table):
        for other, owner in table[:place]:
            if owner.scope == action.scope and clash(key, other):
                yield key, owner.name, action.name


def _with_preset(preset: Mapping[str, Sequence[str]], actions: Sequence[Action]) -> Keys:
    """The keys of a preset. What it gives to one action, another one that had it by default has no more."""
    given = {name: tuple(map(parse_key, keys)) for name, keys in preset.items()}
    taken = {one.scope: [key for other in actions if other.scope == one.scope for key in given.get(other.name, ())]
             for one in actions}  # fmt: skip
    return {
        one.name: given[one.name]
        if one.name in given
        else tuple(key for key in one.keys if not any(clash(key, other) for other in taken[one.scope]))
        for one in actions
    }


class _Settings:
    """Takes the settings one by one; those that cannot be are told in `problems`."""

    def __init__(self, base: Keys, actions: Sequence[Action]) -> None:
        self.base = base
        self.actions = {one.name: one for one in actions}
        self.wanted: dict[str, tuple[KeySetting, tuple[str, ...]]] = {}
        self.problems: list[str] = []

    @property
    def keys(self) -> Keys:
        return {**self.base, **{name: keys for name, (_, keys) in self.wanted.items()}}

    def read(self, settings: Sequence[KeySetting]) -> None:
        """Takes what makes sense by itself."""
        for setting in settings:
            if setting.name not in self.actions:
                self.unknown(setting)
                continue
            try:
                self.wanted[setting.name] = (setting, _read(setting, self.actions[setting.name].scope))
            except ValueError as error:
                self.bad(setting, str(error))

    def unknown(self, setting: KeySetting) -> None:
        import difflib  # for a name that is none; every start would wait for it

        near = difflib.get_close_matches(setting.name, self.actions, 1)
        hint = f" (did you mean keys.{near[0]}?)" if near else ""
        self.problems.append(f"{setting.where}: unknown setting keys.{setting.name[:40]}{hint}: it is ignored")

    def drop_clashes(self) -> None:
        """Leaves out settings until no key stands for two things: without any, none does."""
        while found := next(self.clashes(), None):
            setting, why = found
            del self.wanted[setting.name]
            self.bad(setting, why)

    def clashes(self) -> Iterator[tuple[KeySetting, str]]:
        """The settings that take a key which an action without one has, or an earlier one; and why."""
        before: dict[str, tuple[str, ...]] = {}
        for name, (setting, keys) in self.wanted.items():
            others = {**{one: self.base[one] for one in self.base if one not in self.wanted}, **before}
            for other, theirs in others.items():
                if self.actions[other].scope != self.actions[name].scope:
                    continue
                for key in keys:
                    for one in theirs:
                        if clash(key, one):
                            yield setting, _told(key, one, self.owner(other))
            before[name] = keys

    def owner(self, name: str) -> str:
        """Whose key it is; of one that the user set too, where."""
        if name not in self.wanted:
            return name
        line = self.wanted[name][0].where.rpartition(":")[2]
        return f"keys.{name}{f' in line {line}' if line.isdecimal() else ''}"

    def bad(self, setting: KeySetting, why: str) -> None:
        keys = self.base[setting.name]
        stays = "it stays on " + ", ".join(f"“{show_key(key)}”" for key in keys) if keys else "it stays without a key"
        self.problems.append(f"{setting.where}: keys.{setting.name}: {why}: {stays}")


def _read(setting: KeySetting, scope: str) -> tuple[str, ...]:
    """The keys of a setting by their names. A ValueError says why they cannot be."""
    if not setting.keys and setting.name in ALWAYS:
        raise ValueError("it always has a key")
    if len(setting.keys) > MOST:
        raise ValueError(f"more than {MOST} keys")
    keys = tuple(dict.fromkeys(map(parse_key, setting.keys)))
    for place, key in enumerate(keys):
        if " " in key and scope != INBOX:
            raise ValueError(f"“{show_key(key)}” is more than one key, and that screen takes single ones")
        for other in keys[:place]:
            if clash(key, other):
                raise ValueError(f"“{show_key(key)}” and “{show_key(other)}” cannot both be, one begins the other")
    return keys


def _told(key: str, other: str, owner: str) -> str:
    if key == other:
        return f"“{show_key(key)}” is taken by {owner}"
    if other.startswith(f"{key} "):
        return f"“{show_key(key)}” begins “{show_key(other)}”, which is taken by {owner}"
    return f"“{show_key(key)}” begins with “{show_key(other)}”, which is taken by {owner}"

"""The table of what can be typed: each command with its key, its words and what it does. Help is made from it.

A command that the app has too stands under the app's keys, remapped ones as well. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from paperfeed.tui.key_names import show_key
from paperfeed.tui.keys import Action


class Command(NamedTuple):
    """Something that a line asks for. Its name is that of the app's action, if there is one."""

    name: str
    key: str
    words: tuple[str, ...]
    help: str
    takes: str = ""
    """What may stand behind it, as help writes it."""
    asks: str = ""
    """What is asked when nothing stands behind it; without a question it goes without."""


COMMANDS: Final = (
    Command("next_unread", "n", ("next",), "the next unread paper; Enter alone does so too"),
    Command("previous_unread", "p", ("previous",), "the unread paper before"),
    Command("down", "j", ("down",), "the next paper, read or not"),
    Command("up", "k", ("up",), "the paper before, read or not"),
    Command("top", "gg", ("first",), "the first paper"),
    Command("bottom", "G", ("last",), "the last paper"),
    Command("go", "#", ("go", "paper"), "the paper of this number; from 10 on the number is enough", "NUMBER"),
    Command("list", "a", ("list", "ahead"), "the titles of the next ten"),
    Command("again", "", ("again", "where"), "this paper once more"),
    Command("open", "l", ("text", "abstract"), "all that is known of this paper, with its abstract"),
    Command("browse", "o", ("open",), "its page in the browser"),
    Command("copy_link", "y", ("link",), "its link"),
    Command("star", "s", ("star",), "star it, or take the star away"),
    Command("read", "r", ("read",), "mark it read"),
    Command("unread", "u", ("unread",), "make it unread again"),
    Command("done", "e", ("done",), "done with it; next unread. In the view done: back into the inbox"),
    Command("dismiss", "d", ("dismiss",), "not for me; next unread"),
    Command("snooze", "b", ("snooze",), "let it sleep; next unread. now wakes it", "WHEN", "Until when?"),
    Command("tag", "t", ("tag",), "give it a tag", "TAG", "Which tag?"),
    Command("untag", "-", ("untag",), "take a tag away", "TAG", "Which tag is to go?"),
    Command("note", "m", ("note",), "write a note; one of a single - removes the note", "NOTE", "What is the note?"),
    Command("repeat", ".", ("repeat",), "do to this paper what was done last"),
    Command("all_read", "A", ("all read",), "mark all papers of this list read; asks first"),
    Command("undo", "z", ("undo",), "take back what was done last, or the act of this number", "[NUMBER]"),
    Command("redo", "Z", ("redo",), "do again what was taken back"),
    Command("history", "h", ("history",), "what was done last, with the numbers of the acts"),
    Command("search", "/", ("search",), "search everything", "QUERY", "Search for what?"),
    Command("filter", "\\", ("filter",), "narrow the view", "QUERY", "Narrow by what?"),
    Command("back", "", ("back",), "the whole view again"),
    Command("view_inbox", "1", ("inbox",), "what is neither done nor snoozed"),
    Command("view_all", "2", ("everything",), "everything ever listed"),
    Command("view_starred", "3", ("starred",), "what you starred"),
    Command("view", "v", ("view", "views"), "the view of this name; without one, the names", "[NAME]"),
    Command("refresh", "R", ("refresh",), "fetch the last days"),
    Command("help", "?", ("help",), "these lines"),
    Command("quit", "q", ("quit", "exit"), "end; everything is saved already"),
)
ATTACHED: Final = "/\\-+#"
"""Keys behind which no blank is needed: /query, -tag."""


class Asked(NamedTuple):
    """A command, and what stands behind it."""

    command: Command
    text: str


class Table(NamedTuple):
    """The commands with the keys in force."""

    keys: Mapping[str, Command]
    words: Mapping[str, Command]

    def read(self, line: str) -> Asked | None:
        """What a line asks for, if it is a command: a key, or a word, and what stands behind it."""
        line = line.strip()
        whole = self.keys.get("".join(line.split())) if len(line) < 8 else None
        whole = whole or self.words.get(" ".join(line.lower().split()))
        if whole:
            return Asked(whole, "")
        head, _, rest = line.partition(" ")
        command = self.keys.get(head) or self.words.get(head.lower())
        if command is None and line[:1] in ATTACHED and line[:1] in self.keys:
            command, rest = self.keys[line[0]], line[1:]
        return Asked(command, rest.strip()) if command and (command.takes or not rest.strip()) else None

    def key_of(self, name: str) -> str:
        """The key of a command as it is typed; its word, where a remapped key took it."""
        key = next((key for key, command in self.keys.items() if command.name == name), "")
        return key or next(word for word, command in self.words.items() if command.name == name)

    def help(self) -> list[str]:
        """A line for each command: its keys, its word, what it does."""
        lines = []
        for command in dict.fromkeys(self.words.values()):
            keys = [key for key, one in self.keys.items() if one is command]
            named = " or ".join([*keys, command.words[0]])
            lines.append(f"{named}{f' {command.takes}' if command.takes else ''}: {command.help}.")
        return lines


def table(actions: Iterable[Action]) -> Table:
    """The commands under the keys of these actions; under its own what the app has not, or under no key to type."""
    typed = {action.name: [key for key in map(_typed, action.keys) if key] for action in actions}
    keys: dict[str, Command] = {}
    for command in COMMANDS:
        for key in typed.get(command.name, ()):
            keys.setdefault(key, command)
    for command in COMMANDS:
        there = typed.get(command.name)
        if command.key and (not there or any(key.startswith(command.key) for key in there)):  # y stands for y y
            keys.setdefault(command.key, command)
    return Table(keys, {word: command for command in COMMANDS for word in command.words})


def _typed(key: str) -> str:
    """A key of the app as it is typed on a line: g i is gi; none for Enter, arrows and the like."""
    parts = [show_key(part) for part in key.split(" ")]
    return "".join(parts) if all(len(part) == 1 and part.isascii() for part in parts) else ""

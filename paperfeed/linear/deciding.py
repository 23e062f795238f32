"""What a line that was typed means: the state before it → the state after, what is to be done, and what to say at once.

Pure, and total: any text at all may be typed. What is done, and what is said of it, is for `reading`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from paperfeed.clean import clean
from paperfeed.linear.commands import Command, Table
from paperfeed.marks import Entry, refuses_tag
from paperfeed.snooze import EXPECTED, parse_until
from paperfeed.views import KEYS

ONWARDS: Final = ("done", "undone", "dismiss", "snooze")
"""After these verbs comes the next unread paper."""


@dataclass(frozen=True, slots=True)
class State:
    """Where one is: a list of `total` papers, at one of them; and the question that the next line answers."""

    today: date
    view: str = "inbox"
    texts: tuple[str, ...] = ()
    """What the view is narrowed by, or what is searched for."""
    everywhere: bool = False
    total: int = 0
    place: int = 0
    entry: Entry | None = None
    way: int = 1
    """1 when one was going down the list, -1 when up."""
    last: "Mark | None" = None
    asked: str = ""
    """The command for which something was asked."""


class Mark(NamedTuple):
    """A verb, on this paper or on the whole list."""

    verb: str
    argument: str | None = None
    whole_list: bool = False


class Go(NamedTuple):
    """To the paper at a place."""

    place: int


class Seek(NamedTuple):
    """To the next unread paper, down (1) or up (-1)."""

    way: int


class Look(NamedTuple):
    """To another list: a view, one narrowed, or a search of everything."""

    view: str
    texts: tuple[str, ...] = ()
    everywhere: bool = False


class Do(NamedTuple):
    """Something else, by the name of its command."""

    name: str
    text: str = ""


Job = Mark | Go | Seek | Look | Do


class Turn(NamedTuple):
    """What a line comes to."""

    state: State
    job: Job | None = None
    says: str = ""


def decide(state: State, line: str, table: Table) -> Turn:
    """What a line means in a state."""
    if state.asked:
        return _answered(replace(state, asked=""), state.asked, line.strip(), table)
    if not line.strip():
        return _moved(state, Seek(1))
    if line.strip().isascii() and line.strip().isdecimal() and int(line.strip()[:12]) > 9:
        return _go(state, line)
    if line.strip() in KEYS:
        return Turn(state, Do("saved", line.strip()))
    asked = table.read(line)
    if asked is None:
        shown = clean(line, 40)
        return Turn(state, says=f"{shown} is no command here, and nothing was done. {table.key_of('help')} tells them.")
    if asked.command.asks and not asked.text:
        hint = f" {EXPECTED}." if asked.command.name == "snooze" else ""
        says = f"{asked.command.asks}{hint} An empty line leaves all as it is."
        return (
            Turn(replace(state, asked=asked.command.name), says=says) if _acts(state, asked.command) else _none(state)
        )
    return _carried_out(state, asked.command, asked.text, table)


def _answered(state: State, name: str, line: str, table: Table) -> Turn:
    """The answer to a question; an empty one to any leaves all as it is."""
    if name == "all_read":
        yes = line.lower() in ("y", "yes")
        return Turn(state, Mark("read", whole_list=True)) if yes else Turn(state, says="Nothing was marked.")
    if not line:
        return Turn(state, says="All is as it was.")
    command = next(one for one in table.words.values() if one.name == name)
    turn = _carried_out(state, command, line, table)
    if name == "snooze" and turn.job is None:  # it could not be read: the question stays
        return Turn(replace(state, asked=name), says=f"{turn.says} {command.asks}")
    return turn


def _carried_out(state: State, command: Command, text: str, table: Table) -> Turn:
    name = command.name
    if not _acts(state, command):
        return _none(state)
    if name in _MOVES:
        return _moved(state, _MOVES[name](state))
    if name in _VERBS:
        return _marked(state, name, text, table)
    match name:
        case "go":
            return _go(state, text)
        case "repeat":
            return Turn(state, state.last, "" if state.last else "Nothing was done yet that could be repeated.")
        case "all_read":
            papers = "the one paper" if state.total == 1 else f"all {state.total:,} papers"
            return Turn(replace(state, asked=name), says=f"Mark {papers} of this list read? y or n.")
        case "undo":
            number = text.removeprefix("#")
            if number and not (number.isascii() and number.isdecimal() and len(number) < 16):
                return Turn(
                    state, says=f"{clean(text, 40)} is no number of an act. {table.key_of('history')} tells them."
                )
            return Turn(state, Do("undo", number))
        case "search":
            return Turn(state, Look(state.view, (text,), everywhere=True))
        case "filter":
            texts = (text,) if state.everywhere else (*state.texts, text)
            return Turn(state, Look(state.view, texts))
        case "back":
            return Turn(state, Look(state.view))
        case "view_inbox" | "view_all" | "view_starred":
            return Turn(state, Look(name.removeprefix("view_")))
    return Turn(state, Do(name, text))


_MOVES: Final[Mapping[str, Callable[[State], Go | Seek]]] = {
    "next_unread": lambda state: Seek(1),
    "previous_unread": lambda state: Seek(-1),
    "down": lambda state: Go(state.place + 1),
    "up": lambda state: Go(state.place - 1),
    "top": lambda state: Go(0),
    "bottom": lambda state: Go(state.total - 1),
}
_VERBS: Final = ("star", "read", "unread", "done", "dismiss", "snooze", "tag", "untag", "note")
_OF_A_PAPER: Final = (*_MOVES, *_VERBS, "go", "list", "again", "open", "browse", "copy_link", "repeat", "all_read")


def _acts(state: State, command: Command) -> bool:
    """Whether there is a paper for a command that needs one."""
    return state.entry is not None or command.name not in _OF_A_PAPER


def _none(state: State) -> Turn:
    return Turn(state, says="There is no paper here. v tells the views, / searches.")


def _moved(state: State, job: Job) -> Turn:
    if state.entry is None:
        return _none(state)
    if isinstance(job, Go) and not 0 <= job.place < state.total:
        return Turn(state, says="This is the first paper." if job.place < 0 else "This is the last paper.")
    way = job.way if isinstance(job, Seek) else 1 if isinstance(job, Go) and job.place >= state.place else -1
    return Turn(replace(state, way=way), job)


def _go(state: State, text: str) -> Turn:
    number = text.strip()
    if state.entry is None:
        return _none(state)
    if not (number.isascii() and number.isdecimal()):
        return Turn(state, says=f"Write the number of a paper, from 1 to {state.total:,}.")
    place = int(number[:12]) - 1
    if not 0 <= place < state.total:
        return Turn(state, says=f"There is no paper {number[:12]}: the last one is {state.total:,}.")
    return _moved(state, Go(place))


def _marked(state: State, name: str, text: str, table: Table) -> Turn:
    marks = state.entry.marks if state.entry else None
    argument: str | None = text or None
    verb = name
    if name == "star" and marks and marks.starred is not None:
        verb = "unstar"
    elif name in ("done", "dismiss") and marks and marks.done is not None and state.view == "done":
        verb = "undone"
    elif name == "snooze" and text.lower() == "now":
        verb, argument = "wake", None
    elif name == "snooze":
        argument = parse_until(text, state.today)
        if argument is None:
            return Turn(state, says=f"Until {clean(text, 40)}: expected a day after today or a condition: {EXPECTED}.")
    elif name in ("tag", "untag") and (why := refuses_tag(text)):
        return Turn(state, says=f"{why[:1].upper()}{why[1:]}: nothing was done.")
    elif name == "note" and text == "-":
        argument = None
    job = Mark(verb, argument)
    return Turn(replace(state, last=job), job)

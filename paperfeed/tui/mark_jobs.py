"""What the library's thread does about marks: acts, their undoing, and what has to be known for them.

Each is a job for the backend: it gets the library and gives the message to answer with. No widget, no screen.
"""

from collections import Counter
from collections.abc import Sequence

from paperfeed.library import Library
from paperfeed.marks import VERBS, Act, Change
from paperfeed.tui.messages import About, Changed, Picked


def apply(library: Library, act: Act) -> Changed:
    change = library.apply(act)
    nothing = "that is so already" if act.verb == "snooze" else f"{VERBS[act.verb].told} already"
    told = change.label if change.edits else nothing
    hint = "{undo} undo" if change.edits else ""
    return changed(
        library, change, "" if act.auto else told, "" if act.auto else hint, asked=() if act.auto else act.rows
    )


def turn(library: Library, verb: str, opposite: str, rows: Sequence[int]) -> Changed:
    """The verb, if it alters any of these papers; otherwise its opposite, on all of them."""
    fields = library.fields(rows)
    [field, *_] = VERBS[verb].sets
    so = all(fields.get(row, {}).get(field) is not None for row in rows)
    return apply(library, Act(opposite if so else verb, tuple(rows)))


def undo(library: Library) -> Changed:
    change = library.undo()
    told = f"undone: {change.label}" if change.edits else f"{change.label}: nothing to take back, later acts hold"
    hint = "{redo} again" if change.edits else ""
    return changed(library, change, told, hint, back=True, following=library.undoable() or "")


def redo(library: Library) -> Changed:
    change = library.redo()
    held = "" if change.edits else ": nothing to do, later acts hold"
    return changed(library, change, f"done again: {change.label}{held}", "{undo} undo", back=True)


def wake(library: Library) -> Changed | None:
    """Lets back in what has slept enough."""
    change = library.wake()
    return changed(library, change, change.label) if change.edits else None


def changed(
    library: Library,
    change: Change,
    told: str,
    hint: str = "",
    back: bool = False,
    asked: Sequence[int] = (),
    following: str = "",
) -> Changed:
    return Changed(change, library.entries(change.rows), told, hint, back, asked, following)


def about(library: Library, verb: str, rows: Sequence[int]) -> About:
    """What there is to know before a tag or a note is asked for."""
    fields = library.fields(rows)
    tags = Counter(name[4:] for held in fields.values() for name in held if name.startswith("tag:"))
    notes = dict.fromkeys(str(fields.get(row, {}).get("note") or "") for row in rows)
    known = library.kept.names()["tag"] if verb == "tag" else ()
    return About(verb, rows, known, [tag for tag, _ in tags.most_common()], list(notes))


def pick(library: Library, rows: Sequence[int], text: str) -> Picked:
    """Those of a list's rows that a query selects."""
    look = library.look(library.parse(text))
    found = set(look.rows)
    return Picked([row for row in rows if row in found], [str(notice) for notice in look.notices])

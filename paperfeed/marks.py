"""What the user did: the marks on papers, an entry of the list, an act and its change.

Values and the pure functions between them. Sources never touch these; the store writes what
`decide` returns and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from paperfeed.latex import to_unicode
from paperfeed.paper import Listing, Paper, PaperId

FIELDS: Final = ("read", "starred", "done", "snoozed", "note")
"""The single-valued marks; beside them each tag is a field of its own, named `tag:<name>`."""

Value = int | str | None
"""What a field holds: when it was set in ms since 1970 (read, starred, done, tags), text, or None."""

Fields = Mapping[str, Value]
"""The fields of one paper by name; one that is absent was never set."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The user's marks on one paper. Times are ms since 1970, UTC; None means: not so."""

    read: int | None = None
    starred: int | None = None
    done: int | None = None
    snoozed: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()


UNMARKED: Final = Marks()


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper with its marks and listings: one row of the list."""

    row: int
    id: PaperId
    paper: Paper
    marks: Marks
    listings: tuple[Listing, ...]
    day: date
    votes: int | None

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({listing.day for listing in self.listings}))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(listing.source for listing in self.listings))


@dataclass(frozen=True, slots=True)
class DayCount:
    """The papers of one day in a list: how many, and how many of them unread."""

    day: date
    count: int
    unread: int


class Verb(NamedTuple):
    """Something that can be done to papers: sets `field` on (or off), told as `told`."""

    name: str
    field: str
    on: bool
    told: str


VERBS: Final[Mapping[str, Verb]] = {
    verb.name: verb
    for verb in (
        Verb("read", "read", True, "read"),
        Verb("unread", "read", False, "unread"),
        Verb("star", "starred", True, "starred"),
        Verb("unstar", "starred", False, "unstarred"),
        Verb("done", "done", True, "done"),
        Verb("undone", "done", False, "back in the inbox"),
        Verb("snooze", "snoozed", True, "snoozed"),
        Verb("tag", "tag", True, "tagged"),
        Verb("untag", "tag", False, "untagged"),
    )
}


@dataclass(frozen=True, slots=True)
class Act:
    """What the user asks for: a verb on papers (by row). `argument` is the tag, or the day of a snooze.

    `auto` marks an act that paperfeed does for the user, such as read after a dwell: it stands in
    the history, and undo passes over it.
    """

    verb: str
    rows: tuple[int, ...]
    argument: str | None = None
    auto: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of one paper, before and after."""

    row: int
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One act as it was carried out: what it is called and exactly what it altered."""

    label: str
    edits: tuple[Edit, ...]
    number: int = 0
    """The number of the act in the journal; 0 before it is there."""

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(edit.row for edit in self.edits))

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        edits = tuple(Edit(e.row, e.field, e.after, e.before) for e in reversed(self.edits))
        return Change(self.label, edits, self.number)


def decide(act: Act, held: Mapping[int, Fields], titles: Mapping[int, str], now: int) -> Change:
    """What `act` alters on papers whose fields are as `held` now (ms). Papers already so are left out."""
    verb = VERBS[act.verb]
    field = f"tag:{act.argument}" if verb.field == "tag" else verb.field
    edits = []
    for row in dict.fromkeys(act.rows):
        fields = held.get(row, {})
        before = fields.get(field)
        after: Value = (act.argument if field == "snoozed" else now) if verb.on else None
        if (before != after) if field == "snoozed" else ((before is None) != (after is None)):
            edits.append(Edit(row, field, before, after))
        if act.verb == "snooze" and fields.get("done") is not None:
            edits.append(Edit(row, "done", fields["done"], None))
    return Change(label(act, tuple(dict.fromkeys(e.row for e in edits)), titles), tuple(edits))


def label(act: Act, rows: tuple[int, ...], titles: Mapping[int, str]) -> str:
    """starred “E2S2: Encoding…”; tagged moe: 3 papers."""
    told = VERBS[act.verb].told
    if act.argument:
        told = f"{told} {'until ' if act.verb == 'snooze' else ''}{act.argument}"
    if len(rows) == 1:
        title = to_unicode(titles.get(rows[0], ""))
        return f"{told} “{title if len(title) <= 40 else title[:39].rstrip() + '…'}”"
    return f"{told}: {len(rows)} papers"


def marks_of(fields: Fields) -> Marks:
    """The fields of one paper as the value that the rest of the program reads."""
    tags = sorted(name[4:] for name, value in fields.items() if name.startswith("tag:") and value is not None)
    return Marks(**{name: fields.get(name) for name in FIELDS}, tags=tuple(tags))  # type: ignore[arg-type]


def join(first: Fields, second: Fields) -> dict[str, Value]:
    """The marks of two rows that turn out to be one paper: nothing that the user did is lost.

    What is set on either side stays set (of two times the earlier, of two snoozes the later day),
    two different notes become one with a blank line between.
    """
    joined: dict[str, Value] = dict(first)
    for field, value in second.items():
        held = joined.get(field)
        if held is None or value is None:
            joined[field] = value if held is None else held
        elif field == "note" and held != value:
            joined[field] = "\n\n".join(sorted((str(held), str(value))))
        elif field == "snoozed":
            joined[field] = max(str(held), str(value))
        elif isinstance(held, int) and isinstance(value, int):
            joined[field] = min(held, value)
    return joined

"""What the user did: the marks on papers, an entry of the list, an act and its change.

Values and the pure functions between them. Sources never touch these; the store writes what
`decide` returns and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from paperfeed.clean import clean
from paperfeed.latex import to_unicode
from paperfeed.paper import Listing, Paper, PaperId
from paperfeed.snooze import show_until

FIELDS: Final = ("read", "starred", "done", "dismissed", "snoozed", "woken", "note")
"""The single-valued marks; beside them each tag is a field of its own, named `tag:<name>`."""

LONGEST_TAG: Final = 100

TEXTS: Final = ("snoozed", "woken", "note")
"""Those of them that hold a text; the others when they were set."""

Value = int | str | None
"""What a field holds: when it was set in ms since 1970, a text, or None."""

Fields = Mapping[str, Value]
"""The fields of one paper by name; one that is absent was never set."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The user's marks on one paper. Times are ms since 1970, UTC; None means: not so.

    What is dismissed ("not for me") is done too. `snoozed` is until when it sleeps, `woken` until when
    it slept that is back; see `snooze`.
    """

    read: int | None = None
    starred: int | None = None
    done: int | None = None
    dismissed: int | None = None
    snoozed: str | None = None
    woken: str | None = None
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
    gone: int = 0
    """Of the papers, how many the view holds no more; they stand there until it is left."""


class Verb(NamedTuple):
    """Something that can be done to papers, told as `told`: sets a field, or clears it, and clears others."""

    name: str
    told: str
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    argument: str = ""
    """What its act needs to be told: tag, until or note."""


VERBS: Final[Mapping[str, Verb]] = {
    verb.name: verb
    for verb in (
        Verb("read", "read", ("read",)),
        Verb("unread", "unread", (), ("read",)),
        Verb("star", "starred", ("starred",)),
        Verb("unstar", "unstarred", (), ("starred",)),
        Verb("done", "done", ("done",), ("snoozed", "woken")),
        Verb("undone", "back in the inbox", (), ("done", "dismissed")),
        Verb("dismiss", "dismissed", ("done", "dismissed"), ("snoozed", "woken")),
        Verb("snooze", "snoozed", ("snoozed",), ("done", "dismissed", "woken"), argument="until"),
        Verb("wake", "awake again", (), ("snoozed",)),
        Verb("tag", "tagged", ("tag",), argument="tag"),
        Verb("untag", "untagged", (), ("tag",), argument="tag"),
        Verb("note", "noted", ("note",), argument="note"),
    )
}


@dataclass(frozen=True, slots=True)
class Act:
    """What the user asks for: a verb on papers (by row). `argument` is the tag, the note, or until when to snooze.

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


def refuses_tag(tag: str) -> str | None:
    """Why this can be no tag, if it cannot. Any text can be that shows something."""
    if not clean(tag):
        return "an empty tag"
    return None if len(tag) <= LONGEST_TAG else f"a tag has {LONGEST_TAG} characters at most"


def decide(
    act: Act, held: Mapping[int, Fields], titles: Mapping[int, str], now: int, values: Mapping[int, Value] | None = None
) -> Change:
    """What `act` alters on papers whose fields are as `held` now (ms). Papers already so are left out.

    `values` are what is kept of the argument for each row, where it is not the same for all. An act
    of paperfeed's own that wakes a paper also makes it unread, and keeps what it had slept until.
    """
    verb = VERBS[act.verb]
    tag = f"tag:{act.argument}"
    edits = []
    for row in dict.fromkeys(act.rows):
        fields = held.get(row, {})
        wanted: dict[str, Value] = dict.fromkeys(tag if field == "tag" else field for field in verb.clears)
        for field in verb.sets:
            if field in TEXTS:
                wanted[field] = (values or {}).get(row, act.argument) or None
            else:
                name = tag if field == "tag" else field
                wanted[name] = now if fields.get(name) is None else fields[name]
        if act.verb == "wake" and act.auto and fields.get("snoozed"):
            wanted |= {"read": None, "woken": fields.get("snoozed")}
        for field, after in wanted.items():
            if fields.get(field) != after:
                edits.append(Edit(row, field, fields.get(field), after))
    return Change(label(act, tuple(dict.fromkeys(e.row for e in edits)), titles), tuple(edits))


def label(act: Act, rows: tuple[int, ...], titles: Mapping[int, str]) -> str:
    """starred “E2S2: Encoding…”; tagged moe: 3 papers."""
    told = VERBS[act.verb].told
    if act.verb == "snooze" and act.argument:
        told = f"{told} until {show_until(act.argument)}"
    elif act.verb == "note" and not act.argument:
        told = "note removed"
    elif act.verb in ("tag", "untag") and act.argument:
        told = f"{told} {act.argument}"
    if len(rows) == 1:
        title = to_unicode(titles.get(rows[0], ""))
        return f"{told} “{title if len(title) <= 40 else title[:39].rstrip() + '…'}”"
    return f"{told}: {len(rows):,} papers"


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
        elif field in ("snoozed", "woken"):
            joined[field] = max(str(held), str(value))
        elif isinstance(held, int) and isinstance(value, int):
            joined[field] = min(held, value)
    return joined

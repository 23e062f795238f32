"""The loop: a prompt, a line, what `deciding` makes of it, done on the library and told in sentences.

It ends well with the input, and on Ctrl-C.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from paperfeed.clean import clean
from paperfeed.config import VIEWS, Config
from paperfeed.errors import PaperfeedError, UnknownView
from paperfeed.library import Library
from paperfeed.linear import telling
from paperfeed.linear.commands import Table, table
from paperfeed.linear.deciding import ONWARDS, Do, Go, Job, Look, Mark, Seek, State, decide
from paperfeed.linear.terminal import Terminal
from paperfeed.links import open_in_browser, safe_url
from paperfeed.marks import VERBS, Act, Change, Entry
from paperfeed.paths import Paths, assets
from paperfeed.query import has_text
from paperfeed.tui.key_map import key_map
from paperfeed.views import KEYS, same_name

AHEAD = 10
"""Papers of a list, and acts of the history, that are told at once."""
AT_ONCE = 64


def read_lines(library: Library, source: TextIO, out: TextIO) -> None:
    """Reads and triages line by line, until the input ends, or q, or Ctrl-C."""
    keys = key_map(library.config.preset, library.config.keys)[0]
    linear = Linear(library, table(keys.of()), Terminal(source, out))
    try:
        linear.begin()
        while linear.step():
            pass
    except KeyboardInterrupt:
        linear.say("")


class Linear:
    """The list that is read, and the place in it."""

    def __init__(self, library: Library, commands: Table, terminal: Terminal) -> None:
        self.library, self.table = library, commands
        self.terminal, self.say = terminal, terminal.say
        self._rows: array[int] = array("q")
        self.state = State(library.today)
        self._ended = False

    # The loop

    def begin(self) -> None:
        """What has slept enough, then the inbox."""
        woken = self.library.wake()
        if woken.edits:
            self.say(telling.sentence(woken.label))
        helps, ends = self.table.key_of("help"), self.table.key_of("quit")
        self.say(f"paperfeed, line by line. {helps} tells what can be typed, {ends} ends.")
        self._do(Look("inbox"))

    def step(self) -> bool:
        """One line; whether there may be another."""
        total = self.state.total
        line = self.terminal.ask(f"{self.state.place + 1:,} of {total:,}" if total else "no papers")
        if line is None:
            return False
        self.state = replace(self.state, today=self.library.today)
        turn = decide(self.state, line, self.table)
        self.state = turn.state
        if turn.says:
            self.say(turn.says)
        if turn.job is not None:
            self._do(turn.job)
        return not self._ended

    def _do(self, job: Job) -> None:
        try:
            match job:
                case Mark():
                    self._mark(job)
                case Go(place):
                    self._go(place)
                case Seek(way):
                    self._seek(way)
                case Look():
                    self._look(job)
                case Do(name, text):
                    self._others()[name](text)
        except PaperfeedError as error:
            self.say(telling.sentence(clean(str(error))))

    def _others(self) -> dict[str, Callable[[str], None]]:
        return {
            "again": lambda text: self._tell(),
            "list": lambda text: self._list(),
            "open": lambda text: self._text(),
            "browse": lambda text: self._link(browse=True),
            "copy_link": lambda text: self._link(browse=False),
            "undo": self._undo,
            "redo": lambda text: self._turned(self.library.redo(), "done again", "undo", "takes it back"),
            "history": lambda text: self._history(),
            "view": self._view,
            "saved": self._saved,
            "refresh": lambda text: self._refresh(),
            "help": lambda text: self.say(*self.table.help()),
            "quit": lambda text: self._end(),
        }

    def _end(self) -> None:
        self._ended = True

    # Where one is

    def _look(self, wanted: Look, on: int | None = None) -> None:
        """Another list, on the paper of a row, else on the first unread one. A search in vain leaves all as it is."""
        view = None if wanted.everywhere else wanted.view
        query = self.library.narrowed(view, wanted.texts)
        by_words = wanted.everywhere and has_text(query.tree)
        found = self.library.look(query, "relevance" if by_words else "day")
        self.say(*(telling.sentence(clean(str(one))) for one in found.notices))
        if wanted.texts and not found.rows:
            offers = (f"{one.told}: type {self.table.key_of('search')} {one.query}" for one in found.advice)
            self.say(
                "Nothing found; the list is the one from before.", *(telling.sentence(clean(one)) for one in offers)
            )
            return
        self._rows = found.rows
        self.state = replace(
            self.state, view=wanted.view, texts=wanted.texts, everywhere=wanted.everywhere, total=len(found.rows), way=1
        )
        named = "found" if wanted.texts else f"in {wanted.view}"
        unread = self.library.count(self.library.narrowed(view, (*wanted.texts, "is:unread")))
        self.say(telling.sentence(telling.counted(len(found.rows), unread, named)))
        place = self._place_of([] if on is None else [on])
        if place is None and not by_words:
            place = self._next_unread(range(len(self._rows)))
        self._go(place or 0)

    def _entry(self, place: int) -> Entry | None:
        entries = self.library.entries([self._rows[place]]) if 0 <= place < len(self._rows) else []
        return entries[0] if entries else None

    def _go(self, place: int) -> None:
        """To the paper at a place, which is told."""
        self._stand(place)
        self._tell()

    def _stand(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        self.state = replace(self.state, place=place, entry=self._entry(place))

    def _tell(self) -> None:
        if self.state.entry is not None:
            self.say(*telling.paper(self.state.entry))

    def _seek(self, way: int) -> None:
        places = range(self.state.place + 1, len(self._rows)) if way > 0 else range(self.state.place - 1, -1, -1)
        place = self._next_unread(places)
        if place is None:
            self.say(
                "Nothing unread from here to the end." if way > 0 else "Nothing unread from here to the beginning."
            )
        else:
            self._go(place)

    def _next_unread(self, places: Sequence[int]) -> int | None:
        """The first of these places with an unread paper; in the inbox, not one that is done or snoozed meanwhile."""
        start = 0
        while start < len(places):
            first = self.library.first_unread([self._rows[place] for place in places[start:]])
            if first is None:
                return None
            start += first
            some = places[start : start + AT_ONCE]
            there = {entry.row: entry for entry in self.library.entries([self._rows[place] for place in some])}
            for place in some:
                entry = there.get(self._rows[place])
                if entry is not None and self._is_open(entry):
                    return place
            start += AT_ONCE
        return None

    def _is_open(self, entry: Entry) -> bool:
        marks = entry.marks
        out = self.state.view == "inbox" and not self.state.everywhere and (marks.done or marks.snoozed)
        return marks.read is None and not out

    def _view(self, name: str) -> None:
        names = [*VIEWS, *(one.name for one in self.library.kept.views())]
        found = next((one for one in names if same_name(one, name)), None)
        if not name:
            counts = self.library.counts()
            told = [f"{one}, {'none' if not counts[one] else f'{counts[one]:,}'}" for one in names]
            self.say(telling.sentence(f"views: {'; '.join(map(clean, told))}"))
        elif found is None:
            raise UnknownView(f"there is no view {clean(name, 40)}; there are {', '.join(names)}")
        else:
            self._look(Look(found))

    def _saved(self, key: str) -> None:
        saved = self.library.kept.views()
        place = KEYS.index(key)
        if place < len(saved):
            self._look(Look(saved[place].name))
        else:
            self.say(f"There is no view {key} yet. go {key} goes to paper {key}.")

    # What is told

    def _list(self) -> None:
        first = self.state.place + 1
        entries = self.library.entries(self._rows[first : first + AHEAD])
        self.say(*(telling.listed(number, entry) for number, entry in enumerate(entries, first + 1)))
        if not entries:
            self.say("This is the last paper.")

    def _text(self) -> None:
        if self.state.entry is not None:
            self.say(*telling.text(self.state.entry))

    def _link(self, browse: bool) -> None:
        paper = self.state.entry.paper if self.state.entry else None
        link = safe_url(paper.url or paper.pdf_url) if paper else None
        if link is None:
            self.say("No source gave a link for this paper.")
        elif browse and open_in_browser(link):
            self.say(f"Opened {link}")
        else:
            self.say(f"There is no browser here. The link is {link}" if browse else link)

    def _history(self) -> None:
        numbers = self.library.timeline(limit=AHEAD).numbers
        self.say(*(telling.act(done, self.state.today) for done in self.library.done(numbers)))
        undo = self.table.key_of("undo")
        self.say(f"{undo} and a number take that act back." if numbers else "Nothing was done yet.")

    # Acts

    def _mark(self, job: Mark) -> None:
        rows = tuple(self._rows) if job.whole_list else (self._rows[self.state.place],)
        change = self.library.apply(Act(job.verb, rows, job.argument))
        if change.edits:
            self.say(f"{telling.sentence(clean(change.label))} {self.table.key_of('undo')} takes it back.")
        else:
            self.say(f"{'They are all' if job.whole_list else 'It is'} {VERBS[job.verb].told} already.")
        self._stand(self.state.place)
        if job.verb in ONWARDS and not job.whole_list:
            self._seek(self.state.way)

    def _undo(self, number: str) -> None:
        change = self.library.take_back(int(number)) if number else self.library.undo()
        self._turned(change, "undone", "redo" if not number else "", "does it again")

    def _turned(self, change: Change, told: str, command: str, again: str) -> None:
        """What was taken back or done again; its paper, if the list has it and it is another one than this."""
        more = f" {self.table.key_of(command)} {again}." if command else ""
        if not change.edits:
            more = f" Nothing is other than before: later acts hold.{more}"
        self.say(f"{telling.sentence(f'{told}: {clean(change.label)}')}{more}")
        place = self._place_of(change.rows)
        if place is None or place == self.state.place:
            self._stand(self.state.place)
        else:
            self._go(place)

    def _place_of(self, rows: Iterable[int]) -> int | None:
        first = next(iter(rows), None)
        return self._rows.index(first) if first is not None and first in self._rows else None

    # Fetching

    def _refresh(self) -> None:
        from paperfeed.linear.fetching import fetch

        if self.library.config.offline:
            self.say("Offline, as asked: nothing is fetched.")
            return
        self.say("Fetching.")
        told, changed = fetch(self.library)
        self.say(*(telling.sentence(clean(one)) for one in told))
        if changed:
            self._look_again()

    def _look_again(self) -> None:
        """The same list with what is new, on the same paper."""
        state, here = self.state, self._rows[self.state.place] if self._rows else None
        self._look(Look(state.view, state.texts, state.everywhere), here)


def run(library: Library) -> None:
    """Line by line on stdin and stdout; what is no text of their encoding does not end it."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    read_lines(library, sys.stdin, sys.stdout)


def run_demo() -> None:
    """The same on the sample digests, in a home that is gone afterwards."""
    with (
        TemporaryDirectory(prefix="paperfeed-demo-") as home,
        Library.open(Paths.under(Path(home)), Config()) as library,
    ):
        for path in sorted((assets() / "samples").glob("*.json")):
            library.import_file(path)
        library.indexing.take_waiting()
        run(library)

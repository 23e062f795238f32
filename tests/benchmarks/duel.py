"""paperfeed's search and SQLite's FTS5, asked the same in turns."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import fts
from figures import Cost, Row, block, measured, median_and_high, ratios

from paperfeed.library import Library, Look
from paperfeed.tui.worker import FIRST_PAGE


def look(library: Library, text: str, order: str = "", typing: bool = False) -> Look:
    """What the program does with a query, from the text to the rows; `order` as the program chooses it."""
    query = library.parse(text)
    return library.look(query, order or ("relevance" if query.texts() else "day"), typing)


def first_page(library: Library, found: Look) -> None:
    """What the program reads of an answer before it shows it."""
    library.entries(found.rows[:FIRST_PAGE])


class Asked(NamedTuple):
    """One query: what it cost, what of that the search cost alone, what it cost FTS5 (None: it was not asked)."""

    text: str
    ours: Cost
    search: Cost
    theirs: Cost | None
    hits: int
    their_hits: int
    notices: tuple[str, ...]


class Duel:
    """The answers to the same queries, asked in turns."""

    def __init__(self, asked: Sequence[Asked] = ()) -> None:
        self.asked = list(asked)

    def ask(self, library: Library, table: fts.Fts, text: str, typing: bool, ours_first: bool) -> None:
        match = fts.translate(text, typing)
        before = None if ours_first or match is None else measured(table.ask, match)
        answer, search = measured(look, library, text, typing=typing)
        ours = search + measured(first_page, library, answer)[1]
        hits, theirs = 0, None
        if match is not None:
            found, theirs = before or measured(table.ask, match)
            hits = found.hits
        self.asked.append(Asked(text, ours, search, theirs, len(answer.rows), hits, answer.notices))

    def where(self, holds: Callable[[str], bool]) -> "Duel":
        """What of it was about texts of which this holds."""
        return Duel([one for one in self.asked if holds(one.text)])

    def block(self, title: str) -> str:
        lines = [("paperfeed", self.ours), ("… of that the search itself", [one.search for one in self.asked])]
        if len(self.both) < len(self.asked):
            lines.append(("paperfeed, where FTS5 answers too", self.shared))
        told = [block(title, [*lines, ("FTS5", self.theirs)])]
        if self.both:
            by_clock, by_cpu = (ratios(self.shared, self.theirs, by) for by in ("wall", "cpu"))
            told.append(f"  paperfeed ÷ FTS5, of the medians and of the 95 of 100: {by_clock}; cpu {by_cpu}")
            hits = statistics.median(one.hits for one in self.both)
            their_hits = statistics.median(one.their_hits for one in self.both)
            told.append(f"  hits, median: {hits:.0f}; of FTS5 {their_hits:.0f}")
        slow = sorted(self.asked, key=lambda one: one.ours, reverse=True)
        worst = list(dict.fromkeys(one.text for one in slow))[:5]
        told.append(f"  paperfeed's slowest: {'; '.join(worst)}")
        if left_out := list(dict.fromkeys(one.text for one in self.asked if one.theirs is None)):
            told.append(f"  not for FTS5: {len(left_out)} queries, such as {'; '.join(left_out[:4])}")
        notices = dict.fromkeys(notice for one in self.asked for notice in one.notices)
        told += [f"  said: {notice}" for notice in [*notices][:8]]
        return "\n".join(told) + "\n"

    def rows(self, what: str, aim: str) -> Iterator[Row]:
        yield f"{what}: median, 95 of 100 (of {len(self.asked)})", median_and_high(self.ours), aim
        if self.both:
            where = f" (of {len(self.both)} that it can answer)" if len(self.both) < len(self.asked) else ""
            yield f"… SQLite FTS5, in turn with it{where}", median_and_high(self.theirs), ""
            yield "… the one to the other", ratios(self.shared, self.theirs), ""

    @property
    def both(self) -> list[Asked]:
        return [one for one in self.asked if one.theirs is not None]

    @property
    def ours(self) -> list[Cost]:
        return [one.ours for one in self.asked]

    @property
    def shared(self) -> list[Cost]:
        """What those queries cost us that FTS5 was asked too."""
        return [one.ours for one in self.both]

    @property
    def theirs(self) -> list[Cost]:
        return [one.theirs for one in self.asked if one.theirs is not None]

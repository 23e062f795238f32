"""What cards and catching up ask of the library, as jobs for the thread that owns it.

Each returns at once; the answer goes to the screen that asked.
"""

from collections.abc import Callable, Collection, Sequence

from textual.message import Message

from paperfeed.library import Library
from paperfeed.tui.backend import Backend, Listener
from paperfeed.tui.deck import AT_ONCE
from paperfeed.tui.messages import AwaySeen, CardsRead, Dealt, OfferMade
from paperfeed.tui.worker import read


def deal_unread(backend: Backend, to: Listener, title: str, rows: Sequence[int], inbox: bool) -> None:
    """The unread of these rows as cards, as `Dealt`; with `inbox`, those that wait there too."""

    def job(library: Library) -> Message:
        found = library.waiting.open_among(rows, inbox)
        return Dealt(title, found, 0, read(library, found[:AT_ONCE]), library.waiting.pace())

    backend.ask(job, to)


def deal(backend: Backend, to: Listener, title: str, rows: Sequence[int], start: int) -> None:
    """All of these rows as cards, the one at `start` first, as `Dealt`."""

    def job(library: Library) -> Message:
        entries = read(library, rows[max(start - 1, 0) : start + AT_ONCE])
        return Dealt(title, rows, start, entries, library.waiting.pace())

    backend.ask(job, to)


def read_cards(backend: Backend, to: Listener, rows: Sequence[int]) -> None:
    """These entries, as `CardsRead`."""
    backend.ask(lambda library: CardsRead(read(library, rows)), to)


def make_offer(
    backend: Backend,
    to: Listener,
    days: int | None,
    minutes: int,
    also: Collection[int] = (),
    asked: int = 0,
    wanted: Callable[[], bool] = lambda: True,
) -> None:
    """What to read of the last days, as `OfferMade`; nothing, if it is not `wanted` any more when its turn comes."""

    def job(library: Library) -> Message | None:
        if not wanted():
            return None
        offer = library.waiting.offer(days, minutes, also)
        return OfferMade(offer, library.entries([one.row for one in offer.chosen]), asked)

    backend.ask(job, to)


def look_for_absence(backend: Backend, to: Listener) -> None:
    """How long the user was away, as `AwaySeen`, if they were ever here."""

    def job(library: Library) -> Message | None:
        away = library.waiting.away()
        return None if away is None else AwaySeen(away)

    backend.ask(job, to)

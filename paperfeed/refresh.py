"""What a digest changes in the library: a pure plan. The store carries it out.

The plan does not depend on the order in which digests come, and planning the same digest again
changes nothing. Each field of a paper is held with the rank of the description that gave it; of two
descriptions the higher rank is believed, and a field that it lacks is taken from the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from paperfeed.paper import FIELDS, Digest, Listed, Listing, Paper, PaperId, is_strong, paper_ids

TRUST: Mapping[str, int] = {"page": 1, "huggingface": 3}
"""Who is believed first; of descriptions of the same kind, the one captured later."""

Rank = int
"""Trust and moment of capture as one number: bigger is believed."""


def rank_of(kind: str, captured: datetime) -> Rank:
    return TRUST[kind] * 10**14 + _ms(captured)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Description:
    """A paper as put together from its sources: `rank` holds for all fields but those in `other`."""

    paper: Paper
    rank: Rank
    other: Mapping[str, Rank] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """What the library holds of one paper. `row` is negative while the paper is only planned."""

    row: int
    id: PaperId
    ids: frozenset[PaperId]
    description: Description
    listings: Mapping[tuple[str, str], "HeldListing"] = field(default_factory=dict)

    @property
    def strong(self) -> bool:
        return any(is_strong(name) for name in self.ids)


@dataclass(frozen=True, slots=True)
class HeldListing:
    """A listing, when it was captured (ms since 1970), and the id by which its source knew the paper."""

    listing: Listing
    captured: int
    by: PaperId


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and how the papers of the digest count."""

    held: tuple[Held, ...]
    """Every paper that is new or differs, as it shall be."""
    joined: Mapping[int, int]
    """Rows that turned out to be another row's paper: row → the row that stays."""
    moved: Mapping[PaperId, int]
    """Title ids that change hands between two papers of one title: id → the row that gets it."""
    texts: frozenset[int]
    """Rows whose searchable text is new or changed."""
    listed: int
    new: int
    updated: int
    unchanged: int


def merge(first: Description, second: Description) -> Description:
    """One description out of two; which comes first makes no difference."""
    high, low = (first, second) if _precedence(first) >= _precedence(second) else (second, first)
    values: dict[str, Any] = {}
    other: dict[str, Rank] = {}
    for name in FIELDS:
        ours, theirs = getattr(high.paper, name), getattr(low.paper, name)
        our_rank, their_rank = high.other.get(name, high.rank), low.other.get(name, low.rank)
        if _absent(ours) != _absent(theirs):
            take_theirs = _absent(ours)
        else:
            take_theirs = (their_rank, repr(theirs)) > (our_rank, repr(ours))
        values[name], rank = (theirs, their_rank) if take_theirs else (ours, our_rank)
        if rank != high.rank and not _absent(values[name]):
            other[name] = rank
    return Description(Paper(**values), high.rank, other)


def _precedence(description: Description) -> tuple[Rank, str]:
    return description.rank, repr(description.paper)


def _absent(value: Any) -> bool:
    return value is None or value == () or value == ""


def plan(held: Iterable[Held], digest: Digest) -> Plan:
    """What taking in `digest` means for a library that holds `held`.

    `held` are at least all papers that share an id with one of the digest's.
    """
    work = _Work(held)
    for place, item in enumerate(digest.items):
        work.take(item, place, digest)
    return work.plan(len(digest.items))


class _Work:
    """The papers of one plan while it is made: rows by number, and who has which id."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.before = {one.row: one for one in held}
        self.now = dict(self.before)
        self.owner = {name: one.row for one in self.now.values() for name in one.ids}
        self.joined: dict[int, int] = {}
        self.moved: dict[PaperId, int] = {}
        self.met: dict[int, None] = {}
        self.planned = 0

    def take(self, item: Listed, place: int, digest: Digest) -> None:
        ids = paper_ids(item.paper)
        rank = rank_of(digest.kind, digest.captured)
        row = self.row_for(item.paper, ids, rank)
        one = self.now[row]
        listing = Listing(digest.day, digest.source, digest.first_rank + place, item.votes)
        captured = _ms(digest.captured)
        description = merge(one.description, Description(item.paper, rank))
        listings = _with_listing(one.listings, HeldListing(listing, captured, ids[0]))
        self.now[row] = replace(one, description=description, listings=listings)
        self.own(row, ids)
        self.met[row] = None

    def row_for(self, paper: Paper, ids: tuple[PaperId, ...], rank: Rank) -> int:
        """The row of the paper known by `ids`: found, joined from several, or new."""
        rows = list(dict.fromkeys(self.owner[name] for name in ids[:-1] if name in self.owner))
        titled = self.owner.get(ids[-1])
        if titled is not None and titled not in rows and (len(ids) == 1 or not self.now[titled].strong):
            rows.append(titled)
        if not rows:
            self.planned += 1
            row = -self.planned
            self.now[row] = Held(row, ids[0], frozenset(), Description(paper, rank))
            return row
        stays = min(rows, key=lambda r: (r < 0, r if r > 0 else -r))
        for row in rows:
            if row != stays:
                self.join(stays, row)
        return stays

    def join(self, stays: int, goes: int) -> None:
        ours, theirs = self.now[stays], self.now.pop(goes)
        listings = ours.listings
        for listing in theirs.listings.values():
            listings = _with_listing(listings, listing)
        self.now[stays] = replace(ours, description=merge(ours.description, theirs.description), listings=listings)
        self.own(stays, tuple(theirs.ids))
        self.joined = {row: stays if to == goes else to for row, to in self.joined.items()}
        if goes > 0:
            self.joined[goes] = stays
        self.met.pop(goes, None)

    def own(self, row: int, ids: tuple[PaperId, ...]) -> None:
        """Gives `row` these ids; a title id that another paper has goes to the smaller id."""
        mine = set(self.now[row].ids)
        for name in ids:
            holder = self.owner.get(name)
            if holder is None or holder == row or holder not in self.now:
                self.owner[name] = row
                mine.add(name)
            elif _canonical(mine | set(ids)) < self.now[holder].id:
                self.take_title(row, holder, name)
                mine.add(name)
        self.now[row] = replace(self.now[row], ids=frozenset(mine), id=_canonical(mine))

    def take_title(self, row: int, holder: int, name: PaperId) -> None:
        """A title goes from one paper to its namesake, with the listings that knew only the title."""
        other = self.now[holder]
        known_so = {key: one for key, one in other.listings.items() if one.by == name}
        self.now[holder] = replace(
            other,
            ids=other.ids - {name},
            listings={key: one for key, one in other.listings.items() if key not in known_so},
        )
        listings = self.now[row].listings
        for listing in known_so.values():
            listings = _with_listing(listings, listing)
        self.now[row] = replace(self.now[row], listings=listings)
        self.owner[name] = row
        self.moved[name] = row

    def plan(self, listed: int) -> Plan:
        changed = tuple(one for row, one in self.now.items() if self.before.get(row) != one)
        new = sum(row < 0 for row in self.met)
        updated = sum(row > 0 and _shows(self.before[row]) != _shows(self.now[row]) for row in self.met)
        texts = frozenset(one.row for one in changed if one.row < 0 or _text(self.before[one.row]) != _text(one))
        return Plan(changed, self.joined, self.moved, texts, listed, new, updated, len(self.met) - new - updated)


def _canonical(ids: Iterable[PaperId]) -> PaperId:
    """arxiv: before doi: before title:, then the smallest."""
    return min(ids, key=lambda name: (not name.startswith("arxiv:"), not is_strong(name), name))


def _with_listing(
    listings: Mapping[tuple[str, str], HeldListing], new: HeldListing
) -> Mapping[tuple[str, str], HeldListing]:
    key = (new.listing.day.isoformat(), new.listing.source)
    old = listings.get(key)
    return {**listings, key: new} if old is None or _weight(new) > _weight(old) else listings


def _weight(one: HeldListing) -> tuple[bool, int, str]:
    """By an id before by a title only, which a namesake may claim; then the later capture."""
    return is_strong(one.by), one.captured, repr(one.listing)


def _shows(one: Held) -> object:
    """What of a paper a user can see; a later capture of the same facts is no update."""
    return one.id, one.description.paper, {key: held.listing for key, held in one.listings.items()}


def _text(one: Held) -> object:
    paper = one.description.paper
    return paper.title, paper.abstract, paper.authors, paper.keywords, paper.organization

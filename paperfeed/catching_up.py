"""After an absence: which papers are worth the minutes that there are, and why. Pure.

A paper's score is two numbers between 0 and 1, one for its votes beside those of its day and one for its
likeness to what the user starred. Nothing here knows the library, a screen or the index.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from math import exp, log, log1p
from typing import Final, NamedTuple

from paperfeed.clean import clean
from paperfeed.dates import show_day
from paperfeed.latex import to_unicode

MINUTES: Final = 10
"""How long one reads, unless told."""
STEPS: Final = (2, 5, 10, 15, 20, 30, 45, 60, 90, 120)
"""The minutes that can be chosen with a key."""
MOST: Final = 500
"""Papers that are offered at the most, however quick the reader."""
LONGEST: Final = 365
"""Days that are looked back over at the most."""
NO_VISIT: Final = 7
"""Days that are looked back over when there was no visit before."""
ABSENCE: Final = 3
"""It is an absence when the last act is longer ago, in days,"""
MANY: Final = 100
"""and more papers than these wait that came since."""

PRIOR = 10.0
"""How many starred papers weigh as much as what the papers of the span say of a word."""
TELLS = 0.4
"""A word tells something of the taste, in log-odds, from here on."""
NAMED = 3
"""Words that are named as the reason."""
SATURATES = 3.0
PEOPLE = 0.4
"""What a name weighs beside a word: many have the same one, and a paper has many."""
WEIGHED = 6
"""So many of what speaks for a paper count, or a long list of authors would."""
ENOUGH = 0.15
"""Likeness below this is chance, and no reason to name."""

BY, AT = "by ", "at "
"""What stands before the name of an author and of an organisation, to tell them from words."""

_WORD = re.compile(r"[^\W\d_][^\W_]{2,}(?:-[^\W_]+)*")
_SMALL_WORDS = """about all and any are based better beyond can does for from how into its more not one our over than
that the their this through too toward towards under using via what when where which with without you your"""
_COMMON = frozenset(_SMALL_WORDS.split())


class Candidate(NamedTuple):
    """What is looked at of a paper."""

    row: int
    title: str
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    organization: str | None
    day: date
    votes: int | None


class Chosen(NamedTuple):
    """A paper that is worth its time, and why, in few words."""

    row: int
    score: float
    why: str


class Offer(NamedTuple):
    """What waits since a day, and what of it fits into the minutes."""

    since: date
    days: int
    """How many days have papers that wait."""
    minutes: int
    chosen: tuple[Chosen, ...]
    """The best first."""
    rest: tuple[int, ...]
    """The rows of all others that wait in the inbox since that day, read or not."""

    @property
    def papers(self) -> int:
        return len(self.chosen) + len(self.rest)

    @property
    def head(self) -> str:
        """Since Mon 3 Mar 2025: 312 papers on 9 days · 10 min · the best 38."""
        if not self.papers:
            return f"Since {show_day(self.since)}: nothing waits · {self.minutes} min"
        papers, days = _count(self.papers, "paper"), _count(self.days, "day")
        if not self.chosen:
            best = "all read"
        else:
            best = f"the best {len(self.chosen):,}" if self.rest else f"all {len(self.chosen):,}"
        return f"Since {show_day(self.since)}: {papers} on {days} · {self.minutes} min · {best}"


class Away(NamedTuple):
    """How long the user was away, in days, and how many unread papers came since and wait."""

    days: int
    papers: int

    @property
    def is_long(self) -> bool:
        """Whether to offer catching up."""
        return self.days > ABSENCE and self.papers > MANY

    @property
    def told(self) -> str:
        return f"{self.days:,} days away, {self.papers:,} papers wait"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def days_since(visit: date | None, today: date) -> int:
    """How many days to look back over after a last visit: that day is one of them, for more may have come on it."""
    days = NO_VISIT if visit is None else (today - visit).days + 1
    return min(max(days, 1), LONGEST)


def first_day(days: int, today: date) -> date:
    """The first of so many days that end today."""
    return today - timedelta(min(max(days, 1), LONGEST) - 1)


def step(minutes: int, up: bool) -> int:
    """The next longer or shorter time that can be chosen; the same at the end."""
    if up:
        return next((one for one in STEPS if one > minutes), minutes)
    return next((one for one in reversed(STEPS) if one < minutes), minutes)


def choose(candidates: Sequence[Candidate], starred: Iterable[Candidate], count: int) -> tuple[Chosen, ...]:
    """The best of the candidates, the best first; of two with one score, the one that stands first."""
    by_votes, found = votes_of(candidates), [traits(one) for one in candidates]
    weights = weights_of([traits(one) for one in starred], found)
    liked = [likeness(some, weights) for some in found]
    best = sorted(
        (-round(votes + like, 9), place) for place, (votes, like) in enumerate(zip(by_votes, liked, strict=True))
    )
    return tuple(
        Chosen(candidates[place].row, -score, why(candidates[place], liked[place], weights))
        for score, place in best[: max(count, 0)]
    )


def why(candidate: Candidate, like: float, weights: Mapping[str, float]) -> str:
    """128 votes · like what you starred: diffusion, video."""
    reasons = [_count(candidate.votes, "vote")] if candidate.votes else []
    if like >= ENOUGH:
        reasons.append(f"like what you starred: {', '.join(telling(candidate, weights))}")
    return " · ".join(reasons) or f"listed {show_day(candidate.day)}"


# Votes


def votes_of(candidates: Sequence[Candidate]) -> list[float]:
    """For each candidate, half by its rank on its day and half by the number of its votes, 0 to 1."""
    most = max((one.votes or 0 for one in candidates), default=0)
    days: dict[date, Counter[int]] = {}
    for one in candidates:
        days.setdefault(one.day, Counter())[one.votes or 0] += 1
    ranks = {day: _ranks(counts) for day, counts in days.items()}
    return [
        0.5 * ranks[one.day][one.votes or 0] + 0.5 * (log1p(one.votes or 0) / log1p(most) if most else 0.0)
        for one in candidates
    ]


def _ranks(counts: Counter[int]) -> dict[int, float]:
    """For each number of votes, how large a part of the others on the day has fewer; of a paper alone, half."""
    others, below, found = counts.total() - 1, 0, {}
    for votes in sorted(counts):
        found[votes] = below / others if others else 0.5
        below += counts[votes]
    return found


# Likeness to what was starred


def likeness(found: Iterable[str], weights: Mapping[str, float]) -> float:
    """How like a paper with these traits is to the starred ones, 0 to 1."""
    told = sorted((weights[name] for name in found if name in weights), reverse=True)
    return 1 - exp(-sum(told[:WEIGHED]) / SATURATES)


def weights_of(starred: Sequence[Collection[str]], among: Sequence[Collection[str]]) -> dict[str, float]:
    """What is more frequent with the starred papers than among the others: by how much, in log-odds.

    Few starred papers say little, one of them next to nothing.
    """
    liked = Counter(chain.from_iterable(starred))
    usual = Counter(chain.from_iterable(among))
    found = {}
    for name, times in liked.items():
        expected = (usual[name] + 0.5) / (len(among) + 1)
        odds = log((times + PRIOR * expected) / (len(starred) + PRIOR) / expected)
        if odds >= TELLS:
            found[name] = odds * times / (times + 2) * (PEOPLE if name.startswith(BY) else 1)
    return found


def traits(candidate: Candidate) -> set[str]:
    """What a paper can be like another by: words of its title, keywords, authors, organisation."""
    found = set(_WORD.findall(to_unicode(candidate.title).casefold()))
    found -= _COMMON
    found.update(map(str.casefold, candidate.keywords))
    found.update([f"{BY}{name}" for name in candidate.authors])
    if candidate.organization:
        found.add(f"{AT}{candidate.organization}")
    return found


def telling(candidate: Candidate, weights: Mapping[str, float]) -> list[str]:
    """Those of its traits that speak most for a paper, as they are shown."""
    told = sorted((-weights[name], name) for name in traits(candidate) if name in weights)
    written = {name.casefold(): name for name in candidate.keywords}
    return [clean(written.get(name, name.removeprefix(BY).removeprefix(AT))) for _, name in told[:NAMED]]

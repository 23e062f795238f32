"""What sources say: papers, their ids, and the dated digests that list them.

Values only. Nothing here is about the user (see `marks`), nothing reads or writes anything.
Every string in these values has passed `clean`; sources see to that.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NewType

PaperId = NewType("PaperId", str)
"""`arxiv:2403.06634`, `doi:10.1000/182` or `title:<fingerprint>`."""

_ARXIV = re.compile(
    r"(?<![\w.])(?:([0-9]{4}\.[0-9]{4,5})|([a-z]+-[a-z]+|cs|math|nlin|physics)(?:\.[A-Z]{2})?(/[0-9]{7}))"
    r"(?:v[0-9]{1,3})?(?![\w/])"
)
_DOI = re.compile(r"\b10\.[0-9]{4,9}/")
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as its sources describe it. None, or an empty tuple, means: no source said."""

    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    arxiv_id: str | None = None
    doi: str | None = None
    url: str | None = None
    pdf_url: str | None = None
    published: str | None = None
    updated: str | None = None
    comments: int | None = None
    github_url: str | None = None
    github_stars: int | None = None
    project_url: str | None = None
    organization: str | None = None
    submitter: str | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    thumbnail_url: str | None = None


FIELDS = tuple(Paper.__dataclass_fields__)
"""The names of a paper's facts, in order."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A paper stands on the digest of `source` for `day`, at `rank` (from 0), with `votes`."""

    day: date
    source: str
    rank: int
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a digest: the paper as this digest describes it, and its votes."""

    paper: Paper
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """One day's list from one source.

    `captured` is when the list was taken from the source: of two lists for one day the one
    captured later is believed. `first_rank` is above 0 when this is a later page of a long list.
    `skipped` counts items that had no id and title; `problems` says what was wrong, in sentences.
    """

    source: str
    day: date
    captured: datetime
    items: tuple[Listed, ...]
    kind: str = "huggingface"
    first_rank: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = field(default=())


def fingerprint(title: str) -> str:
    """The title casefolded, with all but letters and digits folded to single spaces."""
    return " ".join(_LETTERS.findall(title.casefold())) or title.casefold().strip()


def arxiv_id(text: str) -> str | None:
    """The arXiv id in an id or a link: 2403.06634 or cs/0503050, without version and subject class; else None."""
    match = None if _DOI.search(text) else _ARXIV.search(text)
    return (match[1] or match[2] + match[3]) if match else None


def paper_ids(paper: Paper) -> tuple[PaperId, ...]:
    """Every id by which this description knows its paper, the canonical one first."""
    ids = []
    if paper.arxiv_id:
        ids.append(PaperId(f"arxiv:{paper.arxiv_id}"))
    if paper.doi:
        ids.append(PaperId(f"doi:{paper.doi.lower()}"))
    return (*ids, title_id(paper.title))


def title_id(title: str) -> PaperId:
    """The id of a paper of which only the title is known."""
    return PaperId(f"title:{fingerprint(title)}")


def is_strong(paper_id: str) -> bool:
    """An id that a register gave out: two papers can share a title, but not this."""
    return not paper_id.startswith("title:")

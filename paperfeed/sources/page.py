"""Saved digest pages: the text of a Daily Papers page as a person copies it.

Two shapes are read: blocks between blank lines, and one block a line. Both begin with the page's
furniture ("Subscribe", a byline, perhaps a date without a year), then title and abstract by turns.
The first title may be glued to the last word of the furniture.
"""

import re
from dataclasses import dataclass
from datetime import date

from paperfeed.clean import clean
from paperfeed.dates import parse_month_day
from paperfeed.errors import NotADigest
from paperfeed.paper import Listed, Paper

NAME_OF_SOURCE = "page"
LONGEST_TITLE = 300
SHORTEST_ABSTRACT = 100

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_DATE = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2}(?:, \d{4})?(?!\d)")
_SURE = re.compile(
    r"Get trending papers in your email inbox(?: once a day)?!?|Subscribe(?![a-z ])|by\s?AK and the research community"
)
_WHOLE = re.compile(r"new|Daily Papers|Trending Papers|Hugging Face|Papers|byAK", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a saved page holds. `day` is None when the page names none."""

    items: tuple[Listed, ...]
    day: date | None
    skipped: int
    problems: tuple[str, ...]


def read_page(text: str, not_after: date) -> Page:
    """The papers of a saved page; a date without a year is the latest that is not after `not_after`.

    Raises NotADigest for any other text: one without the furniture of a digest page, or with
    nothing behind it that could be a title and its abstract.
    """
    blocks, date_text = _without_furniture(_blocks(text))
    items: list[Listed] = []
    skipped = 0
    at = 0
    while at < len(blocks):
        title = blocks[at]
        abstract = blocks[at + 1] if at + 1 < len(blocks) else ""
        if len(title) <= LONGEST_TITLE and len(abstract) >= max(SHORTEST_ABSTRACT, len(title)):
            items.append(Listed(Paper(title=clean(title), abstract=clean(abstract, 20_000))))
            at += 2
        else:
            skipped += 1
            at += 1
    if not items:
        raise NotADigest("a digest page without a title and abstract on it")
    day = parse_month_day(date_text, not_after) if date_text else None
    problems = (f"{skipped} blocks were neither a title nor an abstract",) if skipped else ()
    return Page(tuple(items), day, skipped, problems)


def _blocks(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\ufeff")
    parts = _BLANK.split(text) if _BLANK.search(text) else text.split("\n")
    return [block for part in parts if (block := part.strip())]


def _without_furniture(blocks: list[str]) -> tuple[list[str], str | None]:
    """The blocks behind the head of the page, and the date that stood in it."""
    found_date: str | None = None
    sure = False
    for at, block in enumerate(blocks):
        rest = block
        while rest:
            if match := _SURE.match(rest):
                sure = True
            elif match := (_DATE.match(rest) if sure and found_date is None else None):
                found_date = match[0]
            elif not (match := _WHOLE.fullmatch(rest)):
                break
            rest = rest[match.end() :].strip()
        if rest and (sure or at >= 8):
            if not sure:
                break
            return [rest, *blocks[at + 1 :]], found_date
    raise NotADigest("neither JSON nor the text of a digest page")

"""What the reading pane says of a paper, part by part, from title to keywords.

Pure: decides what is said, in which order and in which style; wraps and paints nothing.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from paperfeed import render
from paperfeed.clean import clean
from paperfeed.found import Found, Span
from paperfeed.marks import Entry
from paperfeed.paper_links import MOST, paper_links
from paperfeed.tui.wrapping import within

STYLES = ("title", "title-match", "dim", "accent", "text", "summary", "match", "number")
"""The styles of the pane, as its sheet names them."""


class Part(NamedTuple):
    """A paragraph of the pane; or items that stand side by side, of each of which the number stands out."""

    style: str
    text: str = ""
    spans: tuple[Span, ...] = ()
    """What was looked for in it."""
    items: tuple[str, ...] = ()


BLANK = Part("text")


def parts(entry: Entry, today: date, found: Found | None, all_authors: bool) -> Iterator[Part]:
    """The paper from top to bottom."""
    paper = entry.paper
    yield Part("title", render.shown(paper.title), found.title if found else ())
    if paper.authors:
        yield Part("text", render.people(paper, len(paper.authors) if all_authors else render.AUTHORS_SHOWN))
    yield BLANK
    yield Part("accent", " · ".join(filter(None, (render.listed(entry, today), render.votes(entry)))))
    yield from _facts(entry)
    if paper.summary:
        yield BLANK
        yield Part("summary", render.shown(paper.summary))
    at = 0
    for paragraph in render.shown_paragraphs(paper.abstract).split("\n\n"):
        yield BLANK
        yield Part("text", paragraph, within(found.abstract, at, at + len(paragraph)) if found else ())
        at += len(paragraph) + 2
    if paper.keywords:  # some twenty of them: above, they would push the abstract out of sight
        yield BLANK
        yield Part("dim", ", ".join(render.shown(word) for word in paper.keywords))


def _facts(entry: Entry) -> Iterator[Part]:
    """Organisation, what was done to the paper, the note, the links."""
    if entry.paper.organization:
        yield Part("dim", clean(entry.paper.organization))
    states = [*render.states(entry.marks), *(f"#{clean(tag)}" for tag in entry.marks.tags)]
    if states:
        yield Part("dim", " · ".join(states))
    for number, line in enumerate(render.note_lines(entry.marks)):
        yield Part("text", line if number else f"note: {line}")
    links = paper_links(entry)
    if links:
        yield Part("dim", items=tuple(f"{number} {link.shown}" for number, link in enumerate(links[:MOST], 1)))
    if len(links) > MOST:
        yield Part("dim", f"and {len(links) - MOST} more in the text")

"""Values → JSON, plain lines and paragraphs, without a user interface.

Everything printed has been through `clean` when it was stored; it passes through once more here, for
libraries written by versions whose rules were weaker. What is shown has its LaTeX as Unicode; JSON
says what the source said.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from paperfeed.clean import ABSTRACT, TITLE, clean, clean_paragraphs
from paperfeed.dates import show_day
from paperfeed.glyphs import UNICODE, Glyphs
from paperfeed.latex import to_unicode
from paperfeed.marks import Entry, Marks
from paperfeed.paper import Paper
from paperfeed.snooze import show_until, show_why

AUTHORS_SHOWN = 6


def shown(text: str, limit: int = TITLE) -> str:
    """A title, a keyword or another text of a source, as one line."""
    return clean(to_unicode(text), limit)


def shown_paragraphs(text: str) -> str:
    """An abstract."""
    return clean_paragraphs(to_unicode(text))


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry with the fields that `--json` promises; absent facts are None."""
    paper, marks = entry.paper, entry.marks
    return {
        "id": entry.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "url": paper.url,
        "days": [day.isoformat() for day in entry.days],
        "sources": list(entry.sources),
        "votes": entry.votes,
        "read": marks.read is not None,
        "starred": marks.starred is not None,
        "done": marks.done is not None,
        "dismissed": marks.dismissed is not None,
        "snoozed_until": marks.snoozed,
        "tags": list(marks.tags),
        "note": marks.note,
        "published": paper.published,
        "updated": paper.updated,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "pdf_url": paper.pdf_url,
        "comments": paper.comments,
        "github_url": paper.github_url,
        "github_stars": paper.github_stars,
        "project_url": paper.project_url,
        "organization": paper.organization,
        "submitter": paper.submitter,
        "keywords": list(paper.keywords),
        "summary": paper.summary,
        "thumbnail_url": paper.thumbnail_url,
    }


def json_line(value: object, ascii_only: bool = False) -> str:
    return json.dumps(value, ensure_ascii=ascii_only)


def snooze_told(entry: Entry) -> str:
    """Until when a paper sleeps, or why it is back, to stand beside its title; empty for any other."""
    marks = entry.marks
    if marks.snoozed:
        return f"until {clean(show_until(marks.snoozed))}"
    return f"back: {clean(show_why(marks.woken))}" if marks.woken else ""


def entry_line(entry: Entry, glyphs: Glyphs = UNICODE) -> str:
    """One line: state, votes, day, id, title."""
    votes = "" if entry.votes is None else str(entry.votes)
    number = entry.paper.arxiv_id or ""
    return f"{' '.join(glyphs.states(entry.marks))} {votes:>4}  {entry.day}  {number:<12} {shown(entry.paper.title)}"


def paper_text(entry: Entry) -> str:
    """One paper, as `show` prints it."""
    paper = entry.paper
    head = [shown(paper.title), people(paper, len(paper.authors)), ""]
    head += [f"{name + ':':<10} {value}" for name, value in facts(entry)]
    body = shown_paragraphs(paper.abstract)
    return "\n".join([*(line for line in head if line is not None), "", body] if body else head)


def people(paper: Paper, most: int = AUTHORS_SHOWN) -> str:
    """The authors: the first few by name, the others as a number."""
    shown = ", ".join(clean(name) for name in paper.authors[:most])
    more = len(paper.authors) - most
    return f"{shown} and {more} more" if more > 0 else shown


def facts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Name and value of what is known beside title, authors and abstract."""
    paper, marks = entry.paper, entry.marks
    yield "id", entry.id
    yield "listed", "; ".join(f"{show_day(one.day)} ({one.source})" for one in entry.listings)
    if entry.votes is not None:
        yield "votes", str(entry.votes)
    yield "state", ", ".join([*(["read"] if marks.read else []), *states(marks)]) or "unread"
    plain = {
        "tags": ", ".join(clean(tag) for tag in marks.tags),
        "note": f"\n{'':<11}".join(note_lines(marks)),
        "by": clean(paper.organization or ""),
        "page": paper.url,
        "pdf": paper.pdf_url,
        "code": code(paper),
        "project": paper.project_url,
        "keywords": ", ".join(shown(word) for word in paper.keywords),
        "summary": shown(paper.summary or ""),
    }
    yield from ((name, value) for name, value in plain.items() if value)


def states(marks: Marks) -> list[str]:
    """What was done to a paper, but for reading and tagging it: starred, done, snoozed until 2025-03-20."""
    told = ["starred"] if marks.starred else []
    told += ["dismissed"] if marks.dismissed else ["done"] if marks.done else []
    told += [f"snoozed until {clean(show_until(marks.snoozed))}"] if marks.snoozed else []
    return [*told, f"came back: {clean(show_why(marks.woken))}"] if marks.woken else told


def note_lines(marks: Marks) -> list[str]:
    """The note as it was written, line by line."""
    lines = [clean(line) for line in (marks.note or "").strip()[:ABSTRACT].splitlines()]
    return lines if any(lines) else []


def code(paper: Paper) -> str:
    """The repository and its stars: github.com/a/b · 312 stars."""
    if not paper.github_url:
        return ""
    stars = "" if paper.github_stars is None else f" {UNICODE.dot} {counted(paper.github_stars, 'star')}"
    return f"{paper.github_url.removeprefix('https://')}{stars}"


def counted(number: int, what: str) -> str:
    """312 stars, 1 star."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def votes(entry: Entry) -> str:
    """128 votes; nothing where no source said."""
    return "" if entry.votes is None else counted(entry.votes, "vote")


def listed(entry: Entry, today: date) -> str:
    """When it was listed, for the preview: Fri 14 Mar 2025 (also Mon 17 Mar 2025)."""
    others = [show_day(day) for day in entry.days if day != entry.day]
    ago = (today - entry.day).days
    near = ", today" if ago == 0 else ", yesterday" if ago == 1 else ""
    return f"{show_day(entry.day)}{near}" + (f" (also {', '.join(others)})" if others else "")

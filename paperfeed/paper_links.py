"""The links of one paper, in the order in which they are numbered: page, code, PDF, project, DOI, then those in texts.

Values → values. Only what `safe_url` lets through is a link here, and each is there once.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from paperfeed.links import safe_url
from paperfeed.marks import Entry
from paperfeed.paper import Paper
from paperfeed.render import counted

MOST = 9
"""Links that have a number: one digit opens them."""
LONGEST_SHOWN = 72
_IN_TEXT = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f<>\"{}|^`\\\u201c\u201d]+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([_%#&~])")
_AFTER = ".,;:!?'*$\u2019\u2026"
"""What may stand behind a link in a sentence and is no part of it."""


class PaperLink(NamedTuple):
    """A link as it is opened; what it leads to, where a source said so; and what else is known of it."""

    url: str
    leads_to: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        """page, code, pdf, project, doi; of a link in a text the host: youtu.be"""
        return self.leads_to or (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def shown(self) -> str:
        """github.com/a/b · 312 stars"""
        address = self.url.removeprefix("https://").removesuffix("/")
        address = address if len(address) <= LONGEST_SHOWN else f"{address[: LONGEST_SHOWN - 1]}…"
        return f"{address} · {self.about}" if self.about else address


def paper_links(entry: Entry) -> tuple[PaperLink, ...]:
    """Every link of a paper, each once, the first `MOST` of them to be opened by their number."""
    found: dict[str, PaperLink] = {}
    for link in _given(entry):
        found.setdefault(_same(link.url), link)
    return tuple(found.values())


def page_of(paper: Paper) -> str | None:
    """The paper's page, or its PDF where a source gave nothing else."""
    return safe_url(paper.url or paper.pdf_url)


def pdf_of(paper: Paper) -> str | None:
    """The paper's PDF; arXiv has one of every paper."""
    if link := safe_url(paper.pdf_url):
        return link
    return safe_url(f"https://arxiv.org/pdf/{paper.arxiv_id}") if paper.arxiv_id else None


def links_in(text: str) -> Iterator[str]:
    """The links that stand in a text of its own, as written by hand, in Markdown or in LaTeX."""
    if "://" not in text:
        return
    for match in _IN_TEXT.finditer(_ESCAPED.sub(r"\1", text)):
        if link := safe_url(_without_sentence(match[0])):
            yield link


def _given(entry: Entry) -> Iterator[PaperLink]:
    paper = entry.paper
    if link := safe_url(paper.url):
        yield PaperLink(link, "page")
    if link := safe_url(paper.github_url):
        stars = paper.github_stars
        yield PaperLink(link, "code", "" if stars is None else counted(stars, "star"))
    if link := pdf_of(paper):
        yield PaperLink(link, "pdf")
    if link := safe_url(paper.project_url):
        yield PaperLink(link, "project")
    if paper.doi and (link := safe_url(f"https://doi.org/{paper.doi}")):
        yield PaperLink(link, "doi")
    for text in (paper.abstract, entry.marks.note or "", paper.summary or ""):
        yield from map(PaperLink, links_in(text))


def _without_sentence(link: str) -> str:
    """A link without the full stop behind it, and without a bracket that was opened before it."""
    while True:
        shorter = link.rstrip(_AFTER)
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == link:
            return link
        link = shorter


def _same(url: str) -> str:
    """What two links to one place have in common, however they are written."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/").removesuffix(".git").casefold()

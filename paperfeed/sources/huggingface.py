"""Hugging Face Daily Papers: the API's answers as digests, and how to ask for them.

The fields and their oddities are those of `GET /api/daily_papers?date=`: only a title and an id are
counted on, every other field may be absent or of a wrong type and is then left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from paperfeed.clean import NAME, clean, clean_paragraphs
from paperfeed.dates import parse_day, parse_instant
from paperfeed.errors import FetchError, NotADigest
from paperfeed.links import safe_url
from paperfeed.paper import Digest, Listed, Paper, arxiv_id
from paperfeed.sources import Fetched, Get, Validators

NAME_OF_SOURCE = "huggingface"
SITE = "https://huggingface.co"
PAGE = 100
"""Papers asked for at once; the most that the API gives."""
PAGES = 20
"""Pages of one day that are asked for at the most."""
MOST_AUTHORS = 5_000
MOST_KEYWORDS = 50


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """The Daily Papers API under `url`."""

    name: str
    url: str = SITE

    def fetch(self, day: date, get: Get, known: Mapping[str, Validators]) -> Fetched:
        """The digest of `day`, page by page; conditional where the answer is already known."""
        digests: list[Digest] = []
        validators: dict[str, Validators] = {}
        try:
            for page in range(PAGES):
                url = f"{self.url.rstrip('/')}/api/daily_papers?date={day.isoformat()}&limit={PAGE}&p={page}"
                answer = get(url, known.get(url))
                validators[url] = answer.validators
                if answer.body is None:
                    more = f"{url[: url.rindex('=')]}={page + 1}" in known
                else:
                    digest = self._digest(answer.body, day, answer.captured, page)
                    digests.append(digest)
                    more = len(digest.items) + digest.skipped >= PAGE
                if not more:
                    break
        except FetchError as error:
            return Fetched(self.name, day, tuple(digests), {}, error)
        except NotADigest as error:
            return Fetched(self.name, day, tuple(digests), {}, FetchError(f"{self.name}: {error}"))
        return Fetched(self.name, day, tuple(digests), validators)

    def _digest(self, body: bytes, day: date, captured: datetime, page: int) -> Digest:
        items, skipped, problems = read_answer(body)
        listed = tuple(item for _, item in items)
        return Digest(self.name, day, captured, listed, "huggingface", page * PAGE, skipped, problems)


def read_answer(body: bytes) -> tuple[list[tuple[date | None, Listed]], int, tuple[str, ...]]:
    """The papers of an API answer with the day that each says it was listed on.

    Also how many items were skipped, and why. Raises NotADigest when there is nothing to take.
    """
    items = _items(_decode(body))
    found: list[tuple[date | None, Listed]] = []
    reasons: dict[str, int] = {}
    for item in items:
        try:
            found.append(_read_item(item))
        except NotADigest as error:
            reasons[str(error)] = reasons.get(str(error), 0) + 1
    problems = tuple(f"{count} of {len(items)} items skipped: {reason}" for reason, count in reasons.items())
    if items and not found:
        raise NotADigest(f"none of its {len(items)} items is a paper ({'; '.join(reasons)})")
    return found, len(items) - len(found), problems


def _decode(body: bytes) -> Any:
    import msgspec

    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotADigest(f"not well-formed JSON: {error}") from error
    except RecursionError as error:
        raise NotADigest("JSON nested too deep") from error


def _items(answer: Any) -> list[Any]:
    """The list of items in the shapes in which answers were recorded."""
    if isinstance(answer, list):
        return answer
    if isinstance(answer, dict):
        for key in ("data", "dailyPapers"):
            if isinstance(answer.get(key), list):
                return list(answer[key])
        for key in ("error", "message"):
            if isinstance(answer.get(key), str):
                raise NotADigest(f"holds no papers, only the {key} “{clean(answer[key], NAME)}”")
        raise NotADigest("a JSON object without a list of papers")
    raise NotADigest(f"JSON, but no list of papers: {clean(repr(answer), 40)}")


def _read_item(item: Any) -> tuple[date | None, Listed]:
    if not isinstance(item, dict):
        raise NotADigest("text instead of an object" if isinstance(item, str) else "not an object")
    paper = item.get("paper")
    paper = paper if isinstance(paper, dict) else {}
    name = _text(paper, "id") or _text(item, "id")
    title = _text(paper, "title") or _text(item, "title")
    if not name or not title:
        raise NotADigest("no title" if name else "no id")
    when = _text(paper, "submittedOnDailyAt")
    listed = Listed(_paper(name, title, paper, item), _count(paper, "upvotes"))
    return parse_day(when[:10]) if when else None, listed


def _paper(name: str, title: str, paper: dict[str, Any], item: dict[str, Any]) -> Paper:
    number = arxiv_id(name)
    path = number or re.sub(r"[^\w.-]", "", name)
    abstract = _string(paper, "summary") or _string(item, "summary") or ""
    organization = (
        _object(paper, "organization") or _object(item, "organization") or _object(item, "submitterOrganization")
    )
    submitter = _object(paper, "submittedOnDailyBy") or _object(item, "submittedBy")
    thumbnail = item.get("thumbnail")
    return Paper(
        title=title,
        abstract=clean_paragraphs(abstract),
        authors=tuple(_authors(paper)),
        arxiv_id=number,
        url=f"{SITE}/papers/{path}",
        pdf_url=f"https://arxiv.org/pdf/{number}" if number else None,
        published=parse_instant(paper.get("publishedAt")),
        comments=_count(item, "numComments"),
        github_url=safe_url(paper.get("githubRepo")),
        github_stars=_count(paper, "githubStars"),
        project_url=safe_url(paper.get("projectPage")),
        organization=_text(organization, "fullname") or _text(organization, "name"),
        submitter=_text(submitter, "user") or _text(submitter, "name") or _text(submitter, "fullname"),
        keywords=tuple(_keywords(paper)),
        summary=_text(paper, "ai_summary"),
        thumbnail_url=safe_url(thumbnail),
    )


def _authors(paper: dict[str, Any]) -> Iterator[str]:
    authors = paper.get("authors")
    for author in authors[:MOST_AUTHORS] if isinstance(authors, list) else ():
        if isinstance(author, dict) and author.get("hidden") is not True and (name := _text(author, "name")):
            yield name


def _keywords(paper: dict[str, Any]) -> Iterator[str]:
    """Each keyword once, whatever its case."""
    keywords = paper.get("ai_keywords")
    seen = set()
    for keyword in keywords[:MOST_KEYWORDS] if isinstance(keywords, list) else ():
        word = clean(keyword, NAME) if isinstance(keyword, str) else ""
        if word and word.casefold() not in seen:
            seen.add(word.casefold())
            yield word


def _string(where: dict[str, Any], key: str) -> str | None:
    value = where.get(key)
    return value if isinstance(value, str) else None


def _text(where: dict[str, Any], key: str) -> str | None:
    value = _string(where, key)
    return clean(value) or None if value else None


def _object(where: dict[str, Any], key: str) -> dict[str, Any]:
    value = where.get(key)
    return value if isinstance(value, dict) else {}


def _count(where: dict[str, Any], key: str) -> int | None:
    value = where.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None

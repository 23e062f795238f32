"""What the search benchmark asks for: drawn by a seed from the papers themselves, and fixed."""

import random
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from days import SEED

JUDGED = Path(__file__).with_name("judged.toml")
_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")

GRAMMAR = (
    '"mixture of experts"',
    '"chain of thought" reasoning',
    '"the state of the art"',
    '"large language models" benchmark -survey',
    "lora OR adapter",
    "diffusion OR flow matching OR gan",
    "diffusion -video -image",
    "language model -reasoning",
    "(lora OR adapter) quantization",
    "title:attention",
    'title:"vision language"',
    "title:diffusion abstract:video",
    "author:zhang",
    "author:wang diffusion",
    "keyword:reasoning",
    "model",
    "we propose a novel method",
    "large language models",
    "gpt-4o",
    "k-nn",
    "3d gaussian splatting",
    "transform*",
    "multi* model*",
    "transfomer~",
    "retreival~ augmented~",
    "agents is:unread",
    "diffusion votes>20",
    "reasoning after:2025-06",
    "alignment on:2025-03 -is:done",
    '"reinforcement learning" is:starred OR rlhf tag:x',
)
"""Queries on Enter that use what the grammar has beside words."""

FILTERS = (
    "is:unread",
    "is:read",
    "is:starred",
    "is:done",
    "is:snoozed",
    "is:inbox",
    "is:inbox -is:read",
    "is:inbox is:unread votes>=5",
    "is:late",
    "has:tag",
    "has:code",
    "tag:x",
    "-tag:x is:starred",
    "on:2025",
    "on:2025-03",
    "on:2025-03-14",
    "on:2025-03-10..2025-03-14",
    "on:2025-04 is:inbox",
    "before:2024-06",
    "after:2025-06",
    "after:2025-06 is:unread votes>20",
    "votes>20",
    "votes>=5 -is:read",
    "stars>=100",
    "is:starred OR tag:x",
    "(on:2025-01 OR on:2025-06) -is:done",
)
"""Queries without text: answered by SQLite alone."""


def texts_of(library: Path) -> list[tuple[str, str]]:
    """Title and abstract of the papers that Hugging Face listed: the same ones in every library that has the days."""
    sql = (
        "SELECT title, abstract FROM papers WHERE row IN (SELECT paper FROM listings WHERE source = 'huggingface')"
        " ORDER BY id"
    )
    with closing(sqlite3.connect(f"{library.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def drawn(texts: Sequence[tuple[str, str]], count: int) -> list[str]:
    """So many queries of two to four words: in turn words of a title, side by side, and words of an abstract."""
    chance = random.Random(SEED)
    found: list[str] = []
    while len(found) < count:
        title, abstract = chance.choice(texts)
        size = chance.randint(2, 4)
        words = [word for word in _words(abstract) if len(word) > 4] if len(found) % 2 else list(_words(title))
        if len(words) > size:
            start = chance.randrange(len(words) - size)
            picked = sorted(chance.sample(range(len(words)), size)) if len(found) % 2 else range(start, start + size)
            found.append(" ".join(words[place] for place in picked))
    return found


def keystrokes(query: str) -> Iterator[str]:
    """What stands in the box after each key."""
    return (query[:length] for length in range(1, len(query) + 1))


def is_specific(text: str) -> bool:
    """Whether the last word has three letters: of one or two, there are too many to look for all."""
    return len(text.split(" ")[-1]) > 2


def judged(file: Path = JUDGED) -> list[str]:
    """The queries that the ranking is judged by, those with a slip too; none where they are not."""
    if not file.exists():
        return []
    queries = tomllib.loads(file.read_text("utf-8"))["query"]
    return [text for query in queries for name in ("texts", "typos") for text in query.get(name, ())]


def _words(text: str) -> Iterator[str]:
    return (match[0].lower() for match in _WORD.finditer(text))

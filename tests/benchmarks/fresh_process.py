"""A process of its own, for what only a new one shows: `fresh_process.py open|memory HOME`, texts as JSON on stdin.

`open` prints the milliseconds from opening the library to the first answer, all imports that the
search needs included; `memory` prints by how many MB typing the texts made the process grow.
"""

import json
import re
import sys
import time
from pathlib import Path

from paperfeed.config import Config
from paperfeed.library import Library
from paperfeed.paths import Paths

FIRST_PAGE = 64


def ask(library: Library, text: str, typing: bool) -> None:
    query = library.parse(text)
    look = library.look(query, "relevance" if query.texts() else "day", typing)
    library.entries(look.rows[:FIRST_PAGE])


def answer_first(home: Path, texts: list[str]) -> list[float]:
    """Opens the library and asks for the first of `texts`: milliseconds."""
    began = time.perf_counter()
    with Library.open(Paths.under(home), Config(), read_only=True) as library:
        ask(library, texts[0], typing=False)
        return [(time.perf_counter() - began) * 1000]


def grow(home: Path, texts: list[str]) -> list[float]:
    """MB that typing all of `texts` takes: memory of this process's own, and all that is resident."""
    with Library.open(Paths.under(home), Config(), read_only=True) as library:
        ask(library, "is:unread", typing=False)  # what a list without any search takes is not the index's
        before = memory()
        for text in texts:
            for length in range(1, len(text) + 1):
                ask(library, text[:length], typing=True)
        return [now - then for now, then in zip(memory(), before, strict=True)]


def memory() -> list[float]:
    """MB of this process: anonymous memory, and what is resident (mapped files too)."""
    facts = Path("/proc/self/smaps_rollup").read_text()
    kib = {name: int(size) for name, size in re.findall(r"^(\w+): +(\d+) kB", facts, re.MULTILINE)}
    return [kib[name] * 1024 / 1e6 for name in ("Anonymous", "Rss")]


if __name__ == "__main__":
    asked, folder = sys.argv[1:]
    print(json.dumps({"open": answer_first, "memory": grow}[asked](Path(folder), json.load(sys.stdin))))

"""How good the ranking is: `python tests/benchmarks/judge.py [CLASS]… [--home FOLDER] [--weights NAME=VALUE,…]`.

Asks a library the queries made from its papers (`queries.py`) and those judged by hand (`judged.toml`),
and prints MRR and nDCG@10 by class. Judges nothing: the table is for a person to read. Without `--home`
the recorded days are imported. The same library and seed give the same queries and the same table.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for a script it is only this folder

from benchmarks.days import find_days
from benchmarks.judging import CLASSES, Answer, Asked, Judged, answer, read_judged, reciprocal_rank, score
from benchmarks.queries import MAKERS, Known, made_queries

from paperfeed.config import Config
from paperfeed.errors import UnknownPaper
from paperfeed.index.weights import Weights
from paperfeed.library import Library
from paperfeed.paths import Paths
from paperfeed.query import Query

JUDGED = Path(__file__).with_name("judged.toml")
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
"""When it is while measuring: just after the recorded days, whatever the calendar says."""

SEED = 20250314
DRAWN = 200
Row = tuple[str, ...]


# Asking


def open_library(home: Path) -> Library:
    """The library in this folder, which must have its index."""
    library = Library.open(Paths.under(home), Config(), lambda: NOW, read_only=True)
    if waiting := library.indexing.waits():
        raise SystemExit(f"{waiting:,} papers are not in the index: run `paperfeed --home {home} reindex` first")
    return library


def known_papers(library: Library) -> list[Known]:
    """Every paper of the library."""
    rows = library.look(Query()).rows
    return [
        Known(entry.row, entry.id, entry.paper.title, entry.paper.abstract, entry.paper.authors)
        for start in range(0, len(rows), 500)
        for entry in library.entries(rows[start : start + 500])
    ]


def with_rows(library: Library, judged: Sequence[Judged]) -> list[Asked]:
    """The judged queries that this library can answer; papers that it does not have are left out."""
    rows: dict[str, int] = {}
    for name in {name for one in judged for name in one.grades}:
        with suppress(UnknownPaper):
            rows[name] = library.row_of(f"arxiv:{name}")
    asked = (
        Asked(one.kind, one.text, {rows[name]: grade for name, grade in one.grades.items() if name in rows})
        for one in judged
    )
    return [one for one in asked if any(grade > 1 for grade in one.grades.values())]


def ask(library: Library, asked: Asked) -> Answer:
    """Looks, and reads the first page, as the list does."""
    began = time.perf_counter()
    rows = library.look(library.parse(asked.text), order="relevance", typing=asked.typing).rows
    library.entries(rows[:10])
    return answer(asked, rows, (time.perf_counter() - began) * 1000)


def measure(library: Library, queries: Sequence[Asked]) -> list[Answer]:
    """The answers to all, after one that is not counted, because it opens the index."""
    for first in queries[:1]:
        ask(library, first)
    return [ask(library, asked) for asked in queries]


# Weighing


def weight_names() -> tuple[str, ...]:
    return tuple(one.name for one in fields(Weights))


# Telling


def score_row(name: str, answers: Sequence[Answer], latency: bool) -> Row:
    found = score(answers)
    shares = (f"{value:.3f}" for value in (found.mrr, found.ndcg, found.hit1, found.hit10))
    row = (name, str(found.queries), *shares, str(found.none), str(found.ambiguous or ""))
    if not latency:
        return row
    times = sorted(one.ms for one in answers)
    return (*row, f"{statistics.median(times):.1f}", f"{times[min(len(times) * 95 // 100, len(times) - 1)]:.1f}")


def score_table(sets: Mapping[str, Sequence[Answer]], latency: bool) -> str:
    """A line for every class of every set of answers, for each set, and for all."""
    heads = ("queries", "MRR", "nDCG@10", "hit@1", "hit@10", "none", "shared")
    rows: list[Row] = [heads := ("class", *heads, *(("median ms", "p95 ms") if latency else ()))]
    rows.append(("---", *("---:" for _ in heads[1:])))
    for name, answers in sets.items():
        for kind in dict.fromkeys(one.asked.kind for one in answers):
            rows.append(score_row(kind, [one for one in answers if one.asked.kind == kind], latency))
        rows.append(score_row(f"**{name}**", answers, latency))
    rows.append(score_row("**all**", [one for answers in sets.values() for one in answers], latency))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows)


def worst(answers: Sequence[Answer], count: int) -> list[Answer]:
    return sorted(answers, key=lambda one: (reciprocal_rank(one.rank), one.ndcg))[:count]


def told(library: Library, one: Answer) -> str:
    """A query, what it should have found, and what came instead."""
    wanted = sorted(one.asked.grades, key=lambda row: -one.asked.grades[row])
    shared = f", shared by {one.asked.fits}" if one.asked.fits > 1 else ""
    lines = [
        f"{one.asked.kind}: {one.asked.text}   (rank {one.rank or '-'} of {one.found}, nDCG {one.ndcg:.2f}{shared})"
    ]
    for entry in library.entries(wanted[:2]):
        lines.append(f"    wanted  {entry.id}  {entry.paper.title}")
    for entry in library.entries(one.top[:4]):
        lines.append(f"    came {one.asked.grades.get(entry.row, 0)}  {entry.id}  {entry.paper.title}")
    return "\n".join(lines)


# The command


def changes(text: str) -> dict[str, float]:
    """`title=6,abstract=1` as numbers by name."""
    found = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition("=")
        if name not in weight_names():
            raise argparse.ArgumentTypeError(f"no weight is called {name}: there are {', '.join(weight_names())}")
        try:
            found[name] = float(value)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{name}={value} is no number") from None
    return found


def import_days(days: Path | None, scratch: Path) -> Path:
    """A library of the days, with its index, in a folder that is thrown away later."""
    folder, name = find_days(days, scratch)
    print(f"importing {name} …", file=sys.stderr, flush=True)
    home = scratch / "home"
    with Library.open(Paths.under(home), Config(), lambda: NOW) as library:
        for path in sorted(folder.glob("*.json")):
            library.import_file(path)
        library.indexing.take_waiting()
    return home


def run(home: Path, asked: argparse.Namespace) -> None:
    with open_library(home) as library:
        library.weights = replace(library.weights, **asked.weights)
        by_hand = with_rows(library, read_judged(JUDGED.read_text("utf-8")))
        sets = {"known items": made_queries(known_papers(library), asked.seed, asked.drawn), "judged": by_hand}
        if asked.classes:
            sets = {name: [one for one in queries if one.kind in asked.classes] for name, queries in sets.items()}
        answers = {name: measure(library, queries) for name, queries in sets.items() if queries}
        if not answers:
            raise SystemExit("this library has nothing to ask for: no papers with authors and abstracts")
        if not by_hand:
            print("none of the judged papers is in this library: only the made queries are asked", file=sys.stderr)
        print(score_table(answers, asked.latency))
        if asked.worst:
            everything = [one for some in answers.values() for one in some]
            print("", *(told(library, one) for one in worst(everything, asked.worst)), sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = (*MAKERS, *CLASSES)
    parser.add_argument("classes", nargs="*", metavar="CLASS", help=f"only these: {', '.join(kinds)}")
    parser.add_argument("--home", type=Path, help="a filled library with its index (only read)")
    parser.add_argument("--days", type=Path, help="a folder of recorded days, in place of a library")
    parser.add_argument("--weights", type=changes, default={}, metavar="NAME=VALUE,…", help=", ".join(weight_names()))
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the N worst queries too")
    parser.add_argument("--latency", action="store_true", help="print milliseconds per query too")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--drawn", type=int, default=DRAWN, metavar="N", help="papers that queries are made from")
    asked = parser.parse_args()
    if unknown := set(asked.classes) - set(kinds):
        parser.error(f"no class is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="paperfeed-judge-") as folder:
        run(asked.home or import_days(asked.days, Path(folder)), asked)


if __name__ == "__main__":
    main()

"""How fast the search is: `python tests/benchmarks/search.py [NAME]… [--home FOLDER] [--corpus]`.

Measures the paperfeed that PYTHONPATH names, on the recorded days or, with `--corpus`, on those and
the daily arXiv lists; SQLite's FTS5 gets the same queries in turn with it. Prints blocks to read,
and at the end rows for the README; judges nothing. Names: rebuild open memory typing enter filters
add keys; all of them unless told. `--home` is filled and indexed where it is not, and else stays as
it is: a copy is measured.
"""

import argparse
import json
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for a script it is only this folder

import fts
from corpus import fill, open_library, papers_to_add
from days import SEED, find_days, shared_folder
from duel import Duel, first_page, look
from figures import Cost, Row, block, measured, median_and_high, table
from presses import Presses, this_tree
from questions import FILTERS, GRAMMAR, drawn, is_specific, judged, keystrokes, texts_of
from run import Spent, run_measured

import paperfeed
from paperfeed.library import Library
from paperfeed.marks import Act

LISTS = Path("data", "corpus", "arxiv_daily.jsonl.gz")
FRESH_PROCESS = Path(__file__).with_name("fresh_process.py")
TYPED = 40
"""Queries that are typed, letter by letter."""
FRESH = 9
"""New processes that open the index."""
ADDED, TIMES_ADDED = 60, 12
AIMS: Mapping[str, tuple[str, str]] = {
    "rebuild": ("≤ 40 s", "≤ 480 s"),
    "open": ("≤ 150 ms", "≤ 300 ms"),
    "memory": ("≤ 30 MB", "≤ 100 MB"),
    "typing": ("≤ 15 ms", "≤ 60 ms"),
    "enter": ("≤ 30 ms", "≤ 120 ms"),
    "filters": ("≤ 5 ms", "≤ 40 ms"),
    "add": ("≤ 500 ms", "≤ 500 ms"),
    "keys": ("≤ 20 ms", "≤ 30 ms"),
}
"""With the recorded days, and with the arXiv lists too."""
MARKED = {"read": (2_000, 30_000), "star": (500, 500), "done": (1_000, 1_000), "tag": (200, 200), "snooze": (50, 50)}
"""On how many papers, drawn by the seed, each verb is used before anything is measured."""


class Bench:
    """A library filled and indexed, a copy of it that its user has worked in, and FTS5's table of it."""

    def __init__(self, scratch: Path, asked: argparse.Namespace) -> None:
        self.scratch = scratch
        self.large: bool = asked.corpus
        self.rounds: int = asked.rounds
        self.steps: int = asked.steps
        self.home: Path = asked.home or scratch / "home"
        self.copies = 0
        self.name = self.fill(asked.days)
        with open_library(self.home, read_only=True) as library:
            self.papers = count(library, "")
            self.texts = texts_of(library.paths.library)
            self.is_indexed = library.indexing.waits() == 0

    # What is measured in

    def fill(self, asked_days: Path | None) -> str:
        """Takes in what the library lacks; what it is called."""
        shared = shared_folder()
        if self.large and not (shared and (shared / LISTS).exists()):
            raise SystemExit("the arXiv lists are not there: PAPERFEED_SHARED is to name the folder of recordings")
        if not (asked_days or shared) and self.home.exists():  # made days do not belong among others
            return self.home.name
        days, name = find_days(asked_days, self.scratch)
        fill(self.home, days, shared / LISTS if self.large and shared else None)
        return f"{name} and arXiv's lists" if self.large else name

    @cached_property
    def used(self) -> Path:
        """A copy of the library, indexed, with marks on many papers."""
        return self.copy(marked=True)

    @cached_property
    def used_without_index(self) -> Path:
        return self.copy(indexed=False, marked=True)

    @cached_property
    def fts(self) -> Path:
        """FTS5's table, kept beside a library that was named."""
        file = self.home / "fts5.db"
        if not fts.is_built(file, self.papers):
            self.build_fts()
        return file

    @cached_property
    def typed(self) -> list[str]:
        return drawn(self.texts, TYPED)

    def copy(self, indexed: bool = True, marked: bool = False) -> Path:
        if indexed and not self.is_indexed:
            self.index()
        self.copies += 1
        ignored = shutil.ignore_patterns("fts5.db*", "index.*" if indexed else "cache")
        home = Path(shutil.copytree(self.home, self.scratch / f"copy-{self.copies}", ignore=ignored))
        if marked:
            with open_library(home) as library:
                mark(library, self.large)
        return home

    def index(self) -> Spent:
        """Builds the index as its user would."""
        command = [sys.executable, "-m", "paperfeed", "--home", str(self.home), "reindex"]
        spent = run_measured(command, this_tree())
        self.is_indexed = True
        return spent

    def build_fts(self) -> float:
        with open_library(self.home, read_only=True) as library:
            _, cost = measured(fts.build, self.home / "fts5.db", library.paths.library)
        return cost.wall / 1000

    def aim(self, name: str) -> str:
        return AIMS[name][self.large]

    # The benchmarks

    def rebuild(self) -> Iterator[Row]:
        """The index built anew by `paperfeed reindex`, and FTS5's table."""
        spent, seconds = self.index(), self.build_fts()
        yield f"Index of {self.papers:,} papers built anew", f"{spent.wall:.1f} s", self.aim("rebuild")
        yield "… of the processor; its peak of memory", f"{spent.cpu:.1f} s; {spent.mb:.0f} MB", ""
        yield "… FTS5's table", f"{seconds:.1f} s", ""

    def open(self) -> Iterator[Row]:
        """A new process opens the library and answers a query on Enter."""
        inside: list[float] = []
        whole: list[float] = []
        nothing: list[float] = []
        self.fresh("open", self.typed[:1])  # fills caches
        for text in self.typed[:FRESH]:
            began = time.perf_counter()
            inside += self.fresh("open", [text])
            whole.append(time.perf_counter() - began)
            nothing.append(run_measured([sys.executable, "-c", "pass"], this_tree()).wall)
        process = statistics.median(whole) - statistics.median(nothing)
        print(f"open: ms in each of {FRESH} processes: {' '.join(f'{ms:.0f}' for ms in sorted(inside))}\n")
        what = f"Library opened and first query answered, median of {FRESH} processes"
        yield what, f"{statistics.median(inside):.0f} ms", self.aim("open")
        yield "… the whole process, beside one doing nothing", f"{process * 1000:.0f} ms more", ""

    def memory(self) -> Iterator[Row]:
        """What a process grows by when it searches."""
        if not Path("/proc/self/smaps_rollup").exists():
            return
        own, resident = self.fresh("memory", self.typed)
        yield f"Memory that typing {TYPED} queries takes", f"{own:.0f} MB", self.aim("memory")
        yield "… with the files it maps", f"{resident:.0f} MB", ""

    def typing(self) -> Iterator[Row]:
        """Every key of queries typed in sequence."""
        texts = [text for query in self.typed for text in keystrokes(query)]
        duel = self.fight(texts, typing=True)
        print(duel.block(f"typing: {TYPED} queries, key by key, {self.rounds} times"))
        print(duel.where(is_specific).block("… the keys after which the last word has three letters or more"))
        yield from duel.rows("A key typed into the search", self.aim("typing"))

    def enter(self) -> Iterator[Row]:
        """Whole queries: those that the ranking is judged by, and those that use the grammar."""
        texts = judged() or self.typed
        duel = self.fight(texts, typing=False)
        print(duel.block(f"enter: {len(texts)} judged or drawn queries, {self.rounds} times"))
        yield from duel.rows(f"Enter, on {len(texts)} judged queries" if judged() else "Enter", self.aim("enter"))
        duel = self.fight(GRAMMAR, typing=False)
        print(duel.block(f"enter: {len(GRAMMAR)} queries with phrases, OR, -not and fields, {self.rounds} times"))
        yield from duel.rows("Enter, on queries with phrases, OR, -not and fields", self.aim("enter"))

    def filters(self) -> Iterator[Row]:
        """Queries without text, as a view is shown and as it is counted."""
        shown: list[Cost] = []
        looked: list[Cost] = []
        counted: list[Cost] = []
        slowest: dict[str, float] = {}
        with open_library(self.used_without_index, read_only=True) as library:
            known = [text for text in FILTERS if is_filter(library, text)]
            for text in known * self.rounds:
                found, cost = measured(look, library, text, "day")
                looked.append(cost)
                shown.append(cost + measured(first_page, library, found)[1])
                counted.append(measured(count, library, text)[1])
                slowest[text] = max(slowest.get(text, 0.0), shown[-1].wall)
        lines = [("rows, days and first page", shown), ("… of that rows and days", looked), ("count", counted)]
        print(block(f"filters: {len(known)} queries without text, {self.rounds} times", lines))
        worst = sorted(slowest, key=slowest.__getitem__, reverse=True)[:6]
        print("  slowest: " + "; ".join(f"{text} {slowest[text]:.1f}" for text in worst))
        print(f"  not in this grammar: {', '.join(text for text in FILTERS if text not in known) or 'none'}\n")
        what = f"State, day or number without text: median, 95 of 100 (of {len(shown)})"
        yield what, median_and_high(shown), self.aim("filters")
        yield "… its count alone", median_and_high(counted), ""

    def add(self) -> Iterator[Row]:
        """Digests of new papers, each followed by what makes them searchable, in a process that searches."""
        taken: list[Cost] = []
        indexed: list[Cost] = []
        found: list[Cost] = []
        home = self.copy()
        with open_library(home) as library, open_library(home, read_only=True) as reader:
            look(reader, self.typed[0])
            for digest in papers_to_add(self.texts, ADDED, TIMES_ADDED):
                taken.append(measured(library.take_in, digest)[1])
                indexed.append(measured(library.indexing.take_waiting)[1])
                answer, cost = measured(look, reader, digest.items[0].paper.title.split()[-1])
                found.append(cost)
                if len(answer.rows) != 1 or answer.notices:
                    raise SystemExit(f"a paper just added is not found: {len(answer.rows)} hits, {answer.notices}")
        lines = [("index", indexed), ("taken in before it", taken), ("first search after it", found)]
        print(block(f"add: {ADDED} papers, {TIMES_ADDED} times", lines) + "\n")
        what = f"Index ready after adding {ADDED} papers: median, longest of {TIMES_ADDED}"
        yield what, median_and_high(indexed, 100), self.aim("add")

    def keys(self) -> Iterator[Row]:
        """`j` in the real program, while its search thread is never idle, and in turn with it while it is."""
        report = self.scratch / "report.json"
        calm, busy = Presses(self.used, report), Presses(self.used, report, self.typed)
        for _ in range(2):
            calm.run(self.steps // 2)
            busy.run(self.steps // 2)
        lines = [("row painted, searching", busy.rows), ("row painted, not searching", calm.rows)]
        lines += [("abstract painted, searching", busy.abstracts), ("abstract painted, not searching", calm.abstracts)]
        print(block(f"keys: `j`; {busy.answers} searches of {busy.milliseconds:.1f} ms on the average", lines) + "\n")
        what = f"`j` while searches run, until its row is painted: median, 99 of 100 (of {len(busy.rows)})"
        yield what, median_and_high(busy.rows, 99), self.aim("keys")
        yield "… until its abstract is", median_and_high(busy.abstracts, 99), ""
        yield "… without a search: the row", median_and_high(calm.rows, 99), ""
        yield "… and the abstract", median_and_high(calm.abstracts, 99), ""

    # How it is measured

    def fight(self, texts: Sequence[str], typing: bool) -> Duel:
        duel = Duel()
        for nth in range(self.rounds):
            with open_library(self.used, read_only=True) as library, closing(fts.Fts(self.fts)) as theirs:
                for text in texts:
                    duel.ask(library, theirs, text, typing, ours_first=nth % 2 == 0)
        return duel

    def fresh(self, what: str, texts: Sequence[str]) -> list[float]:
        """What a new process measured of itself."""
        command = [sys.executable, str(FRESH_PROCESS), what, str(self.used)]
        given = json.dumps(texts)
        done = subprocess.run(command, input=given, capture_output=True, text=True, env=this_tree(), check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        told: list[float] = json.loads(done.stdout)
        return told


def count(library: Library, text: str) -> int:
    return library.count(library.parse(text))


def is_filter(library: Library, text: str) -> bool:
    """Whether all of `text` is a state, a day or a number, in this grammar."""
    query = library.parse(text)
    return not query.texts() and not query.notices


def mark(library: Library, large: bool) -> None:
    """What its user did: each verb on so many papers, drawn anew for each."""
    rows = sorted(library.look(library.parse("")).rows)
    chance = random.Random(SEED)
    arguments = {"tag": "x", "snooze": "2099-01-01"}
    for verb, counts in MARKED.items():
        some = chance.sample(rows, min(counts[large], len(rows) // 2))
        library.apply(Act(verb, tuple(some), arguments.get(verb)))


def main() -> None:
    benches: dict[str, Callable[[Bench], Iterator[Row]]] = {name: getattr(Bench, name) for name in AIMS}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benches))
    parser.add_argument("--home", type=Path, help="where the library is, or is to be made")
    parser.add_argument("--corpus", action="store_true", help="the arXiv lists too")
    parser.add_argument("--days", type=Path, help="a folder of recorded days")
    parser.add_argument("--rounds", type=int, default=3, help="of typing, enter and filters")
    parser.add_argument("--steps", type=int, default=300, help="of the cursor, searching and not")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(benches):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="paperfeed-bench-") as folder:
        bench = Bench(Path(folder), asked)
        rows: list[Row] = []
        for name in asked.names or benches:
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += benches[name](bench)
    print(f"{bench.papers:,} papers ({bench.name}), paperfeed {paperfeed.__version__}, SQLite {sqlite3.sqlite_version}")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores{load}, {platform.system()}\n")
    print(table(rows))


if __name__ == "__main__":
    main()

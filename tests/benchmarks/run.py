"""The figures of the README: `python tests/benchmarks/run.py [NAME]… [--days FOLDER] [--home FOLDER]`.

Measures whole processes from outside: wall time from before the start, memory from the kernel,
paint as bytes arriving on a pty. Prints a table and judges nothing. Names: import count frame step
memory; all of them unless told. `--home` takes a filled library instead of importing the days.
"""

import argparse
import contextlib
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for a script it is only this folder

from builders import open_library
from days import find_days
from figures import Row, percentile, table
from pty_app import PtyApp, environment, paperfeed_command

EMPTY_APP = Path(__file__).with_name("empty_app.py")
FORBIDDEN = ("textual", "whoosh", "httpx2", "rich")
SILENCE = 0.045
"""Seconds without output after which a key counts as answered."""

IN_WINDOW = 30
"""Steps from the top of the list during which a window of 45 lines does not scroll."""


class Spent(NamedTuple):
    """What a process and those it waited for took: seconds, by the clock and of the processors; at most so many MB."""

    wall: float
    cpu: float
    mb: float


class Bench:
    """A filled library, made when the first benchmark needs it."""

    def __init__(self, scratch: Path, days: Path | None, home: Path | None, rounds: int, steps: int) -> None:
        self.scratch = scratch
        self.days = days
        self.rounds = rounds
        self.steps = steps
        self._home = home

    @property
    def home(self) -> Path:
        if self._home is None:
            self.import_days()
        assert self._home is not None
        return self._home

    def import_days(self) -> Iterator[Row]:
        """Every day into an empty library, index included."""
        folder, name = find_days(self.days, self.scratch)
        self._home = self.scratch / "home"
        shutil.rmtree(self._home, ignore_errors=True)
        seconds, _, mb = run_measured([*paperfeed_command(), "--home", str(self._home), "import", str(folder)])
        papers, files = int(output(self._home, "count")), len(list(folder.iterdir()))
        what = f"Import of {files} {name}, {papers:,} papers, index included"
        return iter([(what, f"{seconds:.1f} s", "≤ 90 s"), ("… its peak of memory", f"{mb:.0f} MB", "< 400 MB")])

    def count(self) -> Iterator[Row]:
        """`paperfeed count` beside an empty Python."""
        command = [*paperfeed_command(), "--home", str(self.home), "count"]
        ours, floor = interleaved(11, lambda: run_measured(command)[0], lambda: run_measured(python("pass"))[0])
        yield "`paperfeed count`, median of 11", f"{ours:.3f} s", "< 0.25 s"
        yield "… beside it, Python doing nothing", f"{floor:.3f} s", ""
        yield "… of textual, whoosh, httpx2, rich it imports", ", ".join(imported_by_count(self.home)) or "none", "none"

    def frame(self) -> Iterator[Row]:
        """The first frame, beside that of an empty Textual app."""
        self.begin_at_the_top()
        first, second = (title[:24] for title in self.texts("title", 2))
        self.first_frame(first, second), self.empty_frame()  # fills caches
        ours, empty = interleaved(self.rounds, lambda: self.first_frame(first, second), self.empty_frame)
        yield f"First frame of the inbox, median of {self.rounds}", f"{ours * 1000:.0f} ms", ""
        yield "First frame of an empty Textual app, in turn with it", f"{empty * 1000:.0f} ms", ""
        yield "… the one to the other", f"{ours / empty:.2f}", "≤ 1.30"

    def step(self) -> Iterator[Row]:
        """A step of the cursor, until the new abstract has arrived: in the window, and where the list scrolls."""
        self.begin_at_the_top()
        rounds = -(-self.steps // IN_WINDOW)
        openings = [text[:20] for text in self.texts("abstract", IN_WINDOW + 15 + self.steps // 3)]
        inside, scrolling = Steps(), Steps()
        with PtyApp.paperfeed(self.home) as app:
            app.wait_for(openings[0], 30)
            app.settle(1.0)
            for _ in range(rounds):
                for opening in openings[1 : IN_WINDOW + 1]:
                    inside.step(app, opening)
                app.send("gg")
                app.settle(0.5)
            for place, opening in enumerate(openings[1:], 1):
                (scrolling if place > IN_WINDOW + 14 else Steps()).step(app, opening)
        yield from inside.rows("`j` with preview, until the new abstract is painted", "≤ 10 ms")
        yield from scrolling.rows("… where the list scrolls", "")

    def memory(self) -> Iterator[Row]:
        """Resident memory, two seconds after the first frame."""
        self.begin_at_the_top()
        with PtyApp.paperfeed(self.home) as app:
            app.wait_for(self.texts("title", 1)[0][:24], 30)
            app.settle(2.0)
            ours = resident(app.pid)
        with PtyApp([sys.executable, str(EMPTY_APP)]) as app:
            app.wait_for("nothing here", 30)
            app.settle(2.0)
            empty = resident(app.pid)
        yield "Memory of the inbox after its start", f"{ours:.0f} MB", ""
        yield "… of an empty Textual app", f"{empty:.0f} MB", ""

    def begin_at_the_top(self) -> None:
        """Forgets where the last program was left."""
        with open_library(self.home) as library:
            library.keep_place("")

    def texts(self, field: str, count: int) -> list[str]:
        """This field of the first entries of the inbox."""
        lines = output(self.home, "list", "is:inbox", "--json", "--limit", str(count)).splitlines()
        return [json.loads(line)[field] for line in lines]

    def first_frame(self, first: str, second: str) -> float:
        with PtyApp.paperfeed(self.home) as app:
            seconds = seen(app, first, second)
            leave(app, b"q")
        return seconds

    def empty_frame(self) -> float:
        with PtyApp([sys.executable, str(EMPTY_APP)]) as app:
            seconds = seen(app, "nothing here")
            leave(app, b"\x11")
        return seconds


class Steps:
    """Steps of the cursor and how long each took, in ms."""

    def __init__(self) -> None:
        self.text: list[float] = []
        self.last: list[float] = []
        self.chance = random.Random(1)

    def step(self, app: PtyApp, opening: str) -> None:
        """Presses `j` at an odd moment."""
        time.sleep(self.chance.uniform(0.03, 0.09))
        app.settle(0)
        [text_at], last_at = key(app, "j", opening)
        self.last.append(last_at * 1000)
        if text_at is not None:  # else the abstract begins below the edge
            self.text.append(text_at * 1000)

    def rows(self, what: str, aim: str) -> Iterator[Row]:
        median, high = statistics.median(self.text), percentile(self.text, 95)
        yield f"{what}: median, 95 of 100 (of {len(self.text)})", f"{median:.1f} ms, {high:.1f} ms", aim
        yield "… its last byte", f"{statistics.median(self.last):.1f} ms, {percentile(self.last, 95):.1f} ms", ""


def seen(app: PtyApp, *texts: str) -> float:
    """Seconds from before the start to the read that brings the last of these."""
    wanted = [text.encode() for text in texts]
    while app.read(20.0):
        now = time.perf_counter()
        if all(text in app.raw for text in wanted):
            return now - app.began
    raise SystemExit(f"never seen: {texts}\n" + "\n".join(app.display))


def key(app: PtyApp, keys: str, *texts: str) -> tuple[list[float | None], float]:
    """Seconds until each of `texts` was written (None: it was not), and until the last byte."""
    begin, last_at = len(app.raw), 0.0
    seen_at: list[float | None] = [None] * len(texts)
    pressed = time.perf_counter()
    app.send(keys)
    while app.read(SILENCE if last_at else 2.0):
        last_at = time.perf_counter() - pressed
        for place, text in enumerate(texts):
            if seen_at[place] is None and text.encode() in app.raw[begin:]:
                seen_at[place] = last_at
    return seen_at, last_at


def leave(app: PtyApp, keys: bytes) -> None:
    app.settle(0.2)
    app.send(keys)
    with contextlib.suppress(AssertionError):
        app.wait(5)


def run_measured(command: Sequence[str], env: Mapping[str, str] | None = None) -> Spent:
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=env or environment())
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Spent(seconds, usage.ru_utime + usage.ru_stime, peak / 1e6)


def interleaved(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each, taken in turns."""
    samples = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*samples, strict=True)]


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024 / 1e6


def output(home: Path, *arguments: str) -> str:
    command = [*paperfeed_command(), "--home", str(home), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def imported_by_count(home: Path) -> list[str]:
    code = f"""import sys
sys.argv = ["paperfeed", "--home", {str(home)!r}, "count"]
from paperfeed.cli import main
try:
    main()
except SystemExit:
    print(*(name for name in {FORBIDDEN!r} if name in sys.modules))"""
    done = subprocess.run(python(code), capture_output=True, text=True, check=True, env=environment())
    return done.stdout.splitlines()[1].split()


def main() -> None:
    benches = {"import": Bench.import_days, "count": Bench.count, "frame": Bench.frame, "step": Bench.step}
    benches["memory"] = Bench.memory
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(benches))
    parser.add_argument("--days", type=Path, help="a folder of recorded days")
    parser.add_argument("--home", type=Path, help="a filled library (it is copied)")
    parser.add_argument("--rounds", type=int, default=11, help="of first frames")
    parser.add_argument("--steps", type=int, default=150, help="of the cursor")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(benches):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="paperfeed-bench-") as folder:
        scratch, home = Path(folder), None
        if asked.home:
            home = Path(shutil.copytree(asked.home, scratch / "home"))
        bench = Bench(scratch, asked.days, home, asked.rounds, asked.steps)
        rows: list[Row] = []
        for name in asked.names or benches:
            print(f"{name} …", file=sys.stderr, flush=True)
            rows += benches[name](bench)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    print(table(rows))


if __name__ == "__main__":
    main()

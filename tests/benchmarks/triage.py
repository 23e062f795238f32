"""Sixty papers triaged by script in the real program: `python tests/benchmarks/triage.py [--home FOLDER]`.

Each key is timed on a pty until its effect is painted: the toast, which is written when the act is on disk,
and for those that go on, the next paper. Prints a table and judges nothing; a copy of the home is worked on.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for a script it is only this folder

from corpus import fill, open_library
from days import find_days
from figures import Row, measured, percentile, table
from presses import this_tree
from pty_app import PtyApp, paperfeed_command
from run import key, leave

from paperfeed.marks import Act, Entry

PAPERS = 60
SCRIPT = "eseedeersdeje"
"""What is pressed on one paper after the other: mostly done, now and then a star, a dismissal, a step."""
TOLD = {"e": "done “", "d": "dismissed “", "s": "starred “", "r": "read “"}
GOES_ON = "edj"
BATCH = 1_000


class Pressed(NamedTuple):
    """A key, and the ms until its effect was painted, until the next paper's text was, and until the last byte."""

    key: str
    effect: float | None
    paper: float | None
    last: float


class Triage:
    """A reader who never hesitates."""

    def __init__(self, home: Path, papers: Sequence[Entry]) -> None:
        self.home = home
        self.papers = papers
        self.pressed: list[Pressed] = []
        self.chance = random.Random(1)

    def run(self) -> None:
        command = [*paperfeed_command(), "--home", str(self.home)]
        with PtyApp(command, env=this_tree(PAPERFEED_OFFLINE="1")) as app:
            app.wait_for(shown(self.papers[0].paper.title), 60)
            app.settle(2.0)
            for at, keys in enumerate(keys_for(PAPERS)):
                for name in keys:
                    self.press(app, name, self.papers[at], self.papers[at + 1])
            leave(app, b"q")

    def press(self, app: PtyApp, name: str, here: Entry, then: Entry) -> None:
        time.sleep(self.chance.uniform(0.03, 0.09))
        app.settle(0)
        texts = [TOLD[name] + shown(here.paper.title)] if name in TOLD else []
        texts += [then.paper.abstract[:20]] if name in GOES_ON else []
        seen_at, last = key(app, name, *texts)
        found = [None if at is None else at * 1000 for at in seen_at]
        effect = found[0] if name in TOLD else None
        self.pressed.append(Pressed(name, effect, found[-1] if name in GOES_ON else None, last * 1000))


def shown(title: str) -> str:
    return title[:16]


def keys_for(papers: int) -> Iterator[str]:
    """The keys pressed on each paper: whatever stays is followed by a step."""
    for nth in range(papers):
        name = SCRIPT[nth % len(SCRIPT)]
        yield name if name in GOES_ON else f"{name}j"


def triaged(home: Path, rounds: int) -> list[Pressed]:
    """So many times sixty papers, each time on papers that are new to it."""
    pressed: list[Pressed] = []
    for _ in range(rounds):
        with open_library(home) as library:
            rows = library.look(library.parse("is:inbox is:unread")).rows[: PAPERS + 2]
            library.apply(Act("done", tuple(library.look(library.parse("is:inbox is:read")).rows)))
            papers = library.entries(rows)
        work = Triage(home, papers)
        work.run()
        pressed += work.pressed
        with open_library(home) as library:  # what was stepped over, so that the next round begins with new papers
            library.apply(Act("done", tuple(rows[:PAPERS])))
            marked = sum(act.undone is False and not act.auto for act in library.history(len(work.pressed) + 5))
            assert marked >= sum(one.key in TOLD for one in work.pressed), "a key was lost"
    return pressed


def rows_of(pressed: Sequence[Pressed], rounds: int) -> Iterator[Row]:
    every = [ms for one in pressed for ms in [max(filter(None, (one.effect, one.paper)), default=None)] if ms]
    what = f"Key of a triage of {PAPERS} papers, until its effect is painted ({rounds} rounds, {len(every)} keys)"
    yield f"{what}: median, 99 of 100", two(every, 99), "≤ 16 ms, ≤ 40 ms"
    for name in "edsj":
        times = [one.effect if name != "j" else one.paper for one in pressed if one.key == name]
        some = [ms for ms in times if ms is not None]
        yield f"… `{name}`", two(some, 99), ""
    yield "… its last byte", two([one.last for one in pressed], 99), ""


def batch(home: Path) -> Iterator[Row]:
    """Acts on a thousand papers at once."""
    with open_library(home) as library:
        rows = tuple(library.look(library.view("all")).rows[:BATCH])
        times = []
        for verb, argument in (("star", None), ("dismiss", None), ("undone", None), ("tag", "batch"), ("unread", None)):
            before = len(library.history(1)) and library.history(1)[0].number
            change, cost = measured(library.apply, Act(verb, rows, argument))
            assert change.edits and library.history(1)[0].number == before + 1, "not one row of the journal"
            times.append(cost.wall)
    yield f"An act on {BATCH:,} papers: median, longest of {len(times)} verbs", two(times, 100), "≤ 150 ms"


def two(values: Sequence[float], percent: int) -> str:
    return f"{statistics.median(values):.1f} ms, {percentile(list(values), percent):.1f} ms" if values else "–"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a filled library (it is copied); the recorded days unless told")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", type=Path, help="where every sample is written")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paperfeed-triage-") as scratch:
        home = Path(scratch) / "home"
        if told.home:
            shutil.copytree(told.home, home)
        else:
            fill(home, find_days(None, Path(scratch))[0], None)
        pressed = triaged(home, told.rounds)
        if told.json:
            told.json.write_text(json.dumps([one._asdict() for one in pressed]))
        print(table([*rows_of(pressed, told.rounds), *batch(home)]))


if __name__ == "__main__":
    main()

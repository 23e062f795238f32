"""Two real programs on one library, both pressing keys: `python tests/torture/two_apps.py [--papers N] [--rounds N]`.

First both star and read papers as fast as keys can be typed, then take turns while the other is watched.
Prints the seconds from a key in one to the repaint in the other, and ends with an error if anything was lost.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))  # for a script it is only this folder

from builders import make_digest, make_paper, open_library
from pty_app import PtyApp

import paperfeed
from paperfeed.library import Library

TREE = str(Path(paperfeed.__file__).parent.parent)
PATIENCE = 30.0
LINES = 45
SEED = 20250314


def title(number: int) -> str:
    return f"Paper number {number:04d}"


def fill(library: Library, papers: int) -> None:
    library.take_in(make_digest([make_paper(number, title=title(number)) for number in range(1, papers + 1)]))
    library.indexing.take_waiting()


def is_starred(app: PtyApp, number: int) -> bool:
    return any(title(number) in line and "★" in line for line in app.display)


def wait(apps: Sequence[PtyApp], holds: Callable[[], bool], what: str) -> None:
    """Reads what both write until `holds()`: a program of which nobody reads comes to a stop."""
    until = time.perf_counter() + PATIENCE
    while not holds():
        for app in apps:
            app.settle(0.005, at_most=0.02)
        if time.perf_counter() > until:
            screens = "\n\n".join("\n".join(app.display) for app in apps)
            raise SystemExit(f"waited {PATIENCE:g} s for {what}; the screens:\n{screens}")


def both_at_once(apps: Sequence[PtyApp], library: Library, papers: int) -> float:
    """One works on the odd papers, the other on the even ones; seconds until all of it was done."""
    apps[1].send("j")
    began = time.perf_counter()
    for number in range(1, papers + 1, 2):
        for app in apps:
            app.send("sr" + "jj" * (number + 2 <= papers))
        for app in apps:
            app.settle(0.002, at_most=0.01)
    wanted = papers * 2
    wait(apps, lambda: len(library.history()) >= wanted, f"{wanted} acts in the journal")
    return time.perf_counter() - began


def check(library: Library, papers: int) -> None:
    """What was pressed is what there is: each act once in the journal, its mark on its paper, none besides."""
    acts = [(act.label.split()[0], act.papers) for act in library.history()]
    ids = [f"arxiv:2503.{number:05d}" for number in range(1, papers + 1)]
    pressed = sorted((verb, (name,)) for verb in ("read", "starred") for name in ids)
    if sorted(acts) != pressed:
        raise SystemExit(
            f"lost or done twice: {len(acts)} acts, of {len(set(acts))} kinds; {len(pressed)} were pressed"
        )
    marked = library.count(library.parse("is:starred is:read"))
    if marked != papers or library.check():
        raise SystemExit(f"{marked} of {papers} papers are marked; the file: {library.check() or 'well'}")


def in_turns(apps: Sequence[PtyApp], rounds: int) -> list[float]:
    """Seconds from a key in one to the repaint in the other, by turns, at odd moments."""
    chance, spans = random.Random(SEED), []
    for app in apps:
        app.send("gg")
        app.wait_for(title(1), PATIENCE)
    for turn in range(rounds):
        here, there = apps[turn % 2], apps[1 - turn % 2]
        number = turn // 2 % (LINES - 10) + 1
        time.sleep(chance.uniform(0.2, 1.2))
        for app in apps:
            app.settle(0.01, at_most=0.1)
        before = is_starred(there, number)
        if turn % 2 == 0 and turn and number == 1:
            for app in apps:
                app.send("gg")
                app.settle(0.05)
        began = time.perf_counter()
        here.send("s")
        wait(apps, lambda: is_starred(there, number) != before, "the star in the other")  # noqa: B023
        spans.append(time.perf_counter() - began)
        wait(apps, lambda: is_starred(here, number) != before, "the star in the one")  # noqa: B023
        if turn % 2:  # each of the two has pressed on this paper: on to the next
            for app in apps:
                app.send("j")
    return spans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=200, help="that both work on at once")
    parser.add_argument("--rounds", type=int, default=60, help="of a key in one, and a look at the other")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="paperfeed-torture-") as folder:
        home = Path(folder)
        with open_library(home) as library:
            fill(library, asked.papers)
            with PtyApp.paperfeed(home, PYTHONPATH=TREE) as one, PtyApp.paperfeed(home, PYTHONPATH=TREE) as other:
                apps = (one, other)
                for app in apps:
                    app.wait_for(title(1), PATIENCE)
                    app.settle(1.0)
                seconds = both_at_once(apps, library, asked.papers)
                check(library, asked.papers)
                print(f"{asked.papers * 2:,} keys that mark, in two programs at once: all done after {seconds:.1f} s")
                spans = in_turns(apps, asked.rounds)
        told = f"median {statistics.median(spans):.2f} s, worst of {len(spans)} {max(spans):.2f} s"
        print(f"From a key in one to the repaint in the other: {told}")


if __name__ == "__main__":
    main()

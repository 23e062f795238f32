"""Keys pressed in the real program while it searches, and while it does not."""

import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus import open_library
from days import SEED
from figures import Cost
from pty_app import PtyApp, environment
from questions import keystrokes
from run import IN_WINDOW, key, leave

import paperfeed

PROGRAM = Path(__file__).with_name("searching_app.py")


class Presses:
    """`j` pressed in the real program; with `texts`, while it searches for them without a pause."""

    def __init__(self, home: Path, report: Path, texts: Sequence[str] = ()) -> None:
        self.home = home
        self.report = report
        self.texts = [text for query in texts for text in keystrokes(query)]
        self.rows: list[Cost] = []
        self.abstracts: list[Cost] = []
        self.answers = 0
        self.seconds = 0.0
        self.chance = random.Random(SEED)

    @property
    def milliseconds(self) -> float:
        return self.seconds / self.answers * 1000 if self.answers else 0.0

    def run(self, steps: int) -> None:
        with open_library(self.home) as library:
            library.keep_place("")  # the program begins at the top
            rows = library.look(library.view("inbox")).rows[: IN_WINDOW + 1]
            papers = [entry.paper for entry in library.entries(rows)]
        self.report.write_text(json.dumps(self.texts), "utf-8")
        command = [sys.executable, str(PROGRAM), str(self.home), str(self.report)]
        with PtyApp(command, env=this_tree(PAPERFEED_OFFLINE="1")) as app:
            app.wait_for(papers[0].title[:24], 60)
            app.settle(2.0)
            for nth in range(steps):
                if nth and nth % IN_WINDOW == 0:
                    app.send("gg")
                    app.settle(0.5)
                paper = papers[nth % IN_WINDOW + 1]
                self.press(app, paper.title[:16], paper.abstract[:20])
            leave(app, b"q")
        answers, seconds = json.loads(self.report.read_text("utf-8"))
        self.answers += answers
        self.seconds += seconds

    def press(self, app: PtyApp, title: str, abstract: str) -> None:
        time.sleep(self.chance.uniform(0.03, 0.09))
        app.settle(0)
        seen_at, _ = key(app, "j", title, abstract)
        for seconds, costs in zip(seen_at, (self.rows, self.abstracts), strict=True):
            if seconds is not None:  # else it begins below the edge
                costs.append(Cost(seconds * 1000, 0.0))


def this_tree(**more: str) -> dict[str, str]:
    """The environment of a process that is to run the paperfeed of this one, whatever is installed."""
    return environment(PYTHONPATH=str(Path(paperfeed.__file__).parent.parent), **more)

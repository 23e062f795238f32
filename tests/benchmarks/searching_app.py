"""The real program, searching all the time: `searching_app.py HOME REPORT`, texts as JSON in REPORT.

Its search thread is never idle: each answer is followed by the next query, which is one that the
screen did not ask for and does not see. Without texts it is the program as it is. At the end
REPORT holds how many searches were answered, and the seconds that took.
"""

import gc
import itertools
import json
import sys
import threading
import time
from pathlib import Path

from textual.message import Message

from paperfeed.config import Config
from paperfeed.paths import Paths
from paperfeed.tui.app import PaperfeedApp
from paperfeed.tui.messages import Failed, Looked
from paperfeed.tui.start import make_app

NOT_ASKED = -1
PATIENCE = 60.0


class Searching:
    """Stands between the backend and the screen: keeps the answers to its own queries."""

    def __init__(self, app: PaperfeedApp, texts: list[str]) -> None:
        self.app = app
        self.texts = texts
        self.answered = threading.Event()
        self.answers = 0
        self.seconds = 0.0
        self.thread = threading.Thread(target=self.run, daemon=True)

    def post_message(self, message: Message) -> bool:
        """What the backend says; see `backend.Listener`."""
        own = isinstance(message, Looked) and message.asked == NOT_ASKED
        if own or (isinstance(message, Failed) and message.doing == "search"):
            self.answers += own
            self.answered.set()
            return True
        return self.app.inbox.post_message(message)

    def run(self) -> None:
        while self.app.inbox.query_bar is None:  # mounted after the first frame
            time.sleep(0.05)
        backend = self.app.backend
        backend.listen(self)
        for text in itertools.cycle(self.texts):
            began = time.perf_counter()
            self.answered.clear()
            backend.search(text, NOT_ASKED, typing=True)
            if not self.answered.wait(PATIENCE):
                return
            self.seconds += time.perf_counter() - began


def main(home: Path, report: Path) -> None:
    gc.disable()  # as `paperfeed.tui.start.run` does
    app = make_app(Paths.under(home), Config(refresh_at_start=False, offline=True, read_after=0))
    searching = Searching(app, json.loads(report.read_text("utf-8")))
    if searching.texts:
        searching.thread.start()
    try:
        app.run()
    finally:
        app.backend.close()
        report.write_text(json.dumps([searching.answers, searching.seconds]), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""The way into the terminal program. Imports no Textual until the library is being read beside it."""

import gc
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from paperfeed.config import Config
from paperfeed.library import Clock, Library, now_utc
from paperfeed.paths import Paths, assets
from paperfeed.tui.worker import Worker, first_look


def run(paths: Paths, config: Config, problems: Sequence[str], clock: Clock = now_utc) -> bool:
    """Opens the inbox and stays until it is left. True if the samples are wanted next.

    Raises LibraryError when there is no library to open.
    """
    gc.disable()  # until the first frame: nothing that start-up makes is garbage
    worker = Worker("library", lambda: Library.open(paths, config, clock)).start()
    first = first_look(worker)
    from paperfeed.tui.app import PaperfeedApp
    from paperfeed.tui.backend import Backend

    worker.opened.result()
    backend = Backend(paths, config, clock, worker)
    try:
        return PaperfeedApp(backend, first.result(), problems).run() == "demo"
    finally:
        backend.close()
        if paths.home is not None and (paths.home / DEMO).exists():
            backend.stop_indexing()


DEMO = "throw-away"
"""A file that marks a home as the demo's."""


def run_demo() -> None:
    """The inbox on the sample digests, in a home that is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="paperfeed-demo-"))
    try:
        (home / DEMO).touch()
        paths, config = Paths.under(home), Config(refresh_at_start=False)
        with Library.open(paths, config) as library:
            for path in sorted((assets() / "samples").glob("*.json")):
                library.import_file(path)
        run(paths, config, ())
    finally:
        shutil.rmtree(home, ignore_errors=True)

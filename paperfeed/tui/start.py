"""The way into the terminal program: the library first, then Textual, then the inbox."""

import gc
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paperfeed.config import Config
from paperfeed.errors import LibraryError
from paperfeed.library import Clock, Library, now_utc
from paperfeed.paths import Paths, assets
from paperfeed.tui.worker import Worker, first_look

if TYPE_CHECKING:
    from paperfeed.tui.app import PaperfeedApp


def make_app(paths: Paths, config: Config, problems: Sequence[str] = (), clock: Clock = now_utc) -> "PaperfeedApp":
    """The program, ready to run, with its threads; close its `backend` in the end. Raises LibraryError."""
    library = Library.open(paths, config, clock)
    with suppress(LibraryError):  # held by another program, or read-only: what is due comes back next time
        library.wake()
    # Read here and now: beside the imports it would take longer, for the two would wait for each other.
    first = first_look(library)
    from paperfeed.tui.app import PaperfeedApp
    from paperfeed.tui.backend import Backend

    told = brief(problems, paths.config_file)
    return PaperfeedApp(Backend(paths, config, clock, Worker("library", lambda: library).start()), first, told)


def brief(problems: Sequence[str], file: Path) -> tuple[str, ...]:
    """What is wrong with the settings, for one line: without the folders of the file; of several, where all stand."""
    told = [problem.replace(str(file), file.name) for problem in problems]
    if len(told) < 2:
        return tuple(told)
    return (f"{len(told)} mistakes in the settings, listed by `paperfeed config`: {told[0]}",)


def run(paths: Paths, config: Config, problems: Sequence[str], clock: Clock = now_utc) -> bool:
    """Opens the inbox and stays until it is left. True if the samples are wanted next.

    Raises LibraryError when there is no library to open.
    """
    gc.disable()  # until the first frame: nothing that start-up makes is garbage
    app = make_app(paths, config, problems, clock)
    try:
        return app.run() == "demo"
    finally:
        app.backend.close()
        if paths.home is not None and (paths.home / DEMO).exists():
            app.backend.stop_indexing()


DEMO = "throw-away"
"""A file that marks a home as the demo's."""


def run_demo(asked: Config) -> None:
    """The inbox on the sample digests, in a home that is gone afterwards; with the keys that were asked for."""
    home = Path(tempfile.mkdtemp(prefix="paperfeed-demo-"))
    try:
        (home / DEMO).touch()
        paths, config = Paths.under(home), Config(refresh_at_start=False, preset=asked.preset, keys=asked.keys)
        with Library.open(paths, config) as library:
            for path in sorted((assets() / "samples").glob("*.json")):
                library.import_file(path)
        run(paths, config, ())
    finally:
        shutil.rmtree(home, ignore_errors=True)

"""`paperfeed`, and `python -m paperfeed`: without arguments the inbox, else the command line.

Opening the inbox is done every morning: it does not wait for the command line's parser.
"""

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Runs what the arguments ask for, and ends with its exit status."""
    if len(sys.argv) > 1:
        from paperfeed.cli import main as command_line

        command_line()
    gc.disable()  # until the first frame: nothing that start-up makes is garbage
    from paperfeed.errors import PaperfeedError
    from paperfeed.session import Session, ended_by, open_inbox

    home = os.environ.get("PAPERFEED_HOME")
    try:
        open_inbox(Session(Path(home) if home else None, offline=False))
    except PaperfeedError as error:
        sys.exit(ended_by(error))


if __name__ == "__main__":
    main()

"""Where lines come from and go to: a terminal, or pipes. No escape sequence is ever written."""

import shutil
from typing import TextIO

from paperfeed.clean import clean
from paperfeed.linear.telling import fitted


class Terminal:
    """Reads a line behind a prompt, and says sentences."""

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out

    def say(self, *lines: str) -> None:
        width = shutil.get_terminal_size().columns - 1 if self._out.isatty() else None
        for line in fitted(lines, self._out.encoding or "ascii", width):
            self._out.write(f"{line}\n")
        self._out.flush()

    def ask(self, where: str) -> str | None:
        """The next line; None at the end of the input. What comes from a pipe is told, so that it can be read again."""
        self._out.write(f"{where}> ")
        self._out.flush()
        line = self._source.readline()
        if not line:
            self.say("")
            return None
        if not self._source.isatty():
            self.say(clean(line))
        return line.rstrip("\r\n").replace("\0", "")

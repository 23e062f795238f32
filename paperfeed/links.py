"""Links from outside: which may be kept, shown and opened. Only http and https, never a shell."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2_048
"""Characters a link may have."""
_PLAIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9/_.~-]*)?")
"""A link of which nothing would be written in another way: nearly all that come, and told at once."""
SOON = 10.0
"""Seconds within which a program that ends badly did not do what it was started for."""
_SAFE = "/:@!$&'()*+,;=-._~%?#[]"


def safe_url(text: object) -> str | None:
    """`text` as an http(s) link with a host, re-serialised; None for anything else at all."""
    if not isinstance(text, str):
        return None
    text = text.strip()
    if _PLAIN.fullmatch(text) and len(text) <= LONGEST:
        return text
    return _rewritten(text)


def _rewritten(text: str) -> str | None:
    if not text or len(text) > LONGEST or "\\" in text or any(c.isspace() or ord(c) < 32 for c in text):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:  # a bracket or a port that is none
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    if parts.username is not None or parts.password is not None:
        return None
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
        path, query, fragment = (quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment))
    except UnicodeError:  # a host that is none, half a surrogate pair
        return None
    bracketed = "[" in parts.netloc
    if host.startswith("-") or not all(c.isalnum() or c in "-._" or (c == ":" and bracketed) for c in host):
        return None
    if bracketed != (":" in host):  # in brackets there stands an IPv6 address, and nowhere else
        return None
    netloc = (f"[{host}]" if bracketed else host) + (f":{port}" if port else "")
    url = urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))
    return url if len(url) <= LONGEST else None


def open_in_browser(url: str, failed: Callable[[str], None] = lambda told: None) -> bool:
    """Starts the desktop's browser on a link that `safe_url` let through; False if there is none.

    Over ssh there is no desktop to open it on, so the caller should copy the link instead.
    `failed` is told, from another thread, when the browser that was started gives up soon.
    """
    checked = safe_url(url)
    if checked is None:
        return False
    if sys.platform == "win32":
        os.startfile(checked)  # noqa: S606  # checked above
        return True
    remote = "SSH_CONNECTION" in os.environ
    shown = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None or not shown or (remote and sys.platform == "darwin"):
        return False
    return start((program, checked), failed) is None


def viewer_command(viewer: str, url: str) -> tuple[str, ...] | None:
    """The arguments of a command of the settings, {url} in them replaced; without it the link comes last.

    None where it is no command. The words are told apart before the link comes in, and a link begins with
    http: nothing from outside becomes an option, or a second argument.
    """
    try:
        words = shlex.split(viewer)
    except ValueError:  # a quote that is not closed
        return None
    if not words or "{url}" in words[0]:
        return None
    if not any("{url}" in word for word in words):
        words.append("{url}")
    return tuple(word.replace("{url}", url) for word in words)


def open_with(viewer: str, url: str, failed: Callable[[str], None]) -> str | None:
    """Starts a viewer of the settings on a link that `safe_url` let through; why it cannot be, if so.

    `failed` is told, from another thread, when it gives up soon.
    """
    checked = safe_url(url)
    command = viewer_command(viewer, checked) if checked else None
    if command is None:
        return "reading.pdf_viewer is no command"
    if shutil.which(command[0]) is None:
        return f"there is no program {command[0]} (reading.pdf_viewer)"
    return start(command, failed)


def start(command: Sequence[str], failed: Callable[[str], None]) -> str | None:
    """Starts a program that lives on its own; why it cannot be, if so. Its words go nowhere: the screen is ours."""
    quiet = subprocess.DEVNULL
    try:
        program = subprocess.Popen(  # noqa: S603  # an argument list, its link checked by the caller
            list(command), stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError as error:
        return f"{command[0]}: {(error.strerror or 'cannot be started').lower()}"
    began = time.monotonic()

    def end() -> None:
        status = program.wait()  # or it stays as a zombie when it has ended
        if status and time.monotonic() - began < SOON:
            failed(f"{Path(command[0]).name} ended with status {status}")

    threading.Thread(target=end, daemon=True).start()
    return None

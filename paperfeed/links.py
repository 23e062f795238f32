"""Links from outside: which may be kept, shown and opened. Only http and https, never a shell."""

import os
import shutil
import subprocess
import sys
import threading
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 2_048
"""Characters a link may have."""
_SAFE = "/:@!$&'()*+,;=-._~%?#[]"


def safe_url(text: object) -> str | None:
    """`text` as an http(s) link with a host, re-serialised; None for anything else at all."""
    if not isinstance(text, str):
        return None
    text = text.strip()
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


def open_in_browser(url: str) -> bool:
    """Starts the desktop's browser on a link that `safe_url` let through; False if there is none.

    Over ssh there is no desktop to open it on, so the caller should copy the link instead.
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
    quiet = subprocess.DEVNULL
    browser = subprocess.Popen(  # noqa: S603  # an argument list, its link checked above
        [program, checked], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    threading.Thread(target=browser.wait, daemon=True).start()  # or it stays as a zombie when it has ended
    return True

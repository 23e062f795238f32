"""The only network code: conditional GET with a total deadline, capped bodies and checked redirects.

One connection at a time. Every failure is a FetchError with a sentence; nothing is retried here.
"""

import ipaddress
import threading
import time
import zlib
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from paperfeed import __version__
from paperfeed.clean import NAME, clean
from paperfeed.errors import FetchError, Unreachable
from paperfeed.links import safe_url
from paperfeed.sources import Answer, Validators

if TYPE_CHECKING:
    import httpx2

DEADLINE = 30.0
"""Seconds that one request may take from connecting to its last byte."""
PATIENCE = 8.0
"""Seconds without a byte."""
LARGEST = 16 * 1024 * 1024
"""Bytes of a body, unpacked."""
MOST_REDIRECTS = 5


class Http:
    """A connection to ask sources over; close it, or use it with `with`.

    `cancelled` is looked at between the chunks of an answer.
    """

    def __init__(self, cancelled: threading.Event | None = None, deadline: float = DEADLINE) -> None:
        self._cancelled = cancelled or threading.Event()
        self._deadline = deadline
        self._client: httpx2.Client | None = None

    def __enter__(self) -> "Http":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._client is not None:
            self._client.close()

    def get(self, url: str, known: Validators | None = None) -> Answer:
        """The answer to a conditional GET."""
        import httpx2

        if safe_url(url) is None:
            raise Unreachable(f"{clean(url, NAME)} is not an http or https address")
        if self._client is None:
            self._client = self._new_client()
        private = _is_private(url)
        until = time.monotonic() + self._deadline
        headers = _conditions(known)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with self._client.stream("GET", url, headers=headers) as response:
                    if response.status_code in (301, 302, 303, 307, 308):
                        url = _next_hop(url, response.headers.get("location", ""), private)
                        continue
                    return self._answer(response, until)
        except httpx2.TimeoutException as error:
            raise Unreachable(f"no answer within {min(PATIENCE, self._deadline):g} s") from error
        except httpx2.ConnectError as error:
            raise Unreachable(f"cannot connect to {urlsplit(url).netloc}") from error
        except (httpx2.HTTPError, httpx2.InvalidURL, zlib.error, OSError) as error:
            raise FetchError(f"the answer broke off: {clean(str(error), NAME)}") from error
        raise FetchError(f"more than {MOST_REDIRECTS} redirects")

    def _new_client(self) -> "httpx2.Client":
        import httpx2

        return httpx2.Client(
            headers={"User-Agent": f"paperfeed/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"},
            timeout=httpx2.Timeout(min(PATIENCE, self._deadline)),
            limits=httpx2.Limits(max_connections=1, max_keepalive_connections=1),
            follow_redirects=False,
        )

    def _answer(self, response: "httpx2.Response", until: float) -> Answer:
        now = datetime.now(UTC)
        validators = Validators(response.headers.get("etag"), response.headers.get("last-modified"))
        if response.status_code == 304:
            return Answer(None, validators, now)
        if response.status_code != 200:
            raise FetchError(_status(response))
        body = self._body(response, until)
        if body.lstrip()[:1] == b"<" or "text/html" in response.headers.get("content-type", ""):
            raise FetchError("a web page instead of data (a network that wants a sign-in?)")
        return Answer(body, validators, now)

    def _body(self, response: "httpx2.Response", until: float) -> bytes:
        """The unpacked body, never more than LARGEST of it in memory."""
        unpack = zlib.decompressobj(wbits=47) if response.headers.get("content-encoding") == "gzip" else None
        parts: list[bytes] = []
        size = 0
        for chunk in response.iter_raw():  # as they come: a size given here is waited for
            if self._cancelled.is_set():
                raise FetchError("cancelled")
            if time.monotonic() > until:
                raise FetchError(f"not whole after {self._deadline:g} s")
            part = unpack.decompress(chunk, LARGEST + 1 - size) if unpack else chunk
            size += len(part)
            if size > LARGEST or (unpack and unpack.unconsumed_tail):
                raise FetchError(f"larger than {LARGEST >> 20} MiB")
            parts.append(part)
        if unpack and not unpack.eof:
            raise FetchError("the answer broke off")
        return b"".join(parts)


def _conditions(known: Validators | None) -> dict[str, str]:
    """The headers that ask "changed since?"; what is not ASCII cannot stand in one."""
    found = {"If-None-Match": known.etag, "If-Modified-Since": known.modified} if known else {}
    return {name: value for name, value in found.items() if value and value.isascii()}


def _next_hop(url: str, location: str, private: bool) -> str:
    """Where a redirect may lead: http(s), never from https to http, never into a private network."""
    try:
        target = safe_url(urljoin(url, location))
    except ValueError:  # a bracket that is not closed
        target = None
    if target is None:
        raise FetchError(f"a redirect to {clean(location, 80)!r}, which is not followed")
    if url.startswith("https:") and not target.startswith("https:"):
        raise FetchError("a redirect from https to http, which is not followed")
    if _is_private(target) and not private:
        raise FetchError("a redirect into a private network, which is not followed")
    return target


def _is_private(url: str) -> bool:
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:  # a name, or a number such as 127.1, which resolvers take for an address
        local = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
        return local or host.rpartition(".")[2][:1].isdigit()


def _status(response: "httpx2.Response") -> str:
    wait = clean(response.headers.get("retry-after", ""), 40)
    if response.status_code == 429:
        return f"HTTP 429, too many requests{f' (try again in {wait} s)' if wait.isdecimal() else ''}"
    return f"HTTP {response.status_code} {clean(response.reason_phrase, NAME)}".rstrip()

"""A server on the loopback that answers like the Daily Papers API, from lists in memory, with faults on demand."""

import gzip
import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

ITEM_KEYS = ("publishedAt", "numComments", "thumbnail", "submittedBy", "isAuthorParticipating", "mediaUrls")
"""Facts that stand beside `paper` in an item; all others stand in it."""

MIB = 1 << 20


def api_item(number: int, **facts: Any) -> dict[str, Any]:
    """An item of an API answer, told from others by its number; a fact that is None is left out."""
    paper: dict[str, Any] = {
        "id": f"2503.{number:05d}",
        "title": f"Paper number {number}",
        "summary": f"What paper {number} says at some length about its subject.",
        "authors": [{"_id": "1", "name": "Ada Lovelace", "hidden": False}, {"_id": "2", "name": "Alan Turing"}],
        "upvotes": max(100 - number, 0),
        "publishedAt": "2025-03-12T04:00:00.000Z",
    }
    item: dict[str, Any] = {"publishedAt": "2025-03-13T23:00:00.000Z", "numComments": 2}
    for name, value in facts.items():
        (item if name in ITEM_KEYS else paper)[name] = value
    item["title"] = paper["title"]
    item["paper"] = {name: value for name, value in paper.items() if value is not None}
    return {name: value for name, value in item.items() if value is not None}


@dataclass
class Fault:
    """What is done in place of an answer, for requests whose path contains `match`; `times` of them, or all."""

    kind: str
    arg: Any
    times: int | None
    match: str


class FeedServer:
    """`with FeedServer() as server:` serves `server.days` under `server.url` until the block ends."""

    def __init__(self, days: Mapping[str, list[dict[str, Any]]] | None = None) -> None:
        self.days: dict[str, list[dict[str, Any]]] = dict(days or {})
        self.requests: list[tuple[str, str | None, int]] = []
        """(path, If-None-Match, status) of each request so far; status 0 where a fault cut it short."""
        self.etags = True
        self.faults: list[Fault] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.feed = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, kind: str, arg: Any = None, times: int | None = None, match: str = "") -> None:
        """From now on, in place of an answer:

        status CODE · retry SECONDS (a 429) · redirect URL · loop · drip SECONDS (between bytes) · stall ·
        slow SECONDS (then answers) · cut (half of the body) · reset · bomb MIB (gzip) · large MIB · html ·
        body BYTES · etag TEXT (answers with this ETag).
        """
        with self._lock:
            self.faults.append(Fault(kind, arg, times, match))

    def heal(self) -> None:
        """No faults from now on."""
        with self._lock:
            self.faults.clear()

    def __enter__(self) -> "FeedServer":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join(5)

    def fault_for(self, path: str) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.match in path and fault.times != 0:
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None

    def body_for(self, path: str) -> bytes:
        asked = parse_qs(urlsplit(path).query)
        limit, page = int(asked.get("limit", ["50"])[0]), int(asked.get("p", ["0"])[0])
        items = self.days.get(asked.get("date", [""])[0], [])
        return json.dumps(items[page * limit : (page + 1) * limit]).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    feed: FeedServer

    def __init__(self, *args: Any) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Ends connections that are kept alive, so that their threads end."""
        for connection in list(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # the other side was first
                continue
        until = time.monotonic() + 2
        while self.connections and time.monotonic() < until:
            time.sleep(0.005)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return

    def do_GET(self) -> None:
        feed = self.server.feed
        fault = feed.fault_for(self.path)
        if fault is None:
            self.answer(feed.body_for(self.path))
        else:
            getattr(self, f"do_{fault.kind}")(fault.arg)

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        etag = headers.pop("etag", f'"{hashlib.sha256(body).hexdigest()[:16]}"' if self.server.feed.etags else "")
        if status == 200 and etag and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.head(status, **({"ETag": etag} if etag else {}), Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def head(self, status: int, **headers: str) -> None:
        self.note(status)
        self.send_response(status)
        headers.setdefault("Content_Type", "application/json")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def note(self, status: int) -> None:
        self.server.feed.requests.append((self.path, self.headers.get("If-None-Match"), status))

    def do_status(self, code: int) -> None:
        self.answer(b"{}", code)

    def do_retry(self, after: object) -> None:
        self.answer(b"{}", 429, Retry_After=str(after))

    def do_redirect(self, target: str) -> None:
        self.answer(b"", 302, Location=target)

    def do_loop(self, arg: None) -> None:
        self.answer(b"", 302, Location=self.path)

    def do_etag(self, etag: str) -> None:
        self.answer(self.server.feed.body_for(self.path), etag=etag, Last_Modified=formatdate(usegmt=True))

    def do_body(self, body: bytes) -> None:
        self.answer(body)

    def do_html(self, arg: None) -> None:
        self.answer(b"<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html; charset=utf-8")

    def do_slow(self, seconds: float) -> None:
        self.server.feed.closing.wait(seconds)
        self.answer(self.server.feed.body_for(self.path))

    def do_drip(self, seconds: float) -> None:
        self.head(200, Content_Length="1000000")
        while not self.server.feed.closing.wait(seconds):
            self.wfile.write(b" ")
        self.close_connection = True

    def do_stall(self, arg: None) -> None:
        self.head(200, Content_Length="1000000")
        self.wfile.write(b"[")
        self.server.feed.closing.wait()
        self.close_connection = True

    def do_cut(self, arg: None) -> None:
        body = self.server.feed.body_for(self.path)
        self.head(200, Content_Length=str(len(body)))
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def do_reset(self, arg: None) -> None:
        self.note(0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def do_bomb(self, mib: int) -> None:
        self.answer(gzip.compress(b" " * (mib * MIB), 9), Content_Encoding="gzip")

    def do_large(self, mib: int) -> None:
        self.head(200, Content_Length=str(mib * MIB))
        for _ in range(mib):
            self.wfile.write(b" " * MIB)

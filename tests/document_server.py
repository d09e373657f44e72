"""A document service on the loopback address that serves well, badly, slowly, and not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PDF = b"%PDF-1.7\n" + b"Les phares fictifs de Lusmanie. " * 4_000 + b"\n%%EOF\n"
DOCX = b"PK\x03\x04" + b"fictif " * 500 + b"PK\x05\x06" + bytes(18)
ETAG = '"lusmanie-1"'

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the next scripted answer; the last one goes on for ever."""

    server: Server

    def do_GET(self) -> None:
        """Note the request, and answer it."""
        self.server.requests.append((self.path, dict(self.headers), time.monotonic()))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        answer(self)

    def log_message(self, *_: object) -> None:
        """Keep silent."""

    def send(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        """Send an answer whole (``length`` is what it says of itself)."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Keeps the answers to give and the requests received."""

    daemon_threads = True

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.requests: list[tuple[str, dict[str, str], float]] = []

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no error here."""

    @property
    def url(self) -> str:
        """Where the service is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def asked(self) -> list[dict[str, list[str]]]:
        """The queries received."""
        return [parse_qs(urlsplit(path).query) for path, _, _ in self.requests]


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """Serve the scripted answers while the block runs."""
    server = Server(list(answers))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def well(handler: Handler) -> None:
    """Serve the document with a tag; the rest of it, or that nothing has changed, where asked."""
    if handler.headers.get("If-None-Match") == ETAG:
        handler.send(b"", 304, ETag=ETAG)
        return
    asked = handler.headers.get("Range")
    if asked and handler.headers.get("If-Range") == ETAG:
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        where = f"bytes {start}-{len(PDF) - 1}/{len(PDF)}"
        handler.send(PDF[start:], 206, ETag=ETAG, Content_Range=where)
        return
    handler.send(PDF, ETag=ETAG)


def without_ranges(handler: Handler) -> None:
    """Serve the document whole, whatever is asked."""
    handler.send(PDF, ETag=ETAG)


def cut(share: float = 0.5, **headers: str) -> Answer:
    """Hang up in the middle of the document."""

    def answer(handler: Handler) -> None:
        handler.send(PDF[: int(len(PDF) * share)], length=len(PDF), **({"ETag": ETAG} | headers))
        handler.close_connection = True

    return answer


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    """Send this."""
    return lambda handler: handler.send(content, status, **headers)


def too_short_a_length(handler: Handler) -> None:
    """Say fewer bytes than the document has."""
    handler.send(PDF, length=len(PDF) // 2, ETag=ETAG)


def away(location: str, status: int = 302) -> Answer:
    """Redirect."""
    return lambda handler: handler.send(b"", status, Location=location)


def silent(seconds: float) -> Answer:
    """Say nothing for a while."""

    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def drip(seconds: float) -> Answer:
    """Send a few bytes now and then."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(PDF)))
        handler.end_headers()
        for start in range(0, len(PDF), 10):
            handler.wfile.write(PDF[start : start + 10])
            handler.wfile.flush()
            time.sleep(seconds)

    return answer

"""A language model's server for tests: the OpenAI chat protocol on loopback, replies by script.

It answers ``POST …/chat/completions``, streaming or not, with the next ``Reply`` of its queue,
and keeps what it was asked. A request for which nothing is queued gets a 418, so that a test that
asks once too often fails. ``MISBEHAVING`` lists replies that no reader may take as they come.
"""

from __future__ import annotations

import json
import select
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Literal

Ending = Literal["done", "no_done", "cut", "silence", "drip"]
PATIENCE = 15.0  # seconds that the server stays silent before it gives up by itself


@dataclass(frozen=True, slots=True)
class Reply:
    """One scripted reply: ``text`` in pieces of ``size`` characters, then how the stream ends.

    ``done`` as the protocol says; ``no_done`` closes without the last events; ``cut`` breaks the
    connection; ``silence`` sends nothing more; ``drip`` sends a byte now and then, never a line.
    """

    text: str = ""
    status: int = 200
    size: int = 7
    pause: float = 0.0
    ending: Ending = "done"
    body: bytes | None = None
    content_type: str = "text/event-stream"
    headers: tuple[tuple[str, str], ...] = ()


def quoting(text: str, *citations: tuple[str, str]) -> dict[str, Any]:
    """Return a statement as the prompt asks for it."""
    return {"text": text, "citations": [{"id": key, "quote": quote} for key, quote in citations]}


def reply_of(*statements: dict[str, Any]) -> str:
    """Return the whole object that the prompt asks for."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in statements)
    return f'{{"statements": [\n{lines}\n]}}'


@dataclass(slots=True)
class ModelServer:
    """The server, from ``with`` to its end; ``gone`` is set when a client has hung up."""

    replies: deque[Reply] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gone: Event = field(default_factory=Event)
    _server: ThreadingHTTPServer | None = None

    @property
    def base_url(self) -> str:
        """The address that ``ALINEA_LLM_BASE_URL`` takes."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def will(self, *replies: Reply | str) -> None:
        """Queue replies; a string is one that behaves."""
        self.replies.extend(Reply(item) if isinstance(item, str) else item for item in replies)

    def __enter__(self) -> ModelServer:
        """Listen on a free port of loopback."""
        script = self

        class Handler(_Handler):
            owner = script

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        assert self._server is not None
        self.gone.set()
        self._server.shutdown()
        # server_close would wait for the handlers, of which one may be silent on purpose.
        self._server.socket.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: ModelServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's own name
        """Say nothing."""

    def do_POST(self) -> None:
        """Answer with the next reply of the queue."""
        length = int(self.headers.get("Content-Length", 0))
        request = json.loads(self.rfile.read(length))
        self.owner.requests.append(request)
        self.owner.headers.append({k.lower(): v for k, v in self.headers.items()})
        reply = self.owner.replies.popleft() if self.owner.replies else Reply(status=418)
        if not self.path.endswith("/chat/completions"):
            reply = Reply(status=404)
        with suppress(OSError):
            self._answer(reply, request)

    def _answer(self, reply: Reply, request: dict[str, Any]) -> None:
        if reply.status != 200:
            self._whole(reply, _error(reply.status), "application/json")
        elif reply.body is not None:
            self._whole(reply, reply.body, reply.content_type)
        elif not request.get("stream"):
            self._whole(reply, _completion(reply.text, request), "application/json")
        else:
            self._stream(reply, request)

    def _whole(self, reply: Reply, body: bytes, kind: str) -> None:
        self.send_response(reply.status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply, request: dict[str, Any]) -> None:
        if reply.ending == "silence" and not reply.text:
            self._wait()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in _events(reply, request):
            self._chunk(event)
            time.sleep(reply.pause)
        self._end(reply.ending)

    def _end(self, ending: Ending) -> None:
        if ending in ("done", "no_done"):
            self.wfile.write(b"0\r\n\r\n")
        elif ending == "silence":
            self._wait()
        elif ending == "drip":
            self._drip()
        self.close_connection = True

    def _drip(self) -> None:
        until = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < until and not self.owner.gone.is_set():
                self._chunk(b" ")
                time.sleep(0.02)
        except OSError:
            self.owner.gone.set()

    def _wait(self) -> None:
        """Stay silent until the client hangs up."""
        self.close_connection = True
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and not self.owner.gone.is_set():
            readable, _, _ = select.select([self.connection], [], [], 0.05)
            if readable and not self.connection.recv(1):
                self.owner.gone.set()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _events(reply: Reply, request: dict[str, Any]) -> Iterator[bytes]:
    yield _event(request, {"role": "assistant", "content": ""}, None)
    for start in range(0, len(reply.text), reply.size):
        yield _event(request, {"content": reply.text[start : start + reply.size]}, None)
    if reply.ending == "done":
        yield _event(request, {}, "stop")
        yield b"data: [DONE]\n\n"


def _event(request: dict[str, Any], delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    data = _envelope("chat.completion.chunk", request, choice)
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _completion(text: str, request: dict[str, Any]) -> bytes:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(_envelope("chat.completion", request, choice)).encode()


def _envelope(kind: str, request: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    model = request.get("model", "")
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": model, "choices": [choice]}


def _error(status: int) -> bytes:
    error = {"message": "Incorrect API key provided: clef-secrete", "type": "x", "code": None}
    return json.dumps({"error": error | {"status": status}}).encode()


def misbehaving(good: dict[str, Any]) -> Sequence[tuple[str, str]]:
    """Return, by name, replies that carry the statement ``good`` in a form not asked for."""
    line = json.dumps(good, ensure_ascii=False)
    whole = reply_of(good)
    return (
        ("fenced", f"```json\n{whole}\n```"),
        ("prose around", f"Voici la réponse {{demandée}} :\n{whole}\nJ’espère que cela aide."),
        ("think tags", f'<think>J’hésite. {{"text": "x", "citations": []}}</think>\n{whole}'),
        ("JSON lines", f"{line}\n"),
        ("a bare list", f"[{line}]"),
        ("indented", json.dumps({"statements": [good]}, ensure_ascii=False, indent=2)),
        ("escaped", json.dumps({"statements": [good]})),
        ("broken line before", f'{{"text": "sans fin, "citations\n{line}'),
        ("unclosed object before", f'{{"text": "a", "citations": [\n{line}'),
        ("said twice", reply_of(good, good)),
    )

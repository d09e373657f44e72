"""The one seam to a language model: an OpenAI-compatible endpoint, through llama-index.

Comes in: a system text and a user text. Goes out: the reply, piece by piece, as it arrives.
Every foreign exception becomes a ``ModelError`` here, in ``translate``, with a code of ours and
never the server's words nor the exception's own: both may repeat the API key.

The request runs in a thread of its own and the reader waits on a queue with a deadline. Timeouts
of the client bound each read, not the whole: a server that sends one byte a second, a name that
does not resolve or a long ``Retry-After`` would outlast them; the deadline holds for all of it.
When the reader stops (deadline, or nobody listens any more), the connection is cut, so that the
server stops too.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from store.errors import ModelError
from store.settings import Settings

if TYPE_CHECKING:
    import httpx
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.llms import LLM

RETRIES = 1
LIBRARY = "llama_index.llms.openai_like"  # imported when a model is opened: it takes seconds
NO_KEY = "none"  # a key must be given, or llama-index would send OPENAI_API_KEY to this endpoint
LOOPBACK = ("localhost", "127.0.0.1", "::1")
REPLY_SHARE = 4  # the reply may take a quarter of the context window …
REPLY_TOKENS = 2048  # … and never more than this
STATUS_CODES = {
    401: "model_key",
    403: "model_key",
    404: "model_not_found",
    408: "model_timeout",
    429: "model_busy",
}
SERVER_FAULTS = 500  # and above
ACCOUNT_HEADERS = ("OpenAI-Organization", "OpenAI-Project")

logger = logging.getLogger(__name__)


class LanguageModel(Protocol):
    """What a composer needs of a model; a test may hand in another one."""

    @property
    def context_window(self) -> int:
        """The tokens that the prompt and the reply may take together."""

    @property
    def reply_tokens(self) -> int:
        """The most tokens that a reply may take."""

    def stream(self, system: str, user: str) -> Generator[str, None, None]:
        """Yield the reply piece by piece; raises ``ModelError``."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint; ``timeout`` bounds a whole reply, in seconds."""

    base_url: str = field(repr=False)  # may hold a password
    model: str
    api_key: SecretStr
    timeout: float
    context_window: int
    retries: int = RETRIES

    @property
    def reply_tokens(self) -> int:
        """The most tokens that a reply may take."""
        return min(REPLY_TOKENS, self.context_window // REPLY_SHARE)

    @property
    def host(self) -> str:
        """The host and port, as a message may show them: without user, password or path."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    def stream(self, system: str, user: str) -> Generator[str, None, None]:
        """Yield the reply piece by piece, within ``timeout`` seconds in all.

        Raises ``ModelError``: also after some pieces, when the stream breaks off.
        """
        deadline = monotonic() + self.timeout
        call = _Call(self, system, user)
        Thread(target=call.run, name="language-model", daemon=True).start()
        try:
            yield from self._received(call, deadline)
        finally:
            call.cancel()

    def _received(self, call: _Call, deadline: float) -> Iterator[str]:
        while (remaining := deadline - monotonic()) > 0:
            try:
                item = call.pieces.get(timeout=remaining)
            except Empty:
                break
            if item is None:
                return
            if isinstance(item, ModelError):
                raise item
            yield item
        raise ModelError("model_timeout", host=self.host, seconds=f"{self.timeout:g}")


def open_model(settings: Settings) -> Endpoint:
    """Return the endpoint that the settings name, its libraries loaded.

    Loading them takes seconds the first time, which is not the server's time: hence here. Raises
    ``ModelError`` (``model_unset``, ``model_address``, ``model_key_form``).
    """
    if not settings.llm_base_url or not settings.llm_model:
        raise ModelError("model_unset")
    endpoint = Endpoint(
        base_url=settings.llm_base_url.strip(),
        model=settings.llm_model.strip(),
        api_key=_checked_key(settings.llm_api_key),
        timeout=settings.llm_timeout,
        context_window=settings.llm_context_window,
    )
    _check_address(endpoint)
    import_module(LIBRARY)
    return endpoint


def _checked_key(secret: SecretStr | None) -> SecretStr:
    """Return the key; one that no header can carry would be repeated in the client's errors."""
    key = secret.get_secret_value().strip() if secret else ""
    if not key.isascii() or not key.isprintable():
        raise ModelError("model_key_form")
    return SecretStr(key or NO_KEY)


def _check_address(endpoint: Endpoint) -> None:
    try:
        parts = urlsplit(endpoint.base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ModelError("model_address")


@dataclass(slots=True)
class _Call:
    """One request on its way: what it has received, and how to cut it off."""

    endpoint: Endpoint
    system: str
    user: str
    pieces: SimpleQueue[str | ModelError | None] = field(default_factory=SimpleQueue)
    cancelled: Event = field(default_factory=Event)
    sockets: list[socket.socket] = field(default_factory=list)

    def run(self) -> None:
        """Put the pieces of the reply in the queue, then None, or the error that ended it."""
        started = False
        try:
            for piece in self._replied():
                if self.cancelled.is_set():
                    return
                started = True
                self.pieces.put(piece)
            self.pieces.put(None)
        # The boundary of a thread: what is not passed on here would be waited for in vain.
        except Exception as error:  # noqa: BLE001
            if not self.cancelled.is_set():
                logger.warning("language model: %s", type(error).__name__)
            self.pieces.put(translate(error, self.endpoint, started=started))

    def cancel(self) -> None:
        """Cut the connection: a read that waits in the other thread ends at once."""
        self.cancelled.set()
        for connection in list(self.sockets):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _replied(self) -> Iterator[str]:
        with self._client() as client:
            for response in self._language_model(client).stream_chat(self._messages()):
                if response.delta:
                    yield response.delta

    def _messages(self) -> list[ChatMessage]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        return [
            ChatMessage(role=MessageRole.SYSTEM, content=self.system),
            ChatMessage(role=MessageRole.USER, content=self.user),
        ]

    def _language_model(self, client: httpx.Client) -> LLM:
        model: LLM = import_module(LIBRARY).OpenAILike(
            model=self.endpoint.model,
            api_base=self.endpoint.base_url,
            api_key=self.endpoint.api_key.get_secret_value(),
            is_chat_model=True,
            context_window=self.endpoint.context_window,
            max_tokens=self.endpoint.reply_tokens,
            temperature=0.0,
            timeout=self.endpoint.timeout,
            max_retries=self.endpoint.retries,
            http_client=client,
        )
        return model

    def _client(self) -> httpx.Client:
        """Return a client of our own: one a call, so that cutting it off touches no other."""
        import httpx

        local = urlsplit(self.endpoint.base_url).hostname in LOOPBACK
        return httpx.Client(
            timeout=self.endpoint.timeout,
            trust_env=not local,  # what runs on this machine is never reached through a proxy
            follow_redirects=False,
            event_hooks={"request": [self._before_request]},
        )

    def _before_request(self, request: httpx.Request) -> None:
        """Stop a retry that nobody waits for; watch the connection; send no account of OpenAI."""
        if self.cancelled.is_set():
            raise ConnectionAbortedError
        for name in ACCOUNT_HEADERS:
            request.headers.pop(name, None)
        request.extensions["trace"] = self._watch

    def _watch(self, event: str, info: dict[str, Any]) -> None:
        """Keep the sockets that httpcore opens (its ``trace`` extension tells of each)."""
        opened = info.get("return_value")
        if opened is not None and event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self.sockets.append(opened.get_extra_info("socket"))
            if self.cancelled.is_set():
                self.cancel()


def translate(error: Exception, endpoint: Endpoint, *, started: bool = False) -> ModelError:
    """Return our error for a foreign one; ``started`` tells that a part of the reply had come."""
    import httpx
    import openai

    host = endpoint.host
    if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
        return ModelError("model_timeout", host=host, seconds=f"{endpoint.timeout:g}")
    if isinstance(error, openai.APIStatusError):
        return _from_status(error.status_code, endpoint)
    if isinstance(error, openai.APIConnectionError | httpx.TransportError):
        return ModelError("model_interrupted" if started else "model_unreachable", host=host)
    return ModelError("model_malformed", host=host)


def _from_status(status: int, endpoint: Endpoint) -> ModelError:
    code = STATUS_CODES.get(status, "model_failed" if status >= SERVER_FAULTS else "model_rejected")
    values: dict[str, object] = {"host": endpoint.host}
    if code == "model_not_found":
        values["model"] = endpoint.model
    if code == "model_timeout":
        values["seconds"] = f"{endpoint.timeout:g}"
    if code in ("model_rejected", "model_failed"):
        values["status"] = status
    return ModelError(code, **values)

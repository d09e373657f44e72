"""Fetch documents by their symbol from the United Nations' document service, politely.

Comes in: symbols, a language, a format, a folder. Goes out: files named so that the catalogue reads their
symbol and language back, and ``fetched.json``, which says of each where it came from. One request at a
time, a pause between two; what is there is not asked for again; what was begun is gone on with; what is
no document is refused.

The pieces are pure functions; ``Fetcher`` alone knows the network, the clock and the disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from ingest.symbols import LANGUAGES, canonical, file_stem
from store.atomic import write_text
from store.errors import AlineaError, FetchError, InputError

if TYPE_CHECKING:
    import httpx

FORMATS = ("pdf", "doc", "docx")
MANIFEST = "fetched.json"
ACCESS = "/api/symbol/access"
AGENT = "Alinea/0.1 (reads United Nations reports; python -m ingest fetch)"
MARKS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
# What stands at the end of a whole file, and within how many bytes of it.
ENDS = {"pdf": (b"%%EOF", 4_096), "docx": (b"PK\x05\x06", 66_000)}
LARGEST = 200_000_000
REDIRECTS = 5
TRIES = 4
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_WAIT = 120.0

Outcome = Literal["fetched", "unchanged", "held", "failed"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from: what ``fetched.json`` says of it."""

    file: str
    symbol: str
    language: str
    url: str
    sha256: str
    size: int
    fetched: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one symbol."""

    symbol: str
    language: str
    status: Outcome
    origin: Origin | None = None
    error: AlineaError | None = None

    def to_json(self, language: str) -> dict[str, Any]:
        """Return the contract's object of ``ingest fetch --json``."""
        return {
            "symbol": self.symbol,
            "language": self.language,
            "status": self.status,
            "file": self.origin.file if self.origin else None,
            "url": self.origin.url if self.origin else None,
            "sha256": self.origin.sha256 if self.origin else None,
            "error": self.error.message(language) if self.error else None,
        }


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how polite: seconds between requests, for one read, and for one document in all."""

    pause: float = 1.0
    timeout: float = 30.0
    total: float = 600.0
    tries: int = TRIES
    largest: int = LARGEST


# ── pure pieces ───────────────────────────────────────────────────────────────────────────────


def checked_symbol(symbol: str) -> str:
    """Return the symbol written one way; raises ``InputError`` for what is none."""
    written = canonical(symbol)
    if written is None or ".." in written:
        raise InputError("fetch_symbol", symbol=symbol)
    return written


def address(base: str, symbol: str, language: str, file_format: str) -> str:
    """Return where the service gives the document of that symbol."""
    query = urlencode({"s": symbol, "l": language, "t": file_format})
    return f"{base.rstrip('/')}{ACCESS}?{query}"


def shown_address(url: str) -> str:
    """Return an address without the name and password that it may bear."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, f"{host}:{parts.port}" if parts.port else host, parts.path, parts.query, ""))


def kind_of(head: bytes) -> str | None:
    """Return the format that the first bytes say; None when they are no document's."""
    return next((name for name, mark in MARKS.items() if head.startswith(mark)), None)


def is_whole(kind: str, tail: bytes) -> bool:
    """Whether the last bytes of a document are an end (a Word file of the old kind has none)."""
    mark, within = ENDS.get(kind, (b"", 0))
    return not mark or mark in tail[-within:]


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, given in seconds or as a date; None when it is absent."""
    told = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", told):
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - now).total_seconds())
    except (ValueError, TypeError):
        return None


def backoff(attempt: int) -> float:
    """Return the seconds to wait after the failed attempt ``attempt`` (from 1): 1, 2, 4 …"""
    return float(2 ** (attempt - 1))


def is_private(host: str) -> bool:
    """Whether a host is, or its name leads to, an address that is not of the public network."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(text).partition("%")[0]).is_global for text in found)


def redirected(url: str, location: str, *, base_is_private: bool) -> str:
    """Return the address that a redirection leads to.

    Raises ``FetchError`` when it is not of the web, or leads from a public service into a private network.
    """
    target = urljoin(url, location)
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("fetch_redirect", scheme=parts.scheme or "?")
    if not base_is_private and is_private(parts.hostname):
        raise FetchError("fetch_private", host=parts.hostname)
    return target


def goes_on_from(headers: Mapping[str, str], held: int) -> bool:
    """Whether a partial answer begins where the held bytes end."""
    match = re.match(r"bytes (\d+)-\d*/(?:\d+|\*)$", headers.get("content-range", ""))
    return match is not None and int(match[1]) == held


# ── the edge ──────────────────────────────────────────────────────────────────────────────────


class _Again(Exception):  # noqa: N818 - a signal within this module, not an error that is shown
    """An attempt failed in a way that another may not: the error to show at the end, and the wait asked for."""

    def __init__(self, error: FetchError, wait: float | None = None) -> None:
        super().__init__(error.code)
        self.error = error
        self.wait = wait


class Fetcher:
    """Fetches into one folder from one service, one request at a time. Use as a context manager."""

    def __init__(
        self,
        base: str,
        folder: Path,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Name the service and the folder; nothing is asked or written yet."""
        import httpx  # late: other commands do not need it

        self.base = base
        self.folder = folder
        self.limits = limits or Limits()
        self.sleep = sleep
        self.clock = clock
        self.host = urlsplit(base).hostname or ""
        self.base_is_private = is_private(self.host)
        self.client = httpx.Client(
            timeout=self.limits.timeout,
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "application/pdf,*/*;q=0.5"},
            follow_redirects=False,
        )
        self.last: float | None = None

    def __enter__(self) -> Fetcher:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.client.close()

    def fetch_all(
        self, symbols: Sequence[str], language: str, file_format: str = "pdf", *, refresh: bool = False
    ) -> list[Fetched]:
        """Fetch each symbol; one that fails does not stop the others.

        Raises ``InputError`` for a folder that cannot be used, ``FetchError`` while another fetch runs there.
        """
        if language not in LANGUAGES or file_format not in FORMATS:
            raise InputError("fetch_choice", language=language, format=file_format)
        with self._held_folder():
            return [self._one(symbol, language, file_format, refresh=refresh) for symbol in dict.fromkeys(symbols)]

    def _one(self, symbol: str, language: str, file_format: str, *, refresh: bool) -> Fetched:
        try:
            written = checked_symbol(symbol)
            return self._document(written, language, file_format, refresh=refresh)
        except (InputError, FetchError) as error:
            return Fetched(symbol, language, "failed", error=error)
        except OSError as error:
            problem = InputError("file_unwritable", file=self.folder, problem=error.strerror or error)
            return Fetched(symbol, language, "failed", error=problem)

    def _document(self, symbol: str, language: str, file_format: str, *, refresh: bool) -> Fetched:
        stem = file_stem(symbol, language)
        endings = ("pdf",) if file_format == "pdf" else ("docx", "doc")
        held = next((path for ending in endings if (path := self.folder / f"{stem}.{ending}").is_file()), None)
        known = self._manifest().get(held.name) if held else None
        if held and not refresh:
            return Fetched(symbol, language, "held", known or _origin_of(held, symbol, language))
        url = address(self.base, symbol, language, file_format)
        known = known if held and known and known.sha256 == _sha256(held) else None
        transfer = _Transfer(self.folder / f".{stem}.{file_format}.part", url, symbol, language, known)
        kind = self._with_patience(transfer)
        if kind is None:
            return Fetched(symbol, language, "unchanged", known)
        origin = transfer.keep(self.folder / f"{stem}.{kind}")
        self._write_manifest(origin)
        return Fetched(symbol, language, "fetched", origin)

    def _with_patience(self, transfer: _Transfer) -> str | None:
        """Try a bounded number of times, waiting longer and longer, or as long as the service asks."""
        until = self.clock() + self.limits.total
        for attempt in range(1, self.limits.tries + 1):
            try:
                return self._attempt(transfer, until)
            except _Again as again:
                wait = backoff(attempt) if again.wait is None else again.wait
                if attempt == self.limits.tries or self.clock() + wait > until:
                    raise again.error from None
                if wait > LONGEST_WAIT:
                    raise FetchError("fetch_later", host=self.host, seconds=round(wait)) from None
                self.sleep(wait)
        raise FetchError("fetch_timeout", host=self.host)

    def _attempt(self, transfer: _Transfer, until: float) -> str | None:
        """Ask once, following redirections; return the format received, None where nothing has changed."""
        import httpx

        url = transfer.url
        try:
            for _ in range(REDIRECTS + 1):
                self._pause()
                with self.client.stream("GET", url, headers=transfer.headers()) as response:
                    if response.status_code in (301, 302, 303, 307, 308):
                        url = redirected(
                            url, response.headers.get("location", ""), base_is_private=self.base_is_private
                        )
                        continue
                    self._check_peer(response, url)
                    return self._received(response, transfer, until)
            raise FetchError("fetch_redirects", limit=REDIRECTS)
        except httpx.TimeoutException:
            raise _Again(FetchError("fetch_timeout", host=self.host)) from None
        except httpx.RequestError:  # its words may name a proxy and its password
            raise _Again(FetchError("fetch_interrupted", host=self.host)) from None
        except (httpx.InvalidURL, ValueError):
            raise FetchError("fetch_redirect", scheme="?") from None

    def _received(self, response: httpx.Response, transfer: _Transfer, until: float) -> str | None:
        status = response.status_code
        if status == 304 and transfer.known is not None:
            return None
        if status in BUSY:
            wait = asked_wait(response.headers, datetime.now(UTC))
            raise _Again(FetchError("fetch_busy", host=self.host, status=status), wait)
        if status == 416:
            transfer.drop()
            raise _Again(FetchError("fetch_interrupted", host=self.host))
        if status in (404, 410):
            raise FetchError("fetch_unknown", symbol=transfer.symbol, language=transfer.language)
        if status not in (200, 206):
            raise FetchError("fetch_refused", host=self.host, status=status)
        self._store(response, transfer, until)
        return self._checked(transfer)

    def _store(self, response: httpx.Response, transfer: _Transfer, until: float) -> None:
        """Write the body to the part file, after the bytes held if the answer goes on from there."""
        plain = response.headers.get("content-encoding", "identity").lower() in ("", "identity")
        onward = response.status_code == 206 and plain and goes_on_from(response.headers, transfer.held)
        if response.status_code == 206 and not onward:
            transfer.drop()
            raise _Again(FetchError("fetch_interrupted", host=self.host), 0.0)
        size = transfer.held if onward else 0
        told = response.headers.get("content-length", "")
        if told.isdigit() and size + int(told) > self.limits.largest:
            raise FetchError("fetch_large", symbol=transfer.symbol, limit=self.limits.largest // 1_000_000)
        transfer.remember(response.headers, resumable=plain)
        with transfer.part.open("ab" if onward else "wb") as file:
            for chunk in response.iter_raw() if plain else response.iter_bytes():
                size += len(chunk)
                if size > self.limits.largest:
                    transfer.drop()
                    raise FetchError("fetch_large", symbol=transfer.symbol, limit=self.limits.largest // 1_000_000)
                file.write(chunk)
                if self.clock() > until:
                    raise FetchError("fetch_timeout", host=self.host)
            file.flush()
            os.fsync(file.fileno())

    def _checked(self, transfer: _Transfer) -> str:
        """Return the format of the part file; refuse, and forget, what is no whole document."""
        with transfer.part.open("rb") as file:
            kind = kind_of(file.read(16))
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 66_000))
            tail = file.read()
        wanted = transfer.url.rpartition("t=")[2]
        if kind is None or (kind == "pdf") != (wanted == "pdf"):
            transfer.drop()
            name = "fetch_empty" if size == 0 else "fetch_not_document"
            raise FetchError(name, symbol=transfer.symbol, language=transfer.language)
        if not is_whole(kind, tail):
            transfer.drop()
            raise _Again(FetchError("fetch_truncated", symbol=transfer.symbol))
        return kind

    def _check_peer(self, response: httpx.Response, url: str) -> None:
        """Refuse a private machine behind a public name (the name may have changed its address since)."""
        host = urlsplit(url).hostname or ""
        if self.base_is_private or _is_proxied(url, host):
            return
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not ipaddress.ip_address(str(peer[0]).partition("%")[0]).is_global:
            raise FetchError("fetch_private", host=host)

    def _pause(self) -> None:
        """Keep the pause between two requests."""
        if self.last is not None:
            left = self.limits.pause - (self.clock() - self.last)
            if left > 0:
                self.sleep(left)
        self.last = self.clock()

    # ── the folder ────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _held_folder(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".fetched.lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise InputError("file_unwritable", file=self.folder, problem=error.strerror or error) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise FetchError("fetch_locked", folder=self.folder) from None
            yield

    def _manifest(self) -> dict[str, Origin]:
        path = self.folder / MANIFEST
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))["documents"]
            return {item["file"]: Origin(**item) for item in listed}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("configuration", file=path, problem=error) from None

    def _write_manifest(self, origin: Origin) -> None:
        known = self._manifest() | {origin.file: origin}
        listed = [asdict(known[name]) for name in sorted(known)]
        write_text(self.folder / MANIFEST, json.dumps({"documents": listed}, ensure_ascii=False, indent=1) + "\n")


class _Transfer:
    """One document on its way: the part file, what it was begun with, and the file it may replace."""

    def __init__(self, part: Path, url: str, symbol: str, language: str, known: Origin | None) -> None:
        self.part = part
        self.notes = part.with_name(f"{part.name}.json")
        self.url = url
        self.symbol = symbol
        self.language = language
        self.known = known
        self.etag: str | None = None
        self.modified: str | None = None

    @property
    def held(self) -> int:
        """How many bytes an earlier attempt has left."""
        return self.part.stat().st_size if self.part.is_file() else 0

    def headers(self) -> dict[str, str]:
        """Ask to go on where the part ends, or whether the file held has changed."""
        validator = self._validator()
        if self.held and validator:
            return {"Range": f"bytes={self.held}-", "If-Range": validator}
        if self.known and self.known.etag:
            return {"If-None-Match": self.known.etag}
        if self.known and self.known.modified:
            return {"If-Modified-Since": self.known.modified}
        return {}

    def _validator(self) -> str | None:
        """Return what says that the rest belongs to the same file; a weak tag does not."""
        try:
            notes = json.loads(self.notes.read_text(encoding="utf-8"))
            told = notes["validator"] if notes["url"] == shown_address(self.url) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return told if isinstance(told, str) else None

    def remember(self, headers: Mapping[str, str], *, resumable: bool) -> None:
        """Note what the service says of the file, so that a later attempt can go on."""
        self.etag, self.modified = headers.get("etag"), headers.get("last-modified")
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        validator = (strong or self.modified) if resumable else None
        write_text(self.notes, json.dumps({"url": shown_address(self.url), "validator": validator}))

    def drop(self) -> None:
        """Forget what was received."""
        self.part.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def keep(self, path: Path) -> Origin:
        """Give the whole file its name, and return where it came from."""
        digest, size = _sha256(self.part), self.held
        os.replace(self.part, path)
        self.notes.unlink(missing_ok=True)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        where = shown_address(self.url)
        return Origin(path.name, self.symbol, self.language, where, digest, size, now, self.etag, self.modified)


def _is_proxied(url: str, host: str) -> bool:
    return bool(getproxies().keys() & {urlsplit(url).scheme, "all"}) and not proxy_bypass(host)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _origin_of(path: Path, symbol: str, language: str) -> Origin:
    """Describe a file that was there before: where it came from is not known."""
    return Origin(path.name, symbol, language, "", _sha256(path), path.stat().st_size, "")

"""Fetching by symbol, against a loopback service that behaves well, badly, slowly, and maliciously."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.__main__ import main
from ingest.fetch import (
    MANIFEST,
    Fetched,
    Fetcher,
    Limits,
    address,
    asked_wait,
    backoff,
    goes_on_from,
    is_whole,
    kind_of,
    redirected,
    shown_address,
)
from ingest.symbols import symbol_of_name
from store.errors import AlineaError, FetchError, InputError
from tests.document_server import (
    DOCX,
    PDF,
    Answer,
    Server,
    away,
    body,
    cut,
    drip,
    serving,
    silent,
    too_short_a_length,
    well,
    without_ranges,
)

SYMBOL = "A/RES/97/3"
NAME = "A_RES_97_3.fr.pdf"
QUICK = Limits(pause=0.0, timeout=5.0, total=20.0)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


class Naps(list[float]):
    """Sleeping that takes no time, and is noted."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetch(
    server: Server, folder: Path, *symbols: str, limits: Limits = QUICK, naps: Naps | None = None, **options: object
) -> list[Fetched]:
    sleep = Naps() if naps is None else naps
    with Fetcher(server.url, folder, limits, sleep=sleep) as fetcher:
        return fetcher.fetch_all(symbols or (SYMBOL,), "fr", **options)  # type: ignore[arg-type]


def failure(*answers: Answer, folder: Path, limits: Limits = QUICK) -> tuple[str, int]:
    """Return the code of the error that the answers lead to, and how often was asked."""
    with serving(*answers) as server:
        (one,) = fetch(server, folder, limits=limits)
        assert one.status == "failed" and isinstance(one.error, AlineaError)
        assert not (folder / NAME).exists()
        return one.error.code, len(server.requests)


# ── pure pieces ───────────────────────────────────────────────────────────────────────────────


def test_the_address_is_the_service_s() -> None:
    assert (
        address("https://documents.example/", "S/RES/1325 (2000)", "fr", "pdf")
        == "https://documents.example/api/symbol/access?s=S%2FRES%2F1325+%282000%29&l=fr&t=pdf"
    )


def test_a_password_in_an_address_is_not_shown() -> None:
    assert shown_address("http://me:secret@h.example:8080/p?q=1") == "http://h.example:8080/p?q=1"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        pytest.param(PDF[:16], "pdf", id="PDF"),
        pytest.param(DOCX[:16], "docx", id="DOCX"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "doc", id="DOC"),
        pytest.param(b"<!DOCTYPE html>", None, id="HTML"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_formats_are_told_by_their_first_bytes(head: bytes, kind: str | None) -> None:
    assert kind_of(head) == kind


def test_a_file_without_its_end_is_not_whole() -> None:
    assert is_whole("pdf", PDF) and not is_whole("pdf", PDF[:-20])
    assert is_whole("docx", DOCX) and not is_whole("docx", DOCX[:200])


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        pytest.param("7", 7.0, id="seconds"),
        pytest.param("Wed, 01 Jan 2031 00:00:30 GMT", 30.0, id="a date"),
        pytest.param("Wed, 01 Jan 2030 00:00:30 GMT", 0.0, id="a date that is past"),
        pytest.param("soon", None, id="neither"),
        pytest.param("", None, id="absent"),
    ],
)
def test_retry_after(told: str, seconds: float | None) -> None:
    assert asked_wait({"retry-after": told}, datetime(2031, 1, 1, tzinfo=UTC)) == seconds


def test_waits_grow() -> None:
    assert [backoff(attempt) for attempt in (1, 2, 3)] == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("location", "code"),
    [
        pytest.param("file:///etc/passwd", "fetch_redirect", id="a file"),
        pytest.param("ftp://h.example/a.pdf", "fetch_redirect", id="ftp"),
        pytest.param("http://127.0.0.1/a.pdf", "fetch_private", id="this machine"),
        pytest.param("http://169.254.169.254/latest/meta-data", "fetch_private", id="the cloud's own"),
        pytest.param("http://[::1]/a.pdf", "fetch_private", id="this machine, IPv6"),
        pytest.param("http://10.0.0.8/a.pdf", "fetch_private", id="a private network"),
        pytest.param("http://2130706433/a.pdf", "fetch_private", id="this machine as one number"),
    ],
)
def test_a_public_service_leads_nowhere_else(location: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        redirected("https://93.184.216.34/api", location, base_is_private=False)
    assert caught.value.code == code


def test_a_redirection_on_the_service_itself_is_followed() -> None:
    assert redirected("http://127.0.0.1:1/a/b", "/doc.pdf", base_is_private=True) == "http://127.0.0.1:1/doc.pdf"


@pytest.mark.parametrize(
    ("header", "held", "follows"),
    [
        pytest.param("bytes 100-199/200", 100, True, id="where the part ends"),
        pytest.param("bytes 0-199/200", 100, False, id="from the beginning"),
        pytest.param("", 100, False, id="without saying"),
    ],
)
def test_a_partial_answer_must_follow(header: str, held: int, follows: bool) -> None:
    assert goes_on_from({"content-range": header}, held) is follows


# ── a service that serves well ────────────────────────────────────────────────────────────────


def test_a_document_is_fetched_and_entered(tmp_path: Path) -> None:
    with serving(well) as server:
        (one,) = fetch(server, tmp_path)
        (path, headers, _), asked = server.requests[0], server.asked[0]
    assert one.status == "fetched" and (tmp_path / NAME).read_bytes() == PDF
    assert path.startswith("/api/symbol/access?") and asked == {"s": [SYMBOL], "l": ["fr"], "t": ["pdf"]}
    assert "Alinea" in headers["User-Agent"]
    (entry,) = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["documents"]
    assert entry["sha256"] == hashlib.sha256(PDF).hexdigest() and entry["symbol"] == SYMBOL
    assert entry["etag"] and entry["url"].startswith(server.url) and entry["size"] == len(PDF)
    assert symbol_of_name(NAME.removesuffix(".pdf")) == SYMBOL
    assert sorted(path.name for path in tmp_path.iterdir()) == [".fetched.lock", NAME, MANIFEST]


def test_what_is_there_is_not_asked_for_again(tmp_path: Path) -> None:
    with serving(well) as server:
        fetch(server, tmp_path)
        (again,) = fetch(server, tmp_path)
        assert (again.status, len(server.requests)) == ("held", 1)


def test_a_refresh_asks_whether_it_has_changed(tmp_path: Path) -> None:
    with serving(well) as server:
        fetch(server, tmp_path)
        (again,) = fetch(server, tmp_path, refresh=True)
        assert again.status == "unchanged"
        assert server.requests[-1][1]["If-None-Match"] == '"lusmanie-1"'


def test_a_refresh_takes_the_whole_where_the_file_was_touched(tmp_path: Path) -> None:
    with serving(well) as server:
        fetch(server, tmp_path)
        (tmp_path / NAME).write_bytes(b"touched")
        (again,) = fetch(server, tmp_path, refresh=True)
    assert again.status == "fetched" and (tmp_path / NAME).read_bytes() == PDF


def test_requests_come_one_at_a_time_with_a_pause(tmp_path: Path) -> None:
    naps = Naps()
    with serving(well) as server:
        done = fetch(server, tmp_path, "A/RES/97/1", "A/RES/97/2", "A/RES/97/1", limits=Limits(pause=3.0), naps=naps)
        assert [one.status for one in done] == ["fetched", "fetched"]
    assert len(naps) == 1 and 2.5 < naps[0] <= 3.0


def test_one_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    with serving(body(b"", 404), well) as server:
        done = fetch(server, tmp_path, "A/RES/97/1", "no symbol", "A/RES/97/2")
    assert [(one.status, one.error.code if one.error else None) for one in done] == [
        ("failed", "fetch_unknown"),
        ("failed", "fetch_symbol"),
        ("fetched", None),
    ]


def test_a_word_document_is_named_by_what_it_is(tmp_path: Path) -> None:
    with serving(body(DOCX)) as server:
        (one,) = fetch(server, tmp_path, file_format="doc")
    assert one.origin is not None and one.origin.file == "A_RES_97_3.fr.docx"


def test_a_redirection_is_followed(tmp_path: Path) -> None:
    with serving(away("/elsewhere.pdf"), well) as server:
        (one,) = fetch(server, tmp_path)
        assert one.status == "fetched" and server.requests[1][0] == "/elsewhere.pdf"


# ── going on, trying again ────────────────────────────────────────────────────────────────────


def test_a_transfer_cut_in_the_middle_is_gone_on_with(tmp_path: Path) -> None:
    with serving(cut(), well) as server:
        (one,) = fetch(server, tmp_path)
        again = server.requests[1][1]
    assert one.status == "fetched" and (tmp_path / NAME).read_bytes() == PDF
    assert int(again["Range"].removeprefix("bytes=").removesuffix("-")) > 0 and again["If-Range"]


def test_another_run_goes_on_with_it_too(tmp_path: Path) -> None:
    with serving(cut()) as server:
        (one,) = fetch(server, tmp_path, limits=Limits(pause=0.0, tries=1))
        assert one.status == "failed"
        server.answers[:] = [well]
        (again,) = fetch(server, tmp_path)
        assert "Range" in server.requests[-1][1]
    assert again.status == "fetched" and (tmp_path / NAME).read_bytes() == PDF


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param((cut(), without_ranges), id="a service without ranges"),
        pytest.param((cut(ETag='W/"weak"'), well), id="a weak tag"),
        pytest.param((cut(), body(PDF[9:], 206, Content_Range="bytes 9-99/100"), well), id="the wrong part"),
        pytest.param((cut(), body(b"", 416), well), id="a range that cannot be"),
    ],
)
def test_where_it_cannot_go_on_it_starts_again(answers: tuple[Answer, ...], tmp_path: Path) -> None:
    with serving(*answers) as server:
        (one,) = fetch(server, tmp_path)
    assert one.status == "fetched" and (tmp_path / NAME).read_bytes() == PDF


def test_the_service_says_how_long_to_wait(tmp_path: Path) -> None:
    naps = Naps()
    with serving(body(b"", 429, Retry_After="17"), well) as server:
        (one,) = fetch(server, tmp_path, naps=naps, limits=Limits(pause=0.0))
    assert one.status == "fetched" and naps == [17.0]


def test_a_service_that_fails_twice_is_asked_a_third_time(tmp_path: Path) -> None:
    naps = Naps()
    with serving(body(b"", 500), body(b"", 503), well) as server:
        (one,) = fetch(server, tmp_path, naps=naps)
    assert one.status == "fetched" and naps == [1.0, 2.0]


# ── a service that serves badly ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "code", "asked"),
    [
        pytest.param(body(b"", 404), "fetch_unknown", 1, id="unknown"),
        pytest.param(body(b"", 403), "fetch_refused", 1, id="refused"),
        pytest.param(body(b"", 500), "fetch_busy", 4, id="out of order for ever"),
        pytest.param(body(b"", 429, Retry_After="9999"), "fetch_busy", 1, id="longer than the whole may take"),
        pytest.param(body(b"<html>no such document</html>"), "fetch_not_document", 1, id="HTML for PDF"),
        pytest.param(body(DOCX), "fetch_not_document", 1, id="Word for PDF"),
        pytest.param(body(b""), "fetch_empty", 1, id="nothing"),
        pytest.param(body(PDF[:5_000]), "fetch_truncated", 4, id="a PDF without its end"),
        pytest.param(too_short_a_length, "fetch_truncated", 4, id="a wrong length, too short"),
        pytest.param(cut(ETag=""), "fetch_interrupted", 4, id="a wrong length, too long"),
        pytest.param(away("/again"), "fetch_redirects", 6, id="a loop"),
        pytest.param(away("file:///etc/passwd"), "fetch_redirect", 1, id="to a file"),
        pytest.param(away(""), "fetch_redirects", 6, id="to nowhere"),
    ],
)
def test_what_is_no_document_is_refused(answer: Answer, code: str, asked: int, tmp_path: Path) -> None:
    assert failure(answer, folder=tmp_path) == (code, asked)


def test_a_service_that_says_nothing(tmp_path: Path) -> None:
    limits = Limits(pause=0.0, timeout=0.2, tries=2)
    assert failure(silent(0.6), folder=tmp_path, limits=limits) == ("fetch_timeout", 2)


def test_a_slow_drip_ends(tmp_path: Path) -> None:
    limits = Limits(pause=0.0, timeout=5.0, total=0.4)
    assert failure(drip(0.02), folder=tmp_path, limits=limits) == ("fetch_timeout", 1)


@pytest.mark.parametrize("told", [pytest.param(True, id="by its length"), pytest.param(False, id="as it comes")])
def test_a_document_that_is_too_large(told: bool, tmp_path: Path) -> None:
    def unsaid(handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(PDF)
        handler.close_connection = True

    limits = Limits(pause=0.0, largest=10_000)
    assert failure(well if told else unsaid, folder=tmp_path, limits=limits) == ("fetch_large", 1)
    assert not list(tmp_path.glob(".*.part"))


def test_a_service_that_is_not_there(tmp_path: Path) -> None:
    with serving(well) as server:
        url = server.url
    with Fetcher(url, tmp_path, Limits(pause=0.0, tries=2), sleep=Naps()) as fetcher:
        (one,) = fetcher.fetch_all([SYMBOL], "fr")
    assert one.error is not None and one.error.code == "fetch_interrupted"


def test_a_private_machine_behind_a_public_service(tmp_path: Path) -> None:
    with (
        serving(away("http://10.0.0.8/secret.pdf")) as server,
        Fetcher(server.url, tmp_path, QUICK, sleep=Naps()) as fetcher,
    ):
        fetcher.base_is_private = False
        (one,) = fetcher.fetch_all([SYMBOL], "fr")
    assert one.error is not None and one.error.code == "fetch_private"


def test_a_name_that_has_moved_to_a_private_machine(tmp_path: Path) -> None:
    with serving(well) as server, Fetcher(server.url, tmp_path, QUICK, sleep=Naps()) as fetcher:
        fetcher.base_is_private = False
        (one,) = fetcher.fetch_all([SYMBOL], "fr")
    assert one.error is not None and one.error.code == "fetch_private"
    assert not (tmp_path / NAME).exists()


# ── the folder and the command ────────────────────────────────────────────────────────────────


def test_a_second_fetch_into_the_folder_waits_for_none(tmp_path: Path) -> None:
    with serving(well) as server, Fetcher(server.url, tmp_path, QUICK) as first:
        with first._held_folder(), pytest.raises(FetchError) as caught:
            fetch(server, tmp_path)
        assert not server.requests
    assert caught.value.code == "fetch_locked"


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with serving(well) as server:
        (one,) = fetch(server, tmp_path)
    assert isinstance(one.error, InputError) and MANIFEST in str(one.error)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with serving(well) as server, pytest.raises(InputError):
        fetch(server, tmp_path / "file")


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(well) as server:
        monkeypatch.setenv("ALINEA_DOCUMENTS_URL", server.url)
        command = ["fetch", SYMBOL, "--into", str(tmp_path), "--pause", "0"]
        assert main(command) == 0
        assert NAME in capsys.readouterr().out
        assert main([*command, "--json"]) == 0
        (one,) = json.loads(capsys.readouterr().out)["documents"]
    assert (one["status"], one["file"], one["error"]) == ("held", NAME, None)
    assert main(["fetch", "../../etc/passwd", "--into", str(tmp_path)]) == 1
    assert "cote" in capsys.readouterr().err

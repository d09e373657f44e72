"""The seam to a language model: the protocol, the time limit, and errors in our own words."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator

import pytest

from bot.model import Endpoint, open_model
from store.errors import ModelError
from store.settings import Settings
from tests.model_server import ModelServer, Reply

KEY = "clef-secrete"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def settings(base_url: str | None, **changes: object) -> Settings:
    values: dict[str, object] = {
        "llm_base_url": base_url,
        "llm_model": "petit-modele",
        "llm_api_key": KEY,
        "llm_timeout": 10.0,
    }
    return Settings.model_validate(values | changes)


def endpoint(server: ModelServer, **changes: object) -> Endpoint:
    return open_model(settings(server.base_url, **changes))


def test_a_reply_arrives_in_pieces_as_it_was_sent(server: ModelServer) -> None:
    server.will(Reply("Œuvre « brève »\u202f; été.", size=3))
    pieces = list(endpoint(server).stream("consigne", "question"))
    assert "".join(pieces) == "Œuvre « brève »\u202f; été."
    assert len(pieces) > 5


def test_the_request_says_what_the_settings_say(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "organisation")
    server.will("x")
    list(endpoint(server).stream("consigne", "question"))
    request, headers = server.requests[0], server.headers[0]
    assert request["model"] == "petit-modele"
    assert request["stream"] is True
    assert request["max_tokens"] == 2048
    assert [(m["role"], m["content"]) for m in request["messages"]] == [
        ("system", "consigne"),
        ("user", "question"),
    ]
    assert headers["authorization"] == f"Bearer {KEY}"
    assert "openai-organization" not in headers


def test_without_a_key_none_of_the_environment_is_sent(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-ailleurs")
    server.will("x")
    list(endpoint(server, llm_api_key=None).stream("consigne", "question"))
    assert server.headers[0]["authorization"] == "Bearer none"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        pytest.param(Reply(status=401), "model_key", id="401"),
        pytest.param(Reply(status=403), "model_key", id="403"),
        pytest.param(Reply(status=404), "model_not_found", id="404"),
        pytest.param(Reply(status=400), "model_rejected", id="400"),
        pytest.param(Reply(status=429), "model_busy", id="429"),
        pytest.param(Reply(status=500), "model_failed", id="500"),
        pytest.param(Reply(status=503), "model_failed", id="503"),
        pytest.param(Reply(status=302, headers=(("Location", "/x"),)), "model_rejected", id="302"),
        pytest.param(Reply(body=b"data: {broken\n\n"), "model_malformed", id="broken event"),
        pytest.param(Reply(body=b"data: []\n\n"), "model_malformed", id="event of another form"),
        pytest.param(
            Reply(body=b'data: {"error": {"message": "clef-secrete"}}\n\n'),
            "model_malformed",
            id="error event",
        ),
    ],
)
def test_a_failure_has_our_code_and_never_the_key(
    server: ModelServer, reply: Reply, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.will(reply, reply)
    with caplog.at_level(logging.INFO), pytest.raises(ModelError) as raised:
        list(endpoint(server).stream("consigne", "question"))
    assert raised.value.code == code
    shown = "".join(traceback.format_exception(raised.value))
    for language in ("fr", "en", "es"):
        shown += raised.value.message(language)
    assert KEY not in shown + caplog.text


def test_a_busy_server_is_asked_once_more(server: ModelServer) -> None:
    server.will(Reply(status=429, headers=(("Retry-After", "0.1"),)), "enfin")
    assert "".join(endpoint(server).stream("consigne", "question")) == "enfin"
    assert len(server.requests) == 2


def test_a_stream_that_breaks_off_gives_what_came_first(server: ModelServer) -> None:
    server.will(Reply("commencement", ending="cut"))
    received = []
    with pytest.raises(ModelError) as raised:
        for piece in endpoint(server).stream("consigne", "question"):
            received.append(piece)  # what came before the error is the point
    assert "".join(received) == "commencement"
    assert raised.value.code == "model_interrupted"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(ending="silence"), id="silent from the start"),
        pytest.param(Reply("un début", ending="silence"), id="silent after a beginning"),
        pytest.param(Reply("un début", ending="drip"), id="a byte at a time"),
        pytest.param(Reply("sans fin " * 500, size=1, pause=0.01), id="an endless reply"),
        pytest.param(Reply(status=429, headers=(("Retry-After", "30"),)), id="retry much later"),
    ],
)
def test_the_time_limit_holds_for_the_whole_reply(server: ModelServer, reply: Reply) -> None:
    server.will(reply)
    model = endpoint(server, llm_timeout=0.5)
    began = time.monotonic()
    with pytest.raises(ModelError) as raised:
        list(model.stream("consigne", "question"))
    assert time.monotonic() - began < 1.5
    assert raised.value.code == "model_timeout"


def test_a_reader_who_stops_hangs_up(server: ModelServer) -> None:
    server.will(Reply("un début", ending="silence"))
    stream = endpoint(server).stream("consigne", "question")
    assert next(stream)
    stream.close()
    assert server.gone.wait(2)


def test_nobody_at_the_address() -> None:
    with ModelServer() as server:
        closed = server.base_url
    with pytest.raises(ModelError) as raised:
        list(open_model(settings(closed)).stream("consigne", "question"))
    assert raised.value.code == "model_unreachable"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"llm_base_url": None}, "model_unset", id="no address"),
        pytest.param({"llm_model": None}, "model_unset", id="no model"),
        pytest.param({"llm_base_url": "ftp://phare"}, "model_address", id="not http"),
        pytest.param({"llm_base_url": "http://phare:port/v1"}, "model_address", id="bad port"),
        pytest.param({"llm_base_url": "n’importe quoi"}, "model_address", id="no address at all"),
        pytest.param({"llm_api_key": "clé"}, "model_key_form", id="key with an accent"),
        pytest.param({"llm_api_key": "a\nb"}, "model_key_form", id="key over two lines"),
    ],
)
def test_a_setting_that_cannot_work_is_named_before_any_request(changes: dict[str, object], code: str) -> None:
    with pytest.raises(ModelError) as raised:
        open_model(settings("http://127.0.0.1:9/v1", **changes))
    assert raised.value.code == code


def test_the_key_is_not_in_what_the_endpoint_shows_of_itself() -> None:
    model = open_model(settings("http://nom:secret@127.0.0.1:9/v1"))
    assert KEY not in repr(model)
    assert "secret" not in repr(model)
    assert model.host == "127.0.0.1:9"

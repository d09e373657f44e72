"""The page on a port.

Comes in: an assistant and the settings. Goes out: a running server that asks nothing of any other
host: no analytics, no web fonts, no run history in the browser, no monitoring page.
"""

from __future__ import annotations

import sys
from importlib.resources import files

import gradio as gr
from starlette.middleware import Middleware

from bot.app.examples import examples
from bot.app.headers import PageHeaders
from bot.app.page import build
from bot.app.theme import theme
from bot.assistant import Assistant
from bot.question import Question
from store.errors import SettingsError
from store.settings import Settings
from store.texts import render


def serve(assistant: Assistant, settings: Settings, *, host: str | None = None, port: int | None = None) -> None:
    """Serve the page until interrupted.

    ``host`` and ``port`` left at None follow GRADIO_SERVER_NAME and GRADIO_SERVER_PORT, and else
    are 127.0.0.1 and the first free port from 7860.
    """
    page = start(assistant, settings, host=host, port=port)
    sys.stdout.write(render("app.serving", settings.language, url=page.local_url) + "\n")
    sys.stdout.flush()
    page.block_thread()


def start(assistant: Assistant, settings: Settings, *, host: str | None = None, port: int | None = None) -> gr.Blocks:
    """Start serving the page and return it; ``close()`` on it ends the server.

    Raises ``SettingsError`` when the port cannot be taken.
    """
    _answer_once(assistant, settings.language)
    page = build(assistant, settings)
    try:
        _launch(page, settings, host, port)
    except OSError:
        # Gradio found the port it was told to take, or every port from 7860 on, in use.
        raise SettingsError("port", port=port or "7860") from None
    return page


def _launch(page: gr.Blocks, settings: Settings, host: str | None, port: int | None) -> None:
    page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        share=False,
        inbrowser=False,
        show_error=False,
        quiet=True,
        ssr_mode=False,
        pwa=False,
        run_history=False,
        enable_monitoring=False,
        footer_links=[],
        theme=theme(),
        css=_asset("style.css"),
        js=_asset("behaviour.js"),
        app_kwargs={
            "middleware": [Middleware(PageHeaders, language=settings.language)],
            "docs_url": None,
            "redoc_url": None,
        },
    )


def _answer_once(assistant: Assistant, language: str) -> None:
    """Answer an example: the first answer loads what all others then find in memory."""
    for question in examples(assistant.corpus, language, shown=1):
        assistant.ask(Question(question, mode="extractive", language=language))


def _asset(name: str) -> str:
    return files("bot.app").joinpath(name).read_text(encoding="utf-8")

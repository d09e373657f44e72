"""What happens on the page: asking, stopping, changing the language, filtering.

Comes in: an assistant and the settings. Goes out: a ``gr.Blocks``, not yet served. A session's
conversation lives in ``gr.State`` alone; the components and this module hold nothing of anyone's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from bot.app.asking import exchanges, remark
from bot.app.exchange import Conversation, Progress, turns
from bot.app.layout import Layout, Updates, filters_label, lay_out, words
from bot.app.view import conversation_html, notice_html
from bot.assistant import Assistant
from bot.question import Question
from store.model import Status
from store.settings import Settings
from store.texts import render

# Streams that run at once; further questions wait their turn.
STREAMS_AT_ONCE = 8
EVENTS_AT_ONCE = 32
ON_LANGUAGE = "(language) => { document.documentElement.lang = language; }"


def build(assistant: Assistant, settings: Settings) -> gr.Blocks:
    """Return the page over the assistant's corpus, opening in the language of the settings."""
    title = render("app.title", settings.language)
    page: gr.Blocks
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as page:
        layout = lay_out(assistant.corpus, settings.language)
        _on_question(layout, assistant)
        _on_language(layout, assistant)
        _on_filters(layout)
        _on_load(page, layout, assistant)
    page.queue(default_concurrency_limit=EVENTS_AT_ONCE)
    return page


def _on_question(layout: Layout, assistant: Assistant) -> None:
    """Ask on Enter, on the button and on an example."""

    def ask(typed: str, conversation: Conversation, language: str, *chosen: list[str]) -> Iterator[Updates]:
        sentence = remark(typed, language)
        if sentence:
            yield {layout.notice: notice_html(sentence)}
            return
        documents, addressees, statuses = chosen
        question = Question(
            text=typed.strip(),
            history=turns(conversation, language),
            documents=tuple(documents),
            statuses=tuple(Status(status) for status in statuses),
            addressees=tuple(addressees),
            language=language,
        )
        yield from _updates(layout, assistant, question, conversation)

    # Enter and the button are one event, so that a second question waits for the first's end.
    asked: list[tuple[Any, Any]] = [
        ([layout.question.submit, layout.ask.click], layout.question),
        *((example.click, example) for example in layout.examples),
    ]
    running = [
        gr.on(
            triggers,
            ask,
            [typed, layout.conversation, layout.language, *layout.chosen],
            _changed_by_a_question(layout),
            show_progress="hidden",
            concurrency_limit=STREAMS_AT_ONCE,
            concurrency_id="ask",
            trigger_mode="once",
            api_visibility="private",
        )
        for triggers, typed in asked
    ]
    _on_stop(layout, running)


def _changed_by_a_question(layout: Layout) -> list[Any]:
    return [
        layout.conversation,
        layout.past,
        layout.current,
        layout.opening,
        layout.notice,
        layout.question,
        layout.stop,
    ]


def _updates(layout: Layout, assistant: Assistant, question: Question, conversation: Conversation) -> Iterator[Updates]:
    """Yield the page's updates while the answer grows; the first also clears the way for it."""
    language = question.language
    updates: Updates = {
        layout.past: conversation_html(conversation, language),
        layout.opening: gr.update(visible=False),
        layout.notice: "",
        layout.question: "",
    }
    for exchange in exchanges(assistant, question):
        shown = conversation_html((exchange,), language, first=len(conversation))
        updates |= {
            layout.conversation: (*conversation, exchange),
            layout.current: shown,
            layout.stop: gr.update(visible=exchange.running),
        }
        yield updates
        updates = {}


def _on_stop(layout: Layout, running: list[Any]) -> None:
    """End the running stream; what had come of the answer stays, marked as stopped."""

    def stop(conversation: Conversation, language: str) -> Updates:
        updates: Updates = {layout.stop: gr.update(visible=False)}
        if conversation and conversation[-1].running:
            earlier = conversation[:-1]
            last = replace(conversation[-1], progress=Progress.STOPPED)
            shown = conversation_html((last,), language, first=len(earlier))
            updates |= {layout.conversation: (*earlier, last), layout.current: shown}
        return updates

    layout.stop.click(
        stop,
        [layout.conversation, layout.language],
        [layout.conversation, layout.current, layout.stop],
        cancels=running,
        show_progress="hidden",
        api_visibility="private",
    )


def _on_language(layout: Layout, assistant: Assistant) -> None:
    """Rewrite every word of the interface; the conversation itself stays."""

    def switch(language: str, conversation: Conversation, *chosen: list[str]) -> Updates:
        earlier, last = conversation[:-1], conversation[-1:]
        filters_set = sum(map(len, chosen))
        return words(layout, assistant.corpus, language, filters_set) | {
            layout.past: conversation_html(earlier, language),
            layout.current: conversation_html(last, language, first=len(earlier)),
        }

    rewritten: list[Any] = [
        layout.past,
        layout.current,
        *words(layout, assistant.corpus, "fr", filters_set=0),
    ]
    layout.language.input(
        switch,
        [layout.language, layout.conversation, *layout.chosen],
        rewritten,
        show_progress="hidden",
        api_visibility="private",
    )
    layout.language.input(None, layout.language, None, js=ON_LANGUAGE)


def _on_filters(layout: Layout) -> None:
    """Say on the closed filters how many are set."""

    def label(language: str, *chosen: list[str]) -> Any:
        return gr.update(label=filters_label(sum(map(len, chosen)), language))

    gr.on(
        [filter_.change for filter_ in layout.chosen],
        label,
        [layout.language, *layout.chosen],
        layout.filters,
        show_progress="hidden",
        api_visibility="private",
    )


def _on_load(page: gr.Blocks, layout: Layout, assistant: Assistant) -> None:
    """Show each visitor the documents of the day: an ingestion may have added some."""

    def load(language: str) -> Updates:
        return words(layout, assistant.corpus, language, filters_set=0)

    page.load(
        load,
        layout.language,
        list(words(layout, assistant.corpus, "fr", filters_set=0)),
        show_progress="hidden",
        api_visibility="private",
    )

"""The components of the page, from its top to its foot, and the words that they show.

Comes in: the corpus and the interface language. Goes out: a ``Layout``, whose components hold
nothing of anyone's. The finished exchanges and the running one are two components, so that
streaming resends only the running one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import gradio as gr

from bot.app.examples import SHOWN, examples
from bot.app.markup import Markup
from bot.app.view import banner_html, header_html, welcome_html
from store.corpus import Corpus
from store.model import Status
from store.texts import LANGUAGES, render

AFTER_RENDERING = "watch('value', () => document.dispatchEvent(new Event('alinea:rendered')))"

Choices = list[str | int | float | tuple[str, str | int | float]]
Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """The components, by the names that the events use."""

    conversation: gr.State
    language: gr.Radio
    header: gr.HTML
    banner: gr.HTML
    opening: gr.Column
    welcome: gr.HTML
    examples: tuple[gr.Button, ...]
    past: gr.HTML
    current: gr.HTML
    notice: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    filters: gr.Accordion
    documents: gr.Dropdown
    addressees: gr.Dropdown
    statuses: gr.CheckboxGroup

    @property
    def chosen(self) -> tuple[Any, ...]:
        """The three filters, in the order in which the events receive their values."""
        return (self.documents, self.addressees, self.statuses)


def lay_out(corpus: Corpus, language: str) -> Layout:
    """Place the components; to be called inside a ``gr.Blocks``."""
    conversation = gr.State(())
    with gr.Row(elem_id="top"):
        header = _html(header_html(language), "header")
        switch = _language_switch(language)
    banner = _html(banner_html(corpus, language), "banner")
    opening, welcome, buttons = _opening(corpus, language)
    past = _html(Markup(), "past", AFTER_RENDERING)
    current = _html(Markup(), "current", AFTER_RENDERING)
    with gr.Column(elem_id="composer"):
        notice = _html(Markup(), "notice")
        question, ask, stop = _question_row(language)
        filters, documents, addressees, statuses = _filters(corpus, language)
    return Layout(
        conversation=conversation,
        language=switch,
        header=header,
        banner=banner,
        opening=opening,
        welcome=welcome,
        examples=buttons,
        past=past,
        current=current,
        notice=notice,
        question=question,
        ask=ask,
        stop=stop,
        filters=filters,
        documents=documents,
        addressees=addressees,
        statuses=statuses,
    )


def words(layout: Layout, corpus: Corpus, language: str, filters_set: int) -> Updates:
    """Return the updates that put every word of the interface into ``language``."""

    def say(name: str) -> str:
        return render(f"app.{name}", language)

    updates: Updates = {
        layout.language: gr.update(label=say("language")),
        layout.header: header_html(language),
        layout.banner: banner_html(corpus, language),
        layout.welcome: welcome_html(corpus, language),
        layout.notice: "",
        layout.question: gr.update(label=say("question"), placeholder=say("placeholder")),
        layout.ask: say("ask"),
        layout.stop: gr.update(value=say("stop")),
        layout.filters: gr.update(label=filters_label(filters_set, language)),
        layout.documents: gr.update(label=say("filter_documents"), choices=_documents(corpus)),
        layout.addressees: gr.update(label=say("filter_addressees"), choices=_addressees(corpus)),
        layout.statuses: gr.update(label=say("filter_statuses"), choices=_statuses(corpus, language)),
    }
    return updates | _example_words(layout, corpus, language)


def _example_words(layout: Layout, corpus: Corpus, language: str) -> Updates:
    asked = zip_longest(layout.examples, examples(corpus, language)[: len(layout.examples)])
    return {button: gr.update(value=text or "", visible=bool(text)) for button, text in asked}


def filters_label(filters_set: int, language: str) -> str:
    """Return the name of the filters with how many are set: a forgotten one misleads."""
    if filters_set:
        return render("app.filters_active", language, count=filters_set)
    return render("app.filters", language)


def _html(value: Markup, name: str, on_load: str | None = None) -> gr.HTML:
    return gr.HTML(str(value), elem_id=name, js_on_load=on_load, apply_default_css=False)


def _language_switch(language: str) -> gr.Radio:
    return gr.Radio(
        [(name.upper(), name) for name in LANGUAGES],
        value=language,
        label=render("app.language", language),
        elem_id="language",
        container=False,
        scale=0,
        min_width=160,
    )


def _opening(corpus: Corpus, language: str) -> tuple[gr.Column, gr.HTML, tuple[gr.Button, ...]]:
    with gr.Column(elem_id="opening") as opening:
        welcome = _html(welcome_html(corpus, language), "welcome")
        with gr.Row(elem_id="examples"):
            asked = examples(corpus, language)
            buttons = tuple(
                gr.Button(text or "", visible=bool(text), elem_classes="example")
                for _, text in zip_longest(range(SHOWN), asked)
            )
    return opening, welcome, buttons


def _question_row(language: str) -> tuple[gr.Textbox, gr.Button, gr.Button]:
    with gr.Row(elem_id="question-row"):
        question = gr.Textbox(
            label=render("app.question", language),
            placeholder=render("app.placeholder", language),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            elem_id="question",
            html_attributes=gr.InputHTMLAttributes(enterkeyhint="send"),
        )
        ask = gr.Button(render("app.ask", language), variant="primary", elem_id="ask", scale=0, min_width=110)
        stop = gr.Button(render("app.stop", language), visible=False, elem_id="stop", scale=0, min_width=110)
    return question, ask, stop


def _filters(corpus: Corpus, language: str) -> tuple[gr.Accordion, gr.Dropdown, gr.Dropdown, gr.CheckboxGroup]:
    with (
        gr.Accordion(filters_label(0, language), open=False, elem_id="filters") as filters,
        gr.Row(),
    ):
        documents = gr.Dropdown(
            _documents(corpus),
            multiselect=True,
            label=render("app.filter_documents", language),
            elem_id="filter-documents",
        )
        addressees = gr.Dropdown(
            _addressees(corpus),
            multiselect=True,
            label=render("app.filter_addressees", language),
            elem_id="filter-addressees",
        )
        statuses = gr.CheckboxGroup(
            _statuses(corpus, language),
            label=render("app.filter_statuses", language),
            elem_id="filter-statuses",
        )
    return filters, documents, addressees, statuses


def _documents(corpus: Corpus) -> Choices:
    return [(document.symbol or document.title or document.source, key) for key, document in corpus.documents.items()]


def _addressees(corpus: Corpus) -> Choices:
    return sorted({p.addressee for p in corpus.paragraphs if p.addressee})


def _statuses(corpus: Corpus, language: str) -> Choices:
    found = {paragraph.status for paragraph in corpus.paragraphs}
    return [(render(f"app.status_{status.value}", language), status.value) for status in Status if status in found]

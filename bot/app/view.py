"""The page as HTML: its head, its welcome, and the conversation with the sources beside each answer.

Comes in: the exchanges of a session and the interface language. Goes out: HTML in which all foreign
text is escaped. Pure: the same exchange always gives the same page. The outcome shown (refused,
partial, …) is the answer's status, never read back from its wording.
"""

from __future__ import annotations

from bot.answer import AnswerStatus
from bot.app.exchange import Conversation, Exchange, Progress
from bot.app.markup import Markup, element, join
from bot.app.reply import reply
from bot.app.sources import closest, fictional_badge, sources
from bot.reference import document_name
from store.corpus import Corpus
from store.texts import render


def conversation_html(conversation: Conversation, language: str, first: int = 0) -> Markup:
    """Return the exchanges in order; ``first`` is the place of the first in the whole session."""
    return join(*(exchange_html(exchange, place, language) for place, exchange in enumerate(conversation, start=first)))


def exchange_html(exchange: Exchange, place: int, language: str) -> Markup:
    """Return one question, its answer and the answer's sources."""
    answer = exchange.answer
    panel = None
    if answer is not None:
        panel = sources(answer.citations, place, language)
        if answer.status is AnswerStatus.REFUSED:
            panel = closest(answer.passages, place, language)
    return element(
        "article",
        _question(exchange.question, place, language),
        element("div", _answer(exchange, place, language), panel, class_="reply"),
        class_="exchange",
        id=f"exchange-{place}",
        aria_labelledby=f"question-{place}",
    )


def banner_html(corpus: Corpus, language: str) -> Markup:
    """Return the notice that some documents are fictional; empty where none is."""
    if not any(document.fictional for document in corpus.documents.values()):
        return Markup()
    return element(
        "p",
        fictional_badge(language),
        " ",
        render("app.fictional_banner", language),
        class_="banner",
    )


def header_html(language: str) -> Markup:
    """Return the name of the program and what it is for."""
    return element(
        "div",
        element("h1", render("app.title", language), class_="wordmark"),
        element("p", render("app.tagline", language), class_="tagline"),
        class_="header",
    )


def welcome_html(corpus: Corpus, language: str) -> Markup:
    """Return what stands on the page before the first question: the promise and the documents."""
    documents = corpus.documents.values()
    names = [
        element(
            "li",
            element("span", document_name(document), lang=document.language),
            join(" ", fictional_badge(language)) if document.fictional else None,
        )
        for document in documents
    ]
    count = sum(len(document.paragraphs) for document in documents)
    summary = render("app.corpus", language, documents=len(names), paragraphs=count)
    return element(
        "div",
        element("h2", render("app.welcome", language)),
        element("p", render("app.promise", language)),
        element(
            "details",
            element("summary", summary),
            element("ul", *names),
            class_="corpus",
        ),
        class_="welcome",
    )


def notice_html(sentence: str) -> Markup:
    """Return a remark about the question itself (empty, too long); empty for no remark."""
    return element("p", sentence, class_="notice", role="alert") if sentence else Markup()


def grouped(value: int, language: str) -> str:
    """Return ``value`` with the thousands separated as the language does."""
    return f"{value:,}".replace(",", render("app.thousands", language))


def _question(question: str, place: int, language: str) -> Markup:
    asked = element("span", render("app.asked", language), class_="visually-hidden")
    return element("h2", asked, " ", question, class_="question", id=f"question-{place}")


def _answer(exchange: Exchange, place: int, language: str) -> Markup:
    """Return the answer as far as it has come, in a region that screen readers follow."""
    answer = exchange.answer
    return element(
        "div",
        _progress(exchange, language) if exchange.progress is Progress.WAITING else None,
        reply(answer, place, language) if answer is not None else None,
        _progress(exchange, language) if exchange.progress is not Progress.WAITING else None,
        class_=f"answer is-{answer.status.value}" if answer else "answer",
        aria_live="polite",
        aria_busy="true" if exchange.running else "false",
        data_progress=exchange.progress.value,
    )


def _progress(exchange: Exchange, language: str) -> Markup | None:
    progress = exchange.progress
    if progress is Progress.FAILED:
        unexpected = render("app.unexpected", language)
        message = exchange.error.message(language) if exchange.error else unexpected
        return element("p", message, class_="failure", role="alert")
    if progress is Progress.STOPPED:
        return element("p", render("app.stopped", language), class_="stopped")
    if progress is Progress.WAITING:
        return element("p", render("app.waiting", language), class_="waiting")
    return None

"""An answer as HTML: its outcome, its statements with their quotations, what it leaves open.

Comes in: an answer, its place in the conversation (for the ids of its sources) and the interface
language. Goes out: HTML. Numbers follow ``answer.citations``, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import Answer, AnswerStatus, Statement
from bot.app.markup import Markup, element, join
from bot.app.sources import source_id
from bot.render import printed_label
from store.model import Citation
from store.texts import render

CitationMark = tuple[str, int, int]


def reply(answer: Answer, place: int, language: str) -> Markup:
    """Return all that the answer says; its sources stand beside it (``bot.app.sources``)."""
    numbers = {_mark(citation): number for number, citation in enumerate(answer.citations, start=1)}
    buttons = {mark: _button(mark, number, answer, place, language) for mark, number in numbers.items()}
    return join(
        _outcome(answer, language),
        *(_statement(statement, buttons, answer.language, language) for statement in answer.statements),
        _missing(answer, language),
        _understood(answer, language),
        _searched(answer, language),
    )


def _mark(citation: Citation) -> CitationMark:
    return (citation.paragraph.key, citation.start, citation.end)


def _button(mark: CitationMark, number: int, answer: Answer, place: int, language: str) -> Markup:
    """Return the paragraph's label with the number that opens the source."""
    cited = next(citation for citation in answer.citations if _mark(citation) == mark)
    label = printed_label(cited.paragraph.label)
    button = element(
        "button",
        f"[{number}]",
        type="button",
        class_="citation",
        aria_label=render("app.open_source", language, number=number, label=label),
        data_opens=source_id(place, number),
    )
    return element("span", element("span", label, class_="cited-label"), "\u00a0", button, class_="cited")


def _outcome(answer: Answer, language: str) -> Markup | None:
    """Return what kind of answer this is, and the remark that stands before it."""
    note = element("p", answer.note, class_="note", lang=answer.language) if answer.note else None
    if answer.status is AnswerStatus.ANSWERED:
        return note
    if answer.status is AnswerStatus.REFUSED:
        # The remark of a refusal says what was not found: it takes the place of the general words.
        return element("p", answer.note or render("app.refused", language), class_="outcome")
    outcome = element("p", render(f"app.{answer.status.value}", language), class_="outcome")
    return join(outcome, note)


def _statement(statement: Statement, buttons: dict[CitationMark, Markup], spoken: str, language: str) -> Markup:
    """Return the lead with the model's phrasing or, without a model, with the quotations."""
    lead = element("p", statement.lead, class_="lead", lang=spoken) if statement.lead else None
    if statement.text:
        marks = (join(" ", buttons[_mark(citation)]) for citation in statement.citations)
        phrasing = element("p", element("span", statement.text, lang=spoken), *marks, class_="phrasing")
        return element("div", lead, phrasing, class_="statement")
    return element("div", lead, *_quotations(statement, buttons, language), class_="statement")


def _quotations(statement: Statement, buttons: dict[CitationMark, Markup], language: str) -> Iterator[Markup]:
    """Yield the quotations, each under the chapeau that governs it: its caveat must not be lost."""
    governing = ""
    for citation in statement.citations:
        chapeau = citation.paragraph.chapeau
        if chapeau and chapeau != governing:
            yield _chapeau(citation, language)
        governing = chapeau
        quote = element("span", citation.quote, class_="quote", lang=citation.document.language)
        cited = element("p", buttons[_mark(citation)], class_="cited-as")
        yield element("blockquote", element("p", quote), cited, class_="official")


def _chapeau(citation: Citation, language: str) -> Markup:
    title = element("span", render("app.chapeau", language), class_="context-title")
    words = element("span", citation.paragraph.chapeau, class_="official", lang=citation.document.language)
    return element("p", title, " ", words, class_="governs")


def _missing(answer: Answer, language: str) -> Markup | None:
    if not answer.missing or answer.status is AnswerStatus.REFUSED:
        return None
    items = (element("li", item) for item in answer.missing)
    title = element("p", render("app.missing", language))
    return element("div", title, element("ul", *items), class_="missing")


def _understood(answer: Answer, language: str) -> Markup | None:
    """Return the question as it was understood, where that is not the question as it was asked."""
    if not answer.understood or answer.understood.split() == answer.question.split():
        return None
    sentence = render("app.understood", language, question=answer.understood)
    return element("p", sentence, class_="understood")


def _searched(answer: Answer, language: str) -> Markup | None:
    if answer.status is not AnswerStatus.REFUSED:
        return None
    return element("p", render("app.searched", language, searched=answer.searched), class_="searched")

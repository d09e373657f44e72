"""The sources of an answer: a card for each citation, opening on the paragraph in its context.

Comes in: citations or, for a refusal, the closest passages. Goes out: HTML whose cards are
``<details>``, so that they open by click, tap or keyboard without asking the server. Card and
context say what the paragraph is, who is addressed, and whether the document is fictional. The
context is read from the document that was cited, which an ingestion may have replaced since.
"""

from __future__ import annotations

from bot.app.markup import Markup, element, join
from bot.reference import document_name, reference
from bot.render import printed_label
from store.corpus import Corpus
from store.model import Citation, Document, Paragraph, Passage
from store.texts import render

CLOSEST_SHOWN = 3


def source_id(exchange: int, number: int) -> str:
    """Return the page-wide id of the card ``number`` of an exchange."""
    return f"source-{exchange}-{number}"


def sources(citations: tuple[Citation, ...], exchange: int, language: str) -> Markup | None:
    """Return the panel of the numbered citations of one answer; None where there are none."""
    if not citations:
        return None
    cards = [
        _card(
            citation.document,
            citation.paragraph,
            (citation.start, citation.end),
            language=language,
            identifier=source_id(exchange, number),
            number=str(number),
        )
        for number, citation in enumerate(citations, start=1)
    ]
    title = element("h3", render("app.sources", language), class_="sources-title")
    return _panel(title, cards, render("app.sources", language), "sources")


def closest(passages: tuple[Passage, ...], exchange: int, language: str) -> Markup | None:
    """Return the passages nearest to a refused question, marked as not being an answer."""
    near = [passage for passage in passages if passage.score > 0][:CLOSEST_SHOWN]
    if not near:
        return None
    cards = [
        _card(
            passage.document,
            passage.paragraph,
            None,
            language=language,
            identifier=f"closest-{exchange}-{place}",
            number=None,
        )
        for place, passage in enumerate(near, start=1)
    ]
    title = join(
        element("h3", render("app.closest", language), class_="sources-title"),
        element("p", render("app.closest_note", language), class_="closest-note"),
    )
    return _panel(title, cards, render("app.closest", language), "sources closest")


def fictional_badge(language: str) -> Markup:
    """Return the badge that no reader may overlook on a document of our own invention."""
    return element("span", render("app.fictional", language), class_="badge fictional")


def _panel(title: Markup, cards: list[Markup], label: str, classes: str) -> Markup:
    items = join(*(element("li", card) for card in cards))
    return element("aside", title, element("ol", items, class_="cards"), class_=classes, aria_label=label)


def _card(
    document: Document,
    paragraph: Paragraph,
    quoted: tuple[int, int] | None,
    *,
    language: str,
    identifier: str,
    number: str | None,
) -> Markup:
    summary = element(
        "summary",
        element("span", number, class_="card-number") if number else None,
        element(
            "span",
            element("span", printed_label(paragraph.label), class_="card-label"),
            element("span", document_name(document), class_="card-document"),
            _badges(document, paragraph, language),
            class_="card-head",
        ),
    )
    body = context(document, paragraph, quoted, language)
    return element("details", summary, body, class_="source", id=identifier)


def _badges(document: Document, paragraph: Paragraph, language: str) -> Markup:
    status = paragraph.status.value
    addressee = paragraph.addressee
    return element(
        "span",
        element("span", render(f"app.status_{status}", language), class_=f"badge is-{status}"),
        element("span", render("app.addressed", language, addressee=addressee), class_="badge") if addressee else None,
        fictional_badge(language) if document.fictional else None,
        class_="badges",
    )


def context(document: Document, paragraph: Paragraph, quoted: tuple[int, int] | None, language: str) -> Markup:
    """Return the paragraph where it stands: section, chapeau, neighbours, notes, reference.

    ``quoted`` are the offsets of the quotation in the paragraph's text, highlighted by ``<mark>``.
    """
    corpus = Corpus((document,))
    return element(
        "div",
        _place(document, paragraph, language),
        _chapeau(document, paragraph, language),
        _in_order(document, paragraph, quoted, corpus),
        _footnotes(document, paragraph, corpus, language),
        _reference(document, paragraph, quoted, language),
        class_="context",
    )


def _place(document: Document, paragraph: Paragraph, language: str) -> Markup:
    page = None
    if paragraph.page is not None:
        page = element("p", render("app.page", language, page=paragraph.page), class_="page-number")
    steps = join(*(element("li", heading) for heading in paragraph.section))
    path = element(
        "ol",
        steps,
        class_="section",
        lang=document.language,
        aria_label=render("app.section", language),
    )
    return join(
        fictional_badge(language) if document.fictional else None,
        path if paragraph.section else None,
        page,
    )


def _chapeau(document: Document, paragraph: Paragraph, language: str) -> Markup | None:
    if not paragraph.chapeau:
        return None
    return element(
        "div",
        element("p", render("app.chapeau", language), class_="context-title"),
        element("p", paragraph.chapeau, class_="official", lang=document.language),
        class_="chapeau",
    )


def _in_order(document: Document, paragraph: Paragraph, quoted: tuple[int, int] | None, corpus: Corpus) -> Markup:
    """Return the previous paragraph, this one and the next, the neighbours dimmed."""
    lines = []
    for near in corpus.neighbours(paragraph.key):
        own = near.key == paragraph.key
        lines.append(
            element(
                "div",
                element("p", printed_label(near.label), class_="paragraph-label"),
                element("p", _marked(near.text, quoted) if own else near.text, class_="official"),
                class_="paragraph" if own else "paragraph neighbour",
                data_key=near.key,
            )
        )
    return element("div", *lines, class_="paragraphs", lang=document.language)


def _marked(text: str, quoted: tuple[int, int] | None) -> Markup:
    if quoted is None:
        return join(text)
    start, end = quoted
    return join(text[:start], element("mark", text[start:end]), text[end:])


def _footnotes(document: Document, paragraph: Paragraph, corpus: Corpus, language: str) -> Markup | None:
    if not paragraph.footnotes:
        return None
    notes = [corpus.paragraph(key) for key in paragraph.footnotes]
    items = [element("li", element("span", note.label, class_="paragraph-label"), " ", note.text) for note in notes]
    return element(
        "div",
        element("p", render("app.footnotes", language), class_="context-title"),
        element("ul", *items, lang=document.language),
        class_="footnotes",
    )


def _reference(document: Document, paragraph: Paragraph, quoted: tuple[int, int] | None, language: str) -> Markup:
    form = reference(document, paragraph, language)
    quotation = None
    if quoted is not None:
        quote = paragraph.text[quoted[0] : quoted[1]]
        copied = render("app.quote_with_reference", language, quote=quote, reference=form)
        quotation = _copy_button("copy_quote", copied, language)
    back = element(
        "button",
        render("app.back", language),
        type="button",
        class_="quiet back",
        data_returns=True,
    )
    return element(
        "div",
        element("p", form, class_="reference"),
        element(
            "div",
            _copy_button("copy_reference", form, language),
            quotation,
            back if quoted is not None else None,
            class_="actions",
        ),
        class_="cite-as",
    )


def _copy_button(name: str, copied: str, language: str) -> Markup:
    return element(
        "button",
        render(f"app.{name}", language),
        type="button",
        class_=f"quiet {name.replace('_', '-')}",
        data_copy=copied,
        data_copied=render("app.copied", language),
        data_failed=render("app.copy_failed", language),
    )

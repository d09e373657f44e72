"""The same paragraph in the other languages of a document, found by its number.

A document of the United Nations has one symbol in all its languages, and its paragraphs one number. Comes
in: documents and a key. Goes out: the paragraphs of the twins that bear the same number in the same list.
Annexes are matched by their number (annexe II, annex II, anexo II), other lists by their order, since they
are named after their addressees in each language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.model import Document, Paragraph

# The words of keys that differ from language to language; those that the program writes itself do not.
WORDS = {
    **dict.fromkeys(("annexe", "annex", "anexo"), "annex"),
    **dict.fromkeys(("appendice", "appendix", "apendice"), "appendix"),
    **dict.fromkeys(("partie", "part", "parte"), "part"),
    **dict.fromkeys(("liste", "list", "lista"), "list"),
    **dict.fromkeys(("section", "seccion"), "section"),
    **dict.fromkeys(("resolution", "resolucion"), "resolution"),
    "decision": "decision",
}
FIXED = frozenset({"preambule", "note", "texte"})
NUMBER = re.compile(r"^(?:\d+|[ivxlc]+|[a-z])$")

Address = tuple[str, ...]


def variants(documents: Iterable[Document], document: Document, key: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the other languages with the number of ``key``, in the order of ``documents``.

    Empty where the document has no symbol, no twin, or the twins no such paragraph.
    """
    wanted = addresses(document).get(key)
    if wanted is None:
        return ()
    return tuple(paragraph for twin in twins(documents, document) if (paragraph := _at(twin, wanted)))


def twins(documents: Iterable[Document], document: Document) -> tuple[Document, ...]:
    """Return the documents of the same symbol in other languages."""
    if document.symbol is None:
        return ()
    return tuple(
        other for other in documents if other.symbol == document.symbol and other.language != document.language
    )


def addresses(document: Document) -> dict[str, Address]:
    """Return, for each key of a document, what names its paragraph in any language."""
    order: dict[str, int] = {}
    found: dict[str, Address] = {}
    for paragraph in document.paragraphs:
        scope, stroke, rest = paragraph.key.partition("#")[2].rpartition("/")
        found[paragraph.key] = (*_scope(scope, order), rest) if stroke else ("", rest)
    return found


def _scope(slug: str, order: dict[str, int]) -> Address:
    if slug in FIXED:
        return (slug,)
    words = [WORDS.get(word, word) for word in slug.split("-")]
    if words[0] in ("annex", "appendix", "resolution", "decision") and all(
        word in WORDS.values() or NUMBER.match(word) for word in words
    ):
        return tuple(words)
    return ("list", str(order.setdefault(slug, len(order) + 1)))


def _at(document: Document, wanted: Address) -> Paragraph | None:
    named = addresses(document)
    return next((paragraph for paragraph in document.paragraphs if named[paragraph.key] == wanted), None)

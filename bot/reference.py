"""The reference of a paragraph as a UN text prints it, and the short one for a list.

« Assemblée générale, Réunion régionale …, Projet de rapport, San José, 5 février 2025, par. 11 f) ».
What the catalogue does not know is left out; a fictional document says that it is one.
"""

from __future__ import annotations

from store.model import Document, Paragraph
from store.texts import render

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}


def reference(document: Document, paragraph: Paragraph, language: str = "fr") -> str:
    """Return the full reference: document, place and date, then the paragraph's label."""
    date = written_date(document.date, language) if document.date else None
    parts = [document.body, document.meeting, document.title, document.symbol, document.place, date]
    known = [part for part in dict.fromkeys(parts) if part]
    named = known if any((document.title, document.meeting, document.symbol)) else [document.source]
    text = ", ".join([*named, paragraph.label])
    return f"{render('answer.fictional_mark', language)} {text}" if document.fictional else text


def document_name(document: Document) -> str:
    """Return a short name of the document: title and symbol or place, else its file's name."""
    detail = document.symbol or document.place
    if document.title:
        return f"{document.title} ({detail})" if detail else document.title
    return document.symbol or document.meeting or document.source


def written_date(iso: str, language: str) -> str:
    """Return an ISO date as it is written («5 février 2025»); anything else stays as it is."""
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return iso
    months = MONTHS.get(language, MONTHS["fr"])
    day, month = int(parts[2]), months[int(parts[1]) - 1]
    if language == "es":
        return f"{day} de {month} de {parts[0]}"
    first = "1er" if language == "fr" and day == 1 else str(day)
    return f"{first} {month} {parts[0]}"

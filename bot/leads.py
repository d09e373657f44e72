"""Who speaks and with what standing: the sentence that introduces quotations.

Comes in: a document, a status, an addressee, a chapeau. Goes out: a lead in the reader's language
(« Recommandation non négociée (destinataire : ONUDC), Projet de rapport (San José) »).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.reference import document_name
from store.model import Citation, Document, Paragraph, Status
from store.texts import render

NOT_NEGOTIATED = re.compile(
    r"n['’](?:a|ont|est|étaient|avaient|ayant) pas (?:encore )?(?:été )?négocié|(?:non|pas)[ -](?:été )?négocié"
    r"|sans (?:(?:avoir été|être) négocié|négociation)|aucune négociation"
    r"|pas (?:fait )?l['’]objet d(?:e|['’]une) négociation"
    r"|(?:not|never) (?:yet )?(?:been )?negotiated|without (?:being negotiated|negotiation)|no negotiation"
    r"|no (?:fueron|fue|han sido|ha sido) negociad|sin (?:ser negociad|negociación)",
    re.IGNORECASE,
)


def lead(citations: Sequence[Citation], language: str) -> str:
    """Return the lead of quotations that share a document, a standing and an addressee."""
    first = citations[0]
    paragraph = first.paragraph
    number = "many" if len(citations) > 1 else "one"
    parts = [render(f"answer.standing_{_standing(paragraph)}_{number}", language)]
    if paragraph.addressee:
        parts.append(render("answer.addressed", language, addressee=paragraph.addressee))
    parts.append(document_title(first.document, language))
    return render("answer.lead_separator", language).join(parts)


def document_title(document: Document, language: str) -> str:
    """Return the short name of a document, marked when it is fictional."""
    name = document_name(document)
    return f"{render('answer.fictional_mark', language)} {name}" if document.fictional else name


def not_negotiated(paragraph: Paragraph) -> bool:
    """Whether the chapeau (or the paragraph, when it is the chapeau) says that nothing was agreed."""
    return NOT_NEGOTIATED.search(paragraph.chapeau or paragraph.text) is not None


def _standing(paragraph: Paragraph) -> str:
    if paragraph.status is Status.RECOMMENDATION and not_negotiated(paragraph):
        return "recommandation_non_negociee"
    return paragraph.status.value.replace("-", "_")

"""Answers without a model: exact quotations, grouped under leads, recommendations before debate.

Comes in: passages with their evidence. Goes out: statements. Nothing is worded here but the leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer import Statement
from bot.evidence import Evidence
from bot.leads import lead
from bot.quoting import quote_for, quote_whole
from store.corpus import Corpus
from store.model import Citation, Paragraph, Status

ORDER = (Status.RECOMMENDATION, Status.OPERATIVE, Status.ANNEX)


def quote_paragraphs(paragraphs: Iterable[Paragraph], corpus: Corpus, language: str) -> tuple[Statement, ...]:
    """Return statements that quote whole paragraphs, in the order given."""
    citations = [quote_whole(corpus.document_of(p.key), p) for p in paragraphs]
    return group(citations, language)


def quote_evidence(chosen: Sequence[Evidence], terms: Sequence[str], language: str) -> tuple[Statement, ...]:
    """Return statements that quote from each chosen passage what speaks of ``terms``."""
    ranked = sorted(chosen, key=lambda evidence: evidence.passage.paragraph.status not in ORDER)
    citations = [
        citation
        for evidence in ranked
        for citation in quote_for(evidence.passage.document, evidence.passage.paragraph, terms)
    ]
    return group(citations, language)


def group(citations: Sequence[Citation], language: str) -> tuple[Statement, ...]:
    """Put quotations of one document, standing, addressee and chapeau under one lead."""
    groups: dict[tuple[str, Status, str | None, str], list[Citation]] = {}
    for citation in citations:
        paragraph = citation.paragraph
        mark = (citation.document.id, paragraph.status, paragraph.addressee, paragraph.chapeau)
        groups.setdefault(mark, []).append(citation)
    return tuple(Statement(lead(members, language), tuple(members)) for members in groups.values())

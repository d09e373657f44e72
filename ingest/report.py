"""What an operator should know of a document: the numbers found, what is missing, how long it took.

Comes in: a parsed document. Goes out: a JSON object, kept beside the canonical file.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from store.model import Document, Paragraph


def describe(document: Document, seconds: float | None = None) -> dict[str, Any]:
    """Return the report of a document; ``seconds`` is how long reading it took, None when not known."""
    lists = [_list(scope, paragraphs) for scope, paragraphs in _lists(document.paragraphs).items()]
    pages = [paragraph.page for paragraph in document.paragraphs if paragraph.page is not None]
    return {
        "id": document.id,
        "source": document.source,
        "sha256": document.sha256,
        "format": document.format,
        "language": document.language,
        "pages": max(pages, default=None),
        "characters": len(document.text),
        "paragraphs": len(document.paragraphs),
        "numbers": sum(found["found"] for found in lists),
        "lists": lists,
        "gaps": sum(len(found["gaps"]) for found in lists),
        "restarts": max(len([found for found in lists if found["scope"] not in ("note", "preambule")]) - 1, 0),
        "warnings": dict(sorted(Counter(warning.code for warning in document.warnings).items())),
        "coverage": document.coverage.to_json() if document.coverage else None,
        "missing": list(document.missing),
        "seconds": None if seconds is None else round(seconds, 3),
    }


def account(document: Document, seconds: float | None = None) -> dict[str, Any]:
    """Return what is kept of a document beside its canonical file: its report, and its warnings in full."""
    return {
        "report": describe(document, seconds),
        "warnings": [warning.to_json() for warning in document.warnings],
    }


def _lists(paragraphs: tuple[Paragraph, ...]) -> dict[str | None, list[Paragraph]]:
    lists: dict[str | None, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.number:
            lists.setdefault(paragraph.scope, []).append(paragraph)
    return lists


def _list(scope: str | None, paragraphs: list[Paragraph]) -> dict[str, Any]:
    """Describe one list of numbers: ``gaps`` are the numbers, as pairs, between which some are missing."""
    heads = list(dict.fromkeys(paragraph.number[0] for paragraph in paragraphs))
    values = [int(head) for head in heads if head.isdecimal()]
    gaps = [[before, after] for before, after in pairwise(values) if after != before + 1]
    return {
        "scope": scope,
        "first": heads[0],
        "last": heads[-1],
        "found": len(heads),
        "with_sub_levels": len(paragraphs),
        "gaps": gaps,
    }

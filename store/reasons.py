"""Why a paragraph has its status, in words: « titre : Recommandations »."""

from __future__ import annotations

from store.texts import render

CODES = frozenset({"annex", "lead_in", "verb", "resolution", "announces", "reported", "heading", "inherited", "part"})


def shown_reason(reason: str, language: str) -> str:
    """Return ``Paragraph.status_reason`` as a person reads it, empty where no reason is known."""
    code, _, words = reason.partition(":")
    if code not in CODES:
        return ""
    told = render(f"reasons.{code}", language)
    return render("reasons.with_words", language, reason=told, words=words) if words else told

"""The standing of a paragraph: recommendation, debate, operative part … and why.

Comes in: the paragraph's text, its lead-in, the headings above it. Goes out: a status. The lead-in
weighs most, then the paragraph's own verbs, then the nearest heading; where none speaks, the
status is unknown and stays so.
"""

from __future__ import annotations

import re

from store.model import Status

LEADS_TO_RECOMMENDATION = re.compile(
    r"recommand|devraient|encourag|invit|sont convenu|propos[ée]|conclusions? suivante", re.IGNORECASE
)
REPORTED = re.compile(
    r"\b(?:orateurs?|oratrices?|intervenante?s?|participante?s?|délégations?|représentante?s?"
    r"|observat(?:eur|rice)s?"
    r"|déclarations?|[Oo]n a (?:également |aussi |par ailleurs )?(?:fait|souligné|estimé|mentionné"
    r"|évoqué|indiqué|rappelé|noté)"
    r"|question (?:de|des|du)|a (?:aussi |également |en outre )?été (?:mentionnée?|soulignée?"
    r"|évoquée?|rappelée?|abordée?|saluée?|mise en avant)"
    r"|ont (?:aussi |également |en outre )?été (?:mentionnée?s|soulignée?s|évoquée?s|rappelée?s"
    r"|abordée?s|saluée?s))\b"
)
PAST = re.compile(r"\b(?:a|ont|avait|avaient|s'est|se sont|était|étaient)\b")
HEADINGS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(r"résumé|délibérations|débats?\b|discussions?|échanges", re.IGNORECASE), Status.DEBATE),
    (re.compile(r"recommandations?|conclusions?|résultats?", re.IGNORECASE), Status.RECOMMENDATION),
    (
        re.compile(
            r"organisation|ouverture|clôture|participation|adoption de l['’]ordre du jour|documentation", re.IGNORECASE
        ),
        Status.PROCEDURE,
    ),
    (re.compile(r"introduction|généralités|avant-propos|contexte", re.IGNORECASE), Status.INTRODUCTION),
)
RESULT = re.compile(r"résultats? des délibérations", re.IGNORECASE)


def standing(text: str, chapeau: str, section: tuple[str, ...], *, resolution: bool, annex: bool) -> Status:
    """Return the status of a numbered paragraph."""
    if annex:
        return Status.ANNEX
    if chapeau and LEADS_TO_RECOMMENDATION.search(chapeau):
        return Status.OPERATIVE if resolution else Status.RECOMMENDATION
    if resolution:
        return Status.OPERATIVE
    if announces_recommendations(text):
        return Status.RECOMMENDATION
    reported = REPORTED.search(text) is not None and PAST.search(text) is not None
    by_heading = _by_heading(section)
    if reported and by_heading in (None, Status.DEBATE, Status.RECOMMENDATION):
        return Status.DEBATE
    return by_heading or Status.UNKNOWN


def announces_recommendations(text: str) -> bool:
    """Whether the paragraph is itself the lead-in of recommendations («… ont été formulées :»)."""
    return text.rstrip().endswith(":") and LEADS_TO_RECOMMENDATION.search(text) is not None


def _by_heading(section: tuple[str, ...]) -> Status | None:
    for heading in reversed(section):
        if RESULT.search(heading):
            return Status.RECOMMENDATION
        for pattern, status in HEADINGS:
            if pattern.search(heading):
                return status
    return None

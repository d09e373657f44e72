"""The standing of a paragraph: recommendation, debate, operative part … and why.

Comes in: the paragraph's text, its lead-in, the headings above it. Goes out: a status and its reason.
The lead-in weighs most, then the paragraph's own verbs, then the nearest heading; where none speaks,
the status is unknown and stays so. French, English and Spanish documents are read alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.model import Status

LEADS_TO_RECOMMENDATION = re.compile(
    r"recommand|devraient|encourag|invit|sont convenu|propos[ée]|conclusions? suivante"
    r"|recommend|should(?! be noted)|urge[sd]?\b|recomiend|recomendaci|deberían|exhorta|insta\b|alient",
    re.IGNORECASE,
)
# How a paragraph of a resolution begins: a verb without a subject, in the present.
OPERATIVE_VERB = re.compile(
    r"^[«“\"(]?(?P<verb>(?:Se |S['’]|N['’]|Ne |En )?(?:Prie|Invite|Engage|Encourage|Exhorte|Demande"
    r"|Conjure|Adjure|Recommande|Décide|Decide"
    r"|Réaffirme|Reaffirme|Réitère|Rappelle|Souligne|Insiste|Note|Prend (?:acte|note|également|aussi)"
    r"|Accueille|Félicite|félicite|Remercie"
    r"|Condamne|Déplore|Exprime|Reconnaît|Reconnait|Considère|Considere|Constate|Approuve|Adopte"
    r"|Autorise|Charge|Nomme|Crée|Proclame|Déclare"
    r"|déclare|Affirme|Appuie|Appelle|Salue|Sait|Estime|Exige|Lance|Fait|Rend|Confirme|Souscrit"
    r"|Proroge|Proclame|Renouvelle"
    r"|Regarde|réjouit|inquiète|Apprécie|Demeure|Souhaite|Soutient|Regrette|Convient|Entérine"
    r"|Institue|Établit|Etablit|Transmet|Accepte|Engage|Est consciente?|Est préoccupée?)"
    r"|(?:Nous|Decides|Requests|Urges|Invites|Encourages|Calls (?:up)?on|Recommends|Reaffirms|Recalls"
    r"|Welcomes|Notes|Takes note|Expresses"
    r"|Stresses|Emphasizes|Condemns|Recognizes|Acknowledges|Approves|Adopts|Authorizes|Endorses"
    r"|Appeals|Commends|Affirms|Demands|Deplores)"
    r"|(?:Pide|Insta|Exhorta|Invita|Alienta|Solicita|Recomienda|Decide|Reafirma|Recuerda|Acoge"
    r"|Toma nota|Expresa|Subraya|Destaca"
    r"|Condena|Reconoce|Aprueba|Hace suy[ao]s?|Observa))\b(?!\s?[:.\d])"
)
WE = frozenset({"Nous"})
BODY = (
    r"(?:Le (?:Comité|Groupe|Conseil|Sous-Comité|Rapporteur|Bureau|Corps|Mécanisme|Haut|Secrétaire)"
    r"|La (?:Commission|Rapporteuse|Conférence"
    r"|Sous-Commission|Haute)|L['’](?:Expert|Équipe|Atelier|Assemblée|Instance)|Les (?:membres"
    r"|experts|participants|inspecteurs)"
    r"|The (?:Committee|Advisory|Special|Expert|Working|Group|High|Independent|Commission|Secretary)"
    r"|El (?:Comité|Relator|Grupo|Mecanismo|Experto)"
    r"|La (?:Comisión|Relatora|Experta))"
)
RECOMMENDS = re.compile(
    rf"(?:^|[.;] |,\s){BODY}[^.;]{{0,90}}?\s(?P<verb>(?:recommande|engage|exhorte|invite|encourage"
    rf"|prie|demande instamment"
    r"|recommends?|urges?|calls (?:up)?on|encourages?|invites?|recomienda|exhorta|insta|alienta)\b)"
    r"|(?P<impersonal>\b[Ii]l est (?:(?:également|aussi|en outre|vivement) )?recommandé"
    r"|It is recommended|Se recomienda)"
)
REPORTED = re.compile(
    r"\b(?:orateurs?|oratrices?|intervenante?s?|participante?s?|délégations?|représentante?s?"
    r"|observat(?:eur|rice)s?"
    r"|déclarations?|[Oo]n a (?:également |aussi |par ailleurs )?(?:fait|souligné|estimé|mentionné"
    r"|évoqué|indiqué|rappelé|noté)"
    r"|question (?:de|des|du)|a (?:aussi |également |en outre )?été (?:mentionnée?|soulignée?"
    r"|évoquée?|rappelée?|abordée?|saluée?|mise en avant)"
    r"|ont (?:aussi |également |en outre )?été (?:mentionnée?s|soulignée?s|évoquée?s|rappelée?s"
    r"|abordée?s|saluée?s)"
    r"|speakers?|delegations?|panellists?|oradores|delegaciones|panelistas)\b"
)
PAST = re.compile(
    r"\b(?:a|ont|avait|avaient|s'est|se sont|était|étaient|noted|stressed|said|highlighted|expressed"
    r"|emphasized|underlined|señal\w+|subray\w+"
    r"|destac\w+|expres\w+)\b"
)
HEADINGS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (
        re.compile(r"^\W*(?:article|artículo|règle|rule|principe|principle)\s+(?:premier|\d+|[ivx]+)\b", re.IGNORECASE),
        Status.OPERATIVE,
    ),
    (
        re.compile(
            r"résumé|délibérations|débats?\b|discussions?|échanges|summary|deliberations|debate|resumen"
            r"|deliberaciones",
            re.IGNORECASE,
        ),
        Status.DEBATE,
    ),
    (
        re.compile(
            r"recommandations?|conclusions?|résultats?|recommendations?|recomendaci[oó]n(?:es)?|conclusi[oó]n(?:es)?",
            re.IGNORECASE,
        ),
        Status.RECOMMENDATION,
    ),
    (
        re.compile(
            r"^\W*(?:[IVX\d]+\.\s*|[A-H]\.\s*)?"
            r"(?:organisation (?:de la (?:session|réunion|conférence)|des travaux|du congrès)"
            r"|ouverture (?:de|du)\b|clôture (?:de|du)\b|participation$|participants$|documentation$)"
            r"|questions d['’]organisation|adoption d(?:e l['’]ordre du jour|u rapport)|élection du bureau"
            r"|organization of the (?:session|meeting|work)"
            r"|opening of the|closure of the|^\W*attendance$"
            r"|adoption of the (?:agenda|report)|election of officers|apertura|clausura|asistencia"
            r"|aprobación del (?:programa|informe)"
            r"|organización",
            re.IGNORECASE,
        ),
        Status.PROCEDURE,
    ),
    (
        re.compile(
            r"introduction|généralités|avant-propos|contexte|background|foreword|introducción|antecedentes",
            re.IGNORECASE,
        ),
        Status.INTRODUCTION,
    ),
)
RESULT = re.compile(r"résultats? des délibérations|outcome of (?:the )?deliberations", re.IGNORECASE)
LONGEST_REASON = 80


@dataclass(frozen=True, slots=True)
class Standing:
    """A status and its reason: a code (``verb``, ``heading``, ``lead_in`` …) and the words that told."""

    status: Status
    code: str = ""
    words: str = ""

    @property
    def reason(self) -> str:
        """The code and the words in one, as a paragraph keeps it: « heading:Recommandations »."""
        return f"{self.code}:{self.words}" if self.words else self.code


def standing(text: str, chapeau: str, section: tuple[str, ...], *, resolution: bool, annex: bool) -> Status:
    """Return the status of a numbered paragraph."""
    return explain_standing(text, chapeau, section, resolution=resolution, annex=annex).status


def explain_standing(text: str, chapeau: str, section: tuple[str, ...], *, resolution: bool, annex: bool) -> Standing:
    """Return the status of a numbered paragraph, with what it rests on."""
    if annex:
        return Standing(Status.ANNEX, "annex")
    if chapeau and (led := LEADS_TO_RECOMMENDATION.search(chapeau)):
        return Standing(Status.OPERATIVE if resolution else Status.RECOMMENDATION, "lead_in", _word(chapeau, led))
    verb = OPERATIVE_VERB.match(text)
    if resolution:
        return Standing(Status.OPERATIVE, "verb", verb["verb"]) if verb else Standing(Status.OPERATIVE, "resolution")
    if verb and verb["verb"] not in WE:
        return Standing(Status.OPERATIVE, "verb", verb["verb"])
    if announces_recommendations(text):
        return Standing(Status.RECOMMENDATION, "announces")
    return _of_report(text, section)


def _of_report(text: str, section: tuple[str, ...]) -> Standing:
    heading = _by_heading(section)
    if heading.status is Status.OPERATIVE:
        return heading
    reported = REPORTED.search(text) is not None and PAST.search(text) is not None
    if reported and heading.status in (Status.UNKNOWN, Status.DEBATE, Status.RECOMMENDATION):
        return Standing(Status.DEBATE, "reported")
    if heading.status is not Status.DEBATE and (found := RECOMMENDS.search(text)):
        return Standing(Status.RECOMMENDATION, "verb", found["verb"] or found["impersonal"])
    return heading


def announces_recommendations(text: str) -> bool:
    """Whether the paragraph is itself the lead-in of recommendations («… ont été formulées :»)."""
    return text.rstrip().endswith(":") and LEADS_TO_RECOMMENDATION.search(text) is not None


def _by_heading(section: tuple[str, ...]) -> Standing:
    for heading in reversed(section):
        if RESULT.search(heading):
            return Standing(Status.RECOMMENDATION, "heading", heading[:LONGEST_REASON])
        for pattern, status in HEADINGS:
            if pattern.search(heading):
                return Standing(status, "heading", heading[:LONGEST_REASON])
    return Standing(Status.UNKNOWN)


def _word(text: str, match: re.Match[str]) -> str:
    """The whole word in which a match stands."""
    start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
    return text[start:].split()[0].strip(",;:.»")

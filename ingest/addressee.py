"""To whom a text speaks: read from a lead-in or from a paragraph's own verb.

« Les États … devraient être encouragés à : » → États; « Prie le Secrétaire général de … » →
Secrétaire général. What the text does not name stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KNOWN: tuple[tuple[str, str, str], ...] = (
    (r"[ÉE]tats(?: [Mm]embres| parties| Parties| intéressés| concernés)?|[Gg]ouvernements|pays", "États", "aux États"),
    (r"ONUDC|Office des Nations Unies contre la drogue et le crime", "ONUDC", "à l'ONUDC"),
    (r"Secrétaire général(?:e)?", "Secrétaire général", "au Secrétaire général"),
    (r"Secrétariat", "Secrétariat", "au Secrétariat"),
    (r"Haute?-Commissaire(?: des Nations Unies aux droits de l'homme)?", "Haut-Commissaire", "au Haut-Commissaire"),
    (r"Assemblée générale", "Assemblée générale", "à l'Assemblée générale"),
)
REQUEST = (
    r"(?:[Pp]rie|[Ii]nvite|[Ee]ngage|[Ee]ncourage|[Ee]xhorte|[Dd]emande(?: instamment| également"
    r"| aussi| en outre)*(?= (?:à|aux?))"
    r"|[Rr]ecommandée?s?(?= (?:à|aux?))|[Rr]ecommande|[Aa]ppelle|[Rr]equiert|[Cc]harge|encouragée?s?"
    r"|invitée?s?|appelée?s?|priée?s?)"
)
NAME = r"(?P<article>[Ll]es |[Ll]e |[Ll]a |[Ll]['’]|à la |à l['’]|aux |au |tous les |toutes les )(?P<name>{name})"
PROPER = (
    r"[A-ZÉÈÎ][\w'’-]+(?:(?: de la | de l['’]| d['’]| des | du | de | et | pour la | pour le | contre la | )"
    r"(?:[A-ZÉÈÎ][\w-]+|général|générale))*"
)
AGENT = re.compile(rf"{REQUEST}(?: \w+ment| de nouveau| aussi| en outre)?,? {NAME.format(name=PROPER)}")
KNOWN_AGENTS = tuple(
    (re.compile(rf"{REQUEST}(?: \w+ment| de nouveau| aussi| en outre)?,? {NAME.format(name=pattern)}\b"), name)
    for pattern, name, _ in KNOWN
)
SUBJECT = re.compile(
    rf"^(?:[^.;]{{0,400}}?\b)?[Ll]es (?P<name>{KNOWN[0][0]})\b[^.;]{{0,400}}\b(?:devraient|doivent|sont (?:invités"
    rf"|encouragés|priés|appelés))"
)
INVITED = re.compile(
    rf"^(?P<article>[Ll]es |[Ll]e |[Ll]a |[Ll]['’])(?P<name>{PROPER}) (?:est|sont) (?:\w+ment |aussi |également )?"
    r"(?:invité|encouragé|prié|appelé|exhorté|engagé|chargé)e?s?\b"
)
DATIVES = {name: dative for _, name, dative in KNOWN}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is addressed: the name kept with a paragraph, and as it stands in a label."""

    name: str
    dative: str


def find_addressee(text: str) -> Addressee | None:
    """Return whom ``text`` (a lead-in, or an operative paragraph) addresses, if it names anyone."""
    for pattern, name in KNOWN_AGENTS:
        if pattern.search(text):
            return Addressee(name, DATIVES[name])
    if SUBJECT.search(text):
        return Addressee("États", DATIVES["États"])
    match = INVITED.search(text) or AGENT.search(text)
    if match and match["name"] in DATIVES:
        return Addressee(match["name"], DATIVES[match["name"]])
    if match:
        return Addressee(match["name"], _dative(match["article"], match["name"]))
    return None


def _dative(article: str, name: str) -> str:
    kind = article.strip().lower().replace("’", "'")
    forms = {"le": "au", "au": "au", "la": "à la", "à la": "à la", "les": "aux", "aux": "aux"}
    if kind in ("l'", "à l'"):
        return f"à l'{name}"
    return f"{forms.get(kind, 'à')} {name}"

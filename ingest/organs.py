"""The organs of the United Nations by name: as mastheads print them, in French, English and Spanish.

A masthead prints «ASSEMBLEE GENERALE» or «Assemblée générale»; the catalogue has the proper name. Where
no line names the organ, the symbol's series does (A/HRC/… is a document of the Human Rights Council).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.masthead import Line
from ingest.sessions import find_session, folded

# Series of symbols, from the most to the least particular, and the organ's names (fr, en, es).
SERIES = (
    ("A/HRC", "Conseil des droits de l’homme", "Human Rights Council", "Consejo de Derechos Humanos"),
    (
        "E/ESCAP ESCAP",
        "Commission économique et sociale pour l’Asie et le Pacifique",
        "Economic and Social Commission for Asia and the Pacific",
        "Comisión Económica y Social para Asia y el Pacífico",
    ),
    (
        "E/CN.14 E/ECA",
        "Commission économique pour l’Afrique",
        "Economic Commission for Africa",
        "Comisión Económica para África",
    ),
    (
        "E/CN.15",
        "Commission pour la prévention du crime et la justice pénale",
        "Commission on Crime Prevention and Criminal Justice",
        "Comisión de Prevención del Delito y Justicia Penal",
    ),
    ("E/CN.7", "Commission des stupéfiants", "Commission on Narcotic Drugs", "Comisión de Estupefacientes"),
    (
        "E/CN.6",
        "Commission de la condition de la femme",
        "Commission on the Status of Women",
        "Comisión de la Condición Jurídica y Social de la Mujer",
    ),
    (
        "E/CN.4",
        "Commission des droits de l’homme",
        "Commission on Human Rights",
        "Comisión de Derechos Humanos",
    ),
    (
        "UNEP/EA",
        "Assemblée des Nations Unies pour l’environnement du Programme des Nations Unies pour l’environnement",
        "United Nations Environment Assembly of the United Nations Environment Programme",
        "Asamblea de las Naciones Unidas sobre el Medio Ambiente del Programa de las Naciones Unidas para el Medio "
        "Ambiente",
    ),
    (
        "HSP/HA",
        "Assemblée du Programme des Nations Unies pour les établissements humains",
        "United Nations Habitat Assembly of the United Nations Human Settlements Programme",
        "Asamblea de las Naciones Unidas sobre los Asentamientos Humanos",
    ),
    (
        "HRI",
        "Instruments internationaux relatifs aux droits de l’homme",
        "International Human Rights Instruments",
        "Instrumentos internacionales de derechos humanos",
    ),
    ("S", "Conseil de sécurité", "Security Council", "Consejo de Seguridad"),
    ("E", "Conseil économique et social", "Economic and Social Council", "Consejo Económico y Social"),
    ("A", "Assemblée générale", "General Assembly", "Asamblea General"),
)
NAMES = {folded(name).replace("’", "'"): name for _, *names in SERIES for name in names}
GENERAL = frozenset(folded(name) for _, *names in SERIES[-2:] for name in names)
NAMED = re.compile(
    r"^(?:commission|comite|conference (?:des|generale|d)|assemblee|groupe de travail"
    r"|sous-commission|conseil d|conseil de tutelle"
    r"|organe|instance permanente|mecanisme d['’]experts|forum|fonds des|committee|conference of"
    r"|working group|open-ended working"
    r"|sub-?commission|expert mechanism|permanent forum|executive board|board of|comision"
    r"|grupo de trabajo|conferencia de|junta"
    r"|mecanismo de expertos|foro permanente|commission on)\b"
)
ADOPTED_BY = re.compile(
    r"\b(?:par|by|por)\s+(?:l\s?['’]\s?|le |la |les |the |el "
    r"|los )?(?P<organ>[^,\d*\[(]+?)(?:\s+(?:le|a sa|on|at its|el|en su|sur)\b|\s*[*,\d(\[]|$)"
)
SPOKEN = re.compile(r"^(?:l\s?['’]\s?|le |la |les |the |el |los )(?P<organ>[^,]{5,140}?)\s?,?$")
LONGEST = 160


def proper(printed: str) -> str | None:
    """Return the proper name of an organ of the tables; None when it is none of them."""
    squeezed = re.sub(r"\s+", "", folded(printed).replace("’", "'"))
    names = [(re.sub(r"\s+", "", plain), name) for plain, name in NAMES.items()]
    whole = next((name for plain, name in names if plain == squeezed), None)
    # A long name goes on on the next line.
    return whole or next((name for plain, name in names if len(squeezed) >= 30 and plain.startswith(squeezed)), None)


def organ_of_line(line: Line) -> str | None:
    """Return the organ that a masthead's line names, without the session that may follow it."""
    session = find_session(line.text)
    text = line.text[: session[0]] if session and session[0] > 0 else line.text
    text = re.sub(r"^(?:Nations Unies|NATIONS UNIES|United Nations|Naciones Unidas) (?=[A-Z])", "", text)
    text = re.sub(r"\s+Distr\b.*$", "", text, flags=re.IGNORECASE).strip(" *")
    known = proper(text)
    if known:
        return known
    named = NAMED.match(folded(text)) and len(text) <= LONGEST and text[:1].isupper() and text[-1:] not in ".,;:"
    return text if named else None


def organ_adopting(line: Line) -> str | None:
    """Return the organ of « Résolution adoptée par … »."""
    match = ADOPTED_BY.search(line.plain)
    if not match:
        return None
    printed = line.text[match.start("organ") : match.end("organ")].strip()
    return proper(printed) or (printed[:1].upper() + printed[1:] if NAMED.match(folded(printed)) else None)


def organ_speaking(line: Line) -> str | None:
    """Return the organ that begins the text of a resolution (« L'Assemblée générale, »)."""
    match = SPOKEN.match(line.plain)
    return proper(line.text[match.start("organ") : match.end("organ")]) if match else None


def most_particular(found: Sequence[str]) -> str | None:
    """Return the last organ named that is not one under which others sit (a masthead goes from the parent to
    the organ itself), else the first.
    """
    return next((name for name in reversed(found) if folded(name) not in GENERAL), found[0] if found else None)


def organ_of_symbol(symbol: str, language: str) -> str | None:
    """Return the organ whose series the symbol belongs to, named in ``language`` (fr, en, es)."""
    column = {"fr": 1, "en": 2, "es": 3}.get(language, 1)
    for row in SERIES:
        if any(re.match(rf"{re.escape(series)}(?:[/.]|$)", symbol) for series in row[0].split()):
            # A/AC.292 and E/ICEF are bodies of their own, which the series alone does not name.
            bare = row[0] in ("A", "E", "S")
            return row[column] if not bare or re.match(r"\w/(?:RES/|S-|ES-|DEC|\d)", symbol) else None
    return None

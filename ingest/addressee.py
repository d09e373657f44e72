"""To whom a text speaks: read from a lead-in or from a paragraph's own verb.

« Les États … devraient être encouragés à : » → États; « Prie le Secrétaire général de … » →
Secrétaire général; “Calls upon Member States to …” and « Exhorta a los Estados a … » → États. Names are
the French canonical ones whatever the document's language. What the text does not name stays unknown:
« Prend note du rapport du Secrétaire général » asks him for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

STATES = (
    r"[ÉE]tats?(?:[ -][Mm]embres?| parties| Parties| intéressés| concernés| observateurs)?"
    r"|[Gg]ouvernements?(?! \w*ales?)"
    r"|pays(?! touchés)|(?:Member |member )?States?(?: [Pp]art(?:ies|y))?|Governments?"
    r"|Estados?(?: [Mm]iembros?| [Pp]artes?)?|[Gg]obiernos?"
)
KNOWN: tuple[tuple[str, str, str], ...] = (
    (STATES, "États", "aux États"),
    (
        r"(?:UNESCO|Organisation des Nations Unies pour l['’][ée]ducation, la science et la culture)",
        "UNESCO",
        "à l'UNESCO",
    ),
    (
        r"ONUDC|UNODC|Office des Nations Unies contre la drogue et le crime|United Nations Office on Drugs and Crime"
        r"|Oficina de las Naciones Unidas contra la Droga y el Delito",
        "ONUDC",
        "à l'ONUDC",
    ),
    (
        r"[Ss]ecr[ée]taire g[ée]n[ée]rale?|Secretary-General|Secretari[oa] General",
        "Secrétaire général",
        "au Secrétaire général",
    ),
    (r"[Ss]ecr[ée]tariat|[Ss]ecretariat|Secretaría", "Secrétariat", "au Secrétariat"),
    (
        r"Haute?[- ][Cc]ommissaire(?: des Nations Unies aux droits de l['’]homme)?(?! \w+ réfugiés)"
        r"|(?:United Nations )?High Commissioner(?: for Human Rights)?|Alt[oa] Comisionad[oa]",
        "Haut-Commissaire",
        "au Haut-Commissaire",
    ),
    (
        r"Haut[- ]Commissariat(?: des Nations Unies)?(?: aux droits de l['’]homme)?"
        r"|Office of the (?:United Nations )?High Commissioner|Oficina del Alto Comisionado",
        "Haut-Commissariat",
        "au Haut-Commissariat",
    ),
    (r"Assembl[ée]e g[ée]n[ée]rale|General Assembly|Asamblea General", "Assemblée générale", "à l'Assemblée générale"),
    (
        r"Conseil de s[ée]curit[ée]|Security Council|Consejo de Seguridad",
        "Conseil de sécurité",
        "au Conseil de sécurité",
    ),
    (
        r"Conseil des droits de l['’]homme|Human Rights Council|Consejo de Derechos Humanos",
        "Conseil des droits de l'homme",
        "au Conseil des droits de l'homme",
    ),
    (
        r"Conseil [ée]conomique et social|Economic and Social Council|Consejo Económico y Social",
        "Conseil économique et social",
        "au Conseil économique et social",
    ),
    (
        r"Rapporteu(?:r|se)s? sp[ée]cia(?:le?|ux)|Special Rapporteur|Relator(?:a)? Especial",
        "Rapporteur spécial",
        "au Rapporteur spécial",
    ),
    (
        r"[Ee]xperte? ind[ée]pendante?|[Ii]ndependent [Ee]xpert|[Ee]xpert[oa] [Ii]ndependiente",
        "Expert indépendant",
        "à l'Expert indépendant",
    ),
    (
        r"institutions spécialisées|institutions specialisees|specialized agencies|organismos especializados",
        "institutions spécialisées",
        "aux institutions spécialisées",
    ),
    (
        r"(?:organismes|organes|organisations|entités|institutions|fonds|programmes)"
        r"(?: et (?:des |les )?(?:organismes|organes|programmes|fonds|institutions))?"
        r"(?: compétents| compétentes| intéressés| pertinents)? (?:du système )?des Nations [Uu]nies"
        r"|système des Nations Unies|(?:entities|organizations|bodies|agencies) of the United Nations(?: system)?"
        r"|United Nations system|United Nations entities|sistema de las Naciones Unidas",
        "système des Nations Unies",
        "au système des Nations Unies",
    ),
    (
        r"(?:acteurs de la |organisations de la |membres de la )?société civile"
        r"|civil society(?: organizations)?|sociedad civil",
        "société civile",
        "à la société civile",
    ),
    (
        r"organisations (?:internationales et )?non gouvernementales|non-governmental organizations"
        r"|organizaciones no gubernamentales",
        "organisations non gouvernementales",
        "aux organisations non gouvernementales",
    ),
    (
        r"organisations (?:intergouvernementales|internationales"
        r"|régionales)(?: et (?:sous-)?(?:régionales|internationales))?"
        r"|(?:intergovernmental|international|regional) organizations"
        r"|organizaciones (?:intergubernamentales|internacionales|regionales)",
        "organisations intergouvernementales",
        "aux organisations intergouvernementales",
    ),
    (
        r"communaut[ée] internationale|international community|comunidad internacional",
        "communauté internationale",
        "à la communauté internationale",
    ),
    (r"secteur privé|private sector|sector privado", "secteur privé", "au secteur privé"),
    (
        r"(?:acteurs|parties prenantes|partenaires)(?: concernés| pertinents| intéressés| concernées)?"
        r"|stakeholders|partes interesadas|interesados",
        "parties prenantes",
        "aux parties prenantes",
    ),
    (r"donateurs|donors|donantes", "donateurs", "aux donateurs"),
    (r"(?:autres )?parties?(?! prenantes)|signataires|all parties|(?:the )?parties|partes", "parties", "aux parties"),
)
# « demande que » and « décide » ask nobody by name; « recommande » may ask or advise.
ADVERBS = (
    r"(?:,? (?:\w+ment|de nouveau|à nouveau|une nouvelle fois|une fois de plus|de même|aussi|en outre|donc|encore"
    r"|vivement|par ailleurs|à cet égard|en conséquence|a cet égard|à cette fin),?)*"
)
REQUEST = (
    r"(?:\b(?:[Pp]rie|[Ii]nvite|[Ee]ngage|[Ee]ncourage|[Ee]xhorte|[Cc]onjure|[Aa]djure|[Ss]omme|[Pp]resse|[Dd]emande"
    r"|[Rr]ecommande|[Aa]ppelle|[Rr]equiert|[Cc]harge|[Aa]utorise|[Ll]ance \S+ (?:nouvel )?appel"
    r"|fait appel|Fait appel"
    r"|Adresse un appel|[Pp]rions|[Ii]nvitons|[Ee]ngageons|[Ee]ncourageons|[Ee]xhortons|[Dd]emandons"
    r"|[Rr]ecommandons|[Aa]ppelons|encouragée?s?|invitée?s?|appelée?s?|priée?s?|recommandé)\b"
    + ADVERBS
    + r"|\b(?:[Rr]équests?|[Rr]equests?|[Uu]rges?|[Ii]nvites?|[Ee]ncourages?|[Cc]alls (?:up)?on"
    r"|[Aa]ppeals to|[Rr]ecommends to"
    r"|[Rr]equested|[Uu]rged|[Ii]nvited|[Ee]ncouraged)\b(?:,? (?:\w+ly|also|further|again|once more),?)*"
    r"|\b(?:[Cc]alls (?:also|further|again) upon)"
    r"|\b(?:[Pp]ide|[Ii]nsta|[Ee]xhorta|[Ii]nvita|[Aa]lienta|[Ss]olicita"
    r"|[Rr]ecomienda)\b(?:,? (?:\w+mente|también|asimismo|además|nuevamente),?)*)"
)
ARTICLE = (
    r"(?:de )?(?P<article>[Tt]ou(?:s|tes) les (?:autres )?|à tou(?:s|tes) les (?:autres )?|à chaque "
    r"|aux autres |aux |au |à la |à l['’]|les autres |[Ll]es |[Ll]e |[Ll]a "
    r"|[Ll]['’]|all (?:the )?(?:other )?|[Tt]he |a todos los |a los |a las |al |a la |los |las |)"
)
NAMES = "|".join(f"(?P<k{number}>{pattern})" for number, (pattern, _, _) in enumerate(KNOWN))
ACTOR = re.compile(rf" ?{ARTICLE}(?:{NAMES})(?![\w-])")
VERB = re.compile(REQUEST)
# Between two addressees: what tells more of the first, then « , », « et » or « ainsi que ».
NEXT = re.compile(
    r"(?:,| et| ainsi qu[e'’]| ou| and| as well as| y| así como)(?: (?:notamment|également|aussi))?(?= )|(?<=qu['’])"
)
PROPER = (
    r"[A-ZÉÈÎ][\w'’-]+(?:(?: de la | de l['’]| d['’]| des | du | de | et | pour la | pour le | contre la | )"
    r"(?:[A-ZÉÈÎ][\w-]+|général|générale))*"
)
# An organ's name goes on in small letters: « Commission des stupéfiants », « Puissance administrante ».
ORGAN = re.compile(
    r" (?P<article>les |le |la |l['’]|à la |à l['’]|à (?=[A-ZÉÈÎ])|aux |au |the "
    r"|)(?P<name>[A-ZÉÈÎ][\w-]+(?: (?!ainsi |et (?:les |aux |[A-Z]))[^\s,;:.()]+){0,12})"
)
# Where what is asked for begins: no one named after it is addressed.
ASKED = re.compile(
    r"(?: à| a| de| d['’]| afin de| pour|,? en vue de)(?: ne (?:pas|plus)| n['’]| se| s['’]| lui"
    r"| leur| y| en| l['’]| la| le| les| nous| \w+ment)* ?"
    r"(?!Commissaire|Niger|Alger)[a-zé]\w+(?:er|ir|ire|dre|tre|oir|aire|uire|vre|pre|cre)\b"
    r"| (?:à|de)\s*:| to [a-z]+| a que |(?<!ainsi) que |(?<!ainsi) qu['’]| that | sur | d['’]un "
    r"| lorsqu| quand | quant | for (?!Human)| en (?!particulier)"
    r"|[:;]"
)
SUBJECT_VERB = re.compile(
    r"\b(?:devraient|devrait|doivent|doit|sont (?:vivement |instamment |également )?(?:invités"
    r"|encouragés|priés|appelés)"
    r"|(?:est|sont) (?:\w+ment |aussi |également )?(?:invité|encouragé|prié|appelé|exhorté|engagé|chargé)e?s?"
    r"|should|are (?:strongly )?(?:invited|encouraged|urged|requested)|is (?:invited|encouraged|urged"
    r"|requested)|deberían|deben|debería)\b"
)
SUBJECT = re.compile(
    rf"(?:^|[.,] |^[^.;]{{0,300}}\b(?:que |qu['’]|that ))(?P<article>(?:[Tt]ous )?[Ll]es |[Ll]e "
    rf"|[Ll]a |[Ll]['’]|[Tt]he |[Ll]os |[Ee]l |)(?:{NAMES})(?![\w-])"
)
INVITED = re.compile(
    rf"^(?P<article>[Ll]es |[Ll]e |[Ll]a |[Ll]['’])(?P<name>{PROPER}) (?:est|sont) (?:\w+ment |aussi |également )?"
    r"(?:invité|encouragé|prié|appelé|exhorté|engagé|chargé)e?s?\b"
)
DATIVES = {name: dative for _, name, dative in KNOWN}
# Verbs that may take as object what is encouraged or recommended rather than whom is asked.
WITH_DATIVE = re.compile(r"(?:[Dd]emand|[Rr]ecommand(?!ée)|[Ll]ance |[Ff]ait appel|Adresse|recommandé)", re.ASCII)
LONGEST = 700
FURTHEST = 300


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is addressed: the name kept with a paragraph, and as it stands in a label."""

    name: str
    dative: str


def find_addressee(text: str) -> Addressee | None:
    """Return whom ``text`` (a lead-in, or an operative paragraph) addresses first, if it names anyone."""
    return next(iter(find_addressees(text)), None)


def find_addressees(text: str) -> tuple[Addressee, ...]:
    """Return all whom the first request of ``text`` names, in their order, each once."""
    text = text[:LONGEST]
    for match in VERB.finditer(text):
        found = _asked(text, match) or _organ(text, match)
        if found:
            return tuple(dict.fromkeys(found))
    subject = _subject(text)
    if subject:
        return (subject,)
    invited = INVITED.search(text)
    return (_named(invited["article"], invited["name"]),) if invited else ()


def _asked(text: str, verb: re.Match[str]) -> list[Addressee]:
    """The known addressees that follow a verb, up to what is asked of them."""
    first = ACTOR.match(text, verb.end())
    if first is None or not _takes(verb[0], first["article"]):
        return []
    stop = ASKED.search(text, first.end())
    limit = stop.start() if stop else min(len(text), first.end() + 300)
    found = [_known(first)]
    for separator in NEXT.finditer(text, first.end(), limit):
        another = ACTOR.match(text, separator.end())
        if another is not None and another.end() <= limit:
            found.append(_known(another))
    return found


def _takes(verb: str, article: str) -> bool:
    """Whether the verb's object can be who is asked: « demande aux », not « demande les »."""
    if WITH_DATIVE.match(verb):
        return article.startswith(("à", "au", "a ", "al", "de "))
    return True


def _organ(text: str, verb: re.Match[str]) -> list[Addressee]:
    """An organ of a name that is not known beforehand."""
    match = ORGAN.match(text, verb.end())
    if match is None or not _takes(verb[0], match["article"]):
        return []
    start = match.start("name")
    stop = ASKED.search(text, start)
    if not (stop and stop.start() - start < FURTHEST) and not WITH_DATIVE.match(verb[0]):
        return []
    name = text[start : min(match.end(), stop.start() if stop else match.end())].strip()
    return [_named(match["article"], name)] if name else []


def _subject(text: str) -> Addressee | None:
    for match in _subjects(text):
        verb = SUBJECT_VERB.search(text, match.end())
        if verb is not None and not re.search(r"[.;]", text[match.end() : verb.start()]):
            return _known(match)
    return None


def _subjects(text: str) -> Iterator[re.Match[str]]:
    if SUBJECT_VERB.search(text):
        yield from SUBJECT.finditer(text)


def _known(match: re.Match[str]) -> Addressee:
    number = next(number for number in range(len(KNOWN)) if match[f"k{number}"])
    return Addressee(KNOWN[number][1], KNOWN[number][2])


def _named(article: str, name: str) -> Addressee:
    return Addressee(name, DATIVES[name]) if name in DATIVES else Addressee(name, _dative(article, name))


def _dative(article: str, name: str) -> str:
    kind = article.strip().lower().replace("’", "'")
    forms = {"le": "au", "au": "au", "la": "à la", "à la": "à la", "les": "aux", "aux": "aux"}
    if kind in ("l'", "à l'"):
        return f"à l'{name}"
    return f"{forms.get(kind, 'à')} {name}"

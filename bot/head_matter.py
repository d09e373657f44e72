"""What has no number: facts of the lines before the first one, and parts that have a name.

Comes in: a question that asks who reported, where, when, in which language or under which agenda item,
and nothing else, or that asks for the introduction as a whole. Goes out: the lines that say so, quoted
one by one, or the part. « Où ont lieu les vols ? » is no such question: it has a subject of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.quoting import quote_whole, sentences
from bot.understanding import META, Understanding
from store.corpus import Corpus
from store.lexicon import fold, stems
from store.model import Citation, Document, Paragraph, Status

MOST_DOCUMENTS = 6
LINE = re.compile(r"[^\n]+")
MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march"
    "|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio"
    "|agosto|septiembre|octubre|noviembre|diciembre"
)
LANGUAGES = (
    "anglais|francais|espagnol|arabe|chinois|russe|english|french|spanish|arabic|chinese|russian|ingles|frances|espanol"
)
DATED = re.compile(
    rf"\b(?:\d{{1,2}}(?:er)?|{MONTHS})\W+(?:de |del )?(?:{MONTHS}|\d{{1,2}},?)?\W*(?:de |del )?\d{{4}}\b"
)


@dataclass(frozen=True, slots=True)
class _Fact:
    """How a fact is asked for, and which lines say it (both on folded text)."""

    asked: re.Pattern[str]
    said: re.Pattern[str]


PLACE = _Fact(
    re.compile(
        r"(?<!\w)ou (?:se |s'|a |ont |est |etait |eut )|\blieu\b|\bquelle ville|\bwhere\b|\bdonde\b"
        r"|\btenue?s?\b|\btien(?:t|nent)\b|\bderoule|\breuni(?:e|s|es)?\b|\b(?:took|take) place|\bheld\b|\bcelebr"
    ),
    re.compile(rf"^[^\W\d][^:]{{2,40}}(?:\([^)]*\))?,\s[^:]*{DATED.pattern}|\ba [^:]{{3,40}}, .*{DATED.pattern}"),
)
FACTS = (
    _Fact(
        re.compile(r"\brapporteu|\bqui a (?:redige|ecrit|etabli)|\bredact|\bauteur|\bwho (?:wrote|drafted)|\brelator"),
        re.compile(r"\brapporteu|\brelator|\b(?:etabli|redige|presente|soumis) par\b|\bprepared by\b"),
    ),
    _Fact(re.compile(r"\blangues?\b|\blanguages?\b|\bidiomas?\b"), re.compile(rf"\boriginal\b|\b(?:{LANGUAGES})\b")),
    _Fact(
        re.compile(r"\bordre du jour\b|\bagenda\b|\borden del dia\b"),
        re.compile(r"\bordre du jour\b|\bagenda\b|\borden del dia\b"),
    ),
    _Fact(re.compile(r"\bdistribution\b|\bdistribue|\bdistr\b"), re.compile(r"^distr\b")),
    PLACE,
    _Fact(re.compile(r"\bquand\b|\bdates?\b|\bquels? jours?\b|\bwhen\b|\bcuando\b|\bfechas?\b|\bannee\b"), DATED),
)
# The parts of a document that have a name instead of a number.
PARTS = (
    (re.compile(r"\bintroduction\b|\bintroduccion\b"), Status.INTRODUCTION),
    (re.compile(r"\ben-?\s?tetes?\b|\bheader\b|\bhead matter\b|\bencabezado\b"), Status.HEAD),
    (re.compile(r"\bpreambules?\b|\bpreambles?\b|\bpreambulos?\b"), Status.PREAMBLE),
    (re.compile(r"\bannexes?\b|\bannex\b|\banexos?\b"), Status.ANNEX),
    (re.compile(r"\bnotes de bas de page\b|\bles notes\b|\bfootnotes\b|\blas notas\b"), Status.NOTE),
)
PART_WORDS = frozenset(
    stems(
        """introduction introducción en-tête entête tête header head matter encabezado préambule preamble preámbulo
        annexe annexes annex anexo notes note bas page footnotes notas lis lire lisez entier entière intégral
        intégralement complet complète montre montrer affiche cite texte""".lower()
    )
)
ABOUT_DOCUMENTS = META | frozenset(
    stems(
        """rapporteur rapporteuse rapporteurs rédigé rédiger rédaction rédacteur rédactrice écrit écrire établi auteur
        autrice langue langues original originale originales ordre jour jours inscrit date dates année lieu ville
        pays tenir tenu tenue tient déroulé déroulée déroule réunis réuni réunie réunion session conférence
        rencontre congrès atelier séance rapport projet texte document avis compte rendu résolution publié publiée
        daté adopté adoptée distribué distribution nom nommé appelle nationalité vient traité examiné relève titre
        quatrième groupe expert experts experte existe existent disponible disponibles officiel officielle date-t-il
        was were the did does has it its is in of happen happened wrote drafted drafter held place take took
        language languages agenda item items date year city conference workshop session published issued country
        relator redactó escribió idioma idiomas fecha lugar ciudad celebró celebrada celebrado tuvo cuándo dónde
        reunión conferencia orden día punto who when where which""".lower()
    )
)


def head_facts(understood: Understanding, corpus: Corpus) -> tuple[Citation, ...]:
    """Return the lines of the documents in question that say the fact asked for; none when none is."""
    if any(term not in ABOUT_DOCUMENTS for term in understood.subject):
        return ()
    folded = fold(understood.question).replace("’", "'")
    facts = [fact for fact in FACTS if fact.asked.search(folded)]
    wanted = understood.filters.documents
    documents = [document for document in corpus.documents.values() if not wanted or document.id in wanted]
    found = [list(_lines(document, facts, understood)) for document in documents]
    told = [citations for citations in found if citations]
    return tuple(citation for citations in told[:MOST_DOCUMENTS] for citation in citations)


def parts_named(understood: Understanding, corpus: Corpus) -> tuple[Citation, ...]:
    """Return whole the unnumbered parts that a question names and asks nothing else about (« lis-moi
    l'introduction »); none when it names none.
    """
    folded = fold(understood.question).replace("’", "'")
    statuses = {status for pattern, status in PARTS if pattern.search(folded)}
    if not statuses or any(term not in META | PART_WORDS for term in understood.subject):
        return ()
    found = (p for p in corpus.paragraphs if p.status in statuses and p.text.strip() and understood.filters.admits(p))
    return tuple(quote_whole(corpus.document_of(p.key), p) for p in found)


def _lines(document: Document, facts: list[_Fact], understood: Understanding) -> Iterator[Citation]:
    told: set[tuple[str, int]] = set()
    for fact in facts:
        found = list(_said(document, fact, understood))
        for citation in found:
            mark = (citation.paragraph.key, citation.start)
            if mark not in told:
                told.add(mark)
                yield citation
        # The line that says where also says when; the day of distribution is another.
        if fact is PLACE and found:
            return


def _said(document: Document, fact: _Fact, understood: Understanding) -> Iterator[Citation]:
    for paragraph in _front(document):
        if not understood.filters.admits(paragraph):
            continue
        for line in LINE.finditer(paragraph.text):
            for start, end in sentences(line.group()):
                text = fold(line.group()[start:end]).replace("’", "'")
                if fact.said.search(text):
                    yield Citation(
                        document, paragraph, *_whole(paragraph.text, line.start() + start, line.start() + end)
                    )


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a line begins and ends, with the next one where that goes on in small letters."""
    following = LINE.match(text, end + 1) if text[end : end + 1] == "\n" else None
    return start, following.end() if following and following.group()[0].islower() else end


def _front(document: Document) -> list[Paragraph]:
    """The head matter; the introduction of a document that has none."""
    head = [p for p in document.paragraphs if p.status is Status.HEAD]
    return head or [p for p in document.paragraphs if p.status is Status.INTRODUCTION]

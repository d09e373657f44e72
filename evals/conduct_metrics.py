"""Whether to answer, and whether what is said about the citations is true.

Refusals are read from the structured status, never from the wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from bot.answer import AnswerStatus
from bot.reference import document_name
from evals.answers import GivenCitation, plain, without_quotations
from evals.citations_in_text import read_citations
from evals.folding import fold, fold_case, words
from evals.scoring import Attempt, Kind, Score, because, share
from evals.sources import Sources
from store.model import Paragraph, Status


@dataclass(frozen=True, slots=True)
class Hallucination:
    """Whether it answered although the corpus does not. Its mean is the hallucination rate.

    Source: NoMIRACL (Thakur et al. 2024). Everything but a refusal counts as an answer, and so
    does no reply at all.
    """

    name: ClassVar[str] = "hallucination"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "low"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 where it answered and should not have."""
        if attempt.case.answerable:
            return Score(None, because("answerable"))
        status = attempt.answer.status
        if attempt.answer.refused:
            return Score(0.0, because("rightly_refused"))
        return Score(1.0, because("hallucinated", status=status))


@dataclass(frozen=True, slots=True)
class WrongRefusal:
    """Whether it refused although the corpus answers. Its mean is the error rate.

    Source: NoMIRACL (Thakur et al. 2024). No reply at all counts as one.
    """

    name: ClassVar[str] = "wrong_refusal"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "low"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 where it refused and should not have."""
        if not attempt.case.answerable:
            return Score(None, because("unanswerable"))
        if attempt.missing or attempt.answer.refused:
            return Score(1.0, because("wrongly_refused", status=attempt.answer.status))
        return Score(0.0, because("rightly_answered", status=attempt.answer.status))


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether it was right to answer or to refuse, over every case.

    Source: accuracy of abstention, as in SQuAD 2.0 (Rajpurkar, Jia & Liang 2018). F1 of answering
    and of refusing are computed from the same table over a whole run (``evals.summary``).
    """

    name: ClassVar[str] = "decision"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 where the decision was right."""
        if attempt.missing:
            return Score(0.0, because("missing"))
        right = attempt.answer.refused != attempt.case.answerable
        code = "decision_right" if right else "decision_wrong"
        return Score(float(right), because(code, status=attempt.answer.status))


@dataclass(frozen=True, slots=True)
class StatusCoherence:
    """Whether status, text and citations agree.

    Source: the contract in DESIGN.md of this project. A refusal cites nothing; an answer cites
    something; a question back cites two readings or more; there is always a text to read.
    """

    name: ClassVar[str] = "status_coherence"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and what does not agree."""
        answer, count = attempt.answer, len(attempt.cited)
        if attempt.missing:
            return Score(0.0, because("missing"))
        if not answer.text.strip():
            return Score(0.0, because("no_text"))
        if answer.refused and count:
            return Score(0.0, because("refused_but_cites", keys=attempt.names(attempt.cited)))
        least = {AnswerStatus.REFUSED.value: 0, AnswerStatus.CLARIFY.value: 2}.get(answer.status, 1)
        if count < least:
            return Score(0.0, because("cites_too_few", status=answer.status, count=count))
        return Score(1.0, because("coherent"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Share of the citations whose status, addressee, label, list and chapeau are the corpus's.

    Source: DESIGN.md of this project (who said it, with what standing, to whom). Only the fields
    that a system gives are compared, and a field given as null is a statement too.
    """

    name: ClassVar[str] = "attribution"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share, and the first field that is wrong."""
        shown = [c for c in attempt.answer.citations if c.shown]
        if not shown:
            return Score(None, because("nothing_shown"))
        faults = [fault for c in shown if (fault := _misattributed(c, attempt.sources)) is not None]
        if not faults:
            return Score(1.0, because("attributed", count=len(shown)))
        key, field, expected, got = faults[0]
        reason = because("misattributed", key=key, field=field, expected=expected, got=got)
        return Score(share(len(shown) - len(faults), len(shown)), reason)


def _misattributed(citation: GivenCitation, sources: Sources) -> tuple[str, str, Any, Any] | None:
    paragraph = sources.get(citation.key)
    if paragraph is None:
        return citation.key, "key", "—", citation.key
    document = sources.documents[paragraph.document_id]
    true: dict[str, Any] = {
        "document": document.id,
        "source": document.source,
        "label": paragraph.label,
        "number": paragraph.number,
        "scope": paragraph.scope,
        "status": paragraph.status.value,
        "addressee": paragraph.addressee,
        "chapeau": paragraph.chapeau,
        "section": paragraph.section,
        "page": paragraph.page,
        "fictional": document.fictional,
    }
    for field, value in citation.shown:
        if not _same(true[field], value):
            return sources.name(citation.key), field, true[field], value
    return None


def _same(true: Any, given: Any) -> bool:
    if isinstance(true, str) and isinstance(given, str):
        return fold(true) == fold(given)
    return bool(true == given)


@dataclass(frozen=True, slots=True)
class NamedAsCited:
    """Share of the cited paragraphs that the text names as it cites them, no other beside.

    Source: issue 3 of this project: the reference that a person reads must be the one that was
    verified. Numbers inside quotations cite nothing. A number that the question itself asks for
    may be named without being cited («le paragraphe 12 n'existe pas»).
    """

    name: ClassVar[str] = "named_as_cited"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share, and what is named otherwise than cited."""
        answer = attempt.answer
        if answer.read_from_text or answer.refused or not answer.citations:
            return Score(None, because("nothing_to_compare"))
        documents = {key.partition("#")[0] for key in answer.cited}
        said = plain(without_quotations(answer.text))
        mentions = read_citations(said, attempt.sources, documents)
        asked = set(re.findall(r"\d+", attempt.case.question))
        named: set[str] = set()
        stray: set[str] = set()
        for mention in mentions:
            hits = set(mention.keys) & attempt.cited
            named |= hits
            if not hits and not set(re.findall(r"\d+", mention.written)) <= asked:
                stray.add(mention.written)
        silent = attempt.cited - named
        whole = len(attempt.cited) + len(stray)
        reason = because("named", count=len(named))
        if silent or stray:
            strays = ", ".join(sorted(stray)) or "—"
            reason = because("named_otherwise", silent=attempt.names(silent), stray=strays)
        return Score(share(len(named), whole), reason)


_STANDINGS = (
    (
        frozenset({Status.RECOMMENDATION, Status.OPERATIVE}),
        re.compile(r"\b(?:recommand(?!ation \d)|recommend(?!ation \d)|recomend|recomiend)\w*"),
    ),
    (
        frozenset({Status.DEBATE, Status.PROCEDURE}),
        re.compile(
            r"\b(?:résumé des (?:débats|délibérations)|summary of the (?:debate|deliberations)"
            r"|resumen (?:del debate|de los debates))"
        ),
    ),
)
_DENIED = re.compile(
    r"(?:\bpas|\bnon|\bni|\baucune?|\bsans|\bne|\bn'|\bnot|\bno|\bwithout|\bsin|\bninguna?)\W+(?:\w+\W+){0,3}$"
)
_ADDRESSED = re.compile(
    r"(?:destinataires?\s*:|adressée?s?\s+(?:à|aux?)|addressed\s+to|addressees?\s*:|dirigidas?\s+a|"
    r"destinatarios?\s*:)\s*(?:l'|la |les |the |los |al )?"
)


@dataclass(frozen=True, slots=True)
class StandingSaid:
    """Whether the standing and addressee that the text states are those of a paragraph cited.

    Source: DESIGN.md of this project: a debate is no recommendation. Looked for outside
    quotations, references and titles; a denial («ce n'est pas une recommandation») states nothing.
    """

    name: ClassVar[str] = "standing_said"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and what is stated that no cited paragraph bears out."""
        cited = [p for key in attempt.answer.cited if (p := attempt.sources.get(key)) is not None]
        if attempt.answer.refused or not cited:
            return Score(None, because("nothing_to_compare"))
        text = _own_words(attempt)
        stated = [match for _, pattern in _STANDINGS for match in _asserted(pattern, text)]
        stated += list(_ADDRESSED.finditer(text))
        if not stated:
            return Score(None, because("nothing_stated"))
        if false := _false_standing(text, cited) or _false_addressee(text, cited, attempt.sources):
            return Score(0.0, because("misstated", words=false))
        return Score(1.0, because("stated", count=len(stated)))


def _own_words(attempt: Attempt) -> str:
    """Return what the system says itself: without quotations, titles and references."""
    text = fold_case(plain(without_quotations(attempt.answer.text)))
    for document in attempt.sources.documents.values():
        for title in (document_name(document), document.title or ""):
            text = text.replace(fold_case(title), " ") if title else text
    return re.sub(r"\b(?:recommandations?|recommendations?|recomendaci\w+)\s+\d+", " ", text)


def _asserted(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [m for m in pattern.finditer(text) if not _DENIED.search(text[: m.start()][-40:])]


def _false_standing(text: str, cited: list[Paragraph]) -> str | None:
    for statuses, pattern in _STANDINGS:
        asserted = _asserted(pattern, text)
        if asserted and not any(paragraph.status in statuses for paragraph in cited):
            return asserted[0].group()
    return None


def _false_addressee(text: str, cited: list[Paragraph], sources: Sources) -> str | None:
    known = {p.addressee for p in sources.paragraphs.values() if p.addressee}
    right = {paragraph.addressee for paragraph in cited}
    for match in _ADDRESSED.finditer(text):
        for addressee in sorted(known - right):
            if text.startswith(fold_case(addressee), match.end()):
                return addressee
    return None


@dataclass(frozen=True, slots=True)
class FilterRespected:
    """Whether everything cited and retrieved lies in the documents that were asked for.

    Source: issue 3 of this project; DESIGN.md, the «documents» of a question.
    """

    name: ClassVar[str] = "filter_respected"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and what lies outside."""
        if not attempt.case.documents:
            return Score(None, because("no_filter"))
        retrieved = {passage.key for passage in attempt.answer.passages or ()}
        known = {key for key in attempt.cited | retrieved if attempt.sources.get(key) is not None}
        outside = {k for k in known if k.partition("#")[0] not in attempt.case.documents}
        if outside:
            return Score(0.0, because("outside_filter", keys=attempt.names(outside)))
        return Score(1.0, because("inside_filter"))


_FRAME_WORDS = {
    "fr": frozenset(
        "le la les l' de du des un une et est sont dans pour sur aux au que qui ne pas par ce "
        "cette ces selon avec aucun aucune il elle été voici dit rapport corpus plus non a en "
        "recommandation recommandations résumé débats négociée négociées destinataire "
        "destinataires réponse note notes bas page dispositif résolution".split()
    ),
    "en": frozenset(
        "the of and is are in to for on that which not by this these according with no it has "
        "been was were from following here says say report corpus an be recommendation "
        "recommendations summary debate negotiated addressed addressee answer".split()
    ),
    "es": frozenset(
        "el los las del un una y es son en para sobre que no por este esta estos según con ningún "
        "ninguna se ha han sido lo al dice dicen informe corpus más a de recomendación "
        "recomendaciones resumen debate negociada negociadas destinatario destinatarios "
        "respuesta".split()
    ),
}
_LEAST_FRAME_WORDS = 2
_RUN = 5


def language_of(text: str, quoted: Sequence[str] = ()) -> str | None:
    """Return the language of the words around the quotations, or None where too few tell it.

    Words in quotation marks are left out, and so is every run of five words of the texts
    ``quoted`` and every name among them (a title, a label): they stay in their own language.
    """
    bare = re.sub(r"«[^»]*»|“[^”]*”", " ", without_quotations(text))
    bare = fold_case(plain(bare))
    for name in sorted({fold_case(item) for item in quoted}, key=len, reverse=True):
        bare = bare.replace(name, " ") if name else bare
    found = _not_from(words(bare), quoted)
    parts = [part for word in found for part in re.split(r"(?<=')", word)]
    counts = {language: sum(part in known for part in parts) for language, known in _FRAME_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    tied = sum(count == counts[best] for count in counts.values()) > 1
    return None if tied or counts[best] < _LEAST_FRAME_WORDS else best


def _own_of_sources(attempt: Attempt) -> list[str]:
    """Return what an answer shows in the corpus's language: texts, labels, addressees, titles."""
    keys = (*attempt.answer.cited, *(p.key for p in attempt.answer.passages or ()))
    shown = [p for key in keys if (p := attempt.sources.get(key)) is not None]
    found = [text for p in shown for text in (p.text, p.label, p.addressee or "")]
    for document in attempt.sources.documents.values():
        found += [document_name(document), document.title or "", document.source]
    return [text for text in found if text]


def _not_from(found: list[str], quoted: Iterable[str]) -> list[str]:
    """Return the words that do not stand in a run of five words of ``quoted``."""
    runs = {tuple(run) for text in quoted for run in _runs(words(text))}
    taken = {i + k for i, run in enumerate(_runs(found)) if tuple(run) in runs for k in range(_RUN)}
    return [word for i, word in enumerate(found) if i not in taken]


def _runs(found: list[str]) -> list[list[str]]:
    return [found[i : i + _RUN] for i in range(len(found) - _RUN + 1)]


@dataclass(frozen=True, slots=True)
class AnswerLanguage:
    """Whether the answer speaks the question's language around the quotations.

    Source: issue 3 of this project; told by frequent words (Cavnar & Trenkle 1994 for the idea),
    which needs no model and does not depend on the quotations, which stay in the original.
    """

    name: ClassVar[str] = "answer_language"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and the language found."""
        found = language_of(attempt.answer.text, _own_of_sources(attempt))
        if found is None:
            return Score(None, because("language_untold"))
        right = found == attempt.case.language
        code = "language_right" if right else "language_wrong"
        return Score(float(right), because(code, found=found, expected=attempt.case.language))

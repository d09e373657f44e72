"""Whether the words are those of the paragraph, and whether the right ones were said.

A quotation is compared with the paragraph that is *cited* for it, never with whatever paragraph
would suit, and only typography is forgiven (``evals.folding``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from evals.answers import GivenCitation, plain, quotations_of, without_quotations
from evals.cases import Nugget
from evals.citations_in_text import Mention, read_citations
from evals.folding import first_difference, fold, fold_case, quoted_in
from evals.scoring import Attempt, Kind, Reason, Score, because, share
from evals.sources import Sources

_BESIDE = 40


@dataclass(frozen=True, slots=True)
class QuotationFidelity:
    """Share of the citations whose quotation is verbatim inside the paragraph they cite.

    Source: issue 3 of this project; exact quotation as in WebGPT (Nakano et al. 2021) and
    GopherCite (Menick et al. 2022). Offsets and the paragraph's own text, where given, must agree
    to the character; quotations up to typography and […]. Not applicable where nothing is quoted.
    """

    name: ClassVar[str] = "quotation_fidelity"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share, and the first quotation that is not faithful."""
        quoted = [c for c in attempt.answer.citations if _quotes(c)]
        if not quoted:
            return Score(None, because("no_quotation"))
        faults = [fault for c in quoted if (fault := _fault(c, attempt.sources)) is not None]
        reason = faults[0] if faults else because("faithful", count=len(quoted))
        return Score(share(len(quoted) - len(faults), len(quoted)), reason)


def _quotes(citation: GivenCitation) -> bool:
    return bool(citation.quote) or citation.paragraph is not None or citation.start is not None


def _fault(citation: GivenCitation, sources: Sources) -> Reason | None:
    """Return why a quotation is not faithful, or None where it is."""
    paragraph = sources.get(citation.key)
    if paragraph is None:
        return because("quotes_nothing", key=citation.key)
    name, quote = sources.name(citation.key), citation.quote or ""
    if citation.paragraph is not None and citation.paragraph != paragraph.text:
        words = first_difference(citation.paragraph, paragraph.text)
        return because("paragraph_altered", which=name, words=words)
    if quote and not quoted_in(quote, paragraph.text):
        return because("altered", which=name, words=first_difference(quote, paragraph.text))
    start, end = citation.start, citation.end
    if start is not None and end is not None and paragraph.text[start:end] != quote:
        return because("offsets", which=name, start=start, end=end)
    return None


@dataclass(frozen=True, slots=True)
class TextQuotations:
    """Share of the quotations of the text (four words or more) that their paragraph holds.

    Source: as ``quotation_fidelity``, for what a person reads. A quotation beside a reference is
    held against that paragraph, another one against all that are cited. The paragraph's chapeau,
    notes and headings are its own words too; the question's words and a label in quotation marks
    are no quotations of the corpus, and a refusal may quote the passages that it shows.
    """

    name: ClassVar[str] = "text_quotations"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share, and the first quotation found nowhere."""
        asked = fold_case(" ".join((attempt.case.question, *_said(attempt))))
        labels = {fold_case(p.label) for p in attempt.sources.paragraphs.values()}
        quotations = [
            (quotation, keys)
            for written, keys in _quotations_with_keys(attempt)
            if fold_case(quotation := plain(written)) not in asked and fold_case(quotation) not in labels
        ]
        if not quotations:
            return Score(None, because("no_quotation"))
        false = [
            quotation
            for quotation, keys in quotations
            if not any(quoted_in(quotation, text) for text in _quotable(keys, attempt.sources))
        ]
        reason = because("faithful", count=len(quotations))
        if false:
            reason = because("text_altered", words=false[0][:80])
        return Score(share(len(quotations) - len(false), len(quotations)), reason)


def _quotations_with_keys(attempt: Attempt) -> list[tuple[str, Sequence[str]]]:
    """Return each quotation of the text with the keys of the paragraphs that may hold it."""
    text, cited = attempt.answer.text, attempt.answer.cited
    quotations = quotations_of(text)
    everything = list(cited)
    if attempt.answer.refused:
        everything += [passage.key for passage in attempt.answer.passages or ()]
    documents = {key.partition("#")[0] for key in cited}
    bare = without_quotations(text).replace("\\", "\u200b")
    mentions = read_citations(bare, attempt.sources, documents) if cited else ()
    found: list[tuple[str, Sequence[str]]] = []
    for quotation, start, end in quotations:
        beside = {
            key for mention in mentions if _beside(text, mention, start, end) for key in mention.keys if key in cited
        }
        found.append((quotation, sorted(beside) or everything))
    return found


def _beside(text: str, mention: Mention, start: int, end: int) -> bool:
    """Whether a reference stands right after a quotation, or right before it, in its block."""
    if mention.start >= end:
        between = text[end : mention.start]
    elif mention.end <= start:
        between = text[mention.end : start]
    else:
        return False
    return len(between) <= _BESIDE and not re.search(r"\n\s*\n|[«»“”]", between)


def _said(attempt: Attempt) -> list[str]:
    return [turn.content for turn in attempt.case.history]


def _quotable(keys: Sequence[str], sources: Sources) -> list[str]:
    """Return the texts that may be quoted for ``keys``: the paragraphs with their frames."""
    texts: list[str] = []
    for key in keys:
        paragraph = sources.get(key)
        if paragraph is None:
            continue
        document = sources.documents[paragraph.document_id]
        notes = [n.text for k in paragraph.footnotes if (n := sources.get(k)) is not None]
        frame = (paragraph.chapeau, *paragraph.section, document.title or "")
        texts += [paragraph.text, *frame, *notes]
    return [text for text in texts if text]


@lru_cache(maxsize=4096)
def pattern_matches(pattern: str, text: str) -> bool:
    """Whether a nugget's pattern is in ``text``: literally, or as a regular expression."""
    folded = fold_case(text)
    if fold_case(pattern) in folded:
        return True
    try:
        return re.search(fold(pattern), folded, re.IGNORECASE) is not None
    except re.error:
        return False


def nugget_level(nugget: Nugget, attempt: Attempt) -> float:
    """Return 1 where the nugget is said and its paragraph cited, ½ where it is one of the two."""
    said = any(pattern_matches(pattern, attempt.evidence) for pattern in nugget.patterns)
    cited = not nugget.keys or any(key in attempt.cited for key in nugget.keys)
    return 1.0 if said and cited else 0.5 if said or (cited and nugget.keys) else 0.0


def _missed(nuggets: Sequence[Nugget], levels: Sequence[float]) -> Reason:
    lost = [n.text for n, level in zip(nuggets, levels, strict=True) if level < 1]
    if not lost:
        return because("nuggets", count=len(nuggets))
    return because("nuggets_lost", count=len(nuggets), lost=" ; ".join(lost))


@dataclass(frozen=True, slots=True)
class NuggetRecallStrict:
    """Share of the vital nuggets wholly there: said, and their paragraph cited (V-strict).

    Source: AutoNuggetizer of TREC RAG 2024 (Pradeep et al. 2024), with patterns of the cases'
    authors in place of a model's judgement. Without a vital nugget, all count.
    """

    name: ClassVar[str] = "nugget_recall_strict"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the share, and the nuggets missed."""
        nuggets = attempt.case.nuggets
        if not nuggets:
            return Score(None, because("no_nuggets"))
        counted = [nugget for nugget in nuggets if nugget.vital] or list(nuggets)
        levels = [nugget_level(nugget, attempt) for nugget in counted]
        return Score(share(sum(level == 1 for level in levels), len(levels)), _missed(counted, levels))


@dataclass(frozen=True, slots=True)
class NuggetRecallPartial:
    """Weighted share of all nuggets, half where half there; vital ones weigh 1, others ½ (W).

    Source: the weighted score of AutoNuggetizer (Pradeep et al. 2024).
    """

    name: ClassVar[str] = "nugget_recall_partial"
    kind: ClassVar[Kind] = "mean"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return the weighted share, and the nuggets missed."""
        nuggets = attempt.case.nuggets
        if not nuggets:
            return Score(None, because("no_nuggets"))
        levels = [nugget_level(nugget, attempt) for nugget in nuggets]
        weights = [1.0 if nugget.vital else 0.5 for nugget in nuggets]
        won = sum(level * weight for level, weight in zip(levels, weights, strict=True))
        return Score(won / sum(weights), _missed(nuggets, levels))


@dataclass(frozen=True, slots=True)
class _Caveat:
    """A limit set by a chapeau: how it is recognised there, and in an answer in any language."""

    name: str
    source: re.Pattern[str]
    kept: re.Pattern[str]


_CAVEATS = (
    _Caveat(
        "negotiated",
        re.compile(
            r"(?:pas|point|jamais|sans|aucune?)(?: \w+){0,2} négoci"
            r"|not (?:\w+ )?negotiat|no .{0,20}negoci"
        ),
        re.compile(
            r"(?:pas|point|jamais|sans|aucune?)(?: \w+){0,2} négoci|non[ -]négoci"
            r"|not(?: \w+){0,2} negotiat|non-?negotiat|un-?negotiat|(?:no|sin)(?: \w+){0,3} negoci"
        ),
    ),
    _Caveat(
        "consensus",
        re.compile(r"(?:pas|point|sans)(?: \w+){0,5} (?:consensus|unanim)|without consensus"),
        re.compile(
            r"(?:pas|point|sans|faute)(?: \w+){0,5} (?:consensus|unanim)"
            r"|(?:without|no|not)(?: \w+){0,5} (?:consensus|unanim)"
            r"|(?:sin|no)(?: \w+){0,5} (?:consenso|unánim)"
        ),
    ),
    _Caveat(
        "binding",
        re.compile(r"n'engage(?:nt|ait|aient)? (?:pas|point|nullement|aucun)|not binding"),
        re.compile(
            r"n'engage(?:nt|ait|aient)? (?:pas|point|nullement|aucun)|sans engager"
            r"|not (?:binding|bind|commit)|non-binding|no (?:\w+ )?(?:comprome|vincul|obliga)"
        ),
    ),
    _Caveat(
        "reserve",
        re.compile(r"sous (?:toute )?réserve|sans préjudice|without prejudice|subject to"),
        re.compile(r"réserve|sans préjudice|without prejudice|subject to|sin perjuicio|a reserva"),
    ),
    _Caveat(
        "adopted",
        re.compile(r"(?:pas|point)(?: \w+){0,2} (?:adopté|approuvé|entériné|examiné)"),
        re.compile(
            r"(?:pas|point)(?: \w+){0,2} (?:adopté|approuvé|entériné|examiné)"
            r"|not(?: \w+){0,2} (?:adopted|approved|endorsed|considered)"
            r"|no(?: \w+){0,3} (?:adopta|aproba|examina)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class CaveatKept:
    """Whether a caveat of a cited paragraph's chapeau («n'ont pas été négociées») is said too.

    Source: DESIGN.md of this project: a caveat in a chapeau holds for each item below it. Looked
    for in the text that a person reads, in French, English or Spanish.
    """

    name: ClassVar[str] = "caveat_kept"
    kind: ClassVar[Kind] = "rate"
    better: ClassVar[Literal["high", "low"]] = "high"

    def __call__(self, attempt: Attempt) -> Score:
        """Return 1 or 0, and the paragraph whose caveat was lost."""
        text = fold_case(plain(attempt.answer.text))
        if attempt.answer.refused or not text:
            return Score(None, because("no_caveat"))
        owed = [(key, c) for key in attempt.answer.cited for c in _caveats(key, attempt.sources)]
        if not owed:
            return Score(None, because("no_caveat"))
        lost = [key for key, caveat in owed if not caveat.kept.search(text)]
        if lost:
            return Score(0.0, because("caveat_lost", keys=attempt.names(set(lost))))
        return Score(1.0, because("caveat_kept", count=len(owed)))


def _caveats(key: str, sources: Sources) -> list[_Caveat]:
    paragraph = sources.get(key)
    chapeau = fold_case(paragraph.chapeau) if paragraph else ""
    return [caveat for caveat in _CAVEATS if chapeau and caveat.source.search(chapeau)]

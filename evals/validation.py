"""Whether well-formed cases are also true to the corpus and to each other.

Cases and sources come in, findings go out, each with its file and line: a key that names no
paragraph, a pattern found in none of its paragraphs, a question asked twice, a paired case whose
gold is not its parent's, words of a real report copied into a tracked file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.cases import CATEGORIES, Case, Nugget
from evals.folding import fold_case, words
from evals.quotation_metrics import pattern_matches
from evals.sources import Sources
from store.texts import render

COPIED_WORDS = 8
QUOTAS: Mapping[str, int] = {
    "single": 60,
    "multi": 40,
    "cross": 30,
    "unanswerable": 90,
    "number": 30,
    "followup": 30,
    "noisy": 40,
    "crosslingual": 40,
    "attribution": 20,
    "injection": 20,
}
_PAIRED = ("noisy", "crosslingual")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a case: where, and a sentence of ``store/texts`` with its values."""

    file: str
    line: int
    case: str
    code: str
    values: tuple[tuple[str, str], ...]

    def text(self, language: str) -> str:
        """Return the sentence in ``language``, with its place."""
        what = render(f"evals.finding_{self.code}", language, **dict(self.values))
        return f"{self.file}:{self.line} {self.case} {what}"


def validate(cases: Sequence[Case], sources: Sources) -> list[Finding]:
    """Return what is wrong with ``cases``; those whose documents are absent are judged on form."""
    by_id = {case.id: case for case in cases}
    copied = _runs(sources)
    found: list[Finding] = []
    for case in cases:
        found += _form(case)
        found += _pair(case, by_id)
        found += _truth(case, sources)
        found += _copies(case, copied)
    return found + list(_asked_twice(cases))


def quota_findings(cases: Sequence[Case], quotas: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return the categories that have fewer cases than asked: (category, count, least)."""
    counts = Counter(case.category for case in cases)
    return [(c, counts[c], quotas[c]) for c in CATEGORIES if counts[c] < quotas.get(c, 0)]


def _finding(case: Case, code: str, **values: object) -> Finding:
    texts = tuple((name, str(value)) for name, value in values.items())
    return Finding(case.file, case.line, case.id, code, texts)


def _form(case: Case) -> Iterator[Finding]:
    """What a case must agree on with itself."""
    if case.answerable and not case.units:
        yield _finding(case, "no_gold")
    if not case.answerable and case.units:
        yield _finding(case, "gold_unanswerable")
    if not case.answerable and not case.reason.strip():
        yield _finding(case, "no_reason")
    if case.category == "unanswerable" and case.answerable:
        yield _finding(case, "category_answerable")
    if case.category == "followup" and not case.history:
        yield _finding(case, "no_history")
    if both := (case.gold | set(case.acceptable)) & set(case.forbidden):
        yield _finding(case, "both", keys=", ".join(sorted(both)))
    if not case.answerable and (case.claims or case.nuggets):
        yield _finding(case, "claims_unanswerable")
    allowed = case.gold | set(case.acceptable)
    carried = {key for claim in case.claims for group in claim.support for key in group}
    if stray := carried - allowed:
        yield _finding(case, "stray_support", keys=", ".join(sorted(stray)))
    for claim in case.claims:
        if not claim.support:
            yield _finding(case, "no_support", claim=claim.text)


def _pair(case: Case, by_id: Mapping[str, Case]) -> Iterator[Finding]:
    if case.category in _PAIRED and case.answerable and not case.parent:
        yield _finding(case, "no_parent")
    if not case.parent:
        return
    parent = by_id.get(case.parent)
    if parent is None:
        yield _finding(case, "unknown_parent", parent=case.parent)
    elif set(parent.units) != set(case.units) or parent.answerable != case.answerable:
        yield _finding(case, "other_gold", parent=case.parent)
    elif parent.parent:
        yield _finding(case, "grandparent", parent=case.parent)


def _truth(case: Case, sources: Sources) -> Iterator[Finding]:
    """What a case must agree on with the corpus, for the documents that are there."""
    for document in case.documents:
        if sources.documents and document not in sources.documents:
            yield _finding(case, "unknown_document", document=document)
    here = sorted(k for k in case.keys if k.partition("#")[0] in sources.documents)
    if missing := [key for key in here if sources.get(key) is None]:
        yield _finding(case, "unknown_key", keys=", ".join(missing))
    if case.documents:
        outside = [k for k in case.gold if k.partition("#")[0] not in case.documents]
        if outside:
            yield _finding(case, "gold_outside", keys=", ".join(sorted(outside)))
    for nugget in case.nuggets:
        yield from _nugget(case, nugget, sources)


def _nugget(case: Case, nugget: Nugget, sources: Sources) -> Iterator[Finding]:
    texts = [
        f"{paragraph.text}\n{paragraph.chapeau}" for key in nugget.keys if (paragraph := sources.get(key)) is not None
    ]
    for pattern in nugget.patterns:
        if pattern != pattern.lower():
            yield _finding(case, "capitals", pattern=pattern)
        if _is_broken(pattern) and "\\" in pattern:
            yield _finding(case, "broken_pattern", pattern=pattern)
    if texts and not any(pattern_matches(p, text) for p in nugget.patterns for text in texts):
        patterns = " | ".join(nugget.patterns)
        yield _finding(case, "unmatched", patterns=patterns, keys=", ".join(nugget.keys))


def _is_broken(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return True
    return False


def _asked_twice(cases: Sequence[Case]) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], Case] = {}
    for case in cases:
        said = tuple(fold_case(turn.content) for turn in case.history)
        mark = (" ".join(words(case.question)), said, case.documents)
        first = seen.setdefault(mark, case)
        if first is not case:
            yield _finding(case, "asked_twice", other=first.id)


def _runs(sources: Sources) -> frozenset[tuple[str, ...]]:
    """Return every run of eight words of the real documents (a fictional one may be copied)."""
    runs: set[tuple[str, ...]] = set()
    for document in sources.documents.values():
        if not document.fictional:
            for paragraph in document.paragraphs:
                runs.update(_windows(words(paragraph.text)))
    return frozenset(runs)


def _windows(found: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(found[i : i + COPIED_WORDS]) for i in range(len(found) - COPIED_WORDS + 1))


def _copies(case: Case, runs: frozenset[tuple[str, ...]]) -> Iterator[Finding]:
    texts = [case.question, case.reason, *(turn.content for turn in case.history)]
    texts += [claim.text for claim in case.claims]
    texts += [text for nugget in case.nuggets for text in (nugget.text, *nugget.patterns)]
    for text in texts:
        for window in _windows(words(text)):
            if window in runs:
                yield _finding(case, "copied", words=" ".join(window))
                break

"""Does a passage answer the question? The evidence, word by word, not a threshold on a score.

Comes in: what the question is about (stems) and the passages found. Goes out: for each passage how
much of the question's subject stands in it, and which words of the subject stand nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.quoting import sentences
from bot.understanding import META
from store.concepts import Found, find_concepts
from store.index import Index
from store.lexicon import fold, stems, words
from store.model import Passage

SHARED_START = 5
SHORTEST = 6
LIKELIEST = 40
LARGEST_WEIGHT = 4.0
WRITTEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# A capital inside a sentence begins a name; a figure is one wherever it stands.
NAME_OR_FIGURE = re.compile(r"(?<=[^\W_] )[A-ZÀ-Ý][^\W_]{2,}|(?<![\w/])\d+(?![\w/])")

ELISION = re.compile(r"^(?:[cdjlmnstCDJLMNST]|[Qq]u)['’]")
COURTESY = frozenset(
    "madame monsieur mesdames messieurs mademoiselle docteur maitre excellence excellences merci beaucoup bonjour"
    " bonsoir cordialement cher chere chers salutations please thanks thank hello dear madam sir gracias hola".split()
)
MANY_CAPITALS = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a passage bears on the subject: the share covered (0 to 1, by rarity) and what is not."""

    passage: Passage
    coverage: float
    matched: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The words asked about: each with its weight and the concepts that it names; and what is asked
    for that stands nowhere in the corpus (``absent``, as it was written).
    """

    terms: tuple[str, ...]
    weights: dict[str, float]
    concepts: dict[str, frozenset[str]]
    absent: tuple[str, ...]


def weigh_subject(question: str, terms: Sequence[str], index: Index) -> Subject:
    """Weigh the words of a question by how rare they are in the corpus."""
    found = find_concepts(terms)
    concepts = {term: {f.concept for f in found if term in terms[f.start : f.end]} for term in terms}
    weights = {term: min(index.lexicon.rarity(term), LARGEST_WEIGHT) for term in terms}
    asking = asking_part(question)
    names = _absent_names(asking, index)
    things = (thing for thing in _absent_concepts(question, terms, found, index) if thing.split()[0] in asking)
    absent = dict.fromkeys([*names, *things])
    return Subject(tuple(terms), weights, {t: frozenset(names) for t, names in concepts.items()}, tuple(absent))


def _absent_names(question: str, index: Index) -> list[str]:
    """Names and figures of the question that no paragraph has (« Colombie », « 2030 »)."""
    written = NAME_OR_FIGURE.findall(question)
    typed = re.findall(r"[^\W\d_]{3,}", question)
    # «QUE DIT LE RAPPORT», «Que Dit Le Rapport»: there capitals say nothing.
    raised = sum(word[0].isupper() for word in typed)
    capitals = raised >= MANY_CAPITALS and raised > len(typed) / 2
    told = [word for word in written if word.isdigit() or not capitals and fold(word) not in COURTESY]
    return [word for word in told if not _known(word, index)]


def asking_part(question: str) -> str:
    """Return the sentences of a question that ask, when they carry something to ask about; what is
    said around them (« Je prépare une note pour Dakar. ») is not what is asked for.
    """
    spoken = (question[start:end] for start, end in sentences(question))
    asking = " ".join(sentence for sentence in spoken if sentence.endswith("?"))
    return asking if any(len(term) > 2 and term not in META for term in stems(asking)) else question


def _absent_concepts(question: str, terms: Sequence[str], found: Sequence[Found], index: Index) -> list[str]:
    """Things that the vocabulary knows, and the corpus does not speak of, under any of their names."""
    frequency = index.lexicon.frequency
    spans: dict[tuple[int, int], list[str]] = {}
    for one in found:
        wider = [other for other in found if other.start <= one.start and other.end >= one.end]
        if all((other.start, other.end) == (one.start, one.end) for other in wider):
            spans.setdefault((one.start, one.end), []).append(one.concept)
    absent: list[str] = []
    for (start, end), names in spans.items():
        stands = all(term in frequency or term in index.names for term in terms[start:end])
        if not stands and not any(f"§{name}" in frequency for name in names):
            absent.append(as_written(question, terms[start:end]))
    return absent


def _known(word: str, index: Index) -> bool:
    terms = stems(word)
    frequency = index.lexicon.frequency
    named = {f"§{found.concept}" for found in find_concepts(terms)}
    around = any(term in index.names for term in terms)
    return not terms or around or any(name in frequency for name in named) or _stands(word, terms, index)


def _stands(word: str, terms: Sequence[str], index: Index) -> bool:
    """Whether some paragraph has the name as it is written: « France » is not « français »."""
    scores = index.lexicon.scores(terms)
    likeliest = np.argsort(-scores)[:LIKELIEST]
    forms = {fold(word), fold(word).rstrip("s"), f"{fold(word)}s"}
    texts = (index.corpus.paragraphs[int(position)].text for position in likeliest if scores[position] > 0)
    return any(forms & set(words(text)) for text in texts)


def as_written(question: str, terms: Sequence[str]) -> str:
    """Return the words of the question whose stems are ``terms``, as they were written; with the
    small words between them (« peine de mort ») where they stand together.
    """
    named = [(word.start(), word.end()) for word in WRITTEN.finditer(question) if set(stems(word.group())) & set(terms)]
    if not named:
        return " ".join(terms)
    whole = question[named[0][0] : named[-1][1]]
    if len(whole.split()) > 2 * len(named):
        whole = " ".join(dict.fromkeys(question[start:end] for start, end in named))
    return ELISION.sub("", whole)


def weigh(passage: Passage, subject: Subject) -> Evidence:
    """Return the evidence of one passage for a subject."""
    paragraph = passage.paragraph
    held = stems(" ".join([paragraph.text, *paragraph.section[-1:]]))
    lead = set(stems(paragraph.chapeau))
    concepts = {found.concept for found in find_concepts(held)}
    own = set(held)
    matched = [t for t in subject.terms if t in own or subject.concepts[t] & concepts or _near(t, own) or t in lead]
    total = sum(subject.weights[t] for t in subject.terms) or 1.0
    coverage = sum(subject.weights[t] for t in matched) / total
    missing = [t for t in subject.terms if t not in matched]
    return Evidence(passage, coverage, tuple(matched), tuple(missing))


def _near(term: str, others: set[str]) -> bool:
    """Whether another form of the word is there (« alphabétis » for « alphabet »), or a slip of it."""
    return any(_alike(term, other) for other in others)


def _alike(first: str, second: str) -> bool:
    if min(len(first), len(second)) < SHORTEST:
        return False
    if first[:SHARED_START] == second[:SHARED_START] and abs(len(first) - len(second)) <= 4:
        longest = max(len(first), len(second))
        shared = next(
            (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
        )
        return shared / longest >= 0.6
    return len(first) >= 6 and first[0] == second[0] and _one_slip(first, second)


def _one_slip(first: str, second: str) -> bool:
    """Whether one letter was added, dropped, changed, or two were exchanged."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    rest1, rest2 = first[start:], second[start:]
    return (
        rest1[1:] == rest2[1:]
        or rest1[1:] == rest2
        or rest1 == rest2[1:]
        or rest1[:2] == rest2[:2][::-1]
        and rest1[2:] == rest2[2:]
    )

"""Which documents a question names, and whom it says is addressed.

Comes in: the question and the corpus. Goes out: document ids and addressees. A document is named by
its symbol, its place, its meeting or title (words that no other document of the corpus has in its
catalogue entry), by who speaks in it (« les experts »), or by its order (« le premier rapport »).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from store.corpus import Corpus
from store.lexicon import fold, stems
from store.model import Document, Status

ORDERS = (
    (re.compile(r"\b(?:premier|1er) (?:rapport|document|texte)\b"), 0),
    (re.compile(r"\b(?:deuxieme|second|2e) (?:rapport|document|texte)\b"), 1),
    (re.compile(r"\b(?:troisieme|3e) (?:rapport|document|texte)\b"), 2),
)
NAMING_WORDS = re.compile(
    r"\b(?:rapport|document|texte|avis|reunion|conference|congres|resolution|declaration|note|atelier|groupe|report|meeting|informe"
    r"|compte|projet|annexe)s?\b"
)
SPEAKER = re.compile(r"\b(expert|specialiste|ministre|juge|procureur|participant)(?:\b|e|s)")
ADDRESSED = re.compile(r"\b(?:a|aux|au|pour|les?|l'|to|destinees? (?:a|aux)|\()\s?(?:l'|les? )?(?P<name>[\w' -]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names: documents (ids), and the words by which it names them."""

    documents: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


class DocumentNames:
    """The names of the documents of one corpus, worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        """Read the catalogue entries of ``corpus``."""
        documents = list(corpus.documents.values())
        entries = {document.id: _catalogue_stems(document) for document in documents}
        shared = Counter(term for entry in entries.values() for term in entry)
        self._order = [document.id for document in documents]
        self._own = {key: {term for term in entry if shared[term] == 1} for key, entry in entries.items()}
        self._places = {d.id: fold(d.place.split("(")[0].strip()) for d in documents if d.place}
        self._symbols = {d.id: fold(d.symbol) for d in documents if d.symbol}
        self._speakers = {document.id: _speakers(document) for document in documents}

    def find(self, question: str) -> Named:
        """Return the documents that ``question`` names; none when it names none or all."""
        text = fold(question).replace("’", "'")
        found: dict[str, set[str]] = {}
        for identifier in self._order:
            words = self._named_by(identifier, text)
            if words:
                found[identifier] = words
        for pattern, order in ORDERS:
            if (match := pattern.search(text)) and order < len(self._order):
                found.setdefault(self._order[order], set()).update(stems(match.group()))
        return Named(tuple(found), frozenset(word for words in found.values() for word in words))

    def _named_by(self, identifier: str, text: str) -> set[str]:
        words: set[str] = set()
        for name in (self._symbols.get(identifier), self._places.get(identifier)):
            if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) and self._unique(name):
                words |= set(stems(name))
        # «la réunion d'Amérique latine»: a naming word, and words that only this entry has.
        for match in NAMING_WORDS.finditer(text):
            nearby = stems(text[match.start() : match.end() + 40])
            own = self._own[identifier] & set(nearby[:4])
            if own and nearby[0] in own or len(own) > 1:
                words |= own
        speakers = {match[1] for match in SPEAKER.finditer(text)}
        told = speakers & self._speakers[identifier]
        if told and not any(told & names for key, names in self._speakers.items() if key != identifier):
            words |= {stem for name in told for stem in stems(name)}
        return words

    def _unique(self, name: str) -> bool:
        return sum(name == other for other in (*self._places.values(), *self._symbols.values())) == 1


def find_addressees(question: str, corpus: Corpus) -> tuple[str, ...]:
    """Return the addressees of the corpus that ``question`` names (« à l'ONUDC », « aux États »)."""
    text = fold(question).replace("’", "'")
    known = sorted({p.addressee for p in corpus.paragraphs if p.addressee})
    found = [name for name in known if re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", text)]
    return tuple(found)


def _catalogue_stems(document: Document) -> set[str]:
    parts = [document.title, document.meeting, document.place, document.body]
    return {term for part in parts if part for term in stems(part) if not term.isdigit()}


def _speakers(document: Document) -> set[str]:
    """Who speaks: read from the introduction and the lead-ins."""
    texts = [p.text for p in document.paragraphs if p.status is Status.INTRODUCTION]
    texts += [p.chapeau for p in document.paragraphs if p.chapeau]
    texts += [document.title or ""]
    return {match[1] for text in texts for match in SPEAKER.finditer(fold(text))}

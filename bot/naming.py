"""Which documents a question names, and whom it says is addressed.

Comes in: the question and the corpus. Goes out: document ids and addressees. A document is named by
its symbol, its place, its meeting or title (words that no other document of the corpus has in its
catalogue entry), by who speaks in it (« les experts »), or by its order (« le premier rapport »).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.number_tokens import plain
from bot.numbers import Asked
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
GENERIC = frozenset(
    "rapport rapports document documents texte textes report reports informe informes projet projets".split()
)
DEFINITE = re.compile(r"(?<!\w)(?:la|le|l'|du|au|cette|cet|ce|the|el|this)\s*$")
NAME_ENDS = re.compile(
    r"[,;:?!.]|\b(?:sur|pour|contre|concernant|a propos|dit|disent|parle|parlent|propose|que|qui|et|on|about|say|says"
    r"|sobre)\b"
)
NAME_LENGTH = 4
SPEAKER = re.compile(r"\b(expert|specialiste|ministre|juge|procureur|participant)(?:\b|e|s)")
# Other names of an addressee: those that are always a name, and common words that are one only where
# someone is addressed (« aux pays », not « sur les pays »).
PROPER_NAMES = {
    "ONUDC": ("Office des Nations Unies contre la drogue et le crime", "UNODC"),
    "Secrétaire général": ("Secretary-General", "Secretario General"),
}
COMMON_NAMES = {
    "ONUDC": ("Office",),
    "États": ("pays", "gouvernements", "States", "Member States", "governments", "Estados", "países", "gobiernos"),
}
SYMBOL = re.compile(r"(?<![\w/.])(?:[a-z]{1,6}(?:\.\d+)?(?:/[\w.()-]+)*/[\w.()-]*\d[\w.()-]*|\d{1,4}/\d{1,4}(?![\w/]))")
NUMBERED = re.compile(r"\W*(?:n° ?)?(\d+/\d+)")
OF_DOCUMENT = re.compile(
    r"[\s,(]*(?:(?:de|du|of|from|in|dans|del?) )?(?:la |le |l'|the |el )?(?:[\w-]+ ){0,2}?(?:n° ?)?"
)
OF_PLACE = re.compile(
    r"(?i:rapport|document|texte|réunion|conférence|congrès|atelier|déclaration|report|meeting|conference|informe"
    r"|reunión)s?\s+(?:de|d['’]|du|of|from|in|at|à)\s*(?:la |l['’])?([A-ZÀ-Ý][\w-]+)"
)
SINGLE_BODIES = re.compile(r"[A-Z]{2,}|.* .*")
ADDRESSING = re.compile(
    r"(?:(?<!\w)(?:a|au|aux|to|for|pour|para|al|chez|envers|cote) (?:l'|la |le |les |the |el |los |tous les )?|\()$"
)
OF = re.compile(r"[\s,(:]*(?:des? |du |de l'|of (?:the )?|del? )?(?:l')?")
ABOUT = re.compile(
    r"\b(?:sur|about|on|sobre|concernant|evoque|mentionne|cite|parle de|dit de) (?:l'|la |le |les |the )?$"
)


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
        self._symbols = {d.id: fold(symbol) for d in documents if (symbol := d.symbol or _number_in(d.title))}
        self._known = {term for document in documents for term in _front_stems(document)}
        self._known |= {term for name in _addressees(corpus) for other in all_names(name) for term in stems(other)}
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

    def is_document(self, symbol: str) -> bool:
        """Whether a document of the corpus bears ``symbol``."""
        return any(_ends_alike(fold(symbol), own) for own in self._symbols.values())

    def foreign(self, question: str, asked: Sequence[Asked]) -> tuple[str, ...]:
        """Return the documents whose paragraphs are ``asked`` and that are not here: « le paragraphe 5 de
        la résolution 78/227 », « du rapport de Bangkok ».
        """
        if not asked:
            return ()
        text = plain(question)
        spans = [(one.start, one.end) for one in asked]
        symbols = [match for match in SYMBOL.finditer(text) if _is_of(text, spans, match.start(), match.end())]
        found = [match.group().upper() for match in symbols if not self.is_document(match.group().rstrip(".-"))]
        places = [match[1] for match in OF_PLACE.finditer(question) if not set(stems(match[1])) & self._known]
        return tuple(dict.fromkeys([*found, *places]))

    def _named_by(self, identifier: str, text: str) -> set[str]:
        words: set[str] = set()
        for name in (self._symbols.get(identifier), self._places.get(identifier)):
            if name and re.search(rf"(?<![\w.]){re.escape(name)}(?![\w/])", text) and self._unique(name):
                words |= set(stems(name))
        # «la réunion d'Amérique latine»: a naming word, and words that only this entry has.
        for match in NAMING_WORDS.finditer(text):
            words |= self._told(identifier, match.group(), text[: match.start()], text[match.end() :])
        speakers = {match[1] for match in SPEAKER.finditer(text)}
        told = speakers & self._speakers[identifier]
        if told and not any(told & names for key, names in self._speakers.items() if key != identifier):
            words |= {stem for name in told for stem in stems(name)}
        return words

    def _told(self, identifier: str, naming: str, before: str, after: str) -> set[str]:
        number = NUMBERED.match(after)
        if number and not _ends_alike(number[1], self._symbols.get(identifier, "")):
            return set()  # «la résolution 78/227» is not the one that is here
        own = self._own[identifier]
        following = stems(NAME_ENDS.split(after, maxsplit=1)[0])[:NAME_LENGTH]
        told = own & set(following)
        word = stems(naming)[0]
        # «la résolution» names the only one there is; «le rapport», «les textes» name none.
        alone = word in own and naming not in GENERIC and DEFINITE.search(before) is not None
        return {word, *told} if told or alone else set()

    def _unique(self, name: str) -> bool:
        return sum(name == other for other in (*self._places.values(), *self._symbols.values())) == 1


def find_addressees(question: str, corpus: Corpus) -> tuple[str, ...]:
    """Return the addressees of the corpus that ``question`` names (« à l'ONUDC », « aux États »)."""
    text = plain(question)
    return tuple(name for name in _addressees(corpus) if any(_stands(text, other) for other in all_names(name)))


def attribute(asked: Sequence[Asked], question: str, corpus: Corpus) -> tuple[Asked, ...]:
    """Give each number the addressees named with it: « la 3 aux États et la 5 à l'ONUDC ».

    Those named after a number are its own, those named before all numbers hold for each, and a number
    without any shares those of the next one of its kind (« recommandations 3 et 5 à l'ONUDC »).
    """
    text = plain(question)
    spots = [spot for name in _addressees(corpus) for spot in _addressed_at(text, name, asked)]
    told: list[Asked] = []
    for request in reversed(asked):
        following = min((other.start for other in asked if other.start > request.start), default=len(text))
        own = _surest(spot for spot in spots if request.start <= spot[1] < following)
        before = _surest(spot for spot in spots if spot[1] < min(other.start for other in asked))
        shared = [name for later in told[-1:] if later.kind == request.kind for name in later.addressees]
        told.append(replace(request, addressees=tuple(dict.fromkeys(own or before or shared))))
    return tuple(reversed(told))


def _surest(spots: Iterable[tuple[str, int, bool]]) -> list[str]:
    """« aux États, avec l'aide de l'ONUDC »: those addressed in so many words, else those named."""
    found = list(spots)
    return [name for name, _, sure in found if sure] or [name for name, _, _ in found]


def _addressed_at(text: str, name: str, asked: Sequence[Asked]) -> Iterator[tuple[str, int, bool]]:
    """Yield where ``name`` is one that the numbers are addressed to, and whether surely."""
    proper = {name, *PROPER_NAMES.get(name, ())} if SINGLE_BODIES.fullmatch(name) else set()
    for other in all_names(name):
        for match in _stands(text, other):
            before = text[: match.start()]
            attached = any(
                one.end <= match.start() and OF.fullmatch(text[one.end : match.start()]) is not None for one in asked
            )
            sure = attached or ADDRESSING.search(before) is not None
            if sure or other in proper and not ABOUT.search(before):
                yield name, match.start(), sure


def _addressees(corpus: Corpus) -> list[str]:
    return sorted({p.addressee for p in corpus.paragraphs if p.addressee})


def all_names(name: str) -> tuple[str, ...]:
    """Return the names of an addressee; « Bureau de Val-Serein » is called « Bureau » too."""
    head = name.split()[0]
    return (name, *PROPER_NAMES.get(name, ()), *COMMON_NAMES.get(name, ()), *([head] if head != name else []))


def _stands(text: str, name: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<!\w){re.escape(plain(name))}(?!\w)", text))


def _catalogue_stems(document: Document) -> set[str]:
    parts = [document.title, document.meeting, document.place, document.body]
    return {term for part in parts if part for term in stems(part) if not term.isdigit()}


def _front_stems(document: Document) -> set[str]:
    """The words of the catalogue entry and of the front of the document."""
    front = [p.text for p in document.paragraphs if p.status in (Status.HEAD, Status.INTRODUCTION)]
    return _catalogue_stems(document) | set(stems(" ".join([*front, document.source])))


def _number_in(title: str | None) -> str | None:
    """The « 4/2 » of « Résolution 4/2. Commerce du bois »."""
    found = re.search(r"(?<![\w/.,])\d{1,4}/\d{1,4}(?![\w/])", title or "")
    return found.group() if found else None


def _ends_alike(first: str, second: str) -> bool:
    """« 70/174 » and « A/RES/70/174 » are one."""
    long, short = sorted((first, second), key=len, reverse=True)
    return bool(short) and (long == short or long.endswith(f"/{short}"))


def _is_of(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a symbol says whose the numbers are: « par. 5 de la résolution 78/227 », « 78/227, par. 5 »."""
    after = any(e <= start and OF_DOCUMENT.fullmatch(text[e:start]) for _, e in spans)
    return after or any(end <= s and re.fullmatch(r"[\s,:(]*(?:au |le )?", text[end:s]) for s, _ in spans)


def _speakers(document: Document) -> set[str]:
    """Who speaks: read from the introduction and the lead-ins."""
    texts = [p.text for p in document.paragraphs if p.status is Status.INTRODUCTION]
    texts += [p.chapeau for p in document.paragraphs if p.chapeau]
    texts += [document.title or ""]
    return {match[1] for text in texts for match in SPEAKER.finditer(fold(text))}

"""What a question asks for, before anything is searched.

Comes in: the question, its history and filters, and the corpus. Goes out: the standalone question,
the numbers and symbols asked for, the documents and addressees named, and the words that carry the
subject. A follow-up (« et contre les enfants ? ») is completed from the question before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.naming import DocumentNames, all_names, attribute, find_addressees
from bot.number_lists import successor
from bot.numbers import Asked, asked_numbers, is_elliptic
from bot.question import Question, Turn
from store.corpus import Corpus
from store.errors import InputError
from store.language import COMMON, detect_language
from store.lexicon import fold, stems
from store.search import Filters

SYMBOL = re.compile(r"(?<![\w/.])[A-Za-z]{1,6}(?:\.\d+)?(?:/[\w.()-]+)+")
RESOLUTION_NUMBER = re.compile(r"(?<![\w/.,])\d{1,4}/\d{1,4}(?![\w/]|[.,]\d)")
RESOLUTION = re.compile(r"\b(?:resol\w+|res\.|decision(?:e?s)?|A/RES)", re.IGNORECASE)
FOLLOWS = re.compile(
    r"^(?:et|mais|ok|d'accord|oui|alors|and|but|what about|y|pero)\b|\b(?:celui|celle|ceux|celles"
    r"|cela|ca|ce passage|cette recommandation"
    r"|ce point|ils|elles|le meme|la meme|c'etait|c'est|l'un|y en a|en parle|it|they|that|those)\b"
)
BEGINS_AS_FOLLOW_UP = re.compile(r"^\W*(?:et|mais|ok|oui|alors|and|but|y|pero)\b")
NEXT = re.compile(r"\b(?:suivante?s?|d'apres|juste apres|next|following|siguientes?)\b")
PREVIOUS = re.compile(r"\b(?:precedente?s?|d'avant|juste avant|previous|anterior(?:es)?)\b")
# Words that only point at what was named before: « le même numéro », « celui d'avant ».
POINTING = frozenset(
    stems(
        "suivant suivante après avant précédent précédente même numéro alinéa lettre next following previous same one"
        " number siguiente anterior mismo juste maintenant pareil idem note annexe seulement uniquement only solo"
    )
)
# The French ones never become stems; those of other languages would.
FUNCTION_WORDS = {language: frozenset(stems(" ".join(common))) for language, common in COMMON.items()}
LONGEST_QUESTION = 4_000
LONGEST_MEMORY = 6
FEW = 3
META = frozenset(
    stems(
        """rapport document texte paragraphe passage recommandation recommander recommande dire dit disent parler parle
        parlent proposer propose proposent proposition prévoir prévoit prévoient mentionner mentionne mentionné
        évoquer évoque évoqué aborder aborde question sujet réunion orateurs oratrices orateur intervenants
        intervenant participants débat discussion délibérations contenir contient trouver trouve donner donne
        citer cite chose choses endroit corpus réponse répondre expliquer explique résumer résume indiquer
        indique retenir retient ressort sait savoir voulez vouloir veux besoin merci svp stp bonjour quoi
        combien lequel laquelle pensez avis concernant propos matière thème point points aspect report document
        text paragraph say says said mention mentions recommend recommended recommends recommendation what which
        meeting about there any does speakers speaker delegates discuss discussed asked tell me please informe
        documento texto párrafo dice dicen recomienda recomiendan recomendación qué cuál reunión sobre hay
        oradores recommandé proposé prévu suggéré suggère suggèrent préconise préconisent préconisé demande
        demandé attend attendu exactement précisément vraiment justement plutôt effet liste lister énumère""".lower()
    )
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood. ``standalone`` is the question as it would be asked alone; ``subject``
    the stems that carry what it is about; ``filters`` what limits the search; ``foreign`` the documents
    whose paragraphs are asked for and that the corpus does not have.
    """

    question: str
    standalone: str
    language: str
    numbers: tuple[Asked, ...]
    symbols: tuple[str, ...]
    filters: Filters
    named_documents: tuple[str, ...]
    addressees: tuple[str, ...]
    subject: tuple[str, ...]
    foreign: tuple[str, ...] = ()


def understand(question: Question, corpus: Corpus, names: DocumentNames) -> Understanding:
    """Read a question.

    Raises ``InputError`` when it is empty, or filters on a document that does not exist.
    """
    text = clean(question.text)
    if not text:
        raise InputError("question_empty")
    for identifier in question.documents:
        if identifier not in corpus.documents:
            raise InputError("document_unknown", id=identifier, known=", ".join(corpus.documents) or "–")
    reader = _Reader(question, corpus, names, detect_language(text, question.language))
    turns = [Turn(turn.role, clean(turn.content)) for turn in question.history]
    asked = [n for n, turn in enumerate(turns) if turn.role == "user" and turn.content]
    return reader.read_after(text, turns[asked[-LONGEST_MEMORY] :] if len(asked) >= LONGEST_MEMORY else turns)


def clean(text: str) -> str:
    """Return a text on one line, without characters that do not print, cut at ``LONGEST_QUESTION``."""
    printable = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST_QUESTION])
    return " ".join(printable.split())[:LONGEST_QUESTION].strip()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the questions of one conversation."""

    question: Question
    corpus: Corpus
    names: DocumentNames
    language: str

    def read_after(self, text: str, turns: Sequence[Turn]) -> Understanding:
        """Read ``text`` as it is said after ``turns``."""
        found = self._read(text, text)
        last = next((n for n in range(len(turns) - 1, -1, -1) if turns[n].role == "user" and turns[n].content), None)
        if last is None or (found.symbols and not found.numbers):
            return found
        reply = " ".join(turn.content for turn in turns[last + 1 :])
        before = self.read_after(turns[last].content, turns[:last])
        return self._continued(found, before, reply)

    def _continued(self, found: Understanding, before: Understanding, reply: str) -> Understanding:
        told = before.numbers or attribute(asked_numbers(reply), reply, self.corpus)
        numbers = found.numbers or _pointed_at(found, before, told)
        if numbers:
            return self._numbered(replace(found, numbers=numbers), before, told)
        if not _follows(found.question, found.subject):
            return found
        completed = self._read(found.question, f"{before.standalone} {found.question}")
        # A document named now replaces the one named before: «et le premier rapport, il en parle ?»
        if found.named_documents and not self.question.documents:
            completed = _within(completed, found.named_documents)
        return replace(completed, numbers=() if found.subject else attribute(asked_numbers(reply), reply, self.corpus))

    def _numbered(self, found: Understanding, before: Understanding, told: tuple[Asked, ...]) -> Understanding:
        """« et la 8 ? » is of the list that the question before it named."""
        elliptic = is_elliptic(found.question) or all(
            path[0][0].isalpha() for one in found.numbers for path in one.paths
        )
        if not elliptic and not BEGINS_AS_FOLLOW_UP.match(fold(found.question)):
            return found
        if not found.named_documents and before.named_documents and not self.question.documents:
            found = _within(found, before.named_documents)
        if not elliptic or not told:
            return found
        return replace(found, numbers=tuple(_like(one, told[-1]) for one in found.numbers))

    def _read(self, text: str, standalone: str) -> Understanding:
        question, corpus = self.question, self.corpus
        named = self.names.find(standalone)
        numbers = attribute(asked_numbers(text), text, corpus)
        terms = dict.fromkeys(stems(standalone))
        empty = META | named.words | FUNCTION_WORDS[self.language]
        # A small figure counts something; what it counts is the subject.
        subject = tuple(t for t in terms if t not in empty and not (t.isdigit() and len(t) < 3))
        symbols = tuple(
            symbol for symbol in symbols_in(text, corpus) if not self.names.is_document(symbol) or not subject
        )
        return Understanding(
            question=text,
            standalone=standalone,
            language=self.language,
            numbers=numbers,
            symbols=symbols,
            filters=Filters(question.documents or named.documents, question.statuses, question.addressees),
            named_documents=named.documents,
            addressees=find_addressees(standalone, corpus),
            subject=subject,
            foreign=self.names.foreign(text, numbers),
        )


def symbols_in(text: str, corpus: Corpus) -> list[str]:
    """Return the UN symbols and resolution numbers of a text.

    « 78/227 » alone is one where a paragraph has it; after « résolution » it always is.
    """
    found = [match.group().rstrip(".-(") for match in SYMBOL.finditer(text)]
    symbols = [
        symbol for symbol in found if re.search(r"\d", symbol) and (symbol[0].isupper() or symbol.count("/") > 1)
    ]
    numbers = dict.fromkeys(RESOLUTION_NUMBER.findall(SYMBOL.sub(" ", text)))
    named = RESOLUTION.search(fold(text)) is not None
    symbols += [number for number in numbers if named or _is_mentioned(number, corpus)]
    return list(dict.fromkeys(symbols))


def mentions(text: str, symbol: str) -> bool:
    """Whether a text has a symbol as a whole: « 8/22 » is not in « 78/227 »."""
    return re.search(rf"(?<![\w.]){re.escape(fold(symbol))}(?![\w/])", fold(text)) is not None


def _is_mentioned(number: str, corpus: Corpus) -> bool:
    return any(number in paragraph.text and mentions(paragraph.text, number) for paragraph in corpus.paragraphs)


def _pointed_at(found: Understanding, before: Understanding, told: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """« et le suivant ? », « le même numéro pour les États », « celui de la réunion régionale »."""
    pointing = POINTING | set(stems(" ".join(name for one in found.addressees for name in all_names(one))))
    if not told or any(term not in pointing for term in found.subject):
        return ()
    folded = fold(found.question).replace("’", "'")
    step = 1 if NEXT.search(folded) else -1 if PREVIOUS.search(folded) else 0
    if step:
        path = successor(told[-1].paths[-1] if step > 0 else told[0].paths[0], step) if told[-1].paths else None
        return (replace(told[-1], paths=(path,), ranks=False),) if path else ()
    if not before.numbers or not (found.named_documents or found.addressees):
        return ()
    if found.addressees:
        return tuple(replace(one, addressees=found.addressees) for one in before.numbers)
    return before.numbers


def _like(asked: Asked, model: Asked) -> Asked:
    """Read a number without a noun as one of the list that was spoken of."""
    paths = asked.paths
    if all(path[0][0].isalpha() for path in paths) and model.paths and model.paths[-1][0][0].isdigit():
        above = model.paths[-1][:1]
        return replace(model, paths=tuple((*above, *path) for path in paths), ranks=False, addressees=model.addressees)
    return replace(asked, kind=model.kind, annex=model.annex, addressees=asked.addressees or model.addressees)


def _within(found: Understanding, documents: tuple[str, ...]) -> Understanding:
    return replace(found, filters=replace(found.filters, documents=documents), named_documents=documents)


def _follows(text: str, subject: tuple[str, ...]) -> bool:
    """Whether a question cannot stand without the one before it."""
    folded = fold(text).replace("’", "'")
    return len(subject) <= 1 or (len(subject) <= FEW and FOLLOWS.search(folded) is not None)

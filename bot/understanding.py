"""What a question asks for, before anything is searched.

Comes in: the question, its history and filters, and the corpus. Goes out: the standalone question,
the numbers and symbols asked for, the documents and addressees named, and the words that carry the
subject. A follow-up (« et contre les enfants ? ») is completed from the question before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.naming import DocumentNames, find_addressees
from bot.numbers import Asked, asked_numbers
from bot.question import Question
from store.corpus import Corpus
from store.errors import InputError
from store.language import detect_language
from store.lexicon import fold, stems
from store.search import Filters

SYMBOL = re.compile(
    r"(?<![\w/])(?:[A-Z]{1,5}(?:\.\d+)?(?:/[\w.()-]+)+|(?:[Rr]ésolution|[Rr]esolution"
    r"|[Rr]esolución) (?:n° ?)?(\d+/\d+))"
)
FOLLOWS = re.compile(
    r"^(?:et|mais|ok|d'accord|oui|alors|and|but|what about|y|pero)\b|\b(?:celui|celle|ceux|celles"
    r"|cela|ca|ce passage|cette recommandation"
    r"|ce point|ils|elles|le meme|la meme|c'etait|c'est|l'un|y en a|en parle|it|they|that|those)\b"
)
LONGEST_QUESTION = 2_000
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
    the stems that carry what it is about; ``filters`` what limits the search.
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


def understand(question: Question, corpus: Corpus, names: DocumentNames) -> Understanding:
    """Read a question.

    Raises ``InputError`` when it is empty, or filters on a document that does not exist.
    """
    text = _clean(question.text)
    if not text:
        raise InputError("question_empty")
    for identifier in question.documents:
        if identifier not in corpus.documents:
            raise InputError("document_unknown", id=identifier, known=", ".join(corpus.documents) or "–")
    language = detect_language(text, question.language)
    found = _read(text, text, language, question, corpus, names)
    previous = [turn.content for turn in question.history if turn.role == "user"]
    if found.numbers or found.symbols or not previous or not _follows(text, found.subject):
        return found
    return _completed(found, question, corpus, names)


def _read(
    text: str, standalone: str, language: str, question: Question, corpus: Corpus, names: DocumentNames
) -> Understanding:
    named = names.find(standalone)
    documents = question.documents or named.documents
    addressees = find_addressees(standalone, corpus)
    subject = tuple(term for term in dict.fromkeys(stems(standalone)) if term not in META and term not in named.words)
    return Understanding(
        question=text,
        standalone=standalone,
        language=language,
        numbers=tuple(asked_numbers(text)),
        symbols=tuple(match[1] or match.group() for match in SYMBOL.finditer(text)),
        filters=Filters(documents, question.statuses, question.addressees),
        named_documents=named.documents,
        addressees=addressees,
        subject=subject,
    )


def _completed(found: Understanding, question: Question, corpus: Corpus, names: DocumentNames) -> Understanding:
    previous = [_clean(turn.content) for turn in question.history if turn.role == "user"]
    before = _read(previous[-1], previous[-1], found.language, question, corpus, names)
    if len(previous) > 1 and _follows(previous[-1], before.subject):
        before = _read(previous[-1], f"{previous[-2]} {previous[-1]}", found.language, question, corpus, names)
    completed = _read(found.question, f"{before.standalone} {found.question}", found.language, question, corpus, names)
    # A document named now replaces the one named before: «et le premier rapport, il en parle ?»
    if found.named_documents and not question.documents:
        filters = replace(completed.filters, documents=found.named_documents)
        completed = replace(completed, filters=filters, named_documents=found.named_documents)
    numbers = (
        asked_numbers(question.history[-1].content)
        if not found.subject and question.history[-1].role == "assistant"
        else []
    )
    return replace(completed, numbers=tuple(numbers))


def _follows(text: str, subject: tuple[str, ...]) -> bool:
    """Whether a question cannot stand without the one before it."""
    folded = fold(text).replace("’", "'")
    return len(subject) <= 1 or (len(subject) <= FEW and FOLLOWS.search(folded) is not None)


def _clean(text: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in text[:LONGEST_QUESTION])
    return " ".join(printable.split())

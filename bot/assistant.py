"""Answer a question: understand it, find passages, decide whether they answer, compose, verify.

    question ─understand─▶ ─look up | search─▶ ─weigh─▶ answered | partial | clarify | refused

``Assistant`` is what the page, the commands and the evaluations share. It holds an open index and
takes the new one as soon as an ingestion has switched to it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.answer import Answer, AnswerStatus, Statement
from bot.compose_model import phrase
from bot.decision import Decision, decide
from bot.evidence import weigh, weigh_subject
from bot.extractive import group, quote_evidence, quote_paragraphs
from bot.head_matter import head_facts, parts_named
from bot.leads import document_title, lead
from bot.lookup import Lookup, look_up, span_of_numbers
from bot.naming import DocumentNames
from bot.question import Question
from bot.understanding import Understanding, mentions, understand
from bot.verify import Dropped
from store.corpus import Corpus
from store.embedding import open_embedder
from store.errors import ModelError, SettingsError
from store.index import Index, open_index
from store.model import Citation, Paragraph, Passage
from store.search import Filters, search
from store.settings import Settings
from store.shelf import Shelf
from store.texts import render

PASSAGES = 12


@dataclass(frozen=True, slots=True)
class _Open:
    """One generation of the index and what is worked out from it."""

    index: Index
    names: DocumentNames


class Assistant:
    """Answers questions over the store of ``settings``; safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        """Open the index that answers now; raises ``StoreError`` when there is none."""
        self.settings = settings
        self._shelf = Shelf(settings.folder)
        self._embedder = open_embedder(settings.embedding)
        self._lock = threading.Lock()
        self._open = self._read()
        self._retired: _Open | None = None

    @property
    def corpus(self) -> Corpus:
        """The documents of the index that answers now."""
        return self._current().index.corpus

    @property
    def index(self) -> Index:
        """The index that answers now."""
        return self._current().index

    def ask(self, question: Question) -> Answer:
        """Answer a question.

        Raises ``InputError`` for an empty question or an unknown document, ``SettingsError`` for the
        mode ``llm`` without a model.
        """
        *_, last = self.stream(question)
        return last

    def stream(self, question: Question) -> Iterator[Answer]:
        """Yield the answer as it grows, a statement at a time; the last one is whole."""
        begun = time.perf_counter()
        if question.mode == "llm" and not self.settings.has_model:
            raise SettingsError("mode_model")
        opened = self._current()
        understood = understand(question, opened.index.corpus, opened.names)
        for answer in self._answers(understood, question, opened.index):
            yield replace(answer, seconds=time.perf_counter() - begun)

    # ── the kinds of answers ──────────────────────────────────────────────────────────────

    def _answers(self, understood: Understanding, question: Question, index: Index) -> Iterator[Answer]:
        if understood.numbers:
            yield self._by_number(understood, index)
        elif understood.symbols:
            yield self._by_symbol(understood, index)
        elif facts := head_facts(understood, index.corpus) or parts_named(understood, index.corpus):
            yield self._by_head(understood, index, facts)
        else:
            yield from self._by_subject(understood, question, index)

    def _by_number(self, understood: Understanding, index: Index) -> Answer:
        corpus, language = index.corpus, understood.language
        if understood.foreign:
            return self._not_here(understood, index)
        found = look_up(understood.numbers, corpus, understood.filters)
        passages = self._passages(understood, index)
        if understood.question != understood.standalone and found.ambiguous:
            found = _likeliest(found, passages)
        answer = self._blank(understood, index, _first(passages, found.found, corpus))
        if not found.found:
            note = _no_such_number(found, understood, corpus)
            return replace(answer, status=AnswerStatus.REFUSED, note=note, missing=found.missing)
        status = (
            AnswerStatus.PARTIAL
            if found.missing
            else AnswerStatus.CLARIFY
            if found.ambiguous
            else AnswerStatus.ANSWERED
        )
        return replace(
            answer,
            status=status,
            statements=quote_paragraphs(found.found, corpus, language),
            note=render("answer.several_lists", language) if found.ambiguous else "",
            missing=found.missing,
        )

    def _not_here(self, understood: Understanding, index: Index) -> Answer:
        """Refuse the paragraphs of a document that the corpus does not have."""
        answer = self._blank(understood, index, tuple(self._passages(understood, index)))
        note = render("answer.no_document", understood.language, names=", ".join(understood.foreign))
        return replace(answer, note=note, missing=understood.foreign)

    def _by_symbol(self, understood: Understanding, index: Index) -> Answer:
        corpus = index.corpus
        admitted = [p for p in corpus.paragraphs if understood.filters.admits(p)]
        found = [p for p in admitted if any(mentions(p.text, symbol) for symbol in understood.symbols)]
        answer = self._blank(understood, index, _first(self._passages(understood, index), found, corpus))
        if not found:
            note = render("answer.no_symbol", understood.language, symbols=", ".join(understood.symbols))
            return replace(answer, status=AnswerStatus.REFUSED, note=note, missing=understood.symbols)
        return replace(
            answer, status=AnswerStatus.ANSWERED, statements=quote_paragraphs(found, corpus, understood.language)
        )

    def _by_head(self, understood: Understanding, index: Index, facts: tuple[Citation, ...]) -> Answer:
        found = tuple(dict.fromkeys(citation.paragraph for citation in facts))
        answer = self._blank(understood, index, _first(self._passages(understood, index), found, index.corpus))
        return replace(answer, status=AnswerStatus.ANSWERED, statements=group(facts, understood.language))

    def _by_subject(self, understood: Understanding, question: Question, index: Index) -> Iterator[Answer]:
        passages = self._passages(understood, index)
        subject = weigh_subject(understood.standalone, understood.subject, index)
        decision = decide(understood, subject, [weigh(passage, subject) for passage in passages])
        answer = self._blank(understood, index, decision.passages)
        if decision.status is AnswerStatus.REFUSED:
            yield replace(answer, note=_silence(decision, understood), missing=decision.missing)
            return
        answer = replace(answer, status=decision.status, missing=decision.missing)
        if question.mode != "extractive" and self.settings.has_model:
            yield from self._phrased(answer, decision, understood, question)
            return
        yield from _growing(answer, quote_evidence(decision.chosen, understood.subject, understood.language))

    def _phrased(
        self, answer: Answer, decision: Decision, understood: Understanding, question: Question
    ) -> Iterator[Answer]:
        """Let the model phrase the answer; the verbatim one comes when it fails or says nothing."""
        phrased = replace(
            answer, mode="llm", note=render("answer.by_model", answer.language, model=self.settings.llm_model)
        )
        asked = replace(question, text=understood.standalone)
        passages = [evidence.passage for evidence in decision.ranked]
        problem: ModelError | None = None
        try:
            for item in phrase(asked, passages, self.settings, answer.language):
                if isinstance(item, Dropped):
                    phrased = replace(phrased, dropped=(*phrased.dropped, item.message(question.language)))
                    continue
                statement = replace(item, lead=lead(item.citations, answer.language))
                phrased = replace(phrased, statements=(*phrased.statements, statement))
                yield phrased
        except ModelError as error:
            problem = error
        if phrased.statements:
            yield replace(phrased, note=_cut(phrased.note, problem, answer.language))
            return
        verbatim = replace(answer, note=_fallback(problem, phrased.dropped, answer.language), dropped=phrased.dropped)
        yield from _growing(verbatim, quote_evidence(decision.chosen, understood.subject, understood.language))

    # ── parts ─────────────────────────────────────────────────────────────────────────────

    def _passages(self, understood: Understanding, index: Index) -> list[Passage]:
        query = " ".join(understood.subject) if understood.subject else understood.standalone
        found = search(index, query, understood.filters, PASSAGES, boosted=understood.addressees)
        written = [passage for passage in found if passage.paragraph.text.strip()]
        return _filled(written, index.corpus, understood.filters)

    def _blank(self, understood: Understanding, index: Index, passages: tuple[Passage, ...]) -> Answer:
        return Answer(
            question=understood.question,
            status=AnswerStatus.REFUSED,
            statements=(),
            passages=passages,
            searched=_searched(index.corpus, understood.filters, understood.language),
            language=understood.language,
            understood=understood.standalone,
        )

    def _current(self) -> _Open:
        with self._lock:
            if self._shelf.current() != self._open.index.generation:
                opened = self._read()
                # The index before may still be answering in another thread; the one before that is not.
                if self._retired is not None:
                    self._retired.index.close()
                self._retired, self._open = self._open, opened
            return self._open

    def _read(self) -> _Open:
        index = open_index(self._shelf, self._embedder, self.settings)
        return _Open(index, DocumentNames(index.corpus))


def open_assistant(settings: Settings) -> Assistant:
    """Open the assistant over the store of ``settings``; raises ``StoreError`` as ``open_index``."""
    return Assistant(settings)


def _cut(note: str, problem: ModelError | None, language: str) -> str:
    """Say that the model's answer broke off, when it did."""
    if problem is None:
        return note
    return render("answer.model_cut", language, note=note, reason=problem.message(language))


def _fallback(problem: ModelError | None, dropped: tuple[str, ...], language: str) -> str:
    """Say why the verbatim answer stands in the place of the model's."""
    if problem is not None:
        return render("model.fallback", language, reason=problem.message(language))
    return render("model.fallback_few" if dropped else "answer.model_declined", language)


def _growing(answer: Answer, statements: tuple[Statement, ...]) -> Iterator[Answer]:
    for number in range(1, len(statements) + 1):
        yield replace(answer, statements=statements[:number])


def _first(
    passages: list[Passage], found: tuple[Paragraph, ...] | list[Paragraph], corpus: Corpus
) -> tuple[Passage, ...]:
    """Put the paragraphs that were asked for before those that the search found."""
    asked = [Passage(corpus.document_of(p.key), p, 1.0, ("asked",)) for p in found]
    keys = {p.key for p in found}
    rest = [passage for passage in passages if passage.paragraph.key not in keys]
    return (*asked, *rest)


def _filled(found: list[Passage], corpus: Corpus, filters: Filters) -> list[Passage]:
    """Fill up to ``PASSAGES`` with paragraphs that nothing speaks for, where the search found few."""
    if len(found) >= PASSAGES:
        return found
    keys = {passage.paragraph.key for passage in found}
    rest = (p for p in corpus.paragraphs if filters.admits(p) and p.text.strip() and p.key not in keys)
    fill = [Passage(corpus.documents[p.document_id], p, 0.0) for p in islice(rest, PASSAGES - len(found))]
    return [*found, *fill]


def _likeliest(found: Lookup, passages: list[Passage]) -> Lookup:
    """Of the paragraphs that bear a number named in passing, keep the one talked about."""
    order = [passage.paragraph.key for passage in passages]
    ranked = sorted(found.found, key=lambda p: order.index(p.key) if p.key in order else len(order))
    return Lookup(tuple(ranked[:1]), found.missing, False)


def _no_such_number(found: Lookup, understood: Understanding, corpus: Corpus) -> str:
    numbers = ", ".join(found.missing)
    spans = span_of_numbers(corpus, understood.filters)
    if not spans:
        return render("answer.no_number_at_all", understood.language, numbers=numbers)
    lists = render("answer.lists_separator", understood.language).join(
        render(
            "answer.numbers_span",
            understood.language,
            document=document_title(corpus.documents[d], understood.language),
            first=a,
            last=b,
        )
        for d, a, b in spans[:8]
    )
    filtered = understood.filters.statuses or understood.filters.addressees
    name = "answer.no_number_filtered" if filtered else "answer.no_number"
    return render(name, understood.language, numbers=numbers, lists=lists)


def _silence(decision: Decision, understood: Understanding) -> str:
    if decision.missing:
        language = understood.language
        quoted = [render("answer.quoted_word", language, word=word) for word in decision.missing]
        listed = render("answer.list_separator", language).join(quoted)
        return render("answer.silent_about", understood.language, missing=listed)
    return render("answer.silent", understood.language)


def _searched(corpus: Corpus, filters: Filters, language: str) -> str:
    admitted = [p for p in corpus.paragraphs if filters.admits(p)]
    documents = list(dict.fromkeys(p.document_id for p in admitted)) or list(filters.documents)
    paragraphs = len(admitted)
    name = "answer.scope_one" if len(documents) == 1 else "answer.scope"
    title = document_title(corpus.documents[documents[0]], language) if documents else ""
    return render(name, language, documents=len(documents), paragraphs=paragraphs, title=title)

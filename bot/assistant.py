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

from bot.answer import Answer, AnswerStatus, Statement
from bot.compose_model import phrase
from bot.decision import Decision, decide
from bot.evidence import weigh, weigh_subject
from bot.extractive import quote_evidence, quote_paragraphs
from bot.leads import document_title, lead
from bot.lookup import Lookup, look_up, span_of_numbers
from bot.naming import DocumentNames
from bot.question import Question
from bot.understanding import Understanding, understand
from bot.verify import Dropped
from store.corpus import Corpus
from store.embedding import open_embedder
from store.errors import ModelError, SettingsError
from store.index import Index, open_index
from store.lexicon import fold
from store.model import Paragraph, Passage
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
        else:
            yield from self._by_subject(understood, question, index)

    def _by_number(self, understood: Understanding, index: Index) -> Answer:
        corpus, language = index.corpus, understood.language
        found = look_up(understood.numbers, corpus, understood.filters, understood.addressees)
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

    def _by_symbol(self, understood: Understanding, index: Index) -> Answer:
        corpus = index.corpus
        symbols = [fold(symbol) for symbol in understood.symbols]
        admitted = [p for p in corpus.paragraphs if understood.filters.admits(p)]
        found = [p for p in admitted if any(symbol in fold(p.text) for symbol in symbols)]
        answer = self._blank(understood, index, _first(self._passages(understood, index), found, corpus))
        if not found:
            note = render("answer.no_symbol", understood.language, symbols=", ".join(understood.symbols))
            return replace(answer, status=AnswerStatus.REFUSED, note=note, missing=understood.symbols)
        return replace(
            answer, status=AnswerStatus.ANSWERED, statements=quote_paragraphs(found, corpus, understood.language)
        )

    def _by_subject(self, understood: Understanding, question: Question, index: Index) -> Iterator[Answer]:
        passages = self._passages(understood, index)
        subject = weigh_subject(understood.subject, index)
        decision = decide(understood, subject, [weigh(passage, subject) for passage in passages])
        answer = self._blank(understood, index, tuple(e.passage for e in decision.ranked))
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
        problem = render("model.fallback_few", answer.language)
        try:
            for item in phrase(asked, passages, self.settings, answer.language):
                if isinstance(item, Dropped):
                    phrased = replace(phrased, dropped=(*phrased.dropped, item.message(question.language)))
                    continue
                statement = replace(item, lead=lead(item.citations, answer.language))
                phrased = replace(phrased, statements=(*phrased.statements, statement))
                yield phrased
        except ModelError as error:
            problem = render("model.fallback", answer.language, reason=error.message(answer.language))
        if phrased.statements:
            yield phrased
            return
        verbatim = replace(answer, note=problem, dropped=phrased.dropped)
        yield from _growing(verbatim, quote_evidence(decision.chosen, understood.subject, understood.language))

    # ── parts ─────────────────────────────────────────────────────────────────────────────

    def _passages(self, understood: Understanding, index: Index) -> list[Passage]:
        query = " ".join(understood.subject) if understood.subject else understood.standalone
        return search(index, query, understood.filters, PASSAGES, boosted=understood.addressees)

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
                self._open = self._read()
            return self._open

    def _read(self) -> _Open:
        index = open_index(self._shelf, self._embedder, self.settings)
        return _Open(index, DocumentNames(index.corpus))


def open_assistant(settings: Settings) -> Assistant:
    """Open the assistant over the store of ``settings``; raises ``StoreError`` as ``open_index``."""
    return Assistant(settings)


def _growing(answer: Answer, statements: tuple[Statement, ...]) -> Iterator[Answer]:
    for number in range(1, len(statements) + 1):
        yield replace(answer, statements=statements[:number])


def _first(
    passages: list[Passage], found: tuple[Paragraph, ...] | list[Paragraph], corpus: Corpus
) -> tuple[Passage, ...]:
    """Put the paragraphs that were asked for before those that the search found."""
    asked = [Passage(corpus.document_of(p.key), p, 1.0, ("number",)) for p in found]
    keys = {p.key for p in found}
    rest = [passage for passage in passages if passage.paragraph.key not in keys]
    return (*asked, *rest)


def _likeliest(found: Lookup, passages: list[Passage]) -> Lookup:
    """Of the paragraphs that bear a number named in passing, keep the one talked about."""
    order = [passage.paragraph.key for passage in passages]
    ranked = sorted(found.found, key=lambda p: order.index(p.key) if p.key in order else len(order))
    return Lookup(tuple(ranked[:1]), found.missing, False)


def _no_such_number(found: Lookup, understood: Understanding, corpus: Corpus) -> str:
    filters = understood.filters
    spans = span_of_numbers(corpus, filters)
    lists = " ; ".join(
        render(
            "answer.numbers_span",
            understood.language,
            document=document_title(corpus.documents[d], understood.language),
            first=a,
            last=b,
        )
        for d, a, b in spans[:8]
    )
    return render("answer.no_number", understood.language, numbers=", ".join(found.missing), lists=lists)


def _silence(decision: Decision, understood: Understanding) -> str:
    if decision.missing:
        language = understood.language
        quoted = [render("answer.quoted_word", language, word=word) for word in decision.missing]
        listed = render("answer.list_separator", language).join(quoted)
        return render("answer.silent_about", understood.language, missing=listed)
    return render("answer.silent", understood.language)


def _searched(corpus: Corpus, filters: Filters, language: str) -> str:
    documents = [d for d in corpus.documents if not filters.documents or d in filters.documents]
    paragraphs = sum(filters.admits(p) for p in corpus.paragraphs)
    name = "answer.scope_one" if len(documents) == 1 else "answer.scope"
    title = document_title(corpus.documents[documents[0]], language) if documents else ""
    return render(name, language, documents=len(documents), paragraphs=paragraphs, title=title)

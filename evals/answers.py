"""Answers as they are judged: this program's, or those of any other.

Lines of an ANSWERS.jsonl file come in, ``GivenAnswer`` objects go out. A system that gives no
``citations`` field has them read from its text, as people write them; ``status`` it must give,
since a refusal is never guessed from wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.answer import AnswerStatus
from evals.citations_in_text import Mention, read_citations
from evals.errors import EvaluationError
from evals.fields import Record, read_records
from evals.folding import words
from evals.sources import Sources

STATUSES = tuple(status.value for status in AnswerStatus)
MISSING = "missing"
SHOWN_FIELDS = (
    "document",
    "source",
    "label",
    "number",
    "scope",
    "status",
    "addressee",
    "chapeau",
    "section",
    "page",
    "fictional",
)
LEAST_QUOTED_WORDS = 4
_REACH = 160
_MARKS = re.compile(
    r"\\([\\`*_{}\[\]()#+.!|<>~-])|[*`]{1,3}(?=\S)|(?<=\S)[*`]{1,3}"
    r"|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|^\s*>\s?",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation as given; ``key`` names no paragraph where the system made it up.

    ``shown`` holds the fields given about the paragraph (label, status, addressee, …);
    ``meant`` the keys that an ambiguous citation read from text can mean.
    """

    key: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    paragraph: str | None = None
    shown: tuple[tuple[str, Any], ...] = ()
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenPassage:
    """A retrieved paragraph; without a score the order given is the ranking."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer to judge. ``passages`` is None for a system that shows no retrieval."""

    id: str
    status: str
    text: str = ""
    citations: tuple[GivenCitation, ...] = ()
    passages: tuple[GivenPassage, ...] | None = None
    read_from_text: bool = False
    seconds: float | None = None

    @property
    def refused(self) -> bool:
        """Whether the system said, by its status, that the corpus does not answer."""
        return self.status == AnswerStatus.REFUSED.value

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys cited, each once, in order of appearance."""
        return tuple(dict.fromkeys(citation.key for citation in self.citations))


def missing_answer(identifier: str, *, with_passages: bool) -> GivenAnswer:
    """Return the answer that a system did not give: it counts as wrong, whatever was asked."""
    return GivenAnswer(identifier, MISSING, passages=() if with_passages else None)


def load_answers(
    path: Path, sources: Sources, filters: Mapping[str, Sequence[str]] | None = None
) -> dict[str, GivenAnswer]:
    """Read an answers file, by id; ``filters`` are the documents that each question was put to.

    Where some answers show passages, one that shows none retrieved nothing. Raises
    ``EvaluationError`` for a malformed line or an id given twice.
    """
    answers: dict[str, GivenAnswer] = {}
    for record in read_records(path):
        answer = answer_of(record, sources, filters or {})
        if answer.id in answers:
            raise EvaluationError("answer_twice", file=record.file, line=record.line, id=answer.id)
        answers[answer.id] = answer
    if not answers:
        raise EvaluationError("no_answers", file=path)
    return with_passages_alike(answers)


def with_passages_alike(answers: Mapping[str, GivenAnswer]) -> dict[str, GivenAnswer]:
    """Give the empty list of passages to those that show none, where others show some."""
    if not any(answer.passages for answer in answers.values()):
        return dict(answers)
    return {
        identifier: replace(answer, passages=()) if answer.passages is None else answer
        for identifier, answer in answers.items()
    }


def answer_of(record: Record, sources: Sources, filters: Mapping[str, Sequence[str]]) -> GivenAnswer:
    """Read one line; raises ``EvaluationError`` naming the first field that is not as agreed."""
    text = record.text("text", "", empty=True)
    identifier = record.text("id")
    documents = filters.get(identifier, ())
    given = "citations" in record.data
    citations = (
        tuple(_citation(item, sources) for item in record.records("citations"))
        if given
        else citations_of_text(text, sources, documents)
    )
    return GivenAnswer(
        id=identifier,
        status=record.choice("status", STATUSES),
        text=text,
        citations=citations,
        passages=_passages(record) if "passages" in record.data else None,
        read_from_text=not given,
        seconds=record.number("seconds"),
    )


def citations_of_text(text: str, sources: Sources, documents: Sequence[str] = ()) -> tuple[GivenCitation, ...]:
    """Return what a text cites, each with the quotation that it follows, if there is one."""
    mentions = read_citations(without_quotations(text), sources, documents)
    quotations = list(quotations_of(text))
    citations = [_read_citation(mention, quotations) for mention in mentions]
    return tuple(dict.fromkeys(citations))


def _read_citation(mention: Mention, quotations: list[tuple[str, int, int]]) -> GivenCitation:
    """Pair a mention with the nearest quotation: «…» (par. 2), or par. 2: «…»."""
    gaps = [
        (mention.start - end if end <= mention.start else start - mention.end, quote)
        for quote, start, end in quotations
    ]
    gap, quote = min(gaps, default=(_REACH + 1, None), key=lambda item: item[0])
    key = mention.key or f"?{mention.written}"
    return GivenCitation(key, quote=quote if gap <= _REACH else None, meant=mention.keys)


def quotations_of(text: str) -> list[tuple[str, int, int]]:
    """Return the quotations of four words or more, in order, with their places.

    A quotation is an outermost « … » or “ … ”, or a Markdown block quote up to the line that
    names its source («> — par. 2»).
    """
    blocks = list(_block_quotes(text))
    rest = _blanked(text, blocks)
    found = sorted((*blocks, *_marked(rest)), key=lambda item: item[1])
    return [item for item in found if len(words(item[0])) >= LEAST_QUOTED_WORDS]


def _block_quotes(text: str) -> Iterator[tuple[str, int, int]]:
    for block in re.finditer(r"(?:^[ ]{0,3}>.*(?:\n|\Z))+", text, re.MULTILINE):
        source = re.search(r"^[ ]*>\s*[—–-]{1,2}\s", block.group(), re.MULTILINE)
        end = source.start() if source else len(block.group())
        lines = re.sub(r"^[ ]*>[ ]?", "", block.group()[:end], flags=re.MULTILINE)
        if lines.strip():
            yield " ".join(lines.split()), block.start(), block.start() + end


def _marked(text: str) -> Iterator[tuple[str, int, int]]:
    depth, opened = 0, 0
    for place in re.finditer(r"[«»“”]", text):
        if place.group() in "«“":
            opened = place.end() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield text[opened : place.start()], opened - 1, place.end()


def _blanked(text: str, places: Iterable[tuple[str, int, int]]) -> str:
    for _, start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def without_quotations(text: str) -> str:
    """Return ``text``, its quotations blanked in place: their numbers cite nothing."""
    return _blanked(text, quotations_of(text))


def plain(markdown: str) -> str:
    """Return a text without Markdown's emphasis, escapes and block marks."""
    return _MARKS.sub(lambda mark: mark.group(1) or "", markdown)


def _citation(record: Record, sources: Sources) -> GivenCitation:
    label, key = record.optional_text("label"), record.optional_text("key")
    meant: tuple[str, ...] = ()
    if key is None:
        if label is None:
            raise record.fail("key", '"document#…"', None)
        document = record.optional_text("document")
        mentions = read_citations(f"({label})", sources, (document,) if document else ())
        meant = mentions[0].keys if len(mentions) == 1 else ()
        key = meant[0] if len(meant) == 1 else f"?{label}"
    return GivenCitation(
        key=key,
        quote=record.optional_text("quote"),
        start=record.integer("start"),
        end=record.integer("end"),
        paragraph=record.optional_text("paragraph"),
        shown=tuple((name, _frozen(record.data[name])) for name in SHOWN_FIELDS if name in record.data),
        meant=meant,
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _passages(record: Record) -> tuple[GivenPassage, ...]:
    items = record.records("passages")
    scores = [item.number("score") for item in items]
    ranked = any(score is None for score in scores)
    return tuple(
        GivenPassage(item.text("key"), float(-rank) if ranked or score is None else score)
        for rank, (item, score) in enumerate(zip(items, scores, strict=True))
    )

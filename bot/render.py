"""The answer as a person reads it: Markdown, made from the statements and never read back.

Quotations stand in block quotes, word for word, each with its number and its label; the chapeau
that governs them stands above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer import Answer, AnswerStatus, Statement
from bot.leads import document_title
from store.model import Citation, Passage
from store.texts import render

SPECIAL = re.compile(r"([\\`*_\[\]<>|]|~(?=~)|(?<=~)~|&(?=#?\w+;))")
# What makes a heading, a list, a rule or code of a line when it begins one.
LINE_START = re.compile(r"^[ \t]*(?:(\d{1,9})([.)])|([#+~-]))", re.MULTILINE)
CLOSEST = 3
EXCERPT = 160


def markdown(answer: Answer, language: str | None = None) -> str:
    """Return the whole answer in Markdown; ``language`` is that of the frame (the answer's own)."""
    chosen = language or answer.language
    return "\n\n".join(part for part in _parts(answer, chosen) if part)


def printed_label(label: str) -> str:
    """Return a label as it is printed, its parts held together by no-break spaces."""
    return re.sub(r"(?<=\bpar\.) | (?=[a-z]{1,5}\))", "\u00a0", label)


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows its characters as they are."""
    escaped = SPECIAL.sub(r"\\\1", text)
    return LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", escaped)


def _parts(answer: Answer, language: str) -> Iterator[str]:
    yield escape(answer.note)
    numbers = {_mark(citation): number for number, citation in enumerate(answer.citations, 1)}
    for statement in answer.statements:
        yield from _statement(statement, numbers, language)
    if answer.missing and answer.status is not AnswerStatus.REFUSED:
        yield render("answer.not_found", language, missing=escape(_listed(answer.missing, language)))
    if answer.status is AnswerStatus.REFUSED:
        yield from _closest(answer, language)


def _statement(statement: Statement, numbers: dict[tuple[str, int, int], int], language: str) -> Iterator[str]:
    yield f"**{escape(statement.lead)}**" if statement.lead else ""
    chapeau = statement.citations[0].paragraph.chapeau if statement.citations and not statement.text else ""
    if chapeau:
        yield render("answer.chapeau", language, chapeau=escape(chapeau))
    if statement.text:
        marks = " ".join(_call(citation, numbers) for citation in statement.citations)
        yield f"{escape(statement.text)} {marks}"
        return
    for citation in statement.citations:
        yield _quoted(citation, numbers)


def _quoted(citation: Citation, numbers: dict[tuple[str, int, int], int]) -> str:
    quote = "\n>\n> ".join(escape(line.strip()) for line in citation.quote.split("\n") if line.strip())
    return f"> {quote}\n>\n> — {escape(printed_label(citation.paragraph.label))} [{numbers[_mark(citation)]}]"


def _call(citation: Citation, numbers: dict[tuple[str, int, int], int]) -> str:
    label = escape(printed_label(citation.paragraph.label))
    return f"({label}) [{numbers[_mark(citation)]}]"


def _mark(citation: Citation) -> tuple[str, int, int]:
    return citation.paragraph.key, citation.start, citation.end


def _closest(answer: Answer, language: str) -> Iterator[str]:
    yield render("answer.searched", language, searched=escape(answer.searched))
    passages = [passage for passage in answer.passages if passage.score > 0][:CLOSEST]
    if passages:
        yield render("answer.closest", language)
        yield "\n".join(f"- {_excerpt(passage, language)}" for passage in passages)


def _excerpt(passage: Passage, language: str) -> str:
    text = passage.paragraph.text.replace("\n", " ")
    short = text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"
    name = document_title(passage.document, language)
    return f"{escape(printed_label(passage.paragraph.label))} ({escape(name)}) : {escape(short)}"


def _listed(items: tuple[str, ...], language: str) -> str:
    return render("answer.list_separator", language).join(items)

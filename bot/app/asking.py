"""From a typed question to the exchanges that the page shows one after the other.

Comes in: the question as typed, or a ``Question``. Goes out: a remark where it cannot be asked, or
the growing exchange. Every failure ends in an exchange that says so: a page must not stay waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bot.answer import Answer
from bot.app.exchange import Exchange, Progress
from bot.app.view import grouped
from bot.assistant import Assistant
from bot.question import Question
from bot.understanding import LONGEST_QUESTION
from store.errors import AlineaError
from store.texts import render

# Two pages of text: far above any question, far below what would tie up the search.

logger = logging.getLogger(__name__)


def remark(typed: str, language: str) -> str:
    """Return why the question cannot be asked as it stands; empty where it can."""
    if not typed.strip():
        return render("app.empty_question", language)
    if len(typed) > LONGEST_QUESTION:
        length, limit = grouped(len(typed), language), grouped(LONGEST_QUESTION, language)
        return render("app.long_question", language, length=length, limit=limit)
    return ""


def exchanges(assistant: Assistant, question: Question) -> Iterator[Exchange]:
    """Yield the exchange waiting, then with each growth of the answer, then done or failed."""
    yield Exchange(question.text)
    answer: Answer | None = None
    try:
        for answer in assistant.stream(question):
            yield Exchange(question.text, answer, Progress.STREAMING)
    except AlineaError as error:
        yield Exchange(question.text, answer, Progress.FAILED, error)
    except Exception:
        # The edge of the program: the fault is logged whole, and the person is told.
        logger.exception("a question failed")
        yield Exchange(question.text, answer, Progress.FAILED)
    else:
        yield Exchange(question.text, answer, Progress.DONE)

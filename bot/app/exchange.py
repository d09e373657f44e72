"""A question and what became of it: the unit of the conversation that a session keeps.

Comes in: what a person asked. Goes out: an immutable record that grows by replacement while the
answer streams. The conversation is a tuple of them, held by the session and by nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.answer import Answer
from bot.question import Turn
from bot.render import markdown
from store.errors import AlineaError


class Progress(StrEnum):
    """How far the answer has come."""

    WAITING = "waiting"
    STREAMING = "streaming"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer so far; ``error`` is set only where ``progress`` is FAILED.

    A FAILED exchange without an error failed in a way that the program did not foresee.
    """

    question: str
    answer: Answer | None = None
    progress: Progress = Progress.WAITING
    error: AlineaError | None = None

    @property
    def running(self) -> bool:
        """Whether more of the answer may still come."""
        return self.progress in (Progress.WAITING, Progress.STREAMING)


Conversation = tuple[Exchange, ...]


def turns(conversation: Conversation, language: str) -> tuple[Turn, ...]:
    """Return the earlier messages, oldest first; a question without an answer says nothing."""
    said: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            said.append(Turn("user", exchange.question))
            said.append(Turn("assistant", markdown(exchange.answer, language)))
    return tuple(said)

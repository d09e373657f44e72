"""What a person asks: the question, what was said before, and the filters they set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from store.model import Status

Mode = Literal["extractive", "llm", "auto"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message; ``role`` is ``user`` or ``assistant``."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its history (oldest first) and filters; empty filters mean everything.

    ``documents`` are document ids; ``language`` is the interface's, used for the frame around the
    quotations when the question's own language cannot be told.
    """

    text: str
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    addressees: tuple[str, ...] = ()
    mode: Mode = "auto"
    language: str = "fr"

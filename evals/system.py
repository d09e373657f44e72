"""Who answers the cases: this program, or any other that fits the seam.

A case comes in, a line of ANSWERS.jsonl goes out. The runner knows nothing else of a system than
its sources, the fingerprint of its index, and how to ask it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.assistant import Assistant, open_assistant
from bot.question import Mode
from bot.render import markdown
from evals.cases import Case
from evals.sources import Sources, sources_of
from store.errors import StoreError
from store.search import Filters, search
from store.settings import Settings
from store.shelf import Shelf


class System(Protocol):
    """Something that answers cases."""

    @property
    def sources(self) -> Sources:
        """The corpus that it answers from."""
        ...

    @property
    def index(self) -> Mapping[str, str]:
        """The fingerprint of its index, by part."""
        ...

    def answer(self, case: Case) -> dict[str, Any]:
        """Return a line of ANSWERS.jsonl; raises ``AlineaError`` where it cannot answer."""
        ...


@dataclass(frozen=True, slots=True)
class ThisProgram:
    """The assistant of this program, asked as ``bot batch`` asks it."""

    assistant: Assistant
    sources: Sources
    index: Mapping[str, str]
    mode: Mode

    def answer(self, case: Case) -> dict[str, Any]:
        """Ask the assistant and render what it answers."""
        answer = self.assistant.ask(case.to_question(self.mode))
        return answer.to_json(identifier=case.id, text=markdown(answer, answer.language))

    def search(self, case: Case) -> object:
        """Search for a case's question as it stands, for the time that it takes."""
        return search(self.assistant.index, case.question, Filters(documents=case.documents))


def open_sources(settings: Settings) -> Sources:
    """Read a store's documents and nothing else; raises ``StoreError`` where there are none."""
    shelf = Shelf(settings.folder)
    generation = shelf.current()
    if generation is None:
        raise StoreError("store_empty", folder=settings.folder)
    return sources_of(shelf.document(record) for record in shelf.manifest(generation).records)


def open_system(settings: Settings, mode: Mode) -> ThisProgram:
    """Open the store and the assistant; raises ``StoreError`` where there is none to open."""
    assistant = open_assistant(settings)
    sources = sources_of(assistant.corpus.documents.values())
    return ThisProgram(assistant, sources, assistant.index.fingerprint, mode)

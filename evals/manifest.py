"""What a run was made from: corpus, index, program and cases, each by its fingerprint.

Two runs with the same manifest (times apart) must give the same report; a run is resumed only
when what answers is the same.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from evals.cases import Case
from evals.sources import Sources

FORMAT = 1
PROGRAM_PACKAGES = ("bot", "prompts", "store")
EVALUATION_PACKAGES = ("evals",)
_SKIPPED = {"__pycache__", "cases", "baselines"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The fingerprints of a run, and what was asked of it."""

    corpus: str
    documents: Mapping[str, str]
    index: Mapping[str, str]
    program: str
    evaluation: str
    cases: Mapping[str, str]
    case_count: int
    mode: str
    split: str
    limit: int | None
    judge: str | None

    @property
    def answering(self) -> dict[str, Any]:
        """What decides the answers: when it is the same, answers already given still hold."""
        return {
            "corpus": self.corpus,
            "index": dict(self.index),
            "program": self.program,
            "mode": self.mode,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the object of ``manifest.json``."""
        return {
            "format": FORMAT,
            "answering": self.answering,
            "documents": dict(self.documents),
            "evaluation": self.evaluation,
            "cases": dict(self.cases),
            "case_count": self.case_count,
            "split": self.split,
            "limit": self.limit,
            "judge": self.judge,
            "python": platform.python_version(),
        }


def program_fingerprint(packages: Sequence[str] = PROGRAM_PACKAGES) -> str:
    """Return a hash of the files of ``packages``: code, texts, prompts and built-in vectors."""
    digest = hashlib.sha256()
    for package in packages:
        for name, data in _files(files(package), package):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def _files(folder: Traversable, prefix: str) -> Iterable[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name in _SKIPPED:
            continue
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        else:
            yield name, entry.read_bytes()


def case_files(cases: Iterable[Case]) -> dict[str, str]:
    """Return the hash of each file that the cases came from, by file name."""
    paths = sorted({case.file for case in cases if case.file})
    return {Path(path).name: _hash(Path(path)) for path in paths}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def document_hashes(sources: Sources) -> dict[str, str]:
    """Return the hash of the source file of each document, by id."""
    return {name: document.sha256[:16] for name, document in sources.documents.items()}


def asked_hash(case: Case) -> str:
    """Return a hash of what a case asks: an answer given to other words is not reused."""
    said = "\x1f".join(f"{turn.role}\x1e{turn.content}" for turn in case.history)
    whole = "\x1d".join((case.question, said, "\x1f".join(case.documents), case.language))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]

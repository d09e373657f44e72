"""The cases: questions with their gold, written by people who read the reports.

Files of JSON lines come in, ``Case`` objects go out. A malformed line names its file, line and
field. ``evals.validation`` says whether well-formed cases also agree with a corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from bot.question import Mode, Question, Turn
from evals.errors import EvaluationError
from evals.fields import Record, read_records

CATEGORIES = (
    "single",
    "multi",
    "cross",
    "unanswerable",
    "number",
    "followup",
    "noisy",
    "crosslingual",
    "attribution",
    "injection",
)
QUESTION_LANGUAGES = ("fr", "en", "es")
SPLITS = ("dev", "held")
HELD_SHARE = 5
Split = Literal["dev", "held"]

_FIELDS = frozenset(
    "id language category question history documents answerable reason required alternative "
    "acceptable claims nuggets forbidden cluster parent".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a right answer says, and the sets of paragraphs each of which carries it alone."""

    text: str
    support: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact to find in the answer: any pattern, from any of the keys; vital or merely good."""

    text: str
    vital: bool
    patterns: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A question and what a right answer cites, says and leaves alone."""

    id: str
    language: str
    category: str
    question: str
    answerable: bool
    history: tuple[Turn, ...] = ()
    documents: tuple[str, ...] = ()
    reason: str = ""
    required: tuple[str, ...] = ()
    alternative: tuple[tuple[str, ...], ...] = ()
    acceptable: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[str, ...] = ()
    cluster: str | None = None
    parent: str | None = None
    file: str = ""
    line: int = 0

    @cached_property
    def units(self) -> tuple[frozenset[str], ...]:
        """What has to be cited: a set for each required key and each group of alternatives."""
        singles = tuple(frozenset((key,)) for key in self.required)
        return singles + tuple(frozenset(group) for group in self.alternative)

    @cached_property
    def gold(self) -> frozenset[str]:
        """Every key that is right to cite."""
        return frozenset().union(*self.units)

    @cached_property
    def neutral(self) -> frozenset[str]:
        """Keys that neither earn nor cost: acceptable, and not gold."""
        return frozenset(self.acceptable) - self.gold

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that the case names."""
        in_claims = {key for claim in self.claims for group in claim.support for key in group}
        in_nuggets = {key for nugget in self.nuggets for key in nugget.keys}
        named = {*self.acceptable, *self.forbidden}
        return self.gold | in_claims | in_nuggets | named

    @property
    def split(self) -> Split:
        """``held`` for a fifth of the cases, by a hash; a paired case follows its parent."""
        digest = hashlib.sha256((self.parent or self.id).encode()).digest()
        return "held" if digest[0] % HELD_SHARE == 0 else "dev"

    @property
    def group(self) -> str:
        """What the bootstrap resamples together: the cluster, else the first gold paragraph."""
        first = self.required or (self.alternative[0] if self.alternative else ())
        return self.cluster or (first[0] if first else self.parent or self.id)

    def to_question(self, mode: Mode) -> Question:
        """Return what the program is asked."""
        return Question(
            text=self.question,
            history=self.history,
            documents=self.documents,
            mode=mode,
            language=self.language,
        )


def load_cases(paths: Sequence[Path]) -> tuple[Case, ...]:
    """Read every case of the files, in order.

    Raises ``EvaluationError`` for a malformed line, or an id that two lines have.
    """
    return checked(case for path in paths for case in map(case_of, read_records(path)))


def checked(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Return ``cases``; raises ``EvaluationError`` where there is none, or an id twice."""
    found = tuple(cases)
    _refuse_duplicates(found)
    if not found:
        raise EvaluationError("no_cases")
    return found


def chosen(cases: Iterable[Case], split: str, limit: int | None) -> tuple[Case, ...]:
    """Return the cases of a split (``dev``, ``held`` or ``all``), the first ``limit`` of them."""
    kept = [case for case in cases if split in ("all", case.split)]
    return tuple(kept if limit is None else kept[:limit])


def case_of(record: Record) -> Case:
    """Read one case; raises ``EvaluationError`` naming the first field that is not as agreed."""
    record.known(_FIELDS)
    turns = record.records("history")
    return Case(
        id=record.text("id"),
        language=record.choice("language", QUESTION_LANGUAGES),
        category=record.choice("category", CATEGORIES),
        question=record.text("question"),
        answerable=record.flag("answerable"),
        history=tuple(Turn(t.choice("role", ("user", "assistant")), t.text("content")) for t in turns),
        documents=record.texts("documents"),
        reason=record.optional_text("reason") or "",
        required=_keys(record, "required"),
        alternative=record.text_lists("alternative"),
        acceptable=_keys(record, "acceptable"),
        claims=tuple(_claim(item) for item in record.records("claims")),
        nuggets=tuple(_nugget(item) for item in record.records("nuggets")),
        forbidden=_keys(record, "forbidden"),
        cluster=record.optional_text("cluster"),
        parent=record.optional_text("parent"),
        file=record.file,
        line=record.line,
    )


def _keys(record: Record, field: str) -> tuple[str, ...]:
    keys = record.texts(field)
    for key in keys:
        if "#" not in key:
            raise record.fail(field, '["document#…"]', key)
    return keys


def _claim(record: Record) -> Claim:
    record.known(frozenset({"text", "support"}))
    return Claim(record.text("text"), record.text_lists("support"))


def _nugget(record: Record) -> Nugget:
    record.known(frozenset({"text", "vital", "patterns", "keys"}))
    patterns = record.texts("patterns")
    if not patterns:
        raise record.fail("patterns", '["…"]', [])
    return Nugget(record.text("text"), record.flag("vital"), patterns, _keys(record, "keys"))


def _refuse_duplicates(cases: Sequence[Case]) -> None:
    seen: dict[str, Case] = {}
    for case in cases:
        first = seen.setdefault(case.id, case)
        if first is not case:
            place = f"{first.file}:{first.line}"
            raise EvaluationError("duplicate", file=case.file, line=case.line, id=case.id, first=place)

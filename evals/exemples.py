"""The adapter for the sample questions that name gold by document, part and number.

``shared/questions/exemples.jsonl`` has its own form; its lines come in, ``Case`` objects go out,
their keys made as the program makes them («corps» has no list, «recommandations aux États» is
``etats``). ``is_exemples`` tells the form by its first line.
"""

from __future__ import annotations

from pathlib import Path

from bot.question import Turn
from evals.cases import QUESTION_LANGUAGES, Case, Nugget
from evals.fields import Record, read_records

PARTS = {
    "corps": "",
    "recommandations aux États": "etats/",
    "recommandations à l'ONUDC": "onudc/",
    "note": "note/",
    "introduction": "introduction",
    "en-tête": "en-tete",
}
CATEGORY_OF_KIND = {
    "single": "single",
    "lookup": "number",
    "multi": "multi",
    "compare": "cross",
    "attribution": "attribution",
    "status": "attribution",
    "followup": "followup",
    "noisy": "noisy",
    "crosslingual": "crosslingual",
    "unanswerable": "unanswerable",
}
_MARK = {"kind", "gold", "answer_points"}


def is_exemples(path: Path) -> bool:
    """Whether a file is of this form, by its first line."""
    first = next(read_records(path), None)
    return first is not None and first.data.keys() >= _MARK


def load_exemples(path: Path) -> tuple[Case, ...]:
    """Read the sample questions; raises ``EvaluationError`` for a malformed line."""
    return tuple(_case(record) for record in read_records(path))


def _case(record: Record) -> Case:
    turns = record.records("history")
    gold = tuple(_key(item) for item in record.records("gold"))
    points = record.texts("answer_points")
    filtered = record.optional_text("document_filter")
    return Case(
        id=record.text("id"),
        language=record.choice("lang", QUESTION_LANGUAGES),
        category=CATEGORY_OF_KIND[record.choice("kind", tuple(CATEGORY_OF_KIND))],
        question=record.text("question"),
        answerable=record.flag("answerable"),
        history=tuple(Turn(t.text("role"), t.text("content")) for t in turns),
        documents=(Path(filtered).stem,) if filtered else (),
        required=gold,
        acceptable=tuple(_key(item) for item in record.records("acceptable")),
        nuggets=tuple(Nugget(point, True, (point.lower(),), gold) for point in points),
        file=record.file,
        line=record.line,
    )


def _key(record: Record) -> str:
    """Return the key that the program gives to a document, a part and a number."""
    document, part = Path(record.text("document")).stem, record.choice("part", tuple(PARTS))
    number = ".".join(record.texts("number"))
    if not number and PARTS[part].endswith("/"):
        raise record.fail("number", '["1"]', [])
    return f"{document}#{PARTS[part]}{number}"

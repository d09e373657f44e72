"""Answer, part of an answer, or silence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import AnswerStatus
from bot.decision import MOST, decide
from bot.evidence import Evidence, Subject
from bot.understanding import Understanding
from store.search import Filters
from tests.factories import document, paragraph, passage


def asked(question: str = "Que dit-on des lampes ?") -> Understanding:
    return Understanding(question, question, "fr", (), (), Filters(), (), (), ("lamp",))


def subject(*absent: str) -> Subject:
    return Subject(("lamp",), {"lamp": 1.0}, {"lamp": frozenset()}, absent)


def evidence(key: str, coverage: float, score: float = 0.5, owner: str = "phares") -> Evidence:
    item = paragraph(f"Texte {key}.", key=f"{owner}#{key}")
    found = replace(passage(item, score=score), document=replace(document(item), id=owner))
    return Evidence(found, coverage, (), ())


def test_what_covers_the_subject_answers() -> None:
    decision = decide(asked(), subject(), [evidence("1", 0.2), evidence("2", 0.9)])
    assert decision.status is AnswerStatus.ANSWERED
    assert [e.passage.paragraph.key for e in decision.chosen] == ["phares#2"]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param([], id="no passage"),
        pytest.param([evidence("1", 0.0, 1.0)], id="a good score without a word of the subject"),
        pytest.param([evidence("1", 0.1)], id="next to nothing"),
    ],
)
def test_else_silence(found: list[Evidence]) -> None:
    decision = decide(asked(), subject(), found)
    assert decision.status is AnswerStatus.REFUSED
    assert decision.chosen == ()


def test_something_absent_makes_half_an_answer_a_refusal() -> None:
    decision = decide(asked(), subject("Dakar"), [evidence("1", 0.4)])
    assert (decision.status, decision.missing) == (AnswerStatus.REFUSED, ("Dakar",))


def test_something_absent_makes_a_good_answer_partial() -> None:
    decision = decide(asked(), subject("Dakar"), [evidence("1", 0.9)])
    assert (decision.status, decision.missing) == (AnswerStatus.PARTIAL, ("Dakar",))
    assert decision.chosen


def test_no_more_than_a_few_are_chosen() -> None:
    assert len(decide(asked(), subject(), [evidence(str(n), 0.8) for n in range(12)]).chosen) == MOST


def test_a_comparison_is_answered_from_each_document() -> None:
    found = [*(evidence(str(n), 0.9) for n in range(5)), evidence("1", 0.3, owner="ports")]
    decision = decide(asked("Comparez les lampes dans les deux textes"), subject(), found)
    assert {e.passage.document.id for e in decision.chosen} == {"phares", "ports"}


def test_a_comparison_does_not_quote_what_says_nothing() -> None:
    found = [evidence("1", 0.9), evidence("1", 0.0, owner="ports")]
    decision = decide(asked("Comparez les lampes dans les deux textes"), subject(), found)
    assert {e.passage.document.id for e in decision.chosen} == {"phares"}


def test_passages_come_best_first_with_scores_that_say_so() -> None:
    found = [evidence("1", 0.1, 1.0), evidence("2", 0.9, 0.2), evidence("3", 0.5, 0.5)]
    scores = [item.score for item in decide(asked(), subject(), found).passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert decide(asked(), subject(), found).passages[0].paragraph.key == "phares#2"

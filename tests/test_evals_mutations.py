"""Checks on the checker: every kind of damage to a right answer is seen, and by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases import load_cases
from evals.metrics import judge_attempt
from evals.mutations import MUTATIONS, examine, given, ideal_line
from evals.scoring import Attempt
from evals.sources import Sources, sources_from_files

DATA = Path(__file__).parent / "data" / "evals"
SOURCES: Sources = sources_from_files([DATA / "documents.jsonl"])
CASES = load_cases([DATA / "cases.jsonl"])

# The metric that must see each kind of damage, every time that it is done.
SEEN_BY = {
    "next_paragraph": "citation_f1",
    "previous_paragraph": "citation_f1",
    "wrong_list": "citation_f1",
    "wrong_document": "citation_f1",
    "parent_for_item": "citation_f1",
    "sibling_item": "citation_f1_parent",
    "first_citation_dropped": "citation_recall",
    "last_citation_dropped": "citation_recall",
    "every_citation_dropped": "status_coherence",
    "half_of_a_support_set": "alce_recall",
    "citation_added": "citation_precision",
    "forbidden_added": "forbidden_avoided",
    "everything_cited": "citation_precision",
    "fabricated_number": "citation_validity",
    "fabricated_document": "citation_validity",
    "fabricated_in_place": "citation_validity",
    "quotation_of_another": "quotation_fidelity",
    "quotations_exchanged": "quotation_fidelity",
    "text_quotations_exchanged": "text_quotations",
    "offsets_shifted": "quotation_fidelity",
    "paragraph_altered": "quotation_fidelity",
    "quotation_beside_the_point": "nugget_recall_strict",
    "vital_fact_cut": "nugget_recall_strict",
    "refused_though_answerable": "wrong_refusal",
    "answered_though_unanswerable": "hallucination",
    "partial_though_unanswerable": "hallucination",
    "clarify_though_unanswerable": "hallucination",
    "refusal_of_cited": "wrong_refusal",
    "refusal_that_cites": "status_coherence",
    "no_text": "status_coherence",
    "empty_answer": "status_coherence",
    "never_given": "decision",
    "caveat_lost": "caveat_kept",
    "chapeau_wrong": "attribution",
    "chapeau_dropped": "attribution",
    "status_wrong": "attribution",
    "addressee_wrong": "attribution",
    "addressee_dropped": "attribution",
    "label_wrong": "attribution",
    "number_wrong": "attribution",
    "list_wrong": "attribution",
    "source_wrong": "attribution",
    "document_wrong": "attribution",
    "section_wrong": "attribution",
    "page_wrong": "attribution",
    "fiction_hidden": "attribution",
    "text_names_neighbour": "named_as_cited",
    "text_other_addressee": "named_as_cited",
    "text_names_nothing_real": "named_as_cited",
    "debate_called_recommendation": "standing_said",
    "recommendation_called_debate": "standing_said",
    "text_addressee_stated": "standing_said",
    "other_language": "answer_language",
    "no_passages": "recall_at_5",
    "passages_upside_down": "ndcg_at_10",
    "first_passage_wrong": "precision_at_1",
    "gold_not_retrieved": "citation_validity",
    "passages_repeated": "recall_at_5",
    "filter_ignored": "filter_respected",
}


def _expected(name: str) -> str:
    if name.startswith("text_") and name not in SEEN_BY:
        return "text_quotations"
    return SEEN_BY.get(name, "quotation_fidelity")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_damage_is_seen_every_time_by_the_metric_made_for_it(mutation):
    (catch,) = examine(CASES, SOURCES, [mutation])
    assert catch.done, "no case of the fixture offers this damage"
    assert catch.unnoticed == ()
    assert dict(catch.seen_by).get(_expected(mutation.name)) == catch.done


def test_there_are_at_least_forty_kinds():
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_right_answer_is_faultless_before_it_is_damaged(case):
    attempt = Attempt(case, given(ideal_line(case, SOURCES), case, SOURCES), SOURCES)
    for name, score in judge_attempt(attempt).items():
        good = 0.0 if name in ("hallucination", "wrong_refusal") else 1.0
        assert score.value in (None, good), (name, score.reason.text("fr"))


def test_a_verdict_is_kept_from_every_damage_that_a_reader_would_not_forgive():
    unforgivable = ("fabricated", "quote_", "quotation", "refused_", "answered_", "never_given")
    for mutation in MUTATIONS:
        if mutation.name.startswith(unforgivable) and mutation.name != "quotation_beside_the_point":
            for case in CASES:
                spoiled = mutation.apply(ideal_line(case, SOURCES), case, SOURCES)
                if spoiled is not None:
                    attempt = Attempt(case, given(spoiled, case, SOURCES), SOURCES)
                    assert judge_attempt(attempt)["case_right"].value == 0.0, mutation.name

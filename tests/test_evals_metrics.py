"""What each metric measures: vectors worked out by hand, trec_eval's semantics, closed holes."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import math
import random
import re
from pathlib import Path

import pytest

from evals.answers import GivenAnswer, GivenCitation, GivenPassage, answer_of
from evals.cases import Case, Claim, Nugget
from evals.citation_metrics import alce_precision, alce_recall, trec_support
from evals.conduct_metrics import language_of
from evals.fields import Record
from evals.metrics import METRICS, judge_attempt
from evals.mutations import citation_json, given, ideal_line, text_of
from evals.retrieval_metrics import (
    grades_of,
    ndcg_at,
    precision_at,
    ranking,
    recall_at,
    reciprocal_rank,
)
from evals.scoring import Attempt
from evals.sources import Sources, sources_from_files
from evals.summary import f1_of_refusal, judge, summarise
from store.texts import LANGUAGES, catalogue

DATA = Path(__file__).parent / "data" / "evals"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return sources_from_files([DATA / "documents.jsonl"])


def case(**fields) -> Case:
    settled = {"id": "C", "language": "fr", "category": "single", "question": "?", "answerable": True}
    return Case(**(settled | fields))


def answer(*keys: str, status: str = "answered", **fields) -> GivenAnswer:
    return GivenAnswer("C", status, "texte", tuple(GivenCitation(key) for key in keys), **fields)


def values(asked: Case, got: GivenAnswer, sources: Sources) -> dict[str, float | None]:
    return {name: score.value for name, score in judge_attempt(Attempt(asked, got, sources)).items()}


@pytest.mark.parametrize(
    ("cited", "precision", "recall", "exact"),
    [
        pytest.param(["phares#5.a", "phares#5.b"], 1.0, 1.0, 1.0, id="all and nothing else"),
        pytest.param(["phares#5.a"], 1.0, 0.5, 0.0, id="one of two"),
        pytest.param(["phares#5.a", "phares#5.c"], 0.5, 0.5, 0.0, id="one right, one wrong"),
        pytest.param(["phares#5.a", "phares#5.b", "phares#5.c"], 2 / 3, 1.0, 0.0, id="one too many"),
        pytest.param([], 0.0, 0.0, 0.0, id="an empty answer counts"),
        pytest.param(["phares#5.a", "phares#99"], 0.5, 0.5, 0.0, id="a made-up key costs precision"),
        pytest.param(["phares#5"], 0.0, 0.0, 0.0, id="the parent is not the item"),
        pytest.param(["phares#5.a", "phares#5.b", "phares#4"], 1.0, 1.0, 1.0, id="acceptable is neutral"),
        pytest.param(["phares#4"], 0.0, 0.0, 0.0, id="acceptable alone earns nothing"),
        pytest.param(["phares#5.a", "phares#5.a"], 1.0, 0.5, 0.0, id="twice is once"),
    ],
)
def test_citations_are_counted_to_the_exact_paragraph(sources, cited, precision, recall, exact):
    asked = case(required=("phares#5.a", "phares#5.b"), acceptable=("phares#4",))
    got = values(asked, answer(*cited), sources)
    assert got["citation_precision"] == pytest.approx(precision)
    assert got["citation_recall"] == pytest.approx(recall)
    assert got["citation_exact"] == exact


def test_any_alternative_is_enough_and_both_are_no_fault(sources):
    asked = case(alternative=(("cartes#etats/2", "cartes#onudc/3"),))
    for cited in (["cartes#etats/2"], ["cartes#onudc/3"], ["cartes#etats/2", "cartes#onudc/3"]):
        assert values(asked, answer(*cited), sources)["citation_exact"] == 1.0


@pytest.mark.parametrize(
    ("cited", "with_parent"),
    [
        pytest.param("phares#5", 1.0, id="11 for 11 f)"),
        pytest.param("phares#5.b", 0.0, id="a sibling is not kin"),
        pytest.param("phares#5.zz", 0.0, id="a made-up item of the right paragraph is not kin"),
        pytest.param("cartes#annexe/2", 0.0, id="another document is not kin"),
    ],
)
def test_parent_credit_is_given_apart(sources, cited, with_parent):
    got = values(case(required=("phares#5.a",)), answer(cited), sources)
    assert got["citation_f1"] == 0.0
    assert got["citation_f1_parent"] == with_parent


def claim(*support: tuple[str, ...]) -> Claim:
    return Claim("affirmation", support)


# ALCE by hand (Gao et al. 2023, §4.3), the claims of one answer and its citations a, b, c:
#  1. {a,b} carry s1 together: neither carries it alone, without either it falls: both relevant.
#  2. a carries s1 alone and b adds nothing: b is irrelevant, precision 1/2.
#  3. a and c each carry s1 alone: both relevant, though each could be spared.
#  4. {a,b} or {a,c}: a is needed by both sets; b and c can each be spared: precision 1/3.
#  5. s1 carried, s2 not: recall 1/2; b, which carries nothing, is irrelevant.
@pytest.mark.parametrize(
    ("claims", "cited", "recall", "precision"),
    [
        pytest.param([claim(("a", "b"))], "ab", 1.0, 1.0, id="together only"),
        pytest.param([claim(("a",))], "ab", 1.0, 0.5, id="one is idle"),
        pytest.param([claim(("a",), ("c",))], "ac", 1.0, 1.0, id="each alone"),
        pytest.param([claim(("a", "b"), ("a", "c"))], "abc", 1.0, 1 / 3, id="two ways round"),
        pytest.param([claim(("a",)), claim(("d",))], "ab", 0.5, 0.5, id="half carried"),
        pytest.param([claim(("a",))], "b", 0.0, 0.0, id="none carried"),
        pytest.param([claim(("a",))], "", 0.0, 0.0, id="no citation"),
    ],
)
def test_alce_by_hand(claims, cited, recall, precision):
    assert alce_recall(claims, set(cited)) == pytest.approx(recall)
    assert alce_precision(claims, set(cited)) == pytest.approx(precision)


# TREC RAG 2024 by hand: four sentences, supported fully, partially, not, and without a citation.
# Weights 1 + ½ + 0 = 1.5: precision over the three that cite, recall over all four.
@pytest.mark.parametrize(
    ("levels", "precision", "recall"),
    [
        pytest.param([1.0, 0.5, 0.0, None], 1.5 / 3, 1.5 / 4, id="full, partial, none, uncited"),
        pytest.param([1.0, 1.0], 1.0, 1.0, id="all full"),
        pytest.param([None, None], 0.0, 0.0, id="nothing cited"),
        pytest.param([], 0.0, 0.0, id="nothing said"),
    ],
)
def test_trec_support_by_hand(levels, precision, recall):
    assert trec_support(levels) == pytest.approx((precision, recall))


def test_trec_support_of_claims(sources):
    asked = case(
        required=("phares#5.a", "phares#3", "phares#5.b"),
        claims=(claim(("phares#5.a",)), claim(("phares#3", "phares#5.b")), claim(("phares#4",))),
    )
    got = values(asked, answer("phares#5.a", "phares#3"), sources)
    assert got["trec_support_recall"] == pytest.approx((1 + 0.5 + 0) / 3)
    assert got["trec_support_precision"] == pytest.approx((1 + 0.5) / 2)


def quoted(sources: Sources, key: str, quote: str | None, **fields) -> GivenAnswer:
    citation = GivenCitation(key, quote=quote, **fields)
    return GivenAnswer("C", "answered", "texte", (citation,))


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        pytest.param("filets souples devant les vitres", 1.0, id="verbatim"),
        pytest.param("Poser des filets souples […] oiseaux de mer", 1.0, id="a cut marked as one"),
        pytest.param("Poser\u202fdes filets\n souples", 1.0, id="spaces and line ends"),
        pytest.param("filets souples devant les vitre", 0.0, id="cut within a word"),
        pytest.param("filets souplas devant", 0.0, id="a letter"),
        pytest.param("Filets souples devant", 0.0, id="a capital"),
        pytest.param("oiseaux de mer […] Poser des filets", 0.0, id="pieces in another order"),
        pytest.param("lampe solaire", 0.0, id="words of the paragraph beside it"),
        pytest.param(None, None, id="nothing quoted"),
    ],
)
def test_quotations_are_those_of_the_paragraph_cited(sources, quote, value):
    got = values(case(required=("phares#5.b",)), quoted(sources, "phares#5.b", quote), sources)
    assert got["quotation_fidelity"] == value


@pytest.mark.parametrize(
    "quote",
    ["au coeur de chaque phare", "au cœur de chaque phare", "au c\u0153ur de chaque phare."[:-1]],
)
def test_only_typography_is_forgiven(sources, quote):
    got = values(case(required=("phares#5.c",)), quoted(sources, "phares#5.c", quote), sources)
    assert got["quotation_fidelity"] == 1.0


def test_offsets_must_be_those_of_the_quotation(sources):
    right = quoted(sources, "phares#5.b", "Poser", start=0, end=5)
    wrong = quoted(sources, "phares#5.b", "Poser", start=1, end=6)
    assert values(case(required=("phares#5.b",)), right, sources)["quotation_fidelity"] == 1.0
    assert values(case(required=("phares#5.b",)), wrong, sources)["quotation_fidelity"] == 0.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("« filets souples devant les vitres » (par. 5 b))", 1.0, id="beside its number"),
        pytest.param("« filets souples devant les vitres » (par. 5 a))", 0.0, id="under another"),
        pytest.param("> Poser des **filets** souples devant\n>\n> — par. 5 b) [1]", 1.0, id="block"),
        pytest.param("> Poser des filets rigides devant\n>\n> — par. 5 b) [1]", 0.0, id="false block"),
        pytest.param("Le chapeau : « qui n'ont pas été négociées par les délégations »", 1.0, id="chapeau"),
        pytest.param("« des filets » (par. 5 b))", None, id="fewer than four words"),
        pytest.param("Vous demandez « que fait-on pour les mouettes » (par. 5 b))", None, id="the question"),
    ],
)
def test_quotations_of_the_text(sources, text, value):
    asked = case(required=("phares#5.a", "phares#5.b"), question="Que fait-on pour les mouettes ?")
    got = dataclasses.replace(answer("phares#5.a", "phares#5.b"), text=text)
    assert values(asked, got, sources)["text_quotations"] == value


FACT = Nugget("six heures", True, ("six heures",), ("phares#5.c",))
EXTRA = Nugget("repos", False, ("chambres? de repos",), ("phares#5.c",))


@pytest.mark.parametrize(
    ("key", "quote", "strict", "partial"),
    [
        pytest.param("phares#5.c", "six heures la relève de nuit et prévoir une chambre de repos", 1, 1, id="all"),
        pytest.param("phares#5.c", "Limiter à six heures la relève", 1, (1 + 0.25) / 1.5, id="vital only"),
        pytest.param("phares#5.c", "au cœur de chaque phare", 0, (0.5 + 0.25) / 1.5, id="cited, not said"),
        pytest.param("phares#4", "six heures", 0, 0.5 / 1.5, id="said, not cited"),
        pytest.param("phares#4", "relèves plus courtes", 0, 0, id="neither"),
    ],
)
def test_nuggets(sources, key, quote, strict, partial):
    asked = case(required=("phares#5.c",), nuggets=(FACT, EXTRA))
    got = values(asked, quoted(sources, key, quote), sources)
    assert got["nugget_recall_strict"] == strict
    assert got["nugget_recall_partial"] == pytest.approx(partial)


@pytest.mark.parametrize(
    ("answerable", "status", "hallucination", "wrong_refusal", "decision"),
    [
        pytest.param(True, "answered", None, 0, 1, id="answered, rightly"),
        pytest.param(True, "refused", None, 1, 0, id="refused, wrongly"),
        pytest.param(False, "refused", 0, None, 1, id="refused, rightly"),
        pytest.param(False, "answered", 1, None, 0, id="answered, wrongly"),
        pytest.param(False, "partial", 1, None, 0, id="partly answered, wrongly"),
        pytest.param(False, "clarify", 1, None, 0, id="asked back, wrongly"),
        pytest.param(False, "missing", 1, None, 0, id="no reply is no refusal"),
        pytest.param(True, "missing", None, 1, 0, id="no reply is no answer"),
    ],
)
def test_refusals_are_read_from_the_status(sources, answerable, status, hallucination, wrong_refusal, decision):
    asked = case(answerable=answerable, required=("phares#1",) if answerable else ())
    got = values(asked, dataclasses.replace(answer(status=status), text="Je refuse."), sources)
    assert got["hallucination"] == hallucination
    assert got["wrong_refusal"] == wrong_refusal
    assert got["decision"] == decision


def test_f1_of_refusing_and_answering_by_hand():
    # 4 should be refused, 3 are, one of which wrongly: precision 2/3, recall 2/4, F1 4/7.
    pairs = [(True, True)] * 2 + [(False, True)] + [(True, False)] * 2 + [(False, False)] * 5
    assert f1_of_refusal(pairs) == pytest.approx(4 / 7)
    # The other class: 6 should be answered, 7 are, 5 rightly: F1 = 2·5 / (6 + 7).
    flipped = [(not should, not did) for should, did in pairs]
    assert f1_of_refusal(flipped) == pytest.approx(10 / 13)


def passages(*keys: str) -> tuple[GivenPassage, ...]:
    return tuple(GivenPassage(key, 1 - rank / 100) for rank, key in enumerate(keys))


def test_ties_are_broken_by_key_descending_as_trec_eval_does():
    tied = [GivenPassage("a", 0.5), GivenPassage("c", 0.5), GivenPassage("b", 0.5)]
    assert ranking(tied) == ["c", "b", "a"]


def test_a_repeated_passage_keeps_its_rank_and_earns_nothing():
    ranked = ranking(passages("a", "a", "b"))
    assert (ranked[0], ranked[2]) == ("a", "b")
    assert recall_at(ranked, {"a": 1, "b": 1}, 2) == 0.5


def test_a_query_without_passages_is_zero_everywhere(sources):
    got = values(case(required=("phares#1",)), answer("phares#1", passages=()), sources)
    names = ("recall_at_5", "recall_at_10", "precision_at_1", "reciprocal_rank", "ndcg_at_10")
    assert [got[name] for name in names] == [0.0] * 5


def test_a_system_that_shows_no_passages_is_not_measured_on_them(sources):
    assert values(case(required=("phares#1",)), answer("phares#1"), sources)["recall_at_5"] is None


def test_the_best_ranked_alternative_stands_for_its_group():
    asked = case(alternative=(("x", "y"),), required=("z",), acceptable=("w",))
    assert grades_of(asked, ["y", "x", "w", "z"]) == {"w": 1, "x": 1, "y": 2, "z": 2}


def test_ndcg_by_hand():
    # gains 0, 2, 1 at ranks 1 to 3; ideal 2, 1
    got = ndcg_at(["n", "g", "a"], {"g": 2, "a": 1}, 10)
    assert got == pytest.approx((2 / math.log2(3) + 1 / 2) / (2 + 1 / math.log2(3)))


def random_run(seed: int, *, ties: bool) -> tuple[dict, dict]:
    draw = random.Random(seed)
    qrels, run = {}, {}
    for query in range(12):
        documents = [f"d{n:02d}" for n in range(30)]
        judged = draw.sample(documents, 8)
        qrels[f"q{query}"] = {name: draw.choice([0, 1, 2]) for name in judged} | {judged[0]: 2}
        scores = [draw.randrange(6) if ties else draw.random() for _ in documents]
        kept = draw.sample(list(zip(documents, scores, strict=True)), draw.randrange(1, 25))
        run[f"q{query}"] = {name: float(score) for name, score in kept}
    return qrels, run


def ours(qrels: dict, run: dict) -> dict[str, dict[str, float]]:
    found = {}
    for query, grades in qrels.items():
        ranked = ranking([GivenPassage(k, s) for k, s in run.get(query, {}).items()])
        found[query] = {
            "R5": recall_at(ranked, grades, 5),
            "R10": recall_at(ranked, grades, 10),
            "P1": precision_at(ranked, grades, 1),
            "RR": reciprocal_rank(ranked, grades),
            "RR2": reciprocal_rank(ranked, grades, 2),
            "R10of2": recall_at(ranked, grades, 10, 2),
            "nDCG": ndcg_at(ranked, grades, 10),
        }
    return found


@pytest.mark.skipif(importlib.util.find_spec("ir_measures") is None, reason="ir_measures absent")
@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_agreement_with_ir_measures(seed, ties):
    import ir_measures
    from ir_measures import RR, P, R, nDCG

    measures = {
        "R5": R @ 5,
        "R10": R @ 10,
        "P1": P @ 1,
        "RR": RR,
        "RR2": RR(rel=2),
        "R10of2": R(rel=2) @ 10,
        "nDCG": nDCG @ 10,
    }
    qrels, run = random_run(seed, ties=ties)
    mine = ours(qrels, run)
    names = {str(measure): name for name, measure in measures.items()}
    for result in ir_measures.iter_calc(list(measures.values()), qrels, run):
        name = names[str(result.measure)]
        assert mine[result.query_id][name] == pytest.approx(result.value, abs=1e-6), name


@pytest.mark.skipif(importlib.util.find_spec("ranx") is None, reason="ranx absent")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(4))
def test_agreement_with_ranx(seed):
    from ranx import Qrels, Run, evaluate

    qrels, run = random_run(seed, ties=False)
    mine = ours(qrels, run)
    judged = {q: {d: g for d, g in grades.items() if g > 0} for q, grades in qrels.items()}
    theirs = evaluate(
        Qrels(judged),
        Run(run),
        ["recall@5", "recall@10", "precision@1", "mrr", "ndcg@10"],
        return_mean=True,
    )
    named = {"recall@5": "R5", "recall@10": "R10", "precision@1": "P1", "mrr": "RR", "ndcg@10": "nDCG"}
    for theirs_name, name in named.items():
        mean = math.fsum(mine[q][name] for q in mine) / len(mine)
        assert mean == pytest.approx(float(theirs[theirs_name]), abs=1e-6), name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("Voici ce que dit le rapport : « anything at all in here »", "fr", id="fr"),
        pytest.param("This is what the report says: « le rapport de la réunion est là »", "en", id="en"),
        pytest.param("Esto es lo que dice el informe: « le rapport de la réunion est là »", "es", id="es"),
        pytest.param("par. 5", None, id="too few words"),
        pytest.param("Recommandation — destinataire : ONUDC", "fr", id="a short frame"),
    ],
)
def test_the_language_is_told_around_the_quotations(text, language):
    assert language_of(text) == language


def test_an_excerpt_without_marks_does_not_change_the_language(sources):
    excerpt = sources.paragraphs["phares#2"].text
    text = f"The corpus does not answer this. Closest passage:\n- par. 2: {excerpt[:90]} …"
    assert language_of(text, [excerpt]) == "en"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("Recommandation non négociée : « … » (par. 5 a))", 1.0, id="in French"),
        pytest.param("A recommendation that was not negotiated (par. 5 a))", 1.0, id="in English"),
        pytest.param("Una recomendación no negociada (par. 5 a))", 1.0, id="in Spanish"),
        pytest.param("Recommandation : « … » (par. 5 a))", 0.0, id="lost"),
        pytest.param("Recommandation négociée (par. 5 a))", 0.0, id="turned round"),
    ],
)
def test_the_caveat_of_a_chapeau_goes_with_its_items(sources, text, value):
    got = dataclasses.replace(answer("phares#5.a"), text=text)
    assert values(case(required=("phares#5.a",)), got, sources)["caveat_kept"] == value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        pytest.param("phares#5.a", "Le rapport recommande ceci.", 1.0, id="a recommendation"),
        pytest.param("phares#2", "Le rapport recommande ceci.", 0.0, id="a debate called one"),
        pytest.param("phares#2", "Ce n’est pas une recommandation.", None, id="denied"),
        pytest.param("phares#2", "Résumé des débats (ce n’est pas une recommandation).", 1.0, id="debate"),
        pytest.param("phares#5.a", "Résumé des débats.", 0.0, id="a recommendation called debate"),
        pytest.param("cartes#onudc/3", "(destinataire : ONUDC)", 1.0, id="addressee"),
        pytest.param("cartes#onudc/3", "(destinataire : États)", 0.0, id="another addressee"),
        pytest.param("cartes#onudc/3", "Voir la recommandation 3 à l'ONUDC.", None, id="a reference"),
    ],
)
def test_standing_and_addressee_said_in_the_text(sources, key, text, value):
    got = dataclasses.replace(answer(key), text=text)
    assert values(case(required=(key,)), got, sources)["standing_said"] == value


def test_a_number_that_the_question_asks_for_may_be_named(sources):
    asked = case(question="Que dit le paragraphe 9 ?", required=("phares#1",))
    got = dataclasses.replace(answer("phares#1"), text="Voir par. 1. Le par. 9 n'existe pas.")
    assert values(asked, got, sources)["named_as_cited"] == 1.0


# ── holes of other evaluations ────────────────────────────────────────────────────────────────


def _system(sources: Sources, cases: list[Case], keys_of) -> dict[str, float]:
    """Return the means of a system that cites, whole, the paragraphs ``keys_of(case)``."""
    answers = {}
    for asked in cases:
        line = ideal_line(asked, sources)
        line["status"] = "answered"
        line["citations"] = [citation_json(sources.paragraphs[k], sources) for k in keys_of(asked)]
        line["text"] = text_of(line, asked.language)
        answers[asked.id] = given(line, asked, sources)
    whole = summarise([r.kept() for r in judge(cases, answers, sources)]).slices["all"]
    return {name: interval.value for name, interval in whole.items()}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    from evals.cases import load_cases

    return list(load_cases([DATA / "cases.jsonl"]))


def test_the_perfect_system_is_perfect(sources, cases):
    answers = {c.id: given(ideal_line(c, sources), c, sources) for c in cases}
    whole = summarise([r.kept() for r in judge(cases, answers, sources)]).slices["all"]
    for metric in METRICS:
        best = 1.0 if metric.better == "high" else 0.0
        if metric.name in whole:
            assert whole[metric.name].value == best, metric.name


def test_citing_everything_does_not_pay(sources, cases):
    got = _system(sources, cases, lambda _: [k for k, p in sources.paragraphs.items() if p.text])
    assert got["citation_recall"] == 1.0
    assert got["citation_precision"] < 0.1
    assert got["citation_f1"] < 0.2
    assert got["alce_precision"] < 0.1
    assert got["case_right"] == 0.0


def test_quoting_the_same_top_passage_for_everything_does_not_pay(sources, cases):
    got = _system(sources, cases, lambda _: ["phares#1"])
    assert got["citation_f1"] < 0.1
    assert got["nugget_recall_strict"] < 0.1
    assert got["hallucination"] == 1.0
    assert got["case_right"] == 0.0


def test_refusing_everything_does_not_pay(sources, cases):
    answers = {c.id: GivenAnswer(c.id, "refused", "Rien trouvé dans les rapports.", passages=()) for c in cases}
    whole = summarise([r.kept() for r in judge(cases, answers, sources)]).slices["all"]
    assert whole["hallucination"].value == 0.0
    assert whole["wrong_refusal"].value == 1.0
    assert whole["citation_f1"].value == 0.0
    assert whole["answering_f1"].value == 0.0


def test_answers_left_out_count_as_wrong(sources, cases):
    whole = summarise([r.kept() for r in judge(cases, {}, sources)]).slices["all"]
    assert whole["case_right"].value == 0.0
    assert whole["decision"].value == 0.0
    assert whole["citation_f1"].value == 0.0


def test_an_ambiguous_reference_is_not_a_citation(sources):
    line = {"id": "C", "status": "answered", "text": "Voir la recommandation 3."}
    got = answer_of(Record(line, "f", 1), sources, {})
    score = judge_attempt(Attempt(case(required=("cartes#onudc/3",)), got, sources))
    assert score["citation_validity"].value == 0.0
    assert score["citation_f1"].value == 0.0


SOURCE = r"Source:|trec_eval|ndcg_cut|(?:19|20)\d\d"


# ── the metrics as a whole ────────────────────────────────────────────────────────────────────


def test_every_metric_is_a_small_frozen_class_with_a_source_and_names_in_each_language():
    for metric in METRICS:
        assert dataclasses.is_dataclass(metric), metric.name
        assert re.search(SOURCE, type(metric).__doc__ or ""), metric.name
        for language in LANGUAGES:
            assert f"evals.metric_{metric.name}" in catalogue(language)


def test_every_reason_can_be_read_in_each_language(sources, cases):
    for asked in cases:
        for line in (ideal_line(asked, sources), {}):
            attempt = Attempt(asked, given(line, asked, sources), sources)
            for name, score in judge_attempt(attempt).items():
                for language in LANGUAGES:
                    assert score.reason.text(language).strip(), name


def test_the_three_languages_have_the_same_strings_and_placeholders():
    tables = [
        {k: set(re.findall(r"{(\w+)}", v)) for k, v in catalogue(name).items() if k.startswith("evals.")}
        for name in LANGUAGES
    ]
    assert tables[0] == tables[1] == tables[2]


def test_french_strings_follow_french_typography():
    for name, text in catalogue("fr").items():
        if name.startswith("evals."):
            assert not re.search(r" [;?!:]", text), (name, text)
            assert "'" not in text, (name, text)


def test_the_data_of_these_tests_is_fictional():
    lines = (DATA / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line)["fictional"] for line in lines)

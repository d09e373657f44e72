"""Cases: what a line must be, what is said of one that is not, and what the validator finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.case_files import expand, load_case_files
from evals.cases import CATEGORIES, chosen, load_cases
from evals.errors import EvaluationError
from evals.exemples import load_exemples
from evals.sources import Sources, sources_from_files
from evals.validation import QUOTAS, quota_findings, validate

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data" / "evals"
CASES = ROOT / "evals" / "cases"
SAMPLES = ROOT.parent / "shared" / "questions" / "exemples.jsonl"

LINE = {
    "id": "X1",
    "language": "fr",
    "category": "single",
    "question": "Combien de temps dure une garde ?",
    "history": [],
    "documents": [],
    "answerable": True,
    "reason": "",
    "required": ["phares#5.c"],
    "alternative": [],
    "acceptable": [],
    "claims": [],
    "nuggets": [],
    "forbidden": [],
    "cluster": None,
    "parent": None,
}


@pytest.fixture(scope="module")
def sources() -> Sources:
    return sources_from_files([DATA / "documents.jsonl"])


def write(path: Path, *lines: dict | str) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_line_is_read_whole(tmp_path):
    nugget = {"text": "n", "vital": True, "patterns": ["six"], "keys": ["phares#5.c"]}
    line = LINE | {
        "history": [{"role": "user", "content": "avant"}],
        "documents": ["phares"],
        "alternative": [["phares#3", "phares#5.b"]],
        "claims": [{"text": "c", "support": [["phares#5.c", "phares#4"], ["phares#3"]]}],
        "nuggets": [nugget],
    }
    (case,) = load_cases([write(tmp_path / "c.jsonl", line)])
    assert case.units == (frozenset({"phares#5.c"}), frozenset({"phares#3", "phares#5.b"}))
    assert case.gold == {"phares#5.c", "phares#3", "phares#5.b"}
    assert case.claims[0].support == (("phares#5.c", "phares#4"), ("phares#3",))
    question = case.to_question("extractive")
    assert question.history[0].content == "avant"
    assert question.documents == ("phares",)


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text("\ufeff" + json.dumps(LINE) + "\n\n\n", encoding="utf-8")
    assert len(load_cases([path])) == 1


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        pytest.param({"id": ""}, "id", '"…"', id="empty id"),
        pytest.param({"id": 3}, "id", '"…"', id="id that is a number"),
        pytest.param({"language": "de"}, "language", "fr|en|es", id="language"),
        pytest.param({"category": "simple"}, "category", "single|multi", id="category"),
        pytest.param({"question": "   "}, "question", '"…"', id="blank question"),
        pytest.param({"answerable": "yes"}, "answerable", "true|false", id="answerable"),
        pytest.param({"required": "phares#1"}, "required", "[…]", id="a key instead of a list"),
        pytest.param({"required": ["phares 1"]}, "required", "document#…", id="not a key"),
        pytest.param({"alternative": ["phares#1"]}, "alternative", '[["…"]]', id="flat alternatives"),
        pytest.param({"alternative": [[]]}, "alternative", '[["…"]]', id="empty alternatives"),
        pytest.param({"claims": [{"text": "x", "support": ["a"]}]}, "claims[0].support", '[["…"]]', id="support"),
        pytest.param({"claims": ["x"]}, "claims", "[{…}]", id="claims of text"),
        pytest.param(
            {"nuggets": [{"text": "n", "vital": True, "patterns": [], "keys": []}]},
            "nuggets[0].patterns",
            '["…"]',
            id="nugget without a pattern",
        ),
        pytest.param(
            {"nuggets": [{"text": "n", "vital": 1, "patterns": ["a"], "keys": []}]},
            "nuggets[0].vital",
            "true|false",
            id="vital",
        ),
        pytest.param({"history": [{"role": "bot", "content": "x"}]}, "history[0].role", "user|assistant", id="role"),
        pytest.param({"requird": []}, "requird", "acceptable|alternative", id="a slip of the pen"),
    ],
)
def test_a_malformed_line_says_which_line_which_field_and_what_was_expected(tmp_path, changes, field, expected):
    path = write(tmp_path / "c.jsonl", LINE, LINE | {"id": "X2"} | changes)
    with pytest.raises(EvaluationError) as raised:
        load_cases([path])
    message = raised.value.message("fr")
    assert str(path) in message
    assert "ligne 2" in message
    assert f"«\u00a0{field}\u00a0»" in message
    assert expected in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{not json", "colonne 2", id="not JSON"),
        pytest.param("[1, 2]", "{…}", id="not an object"),
        pytest.param('"x"', "{…}", id="a string"),
    ],
)
def test_a_line_that_is_no_object(tmp_path, text, said):
    path = write(tmp_path / "c.jsonl", LINE, text)
    with pytest.raises(EvaluationError) as raised:
        load_cases([path])
    assert "ligne 2" in raised.value.message("fr")
    assert said in raised.value.message("fr")


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EvaluationError, match="UTF-8"):
        load_cases([path])


def test_an_id_twice_is_refused_across_files(tmp_path):
    one, two = write(tmp_path / "a.jsonl", LINE), write(tmp_path / "b.jsonl", LINE)
    with pytest.raises(EvaluationError, match="X1") as raised:
        load_cases([one, two])
    assert "a.jsonl:1" in str(raised.value)


def test_no_case_is_an_error(tmp_path):
    with pytest.raises(EvaluationError):
        load_cases([write(tmp_path / "c.jsonl", "")])


def test_files_folders_and_patterns_are_expanded(tmp_path, monkeypatch):
    one = write(tmp_path / "a.jsonl", LINE)
    two = write(tmp_path / "b.jsonl", LINE | {"id": "X2"})
    assert expand([str(tmp_path)]) == (one, two)
    assert expand([str(tmp_path / "*.jsonl")]) == (one, two)
    assert expand([str(one), str(tmp_path)]) == (one, two)
    monkeypatch.chdir(tmp_path)
    assert [path.name for path in expand(["b*.jsonl"])] == ["b.jsonl"]
    with pytest.raises(EvaluationError, match="absent"):
        expand([str(tmp_path / "absent.jsonl")])


def test_a_fifth_is_held_back_and_pairs_stay_together(tmp_path):
    lines = [LINE | {"id": f"K{n}"} for n in range(600)]
    lines += [LINE | {"id": f"K{n}n", "parent": f"K{n}"} for n in range(600)]
    cases = load_cases([write(tmp_path / "c.jsonl", *lines)])
    by_id = {case.id: case for case in cases}
    assert all(case.split == by_id[case.parent].split for case in cases if case.parent)
    held = chosen(cases, "held", None)
    assert 0.15 < len(held) / len(cases) < 0.25
    assert len(chosen(cases, "dev", None)) + len(held) == len(chosen(cases, "all", None))
    assert chosen(cases, "all", 3) == cases[:3]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({}, None, id="nothing"),
        pytest.param({"required": ["phares#5.z"]}, "unknown_key", id="key"),
        pytest.param({"documents": ["absent"], "required": []}, "unknown_document", id="document"),
        pytest.param({"documents": ["cartes"]}, "gold_outside", id="filter"),
        pytest.param({"required": []}, "no_gold", id="no gold"),
        pytest.param({"answerable": False}, "gold_unanswerable", id="gold of an unanswerable case"),
        pytest.param({"answerable": False, "required": []}, "no_reason", id="no reason"),
        pytest.param({"category": "unanswerable"}, "category_answerable", id="category"),
        pytest.param({"category": "followup"}, "no_history", id="no history"),
        pytest.param({"category": "noisy"}, "no_parent", id="no parent"),
        pytest.param({"parent": "X9"}, "unknown_parent", id="unknown parent"),
        pytest.param({"forbidden": ["phares#5.c"]}, "both", id="right and forbidden"),
        pytest.param({"claims": [{"text": "c", "support": [["phares#1"]]}]}, "stray_support", id="support"),
        pytest.param({"claims": [{"text": "c", "support": []}]}, "no_support", id="no support"),
        pytest.param(
            {"nuggets": [{"text": "n", "vital": True, "patterns": ["sept heures"], "keys": ["phares#5.c"]}]},
            "unmatched",
            id="pattern nowhere in its paragraph",
        ),
        pytest.param(
            {"nuggets": [{"text": "n", "vital": True, "patterns": ["Six"], "keys": ["phares#5.c"]}]},
            "capitals",
            id="capitals",
        ),
        pytest.param(
            {"nuggets": [{"text": "n", "vital": True, "patterns": ["six\\s+(heures"], "keys": ["phares#5.c"]}]},
            "broken_pattern",
            id="broken expression",
        ),
    ],
)
def test_the_validator_finds(tmp_path, sources, changes, code):
    cases = load_cases([write(tmp_path / "c.jsonl", LINE | changes)])
    codes = {finding.code for finding in validate(cases, sources)}
    assert codes >= ({code} if code else set())
    assert bool(codes) == bool(code)
    for finding in validate(cases, sources):
        assert f"{tmp_path}/c.jsonl:1 X1" in finding.text("fr")


def test_the_validator_finds_a_question_asked_twice(tmp_path, sources):
    again = LINE | {"id": "X2", "question": "combien de temps dure une garde?"}
    cases = load_cases([write(tmp_path / "c.jsonl", LINE, again)])
    assert [finding.code for finding in validate(cases, sources)] == ["asked_twice"]


def test_the_validator_finds_a_pair_with_other_gold(tmp_path, sources):
    other = LINE | {"id": "X2", "question": "dure de garde", "parent": "X1", "required": ["phares#4"]}
    cases = load_cases([write(tmp_path / "c.jsonl", LINE, other)])
    assert [finding.code for finding in validate(cases, sources)] == ["other_gold"]


def test_words_of_a_real_report_are_not_copied_into_a_case(tmp_path):
    text = (DATA / "documents.jsonl").read_text(encoding="utf-8")
    real = write(tmp_path / "d.jsonl", text.replace('"fictional": true', '"fictional": false').strip())
    copied = "Poser des filets souples devant les vitres afin de protéger quoi ?"
    cases = load_cases([write(tmp_path / "c.jsonl", LINE | {"question": copied})])
    assert [f.code for f in validate(cases, sources_from_files([real]))] == ["copied"]
    assert validate(cases, sources_from_files([DATA / "documents.jsonl"])) == []


def test_quotas_name_the_categories_that_fall_short(tmp_path):
    cases = load_cases([write(tmp_path / "c.jsonl", LINE)])
    short = quota_findings(cases, QUOTAS)
    assert ("single", 1, 60) in short
    assert {category for category, _, _ in short} == set(CATEGORIES)


def test_the_fixture_cases_are_valid(sources):
    cases = load_cases([DATA / "cases.jsonl"])
    assert [finding.text("fr") for finding in validate(cases, sources)] == []


# ── the committed cases ───────────────────────────────────────────────────────────────────────


def committed(name: str) -> list[Path]:
    return sorted(CASES.glob(name))


@pytest.mark.skipif(not committed("rapports-*.jsonl"), reason="no cases on the two reports here")
def test_the_cases_on_the_two_reports_meet_the_quotas():
    cases = load_case_files(committed("rapports-*.jsonl"))
    assert len(cases) >= 300
    assert quota_findings(cases, QUOTAS) == []


@pytest.mark.skipif(not committed("demonstration*.jsonl"), reason="no demonstration cases here")
def test_the_demonstration_cases_are_enough():
    cases = load_case_files(committed("demonstration*.jsonl"))
    assert len(cases) >= 60
    assert {case.category for case in cases} == set(CATEGORIES)


# ── the sample questions ──────────────────────────────────────────────────────────────────────

SAMPLE = {
    "id": "S1",
    "question": "Qui ?",
    "lang": "fr",
    "kind": "single",
    "history": [],
    "answerable": True,
    "gold": [{"document": "a.txt", "part": "corps", "number": ["11", "f"]}],
    "acceptable": [
        {"document": "b.txt", "part": "recommandations aux États", "number": ["5"]},
        {"document": "b.txt", "part": "recommandations à l'ONUDC", "number": ["5"]},
        {"document": "b.txt", "part": "note", "number": ["2"]},
        {"document": "b.txt", "part": "introduction", "number": []},
        {"document": "b.txt", "part": "en-tête", "number": []},
    ],
    "answer_points": ["Un Fait"],
    "document_filter": "a.txt",
}


def test_the_sample_questions_get_the_keys_of_the_program(tmp_path):
    (case,) = load_exemples(write(tmp_path / "e.jsonl", SAMPLE))
    assert case.required == ("a#11.f",)
    assert case.acceptable == ("b#etats/5", "b#onudc/5", "b#note/2", "b#introduction", "b#en-tete")
    assert case.documents == ("a",)
    assert case.nuggets[0].patterns == ("un fait",)


def test_both_forms_are_told_apart(tmp_path):
    one, two = write(tmp_path / "e.jsonl", SAMPLE), write(tmp_path / "c.jsonl", LINE)
    assert [case.id for case in load_case_files([one, two])] == ["S1", "X1"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"gold": [{"document": "a.txt", "part": "corps", "number": "11"}]}, "gold[0].number", id="number"),
        pytest.param({"gold": [{"document": "a.txt", "part": "annexe", "number": []}]}, "gold[0].part", id="part"),
        pytest.param({"kind": "autre"}, "kind", id="kind"),
    ],
)
def test_a_malformed_sample_question_is_named(tmp_path, changes, field):
    with pytest.raises(EvaluationError) as raised:
        load_exemples(write(tmp_path / "e.jsonl", SAMPLE | changes))
    assert f"«\u00a0{field}\u00a0»" in raised.value.message("fr")


@pytest.mark.skipif(not SAMPLES.exists(), reason="shared/questions is not here")
def test_the_shared_sample_questions_can_be_read():
    assert len(load_case_files([SAMPLES])) == 44

"""The commands: what they write, how they resume, what they refuse, and their exit codes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from model_server import ModelServer

from evals.__main__ import main
from evals.cases import Case, load_cases
from evals.commands import build_parser
from evals.errors import EvaluationError
from evals.gate import check, read_baseline, write_baseline
from evals.judge import LanguageModelJudge, agreement, cohen_kappa, judge_answers, prompt
from evals.manifest import Manifest
from evals.mutations import given, ideal_line
from evals.progress import Progress
from evals.run import Run
from evals.runner import answers_of_lines, collect, documents_needed, present, score, write_run
from evals.sources import Sources, sources_from_files
from store.errors import ModelError
from store.settings import Settings

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data" / "evals"
DEMONSTRATION = ROOT / "evals" / "cases" / "demonstration.jsonl"
SOURCES = sources_from_files([DATA / "documents.jsonl"])
CASES = load_cases([DATA / "cases.jsonl"])
NAMED = ["--cases", str(DATA / "cases.jsonl"), "--documents", str(DATA / "documents.jsonl")]
FILES = {"answers.jsonl", "manifest.json", "report.html", "results.jsonl", "summary.json", "table.md"}


def manifest(**fields: Any) -> Manifest:
    settled: dict[str, Any] = {
        "corpus": "c",
        "documents": {"phares": "0"},
        "index": {"embedder": "e"},
        "program": "p",
        "evaluation": "v",
        "cases": {"cases.jsonl": "0"},
        "case_count": len(CASES),
        "mode": "extractive",
        "split": "all",
        "limit": None,
        "judge": None,
    }
    return Manifest(**(settled | fields))


class Perfect:
    """A system that gives the right answer, and counts how often it was asked."""

    def __init__(self, stop_after: int | None = None, seconds: float = 0.5) -> None:
        self.asked: list[str] = []
        self.stop_after = stop_after
        self.seconds = seconds

    @property
    def sources(self) -> Sources:
        return SOURCES

    @property
    def index(self) -> Mapping[str, str]:
        return {"embedder": "e"}

    def answer(self, case: Case) -> dict[str, Any]:
        if self.stop_after is not None and len(self.asked) >= self.stop_after:
            raise KeyboardInterrupt
        self.asked.append(case.id)
        return ideal_line(case, SOURCES) | {"seconds": self.seconds}


def run_of(lines: Mapping[str, Mapping[str, Any]]) -> Run:
    answers = answers_of_lines(lines.values(), "answers.jsonl", CASES, SOURCES)
    return score(CASES, answers, SOURCES, manifest())


def whole_run(system: Perfect, folder: Path, language: str = "fr") -> Run:
    lines, failures = collect(CASES, system, folder, manifest(), lambda: None)
    assert failures == {}
    run = run_of(lines)
    write_run(run, SOURCES, folder, language)
    return run


def answers_file(path: Path, *lines: Mapping[str, Any] | str) -> Path:
    texts = (x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def ideal_lines() -> list[dict[str, Any]]:
    return [ideal_line(case, SOURCES) for case in CASES]


# ── a run ─────────────────────────────────────────────────────────────────────────────────────


def test_a_run_writes_every_file_and_a_line_a_case(tmp_path):
    whole_run(Perfect(), tmp_path / "run")
    assert {path.name for path in (tmp_path / "run").iterdir()} == FILES
    lines = (tmp_path / "run" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == [case.id for case in CASES]
    for line in lines:
        for score_ in json.loads(line)["scores"].values():
            assert score_["reason"]


def test_two_runs_are_the_same_byte_for_byte_times_apart(tmp_path):
    whole_run(Perfect(seconds=0.1), tmp_path / "one")
    whole_run(Perfect(seconds=0.9), tmp_path / "two")
    for name in FILES - {"answers.jsonl"}:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_killed_run_is_resumed_and_gives_the_same_report(tmp_path):
    whole_run(Perfect(), tmp_path / "whole")
    killed = Perfect(stop_after=4)
    with pytest.raises(KeyboardInterrupt):
        collect(CASES, killed, tmp_path / "killed", manifest(), lambda: None)
    with (tmp_path / "killed" / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "E05", "status": "answ')  # what a kill in the middle of a write leaves
    resumed = Perfect()
    whole_run(resumed, tmp_path / "killed")
    assert resumed.asked == [case.id for case in CASES[4:]]
    for name in FILES - {"answers.jsonl"}:
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    kept = (tmp_path / "killed" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == [case.id for case in CASES]


def test_a_question_that_changed_is_asked_again(tmp_path):
    whole_run(Perfect(), tmp_path)
    path = tmp_path / "answers.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lines[2]["asked"] = "another question"
    answers_file(path, *lines)
    again = Perfect()
    whole_run(again, tmp_path)
    assert again.asked == [CASES[2].id]


@pytest.mark.parametrize(
    "changes",
    [{"corpus": "x"}, {"program": "x"}, {"index": {"embedder": "x"}}, {"mode": "llm"}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_run_of_something_else_is_not_resumed(tmp_path, changes):
    whole_run(Perfect(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(EvaluationError, match="--fresh"):
        collect(CASES, Perfect(), tmp_path, manifest(**changes), lambda: None)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_is_no_run_is_left_alone(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work", encoding="utf-8")
    with pytest.raises(EvaluationError, match="rien n’y a été changé"):
        collect(CASES, Perfect(), tmp_path, manifest(), lambda: None)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_an_error_of_the_system_is_a_case_not_answered(tmp_path):
    class Failing(Perfect):
        def answer(self, case: Case) -> dict[str, Any]:
            if case.id == "E02":
                raise ModelError("model_busy", host="h")
            return super().answer(case)

    lines, failures = collect(CASES, Failing(), tmp_path, manifest(), lambda: None)
    assert list(failures) == ["E02"]
    results = {result.case.id: result for result in run_of(lines).results}
    assert results["E02"].answer.status == "missing"
    assert results["E02"].failed


def test_cases_whose_documents_are_absent_are_skipped_with_the_reason():
    only = Sources({"phares": SOURCES.documents["phares"]})
    kept, skipped = present(CASES, only)
    absent = {item.case.id: item.absent for item in skipped}
    assert absent["E03"] == ("cartes",)
    assert "E01" in {case.id for case in kept}
    needed = documents_needed(CASES)
    assert needed["E06"] == {"phares"}  # it forbids a neighbour there
    assert needed["E07"] == {"phares"}


def test_an_unanswerable_case_that_names_nothing_needs_every_document_of_its_file(tmp_path):
    lines = [json.loads(line) for line in (DATA / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    lines[5]["forbidden"] = []
    cases = load_cases([answers_file(tmp_path / "c.jsonl", *lines)])
    assert documents_needed(cases)["E06"] == {"phares", "cartes"}


# ── the report ────────────────────────────────────────────────────────────────────────────────


def spoiled_run(folder: Path | None = None) -> Run:
    lines = {line["id"]: line for line in ideal_lines()}
    lines["E01"] = ideal_line(CASES[1], SOURCES) | {"id": "E01", "question": "<script>alert(1)</script>"}
    lines["E06"] |= {"status": "answered"}
    lines["E09"]["citations"][0]["key"] = "phares#97"
    run = run_of(lines)
    if folder is not None:
        write_run(run, SOURCES, folder, "fr")
    return run


def test_a_failed_case_shows_question_expected_and_got_side_by_side(tmp_path):
    spoiled_run(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    block = page[page.index('<article id="E01">') :]
    block = block[: block.index("</article>")]
    assert "Combien d&#x27;heures un veilleur peut-il rester de garde ?" in block
    sides = block[block.index('<div class="sides">') :]
    assert sides.index("Attendu") < sides.index("Obtenu")
    expected, got = sides.split("Obtenu", 1)
    assert "par. 5 c) (BRUME/2031/L.1)" in expected
    assert "par. 5 b) (BRUME/2031/L.1) ✗" in got
    assert "<details><summary>par. 5 c)" in expected
    assert SOURCES.paragraphs["phares#5.c"].text.split(" et ")[0] in expected


def test_made_up_citations_come_first_among_the_failures(tmp_path):
    spoiled_run(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    shown = re.findall(r'<article id="(\w+)">', page)
    assert shown[0] == "E09"
    assert set(shown) == {"E01", "E06", "E09"}


def test_the_report_needs_nothing_from_outside_and_runs_nothing(tmp_path):
    spoiled_run(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "url(" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_report_speaks_three_languages(tmp_path, language):
    whole_run(Perfect(), tmp_path, language)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    named = {"fr": "Cas justes", "en": "Cases right", "es": "Casos correctos"}[language]
    assert named in page
    assert named in (tmp_path / "table.md").read_text(encoding="utf-8")


def test_every_value_of_the_table_has_its_interval(tmp_path):
    whole_run(Perfect(), tmp_path)
    rows = (tmp_path / "table.md").read_text(encoding="utf-8").splitlines()
    cells = [cell for row in rows if row.startswith("| ") for cell in row.split("|") if "%" in cell]
    assert cells
    assert all(re.search(r"\[\d+–\d+\]", cell) for cell in cells)


def test_perfection_still_leaves_doubt():
    run = run_of({line["id"]: line for line in ideal_lines()})
    for name in ("case_right", "quotation_fidelity", "citation_f1"):
        interval = run.summary.slices["all"][name]
        assert interval.value == 1.0
        assert interval.low < 0.9


# ── score ─────────────────────────────────────────────────────────────────────────────────────


def test_score_takes_the_answers_of_any_system(tmp_path, capsys):
    lines = [
        {"id": "E01", "status": "answered", "text": "Six heures (par. 5 c) de BRUME/2031/L.1)."},
        {"id": "E02", "status": "answered", "text": "Voir les par. 3 et 5 b) de phares.txt."},
        {"id": "E04", "status": "answered", "text": "« avec les universités du pays » (rec. 3 (ONUDC))"},
        {"id": "E06", "status": "refused", "text": "Rien."},
    ]
    file = answers_file(tmp_path / "a.jsonl", *lines)
    assert main(["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out")]) == 0
    results = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    scored = {(data := json.loads(line))["id"]: data for line in results}
    assert scored["E01"]["cited"] == ["phares#5.c"]
    assert scored["E02"]["cited"] == ["phares#3", "phares#5.b"]
    assert scored["E02"]["scores"]["citation_exact"]["value"] == 1.0
    assert scored["E04"]["cited"] == ["cartes#onudc/3"]
    assert scored["E04"]["scores"]["quotation_fidelity"]["value"] == 0.0  # «du pays» is not there
    assert scored["E06"]["scores"]["case_right"]["value"] == 1.0
    assert scored["E03"]["status"] == "missing"
    assert scored["E01"]["scores"]["recall_at_5"]["value"] is None
    assert "Cas justes" in capsys.readouterr().out


def test_score_of_labels_without_keys(tmp_path):
    citations = [{"label": "rec. 3 (ONUDC)", "document": "cartes"}, {"label": "par. 77"}]
    line = {"id": "E04", "status": "answered", "text": "t", "citations": citations}
    file = answers_file(tmp_path / "a.jsonl", line)
    assert main(["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out")]) == 0
    results = (tmp_path / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    data = next(json.loads(line) for line in results if '"E04"' in line)
    assert data["cited"] == ["cartes#onudc/3", "?par. 77"]
    assert data["scores"]["citation_validity"]["value"] == 0.0


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        pytest.param({"id": "E02"}, "status", id="no status: a refusal is never guessed"),
        pytest.param({"id": "E02", "status": "ok"}, "status", id="another status"),
        pytest.param({"status": "refused"}, "id", id="no id"),
        pytest.param({"id": "E02", "status": "refused", "text": 3}, "text", id="text"),
        pytest.param({"id": "E02", "status": "refused", "citations": {}}, "citations", id="citations"),
        pytest.param(
            {"id": "E02", "status": "answered", "citations": [{"quote": "x"}]}, "citations[0].key", id="no key"
        ),
        pytest.param(
            {"id": "E02", "status": "answered", "citations": [{"key": "k", "start": "0"}]},
            "citations[0].start",
            id="offset",
        ),
        pytest.param(
            {"id": "E02", "status": "answered", "passages": [{"key": "k", "score": "1"}]},
            "passages[0].score",
            id="score",
        ),
    ],
)
def test_a_malformed_answer_is_named_and_nothing_is_written(tmp_path, capsys, bad, field):
    file = answers_file(tmp_path / "a.jsonl", ideal_line(CASES[0], SOURCES), bad)
    assert main(["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert str(file) in said
    assert "ligne 2" in said
    assert f"«\u00a0{field}\u00a0»" in said
    assert not (tmp_path / "out").exists()


def test_numbers_that_are_none_are_refused(tmp_path, capsys):
    text = '{"id": "E01", "status": "answered", "passages": [{"key": "k", "score": NaN}]}'
    file = answers_file(tmp_path / "a.jsonl", text)
    assert main(["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out")]) == 2
    assert "passages[0].score" in capsys.readouterr().err


def test_an_answer_given_twice_is_refused(tmp_path, capsys):
    line = ideal_line(CASES[0], SOURCES)
    file = answers_file(tmp_path / "a.jsonl", line, line)
    assert main(["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out")]) == 2
    assert "deux fois" in capsys.readouterr().err


# ── compare and gate ──────────────────────────────────────────────────────────────────────────


def many(run_lines: list[dict[str, Any]], damage: int) -> dict[str, dict[str, Any]]:
    """Return the ideal lines, the first ``damage`` answerable ones refused."""
    lines = {line["id"]: dict(line) for line in run_lines}
    answerable = [case.id for case in CASES if case.answerable][:damage]
    for identifier in answerable:
        lines[identifier] |= {"status": "refused", "citations": [], "text": "Rien n'a été trouvé."}
    return lines


def test_compare_says_what_changed_and_whether_chance_explains_it(tmp_path, capsys):
    write_run(run_of(many(ideal_lines(), 0)), SOURCES, tmp_path / "a", "fr")
    write_run(run_of(many(ideal_lines(), 9)), SOURCES, tmp_path / "b", "fr")
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    rows = [row for row in capsys.readouterr().out.splitlines() if row.startswith("| Ensemble | Cas justes")]
    assert len(rows) == 1
    assert "| 100\u00a0% |" in rows[0]
    assert "| 0.0039 |" in rows[0]  # nine lost, none won: 2 / 2⁹


def test_compare_of_a_run_with_itself_finds_nothing(tmp_path, capsys):
    write_run(run_of(many(ideal_lines(), 2)), SOURCES, tmp_path, "fr")
    assert main(["compare", str(tmp_path), str(tmp_path)]) == 0
    assert " *" not in capsys.readouterr().out.split("\n\n")[0]


def test_compare_of_something_else(tmp_path, capsys):
    assert main(["compare", str(tmp_path / "absent"), str(tmp_path)]) == 2
    assert "absent" in capsys.readouterr().err


@pytest.fixture
def baseline(tmp_path) -> Path:
    write_baseline(tmp_path / "b.json", run_of(many(ideal_lines(), 0)))
    return tmp_path / "b.json"


def codes(lines: Mapping[str, Mapping[str, Any]], baseline: Path) -> list[str]:
    return [finding.code for finding in check(run_of(lines), read_baseline(baseline), "fr")]


def test_the_gate_opens_for_the_same_run(baseline):
    assert codes(many(ideal_lines(), 0), baseline) == []


def test_the_gate_does_not_shut_for_what_chance_explains(baseline):
    assert codes(many(ideal_lines(), 1), baseline) == []


def test_the_gate_shuts_for_a_significant_loss(baseline):
    found = check(run_of(many(ideal_lines(), 11)), read_baseline(baseline), "fr")
    assert {finding.code for finding in found} >= {"loss"}
    assert any("Cas justes" in finding.text("fr") for finding in found)


@pytest.mark.parametrize(
    ("spoil", "metric"),
    [
        pytest.param({"key": "phares#97"}, "Citations valides", id="a made-up key"),
        pytest.param({"quote": "Limiter à sept heures la relève"}, "Citations fidèles", id="an altered quotation"),
        pytest.param({"addressee": "Secrétaire général"}, "Attribution exacte", id="another addressee"),
    ],
)
def test_the_gate_shuts_for_one_false_citation(baseline, spoil, metric):
    lines = many(ideal_lines(), 0)
    lines["E01"]["citations"] = [lines["E01"]["citations"][0] | spoil]
    found = check(run_of(lines), read_baseline(baseline), "fr")
    assert any(f.code == "never" and metric in f.text("fr") and "E01" in f.text("fr") for f in found)


def test_the_gate_shuts_for_one_altered_quotation_in_the_text(baseline):
    lines = many(ideal_lines(), 0)
    lines["E01"]["text"] = lines["E01"]["text"].replace("six heures", "sept heures")
    assert codes(lines, baseline) == ["never"]


def test_the_gate_shuts_when_a_hard_case_is_taken_away(baseline):
    answers = answers_of_lines(ideal_lines(), "a", CASES, SOURCES)
    run = score(CASES[1:], answers, SOURCES, manifest())
    assert [f.code for f in check(run, read_baseline(baseline), "fr")] == ["lost_case"]


def test_the_gate_shuts_when_something_is_measured_no_longer(baseline):
    lines = many(ideal_lines(), 0)
    for line in lines.values():
        del line["passages"]
    assert set(codes(lines, baseline)) == {"unmeasured"}


def test_a_baseline_holds_numbers_and_no_text(baseline):
    text = baseline.read_text(encoding="utf-8")
    assert "filets" not in text
    assert "reason" not in text
    kept = {"id", "category", "language", "split", "cluster", "answerable", "status", "values"}
    assert set(json.loads(text)["results"][0]) == kept


@pytest.mark.parametrize("content", [None, "", "{}", '{"format": 99, "results": []}'])
def test_a_baseline_that_cannot_be_read(tmp_path, content):
    path = tmp_path / "b.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match="--update"):
        read_baseline(path)


# ── validate, mutate, table ───────────────────────────────────────────────────────────────────


def test_validate_and_its_exit_codes(tmp_path, capsys):
    assert main(["validate", *NAMED]) == 0
    assert "rien à redire" in capsys.readouterr().out
    assert main(["validate", *NAMED, "--quotas"]) == 1
    assert "il en faut 60" in capsys.readouterr().out


def test_mutate_prints_who_sees_what(capsys):
    assert main(["mutate", *NAMED]) == 0
    out = capsys.readouterr().out
    assert "| fabricated_number |" in out
    assert "aucun n’est passé inaperçu" in out


def test_the_table_goes_between_the_marks_of_a_file(tmp_path, capsys):
    whole_run(Perfect(), tmp_path / "run")
    readme = tmp_path / "README.md"
    readme.write_text("Avant\n<!-- evals -->\nvieux\n<!-- /evals -->\nAprès\n", encoding="utf-8")
    command = ["table", str(tmp_path / "run"), "--into", str(readme)]
    assert main([*command, "--check"]) == 1
    assert main(command) == 0
    assert main([*command, "--check"]) == 0
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("Avant\n<!-- evals -->\n| Catégorie")
    assert text.endswith("<!-- /evals -->\nAprès\n")
    assert "vieux" not in text
    readme.write_text("sans repères", encoding="utf-8")
    assert main(command) == 2
    assert readme.read_text(encoding="utf-8") == "sans repères"


def test_a_baseline_gives_the_same_table_as_its_run(tmp_path, baseline):
    write_run(run_of(many(ideal_lines(), 0)), SOURCES, tmp_path / "run", "fr")
    readme = tmp_path / "README.md"
    readme.write_text("<!-- evals -->\n<!-- /evals -->\n", encoding="utf-8")
    assert main(["table", str(baseline), "--into", str(readme)]) == 0
    assert main(["table", str(tmp_path / "run"), "--into", str(readme), "--check"]) == 0
    assert main(["table", str(baseline), "--into", str(readme), "--brief"]) == 0
    assert "| Mesure |" not in readme.read_text(encoding="utf-8")


# ── the command line ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "il manque", id="no command"),
        pytest.param(["rum"], "rum", id="no such command"),
        pytest.param(["run", "--mode", "magic"], "magic", id="no such mode"),
        pytest.param(["run", "--limit", "0"], "--limit", id="a limit of nothing"),
        pytest.param(["run", "--limit"], "attend une valeur", id="no value"),
        pytest.param(["score"], "--answers", id="an option that must be there"),
        pytest.param(["run", "--nope"], "--nope", id="no such option"),
        pytest.param(["run", "--cases", "absent.jsonl"], "absent.jsonl", id="no such file"),
    ],
)
def test_a_bad_command_is_one_french_sentence(arguments, said, capsys):
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_the_help_can_be_printed(language):
    assert "run" in build_parser(language).format_help()


def test_an_empty_store_is_one_sentence(tmp_path, capsys):
    command = ["run", "--cases", str(DATA / "cases.jsonl"), "--store", str(tmp_path / "none")]
    assert main([*command, "--out", str(tmp_path / "out")]) == 2
    assert "ingest" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_progress_is_a_line_a_tenth_where_there_is_no_terminal():
    import io

    stream = io.StringIO()
    progress = Progress(20, "Questions", stream)
    for _ in range(20):
        progress.step()
    assert stream.getvalue().splitlines()[-1] == "Questions 20/20"
    assert len(stream.getvalue().splitlines()) == 10


# ── the judge ─────────────────────────────────────────────────────────────────────────────────


def test_the_judge_is_labelled_and_agrees_or_not_with_the_gold(tmp_path):
    def complete(asked: str) -> str:
        claim, _, evidence = asked.partition("Extrait :")
        return "Oui." if "six heures" in claim and "six heures" in evidence else "Non."

    judge = LanguageModelJudge("modèle d'essai", complete)
    answers = {case.id: given(ideal_line(case, SOURCES), case, SOURCES) for case in CASES}
    judged = judge_answers(judge, CASES, answers, SOURCES)
    assert judged.verdicts["E01"] == (1.0,)
    assert judged.verdicts["E03"] == (0.0, 0.0)
    assert 0 < judged.agreement.accuracy.value < 1
    run = score(CASES, answers, SOURCES, manifest(judge="llm"), reader=judge)
    write_run(run, SOURCES, tmp_path, "fr")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Juge (modèle, pas une mesure)" in page
    assert "κ =" in page


def test_a_judge_that_says_neither_is_an_error():
    with pytest.raises(EvaluationError, match="ni oui ni non"):
        LanguageModelJudge("m", lambda _: "peut-être").verdict("a", "b")


def test_a_judge_that_always_agrees_has_no_kappa():
    always = LanguageModelJudge("m", lambda _: "oui")
    found = agreement(always, CASES, SOURCES)
    assert found.kappa == pytest.approx(0.0)
    assert 0.3 < found.accuracy.value < 0.7


def test_kappa_by_hand():
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .70, chance .50, κ = .40
    one = [True] * 25 + [False] * 25
    other = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert cohen_kappa(one, other) == pytest.approx(0.4)


def test_the_judge_reads_the_evidence_as_data():
    text = prompt("une affirmation", "un extrait")
    assert "une affirmation" in text
    assert "<<<\nun extrait\n>>>" in text


def test_without_a_model_there_is_no_judge(tmp_path, capsys):
    file = answers_file(tmp_path / "a.jsonl", *ideal_lines())
    command = ["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out"), "--judge"]
    assert main(command) == 2
    assert "ALINEA_LLM_BASE_URL" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_judge_of_a_language_model_is_asked_through_its_endpoint(tmp_path, monkeypatch, capsys):
    with ModelServer() as server:
        server.will(*["oui"] * 200)
        monkeypatch.setenv("ALINEA_LLM_BASE_URL", server.base_url)
        monkeypatch.setenv("ALINEA_LLM_MODEL", "juge")
        file = answers_file(tmp_path / "a.jsonl", *ideal_lines())
        command = ["score", "--answers", str(file), *NAMED, "--out", str(tmp_path / "out"), "--judge"]
        assert main(command) == 0, capsys.readouterr().err
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["judge"]["name"] == "juge"
    assert summary["judge"]["support"] == 1.0
    assert "juge" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert any("six heures" in json.dumps(r, ensure_ascii=False) for r in server.requests)


# ── this program, on the demonstration corpus ─────────────────────────────────────────────────

needs_cases = pytest.mark.skipif(not DEMONSTRATION.exists(), reason="no demonstration cases here")


@needs_cases
def test_the_demonstration_cases_are_valid(demo_store: Settings, capsys):
    code = main(["validate", "--cases", str(DEMONSTRATION), "--store", str(demo_store.folder)])
    assert code == 0, capsys.readouterr().out


@needs_cases
def test_run_resume_gate_and_bench_on_the_demonstration_corpus(demo_store: Settings, tmp_path, capsys):
    store = ["--store", str(demo_store.folder)]
    cases = ["--cases", str(DEMONSTRATION)]
    out = ["--out", str(tmp_path / "run")]
    assert main(["run", *cases, *store, *out, "--limit", "6"]) == 0
    first = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    assert set(first) == FILES
    assert main(["run", *cases, *store, *out, "--limit", "6", "--fresh"]) == 0
    again = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    for name in FILES - {"answers.jsonl"}:
        assert again[name] == first[name], name
    capsys.readouterr()
    assert main(["bench", *cases, *store, "--limit", "3"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["answer_ms"]["count"] == 3
    assert set(found["answer_ms"]) == {"count", "p50", "p95", "p99"}
    assert found["peak_megabytes"] > 0


def test_the_gate_is_passed_with_a_reason_where_the_corpus_is_absent(demo_store: Settings, baseline: Path, capsys):
    command = ["gate", "--cases", str(DATA / "cases.jsonl"), "--baseline", str(baseline)]
    command += ["--store", str(demo_store.folder)]
    assert main(command) == 0
    assert "phares" in capsys.readouterr().out
    assert main([*command, "--strict"]) == 1

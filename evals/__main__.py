"""``python -m evals``: run, score, compare, gate, bench, validate, mutate, table.

Exit codes: 0; 1 where the gate is shut, a case is not valid or a damage went unnoticed; 2 where a
file, a store or the command itself cannot be used (one sentence says which and what to do).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from evals.answers import load_answers
from evals.bench import bench_json, measure
from evals.case_files import expand, load_case_files
from evals.cases import Case, chosen
from evals.commands import build_parser
from evals.compare import comparison_table, differences, read_results
from evals.errors import EvaluationError
from evals.gate import check, read_baseline, write_baseline
from evals.judge import Judge, LanguageModelJudge
from evals.manifest import EVALUATION_PACKAGES, Manifest, case_files, document_hashes, program_fingerprint
from evals.mutations import Catch, examine
from evals.progress import Progress
from evals.run import Run, Skipped
from evals.runner import answers_of_lines, collect, present, score, write_run
from evals.sources import Sources, sources_from_files
from evals.summary import summarise
from evals.system import ThisProgram, open_sources, open_system
from evals.table import as_markdown, between, markdown_table, metric_name, replace_between
from evals.validation import QUOTAS, quota_findings, validate
from store.errors import AlineaError
from store.settings import Settings, load_settings
from store.texts import LANGUAGES, render

BAD, UNUSABLE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    language = _language_of(os.environ.get("ALINEA_LANGUAGE"))
    try:
        options = build_parser(language).parse_args(arguments)
        options.language = getattr(options, "language", None) or language
        language = options.language
        return COMMANDS[options.command](options)
    except AlineaError as error:
        sys.stderr.write(error.message(language) + "\n")
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has gone (| head): nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _language_of(name: str | None) -> str:
    return name if name in LANGUAGES else LANGUAGES[0]


def _say(text: str) -> None:
    sys.stdout.write(text.rstrip("\n") + "\n")


def _cases(options: Namespace) -> tuple[Case, ...]:
    return load_case_files(expand(options.cases))


def _settings(options: Namespace) -> Settings:
    return load_settings(store=options.store)


def _sources(options: Namespace) -> Sources:
    if options.documents:
        return sources_from_files(options.documents)
    return open_sources(_settings(options))


def _kept(cases: Sequence[Case], sources: Sources, language: str) -> tuple[tuple[Case, ...], tuple[Skipped, ...]]:
    """Return the cases that can be asked, and say on the error stream which cannot."""
    kept, skipped = present(cases, sources)
    if not kept:
        raise EvaluationError("nothing_present", absent=_absent(skipped))
    if skipped:
        line = render("evals.run_skipped", language, count=len(skipped), absent=_absent(skipped))
        sys.stderr.write(line + "\n")
    return kept, skipped


def _absent(skipped: Sequence[Skipped]) -> str:
    return ", ".join(sorted({name for item in skipped for name in item.absent}))


def _manifest(cases: Sequence[Case], sources: Sources, index: dict[str, str], options: Namespace) -> Manifest:
    return Manifest(
        corpus=sources.fingerprint,
        documents=document_hashes(sources),
        index=index,
        program=program_fingerprint() if index else "—",
        evaluation=program_fingerprint(EVALUATION_PACKAGES),
        cases=case_files(cases),
        case_count=len(cases),
        mode=getattr(options, "mode", "extractive"),
        split=getattr(options, "split", "all"),
        limit=getattr(options, "limit", None),
        judge="llm" if getattr(options, "judge", False) else None,
    )


def _judge(options: Namespace) -> Judge | None:
    if not options.judge:
        return None
    from bot.model import open_model  # llama-index takes seconds to import; only a judge needs it

    settings = _settings(options)
    if not settings.has_model:
        raise EvaluationError("judge_unset")
    model = open_model(settings)
    return LanguageModelJudge(str(settings.llm_model), lambda prompt: "".join(model.stream("", prompt)))


def _answer(system: ThisProgram, cases: Sequence[Case], folder: Path, options: Namespace) -> Run:
    """Ask, score and write one run."""
    kept, skipped = _kept(cases, system.sources, options.language)
    manifest = _manifest(kept, system.sources, dict(system.index), options)
    progress = Progress(len(kept), render("evals.progress_run", options.language))
    lines, failures = collect(kept, system, folder, manifest, progress.step)
    file = str(folder / "answers.jsonl")
    answers = answers_of_lines(lines.values(), file, kept, system.sources)
    reader = _judge(options) if getattr(options, "judge", False) else None
    run = score(kept, answers, system.sources, manifest, skipped, failures, reader)
    write_run(run, system.sources, folder, options.language)
    if failures:
        cause = next(iter(failures.values()))
        line = render("evals.run_failed", options.language, count=len(failures), cause=cause)
        sys.stderr.write(line + "\n")
    return run


def run_command(options: Namespace) -> int:
    """Ask the cases of this program and measure what it answers."""
    cases = chosen(_cases(options), options.split, options.limit)
    system = open_system(_settings(options), options.mode)
    if options.fresh:
        _clear(options.out)
    run = _answer(system, cases, options.out, options)
    _say(markdown_table(run.summary, options.language))
    _say(render("evals.run_written", options.language, file=options.out / "report.html"))
    return 0


def _clear(folder: Path) -> None:
    """Remove a former run; a folder that is not one is left alone (``collect`` refuses it)."""
    if (folder / "manifest.json").exists():
        with suppress(OSError):
            shutil.rmtree(folder)


def score_command(options: Namespace) -> int:
    """Measure answers that were given elsewhere."""
    cases = chosen(_cases(options), options.split, None)
    sources = _sources(options)
    kept, skipped = _kept(cases, sources, options.language)
    filters = {case.id: case.documents for case in kept}
    answers = load_answers(options.answers, sources, filters)
    manifest = _manifest(kept, sources, {}, options)
    run = score(kept, answers, sources, manifest, skipped, reader=_judge(options))
    write_run(run, sources, options.out, options.language)
    _say(markdown_table(run.summary, options.language))
    _say(render("evals.run_written", options.language, file=options.out / "report.html"))
    return 0


def compare_command(options: Namespace) -> int:
    """Compare two runs."""
    found = differences(read_results(options.A), read_results(options.B))
    if not found:
        _say(render("evals.compare_none", options.language))
        return BAD
    _say(comparison_table(found, options.language))
    _say("\n" + render("evals.compare_note", options.language))
    return 0


def gate_command(options: Namespace) -> int:
    """Hold a baseline, or write it."""
    baseline = {} if options.update else read_baseline(options.baseline)
    cases = _cases(options)
    sources = open_sources(_settings(options))
    kept, skipped = present(cases, sources)
    if not kept:
        _say(render("evals.gate_skipped", options.language, absent=_absent(skipped)))
        return BAD if options.strict else 0
    folder = options.out or Path("build/gate") / options.baseline.stem
    _clear(folder)
    options.mode = "extractive"
    run = _answer(open_system(_settings(options), "extractive"), cases, folder, options)
    findings = check(run, baseline, options.language)
    for finding in findings:
        _say(finding.text(options.language))
    if findings:
        _say(render("evals.gate_shut", options.language, count=len(findings)))
        return BAD
    if options.update:
        write_baseline(options.baseline, run)
        values = {"file": options.baseline, "count": len(run.results)}
        _say(render("evals.gate_updated", options.language, **values))
    _say(render("evals.gate_open", options.language, count=len(run.results)))
    return 0


def bench_command(options: Namespace) -> int:
    """Time opening, searching and answering, and print one JSON object."""
    cases = chosen(_cases(options), "all", options.limit)
    start = perf_counter()
    system = open_system(_settings(options), "extractive")
    opening = perf_counter() - start
    kept, _ = _kept(cases, system.sources, options.language)
    found: dict[str, Any] = bench_json(
        opening,
        measure(system.search, kept, options.repeat),
        measure(system.answer, kept, options.repeat),
        len(system.sources.documents),
        len(system.sources.paragraphs),
    )
    _say(json.dumps(found, indent=1))
    return 0


def validate_command(options: Namespace) -> int:
    """Check the cases against the corpus and each other."""
    cases, sources, language = _cases(options), _sources(options), options.language
    _, skipped = present(cases, sources)
    findings = [finding.text(language) for finding in validate(cases, sources)]
    if options.quotas:
        findings += [
            render("evals.finding_quota", language, category=category, count=count, least=least)
            for category, count, least in quota_findings(cases, QUOTAS)
        ]
    for finding in findings:
        _say(finding)
    if skipped:
        values = {"count": len(skipped), "absent": _absent(skipped)}
        _say(render("evals.validate_absent", language, **values))
    if findings:
        _say(render("evals.validate_bad", language, count=len(findings), cases=len(cases)))
        return BAD
    _say(render("evals.validate_good", language, count=len(cases)))
    return 0


def mutate_command(options: Namespace) -> int:
    """Damage right answers in every way known, and say which metric sees each."""
    sources = _sources(options)
    kept, _ = _kept(_cases(options), sources, options.language)
    catches = examine(kept, sources)
    _say(mutation_table(catches, options.language))
    lost = sum(len(catch.unnoticed) for catch in catches)
    if lost:
        _say(render("evals.mutations_bad", options.language, count=lost))
        return BAD
    done = [catch for catch in catches if catch.done]
    values = {"kinds": len(done), "count": sum(catch.done for catch in done)}
    _say(render("evals.mutations_good", options.language, **values))
    return 0


def mutation_table(catches: Sequence[Catch], language: str) -> str:
    """Return what each kind of damage met, as a Markdown table."""
    columns = ("mutation", "done", "unnoticed", "seen_by")
    rows = [
        [
            catch.mutation,
            str(catch.done),
            ", ".join(catch.unnoticed) or "0",
            ", ".join(f"{metric_name(name, language)} {count}" for name, count in catch.seen_by),
        ]
        for catch in catches
    ]
    return as_markdown([render(f"evals.column_{name}", language) for name in columns], rows)


def table_command(options: Namespace) -> int:
    """Write the table of a run or a baseline between the marks of a file, or check it there."""
    source: Path = options.run
    cases = read_results(source) if source.is_dir() else read_baseline(source)
    summary = summarise(list(cases.values()))
    text = markdown_table(summary, options.language, brief=options.brief)
    if options.check:
        same = between(options.into, options.mark)[1] == text.strip()
        if not same:
            values = {"file": options.into, "folder": source}
            _say(render("evals.table_differs", options.language, **values))
        return 0 if same else BAD
    replace_between(options.into, options.mark, text)
    _say(render("evals.table_written", options.language, file=options.into))
    return 0


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "run": run_command,
    "score": score_command,
    "compare": compare_command,
    "gate": gate_command,
    "bench": bench_command,
    "validate": validate_command,
    "mutate": mutate_command,
    "table": table_command,
}

if __name__ == "__main__":
    sys.exit(main())

"""A run as one HTML page that needs nothing else: no script, no request, no font.

A run and its sources come in, the page goes out: what was measured on what, every metric with its
interval, the slices, a chart, and for each failed case the question, what was expected and what
came, side by side; each paragraph's name opens its text. Nothing in it depends on the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files

from evals.cases import CATEGORIES
from evals.intervals import Interval
from evals.metrics import BY_NAME
from evals.run import Run
from evals.sources import Sources
from evals.summary import WHOLE, Result
from evals.table import ALL_METRICS, HEADLINE, interval_text, metric_name, percent, slice_name
from store.texts import render

_BAR, _ROW, _LABEL = 420, 26, 190
_CHARTED = ("case_right", "citation_f1")


def html_report(run: Run, sources: Sources, language: str) -> str:
    """Return the page of a run."""
    style = files("evals").joinpath("report.css").read_text(encoding="utf-8")
    title = render("evals.report_title", language)
    parts = (
        f"<h1>{escape(title)}</h1>",
        _origin(run, language),
        _whole(run, language),
        _chart(run.summary.slices, language),
        _slices(run.summary.slices, language),
        _judgement(run, language),
        _skipped(run, language),
        _failures(run, sources, language),
    )
    body = "\n".join(part for part in parts if part)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _heading(name: str, language: str, **values: object) -> str:
    return f"<h2>{escape(render(f'evals.heading_{name}', language, **values))}</h2>"


def _origin(run: Run, language: str) -> str:
    manifest = run.manifest
    rows = {
        "corpus": f"{manifest.corpus} ({', '.join(manifest.documents)})",
        "index": ", ".join(f"{part} {value}" for part, value in manifest.index.items()) or "—",
        "program": manifest.program,
        "evaluation": manifest.evaluation,
        "cases": ", ".join(f"{name} ({digest})" for name, digest in manifest.cases.items()),
        "mode": f"{manifest.mode}, {manifest.split}",
    }
    cells = "".join(
        f"<dt>{escape(render(f'evals.origin_{name}', language))}</dt><dd>{escape(value)}</dd>"
        for name, value in rows.items()
    )
    return f'<dl class="origin">{cells}</dl>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = (
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    body = "".join(lines)
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _whole(run: Run, language: str) -> str:
    values = run.summary.slices.get(WHOLE, {})
    head = [render(f"evals.column_{c}", language) for c in ("metric", "value", "count", "clusters")]
    rows = [
        (
            metric_name(name, language),
            interval_text(values[name], language),
            str(values[name].count),
            str(values[name].clusters),
        )
        for name in ALL_METRICS
        if name in values
    ]
    heading = _heading("whole", language, count=run.summary.cases)
    note = escape(render("evals.table_note", language))
    return f'{heading}{_table(head, rows)}<p class="note">{note}</p>'


def _slices(slices: Mapping[str, Mapping[str, Interval]], language: str) -> str:
    names = [name for name in slices if name != WHOLE]
    shown = [metric for metric in HEADLINE if any(metric in slices[name] for name in names)]
    head = [render("evals.column_slice", language), render("evals.column_count", language)]
    head += [metric_name(metric, language) for metric in shown]
    rows = [
        [slice_name(name, language), str(slices[name]["case_right"].count)]
        + [interval_text(slices[name].get(metric), language) for metric in shown]
        for name in names
    ]
    return _heading("slices", language) + _table(head, rows)


def _chart(slices: Mapping[str, Mapping[str, Interval]], language: str) -> str:
    names = [name for name in (*CATEGORIES, WHOLE) if name in slices]
    figures = []
    for metric in _CHARTED:
        rows = [(slice_name(n, language), slices[n][metric]) for n in names if metric in slices[n]]
        title = metric_name(metric, language)
        caption = f"<figcaption>{escape(title)}</figcaption>"
        figures.append(f"<figure>{caption}{_bars(rows, title, language)}</figure>")
    return _heading("chart", language) + f'<div class="charts">{"".join(figures)}</div>'


def _bars(rows: Sequence[tuple[str, Interval]], title: str, language: str) -> str:
    """Return bars from 0 to 100 % with their intervals as whiskers, as inline SVG."""
    height, width = _ROW * len(rows) + 24, _LABEL + _BAR + 60
    marks = []
    for position, (name, interval) in enumerate(rows):
        top = _ROW * position + 4
        middle = top + 9
        low, high = _LABEL + _BAR * interval.low, _LABEL + _BAR * interval.high
        marks.append(
            f'<text x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="bar" x="{_LABEL}" y="{top}" height="18"'
            f' width="{_BAR * interval.value:.1f}"/>'
            f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8'
            f'M{high:.1f} {middle - 4}v8"/>'
            f'<text x="{_LABEL + _BAR + 8}" y="{middle + 4}">'
            f"{escape(percent(interval.value, language))}</text>"
        )
    axis = "".join(
        f'<path class="grid" d="M{_LABEL + _BAR * tick / 4:.1f} 0V{height - 20}"/>'
        f'<text x="{_LABEL + _BAR * tick / 4:.1f}" y="{height - 6}" text-anchor="middle">'
        f"{tick * 25}</text>"
        for tick in range(5)
    )
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">{axis}{"".join(marks)}</svg>'


def _judgement(run: Run, language: str) -> str:
    if run.judgement is None:
        return ""
    judged = run.judgement
    text = render(
        "evals.judge_figures",
        language,
        which=judged.name,
        support=interval_text(judged.support, language),
        accuracy=interval_text(judged.agreement.accuracy, language),
        pairs=judged.agreement.accuracy.count,
        kappa=f"{judged.agreement.kappa:.2f}",
    )
    return _heading("judge", language) + f'<p class="judge">{escape(text)}</p>'


def _skipped(run: Run, language: str) -> str:
    if not run.skipped and not run.failures:
        return ""
    lines = [render("evals.skipped_case", language, id=s.case.id, absent=", ".join(s.absent)) for s in run.skipped]
    lines += [render("evals.failed_case", language, id=name, cause=cause) for name, cause in run.failures.items()]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return _heading("skipped", language, count=len(lines)) + f"<ul>{items}</ul>"


def worst_first(results: Iterable[Result]) -> list[Result]:
    """Return the failed cases: made-up citations first, then wrong decisions, then by F1."""
    return sorted((r for r in results if r.failed), key=_badness)


def _badness(result: Result) -> tuple[float, float, float, float, str]:
    def value(name: str, otherwise: float) -> float:
        found = result.scores[name].value
        return otherwise if found is None else found

    return (
        value("citation_validity", 1.0),
        value("quotation_fidelity", 1.0),
        value("decision", 1.0),
        value("citation_f1", 1.0),
        result.case.id,
    )


def _failures(run: Run, sources: Sources, language: str) -> str:
    failed = worst_first(run.results)
    heading = _heading("failures", language, count=len(failed))
    return heading + "\n".join(_failure(result, sources, language) for result in failed)


def _failure(result: Result, sources: Sources, language: str) -> str:
    case = result.case
    title = f"{case.id} · {slice_name(case.category, language)} · {case.language}"
    said = "".join(
        f'<p class="turn"><b>{escape(render(f"evals.role_{turn.role}", language))}</b> {escape(turn.content)}</p>'
        for turn in case.history
    )
    return (
        f'<article id="{escape(case.id)}"><h3>{escape(title)}</h3>{said}'
        f'<p class="question">{escape(case.question)}</p>'
        f'<p class="verdict">{escape(result.scores["case_right"].reason.text(language))}</p>'
        f'<div class="sides">{_expected(result, sources, language)}'
        f"{_got(result, sources, language)}</div>{_reasons(result, language)}</article>"
    )


def _expected(result: Result, sources: Sources, language: str) -> str:
    case = result.case
    heading = f"<h4>{escape(render('evals.side_expected', language))}</h4>"
    if not case.answerable:
        refusal = render("evals.expected_refusal", language, reason=case.reason or "—")
        return f'<section class="expected">{heading}<p>{escape(refusal)}</p></section>'
    parts = [_paragraphs(case.required, sources)]
    for group in case.alternative:
        any_of = escape(render("evals.any_of", language))
        parts.append(f"<p>{any_of}</p>{_paragraphs(group, sources)}")
    facts = "".join(f"<li>{escape(nugget.text)}</li>" for nugget in case.nuggets)
    parts.append(f"<ul>{facts}</ul>" if facts else "")
    if case.acceptable:
        accepted = escape(render("evals.also_accepted", language))
        parts.append(f"<p>{accepted}</p>{_paragraphs(case.acceptable, sources)}")
    return f'<section class="expected">{heading}{"".join(parts)}</section>'


def _got(result: Result, sources: Sources, language: str) -> str:
    answer = result.answer
    status = escape(render(f"evals.status_{answer.status}", language))
    cited = _paragraphs(answer.cited, sources, result.case.gold | result.case.neutral)
    text = f'<div class="text">{escape(answer.text)}</div>' if answer.text else ""
    best = ""
    if answer.passages:
        first = escape(render("evals.first_passages", language))
        best = f"<p>{first}</p>" + _paragraphs(tuple(dict.fromkeys(p.key for p in answer.passages))[:5], sources)
    heading = f"<h4>{escape(render('evals.side_got', language))}</h4>"
    return f'<section class="got">{heading}<p>{status}</p>{cited}{text}{best}</section>'


def _paragraphs(keys: Iterable[str], sources: Sources, right: frozenset[str] | None = None) -> str:
    """Return the names of paragraphs, each of which opens its text; wrong ones are marked."""
    lines = []
    for key in keys:
        paragraph = sources.get(key)
        mark = "" if right is None else " ✓" if key in right else " ✗"
        if paragraph is None:
            lines.append(f'<p class="unknown">{escape(key)}{mark}</p>')
            continue
        about = " · ".join(filter(None, (paragraph.status.value, paragraph.addressee, *paragraph.section)))
        chapeau = f"<p><i>{escape(paragraph.chapeau)}</i></p>" if paragraph.chapeau else ""
        lines.append(
            f"<details><summary>{escape(sources.name(key))}{mark}</summary>"
            f'<p class="about">{escape(key)} · {escape(about)}</p>{chapeau}'
            f"<p>{escape(paragraph.text)}</p></details>"
        )
    return "".join(lines)


def _reasons(result: Result, language: str) -> str:
    rows = []
    for name, score in result.scores.items():
        best = 1.0 if BY_NAME[name].better == "high" else 0.0
        if name != "case_right" and score.value is not None and score.value != best:
            value = percent(score.value, language)
            rows.append((metric_name(name, language), value, score.reason.text(language)))
    if not rows:
        return ""
    head = [render(f"evals.column_{name}", language) for name in ("metric", "value", "reason")]
    summary = escape(render("evals.reasons", language, count=len(rows)))
    return f'<details class="why"><summary>{summary}</summary>{_table(head, rows)}</details>'

"""The commands over a store: ``run``, ``remove``, ``status``, ``report``, ``bench``, and what they print."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.bench import bench
from ingest.pipeline import Report, Run, demonstration_needed, remove, run
from ingest.progress import Meter
from ingest.status import CHANGES, Status, find_records, report_of, status
from store.errors import InputError, shown
from store.index import Progress
from store.settings import Settings
from store.shelf import Record
from store.texts import decimal, render

DEMONSTRATION = Path(__file__).parent / "demo"
MEGABYTE = 1_000_000


def add_commands(commands: Any) -> None:
    """Declare the commands and their options."""
    running = _command(commands, "run")
    running.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=render("ingest.help_paths", "fr"))
    running.add_argument("--demonstration", action="store_true", help=render("ingest.help_demonstration", "fr"))
    running.add_argument("--prune", action="store_true", help=render("ingest.help_prune", "fr"))
    removing = _command(commands, "remove")
    removing.add_argument("names", nargs="+", metavar="ID|SYMBOL|FILE", help=render("ingest.help_names", "fr"))
    looking = _command(commands, "status")
    looking.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=render("ingest.help_status_paths", "fr"))
    telling = _command(commands, "report")
    telling.add_argument("name", metavar="ID", help=render("ingest.help_report_id", "fr"))
    measuring = commands.add_parser("bench", help=render("ingest.help_bench", "fr"))
    measuring.add_argument("folder", type=Path, metavar="FOLDER")


def _command(commands: Any, name: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=render(f"ingest.help_{name}", "fr"))
    parser.add_argument("--store", metavar="DIR", help=render("ingest.help_store", "fr"))
    parser.add_argument("--json", action="store_true", help=render("ingest.help_json", "fr"))
    return parser


def _told() -> str:
    """Return the command as whoever comes second is to read it."""
    return shlex.join(["python", "-m", "ingest", *sys.argv[1:]])


def _progress(options: argparse.Namespace, settings: Settings) -> Progress:
    # A program that reads the object from a pipe has no eye for lines beside it.
    return _silent if options.json and not sys.stderr.isatty() else Meter(sys.stderr, settings.language)


def _silent(stage: str, done: int, total: int) -> None:
    return None


def run_command(options: argparse.Namespace, settings: Settings) -> int:
    """``ingest run``."""
    paths = options.paths
    if options.demonstration:
        paths = [*paths, DEMONSTRATION] if demonstration_needed(settings) else paths
        if not paths:
            print(render("ingest.demonstration_unneeded", settings.language))
            return 0
    if not paths:
        raise InputError("path_none")
    try:
        done = run(paths, settings, _progress(options, settings), prune=options.prune, command=_told())
    except InputError as error:
        # Nothing could be read: with --json that is an object too.
        if not options.json:
            raise
        reports = tuple(Report(None, shown(str(path)), "failed", 0, (), error) for path in paths)
        done = Run(reports, 0.0)
    if options.json:
        print(json.dumps(done.to_json(settings.language), ensure_ascii=False))
    else:
        _print_run(done, settings.language)
    return 1 if done.failed else 0


def _print_run(done: Run, language: str) -> None:
    for report in done.documents:
        if report.error is not None:
            print(report.error.message(language), file=sys.stderr)
            continue
        line = render(f"ingest.{report.status}", language, source=shown(report.source), paragraphs=report.paragraphs)
        print(line)
        # What was said when a document was read is not said again at each run: « ingest report » has it.
        for warning in report.warnings if report.status in ("added", "updated") else ():
            print(f"    {warning.where} : {warning.message}")
    _print_removed(done.removed, language)
    if all(report.error is not None for report in done.documents):
        return
    changed = done.removed or any(report.status in ("added", "updated") for report in done.documents)
    paragraphs = sum(report.paragraphs for report in done.documents)
    name = "ingest.summary" if changed else "ingest.summary_unchanged"
    values = {"documents": len(done.documents), "paragraphs": paragraphs, "seconds": decimal(done.seconds, language)}
    print(render(name, language, **values))


def _print_removed(records: Sequence[Record], language: str) -> None:
    for record in records:
        print(render("ingest.removed", language, source=shown(record.source), paragraphs=record.paragraphs))


def remove_command(options: argparse.Namespace, settings: Settings) -> int:
    """``ingest remove``."""
    records = find_records(options.names, settings)
    removed = remove([record.id for record in records], settings, _progress(options, settings), _told())
    if options.json:
        told = [{"id": record.id, "source": record.source} for record in removed]
        print(json.dumps({"removed": told}, ensure_ascii=False))
        return 0
    _print_removed(removed, settings.language)
    if not status([], settings).records:
        print(render("ingest.removed_all", settings.language))
    return 0


def status_command(options: argparse.Namespace, settings: Settings) -> int:
    """``ingest status``."""
    found = status(options.paths, settings)
    if options.json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        _print_status(found, settings.language, compared=bool(options.paths))
    return 0


def _print_status(found: Status, language: str, *, compared: bool) -> None:
    values = {
        "folder": shown(found.folder),
        "documents": len(found.records),
        "paragraphs": found.paragraphs,
        "warnings": found.warnings,
        "size": decimal(found.bytes / MEGABYTE, language),
        "generation": found.generation,
    }
    for name in ("status_store", "status_generation") if found.generation else ("status_empty",):
        print(render(f"ingest.{name}", language, **values))
    if found.holder is None:
        print(render("ingest.status_free", language))
    else:
        held = found.holder
        told = {"pid": held.pid, "host": held.host, "since": held.since, "command": shown(held.command)}
        print(render("ingest.status_held", language, **told))
    if not compared:
        for record in found.records:
            print(f"    {record.id}  {shown(record.source)}  {record.paragraphs}")
        return
    for kind in CHANGES:
        for source in found.changes[kind]:
            print(render(f"ingest.status_{kind}", language, source=shown(source)))
    numbers = {kind: len(found.changes[kind]) for kind in CHANGES}
    print(render("ingest.status_files", language, unchanged=found.unchanged, **numbers))


def report_command(options: argparse.Namespace, settings: Settings) -> int:
    """``ingest report``."""
    report = report_of(options.name, settings)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
        return 0
    language = settings.language
    print(render("ingest.report_head", language, **{**report, "lists": len(report["lists"])}))
    for found in report["lists"]:
        scope = found["scope"] or render("ingest.report_main", language)
        print(f"    {render('ingest.report_list', language, **{**found, 'scope': scope})}")
        for before, after in found["gaps"]:
            print(f"        {render('ingest.report_gap', language, before=before, after=after)}")
    for code, number in report["warnings"].items():
        print(f"    {render('ingest.report_warning', language, number=number, code=code)}")
    if report["missing"]:
        fields = ", ".join(render(f"catalogue.field_{name}", language) for name in report["missing"])
        print(render("ingest.report_missing", language, missing=fields))
    return 0


def bench_command(options: argparse.Namespace, settings: Settings) -> int:
    """``ingest bench``."""
    if not options.folder.is_dir():
        raise InputError("path_missing", path=options.folder)
    print(json.dumps(bench(options.folder), indent=1))
    return 0


COMMANDS = {
    "run": run_command,
    "remove": remove_command,
    "status": status_command,
    "report": report_command,
    "bench": bench_command,
}

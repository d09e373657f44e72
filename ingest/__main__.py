"""``python -m ingest``: parse reports into numbered paragraphs and put them into the store."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest import document_commands
from ingest.commands import COMMANDS, add_commands
from ingest.measure_repair import measure
from ingest.parse import parse
from store.errors import AlineaError
from store.settings import Settings, load_settings
from store.texts import render
from store.vocabulary import MINIMUM, MINIMUM_PAIR, count, count_pairs, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    try:
        options = _parser().parse_args(arguments)
        settings = load_settings(store=getattr(options, "store", None))
    except AlineaError as error:
        return _fail(error, "fr")
    commands = {
        **COMMANDS,
        **document_commands.COMMANDS,
        "parse": _parse,
        "vocabulary": _vocabulary,
        "measure-repair": _measure_repair,
    }
    try:
        return commands[options.command](options, settings)
    except AlineaError as error:
        return _fail(error, settings.language)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read the output has had enough: nothing is left to say, nor to flush at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description=render("ingest.help", "fr"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_commands(commands)
    document_commands.add_commands(commands)
    parsing = commands.add_parser("parse", help=render("ingest.help_parse", "fr"))
    parsing.add_argument("file", type=Path, metavar="FILE")
    parsing.add_argument("--json", action="store_true", help=render("ingest.help_json", "fr"))
    words = commands.add_parser("vocabulary", help=render("ingest.help_vocabulary", "fr"))
    words.add_argument("folder", type=Path, metavar="FOLDER")
    words.add_argument("--pairs", action="store_true", help=render("ingest.help_pairs", "fr"))
    words.add_argument("--minimum", type=int, metavar="N", help=render("ingest.help_minimum", "fr"))
    measuring = commands.add_parser("measure-repair", help=render("ingest.help_measure_repair", "fr"))
    measuring.add_argument("folder", type=Path, metavar="FOLDER")
    return parser


def _parse(options: argparse.Namespace, settings: Settings) -> int:
    document = parse(options.file, progress=_recognised if sys.stderr.isatty() and not options.json else None)
    if options.json:
        print(json.dumps(document.to_json(), ensure_ascii=False))
        return 0
    for paragraph in document.paragraphs:
        standing = ", ".join(part for part in (paragraph.status.value, paragraph.addressee) if part)
        print(f"{paragraph.key}  {paragraph.label}  [{standing}]\n    {paragraph.text}\n")
    for warning in document.warnings:
        print(f"{warning.where} : {warning.message}", file=sys.stderr)
    return 0


def _vocabulary(options: argparse.Namespace, settings: Settings) -> int:
    if not options.folder.exists():
        print(render("error.path_missing", settings.language, path=options.folder), file=sys.stderr)
        return 1
    texts = _texts(options.folder)
    minimum = options.minimum or (MINIMUM_PAIR if options.pairs else MINIMUM)
    sys.stdout.write(table((count_pairs if options.pairs else count)(texts), minimum))
    return 0


def _texts(path: Path) -> Iterator[str]:
    """The documents of a folder; or the last text of each line of a ``.jsonl.gz`` of [document, text, …]."""
    if path.is_dir():
        yield from (file.read_text(encoding="utf-8") for file in sorted(path.glob("*.md")))
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)[-1] for line in lines)


def _measure_repair(options: argparse.Namespace, settings: Settings) -> int:
    if not options.folder.is_dir():
        print(render("error.path_missing", settings.language, path=options.folder), file=sys.stderr)
        return 1
    for found in measure(options.folder):
        values = {
            "damage": render(f"ingest.damage_{found.damage}", settings.language),
            "damaged": found.damaged,
            "mended": found.mended,
            "wrong": found.wrong,
        }
        print(render("ingest.measured_repair", settings.language, **values))
    return 0


def _recognised(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{render('ingest.stage_pages', 'fr', done=done, total=total)}", end=end, file=sys.stderr, flush=True)


def _fail(error: AlineaError, language: str) -> int:
    print(error.message(language), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

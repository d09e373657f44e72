"""``python -m ingest``: parse reports into numbered paragraphs and put them into the store."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest import document_commands
from ingest.commands import COMMANDS, add_commands
from ingest.parse import parse
from store.errors import AlineaError
from store.settings import Settings, load_settings
from store.texts import render
from store.vocabulary import count, table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    try:
        options = _parser().parse_args(arguments)
        settings = load_settings(store=getattr(options, "store", None))
    except AlineaError as error:
        return _fail(error, "fr")
    commands = {**COMMANDS, **document_commands.COMMANDS, "parse": _parse, "vocabulary": _vocabulary}
    try:
        return commands[options.command](options, settings)
    except AlineaError as error:
        return _fail(error, settings.language)
    except KeyboardInterrupt:
        return 130


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
    if not options.folder.is_dir():
        print(render("error.path_missing", settings.language, path=options.folder), file=sys.stderr)
        return 1
    texts = (file.read_text(encoding="utf-8") for file in sorted(options.folder.glob("*.md")))
    sys.stdout.write(table(count(texts)))
    return 0


def _recognised(done: int, total: int) -> None:
    end = "\n" if done == total else ""
    print(f"\r{render('ingest.stage_pages', 'fr', done=done, total=total)}", end=end, file=sys.stderr, flush=True)


def _fail(error: AlineaError, language: str) -> int:
    print(error.message(language), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
